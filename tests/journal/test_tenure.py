"""Names that meant one article after another, in real repositories."""

import gc
import subprocess
from datetime import UTC, datetime

import pytest

from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.search.session import named_as_today
from tests import make

PRINTER = "# Printer is silent\n\n## Issue\n\nThe printer does nothing when asked.\n\n## Resolution\n\n1. Switch it on.\n"
PLOTTER = "# Plotter smears\n\n## Issue\n\nInk runs over wide sheets of paper.\n\n## Resolution\n\n1. Change the pens.\n"
VPN = "# VPN is down\n\n## Issue\n\nThe tunnel closes at once.\n\n## Resolution\n\n1. Renew the certificate.\n"
OLD, NEW = "docs/printer", "desk/drucker"
EVENTS = "2024-03-01"  # when something is noted of the article that moves later


@pytest.fixture
def plain(tmp_path):
    """A base whose articles have no id; a case was solved by one, after a search, and it was flagged."""
    return make.copied(tmp_path / "base", linked_and_flagged)


def linked_and_flagged(root):
    make.first_commit(root, {"docs/printer.md": PRINTER, "docs/vpn.md": VPN})
    make.run(root, "search", "printer paper dead")
    make.run(root, "link", OLD, "--case", "4711")
    make.note(root, "flag", OLD, EVENTS, text="wrong switch")
    make.note(root, "link", OLD, EVENTS, case="4700", use="reference")
    gc.collect()  # what still holds the ledger


def move(root, old: str = OLD, new: str = NEW) -> None:
    (root / f"{new}.md").parent.mkdir(exist_ok=True)
    make.git(root, "mv", f"{old}.md", f"{new}.md")


def moved_and_replaced(root) -> None:
    """Move the printer in one commit, and put another article in its place in a later one."""
    move(root)
    make.commit(root, {}, on="2024-04-01")
    make.commit(root, {"docs/printer.md": PLOTTER}, on="2024-05-01")


def noted(root) -> dict[str, object]:
    """All that is known of both articles: by flags, cases, words taught, a search, and what is deserved of review."""
    hits = [hit for words in ("silent", "smears") for hit in make.answer(root, "search", words)["hits"]]
    return {
        "flags": [(one["id"], one["text"]) for one in make.answer(root, "flags")["open_flags"]],
        "cases": {
            (one["id"], case)
            for case in ("4711", "4700", "4712")
            for one in (make.answer(root, "show", "--case", case)["linked"] if case_is_known(root, case) else ())
        },
        "asked": [(one["id"], one["cases"], one["flags"]) for one in hits],
        "taught": [
            (hit["id"], one["phrase"])
            for hit in hits
            for one in make.answer(root, "vocabulary", hit["id"])["known_by"]
            if one["source"] == "asked"
        ],
    }


def case_is_known(root, case: str) -> bool:
    return make.run(root, "show", "--case", case).status == 0


def all_of(name: str) -> dict[str, object]:
    return {
        "flags": [(name, "wrong switch")],
        "cases": {(name, "4711"), (name, "4700")},
        "asked": [(name, 2, 1)],
        "taught": [(name, "printer paper dead")],
    }


def beside(known: dict[str, object], other: str, cases: int = 0, flags: int = 0) -> dict[str, object]:
    """What is known of an article where another one has none of it, or only its own."""
    return {**known, "asked": [*known["asked"], (other, cases, flags)]}


def test_what_was_noted_goes_with_the_article_that_moved_and_not_to_the_new_file_at_its_old_path(plain):
    assert noted(plain) == all_of(OLD)
    moved_and_replaced(plain)
    assert noted(plain) == beside(all_of(NEW), OLD)


def test_what_is_noted_since_is_the_new_article_s(plain):
    moved_and_replaced(plain)
    make.run(plain, "search", "smears")
    make.run(plain, "link", OLD, "--case", "4712")
    make.note(plain, "flag", OLD, "2024-06-01", text="no pens")
    known = beside(all_of(NEW), OLD, 1, 1)
    known["flags"].append((OLD, "no pens"))
    known["cases"].add((OLD, "4712"))
    known["taught"].append((OLD, "smears"))
    assert noted(plain) == known


def test_a_new_ledger_says_the_same(plain):
    moved_and_replaced(plain)
    before = noted(plain)
    (plain / ".git/kcs/ledger.sqlite").unlink()
    make.run(plain, "index", "--rebuild")
    make.run(plain, "flags")
    assert noted(plain) == before


