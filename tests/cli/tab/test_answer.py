"""What a TAB is answered, from the index as it is."""

import os
import subprocess
import sys

import pytest

from kcs_cli.cli.tab.answer import answer_tab
from tests import make
from tests.docs import completion


@pytest.fixture
def here(kb, monkeypatch):
    """The knowledge base of three articles, indexed; one stands in it."""
    make.run(kb, "index")
    monkeypatch.chdir(kb)
    return kb


@pytest.fixture
def tab(capsys):
    """What `kcs --complete zsh` answers: value and what it is, by line."""

    def answered(*words: str, shell: str = "zsh") -> list[str]:
        answer_tab([shell, *words])
        return capsys.readouterr().out.splitlines()

    return answered


def values(lines: list[str]) -> list[str]:
    return [line.partition("\t")[0] for line in lines]


def test_an_id_completes_with_the_title_beside_it(here, tab):
    assert tab("show", "kb-v") == ["kb-vpn001\tVPN does not connect"]


@pytest.mark.parametrize("typed", ["vpn does", "VPN\\ d", '"Vpn do', "knowledge/v"])
def test_the_beginning_of_a_title_or_a_path_completes_to_the_id(here, tab, typed):
    assert values(tab("link", typed)) == ["kb-vpn001"]


def test_a_number_of_arguments_is_counted(here, tab):
    assert tab("show", "kb-vpn001", "kb-") == []
    assert values(tab("link", "kb-vpn001", "--case", "4711", "kb-p")) == ["kb-print1"]
    assert values(tab("state", "kb-vpn001", "val")) == ["validated"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("search --tag ne", ["network"]), ("search --tag=ne", ["--tag=network"]),
        ("review-stale --owner a", ["ana@example.org"]),
        ("search tag:v", ["tag:vpn"]), ("search --state w", ["wip"]), ("search --lang e", ["en"]),
        ("search --kind q", ["question"]), ("search --path k", ["knowledge"]), ("report hea", ["health"]),
        ("lint --explain id-mis", ["id-missing"]), ("set kb-vpn001 owner=b", ["owner=ben@example.org"]),
        ("show kb-vpn001 --section res", ["resolution"]), ("rev", ["review-stale"]),
        ("search --arch", ["--archived"]), ("help rank", ["ranking"]), ("link x --as t", ["tried"]),
        ("link x --allow e", ["e-mail"]), ("--root . show kb-m", ["kb-mail01"]),
        ("--vers", ["--version"]), ("show --he", ["--help"]), ("show kb-vpn001 --deb", ["--debug"]),
        ("-C .. -C kb show kb-m", ["kb-mail01"]), ("--color a", ["auto", "always"]),
    ],
)  # fmt: skip
def test_each_kind_of_word_completes(here, tab, words, found):
    assert values(tab(*words.split(" "))) == found


def test_files_are_left_to_the_shell(here, tab):
    assert tab("search", "--case", "tick") == ["\tfiles"]
    assert [values(tab("lint", "raw-h")), values(tab("lint", ""))] == [["raw-html", ""], [""]]


def test_bash_gives_the_line_as_it_is_typed(here, tab):
    assert tab("kcs show VPN\\ d", shell="bash") == ["kb-vpn001"]


def test_what_would_break_the_line_or_a_terminal_is_not_offered(kb, monkeypatch, tab):
    make.files(
        kb, {"knowledge/odd.md": make.article("Odd", id='"kb-\\e[31mred"'), "knowledge/two.md": make.article('"a\\nb"')}
    )
    make.run(kb, "index")
    monkeypatch.chdir(kb)
    assert [line for line in tab("show", "") if "\x1b" in line] == []
    assert "a b" in "\n".join(tab("show", "knowledge/two"))


def test_nothing_is_built_written_or_said_where_there_is_no_index(new_kb, monkeypatch, tab, capsys):
    monkeypatch.chdir(new_kb)
    before = sorted(new_kb.rglob("*"))
    assert tab("show", "kb-") == []
    assert tab("show", "--root", "/nowhere", "kb-") == []
    assert tab(shell="csh") == []
    assert (sorted(new_kb.rglob("*")), capsys.readouterr().err) == (before, "")


def test_what_changed_since_is_not_taken_in(here, tab):
    make.files(here, {"knowledge/new.md": make.article("New", id="kb-new001")})
    assert tab("show", "kb-n") == []


def test_a_damaged_index_is_no_error(here, tab):
    for file in (here / ".git/kcs/index").rglob("*"):
        if file.is_file() and file.name != "current":
            file.write_bytes(b"x")
    assert tab("show", "kb-") == []


def test_the_title_itself_names_the_article(here):
    assert make.run(here, "show", "vpn does not connect").out == make.run(here, "show", "kb-vpn001").out


def test_completing_loads_neither_typer_nor_what_searches(here):
    code = (
        "import sys; from kcs_cli.cli.tab.answer import answer_tab; answer_tab(['zsh', 'show', 'kb-']); "
        "print(*[n for n in ('typer', 'tomllib', 'yaml', 'subprocess', 'kcs_cli.search.ask', 'kcs_cli.cli.output') "
        "if n in sys.modules], file=sys.stderr)"
    )
    known = {**os.environ, "KCS_ROOT": str(here)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=known)
    assert (len(done.stdout.splitlines()), done.stderr) == (3, "\n")


def test_the_table_is_as_the_commands_are():
    assert completion.main(["--check"]) == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(shell):
    assert f"kcs --complete {shell}" in make.kcs("completion", shell).out


def test_a_search_with_a_name_completes(here, tab):
    make.files(here, {"kcs.toml": '[searches]\nprinters = "tag:printing"\n'})
    assert tab("search", "jam", "@pri") == ["@printers\ttag:printing"]


def test_completion_goes_where_the_options_say(here, tab, monkeypatch):
    monkeypatch.chdir("/")
    assert values(tab("-C", str(here), "show", "kb-m")) == values(tab("show", "--root", str(here), "kb-m")) == ["kb-mail01"]
    assert values(tab("-C", str(here.parent), "-C", here.name, "show", "kb-m")) == ["kb-mail01"]


def test_fields_of_an_answer_complete_one_after_the_other(here, tab):
    assert values(tab("search", "--json", "id,ti")) == ["id,title"]


def test_of_many_ids_that_begin_so_the_first_are_offered_with_their_titles(kb, tab, monkeypatch):
    many = {f"knowledge/n{n:03}.md": make.article(f"Note {n}", id=f"KB-N{n:03}") for n in range(150)}
    make.files(kb, {**many, "knowledge/n000.md": "---\nid: KB-N000\ntitle: [\n---\n"})
    make.run(kb, "index")
    monkeypatch.chdir(kb)
    assert tab("show", "kb-n") == [f"KB-N{n:03}\tNote {n}" for n in range(1, 101)]
    assert values(tab("show", "kb-n14")) == [f"KB-N{n:03}" for n in range(140, 150)]
    assert values(tab("show", "Note 14")) == ["KB-N014", *(f"KB-N{n:03}" for n in range(140, 150))]


@pytest.mark.parametrize("typed", ["knowledge/vp", "knowledge/vpn", "knowledge/vpn.m", "vp", "vpn.md"])
def test_a_path_and_a_file_name_complete_with_and_without_their_suffix(here, tab, typed):
    assert values(tab("show", typed)) == ["kb-vpn001"]
