"""Tests of asking the web: what counts as gone, and who is not asked."""

import socket

import pytest

from kcs_cli.lint.outside_link import OutsideReport, ask_web

PUBLIC = "93.184.215.14"
NOTHING = OutsideReport(gone={}, unknown={})


def nobody(_: str):
    raise socket.gaierror(socket.EAI_NONAME, "no such name")


@pytest.mark.parametrize("path", ["/there", "/to-there"])
def test_what_is_there_is_there(web, path):
    assert ask_web([f"http://kb.nowhere{path}"]) == NOTHING


@pytest.mark.parametrize(("path", "status"), [("/404", 404), ("/410", 410), ("/to-404", 404)])
def test_what_says_that_it_is_gone_is_gone(web, path, status):
    address = f"http://kb.nowhere{path}"
    assert ask_web([address]) == NOTHING._replace(gone={address: f"it answers {status}"})


@pytest.mark.parametrize("status", [401, 403, 500, 503, 999])
def test_what_refuses_to_say_could_not_be_checked(web, status):
    address = f"http://kb.nowhere/{status}"
    assert ask_web([address]) == NOTHING._replace(unknown={address: f"it answers {status}"})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "ana:pw@127.0.0.1", "2130706433"])
def test_a_machine_of_ours_gets_no_request(site, host):
    assert ask_web([site.at("/404").replace("127.0.0.1", host)]) == NOTHING
    assert site.asked == []


def test_a_name_that_leads_to_a_machine_of_ours_gets_no_request_either(web):
    assert ask_web(["http://kb.nowhere/404"], lambda _: [PUBLIC, "127.0.0.1"]) == NOTHING
    assert web.asked == []


def test_examples_are_passed_over(web):
    assert ask_web(["http://example.com/404", "http://fax.test/404"]) == NOTHING
    assert web.asked == []


def test_a_host_that_nobody_knows_is_gone_where_other_names_are_known(site):
    addresses = ["http://fax.nowhere/a", "http://fax.nowhere/b"]
    report = ask_web(addresses, lambda host: [PUBLIC] if host == "example.com" else nobody(host))
    assert report == NOTHING._replace(gone=dict.fromkeys(addresses, "there is no host of that name"))


def test_without_a_network_nothing_is_gone(site):
    report = ask_web(["http://fax.nowhere/", "http://other.nowhere/"], nobody)
    assert report.gone == {}
    assert set(report.unknown.values()) == {"there is no network"}


def test_behind_a_proxy_names_are_the_proxys_matter(web):
    address = "http://kb.nowhere/404"
    assert ask_web([address], nobody).gone == {address: "it answers 404"}


@pytest.mark.parametrize("host", ["intranet", "wiki.", "kb"])
def test_a_proxy_is_not_asked_for_a_host_of_one_word(web, host):
    assert ask_web([f"http://{host}/404"], nobody) == ({}, {f"http://{host}/404": "its name cannot be looked up"})


def test_where_names_cannot_be_looked_up_nothing_is_gone(site):
    def later(_):
        raise socket.gaierror(socket.EAI_AGAIN, "later")

    assert ask_web(["http://fax.nowhere/"], later).unknown == {"http://fax.nowhere/": "its name cannot be looked up"}
