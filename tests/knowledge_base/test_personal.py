"""What people set for themselves: option, variable, their own file, the base's, the default, in this order."""

import json
import os
import sys
from pathlib import Path

import pytest

from kcs_cli.errors import ConfigError
from kcs_cli.knowledge_base.config import Color
from kcs_cli.knowledge_base.config_file import read_config, read_personal
from kcs_cli.knowledge_base.place import personal_file
from tests import make


@pytest.fixture
def mine(monkeypatch, tmp_path):
    """Writes the file of a person's own settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    written = iter(range(1, 100))

    def write(text: str) -> Path:
        file = make.files(tmp_path / "config/kcs", {"kcs.toml": text}) / "kcs.toml"
        os.utime(file, (1_700_000_000 + next(written),) * 2)
        return file

    return write


def test_without_a_file_there_are_the_defaults():
    assert read_personal(os.environ) == ("", "", "", "table", Color.auto, ())


@pytest.mark.parametrize(
    ("platform", "environ", "place"),
    [
        ("linux", {}, ".config/kcs/kcs.toml"), ("linux", {"XDG_CONFIG_HOME": "/x"}, "/x/kcs/kcs.toml"),
        ("linux", {"XDG_CONFIG_HOME": "relative"}, ".config/kcs/kcs.toml"),
        ("darwin", {"XDG_CONFIG_HOME": "/x"}, "Library/Application Support/kcs/kcs.toml"),
        ("win32", {"APPDATA": "/roaming"}, "/roaming/kcs/kcs.toml"), ("win32", {}, "AppData/Roaming/kcs/kcs.toml"),
    ],
)  # fmt: skip
def test_the_file_is_where_the_system_wants_it(monkeypatch, platform, environ, place):
    monkeypatch.setattr(sys, "platform", platform)
    assert personal_file(environ) == Path.home() / place


def test_a_variable_goes_before_the_persons_file_that_before_the_bases_and_that_before_the_default(tmp_path, mine):
    def limit(**environ: str) -> int:
        return read_config(tmp_path, {**os.environ, **environ}).search.limit

    assert limit() == 10
    make.files(tmp_path, {"kcs.toml": "[search]\nlimit = 3\n"})
    assert limit() == 3
    mine("[search]\nlimit = 4\n")
    assert (limit(), limit(KCS_SEARCH_LIMIT="5")) == (4, 5)


def test_an_option_goes_before_all(kb, mine, monkeypatch):
    make.files(kb, {"kcs.toml": "[search]\nlimit = 3\n"})
    mine("[search]\nlimit = 2\n")
    monkeypatch.setenv("KCS_SEARCH_LIMIT", "3")
    assert len(make.run(kb, "search", "--path", "knowledge", "-n", "1", "--format", "ids").out.splitlines()) == 1


def test_a_base_may_say_where_cases_are_and_a_person_says_it_better(tmp_path, mine):
    make.files(tmp_path, {"kcs.toml": 'case_url = "https://base.example.org/{case}"\n'})
    assert read_config(tmp_path, os.environ).personal.case_url == "https://base.example.org/{case}"
    mine('case_url = "https://mine.example.org/{case}"\n')
    assert read_config(tmp_path, os.environ).personal.case_url == "https://mine.example.org/{case}"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("root = 5\n", "line 1: root must be a text, not 5", "Write it in quotes"),
        ('\n\ncolor = "red"\n', "line 3: color cannot be 'red'", "One of auto, always, never"),
        ('format = "xml"\n', "line 1: format cannot be 'xml'", "One of table, json, jsonl, csv, markdown, ids, paths"),
        ('case_url = "file:{case}"\n', "line 1: case_url must be an address with {case} in it, not 'file:{case}'",
         "Write it as https://desk.example.org/{case}"),
        ("searches = 1\n", "line 1: searches is a table, not 1",
         'Write [searches], below it printers = "tag:printer lang:en"'),
        ('[searches]\na = ""\n', "line 2: searches.a must be the words of a search, not ''",
         'Write it as printers = "tag:printer lang:en"'),
        ('[searches]\n"a b" = "x"\n', "line 2: searches.a b is no name of a search", "A name has letters, digits, - and _"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(mine, text, message, hint):
    file = mine(text)
    with pytest.raises(ConfigError) as refused:
        read_personal(os.environ)
    assert (refused.value.message, refused.value.hint) == (f"{file}, {message}", hint)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\nrot = "x"\n', "line 2: kcs knows no `rot`, and passes it over: did you mean `root`?"),
        ("[search]\nlimt = 3\n", "line 2: kcs knows no `search.limt`, and passes it over: did you mean `limit`?"),
        ("[articles]\n", "line 1: articles is a setting of a knowledge base, and passed over: "
         "write it into the kcs.toml of the base"),
        ("[lint]\n", "line 1: lint is a setting of a knowledge base, and passed over: "
         "write it into the kcs.toml of the base"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_told_and_passed_over(mine, tmp_path, text, said):
    file, heard = mine(text), []
    assert (read_config(tmp_path, os.environ, heard.append), heard) == (read_config(tmp_path, {}), [f"{file}, {said}"])


def test_what_is_wrong_ends_every_command_with_two_lines(kb, mine):
    file = mine("[search]\nlimit = 0\n")
    said = f"Error: {file}, line 2: search.limit must be a whole number from 1 to 1000, not 0"
    for command in ("search vpn", "flags", "show kb-vpn001"):
        done = make.run(kb, *command.split())
        assert (done.status, done.err.splitlines()[0]) == (2, said)
    assert make.kcs("--version").status == 0


@pytest.mark.parametrize("name", ["root", "editor", "format", "color"])
def test_a_base_cannot_choose_for_people(tmp_path, name):
    make.files(tmp_path, {"kcs.toml": f'{name} = "x"\n'})
    heard: list[str] = []
    assert read_config(tmp_path, {}, heard.append) == read_config(tmp_path / "none", {})
    assert [words.split(": ")[1] for words in heard] == [f"{name} is a setting of a person, and passed over"]


def test_the_usual_base_is_meant_where_none_is_around(kb, mine, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    other = make.files(tmp_path / "other", {"kcs.toml": "", "knowledge/a.md": make.article("VPN of others", id="kb-other1")})
    mine(f'root = "{kb}"\n')
    found = []
    for folder in ("elsewhere", "other"):
        monkeypatch.chdir(tmp_path / folder)
        found.append(make.kcs("search", "vpn", "--format", "ids").out)
    monkeypatch.setenv("KCS_ROOT", str(other))
    monkeypatch.chdir(tmp_path / "elsewhere")
    found.append(make.kcs("search", "vpn", "--format", "ids").out)
    assert found == ["kb-vpn001\n", "kb-other1\n", "kb-other1\n"]


def test_a_usual_base_that_is_gone_is_told(mine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mine('root = "/nowhere"\n')
    assert make.kcs("flags").err.splitlines()[0] == "Error: There is no folder /nowhere (root in your settings)"


def test_the_usual_format_is_that_of_commands_which_have_it(kb, mine):
    mine('format = "ids"\n')
    assert make.run(kb, "search", "vpn").out == make.process(kb, "search", "vpn").out == "kb-vpn001\n"
    assert make.run(kb, "flags").out == "No flag is open.\n"
    mine('format = "json"\n')
    assert json.loads(make.run(kb, "flags").out)["open_flags"] == []
    assert json.loads(make.process(kb, "search", "vpn").out)["hits"][0]["id"] == "kb-vpn001"
    assert make.run(kb, "search", "vpn", "--format", "paths").out == "knowledge/vpn.md\n"
    assert json.loads(make.run(kb, "show", "nosuch").err)["error"] == "No article goes by nosuch"
    assert make.run(kb, "show", "nosuch", "--format", "table").err.startswith("Error: ")


def test_the_editor_of_the_settings_goes_before_the_usual_one_and_kcs_editor_before_both(kb, mine, monkeypatch):
    mine('editor = "head -n 1"\n')
    monkeypatch.setenv("EDITOR", "false")
    assert make.process(kb, "open", "kb-vpn001").out == "---\n"
    assert make.process(kb, "open", "kb-vpn001", KCS_EDITOR="tail -n 1").out == "1. Renew the certificate.\n"


def test_colours_of_the_settings_hold_where_no_variable_speaks(kb, mine, monkeypatch):
    mine('color = "always"\n')
    monkeypatch.delenv("NO_COLOR")
    assert "\033[" in make.process(kb, "search", "vpn").out
    assert "\033[" not in make.process(kb, "search", "vpn", NO_COLOR="1").out


def test_a_search_with_a_name_is_its_words(kb, mine):
    make.files(kb, {"kcs.toml": '[searches]\nours = "tag:mail"\nboth = "tag:mail"\n'})
    mine('[searches]\nboth = "tag:vpn"\nprinters = "tag:printing lang:en"\n')
    found = [make.run(kb, "search", *words, "--format", "ids").out
             for words in (["@printers"], ["@printers", "print"], ["@ours"], ["@both"], ["does not @printers"])]  # fmt: skip
    assert found == ["kb-print1\n", "kb-print1\n", "kb-mail01\n", "kb-vpn001\n", "kb-print1\n"]
    assert make.answer(kb, "search", "@printers", "print")["query"] == "tag:printing lang:en print"


def test_a_name_that_is_mistyped_is_told_and_a_mention_is_a_word(kb, mine):
    mine('[searches]\nprinters = "tag:printing"\n')
    done = make.run(kb, "search", "@printres", "jam")
    assert (done.status, done.err) == (
        2, "Error: There is no search @printres in the settings\nHint: Did you mean @printers?\n",
    )  # fmt: skip
    assert make.answer(kb, "search", "vpn", "@everyone", "ana@printers")["query"] == "vpn @everyone ana@printers"


def test_a_case_is_shown_where_the_help_desk_has_it(kb, mine):
    mine('case_url = "https://desk.example.org/c/{case}?x=1"\n')
    assert make.run(kb, "case", "47/11 a").err == "kcs: https://desk.example.org/c/47%2F11%20a?x=1\n"
    assert make.run(kb, "case", "--page").out == "47/11 a\nhttps://desk.example.org/c/47%2F11%20a?x=1\n"
    make.run(kb, "link", "kb-vpn001", "--case", "4711")
    assert "https://desk.example.org/c/4711?x=1" in make.run(kb, "show", "--case", "4711").err


def test_a_case_has_no_page_where_the_settings_do_not_say(kb):
    make.run(kb, "case", "4711")
    assert make.run(kb, "case", "--page").err.splitlines()[0] == "Error: The settings do not say where a case is shown"


def test_the_screen_opens_whatever_the_usual_format_is(kb, mine):
    mine('format = "json"\n')
    for line in ("", "search", f"-C {kb}"):
        out = make.terminal(kb, f"kcs {line} --plain", typed="vpn\nq\n")
        assert "VPN does not connect" in out
