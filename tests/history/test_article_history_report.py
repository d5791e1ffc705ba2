from datetime import UTC, date, datetime

import pytest

from kcs_cli.history.article_history_report import (
    CommitFacts,
    HistoryEntry,
    HistoryReport,
    Transition,
    report_history,
)
from kcs_cli.history.past import Change, ChangeKind, Commit, Past
from tests import make

KNOWN = ("kb-1", "Printer", "a.md")
NAMES = {"ana@example.org": "Ana", "ben@example.org": "Ben"}
PUBLIC = {"audience": "public", "owner": "ana@example.org"}
TEXTS = {"b1": PUBLIC, "b2": {**PUBLIC, "audience": "internal"}, "b3": None}


def change(day: int, blob: str, kind="substantive", path="a.md", before=(), by=("ana@example.org",)) -> Change:
    """Make a change of a day in January 2024."""
    commit = Commit(f"c{day}", datetime(2024, 1, day, 12, tzinfo=UTC), by, 1)
    return Change(day, commit, ChangeKind(kind), path, blob, before, ("a.md",) * len(before))


CREATED = change(1, "b1", "created")


def history(*newest_first: Change, field="", verified=(), is_complete=True, usual=None) -> HistoryReport:
    known = {"usual": usual or {}, "subjects": {"c1": "first", "c2": "second"}}
    told = CommitFacts(values=TEXTS, name=lambda address: NAMES.get(address, address), **known)
    return report_history(KNOWN, Past(newest_first, is_complete), told, verified, field)


def gone(*newest_first: Change, field="", **options) -> list[tuple[str, ...]]:
    """Return the transitions of each entry."""
    return [tuple(map(str, entry.transitions)) for entry in history(*newest_first, field=field, **options).entries]


def test_an_article_is_created_on_a_day_by_somebody():
    report = history(CREATED)
    assert report[:7] == (*KNOWN, "2024-01-01T12:00:00+00:00", ("Ana",), True, "")
    assert report.heading == "kb-1: created 2024-01-01 by Ana"


def test_an_entry_has_all_that_is_known_of_a_change():
    moved = change(2, "b2", "moved", "b.md", ("b1",), ("ben@example.org", "cy@example.org"))
    entry = history(moved, CREATED).entries[0]
    assert entry == HistoryEntry(
        "2024-01-02T12:00:00+00:00", ("ben@example.org", "cy@example.org"), ("Ben", "cy@example.org"), "moved",
        "c2", "second", "b.md", "a.md", (Transition("audience", "public", "internal"),),
    )  # fmt: skip
    assert (entry.on, entry.details) == (date(2024, 1, 2), "audience: public → internal; a.md → b.md; second")


def test_the_first_text_gives_its_fields_their_first_values():
    assert gone(CREATED) == [("audience: – → public", "owner: – → ana@example.org")]


def test_the_usual_values_are_no_news_when_an_article_begins_but_later_they_are():
    usual = {"audience": "public", "owner": ""}
    changes = (change(3, "b1", before=("b2",)), change(2, "b2", before=("b1",)), CREATED)
    assert gone(*changes, usual=usual) == [
        ("audience: internal → public",), ("audience: public → internal",), ("owner: – → ana@example.org",),
    ]  # fmt: skip


def test_a_field_that_stays_has_no_transition():
    assert gone(change(2, "b1", "white space", before=("b1",)), CREATED)[0] == ()


def test_of_one_field_only_the_changes_to_it_are_told():
    changes = (change(3, "b2", before=("b2",)), change(2, "b2", before=("b1",)), CREATED)
    assert gone(*changes, field="audience") == [("audience: public → internal",), ("audience: – → public",)]


def test_a_text_that_cannot_be_read_changes_no_field_and_is_passed_over_by_the_next():
    changes = (change(3, "b2", before=("b3",)), change(2, "b3", before=("b1",)), CREATED)
    report = history(*changes)
    assert gone(*changes)[:2] == [("audience: public → internal",), ()]
    assert (report.entries[1].is_readable, report.entries[1].details) == (False, "unreadable from here on; second")


def test_an_article_that_came_back_is_compared_with_what_it_was():
    changes = (change(3, "b2", before=("b1",)), change(2, "", "deleted", before=("b1",)), CREATED)
    assert gone(*changes)[:2] == [("audience: public → internal",), ()]
    assert history(*changes).entries[1].is_readable


