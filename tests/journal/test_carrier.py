"""Ids that were changed or removed by hand, in real repositories."""

import gc
import shutil
import subprocess

import pytest

from tests import make

FILE = "knowledge/printer.md"
PRINTER = make.article(id="kb-print1", tags="[printing]")
VPN = make.article("VPN is down", "## Issue\n\nThe tunnel closes.\n\n## Resolution\n\n1. Renew it.\n", id="kb-vpn001")
CHANGED = PRINTER.replace("kb-print1", "kb-new111")
REMOVED = PRINTER.replace("id: kb-print1\n", "")
OTHER = VPN.replace("kb-vpn001", "kb-print1").replace("VPN", "Modem")
LATER = "2024-02-01"


@pytest.fixture
def base(tmp_path):
    """A base whose articles have ids: one of them solved case 4711 after a search, and has a flag."""
    root = make.copied(tmp_path / "base", linked)
    make.run(root, "flag", "kb-print1", "-m", "wrong switch")  # what was done elsewhere cannot be taken back
    return root


def linked(root):
    make.first_commit(root, {FILE: PRINTER, "knowledge/vpn.md": VPN})
    make.run(root, "search", "printer paper dead")
    make.run(root, "link", "kb-print1", "--case", "4711")
    gc.collect()  # what still holds the ledger


def known_of(root, name: str) -> dict[str, object]:
    """What an article has of all that was noted, by a name, and how a search finds it."""
    first = make.git(root, "rev-list", "--max-parents=0", "HEAD").strip()
    hits = make.answer(root, "search", "printer")["hits"]
    shown = make.answer(root, "vocabulary", name)
    review = make.answer(root, "review-stale", "--all")
    reasons = {one["id"]: one["reasons"] for group in ("stale", "due", "unfinished", "unused") for one in review[group]}
    figures = make.answer(root, "report", "reuse")["measure"]["figures"]
    return {
        "id": shown["id"],
        "hits": [(one["id"], one["cases"], one["flags"]) for one in hits],
        "taught": [one["phrase"] for one in shown["known_by"] if one["source"] == "asked"],
        "flags": [(one["id"], one["title"], one["text"]) for one in make.answer(root, "flags")["open_flags"]],
        "case": [one["id"] for one in make.answer(root, "show", "--case", "4711")["linked"]],
        "recalled": [one["case"] for one in make.answer(root, "recall", name, "--bad", first)["received_by"]],
        "review": [one.partition(" (")[0].partition(" since")[0] for one in reasons[shown["id"]]],
        "reuses": figures[0]["value"],
    }


def all_of(id_: str, title: str = "Printer does not print") -> dict[str, object]:
    return {
        "id": id_,
        "hits": [(id_, 1, 1)],
        "taught": ["printer paper dead"],
        "flags": [(id_, title, "wrong switch")],
        "case": [id_],
        "recalled": ["4711"],
        "review": ["1 reuse", "1 open flag"],
        "reuses": 1,
    }


def found_as(root, *names: str) -> list[dict[str, object]]:
    return [known_of(root, name) for name in names]


@pytest.mark.parametrize(("text", "id_"), [(CHANGED, "kb-new111"), (REMOVED, "knowledge/printer")])
def test_an_id_that_was_changed_or_removed_by_hand_keeps_all_that_was_noted(base, text, id_):
    assert known_of(base, "kb-print1") == all_of("kb-print1")
    make.files(base, {FILE: text})
    assert found_as(base, "kb-print1", id_) == [all_of(id_)] * 2
    make.commit(base, {}, on=LATER)
    assert found_as(base, "kb-print1", id_) == [all_of(id_)] * 2


def test_a_search_alone_sees_it(base):
    make.commit(base, {FILE: CHANGED}, on=LATER)
    assert [(one["id"], one["cases"], one["flags"]) for one in make.answer(base, "search", "printer")["hits"]] == [
        ("kb-new111", 1, 1)
    ]


def test_it_is_found_again_when_the_file_moves_before_or_after_or_in_the_same_commit(base):
    make.git(base, "mv", FILE, "knowledge/desk.md")
    make.commit(base, {}, on="2024-02-01")
    make.git(base, "mv", "knowledge/desk.md", "knowledge/drucker.md")
    make.commit(base, {"knowledge/drucker.md": CHANGED}, on="2024-02-02")
    assert found_as(base, "kb-print1", "kb-new111") == [all_of("kb-new111")] * 2
    make.git(base, "mv", "knowledge/drucker.md", "knowledge/last.md")
    assert known_of(base, "kb-print1") == all_of("kb-new111")
    make.commit(base, {}, on="2024-02-03")
    assert known_of(base, "kb-print1") == all_of("kb-new111")


