"""Tests of HTML that is safe on any page."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.render.markdown.safe import safe_html


def test_markdown_becomes_html_with_its_notes_and_code():
    text = "> [!NOTE]\n> So.\n\n```sh\na < b\n```\n\n| a |\n|---|\n| b |\n\n[it](z.md#x) ![A](a.png)"
    assert re.sub(r"\n", "", safe_html(text)) == (
        '<div class="admonition note"><p class="admonition-title">Note</p><p>So.</p></div>'
        '<pre><code class="language-sh">a &lt; b</code></pre>'
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
        '<p><a href="z.md#x">it</a> <img src="a.png" alt="A"></p>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>x()</script>", ""),
        ("a <script>x()</script>", "<p>a &lt;script&gt;x()&lt;/script&gt;</p>"),
        ("<img src=x onerror=x()>", '<img src="x">'),
        ("<a href=' java\tscript:x()'>a</a>", "<p><a>a</a></p>"),
        ("<a href='&#106;avascript:x()'>a</a>", "<p><a>a</a></p>"),
        ("<iframe src='javascript:x()'></iframe>", "<a>javascript:x()</a>"),
        ("<svg onload=x()>a</svg>", "<p>a</p>"),
        ("<div style='position:fixed' class='evil note' id=x>a</div>", '<div class="note">a</div>'),
        ("<form action='https://x'><input name=p></form>", ""),
        ("![a](data:image/svg+xml;base64,AA)", "<p>![a](data:image/svg+xml;base64,AA)</p>"),
        ("<!-- a -->", ""),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
    ],
)
def test_nothing_runs(text, html):
    assert safe_html(text) == html


PIECES = st.sampled_from([
    "<script>", "</script>", "<img onerror=", "javascript:", "<a href='", "'>", ">", '"', "'", "<", "<!--", "-->",
    "<svg/onload=x>", "<style>", "{{< ", " >}}", "<math>", "<title>", "</title>", "<textarea>", "[a](", ")", "`", "<xmp>",
    "<template>", "&lt;", "<iframe srcdoc=", " onclick=x ", "\n", "<noscript>", "<p title='",
])  # fmt: skip


@given(st.lists(PIECES, max_size=20))
@settings(deadline=None, max_examples=200)
def test_no_pieces_make_a_program(pieces):
    tags = re.findall(r"<[^>]*>", safe_html("".join(pieces)))
    program = r"(?i)^<\w+[^>]*\son\w+\s*=[^>]*>|(?:href|src)=\"\s*javascript:|<script|<style|<iframe|<svg"
    assert [tag for tag in tags if re.search(program, re.sub(r'title="[^"]*"', "", tag))] == []
