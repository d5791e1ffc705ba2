import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kcs_cli.article.model import Section
from kcs_cli.article.report import ArticleReport
from kcs_cli.article.view import render_html, render_page, render_plain, render_raw

ISSUE = Section("Issue", "issue", 2, 12, "It **hangs**.")
STEPS = Section("Resolution", "resolution", 2, 16, "1. Restart.\n2. Wait.")
BODY = f"## Issue\n\n{ISSUE.text}\n\n## Resolution\n\n{STEPS.text}\n"
ARTICLE = ArticleReport(
    id="kb-1", title="VPN", path="knowledge/vpn.md", kind="problem", confidence="validated", audience="public",
    governance="experience", owner="ana@example.org", owner_source="front matter", tags=("vpn", "mail"), language="en",
    said=("no network",), aliases=(), updated_on=date(2026, 1, 31), sections=(ISSUE, STEPS), section="",
    markdown=f"---\nid: kb-1\n---\n\n{BODY}\n\n",
)  # fmt: skip
WORDS = st.one_of(
    st.text(alphabet="abc *_`#[]()<>|&;-\n", max_size=80),
    st.text(alphabet="无法连接，😀 \n", max_size=80),
    st.text(alphabet="a\x1b\x07\x9b\u202e\r\n&#27;", max_size=40),
    st.text(alphabet="x", min_size=90, max_size=200),
)


def page(report: ArticleReport, columns: int = 80, coloured: bool = False) -> list[str]:
    return [line.rstrip() for line in render_page(report, columns, coloured).split("\n")]


def with_text(text: str) -> ArticleReport:
    """Return the article with a text below its front matter."""
    return ARTICLE._replace(markdown=f"---\nid: kb-1\n---\n\n{text}")


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
    assert page(ARTICLE._replace(section="issue", markdown="It **hangs**.")) == ["It hangs."]


def test_raw_is_the_source_without_empty_lines_at_its_end():
    assert render_raw(ARTICLE) == f"---\nid: kb-1\n---\n\n{BODY}".rstrip()


def test_a_page_without_colour_has_no_escapes():
    assert "\x1b" not in render_page(ARTICLE, 80, coloured=False)


def test_a_page_in_colour_says_the_same():
    bare = re.sub(r"\x1b\[[0-9;]*m", "", render_page(ARTICLE, 80, coloured=True))
    assert bare == render_page(ARTICLE, 80, coloured=False)


def test_a_page_without_colour_has_no_spaces_at_the_end_of_lines():
    shown = render_page(ARTICLE, 80, coloured=False)
    assert [line for line in shown.split("\n") if line != line.rstrip()] == []


def test_the_address_of_a_link_is_shown():
    assert page(with_text("See [the manual](https://example.org/m)."))[-1] == "See the manual (https://example.org/m)."


def test_code_keeps_its_lines():
    code = "1. So:\n\n   ```sh\n   kcs search a \\\n     --tag b\n   ```"
    assert page(with_text(code))[-3:] == ["", "kcs search a \\", "  --tag b"]


@pytest.mark.parametrize("columns", [40, 80, 100])
def test_a_page_fits_its_columns_but_for_code_which_is_whole(columns):
    code = "code " * 60
    wide = "word " * 60 + f"\n\n```\n{code}\n```\n\n| a | b |\n|---|---|\n| " + "x " * 90 + "| y |\n\n" + "x" * 300
    assert [line for line in page(with_text(wide), columns) if cell_len(line) > columns] == [code.rstrip()]


@given(WORDS, WORDS, WORDS)
@settings(deadline=None, max_examples=80)
def test_any_text_is_a_page_that_fits_and_is_harmless(title, heading, text):
    article = with_text(f"## {heading}\n\n{text}")._replace(title=title, id=title, tags=(title,))
    shown = render_page(article, 80, coloured=False)
    assert [line for line in shown.split("\n") if cell_len(line) > 80 and "```" not in text and "    " not in text] == []
    assert {c for c in shown if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c == "\u202e"} == set()


def test_a_heading_that_says_the_title_again_is_left_out():
    assert page(with_text("# VPN\n\nText."))[4:] == ["", "Text."]


def test_the_other_fields_stand_at_the_foot_and_those_of_the_head_do_not():
    source = "---\nid: kb-1\ntags: [vpn]\nproduct: Router 7\nrole:\n  name: Admin\nempty:\n---\n\nText.\n"
    assert page(ARTICLE._replace(markdown=source))[5:] == ["Text.", "", "product: Router 7", "role: name: Admin"]


def test_words_are_marked_where_they_are_asked_for():
    shown = render_page(
        with_text("It hangs.\n\n```\nhangs\n```"),
        80,
        True,
        marks=lambda text: [(found.start(), found.end()) for found in re.finditer("hangs", text)],
    )
    assert shown.count("\x1b[1;33mhangs\x1b[0m") == 2


def test_plain_is_the_title_and_the_text_with_addresses():
    shown = render_plain(with_text("# VPN\n\n> [!TIP]\n> See **[it](http://x.y)**.\n\n1. a\n2. b\n\n- c"), 80)
    assert shown == "VPN\n\nTip\nSee it (http://x.y).\n\n1. a\n2. b\n\n- c"


def test_plain_breaks_no_paragraph_where_there_is_room():
    assert render_plain(with_text("word " * 60), 10_000).split("\n")[2:] == [("word " * 60).rstrip()]


def test_html_has_the_title_and_runs_nothing():
    text = "<script>alert(1)</script>\n\n<b onclick='x()'>**b**</b> [x](javascript:x) <a href='javascript:x'>y</a>\n\n**c**"
    assert render_html(with_text(text)) == (
        "<h1>VPN</h1>\n<p><b><strong>b</strong></b> [x](javascript:x) <a>y</a></p>\n<p><strong>c</strong></p>"
    )