def test_an_id_that_was_changed_twice_leads_on(base):
    make.commit(base, {FILE: CHANGED}, on="2024-02-01")
    make.run(base, "link", "kb-new111", "--case", "4712")
    make.commit(base, {FILE: PRINTER.replace("kb-print1", "kb-last11")}, on="2024-02-02")
    ids = [make.answer(base, "show", name)["id"] for name in ("kb-print1", "kb-new111", "kb-last11")]
    hits = [(one["id"], one["cases"], one["flags"]) for one in make.answer(base, "search", "printer")["hits"]]
    assert (ids, hits) == (["kb-last11"] * 3, [("kb-last11", 2, 1)])


def test_an_id_that_another_article_has_now_is_that_one_s(base):
    make.commit(base, {FILE: CHANGED}, on="2024-02-01")
    assert known_of(base, "kb-print1") == all_of("kb-new111")
    make.commit(base, {"knowledge/modem.md": OTHER}, on="2024-02-02")
    flags = [(one["id"], one["title"]) for one in make.answer(base, "flags")["open_flags"]]
    hits = [(one["id"], one["cases"], one["flags"]) for one in make.answer(base, "search", "printer")["hits"]]
    assert (flags, hits) == ([("kb-print1", "Modem is down")], [("kb-new111", 0, 0)])


def test_an_id_that_came_back_is_the_article_s_own(base):
    make.commit(base, {FILE: CHANGED}, on="2024-02-01")
    assert known_of(base, "kb-print1") == all_of("kb-new111")
    make.commit(base, {FILE: PRINTER}, on="2024-02-02")
    assert found_as(base, "kb-print1", "kb-new111") == [all_of("kb-print1")] * 2


def test_a_file_that_was_deleted_and_made_again_with_another_id_is_the_same_article(base):
    make.commit(base, {FILE: None}, on="2024-02-01")
    assert [one["title"] for one in make.answer(base, "flags")["open_flags"]] == [None]
    make.commit(base, {FILE: CHANGED}, on="2024-02-02")
    assert known_of(base, "kb-print1") == all_of("kb-new111")


def test_a_file_that_was_deleted_in_one_commit_and_added_elsewhere_in_another_one_has_moved(tmp_path):
    text = "# Printer is silent\n\n## Issue\n\nNothing happens.\n"
    root = make.base(tmp_path / "base", {"docs/printer.md": text})
    make.run(root, "link", "docs/printer", "--case", "4711")
    make.commit(root, {"docs/printer.md": None}, on="2024-02-01")
    make.commit(root, {"docs/drucker.md": text}, on="2024-02-02")
    assert [one["id"] for one in make.answer(root, "show", "--case", "4711")["linked"]] == ["docs/drucker"]


def test_a_former_id_that_was_taken_out_of_the_aliases_resolves_still(base):
    make.commit(base, {FILE: CHANGED.replace("title:", "aliases: [kb-print1]\ntitle:")}, on="2024-02-01")
    assert known_of(base, "kb-print1") == all_of("kb-new111")
    make.commit(base, {FILE: CHANGED}, on="2024-02-02")
    assert known_of(base, "kb-print1") == all_of("kb-new111")


def test_a_former_id_under_which_nothing_was_noted_resolves(base):
    make.commit(base, {"knowledge/vpn.md": VPN.replace("kb-vpn001", "kb-net001")}, on="2024-02-01")
    assert make.answer(base, "show", "kb-vpn001")["id"] == "kb-net001"
    assert make.run(base, "show", "kb-vpn009").status == 2


def test_a_former_id_comes_before_an_id_that_begins_so(tmp_path):
    other = make.article("Other", id="pr-10")
    root = make.base(tmp_path / "base", {FILE: PRINTER.replace("kb-print1", "pr-1"), "knowledge/other.md": other})
    make.run(root, "link", "pr-1", "--case", "4711")
    make.commit(root, {FILE: CHANGED}, on=LATER)
    assert [make.answer(root, "show", name)["id"] for name in ("pr-1", "pr-10", "pr-")] == ["kb-new111", "pr-10", "pr-10"]


@pytest.mark.parametrize(
    ("name", "head"),
    [("exl-id", "---\nexl-id: {}\n"), ("uid", "---\n'uid': \"{}\"  # kept\n"), ("id", "+++\nid = '{}'\n")],
)
def test_it_holds_for_ids_of_other_fields_and_makes(tmp_path, name, head):
    def text(id_: str) -> str:
        return head.format(id_) + head[:4] + "\n# Printer is silent\n\nNothing.\n"

    settings = f'[fields]\nid = ["{name}"]\n'
    root = make.base(tmp_path / "base", {"kcs.toml": settings, "help/printer.md": text("5d2a-77")})
    make.run(root, "link", "5d2a-77", "--case", "4711")
    make.commit(root, {"help/printer.md": text("9e1b-88")}, on=LATER)
    assert make.answer(root, "show", "5d2a-77")["id"] == "9e1b-88"
    assert [one["id"] for one in make.answer(root, "show", "--case", "4711")["linked"]] == ["9e1b-88"]


