"""An ordinary search is read without Typer: as Typer reads it, and with the same ends."""

import json
import os
import subprocess
import sys
from functools import wraps
from typing import Annotated

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.main import get_command_from_info
from typer.models import CommandInfo

from kcs_cli.cli.dash_word import SearchCommand
from kcs_cli.cli.option import Option, for_typer, read_ordinary
from kcs_cli.cli.search import search_articles
from kcs_cli.git.hook import PLACES
from kcs_cli.knowledge_base.config import UsualFormat
from tests import make

DECLARED = [hint.__metadata__[0].name for hint in search_articles.__annotations__.values() if hasattr(hint, "__metadata__")]
OTHER = (
    "--", "-", "-x", "-n5", "-n", "-n=5", "--nosuch", "--tagg", "--help", "-h", "--tag=vpn", "--format=json", "--check=1",
    "--root=", "--format=ids", "json", "table", "JSON", "0", "1", "007", "1000", "1001", "+5", "٣", "",
)  # fmt: skip
ARGUMENT = st.one_of(
    st.sampled_from([*filter(None, DECLARED), *OTHER]),
    st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=6),
)


def as_typer_reads(line: list[str]) -> dict[str, object]:
    """Return what Typer gives to the function of `kcs search`, without what was not given."""
    given_: list[dict[str, object]] = []

    @wraps(search_articles)
    def noted(**values: object) -> None:
        given_.append(values)

    info = CommandInfo(name="search", callback=for_typer(noted), cls=SearchCommand)
    command = get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)
    command.main(line, prog_name="kcs", standalone_mode=False)
    [values] = given_
    return {name: value for name, value in values.items() if value not in (None, [], False)}


@example(["vpn", "--tag", "a", "--tag=b", "-n", "5", "--format", "json", "--archived", "down"])
@example(["--env", "", "--root", ""])
@example(["--format", "table", "--format", "ids", "-n", "1", "-n", "1000"])
@example(["--tag", "--owner", "-x"])
@given(st.lists(ARGUMENT, max_size=6))
def test_what_is_read_without_typer_is_what_typer_reads(line):
    values = read_ordinary(search_articles, line)
    if values is not None:
        assert {"format": UsualFormat.table, **values} == as_typer_reads(line)


@given(st.lists(st.sampled_from(("vpn", "does not connect", "无法", "--tag=vpn", "--archived", "--format=ids")), max_size=6))
def test_words_and_options_written_out_need_no_typer(line):
    assert read_ordinary(search_articles, line) is not None


@pytest.mark.parametrize("line", ["-x", "vpn -n5", "-h", "-- vpn", "--format xml", "-n 0", "-n", "--tag -x", "--check=1"])
def test_what_is_not_ordinary_is_left_to_typer(line):
    assert read_ordinary(search_articles, line.split()) is None


def test_an_option_without_bounds_and_an_argument_are_typers_too():
    def greet(name: Annotated[str, Option("", "Whom.")], loud: Annotated[bool, Option("--loud", "Cry.")] = False) -> None:
        told.append((name, loud))

    told: list[tuple[str, bool]] = []
    info = CommandInfo(name="greet", callback=for_typer(greet))
    command = get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)
    command.main(["ana", "--loud"], prog_name="kcs", standalone_mode=False)
    assert told == [("ana", True)]


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    return make.base(tmp_path_factory.mktemp("ordinary") / "kb", make.THREE)


def kcs(root, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run kcs in a process of its own, as the only place where a search is read without Typer."""
    environment = {**os.environ, "KCS_ROOT": str(root), **dict.fromkeys(PLACES[:2], "/nowhere")}
    command = [sys.executable, "-m", "kcs_cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **options)


def test_an_ordinary_search_says_and_ends_as_one_that_typer_reads(three):
    ordinary, other = (kcs(three, "search", "--format", "ids", *words) for words in (("vpn",), ("--", "vpn")))
    assert (ordinary.returncode, ordinary.stdout, ordinary.stderr) == (0, "kb-vpn001\n", "")
    assert (other.returncode, other.stdout, other.stderr) == (0, "kb-vpn001\n", "")


def test_an_error_of_an_ordinary_search_is_two_lines_or_json(three):
    hint = "kcs search what the customer says"
    done = kcs(three, "search")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"Error: There is nothing to search for\nHint: {hint}\n")
    done = kcs(three, "search", "--format", "json")
    assert (done.returncode, json.loads(done.stderr)["hint"]) == (2, hint)


def test_an_ordinary_search_that_finds_nothing_ends_with_1_where_that_is_checked(three):
    assert [kcs(three, "search", "zebra", "--format", "ids", *check).returncode for check in ((), ("--check",))] == [0, 1]


def test_an_ordinary_search_is_interrupted_without_a_word(three):
    interrupted = (
        "import signal, kcs_cli.cli.ordinary, kcs_cli.__main__ as m; signal.signal(14, signal.default_int_handler); "
        "signal.setitimer(signal.ITIMER_REAL, 0.3); m.main()"
    )
    waiting = subprocess.Popen(
        [sys.executable, "-c", interrupted, "search", "--case", "/dev/stdin"],
        env={**os.environ, "KCS_ROOT": str(three)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    status = waiting.wait(timeout=60)
    assert (status, *waiting.communicate()) == (130, b"", b"")
