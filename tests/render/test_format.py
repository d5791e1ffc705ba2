import csv
import json
from datetime import date
from io import StringIO
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kcs_cli.cli.command import COMMANDS
from kcs_cli.render.format import (
    RENDERERS,
    csv_cell,
    escape_markdown,
    render_csv,
    render_json,
    render_markdown,
)
from kcs_cli.render.report import Table
from tests import make


class Part(NamedTuple):
    """A value in a report."""

    name: str
    counts: dict[str, int]


class Some(NamedTuple):
    """A report with a field of every kind."""

    text: str = "ąž无"
    parts: tuple[Part, ...] = (Part("a", {"x": 1}),)
    day: date | None = date(2026, 1, 31)
    nothing: None = None
    table: Table = Table("Title", ("name", "n"), (("a|b", 1), (None, 2.5)))

    def tables(self) -> tuple[Table, ...]:
        return (self.table,)


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)


def test_json_is_one_envelope_with_the_version_first():
    assert next(iter(json.loads(render_json(Some())).items())) == ("kcs", 2)


def test_json_has_every_field_as_what_it_is():
    report = json.loads(render_json(Some()))
    del report["table"]
    parts = [{"name": "a", "counts": {"x": 1}}]
    assert report == {"kcs": 2, "text": "ąž无", "parts": parts, "day": "2026-01-31", "nothing": None}


def test_the_commands_that_have_formats_are_those_tested_here():
    assert {name for name in COMMANDS if "--format <" in make.kcs(name, "--help").out} == {
        "search", "more", "show", "history", "new", "link", "unlink", "recall", "flag", "flags", "unflag", "verify", "set",
        "state", "fix", "merge", "rate", "vocabulary", "review-stale", "owners", "gaps", "matrix", "report", "digest",
        "publish", "notify",
        "news", "thanks", "quiz", "path", "lint", "standard", "sync", "events", "init", "index", "semantic", "test", "undo",
        "share", "import", "export", "cluster",
    }  # fmt: skip


@pytest.mark.parametrize("words", [("show", "nosuch"), ("search", ""), ("index", "--nosuch"), ("test", "/no/such")], ids=str)
def test_every_error_is_one_json_object_on_stderr(kb, words):
    run = make.run(kb, *words, "--format", "json")
    assert (run.status, run.out, list(json.loads(run.err))) == (2, "", ["kcs", "error", "hint"])


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\n"])
def test_a_cell_that_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(beginning):
    assert csv_cell(f"{beginning}cmd") == f"'{beginning}cmd"


@pytest.mark.parametrize(
    ("cell", "text"), [(None, ""), ("a", "a"), (-5, "-5"), (-0.5, "-0.5"), (date(2026, 1, 31), "2026-01-31")]
)
def test_other_cells_are_as_they_are_in_csv(cell, text):
    assert csv_cell(cell) == text


def test_csv_is_the_first_table_with_a_head():
    assert render_csv(Some()) == "name,n\na|b,1\n,2.5"


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_csv_reads_back_as_it_was_whatever_the_cells_are(rows):
    text = render_csv(Some(table=Table("", ("a", "b"), tuple(rows)))) + "\n"
    back = list(csv.reader(StringIO(text, newline="")))
    assert back == [["a", "b"], *([csv_cell(cell) for cell in row] for row in rows)]


def test_markdown_is_a_table_under_its_title():
    assert render_markdown(Some()) == "**Title**\n\n| name | n |\n|---|---|\n| a\\|b | 1 |\n|  | 2.5 |"


@given(TEXT)
def test_escaped_markdown_is_text_and_nothing_else(text):
    words = "x" + "".join(c for c in text if c.isprintable() and c != "&") + "x"
    (block,) = [token for token in MarkdownIt().parse(escape_markdown(words)) if token.type == "inline"]
    assert {child.type for child in block.children} == {"text"}
    assert "".join(child.content for child in block.children) == " ".join(words.split())


@given(TEXT)
def test_a_cell_of_a_markdown_table_stays_one_cell(text):
    line = render_markdown(Some(table=Table("", ("a", "b"), ((text, "end"),)))).split("\n")
    tokens = MarkdownIt().enable("table").parse("\n".join(line))
    assert [token.type for token in tokens].count("td_open") == 2


@pytest.mark.parametrize("format", RENDERERS)
def test_every_format_of_every_report_is_a_text(kb, format):
    assert make.run(kb, "index", "--format", format).out.count("kb") > 0
