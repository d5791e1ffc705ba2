import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.article.model import Section
from kcs_cli.article.section import find_headings, find_role, find_sections, headings_of
from kcs_cli.knowledge_base.config import Config, heading_roles

ROLES = heading_roles(Config())
LINES = st.lists(
    st.sampled_from(["# A", "## Issue", "text", "", "```", "~~~~", "---", "===", "- x", "   ## B", "    # c", "> q", "#"]),
    max_size=15,
)


def sections(body: str, first_line: int = 1) -> list[tuple[str, str, int, str]]:
    return [(s.heading, s.role, s.line, s.text) for s in find_sections(body, first_line, ROLES)]


def headings(text: str) -> list[tuple[int, str]]:
    return [(h.level, h.text) for h in find_headings(text.split("\n"))]


def test_a_body_is_cut_at_its_headings():
    assert find_sections("## Issue\n\nIt is broken.\n\n## Cause\nRust.\n", 5, ROLES) == (
        Section("Issue", "issue", 2, 5, "It is broken."),
        Section("Cause", "cause", 2, 9, "Rust."),
    )


def test_text_before_the_first_heading_has_an_empty_heading():
    assert sections("intro\n\n# A\nx") == [("", "", 1, "intro"), ("A", "", 3, "x")]


def test_a_body_without_headings_is_one_section():
    assert sections("one\n\ntwo\n", 4) == [("", "", 4, "one\n\ntwo")]


@pytest.mark.parametrize("body", ["", "\n", " \n\t\n"])
def test_an_empty_body_has_no_sections(body):
    assert find_sections(body, 1, ROLES) == ()


def test_a_deeper_heading_inherits_its_parents_role():
    assert sections("## Resolution\n### On Linux\na\n#### By hand\nb\n## See also\nc") == [
        ("Resolution", "resolution", 1, ""),
        ("On Linux", "resolution", 2, "a"),
        ("By hand", "resolution", 4, "b"),
        ("See also", "", 6, "c"),
    ]


def test_a_deeper_heading_with_a_role_of_its_own_plays_that():
    assert [role for _, role, _, _ in sections("## Issue\n### Cause\nx\n### Detail\ny")] == ["issue", "cause", "issue"]


def test_setext_headings_are_headings_on_the_line_of_their_words():
    assert sections("Issue\n=====\na\n\nCause\n---\nb", 3) == [("Issue", "issue", 3, "a"), ("Cause", "cause", 7, "b")]


def test_the_level_of_a_setext_heading_is_told_by_its_line():
    assert headings("A\n=\n\nB\n--") == [(1, "A"), (2, "B")]


@pytest.mark.parametrize("before", ["", "- item", "* item", "1. item", "> quote", "| a | b |", "# Heading"])
def test_a_rule_below_a_block_is_no_heading(before):
    assert [text for _, text in headings(f"{before}\n---\nx")] == (["Heading"] if before == "# Heading" else [])


@pytest.mark.parametrize("fence", ["```", "~~~", "````", "```sh", "  ```"])
def test_headings_in_fenced_code_are_none(fence):
    close = fence.strip().removesuffix("sh")
    assert headings(f"{fence}\n# comment\nA\n===\n{close}\n# Real") == [(1, "Real")]


def test_a_shorter_or_other_fence_does_not_close_code():
    assert headings("````\n```\n# a\n~~~~\n# b\n````\n# Real") == [(1, "Real")]


def test_a_fence_with_words_does_not_close_code():
    assert headings("```\n# a\n``` sh\n# b\n```\n# Real") == [(1, "Real")]


def test_code_that_never_closes_lasts_to_the_end():
    assert headings("# A\n```\n# b\n# c") == [(1, "A")]


def test_code_on_one_line_between_three_backticks_opens_no_fence():
    assert headings("```kcs search```\n\n## Resolution\n\nx") == [(2, "Resolution")]


