import socket
import sys

import pytest

from tests import make


@pytest.fixture
def kb(tmp_path):
    return make.base(tmp_path / "kb", make.THREE)


def test_a_token_is_printed_once_and_listed_without_it(kb):
    made = make.run(kb, "serve", "--new-token", "shop", "--person", "shop-bot", "--audience", "customer")
    assert made.out.startswith("kcs_")
    assert made.err == "kcs: shop may read as shop-bot, what customer readers may see. It is shown this once\n"
    listed = make.run(kb, "serve", "--tokens").out
    assert listed.split()[:4] == ["shop", "shop-bot", "customer", "read"]
    assert made.out.strip() not in listed
    assert make.run(kb, "serve", "--revoke", "shop").err == "kcs: shop lets nobody in any more\n"
    assert make.run(kb, "serve", "--tokens").out == ""
    again = make.run(kb, "serve", "--revoke", "shop")
    assert again.err == "Error: There is no token shop\nHint: kcs serve --tokens lists them\n"


def test_tokens_are_not_kept_where_a_commit_takes_them_in(kb):
    refused = make.run(kb, "serve", "--token-file", str(kb / "tokens.json"), "--new-token", "x", "--person", "y")
    assert refused.err.endswith("Name a file outside it\n")
    assert not (kb / "tokens.json").exists()
    assert make.run(kb, "serve", "--new-token", "x", "--person", "y").status == 0
    assert make.git(kb, "status", "--porcelain") == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "kb.example.org"])
def test_without_tokens_only_this_machine_is_served(kb, host):
    refused = make.run(kb, "serve", "--host", host)
    assert (refused.status, refused.err.splitlines()[0]) == (2, f"Error: At {host} others could read the base")


def test_by_another_name_than_this_machines_tokens_are_needed(kb):
    refused = make.run(kb, "serve", "--name", "localhost", "--name", "kb.example.org")
    assert (refused.status, refused.err) == (
        2, "Error: At kb.example.org others could read the base\n"
        "Hint: kcs serve --new-token NAME --person YOU makes a token first\n",
    )  # fmt: skip


def test_an_address_that_is_taken_is_told(kb):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = make.run(kb, "serve", "--port", port)
    first, second = refused.err.splitlines()
    assert first.startswith(f"Error: kcs cannot listen at 127.0.0.1:{port} (Address already in use")
    assert second == "Hint: Another port: --port 0 takes any that is free"


@pytest.mark.parametrize("name", ["uvicorn", "starlette", "jinja2"])
def test_without_the_extra_two_lines_say_so(kb, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    refused = make.run(kb, "serve")
    assert refused.status == 2
    assert refused.err.startswith("Error: kcs serve needs an extra (")
    assert refused.err.endswith("\nHint: pip install 'kcs-cli[serve]'\n")
