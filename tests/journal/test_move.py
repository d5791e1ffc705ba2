import shutil
import subprocess

import pytest

from tests import make

PRINTER = "# Printer is silent\n\n## Issue\n\nThe printer does nothing when asked.\n\n## Resolution\n\n1. Switch it on.\n"
VPN = "# VPN is down\n\n## Issue\n\nThe tunnel closes at once.\n\n## Resolution\n\n1. Renew the certificate.\n"
GIVEN = "---\nid: kb-aaaaaa\n---\n"


@pytest.fixture
def plain(tmp_path):
    """A base whose articles have no id: one of them solved case 4711 after a search, and has a flag."""
    root = make.base(tmp_path / "base", {"docs/printer.md": PRINTER, "docs/vpn.md": VPN})
    make.run(root, "search", "printer paper dead")
    make.run(root, "link", "docs/printer", "--case", "4711")
    make.run(root, "flag", "docs/printer", "-m", "wrong switch")
    return root


def move(root, old: str, new: str) -> None:
    (root / new).parent.mkdir(exist_ok=True)
    make.git(root, "mv", old, new)


def known_of(root, name: str) -> dict[str, object]:
    """What an article has of all that was noted, and how a search that follows sees it."""
    hits = make.answer(root, "search", "silent")["hits"]
    shown = make.answer(root, "vocabulary", name)
    return {
        "id": shown["id"],
        "asked": [one["phrase"] for one in shown["known_by"] if one["source"] == "asked"],
        "flags": [(one["id"], one["text"]) for one in make.answer(root, "flags")["open_flags"]],
        "case": [one["id"] for one in make.answer(root, "show", "--case", "4711")["linked"]],
        "hits": [(one["id"], one["cases"], one["flags"]) for one in hits],
    }


def all_of(id_: str) -> dict[str, object]:
    return {
        "id": id_,
        "asked": ["printer paper dead"],
        "flags": [(id_, "wrong switch")],
        "case": [id_],
        "hits": [(id_, 1, 1)],
    }


def test_an_article_that_moves_keeps_what_was_noted(plain):
    move(plain, "docs/printer.md", "desk/drucker.md")
    make.commit(plain, {})
    assert known_of(plain, "desk/drucker") == all_of("desk/drucker")


def test_an_article_that_moves_and_moves_again_keeps_it_whatever_it_is_called_by(plain):
    move(plain, "docs/printer.md", "desk/drucker.md")
    make.commit(plain, {})
    assert make.run(plain, "flags").status == 0
    move(plain, "desk/drucker.md", "third.md")
    make.commit(plain, {})
    for name in ("third", "desk/drucker", "docs/printer", "docs/printer.md"):
        assert known_of(plain, name) == all_of("third")


def test_an_article_is_followed_before_its_move_is_committed(plain):
    move(plain, "docs/printer.md", "desk/drucker.md")
    assert known_of(plain, "docs/printer") == all_of("desk/drucker")


def test_an_article_is_followed_before_git_is_told_of_its_move(plain):
    shutil.move(plain / "docs/printer.md", plain / "docs/drücker 1.md")
    assert known_of(plain, "docs/printer") == all_of("docs/drücker 1")
    make.files(plain, {"net.md": "# Net\n\n## Issue\n\nThe net is slow.\n"})
    make.commit(plain, {})
    make.run(plain, "link", "net", "--case", "4713")
    shutil.move(plain / "net.md", plain / "lan.md")
    assert [one["id"] for one in make.answer(plain, "show", "--case", "4713")["linked"]] == ["lan"]


def test_an_article_that_is_given_an_id_by_hand_keeps_it_and_when_it_moves_then(plain):
    (plain / "docs/printer.md").write_text(GIVEN + PRINTER)
    assert known_of(plain, "docs/printer") == all_of("kb-aaaaaa")
    make.commit(plain, {})
    move(plain, "docs/printer.md", "desk/drucker.md")
    make.commit(plain, {})
    assert known_of(plain, "docs/printer") == known_of(plain, "kb-aaaaaa") == all_of("kb-aaaaaa")


def test_an_article_that_moves_and_is_given_an_id_in_one_commit_keeps_it(plain):
    move(plain, "docs/printer.md", "desk/drucker.md")
    make.commit(plain, {"desk/drucker.md": GIVEN + PRINTER})
    assert known_of(plain, "docs/printer") == all_of("kb-aaaaaa")


