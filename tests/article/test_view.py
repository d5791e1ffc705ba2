import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kcs_cli.article.model import Section
from kcs_cli.article.report import ArticleReport
from kcs_cli.article.view import render_page, render_raw

ISSUE = Section("Issue", "issue", 2, 12, "It **hangs**.")
STEPS = Section("Resolution", "resolution", 2, 16, "1. Restart.\n2. Wait.")
ARTICLE = ArticleReport(
    id="kb-1", title="VPN", path="knowledge/vpn.md", kind="problem", confidence="validated", audience="public",
    governance="experience", owner="ana@example.org", tags=("vpn", "mail"), language="en", said=("no network",), aliases=(),
    updated_on=date(2026, 1, 31), sections=(ISSUE, STEPS), section="", source="---\nid: kb-1\n---\n\nText.\n\n\n",
)  # fmt: skip
WORDS = st.one_of(
    st.text(alphabet="abc *_`#[]()<>|&;-\n", max_size=80),
    st.text(alphabet="无法连接，😀 \n", max_size=80),
    st.text(alphabet="a\x1b\x07\x9b\u202e\r\n&#27;", max_size=40),
    st.text(alphabet="x", min_size=90, max_size=200),
)


def page(report: ArticleReport, columns: int = 80, coloured: bool = False) -> list[str]:
    return [line.rstrip() for line in render_page(report, columns, coloured).split("\n")]


def test_a_page_is_a_head_of_facts_and_the_sections():
    assert page(ARTICLE) == [
        "VPN",
        "kb-1 · problem · validated · public · ana@example.org · updated 2026-01-31",
        "knowledge/vpn.md · vpn, mail · en",
        "“no network”",
        "",
        "Issue",
        "",
        "It hangs.",
        "",
        "Resolution",
        "",
        " 1 Restart.",
        " 2 Wait.",
    ]


def test_facts_that_are_not_known_leave_no_gap():
    bare = ARTICLE._replace(owner="", tags=(), language="", said=(), updated_on=None)
    assert page(bare)[1:4] == ["kb-1 · problem · validated · public", "knowledge/vpn.md", ""]


def test_a_section_alone_has_no_head():
    assert page(ARTICLE._replace(section="issue", source="It **hangs**.")) == ["It hangs."]


def test_raw_is_the_source_without_empty_lines_at_its_end():
    assert render_raw(ARTICLE) == "---\nid: kb-1\n---\n\nText."


def test_a_page_without_colour_has_no_escapes():
    assert "\x1b" not in render_page(ARTICLE, 80, coloured=False)


def test_a_page_in_colour_says_the_same():
    bare = re.sub(r"\x1b\[[0-9;]*m", "", render_page(ARTICLE, 80, coloured=True))
    assert bare == render_page(ARTICLE, 80, coloured=False)


def test_a_page_without_colour_has_no_spaces_at_the_end_of_lines():
    shown = render_page(ARTICLE, 80, coloured=False)
    assert [line for line in shown.split("\n") if line != line.rstrip()] == []


def test_the_address_of_a_link_is_shown():
    link = ISSUE._replace(text="See [the manual](https://example.org/m).")
    assert page(ARTICLE._replace(sections=(link,)))[-1] == "See the manual (https://example.org/m)."


def test_code_keeps_its_lines():
    code = ISSUE._replace(text="```sh\nkcs search a \\\n  --tag b\n```")
    assert [line.strip() for line in page(ARTICLE._replace(sections=(code,)))][-2:] == ["kcs search a \\", "--tag b"]


@pytest.mark.parametrize("columns", [40, 80, 100])
def test_a_page_fits_its_columns(columns):
    wide = ISSUE._replace(
        text="word " * 60 + "\n\n```\n" + "code " * 60 + "\n```\n\n| a | b |\n|---|---|\n| " + "x " * 90 + "| y |"
    )
    assert [line for line in page(ARTICLE._replace(sections=(wide,)), columns) if cell_len(line) > columns] == []


@given(WORDS, WORDS, WORDS)
@settings(deadline=None, max_examples=80)
def test_any_text_is_a_page_that_fits_and_is_harmless(title, heading, text):
    article = ARTICLE._replace(title=title, id=title, tags=(title,), sections=(ISSUE._replace(heading=heading, text=text),))
    shown = render_page(article, 80, coloured=False)
    assert [line for line in shown.split("\n") if cell_len(line) > 80] == []
    assert {c for c in shown if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c == "\u202e"} == set()
