"""Tests of what is known of a host before it is asked."""

import socket

import pytest

from kcs_cli.lint.outside_host import HostStanding, host_of, is_public, numbers_of, standing

PUBLIC = "93.184.215.14"


def failing(error: Exception):
    def look_up(_: str):
        raise error

    return look_up


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
        "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1", "no number",
        "64:ff9b::10.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::a00:1", "fec0::1", "feff::1",
        "2002:808:808::1", "::ffff:8.8.8.8", "::8.8.8.8", "2001::1", "ff02::1",
    ],
)  # fmt: skip
def test_a_machine_of_ours_is_not_public(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_host_of_the_web_is_public(number):
    assert is_public(number)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "2130706433"])
def test_names_of_this_machine_are_private(host):
    assert standing(host, numbers_of) is HostStanding.private


@pytest.mark.parametrize(
    ("look_up", "expected"),
    [
        (lambda _: [PUBLIC], HostStanding.public),
        (lambda _: [PUBLIC, "10.0.0.1"], HostStanding.private),
        (failing(socket.gaierror(socket.EAI_NONAME, "no such name")), HostStanding.nameless),
        (failing(socket.gaierror(socket.EAI_AGAIN, "later")), HostStanding.silent),
        (failing(UnicodeError("label too long")), HostStanding.silent),
    ],
)
def test_a_name_is_what_it_leads_to(look_up, expected):
    assert standing("kb.nowhere", look_up) is expected


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://KB.nowhere:8443/a", "kb.nowhere"),
        ("http://%31%32%37.0.0.1/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("https://example.com/a", ""),
        ("http://www.example.org", ""),
        ("http://fax.test/", ""),
        ("http://localhost:8080/", ""),
        ("http://metadata.google.internal./", ""),
        ("http://ana:pw@kb.nowhere/", ""),
        ("http://@kb.nowhere/", ""),
        ("file://kb.nowhere/etc/passwd", ""),
        ("https://", ""),
        ("http://[x/", ""),
    ],
)
def test_examples_and_addresses_with_a_password_have_no_host_to_ask(address, host):
    assert host_of(address) == host
