import pytest

from kcs_cli.knowledge_base.codeowners import read_codeowners
from kcs_cli.knowledge_base.owner_file import OwnerFiles
from tests import make

ROOT = "approvers:\n  - eva\n  - docs-leads\nreviewers:\n  - ben\n"
ALIASES = "aliases:\n  docs-leads:\n    - ana\n    - cy@example.org\n"


def owners(root, path: str) -> tuple[str, ...]:
    return OwnerFiles(root).of(path)


@pytest.fixture
def top(tmp_path):
    return make.files(tmp_path, {"OWNERS": ROOT, "OWNERS_ALIASES": ALIASES})


def test_a_group_is_its_members_and_people_are_written_as_in_codeowners(top):
    assert owners(top, "docs/fax/a.md") == ("@eva", "@ana", "cy@example.org")


def test_the_nearest_folder_that_names_somebody_counts(top):
    make.files(top, {"docs/OWNERS": "approvers: [dora]\n", "docs/fax/OWNERS": "labels: [area/fax]\n"})
    assert [owners(top, path) for path in ("docs/fax/a.md", "docs/a.md", "a.md")] == [
        ("@dora",),
        ("@dora",),
        ("@eva", "@ana", "cy@example.org"),
    ]


def test_where_nobody_approves_those_who_review_answer(top):
    make.files(top, {"docs/OWNERS": "reviewers:\n- ben\n"})
    assert owners(top, "docs/a.md") == ("@ben",)


def test_a_filter_is_for_the_files_that_it_matches(top):
    filters = 'filters:\n  ".*":\n    approvers: [dora]\n  "fax/.*\\\\.md$":\n    approvers: [fritz]\n'
    make.files(top, {"docs/OWNERS": filters})
    assert [owners(top, path) for path in ("docs/a.md", "docs/fax/a.md")] == [("@dora",), ("@dora", "@fritz")]


def test_a_folder_may_leave_those_above_out(top):
    make.files(top, {"docs/OWNERS": "options:\n  no_parent_owners: true\n"})
    assert owners(top, "docs/a.md") == ()


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "approvers: 7: 8\n", "approvers: {a: b}\n", "\x00", "approvers: [[a], 3]"]
)
def test_a_file_that_is_none_names_nobody(top, text):
    make.files(top, {"docs/OWNERS": text, "other/OWNERS": "filters: {'(': {approvers: [x]}, 3: 4}\n"})
    assert owners(top, "docs/a.md")[:1] in (("@eva",), ("@3",))
    assert owners(top, "other/a.md")[:1] == ("@eva",)


def test_a_line_of_codeowners_comes_first(top):
    make.files(top, {"CODEOWNERS": "/docs/ @law\n/free/\n"})
    rules = [read_codeowners(top).of(path) for path in ("docs/a.md", "a.md", "free/a.md")]
    assert [(rule.owners[:1], rule.source) for rule in rules] == [
        (("@law",), "CODEOWNERS"),
        (("@eva",), "OWNERS"),
        ((), "CODEOWNERS"),
    ]