def test_a_link_is_taken_back_by_either_name_and_so_is_the_last_deed(base):
    make.commit(base, {FILE: CHANGED}, on=LATER)
    assert make.run(base, "undo").status == 0
    assert make.answer(base, "flags")["open_flags"] == []
    assert make.run(base, "unlink", "kb-print1", "--case", "4711").status == 0
    assert [one["cases"] for one in make.answer(base, "search", "printer")["hits"]] == [0]
    make.run(base, "link", "kb-print1", "--case", "4712")
    assert make.run(base, "unlink", "kb-new111", "--case", "4712").status == 0


def test_the_question_of_a_link_is_asked_of_the_article_without_what_it_taught(base):
    make.git(base, "mv", FILE, "knowledge/device.md")
    make.commit(base, {}, on="2024-02-01")
    assert make.run(base, "test").out[:12] == "1 of 1 query"
    make.commit(base, {"knowledge/device.md": make.article("Foo", "Nothing.\n", id="kb-new111")}, on="2024-02-02")
    done = make.run(base, "test")
    assert (done.status, done.out[:12]) == (1, "0 of 1 query")


def test_a_branch_that_was_merged_changes_the_id_at_the_merge_and_back_on_the_other_one(base):
    make.git(base, "switch", "-q", "-c", "ids")
    make.commit(base, {FILE: CHANGED}, on=LATER)
    assert known_of(base, "kb-print1") == all_of("kb-new111")
    make.git(base, "switch", "-q", "main")
    make.commit(base, {"knowledge/other.md": make.article("Other", id="kb-other1")}, on="2024-02-02")
    assert make.answer(base, "flags")["open_flags"][0]["id"] == "kb-print1"
    make.git(base, "merge", "-q", "--no-edit", "ids")
    assert make.answer(base, "flags")["open_flags"][0]["id"] == "kb-new111"


def test_another_clone_knows_it_from_git_and_the_shared_journal(base, tmp_path):
    shared, other = tmp_path / "shared.git", tmp_path / "other"
    make.commit(base, {FILE: CHANGED}, on=LATER)
    subprocess.run(["git", "clone", "-q", "--bare", base, shared], check=True)
    make.git(base, "remote", "add", "origin", str(shared))
    assert make.run(base, "sync").status == 0
    subprocess.run(["git", "clone", "-q", shared, other], check=True)
    assert make.run(other, "sync").status == 0
    assert known_of(other, "kb-print1") == all_of("kb-new111")


def test_of_two_bases_in_a_repository_each_follows_its_own(tmp_path):
    top = make.base(
        tmp_path / "top", {f"{base}/{FILE}": PRINTER for base in ("one", "two")} | {"one/kcs.toml": "", "two/kcs.toml": ""}
    )
    for base in ("one", "two"):
        make.run(top / base, "link", "kb-print1", "--case", "4711")
    make.commit(top, {f"one/{FILE}": CHANGED}, on=LATER)
    linked = [make.answer(top / base, "show", "--case", "4711")["linked"][0]["id"] for base in ("one", "two")]
    assert linked == ["kb-new111", "kb-print1"]


def test_without_git_a_changed_id_is_told_as_gone(tmp_path):
    root = make.files(tmp_path / "base", {"kcs.toml": "", FILE: PRINTER})
    make.run(root, "link", "kb-print1", "--case", "4711")
    make.files(root, {FILE: CHANGED})
    assert [one["change"] for one in make.answer(root, "show", "--case", "4711")["linked"]] == ["gone"]


def test_an_article_that_was_moved_in_the_editor_and_renamed_in_its_capitals_is_followed(base):
    make.commit(base, {FILE: REMOVED}, on="2024-02-01")
    shutil.move(base / FILE, base / "knowledge/Printer.md")
    assert known_of(base, "kb-print1") == all_of("knowledge/Printer")
    make.commit(base, {}, on="2024-02-02")
    assert known_of(base, "knowledge/printer") == all_of("knowledge/Printer")


def test_a_translation_keeps_its_own(base):
    german = make.article("Drucker druckt nicht", id="kb-print1-de", language="de", translation_of="kb-print1")
    make.commit(base, {"knowledge/de/printer.md": german}, on="2024-02-01")
    make.run(base, "link", "kb-print1-de", "--case", "4712")
    make.commit(
        base, {FILE: CHANGED, "knowledge/de/printer.md": german.replace("kb-print1-de", "kb-new-de")}, on="2024-02-02"
    )
    linked = [make.answer(base, "show", "--case", case)["linked"][0]["id"] for case in ("4711", "4712")]
    assert linked == ["kb-new111", "kb-new-de"]
