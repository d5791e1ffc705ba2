"""Options that every command has: where kcs runs, whether it has colours, how much it says."""

import json
import os
import re
import subprocess
import sys

import pytest

from kcs_cli.cli.command import COMMANDS
from tests import make


@pytest.fixture
def outside(kb, tmp_path, monkeypatch):
    """The knowledge base of three articles, and somebody elsewhere."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return kb


@pytest.mark.parametrize(
    "line",
    [
        "-C {kb} search vpn --format ids", "search -C {kb} vpn --format ids", "search vpn --format ids -C {kb}",
        "-C {kb}/.. -C kb search vpn --format ids", "--root {kb} search vpn --format ids",
        "-C {kb}/knowledge search vpn --format ids", "-q -C {kb} --color never search vpn --format=ids",
    ],
)  # fmt: skip
def test_a_folder_to_start_in_stands_before_or_after_the_command(outside, line):
    assert make.kcs(*line.format(kb=outside).split()).out == "kb-vpn001\n"


def test_paths_are_those_of_the_folder_started_in(outside):
    make.files(outside, {"ticket.json": json.dumps({"title": "vpn does not connect"})})
    assert make.kcs("-C", str(outside), "search", "--case", "ticket.json", "--format", "ids").status == 0


@pytest.mark.parametrize("line", ["-C /nowhere flags", "flags -C /nowhere", "-C /nowhere search vpn"])
def test_a_folder_that_is_not_there_is_told_in_two_lines(outside, line):
    done = make.kcs(*line.split())
    assert (done.status, done.err) == (
        2, "Error: There is no folder /nowhere (-C)\nHint: Name the folder to start in\n",
    )  # fmt: skip


def test_the_option_of_a_command_goes_before_that_of_kcs(outside, tmp_path):
    assert make.kcs("--root", str(tmp_path), "search", "--root", str(outside), "vpn", "--format", "ids").out == "kb-vpn001\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_them_and_none_shows_them_in_its_help(command):
    done = make.kcs(command, "--color", "never", "-q", "-v", "--debug", "--help")
    assert done.status == 0
    assert re.findall(r"--debug|--quiet|-C DIR", done.out) == []


@pytest.mark.parametrize(
    ("options", "variables", "coloured"),
    [
        ("", {}, False),
        ("--color always", {}, True), ("--color always", {"NO_COLOR": "1"}, True),
        ("--color always", {"TERM": "dumb"}, True),
        ("", {"FORCE_COLOR": "1"}, True), ("", {"CLICOLOR_FORCE": "1"}, True), ("", {"FORCE_COLOR": "0"}, False),
        ("", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ("--color never", {"FORCE_COLOR": "1"}, False),
        ("--color auto", {"FORCE_COLOR": "1"}, False), ("", {"KCS_COLOR": "always", "NO_COLOR": "1"}, True),
    ],
)  # fmt: skip
def test_colours_in_a_pipe(kb, monkeypatch, options, variables, coloured):
    monkeypatch.delenv("NO_COLOR")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for command in (["search", "vpn"], ["show", "nosuch"]):
        done = make.process(kb, *options.split(), *command)
        assert ("\033[" in done.out + done.err) is coloured


def test_what_programs_read_has_no_colours(kb):
    done = make.process(kb, "--color", "always", "search", "vpn", "--format", "json")
    assert ("\033" in done.out, json.loads(done.out)["hits"][0]["id"]) == (False, "kb-vpn001")


def test_a_terminal_has_none_where_they_are_not_wanted(kb):
    assert "\033[1m" in make.terminal(kb, "kcs search vpn")
    for line, variables in (("kcs --color never search vpn", {}), ("kcs search vpn", {"TERM": "dumb"})):
        assert "\033[1m" not in make.terminal(kb, line, **variables)


def test_remarks_are_left_out_where_nobody_wants_them_and_errors_are_not(kb):
    make.files(kb, {"knowledge/broken.md": b"no text: \xff\n"})
    loud, quiet = make.run(kb, "search", "vpn"), make.run(kb, "search", "vpn", "-q")
    assert (loud.err != "", quiet.err, quiet.out) == (True, "", loud.out)
    assert make.run(kb, "show", "nosuch", "-q").err.startswith("Error: ")


def test_the_files_used_are_named_and_how_long_each_took(kb):
    make.run(kb, "index")
    used = make.run(kb, "search", "vpn", "-v").err
    assert used.splitlines()[0] == f"kcs: configuration {kb}/kcs.toml"
    timed = make.run(kb, "link", "kb-vpn001", "--case", "secret-4711", "--debug").err
    assert re.search(r"kcs: +\d+\.\d ms, +\d+ ms CPU so far: git var$", timed, re.MULTILINE)
    assert timed.splitlines()[-1].endswith(": all")
    assert [word for word in ("secret-4711", "vpn001", "ana@example.org") if word in timed] == []


def test_the_home_folder_is_no_name_of_a_person(kb, monkeypatch):
    monkeypatch.setenv("HOME", str(kb.parent))
    assert make.run(kb, "search", "vpn", "-v").err.startswith(f"kcs: configuration ~/{kb.name}/kcs.toml\n")


def test_another_run_in_the_same_process_begins_anew(kb):
    make.run(kb, "flags", "--debug", "--color", "always")
    assert make.run(kb, "search", "vpn", "--format", "ids") == make.Run(0, "kb-vpn001\n", "")


def test_an_ordinary_search_reads_them_without_typer(kb):
    code = "import os, sys, kcs_cli.__main__ as m; leave = os._exit\n"
    code += "os._exit = lambda n: (print('typer' in sys.modules, file=sys.stderr), leave(n))\nm.main()"
    line = [sys.executable, "-c", code, "-q", "-C", str(kb), "--color", "never", "search", "vpn", "--format", "ids"]
    done = subprocess.run(line, capture_output=True, text=True, check=True, env=os.environ)
    assert (done.stdout, done.stderr) == ("kb-vpn001\n", "False\n")