def test_an_article_that_lint_gives_an_id_keeps_it_even_where_nothing_tells_of_its_move(plain):
    assert make.run(plain, "lint", "--fix", "id-missing").status == 0
    shutil.move(plain / "docs/printer.md", plain / "elsewhere.md")  # git is not told
    id_ = make.answer(plain, "show", "elsewhere")["id"]
    assert id_.startswith("kb-")
    assert known_of(plain, "docs/printer") == all_of(id_)


def test_an_article_keeps_it_through_a_merged_branch_and_back_on_the_other_one(plain):
    make.git(plain, "switch", "-q", "-c", "moves")
    move(plain, "docs/printer.md", "desk/drucker.md")
    make.commit(plain, {})
    assert known_of(plain, "desk/drucker") == all_of("desk/drucker")
    make.git(plain, "switch", "-q", "main")
    make.commit(plain, {"other.md": VPN})
    assert known_of(plain, "docs/printer") == all_of("docs/printer")
    make.git(plain, "merge", "-q", "--no-edit", "moves")
    assert known_of(plain, "docs/printer") == all_of("desk/drucker")


def test_review_sees_the_demand_of_an_article_that_moved(plain):
    def reasons(root):
        report = make.answer(root, "review-stale", "--all")
        groups = ("stale", "due", "unfinished", "unused")
        return {(one["id"], one["path"]): one["reasons"] for group in groups for one in report[group]}

    before = reasons(plain)["docs/printer", "docs/printer.md"]
    move(plain, "docs/printer.md", "desk/drucker.md")
    make.commit(plain, {"desk/drucker.md": GIVEN + PRINTER}, on="2024-01-03")
    used, flagged = before
    more = " (1 front-matter change since)"
    assert reasons(plain)["kb-aaaaaa", "desk/drucker.md"] == [f"{used}{more}", flagged]


def test_a_path_that_is_another_article_today_is_that_one_s(plain):
    move(plain, "docs/printer.md", "desk/drucker.md")
    make.commit(plain, {})
    make.commit(
        plain, {"docs/printer.md": "# Plotter\n\n## Issue\n\nA plotter is no such thing at all, whatever one says.\n"}
    )
    make.run(plain, "link", "docs/printer", "--case", "4712")
    assert [one["id"] for one in make.answer(plain, "show", "--case", "4712")["linked"]] == ["docs/printer"]


def test_where_nothing_tells_of_moves_that_is_said_once(tmp_path):
    root = make.files(tmp_path / "base", {"kcs.toml": "", "docs/printer.md": PRINTER})
    make.run(root, "link", "docs/printer", "--case", "4711")
    shutil.move(root / "docs/printer.md", root / "docs/drucker.md")
    told = "kcs: Of 1 article in the journal there is no file any more; whether it moved is not known: "
    assert [make.run(root, "flags").err for _ in range(2)] == [f"{told}there is no git that tells\n", ""]


def test_a_shallow_clone_says_that_it_does_not_know(plain, tmp_path):
    move(plain, "docs/printer.md", "desk/drucker.md")
    make.commit(plain, {})
    make.commit(plain, {"other.md": VPN})
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", plain.as_uri(), shallow], check=True)
    shutil.copytree(plain / ".git/kcs/journal", shallow / ".git/kcs/journal")
    assert "this clone is shallow: git fetch --unshallow tells" in make.run(shallow, "flags").err
    make.git(shallow, "fetch", "-q", "--unshallow")
    assert make.run(shallow, "flags").err == ""
    assert [one["id"] for one in make.answer(shallow, "flags")["open_flags"]] == ["desk/drucker"]


def test_an_article_that_somebody_opened_and_that_moved_is_not_told_as_gone(plain):
    make.run(plain, "search", "tunnel")
    make.run(plain, "show", "1")
    move(plain, "docs/vpn.md", "desk/vpn.md")
    move(plain, "docs/printer.md", "desk/drucker.md")
    make.commit(plain, {})
    assert "No longer there" not in make.run(plain, "news").out


def test_an_article_that_was_given_an_id_and_is_merged_hands_on_what_was_noted_under_its_path(plain):
    make.commit(plain, {"docs/printer.md": GIVEN + PRINTER})
    make.run(plain, "merge", "kb-aaaaaa", "--into", "docs/vpn", "--yes")
    assert [one["id"] for one in make.answer(plain, "flags")["open_flags"]] == ["docs/vpn"]