def test_a_rule_below_fenced_code_is_no_heading():
    assert [text for *_, text in sections("## Resolution\n\n```\ncode\n```\n---\nmore")] == ["```\ncode\n```\n---\nmore"]


@pytest.mark.parametrize(
    ("line", "level", "text"),
    [
        ("# A", 1, "A"),
        ("###### A", 6, "A"),
        ("   ## A", 2, "A"),
        ("## A ##", 2, "A"),
        ("## C#", 2, "C#"),
        ("##\tA", 2, "A"),
        ("## **Issue**", 2, "Issue"),
        ("## `kcs index`", 2, "kcs index"),
        ("## Issue {#issue}", 2, "Issue"),
        ("## 问题", 2, "问题"),
        ("##", 2, ""),
    ],
)
def test_a_line_with_number_signs_is_a_heading(line, level, text):
    assert headings(line) == [(level, text)]


@pytest.mark.parametrize("line", ["#hashtag", "####### seven", "    # code", "\\# escaped", "text # no", "-", "> # quoted"])
def test_other_lines_are_no_headings(line):
    assert headings(f"\n{line}\n") == []


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Issue", "issue"),
        ("ISSUE:", "issue"),
        ("  Symptoms ", "issue"),
        ("Resolution (Windows)", "resolution"),
        ("Solution: restart", "resolution"),
        ("Workaround – until 2.1", "resolution"),
        ("原因：网络", "cause"),
        ("Applies to", "environment"),
        ("Priežastis", "cause"),
        ("Lösung", "resolution"),
        ("Resolutions of the board", ""),
        ("", ""),
    ],
)
def test_a_heading_plays_the_role_its_first_words_name(heading, role):
    assert find_role(heading, ROLES) == role


def test_only_a_line_feed_ends_a_line():
    assert sections("# A\x0c\u2028# B\nx") == [("A\x0c\u2028# B", "", 1, "x")]


HUGE_LINES = {
    "spaces": "'# a' + ' ' * 300_000 + 'b'",
    "closing-signs": "'# a' + ' #' * 150_000 + ' b'",
    "anchors": "'# ' + '{#' * 150_000",
    "spaces-in-setext": "'a' + ' ' * 300_000 + 'b\\n==='",
    "backticks": "'`' * 300_000",
}


@pytest.mark.parametrize("line", HUGE_LINES.values(), ids=HUGE_LINES)
def test_one_huge_line_does_not_hang_the_reader(line):
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (4, 4))\n"
        f"from kcs_cli.article.section import find_sections\nprint(len(find_sections({line}, 1, {{}})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "1\n")


@settings(max_examples=300, deadline=None)
@given(LINES.map("\n".join))
def test_sections_keep_every_line_that_is_no_heading(body):
    kept = "\n".join(f"{s.heading}\n{s.text}" for s in find_sections(body, 1, ROLES))
    marks = r"^(?: {0,3}#+|={1,}|-{2,})$|^ {0,3}#+ "
    words = [re.sub(r"^\s*#+ ", "", line).strip() for line in body.split("\n") if not re.match(marks, line)]
    assert [word for word in words if word and word not in kept] == []


@settings(max_examples=300, deadline=None)
@given(LINES.map("\n".join))
def test_the_line_of_a_section_is_where_its_heading_stands(body):
    lines = body.split("\n")
    found = [s for s in find_sections(body, 1, ROLES) if s.heading]
    assert [s for s in found if s.heading not in lines[s.line - 1]] == []


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_sections_of_any_text_come_in_the_order_of_their_lines(body):
    lines = [s.line for s in find_sections(body, 1, ROLES)]
    assert lines == sorted(set(lines))
    assert all(1 <= line <= body.count("\n") + 1 for line in lines)


def test_an_indented_line_above_a_rule_is_no_heading():
    assert headings_of("!!! note\n\n    ``` bash\n    ls\n    ```\n---\n\n\tText.\n---\n") == ()
