"""Tests of running lychee, on a server of our own and with programs that are none."""

import os
import shlex
import socket

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.lint.lychee import SLOW, UNSAID, Trouble, ask_lychee, find_lychee
from tests import make

EMPTY = '{"success_map": {}, "excluded_map": {}, "error_map": {}, "timeout_map": {}}'
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")


def ask(*addresses: str) -> dict[str, Trouble]:
    return ask_lychee(find_lychee(), addresses)


def answered(tmp_path, script: str, **patience: float) -> dict[str, Trouble]:
    """Return what is read from a program in place of lychee."""
    make.files(tmp_path, {"lychee": f"#!/bin/sh\n{script}\n"})
    (tmp_path / "lychee").chmod(0o700)
    return ask_lychee(str(tmp_path / "lychee"), ["http://kb.nowhere/a"], **patience)


def test_only_what_is_wrong_is_returned(web):
    asked = [f"http://kb.nowhere/{path}" for path in ("there", "404", "410", "403", "to-there", "second")]
    assert ask(*asked) == {
        "http://kb.nowhere/404": Trouble("it answers 404", 404),
        "http://kb.nowhere/410": Trouble("it answers 410", 410),
        "http://kb.nowhere/403": Trouble("it answers 403", 403),
    }


def test_addresses_that_lychee_writes_alike_are_told_apart(web):
    asked = ["http://kb.nowhere/404", "HTTP://KB.nowhere/404", "http://kb.nowhere:80/404"]
    assert ask(*asked) == dict.fromkeys(asked, Trouble("it answers 404", 404))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("http://kb.nowhere/a b?q=ü&lt;=<\"'`\n>[1]", "http://kb.nowhere/a%20b?q=%C3%BC&lt;=%3C%22%27%60%0A%3E[1]"),
        ("http://bücher.nowhere/%2f(x).", "http://xn--bcher-kva.nowhere/%2f(x)."),
        ("http://kb.nowhere/\udcff", "http://kb.nowhere/%FF"),
        ("http://kb.nowhere/$(id) --remap x", "http://kb.nowhere/$(id)%20--remap%20x"),
    ],
)
def test_an_address_is_asked_for_as_it_is(web, address, path):
    assert ask(address) == {}
    assert web.asked == [("GET", path)]


def test_what_looks_like_an_option_is_none_and_what_is_no_address_spoils_no_other(web):
    assert ask("--config=x", "http://a b/", "http://kb.nowhere/404") == {
        "http://a b/": Trouble("Cannot parse 'http://a%20b/' into a URL: invalid international domain name"),
        "http://kb.nowhere/404": Trouble("it answers 404", 404),
    }


def test_no_file_is_looked_for(web):
    assert ask("file:///nowhere", "nowhere.md") == {}


def test_a_machine_of_ours_gets_no_request(site):
    localhost = site.at("/404").replace("127.0.0.1", "localhost")
    assert ask(site.at("/404"), localhost, site.at("/404").replace("127.0.0.1", "2130706433"), "http://10.0.0.1/") == {}
    assert site.asked == []


def test_nothing_but_the_address_goes_out(web, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    assert ask("http://kb.nowhere/cookie", "http://kb.nowhere/there", "http://github.com/a/b") == {}
    assert web.headers == {"accept", "accept-encoding", "host", "user-agent"}


def test_a_folder_tells_lychee_nothing(web, tmp_path, monkeypatch):
    hostile = 'exclude = ["404"]\nremap = ["http://kb.nowhere/404 http://kb.nowhere/there"]\nheader = { x-stolen = "1" }\n'
    make.files(tmp_path, {"lychee.toml": hostile, ".lycheeignore": "404\n", "addresses.html": "", ".lycheecache": ""})
    monkeypatch.chdir(tmp_path)
    assert ask("http://kb.nowhere/404") == {"http://kb.nowhere/404": Trouble("it answers 404", 404)}
    assert web.headers == {"accept", "accept-encoding", "host", "user-agent"}


def test_a_host_that_only_listens_is_slow(site, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.getsockname()[1]}")
        troubles = ask_lychee(find_lychee(), ["http://kb.nowhere/"], ("--timeout", "1", "--max-retries", "0"))
    assert troubles == {"http://kb.nowhere/": Trouble(SLOW)}


def test_nobody_listens(site, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.getsockname()[1]}")
    (trouble,) = ask("http://kb.nowhere/").values()
    assert trouble == Trouble("Connection refused - server may be down or port blocked")


def test_what_lychee_says_nothing_of_is_not_taken_for_sound(tmp_path):
    assert answered(tmp_path, f"echo {shlex.quote(EMPTY)}") == {"http://kb.nowhere/a": Trouble(UNSAID)}


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo no JSON", "lychee gives no answer that kcs can read (status 0)"),
        ("echo '{}'; echo oh >&2; echo dear >&2; exit 1", "lychee gives no answer that kcs can read (oh dear)"),
        ("printf '\\377'; exit 3", "lychee gives no answer that kcs can read (status 3)"),
        ("kill -9 $$", "lychee gives no answer that kcs can read (status -9)"),
    ],
)
def test_a_lychee_that_crashes_or_says_something_else_is_an_error(tmp_path, script, message):
    with pytest.raises(KcsError) as caught:
        answered(tmp_path, script)
    assert (caught.value.message, caught.value.hint) == (message, "pip install 'kcs-cli[external]' --upgrade")


def test_a_lychee_that_hangs_is_ended_and_nothing_is_known(tmp_path):
    why = "lychee was not done after 0.1 seconds; name a folder to ask less"
    assert set(answered(tmp_path, "exec sleep 60", longest=0.1).values()) == {Trouble(why)}


def test_a_lychee_that_cannot_be_run_is_an_error(tmp_path):
    with pytest.raises(KcsError, match=r"^lychee cannot be run \(No such file or directory\)$"):
        ask_lychee(str(tmp_path / "none"), ["http://kb.nowhere/"])


def test_without_addresses_nothing_is_run():
    assert ask_lychee("none", []) == {}


def test_a_lychee_in_the_current_folder_is_never_run(tmp_path, monkeypatch):
    make.files(tmp_path, {"lychee": "#!/bin/sh\n", "bin/lychee": "#!/bin/sh\n", "data/lychee": "", "none/other": ""})
    (tmp_path / "lychee").chmod(0o700)
    (tmp_path / "bin/lychee").chmod(0o700)
    monkeypatch.chdir(tmp_path)
    folders = ["", ".", str(tmp_path / "none"), str(tmp_path / "data")]
    assert find_lychee([*folders, str(tmp_path / "bin")]) == str(tmp_path / "bin/lychee")
    with pytest.raises(KcsError) as caught:
        find_lychee(folders)
    assert caught.value.hint == "pip install 'kcs-cli[external]'"
