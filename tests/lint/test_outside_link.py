"""Tests of asking the web, on a server of our own."""

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest

from kcs_cli.files.web import Web
from kcs_cli.lint.outside_link import Answer, OutsideLinks, State

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def nobody(*_):
    raise socket.gaierror(socket.EAI_NONAME, "no such name")


@pytest.fixture
def links(tmp_path):
    return links_at(tmp_path)


def links_at(folder, now=NOW, **known):
    return OutsideLinks(folder / "links.json", now, Web(**{"is_allowed": lambda _: True, **known}), pause=lambda _: None)


@pytest.mark.parametrize("path", ["/there", "/head-405", "/head-404", "/to-there"])
def test_what_is_there_is_there(links, site, path):
    assert links.answers([site.at(path)]) == {site.at(path): Answer(State.there)}


@pytest.mark.parametrize(("path", "status"), [("/404", 404), ("/410", 410), ("/to-404", 404)])
def test_what_says_that_it_is_gone_is_gone(links, site, path, status):
    assert links.gone([site.at(path)]) == {site.at(path): f"it answers {status}"}


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503, 999])
def test_what_refuses_to_say_could_not_be_checked_after_three_tries(links, site, status):
    address = site.at(f"/{status}")
    assert links.gone([address]) == {}
    assert links.unknown == {address: f"it answers {status}"}
    assert site.asked == [("HEAD", f"/{status}"), ("GET", f"/{status}")] * 3


def test_what_answers_at_the_second_try_is_there(links, site):
    assert links.answers([site.at("/second")]) == {site.at("/second"): Answer(State.there)}


def test_a_host_that_fails_twice_is_left_alone(links, site):
    addresses = [site.at(f"/503?{number}") for number in range(5)]
    assert len(links.answers(addresses)) == 5
    assert len(site.asked) == 12
    assert len(links.unknown) == 0
    links.gone(addresses)
    assert len(links.unknown) == 5


def test_when_the_time_is_over_nothing_more_is_asked(site):
    links = OutsideLinks(None, NOW, Web(is_allowed=lambda _: True), longest=-1)
    assert links.gone([site.at("/404")]) == {}
    assert links.unknown == {site.at("/404"): "there was no time left"}
    assert site.asked == []


def test_nobody_listens(links):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert links.gone([f"http://127.0.0.1:{port}/"]) == {}
    assert list(links.unknown) == [f"http://127.0.0.1:{port}/"]


def test_a_host_that_nobody_knows_is_gone_where_other_names_are_known(tmp_path):
    links = links_at(tmp_path, resolve=lambda host, _: ["93.184.215.14"] if host == "example.com" else nobody())
    assert links.gone(["https://fax.nowhere/a", "https://fax.nowhere/b"]) == dict.fromkeys(
        ["https://fax.nowhere/a", "https://fax.nowhere/b"], "there is no host of that name"
    )


def test_without_a_network_nothing_is_gone(tmp_path):
    links = links_at(tmp_path, resolve=nobody)
    assert links.gone(["https://fax.nowhere/", "https://other.nowhere/"]) == {}
    assert set(links.unknown.values()) == {"there is no network"}
    assert json.loads((tmp_path / "links.json").read_text())["addresses"] == {}


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/a",
        "http://www.example.org",
        "http://fax.test/",
        "http://localhost:8080/",
        "https://",
        "http://[x/",
    ],
)
def test_examples_are_passed_over(links, address):
    assert [one.state for one in links.answers([address]).values()] == [State.passed_over]
    assert links.unknown == {}


def test_a_machine_of_ours_is_passed_over(site):
    links = OutsideLinks(None, NOW)
    assert [one.state for one in links.answers([site.at("/404")]).values()] == [State.passed_over]
    assert site.asked == []


@pytest.mark.parametrize(("path", "days"), [("/there", 7), ("/404", 1)])
def test_an_answer_is_kept_for_its_days(tmp_path, site, path, days):
    links_at(tmp_path).answers([site.at(path)])
    first = len(site.asked)
    kept = links_at(tmp_path, NOW + timedelta(days=days, seconds=-1)).answers([site.at(path)])
    assert len(site.asked) == first
    assert links_at(tmp_path, NOW + timedelta(days=days)).answers([site.at(path)]) == kept
    assert len(site.asked) == 2 * first


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 1, "addresses": {"a": 1}}', '{"version": 1, "addresses": []}', "\0"]
)
def test_a_damaged_file_is_written_anew(tmp_path, site, text):
    (tmp_path / "links.json").write_text(text)
    assert links_at(tmp_path).answers([site.at("/there")]) == {site.at("/there"): Answer(State.there)}
    rows = {site.at("/there"): ["there", "", NOW.isoformat()]}
    assert json.loads((tmp_path / "links.json").read_text()) == {"version": 1, "addresses": rows}


def test_a_folder_that_is_not_there_is_no_error(tmp_path, site):
    assert links_at(tmp_path / "gone").gone([site.at("/404")]) == {site.at("/404"): "it answers 404"}
