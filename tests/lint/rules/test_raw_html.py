"""Tests of `raw-html`."""

import pytest

from kcs_cli.knowledge_base.config import SiteKind
from kcs_cli.lint.rules.raw_html import RULE
from tests import make
from tests.lint.make import messages


@pytest.mark.parametrize(
    "text",
    [
        "Add `<script src=x>` to the page.",
        "```html\n<script>reset()</script>\n```",
        "Add this:\n\n    <script>reset()</script>\n",
        "<!-- <script>reset()</script> -->",
        r"Add \<script> to the page.",
        "Press <kbd>Reset</kbd><br><img src='fax.png' alt='on=off'>.",
        "Set on=1 and data=2; 1 < 2 and onerror=3.",
        "[Script](script.md) and [JavaScript: a fax](https://example.org/javascript:fax)",
        "<details open><summary>More</summary></details>",
        '<script type="application/ld+json">\n{"@type": "FAQPage"}\n</script>',
        "<SCRIPT type=application/json id=fax>{}</SCRIPT>",
    ],
)
def test_html_that_does_not_run_is_no_finding(text, tmp_path):
    assert messages(RULE, tmp_path, f"## Resolution\n\n{text}\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Reset: <SCRIPT src=x></SCRIPT>", "1:8 <script> runs in the reader's browser; remove it, or show it as code"),
        (
            "<script type='text/javascript' type='application/ld+json'>go()</script>",
            "1:1 <script> runs in the reader's browser; remove it, or show it as code",
        ),
        (
            "<script data-x=' type=application/json ' src=x></script>",
            "1:1 <script> runs in the reader's browser; remove it, or show it as code",
        ),
        ("<script type='application/json' onload=go()>", "1:33 onload runs a program in the reader's browser; remove it"),
        ("<iframe\nsrc='https://example.org'>", "1:1 <iframe> runs in the reader's browser; remove it, or show it as code"),
        ("<img src=x\nonerror=go()>", "2:1 onerror runs a program in the reader's browser; remove it"),
        ("<svg/onload=go()>", "1:6 onload runs a program in the reader's browser; remove it"),
        ("[Reset](javascript:go())", "1:9 A link is a program: javascript:go()"),
        ("[Reset](data:text/html;base64,x)", "1:9 A link is a program: data:text/html;base64,x"),
        ("<a href='java&#x73;cript:go()'>", "1:10 A link is a program: java&#x73;cript:go()"),
        ("<javascript:go()>", "1:2 A link is a program: javascript:go()"),
        ("- Reset\n\n    <script>go()</script>", "3:5 <script> runs in the reader's browser; remove it, or show it as code"),
    ],
)
def test_html_that_runs_is_found_where_it_stands(text, expected, tmp_path):
    assert messages(RULE, tmp_path, text) == [expected]


def test_the_program_of_a_page_of_vitepress_is_its_site_s(tmp_path):
    text = "<script setup>\nimport List from './List.vue'\n</script>\n\nWait. <script>go()</script>\n"
    expected = "5:7 <script> runs in the reader's browser; remove it, or show it as code"
    assert messages(RULE, tmp_path, text, config=make.config(site_kind=SiteKind.vuepress)) == [expected]
    assert len(messages(RULE, tmp_path, text)) == 2
