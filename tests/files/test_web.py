"""Tests of the one request to the web."""

import socket
import threading
import time

import pytest

from kcs_cli.files.web import NotPublicError, Web, encoded, is_public, is_unknown_host


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
        "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1", "no number",
    ],
)  # fmt: skip
def test_a_machine_of_ours_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_host_of_the_web_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost:1/", "https://[::1]/", "http://2130706433/", "http://ana:pw@127.0.0.1/"],
)
def test_nobody_but_the_public_web_is_asked(address):
    with pytest.raises(NotPublicError):
        Web().status(address, "HEAD")


def test_other_schemes_are_not_asked():
    with pytest.raises(NotPublicError):
        Web().check("file:///etc/passwd")


def test_a_name_that_leads_to_us_the_second_time_is_not_asked(site):
    web = Web(resolve=lambda *_: ["93.184.215.14"])  # the name server says so when it is asked first
    with pytest.raises(NotPublicError):
        web.status(site.at("/there"), "GET")
    assert site.asked == []


def test_a_redirection_to_us_is_not_followed(site):
    web = Web(
        resolve=lambda host, _: ["10.0.0.1" if host == "localhost" else "127.0.0.1"], is_allowed=lambda n: n[:3] == "127"
    )
    with pytest.raises(NotPublicError):
        web.status(site.at("/to-localhost"), "GET")
    assert site.asked == [("GET", "/to-localhost")]


def test_a_host_that_speaks_no_https_is_an_error(site):
    with pytest.raises(OSError, match="SSL"):
        Web(is_allowed=lambda _: True).status(site.at("/there").replace("http:", "https:"), "GET")


def test_a_name_that_cannot_be_resolved_is_not_reachable():
    def nobody(*_):
        raise socket.gaierror(socket.EAI_NONAME, "no")

    assert not Web(resolve=nobody).is_reachable("example.com")
    assert Web(resolve=lambda *_: ["93.184.215.14"]).is_reachable("example.com")


def test_nothing_but_the_address_goes_out(site):
    Web(is_allowed=lambda _: True).status(site.at("/cookie"), "GET")
    Web(is_allowed=lambda _: True).status(site.at("/there#part"), "GET")
    assert site.headers == {"User-Agent", "Accept", "Host", "Connection", "Accept-Encoding"}
    assert site.asked[-1] == ("GET", "/there")


def test_a_host_that_gives_a_byte_now_and_then_does_not_hold_us():
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def drip():
            stream, _ = server.accept()
            while not stop.wait(0.05):
                try:
                    stream.send(b"H")
                except OSError:
                    break
            stream.close()

        thread = threading.Thread(target=drip)
        thread.start()
        started = time.monotonic()
        with pytest.raises(Exception, match=r".") as caught:
            Web(is_allowed=lambda _: True, longest=0.3).status(f"http://127.0.0.1:{server.getsockname()[1]}/", "GET")
        stop.set()
        thread.join()
    assert not isinstance(caught.value, AssertionError)
    assert time.monotonic() - started < 5


def test_a_name_that_nobody_has_is_told_from_a_name_server_that_is_silent():
    assert is_unknown_host(socket.gaierror(socket.EAI_NONAME, "no"))
    assert not is_unknown_host(socket.gaierror(socket.EAI_AGAIN, "later"))
    assert not is_unknown_host(OSError())


def test_behind_a_proxy_names_are_the_proxys_matter(monkeypatch):
    def nobody(*_):
        raise socket.gaierror(socket.EAI_NONAME, "no")

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    Web(resolve=nobody).check("http://fax.example.net/")
    with pytest.raises(NotPublicError):
        Web().check("http://127.0.0.1/")


def test_an_address_is_written_in_ascii():
    assert encoded("HTTPS://bücher.example/a b/ü?q=ä#x") == "https://xn--bcher-kva.example/a%20b/%C3%BC?q=%C3%A4"
