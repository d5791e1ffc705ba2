import re
from html.parser import HTMLParser
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.render.chart_page import page
from kcs_cli.render.report import Chart, Table
from tests.render.make import BARS, CHARTS, LINES, RADAR, TEXT, Some

EMPTY = {"meta", "!doctype"}
HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'"


class Explained(NamedTuple):
    """A report without charts, and with an explanation."""

    given: tuple[Table, ...]
    explanation: str | tuple[str, ...]

    def tables(self) -> tuple[Table, ...]:
        return self.given


class Seen(HTMLParser):
    """What a browser makes of a page: its elements with their attributes; every one that is opened is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.texts.append(data)


def test_a_page_has_each_report_with_its_charts_their_figures_and_its_tables():
    html = page("Reports", [("Usage", Some((LINES, BARS))), ("Value", Some((RADAR,)))])
    seen = Seen(html)
    assert [seen.tags.count(tag) for tag in ("h1", "h2", "svg", "figure", "table", "caption")] == [1, 2, 3, 3, 5, 5]
    assert [text for text in seen.texts if text in ("Usage", "Cases with a link", "Reuse", "Months", "Value")] == [
        "Usage", "Cases with a link", "Cases with a link", "Reuse", "Reuse", "Months", "Value", "Value", "Value", "Months",
    ]  # fmt: skip
    assert (
        "<table>\n<caption>Figures of: Value</caption>\n<thead>\n"
        '<tr><th scope="col">axis</th><th scope="col" class="number">now</th>'
        '<th scope="col" class="number">baseline</th></tr>\n</thead>\n<tbody>\n'
        '<tr><th scope="row">Use</th><td class="number">50</td><td class="number">75</td></tr>\n'
        '<tr><th scope="row">Freshness</th><td class="number">100</td><td class="number">–</td></tr>\n'
        "</tbody>\n</table>"
    ) in html


def test_ids_are_given_once_and_each_is_there_that_is_named():
    attributes = Seen(page("Reports", [("a", Some((LINES, LINES))), ("b", Some((LINES,)))])).attributes
    ids = [value for name, value in attributes if name == "id"]
    named = [id for name, value in attributes if name == "aria-labelledby" for id in (value or "").split()]
    assert (len(ids), ids) == (len(set(ids)), named)


def test_a_page_loads_nothing_and_runs_nothing():
    html = page("Reports", [("Usage", Some((LINES, BARS, RADAR)))])
    assert set(re.findall(r"https?://[^\"]*", html)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'; style-src 'unsafe-inline'" in html
    assert not {"script", "link", "img", "iframe", "a", "image", "use"} & set(Seen(html).tags)
    assert not [name for name, _ in Seen(html).attributes if name.startswith("on") or name in ("href", "src", "style")]


def test_a_page_can_be_read_at_night_and_printed():
    html = page("Reports", [("Usage", Some((LINES,)))])
    assert all(text in html for text in ('lang="en"', "@media print", "prefers-color-scheme: dark"))


@pytest.mark.parametrize(("said", "shown"), [("Why.", ["Why."]), (("Why.", "How."), ["Why.", "How."]), ((), [])])
def test_a_report_is_explained_below_its_tables(said, shown):
    html = page("Reports", [("Usage", Explained((Table("", ("month", "n"), (("2026-01", 1),)),), said))])
    assert "<caption>Usage</caption>" in html
    assert re.findall("<p>(.*)</p>", html.split("</table>")[1]) == shown


def test_a_title_alone_is_a_sentence_and_lines_are_as_they_are():
    tables = (Table("Since 2026 <b>."), Table("Change", lines=("- a", "+   <b>")), Table("None", ("a",)))
    html = page("Reports", [("Usage", Explained(tables, ()))])
    assert "<p>Since 2026 &lt;b&gt;.</p>\n<p>Change</p>\n<pre>\n- a\n+   &lt;b&gt;\n</pre>\n</section>" in html


def test_hostile_names_are_shown_and_do_nothing():
    chart = Chart(HOSTILE, "line", (HOSTILE, "b"), {HOSTILE: (1, 2), "x": (2, 3)})
    seen = Seen(page(HOSTILE, [(HOSTILE, Some((chart,), (Table(HOSTILE, (HOSTILE,), ((HOSTILE,),)),)))]))
    assert not {"script", "img"} & set(seen.tags)
    assert len([text for text in seen.texts if "<script>" in text]) > 9


@given(TEXT, st.lists(CHARTS, max_size=2))
@settings(deadline=None, max_examples=50)
def test_whatever_it_is_told_a_page_is_whole(text, charts):
    assert Seen(page(text, [(text, Some(tuple(charts)))])).tags.count("main") == 1
