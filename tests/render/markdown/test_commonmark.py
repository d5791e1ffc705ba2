import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kcs_cli.render.markdown.commonmark import write_commonmark
from kcs_cli.render.markdown.parser import read_markdown
from kcs_cli.render.markdown.tree import read_tree

SIGNS = [*"*_`#[]()<>!&;|~\\-+=.:1a \n\"'", "```", "**", "<b>", "</b>", "&lt;", "1. ", "\n\n", "    ", "\n> ", "\n- "]

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])  # what others read, without what we know besides


def written(text: str) -> str:
    return write_commonmark(read_tree(read_markdown(text).html))


def words(html: str) -> str:
    """Return what a reader sees of HTML, its white space apart."""
    return re.sub(r"\s+", "", read_tree(html).text())


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=25).map("".join))
def test_a_reader_of_the_markdown_sees_the_words_of_the_text(text):
    assert words(COMMONMARK.render(written(text))) == words(read_markdown(text).html)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fax\n===\n\n* a\n* b\n\n1) c\n2) d", "# Fax\n\n- a\n- b\n\n1. c\n2. d"),
        ("3. a\n\n   b\n4. c", "3. a\n\n   b\n\n4. c"),
        ("snake_case *a* __b__ ~~c~~", "snake_case *a* **b** ~~c~~"),
        (r"\* 1\. \# \[a\] 2 < 3 & 4 &amp;lt;", r"\* 1. # \[a\] 2 < 3 & 4 \&lt;"),
        ("`` a`b `` ```` ``` ````", "``a`b`` ```` ``` ````"),
        ("`a`</b>`b`", "`a`<!-- -->`b`"),
        ("~~~ sh x\na\n```\n~~~", "````sh\na\n```\n````"),
        ("> a\n>\n> > b", "> a\n>\n> > b"),
        ("> [!NOTE]\n> a", "> **Note**\n>\n> a"),
        ('!!! tip "Fast"\n    a', "> **Tip: Fast**\n>\n> a"),
        ("<details><summary>a</summary>\n\nb\n\n</details>", "**a**\n\nb"),
        ("<table><tr><th>a</th><th>b|c</th></tr><tr><td>d</td></tr></table>", "| a | b\\|c |\n| --- | --- |\n| d |  |"),
        ("a<br>b  \nc", "a\\\nb\\\nc"),
        ('[a](<b c.md> "t") ![d](e.png) <https://e.org>', "[a](<b c.md>) ![d](e.png) <https://e.org>"),
        ("<!-- a -->b<script>c</script>", "b"),
        ("---", "***"),
    ],
)
def test_what_publishers_write_becomes_commonmark(text, expected):
    assert written(text) == expected
