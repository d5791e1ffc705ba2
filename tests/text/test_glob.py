"""Many patterns matched with one look."""

import pytest

from kcs_cli.text.glob import GlobIndex, Globs

PATTERNS = ("README.md", "drafts/*", "*.tmp.md", "*-old*", "[ab]?.md", "**/x.md", "")


@pytest.mark.parametrize(
    ("path", "is_matched"),
    [
        ("readme.MD", True), ("a/b/README.md", True), ("my-README.md", False), ("a/drafts/b/c.md", True),
        ("a/b.tmp.md", True), ("x-older.md", True), ("a1.md", True), ("c1.md", False), ("a/x.md", True), ("", False),
    ],
)  # fmt: skip
def test_a_pattern_matches_a_path_or_its_end(path, is_matched):
    assert Globs(PATTERNS, anywhere=True).match(path) is is_matched


def test_without_anywhere_a_pattern_matches_a_whole_text():
    bots = Globs(("*[[]bot[]]*", "ci-*"))
    assert [bots.match(one) for one in ("Dependabot[bot]", "ci-runner", "my/ci-runner")] == [True, True, False]


def test_of_thousands_of_patterns_few_are_asked():
    index = GlobIndex([*(f"old/article-{n}.md" for n in range(5000)), *(f"*-{n}.md" for n in range(5000)), "*x*"])
    assert index.candidates("a/old/article-7.md") == [7, 5007]