def test_both_may_happen_in_one_commit(plain):
    move(plain)
    make.commit(plain, {"docs/printer.md": PLOTTER}, on="2024-04-01")
    assert noted(plain) == beside(all_of(NEW), OLD)


@pytest.mark.parametrize("left", [PLOTTER, "# Moved\n\nSee [the printer](../desk/drucker.md) about what smears.\n"])
def test_the_file_may_be_edited_in_the_commit_that_moves_it_and_leaves_another_one_in_its_place(plain, left):
    move(plain)
    make.commit(plain, {"desk/drucker.md": PRINTER + "\nAnd again.\n", "docs/printer.md": left}, on="2024-04-01")
    assert noted(plain) == beside(all_of(NEW), OLD)


def test_a_file_that_is_copied_and_edited_a_little_stays_the_same_article(plain):
    copy, edited = PRINTER.replace("printer", "copier"), PRINTER + "\nAnd again.\n"
    make.commit(plain, {"desk/copier.md": copy, "docs/printer.md": edited}, on="2024-04-01")
    known = {**all_of(OLD), "asked": [(OLD, 2, 1), ("desk/copier", 0, 0)]}
    found = noted(plain)
    assert {**found, "asked": sorted(found["asked"], reverse=True)} == known


def test_both_may_be_uncommitted(plain):
    move(plain)
    make.files(plain, {"docs/printer.md": PLOTTER})
    assert noted(plain) == beside(all_of(NEW), OLD)


def test_the_move_may_be_committed_and_the_new_file_not(plain):
    move(plain)
    make.commit(plain, {}, on="2024-04-01")
    assert noted(plain) == all_of(NEW)
    make.files(plain, {"docs/printer.md": PLOTTER})
    assert noted(plain) == beside(all_of(NEW), OLD)


def test_two_articles_that_had_a_path_one_after_the_other_keep_each_its_own_when_both_moved(plain):
    moved_and_replaced(plain)
    make.note(plain, "flag", OLD, "2024-06-01", text="no pens")
    move(plain, OLD, "desk/plotter")
    make.commit(plain, {}, on="2024-07-01")
    known = beside(all_of(NEW), "desk/plotter", 0, 1)
    known["flags"].append(("desk/plotter", "no pens"))
    assert noted(plain) == known


def test_articles_that_take_each_other_s_place_keep_each_its_own(plain):
    for old, new in ((OLD, "docs/x"), ("docs/vpn", OLD), ("docs/x", "docs/vpn")):
        move(plain, old, new)
    make.commit(plain, {}, on="2024-04-01")
    make.note(plain, "flag", OLD, "2024-06-01", text="no tunnel")
    known = all_of("docs/vpn")
    assert [(one["id"], one["text"]) for one in make.answer(plain, "flags")["open_flags"]] == [
        ("docs/vpn", "wrong switch"),
        (OLD, "no tunnel"),
    ]
    assert make.answer(plain, "show", "--case", "4711")["linked"][0]["title"] == "Printer is silent"
    assert known["asked"] == [("docs/vpn", 2, 1)]


def test_the_text_that_an_event_notes_decides_before_its_time(plain):
    move(plain)
    make.commit(plain, {}, on="2024-04-01")
    make.commit(plain, {"docs/printer.md": PLOTTER}, on="2024-05-01")
    blobs = [make.git(plain, "rev-parse", f"HEAD:{path}.md").strip() for path in (NEW, OLD)]
    make.note(plain, "link", OLD, "2024-06-01", case="4712", use="resolution", revision=blobs[0])  # of an old clone
    make.note(plain, "link", OLD, "2024-03-01", case="4713", use="resolution", revision=blobs[1])
    linked = [make.answer(plain, "show", "--case", case)["linked"][0]["id"] for case in ("4712", "4713")]
    assert linked == [NEW, OLD]


def test_a_flag_notes_the_text_so_that_its_time_need_not_decide(plain):
    make.run(plain, "flag", OLD, "-m", "no paper")
    moved_and_replaced(plain)  # by commits that claim to be older
    make.run(plain, "flag", OLD, "-m", "no pens")
    assert [(one["id"], one["text"]) for one in make.answer(plain, "flags")["open_flags"]] == [
        (NEW, "wrong switch"),
        (NEW, "no paper"),
        (OLD, "no pens"),
    ]


