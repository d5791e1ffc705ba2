import json
import os
import subprocess
import sys

import pytest

from kcs_cli import __version__
from kcs_cli.cli.command import COMMANDS, readers
from kcs_cli.cli.example import EXAMPLES
from tests import make

INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import kcs_cli.__main__ as m; m.main()"
)


def lines(text: str) -> list[str]:
    return text.splitlines()


def test_help_lists_the_commands_in_their_order_by_who_uses_them():
    listed = lines(make.kcs("--help").out)
    headings = [listed.index(f"{who}:") for who in readers()]
    assert headings == sorted(headings)
    rows = [line for line in listed[headings[0] :] if line.startswith("  ") and "`" not in line and line[2] != " "]
    assert [row.split()[0] for row in rows if row.split()[0] in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_help_says_of_a_command_is_the_first_line_of_its_own_help(name):
    assert lines(make.kcs(name, "--help").out)[2].strip() == COMMANDS[name].summary


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_ends_with_two_or_three_examples_as_they_are_typed(name):
    examples = EXAMPLES[name]
    assert lines(make.kcs(name, "--help").out)[-len(examples) - 1 :] == ["  Examples:", *(f"    {one}" for one in examples)]
    assert len(examples) in (2, 3)


def test_help_fits_80_columns():
    texts = [make.kcs("--help").out, *(make.kcs(command, "--help").out for command in COMMANDS)]
    assert [line for text in texts for line in lines(text) if len(line) > 80] == []


def test_no_line_of_the_help_is_cut():
    assert [line for line in lines(make.kcs("--help").out)[1:] if line.endswith("...")] == []


def test_short_help_is_help():
    assert make.kcs("-h") == make.kcs("--help")


def test_kcs_alone_shows_the_help():
    assert make.kcs().out + make.kcs().err == make.kcs("--help").out


def test_version_is_the_package_version():
    assert make.kcs("--version") == (0, f"kcs {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_begins_with_its_usage(command):
    run = make.kcs(command, "--help")
    assert (run.status, lines(run.out)[0].startswith(f"Usage: kcs {command} "), run.err) == (0, True, "")


def test_python_m_kcs_cli_is_kcs(kb):
    assert make.process(kb, "--version") == (0, f"kcs {__version__}\n", "")


def test_an_unknown_command_names_the_nearest():
    assert make.kcs("shwo", "kb-1") == (2, "", "Error: No such command 'shwo'. Did you mean 'show'?\nHint: kcs --help\n")


def test_an_unknown_command_without_a_near_one_is_two_lines():
    assert make.kcs("zzz") == (2, "", "Error: No such command 'zzz'.\nHint: kcs --help\n")


@pytest.mark.parametrize(
    "words",
    [
        ("--nosuch",),
        ("show",),
        ("show", "a", "b"),
        ("show", "--nosuch", "a"),
        ("show", "a", "--section"),
        ("open",),
        ("index", "extra"),
        ("init", "a", "b"),
        ("search", "a", "--formta", "ids"),
        ("search", "a", "--format", "xml"),
        ("search", "a", "-n", "0"),
        ("search", "a", "-n", "1001"),
        ("search", "a", "-n", "many"),
        ("search", "a", "--root", "/no/such/folder"),
        ("search",),
        ("search", " "),
        ("test", "x", "--min-ndcg", "2"),
    ],
)
def test_wrong_usage_is_two_lines_on_stderr_and_exit_2(words):
    run = make.kcs(*words)
    assert (run.status, run.out, [line.partition(": ")[0] for line in lines(run.err)]) == (2, "", ["Error", "Hint"])


@pytest.mark.parametrize("words", [("show", "--nosuch"), ("search", "a", "--formta", "ids"), ("index", "extra")])
def test_wrong_usage_points_at_the_help_of_its_command(words):
    assert lines(make.kcs(*words).err)[1] == f"Hint: kcs {words[0]} --help"


@pytest.mark.parametrize("asked", [("--format", "json"), ("--format=json",)])
def test_an_error_is_json_where_json_was_asked_for(kb, asked):
    run = make.run(kb, "show", "zzzz", *asked)
    expected = {"kcs": 2, "error": "No article goes by zzzz", "hint": "Search for it: kcs search zzzz"}
    assert (run.status, run.out, json.loads(run.err)) == (2, "", expected)


def test_wrong_usage_is_json_where_json_was_asked_for():
    run = make.kcs("index", "--nosuch", "--format", "json")
    expected = {"kcs": 2, "error": "No such option: --nosuch", "hint": "kcs index --help"}
    assert (run.status, run.out, json.loads(run.err)) == (2, "", expected)


def test_a_wrong_setting_names_file_key_line_and_the_nearest_value(kb):
    make.files(kb, {"kcs.toml": "\n[defaults]\nkind = 'problm'\n"})
    run = make.run(kb, "search", "vpn")
    expected = f"Error: {kb}/kcs.toml, line 3: defaults.kind cannot be 'problm'\nHint: Did you mean `problem`?\n"
    assert run == (2, "", expected)


def test_an_error_in_a_process_has_no_traceback(kb):
    run = make.process(kb, "show", "zzzz")
    assert run == (2, "", "Error: No article goes by zzzz\nHint: Search for it: kcs search zzzz\n")


def test_bytes_that_are_no_utf8_are_part_of_a_question(kb):
    assert make.process(kb, b"search", b"\xff printer", "--format", "ids") == (0, "kb-print1\n", "")


def test_bytes_that_are_no_utf8_are_a_tag_that_no_article_has(kb):
    assert make.process(kb, "search", "--tag", b"\xff", "--format", "ids") == (0, "", "")


def test_bytes_that_are_no_utf8_are_an_id_that_no_article_has(kb):
    run = make.process(kb, "show", b"\xff")
    assert (run.status, run.out, [line.partition(": ")[0] for line in lines(run.err)]) == (2, "", ["Error", "Hint"])


def test_terminal_escapes_in_an_argument_are_harmless_in_the_error(kb):
    assert "\x1b" not in make.run(kb, "show", "\x1b]0;owned\x07").err


@pytest.mark.parametrize("words", [("search", "printer", "--format", "csv"), ("show", "kb-print1"), ("--help",)])
def test_a_closed_pipe_is_silent(kb, words):
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "kcs_cli", *words]
    known = {**os.environ, "KCS_ROOT": str(kb)}
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, env=known, check=False)
    os.close(theirs)
    assert done.stderr == b""


def test_ctrl_c_ends_with_130_and_no_traceback(kb):
    command = [sys.executable, "-c", INTERRUPTIBLE, "open", "kb-print1"]
    known = {**os.environ, "KCS_ROOT": str(kb), "KCS_EDITOR": "sh -c 'kill -INT $PPID; sleep 1'"}
    done = subprocess.run(command, capture_output=True, text=True, env=known, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (130, False)


@pytest.mark.parametrize("command", ["search printer", "show kb-print1", "index", "history kb-print1"])
def test_the_git_variables_of_a_hook_change_nothing(kb, tmp_path, command):
    other = make.base(tmp_path / "other", {})
    hook = {"GIT_DIR": str(other / ".git"), "GIT_INDEX_FILE": str(other / ".git/index")}
    make.process(kb, "index")
    assert (make.process(kb, *command.split(), **hook).status, (other / ".git/kcs").exists()) == (0, False)