def test_a_change_on_one_branch_does_not_undo_that_on_another():
    changes = (
        change(4, "b2", "merged", before=("b1", "b2")),
        change(3, "b1", before=("b1",)),
        change(2, "b2", before=("b1",)),
    )
    assert gone(*changes, CREATED)[:3] == [(), (), ("audience: public → internal",)]


def test_confirmations_stand_between_the_changes():
    event = make.event(1, "verify", article="kb-1", text="tried it", case="4711", at="2024-01-02T23:00:00.000+00:00")
    report = history(change(3, "b1", before=("b1",)), CREATED, verified=[event])
    confirmed = HistoryEntry(event.at, (event.by,), ("Ana",), "confirmed", "", "tried it; case 4711", "", "", ())
    assert [entry.kind for entry in report.entries] == ["substantive", "confirmed", "created"]
    assert report.entries[1] == confirmed


@pytest.mark.parametrize(("known", "what"), [({"text": "tried it"}, "tried it"), ({"case": "4711"}, "case 4711")])
def test_a_confirmation_says_what_its_evidence_was(known, what):
    assert history(CREATED, verified=[make.event(1, "verify", **known)]).entries[0].details == what


def test_a_confirmation_changes_no_field():
    assert len(history(CREATED, verified=[make.event(1, "verify")], field="audience").entries) == 1


def test_a_confirmation_on_the_day_of_a_later_change_is_the_older_one():
    event = make.event(1, "verify", at="2024-01-02T08:00:00.000+00:00")
    report = history(change(2, "b1", before=("b1",)), CREATED, verified=[event])
    assert [entry.kind for entry in report.entries] == ["substantive", "confirmed", "created"]


def test_a_confirmation_on_the_day_of_an_earlier_change_is_the_newer_one():
    event = make.event(1, "verify", at="2024-01-02T18:00:00.000+00:00")
    report = history(change(2, "b1", before=("b1",)), CREATED, verified=[event])
    assert [entry.kind for entry in report.entries] == ["confirmed", "substantive", "created"]


def test_clocks_that_differ_do_not_turn_the_history_around():
    entries = history(change(2, "b1", before=("b1",)), change(9, "b1", before=("b1",)), change(5, "b1", "created")).entries
    assert [entry.commit for entry in entries] == ["c2", "c9", "c5"]


SINCE = "kb-1: at least since 2024-01-01; what was before is not in this clone"


def test_of_a_shallow_clone_the_day_of_creation_is_not_told():
    report = history(change(2, "b2", before=("b1",)), change(1, "b1", "boundary"), is_complete=False)
    assert (report.created_at, report.created_by, report.heading) == ("", (), SINCE)


@pytest.mark.parametrize("field", ["owner", "tags"])
def test_a_shallow_clone_knows_an_article_as_long_whatever_field_is_asked_for(field):
    changes = (change(2, "b2", before=("b1",)), change(1, "b1", "boundary"))
    assert history(*changes, is_complete=False, field=field).heading == SINCE


def test_what_a_shallow_clone_begins_with_was_not_said_then_for_the_first_time():
    (entry,) = history(change(1, "b1", "boundary"), is_complete=False).entries
    assert [one for one in entry.transitions if one.before == ""] == []


def test_changes_are_a_table_one_a_line():
    head, table = make.tables(history(change(2, "b2", by=("ana@example.org", "ben@example.org"), before=("b1",)), CREATED))
    assert (head.title, table.columns) == ("kb-1: created 2024-01-01 by Ana", ("on", "by", "kind", "commit", "what"))
    assert table.rows[0] == (date(2024, 1, 2), "Ana, Ben", "substantive", "c2", "audience: public → internal; second")


def test_the_values_of_a_field_are_a_table_one_a_line():
    _, table = make.tables(history(change(2, "b2", before=("b1",)), CREATED, field="audience"))
    assert table[:3] == (
        "", ("on", "by", "from", "to", "commit"),
        ((date(2024, 1, 2), "Ana", "public", "internal", "c2"), (date(2024, 1, 1), "Ana", "", "public", "c1")),
    )  # fmt: skip


def test_a_history_without_a_change_says_that_there_was_none():
    (table,) = make.tables(history())
    assert (table.title, table.rows) == ("kb-1: never committed", ())
