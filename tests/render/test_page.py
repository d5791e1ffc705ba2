from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kcs_cli.render.page import page_as_html, page_as_markdown, page_as_text, sentence
from kcs_cli.render.report import PagePart, ReportPage, Table
from kcs_cli.text.display import one_line

TABLE = Table("", ("article", "cases"), (("Fax <b>is</b> silent", 1_200), ("VPN | does not connect", 3)))
PAGE = ReportPage(
    "A week",
    ("From 2 links.",),
    (PagePart("Most reused", ("Two articles.",), TABLE), PagePart("Thanks", points=("Ana & Ben",))),
)
TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)


def page(text: str) -> ReportPage:
    """Return a page that says a text everywhere."""
    return ReportPage(text, (text,), (PagePart(text, (text,), Table("", (text, "n"), ((text, 1),)), (text,)),))


class Seen(HTMLParser):
    """What a browser makes of a page: its elements, and its texts but for the style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        if data.strip() and self.tags[-1] != "style":
            self.texts.append(data)


def test_a_page_on_a_terminal_has_headings_sentences_tables_and_lists():
    assert page_as_text(PAGE, 80) == (
        "A week\nFrom 2 links.\n\n"
        "MOST REUSED\nTwo articles.\n"
        "article                 cases\nFax <b>is</b> silent    1,200\nVPN | does not connect      3\n\n"
        "THANKS\n- Ana & Ben"
    )


@given(TEXT, st.integers(40, 100))
@settings(deadline=None)
def test_a_page_fits_the_columns_of_a_terminal(text, columns):
    words = " ".join(one_line(text)[:20] for _ in range(9))
    points = ReportPage("x", (words,), (PagePart("x", (words,), points=(words,)),))
    assert max(map(len, page_as_text(points, columns).splitlines())) <= columns


def test_a_page_as_markdown_has_headings_and_lists():
    assert page_as_markdown(PAGE) == (
        "# A week\n\nFrom 2 links.\n\n## Most reused\n\nTwo articles.\n\n"
        "| article | cases |\n|---|---|\n| Fax \\<b\\>is\\</b\\> silent | 1200 |\n| VPN \\| does not connect | 3 |\n\n"
        "## Thanks\n\n- Ana & Ben"
    )


@pytest.mark.parametrize(
    "text", ["# no heading", "- no list", "+ no list", "1. no list", "12) no list", "> no quotation", "~~~ no code"]
)
def test_a_sentence_in_markdown_begins_no_block(text):
    (opened, inline, _) = MarkdownIt().parse(sentence(text))
    assert (opened.type, "".join(child.content for child in inline.children)) == ("paragraph_open", text)


def test_a_page_for_browsers_has_one_heading_a_part_and_heads_of_columns_and_rows():
    html = page_as_html(PAGE)
    assert [html.count(text) for text in ("<h1>", "<h2>", '<th scope="col"', '<th scope="row"', 'lang="en"')] == [
        1,
        2,
        2,
        2,
        1,
    ]
    assert '<tr><th scope="row">Fax &lt;b&gt;is&lt;/b&gt; silent</th><td class="number">1,200</td></tr>' in html
    assert "<li>Ana &amp; Ben</li>" in html


def test_a_page_for_browsers_loads_nothing_and_runs_nothing():
    html = page_as_html(page("<script src=http://evil.example/x.js></script><img src=x onerror=alert(1)>\"'"))
    assert not {"script", "img", "link", "iframe", "a"} & set(Seen(html).tags)
    assert "default-src 'none'" in html


@given(TEXT)
@settings(deadline=None)
def test_whatever_a_text_is_a_browser_shows_it_as_it_is(text):
    said = one_line(text)
    seen = Seen(page_as_html(page(text)))
    assert sorted(set(seen.texts) - {"n", "1"}) == sorted({said} - {"", "n", "1"})
    assert seen.tags.count("td") == 1