def test_on_a_branch_that_was_merged_the_merge_is_when_the_path_changed_hands(plain):
    make.git(plain, "switch", "-q", "-c", "moves")
    moved_and_replaced(plain)
    make.git(plain, "switch", "-q", "main")
    make.commit(plain, {"docs/vpn.md": VPN + "\nDone.\n"}, on="2024-04-15")
    make.note(plain, "flag", OLD, "2024-06-01", text="still the printer")
    make.git(plain, "merge", "-q", "--no-edit", "moves", GIT_COMMITTER_DATE="2024-07-01T12:00:00+00:00")
    make.note(plain, "flag", OLD, "2024-08-01", text="the plotter")
    assert [(one["id"], one["text"]) for one in make.answer(plain, "flags")["open_flags"]] == [
        (NEW, "wrong switch"),
        (NEW, "still the printer"),
        (OLD, "the plotter"),
    ]


def test_another_clone_knows_it_from_the_shared_journal(plain, tmp_path):
    moved_and_replaced(plain)
    shared, other = tmp_path / "shared.git", tmp_path / "other"
    subprocess.run(["git", "clone", "-q", "--bare", plain, shared], check=True)
    make.git(plain, "remote", "add", "origin", str(shared))
    assert make.run(plain, "sync").status == 0
    subprocess.run(["git", "clone", "-q", shared, other], check=True)
    assert make.run(other, "sync").status == 0
    make.run(other, "link", OLD, "--case", "4712")
    known = beside(all_of(NEW), OLD, 1)
    known["cases"].add((OLD, "4712"))
    assert noted(other) == known


def test_a_folder_that_is_renamed_and_made_anew_leaves_nothing_behind(plain):
    make.git(plain, "mv", "docs", "handbook")
    make.commit(plain, {}, on="2024-04-01")
    make.commit(plain, {"docs/printer.md": PLOTTER, "docs/vpn.md": "# Nothing\n\nAt all.\n"}, on="2024-05-01")
    assert noted(plain) == beside(all_of("handbook/printer"), OLD)


def test_the_words_taught_leave_the_old_path_at_the_first_search(plain):
    make.run(plain, "unflag", make.answer(plain, "flags")["open_flags"][0]["event"], "-m", "mended")
    assert [hit["id"] for hit in make.answer(plain, "search", "dead")["hits"]] == [OLD]
    moved_and_replaced(plain)
    assert [hit["id"] for hit in make.answer(plain, "search", "dead")["hits"]] == [NEW]
    assert [one["phrase"] for one in make.answer(plain, "vocabulary", OLD)["known_by"] if one["source"] == "asked"] == []


def test_recall_of_each_names_its_own_cases(plain):
    bad = make.git(plain, "rev-parse", "HEAD").strip()
    moved_and_replaced(plain)
    make.run(plain, "link", OLD, "--case", "4712")
    first = make.answer(plain, "recall", NEW, "--bad", bad)
    second = make.answer(plain, "recall", OLD, "--bad", "HEAD")
    assert [[one["case"] for one in report["received_by"]] for report in (first, second)] == [["4711"], ["4712"]]


def test_the_old_path_may_be_an_alias_of_the_article_that_moved(plain):
    make.run(plain, "lint", "--fix", "id-missing")
    make.commit(plain, {}, on="2024-03-15")
    id_ = make.answer(plain, "show", OLD)["id"]
    moved_and_replaced(plain)
    make.note(plain, "flag", OLD, "2024-06-01", text="no pens")
    known = beside(all_of(id_), OLD, 0, 1)
    known["flags"].append((OLD, "no pens"))
    assert noted(plain) == known


def test_what_a_search_showed_is_told_as_of_its_time(plain):
    moved_and_replaced(plain)
    names = record(KnowledgeBase.open(str(plain))).names_then({OLD, "docs/vpn", "docs/none"})
    times = [datetime(2024, month, 1, tzinfo=UTC) for month in (3, 6)]
    assert [[names(name, at) for name in (OLD, "docs/vpn", "docs/none")] for at in times] == [
        [NEW, "docs/vpn", "docs/none"],
        [OLD, "docs/vpn", "docs/none"],
    ]
    search = LoggedSearch("1", "silent", {OLD: 1, "docs/vpn": 3}, times[0].isoformat(), (OLD,))
    assert named_as_today([search], names) == [search._replace(lines={NEW: 1, "docs/vpn": 3}, shown=(NEW,))]
