import json
import os
import subprocess
import sys
import time

import pytest

from tests import make

HEAVY = (
    "rich",
    "markdown_it",
    "nh3",
    "textual",
    "yaml",
    "frontmatter",
    "git",
    "pydantic",
    "mcp",
    "anyio",
    "starlette",
    "uvicorn",
    "jinja2",
    "Stemmer",
    "numpy",
    "pygal",
    "onnxruntime",
    "tokenizers",
    "kcs_cli.semantic",
    "gcld3",
    "platformdirs",
    "tomllib",
    "tomlkit",
    "phonenumbers",
    "stdnum",
    "kcs_cli.article.reader",
    "kcs_cli.search.index.refresh",
)
NEEDLESS = (  # for an ordinary search that a program asks for
    "typer", "inspect", "shutil", "subprocess", "difflib", "textwrap", "kcs_cli.cli.app", "kcs_cli.search.name",
    "kcs_cli.search.translation", "kcs_cli.search.view", "kcs_cli.render.report", "kcs_cli.render.table",
)  # fmt: skip
MOST_MODULES = 84  # of kcs, for such a search where the days that git knows were noted: each takes 0.1 to 0.3 ms
OF_MEANING = 7  # more, by which articles are found by what they mean
LOADED = """
import json, os, sys
heavy = json.loads(os.environ["HEAVY"])
leave = os._exit
def end(status):
    own = sum(name.startswith("kcs_cli") for name in sys.modules)
    print(json.dumps([own, [name for name in heavy if name in sys.modules]]), file=sys.stderr, flush=True)
    leave(status)
os._exit = end
from kcs_cli.__main__ import main
main()
"""


@pytest.fixture
def settled(kb):
    """A knowledge base whose files are older than the moment in which the same time stamp may come again."""
    before = time.time() - 60
    for path in (kb / "knowledge").iterdir():
        os.utime(path, (before, before))
    make.run(kb, "index")
    return kb


def loaded(kb, *arguments: str) -> tuple[list[str], str]:
    """Return which of the heavy modules a command loads in a process of its own, and what it prints."""
    (_, modules), out = counted(kb, *arguments)
    return [name for name in modules if name in HEAVY], out


def counted(kb, *arguments: str) -> tuple[tuple[int, list[str]], str]:
    """Return how many modules of kcs a command loads, which of the heavy and needless ones, and what it prints."""
    known = {**os.environ, "KCS_ROOT": str(kb), "HEAVY": json.dumps(HEAVY + NEEDLESS)}
    command = [sys.executable, "-c", LOADED, *arguments]
    done = subprocess.run(command, env=known, capture_output=True, text=True, check=True)
    return json.loads(done.stderr.splitlines()[-1]), done.stdout


def test_a_search_for_a_program_loads_nothing_heavy_and_few_modules(settled):
    (modules, heavy), out = counted(settled, "search", "vpn", "--format", "json")
    assert (heavy, "kb-vpn001" in out) == ([], True)
    assert modules <= MOST_MODULES + OF_MEANING


def test_a_search_by_words_alone_loads_nothing_of_meaning(settled):
    make.files(settled, {"kcs.toml": "[search]\nmeaning = 0\n"})
    make.run(settled, "index")
    of_meaning = 'name for name in sys.modules if ".search.meaning" in name'
    code = LOADED.replace("name for name in heavy if name in sys.modules", of_meaning)
    known = {**os.environ, "KCS_ROOT": str(settled), "HEAVY": "[]"}
    command = [sys.executable, "-c", code, "search", "vpn", "--format", "json"]
    done = subprocess.run(command, env=known, capture_output=True, text=True, check=True)
    assert json.loads(done.stderr.splitlines()[-1])[1] == []


@pytest.mark.parametrize("format", ["table", "ids"])
def test_a_search_of_a_fresh_index_loads_nothing_heavy(settled, format):
    modules, out = loaded(settled, "search", "vpn", "--format", format)
    assert (modules, "kb-vpn001" in out) == ([], True)


def test_a_search_of_everything_loads_nothing_heavy(settled):
    assert loaded(settled, "search", "vpn ąčę connect -x", "--explain", "--facets", "--full", "--tag", "vpn")[0] == []


@pytest.mark.parametrize("words", ["call 0171 2345671", "PESEL 44051401458", "0044 20 7183 8750", "ana (at) shoplet.net"])
def test_a_search_for_somebody_loads_no_numbering_plans(settled, words):
    assert {"phonenumbers", "stdnum"} & set(loaded(settled, "search", words, "--format", "json")[0]) == set()


def test_what_nothing_answers_loads_only_what_tells_its_language(settled):
    assert loaded(settled, "search", "warum verbindet sich mein vpn gar nicht")[0] == ["gcld3"]


@pytest.mark.parametrize(
    "words",
    ["show kb-vpn001", "link kb-vpn001 --case 4712", "flag kb-vpn001 --why wrong -m wrong", "new Scanner --no-edit"],
)
def test_what_is_done_with_a_customer_waiting_loads_neither_gitpython_nor_the_screen(settled, words):
    assert {"git", "textual"} & set(loaded(settled, *words.split())[0]) == set()


def test_a_correction_loads_gitpython(settled):
    assert "git" in loaded(settled, "fix", "kb-vpn001", "--no-edit")[0]


def test_a_search_takes_its_configuration_without_yaml(settled):
    make.files(settled, {"kcs.toml": "[search]\nlimit = 3\n"})
    assert loaded(settled, "search", "vpn", "--format", "json")[0] == ["tomllib"]


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("search", "--help"), ("nosuch",)])
def test_help_and_usage_load_nothing_heavy(settled, words):
    command = [sys.executable, "-X", "importtime", "-m", "kcs_cli", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert {name for name in names & {*HEAVY, "tantivy"} if not name.startswith("kcs_cli")} == set()
    assert "typer" in names


def test_the_help_of_a_command_loads_nothing_of_what_it_does():
    code = (
        "import json, sys, typer.main; from kcs_cli.cli.app import app; from kcs_cli.cli.command import COMMANDS; "
        "group = typer.main.get_command(app); [group.get_command(None, name) for name in COMMANDS]; "
        "print(json.dumps([name for name in sys.modules if name.startswith('kcs_cli.')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    rooms = {"channel", "demand", "history", "learn", "mcp", "measure", "migration", "owners", "review", "web"}
    assert rooms & {name.split(".")[1] for name in json.loads(done.stdout)} == set()
    rooms_within = {"article.edit", "journal.event", "journal.record", "lint.registry", "search.ask", "search.engine"}
    assert {f"kcs_cli.{name}" for name in rooms_within} & {*json.loads(done.stdout)} == set()


def test_an_edit_is_what_makes_a_search_read_articles(settled):
    make.files(settled, {"knowledge/vpn.md": make.article("VPN", id="kb-vpn001")})
    assert {"kcs_cli.search.index.refresh", "kcs_cli.article.reader", "yaml"} <= set(loaded(settled, "search", "vpn")[0])
