import json
import sys
import webbrowser
from pathlib import Path

import pytest

from kcs_cli.cli.editor import command_for
from tests import make

NOTE = "import json, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(json.dumps(sys.argv[2:]))"


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """An editor that only notes how it was called; the function returns that."""
    noted = tmp_path / "called.json"
    script = tmp_path / "my editor" / "nano"
    make.files(tmp_path, {"my editor/nano": f'#!/bin/sh\nexec "{sys.executable}" -c "{NOTE}" "{noted}" "$@"\n'})
    script.chmod(0o755)
    monkeypatch.setenv("KCS_EDITOR", f"'{script}' --wait")
    return lambda: json.loads(noted.read_text())


@pytest.mark.parametrize(
    ("editor", "arguments"),
    [
        ("vi", ["+7", "/kb/a.md"]),
        ("/usr/bin/nvim", ["+7", "/kb/a.md"]),
        ("emacsclient", ["+7", "/kb/a.md"]),
        ("code", ["--goto", "/kb/a.md:7"]),
        ("subl", ["/kb/a.md:7"]),
        ("hx", ["/kb/a.md:7"]),
        ("vim.basic", ["+7", "/kb/a.md"]),
        ("code.cmd", ["--goto", "/kb/a.md:7"]),
        ("unknown", ["/kb/a.md"]),
        ("ed.sh", ["/kb/a.md"]),
        ("/home/ana/nano.sh", ["/kb/a.md"]),
        ("code.py", ["/kb/a.md"]),
    ],
)
def test_each_known_editor_is_told_the_line_in_its_way(editor, arguments):
    assert command_for([editor], Path("/kb/a.md"), 7) == [editor, *arguments]


def test_an_article_is_opened_where_its_text_begins(kb, editor):
    assert make.run(kb, "open", "kb-vpn001") == (0, "", "")
    assert editor() == ["--wait", "+11", f"{kb}/knowledge/vpn.md"]


def test_an_article_of_the_last_search_is_opened_at_its_passage(kb, editor):
    make.run(kb, "search", "renew certificate")
    make.run(kb, "open", "1")
    assert editor() == ["--wait", "+22", f"{kb}/knowledge/vpn.md"]


@pytest.mark.parametrize(("searches", "number"), [(["-n", "8"], 11), (["-n", "60"], 55)])
def test_a_hit_further_down_is_opened_at_its_passage_too(kb, editor, searches, number):
    text = "## Issue\n\nNothing is there.\n\n## Resolution\n\nTurn the gadget.\n"
    files = {f"knowledge/n{n:02}.md": make.article(f"Thing {n}", text, id=f"kb-n{n:02}") for n in range(60)}
    make.files(kb, files)
    make.run(kb, "search", "gadget turn", *searches)
    make.run(kb, "more")
    assert make.run(kb, "open", str(number)).status == 0
    _, line, file = editor()
    assert Path(file).read_text().splitlines()[int(line.removeprefix("+")) - 1] == "Turn the gadget."


def test_an_opened_article_is_noted_with_its_search(kb, editor):
    make.run(kb, "search", "vpn")
    make.run(kb, "open", "1")
    (file,) = (kb / ".git/kcs/searches").iterdir()
    assert json.loads(file.read_text().splitlines()[-1])["shown"] == "kb-vpn001"


def test_the_more_telling_variable_wins(kb, editor, monkeypatch):
    monkeypatch.setenv("VISUAL", "false")
    monkeypatch.setenv("EDITOR", "false")
    assert make.run(kb, "open", "vpn").status == 0


def test_an_editor_that_fails_is_told(kb, monkeypatch):
    monkeypatch.setenv("EDITOR", "false")
    expected = f"Error: The editor false ended with 1\nHint: The file is {kb}/knowledge/vpn.md\n"
    assert make.run(kb, "open", "vpn") == (2, "", expected)


def test_an_editor_that_is_not_there_is_told(kb, monkeypatch):
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    expected = (
        "Error: The editor /no/such/editor cannot be started (No such file or directory)\n"
        "Hint: Set KCS_EDITOR, VISUAL or EDITOR\n"
    )
    assert make.run(kb, "open", "vpn") == (2, "", expected)


def test_no_editor_at_all_is_told(kb, monkeypatch, tmp_path):
    make.run(kb, "index")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert make.run(kb, "open", "vpn") == (2, "", "Error: There is no editor\nHint: Set KCS_EDITOR, VISUAL or EDITOR\n")


def test_an_editor_with_quotes_that_do_not_close_is_told(kb, monkeypatch):
    monkeypatch.setenv("EDITOR", "nano 'x")
    run = make.run(kb, "open", "vpn")
    assert (run.status, run.err.splitlines()[1]) == (2, "Hint: Set KCS_EDITOR, VISUAL or EDITOR")


def test_a_wrong_id_starts_no_editor(kb, editor):
    assert make.run(kb, "open", "kb-vpn002") == (
        2,
        "",
        "Error: No article goes by kb-vpn002\nHint: Did you mean kb-vpn001?\n",
    )
    with pytest.raises(FileNotFoundError):
        editor()


@pytest.fixture
def browser(monkeypatch):
    """A browser on a screen that only notes what it opens."""
    opened: list[str] = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or True)
    return opened


def test_the_page_that_an_article_names_is_opened(kb, browser):
    make.files(kb, {"knowledge/mail.md": make.article("Mail", id="kb-mail01", url="https://example.org/mail")})
    assert make.run(kb, "open", "mail", "--page") == (0, "Opened https://example.org/mail\n", "")
    assert browser == ["https://example.org/mail"]


def test_over_ssh_the_address_is_printed(kb, browser, monkeypatch):
    make.files(kb, {"knowledge/mail.md": make.article("Mail", id="kb-mail01", url="https://example.org/mail")})
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22 10.0.0.2 22")
    assert (make.run(kb, "open", "mail", "--page").out, browser) == ("https://example.org/mail\n", [])


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "file:///etc/passwd", "[1, 2]"])
def test_what_is_no_address_of_the_web_is_not_opened(kb, browser, url):
    make.files(kb, {"knowledge/mail.md": make.article("Mail", id="kb-mail01", url=url)})
    error = "Error: kb-mail01 names no page of its own\nHint: Its field `url` may: url: https://…\n"
    assert (make.run(kb, "open", "mail", "--page"), browser) == ((2, "", error), [])
