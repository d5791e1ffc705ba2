"""Tests of the clipboard: what is put on it, and by what."""

import os
from base64 import b64encode
from pathlib import Path

import pytest

from tests import make

HERE = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "TMUX"), "")


@pytest.fixture
def programs(tmp_path, monkeypatch) -> Path:
    """A folder of programs, which is all there is beside git."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("git", "sh", "cat"):
        (folder / name).symlink_to(next(Path(f) / name for f in os.environ["PATH"].split(":") if (Path(f) / name).exists()))
    monkeypatch.setenv("PATH", str(folder))
    for name, value in HERE.items():
        monkeypatch.setenv(name, value)
    return folder


def program(folder: Path, name: str, does: str = 'cat > "$0.got"') -> Path:
    """Add a program, and return the file that gets what it was given."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{does}\n")
    file.chmod(0o755)
    return folder / f"{name}.got"


def test_the_systems_program_gets_the_plain_text_and_it_is_said(kb, programs, monkeypatch):
    got = program(programs, "xclip")
    monkeypatch.setenv("DISPLAY", ":0")
    run = make.run(kb, "show", "vpn", "--section", "resolution", "--copy")
    assert (run, got.read_text()) == (
        (0, "", "kcs: copied kb-vpn001 (25 characters) by xclip\n"),
        "1. Renew the certificate.",
    )


def test_the_first_program_that_works_is_enough(kb, programs, monkeypatch):
    program(programs, "pbcopy", "exit 1")
    got, not_asked = program(programs, "wl-copy"), program(programs, "xclip")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.setenv(name, "x")
    assert make.run(kb, "show", "vpn", "--copy", "--format", "markdown").err.endswith(" by wl-copy\n")
    assert (got.read_text(), not_asked.exists()) == (make.THREE["knowledge/vpn.md"].rstrip("\n"), False)


def test_windows_gets_its_own_letters(kb, programs):
    make.files(kb, {"knowledge/umlaut.md": make.article("Ümlaut", "Gerät 无法\n")})
    got = program(programs, "clip.exe")
    make.run(kb, "show", "umlaut", "--copy")
    assert got.read_bytes().decode("utf-16-le") == "Ümlaut\n\nGerät 无法"


def test_html_is_copied_where_it_is_asked_for(kb, programs):
    got = program(programs, "pbcopy")
    make.run(kb, "show", "vpn", "--section", "resolution", "--copy", "--html")
    assert got.read_text() == "<ol>\n<li>Renew the certificate.</li>\n</ol>"


def test_without_any_clipboard_it_is_two_lines(kb, programs):
    run = make.run(kb, "show", "vpn", "--copy")
    assert (run.status, run.err.splitlines()[0]) == (2, "Error: There is no clipboard that takes it")


def test_a_terminal_gets_the_text_in_its_own_sign(kb, programs):
    shown = make.terminal(kb, "kcs show vpn --section resolution --copy", **HERE, PATH=str(programs))
    sign = b64encode(b"1. Renew the certificate.").decode()
    assert shown == (
        f"\x1b]52;c;{sign}\x07kcs: copied kb-vpn001 (25 characters) by the terminal (OSC 52, if it allows that)\n"
    )


def test_a_multiplexer_is_asked_itself(kb, programs):
    got = program(programs, "tmux")
    shown = make.terminal(kb, "kcs show vpn --section resolution --copy", **{**HERE, "TMUX": "x"}, PATH=str(programs))
    assert (shown, got.read_text()) == (
        "kcs: copied kb-vpn001 (25 characters) by tmux\n",
        "1. Renew the certificate.",
    )
