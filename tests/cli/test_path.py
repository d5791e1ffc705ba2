"""Tests of `kcs path`."""

import json

import pytest

from tests import make

WRITTEN = make.article(
    "Learn the VPN", "## Issue\n\nA new one.\n\n## Steps\n\n1. [VPN](vpn.md)\n", id="kb-way001", kind="path", tags="[vpn]"
)
WAY = (
    "vpn: 2 articles; {} read, {} found in a quiz\n"
    "\n"
    "read  found\n"
    "{}  1. Learn the VPN\n"
    "                 kb-way001 · validated · path\n"
    "{}  2. VPN does not connect\n"
    "                 kb-vpn001 · not-validated · 2 cases\n"
    "                 “cannot get in from home”\n"
    "\n"
)
BLANK, READ, FOUND = " " * 12, " ✓          ", " ✓      ✓   "


@pytest.fixture
def root(kb):
    """Two articles about the VPN: a written path, and one that helped in two cases."""
    make.files(kb, {"knowledge/way.md": WRITTEN})
    for case, use in (("1", "resolution"), ("2", "reference"), ("2", "resolution"), ("3", "tried")):
        make.note(kb, "link", "kb-vpn001", "2026-03-01", case=case, use=use)
    return kb


def path(root, *arguments: str) -> make.Run:
    return make.run(root, "path", *arguments)


def progress(root) -> list[tuple[str, bool, bool]]:
    return [(one["id"], one["is_read"], one["is_found"]) for one in make.answer(root, "path", "vpn")["steps"]]


def test_the_way_through_a_domain_is_shown_with_the_next_step(root):
    way = WAY.format(0, 0, BLANK, BLANK)
    assert path(root, "vpn") == (0, f"{way}Next: kcs show kb-way001\nThen: kcs quiz --domain vpn\n", "")


def test_what_is_shown_and_found_is_ticked_off(root):
    path(root, "vpn")
    make.run(root, "show", "kb-way001")
    make.run(root, "search", "vpn connect")
    make.run(root, "show", "1")
    make.run(root, "quiz", "--domain", "vpn", stdin="vpn connect\n1\n")
    assert path(root, "vpn").out == WAY.format(2, 1, READ, FOUND) + "You have read all of them, and found what is asked.\n"


def test_what_was_opened_from_a_search_before_counts(root):
    make.run(root, "search", "vpn connect")
    make.run(root, "show", "1")
    assert ("kb-vpn001", True, False) in progress(root)


def test_without_cases_the_links_to_an_article_are_told(kb):
    make.files(kb, {"knowledge/way.md": WRITTEN})
    assert "    kb-vpn001 · not-validated · 1 link\n" in path(kb, "vpn").out


def test_before_a_path_is_begun_it_is_not_noted_what_is_shown(root):
    make.run(root, "show", "kb-way001")
    assert not (root / ".git/kcs/quiz").exists()


def test_an_article_is_ticked_off_by_hand(root):
    done = path(root, "vpn", "--done", "way")
    assert done.out.startswith("Read: Learn the VPN\n\nvpn: 2 articles; 1 read, 0 found in a quiz\n")
    assert progress(root) == [("kb-way001", True, False), ("kb-vpn001", False, False)]


def test_the_way_as_csv(root):
    assert path(root, "vpn", "--format", "csv").out == (
        "n,is_read,is_found,id,title,confidence,kind,cases,links,question,path\n"
        "1,false,false,kb-way001,Learn the VPN,validated,path,0,0,,knowledge/way.md\n"
        "2,false,false,kb-vpn001,VPN does not connect,not-validated,problem,2,1,cannot get in from home,knowledge/vpn.md\n"
    )


def test_the_way_as_markdown(root):
    assert path(root, "network", "--format", "markdown").out == (
        "**network: 1 article; 0 read, 0 found in a quiz**\n"
        "\n"
        "| step | read | found | article | title | state | kind | cases | links | question |\n"
        "|---|---|---|---|---|---|---|---|---|---|\n"
        "| 1 |  |  | kb-vpn001 | VPN does not connect | not-validated | problem | 2 | 1 | cannot get in from home |\n"
        "\n"
        "**Next: kcs show kb-vpn001**\n"
        "\n"
        "**Then: kcs quiz --domain network**\n"
    )


def test_the_way_as_json(root):
    known = make.answer(root, "path", "network")
    assert known["steps"] == [
        {
            "id": "kb-vpn001", "title": "VPN does not connect", "path": "knowledge/vpn.md", "kind": "problem",
            "confidence": "not-validated", "cases": 2, "links": 1, "question": "cannot get in from home", "is_read": False,
            "is_found": False,
        }
    ]  # fmt: skip
    assert (known["kcs"], known["domain"], known["articles"], known["ticked_off"]) == (2, "network", 1, None)


def test_without_a_name_the_domains_are_listed(root):
    assert path(root) == (0, (
        "tag  articles  cases\n"
        "vpn         2      2\n"
        "\n"
        "3 tags more with one article\n"
        "\n"
        "The way through one: kcs path vpn\n"
    ), "")  # fmt: skip


def test_a_base_without_git_has_paths_too(tmp_path):
    root = make.files(tmp_path, make.THREE)
    assert path(root, "vpn").out.startswith("vpn: 1 article; 0 read, 0 found in a quiz\n")


@pytest.mark.parametrize("arguments", [("nosuch",), ("",), ("--done", "vpn"), ("vpn", "--done", "nosuch")], ids=str)
def test_every_error_is_two_lines_and_one_json_object(root, arguments):
    done = path(root, *arguments)
    assert (done.status, done.out, [line.split(":")[0] for line in done.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert list(json.loads(path(root, *arguments, "--format", "json").err)) == ["kcs", "error", "hint"]


def test_titles_are_harmless_in_a_terminal(root):
    make.files(root, {"knowledge/way.md": '---\nid: kb-way001\ntitle: "VPN \\e[2J"\ntags: [vpn]\n---\n\nWait.\n'})
    shown = make.terminal(root, "kcs path vpn", NO_COLOR="1")
    assert ("VPN �[2J" in shown, "\x1b" in shown) == (True, False)
