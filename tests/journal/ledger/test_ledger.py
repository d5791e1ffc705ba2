import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from kcs_cli.article.model import Reuse
from kcs_cli.journal.ledger.file import ledger_cache, read_reuse
from kcs_cli.journal.ledger.ledger import MANY, Ledger
from kcs_cli.journal.ledger.row import Ending, EventRow, LinePlace, Lines
from kcs_cli.text.identifier import event_id

ANA = "ana@example.org"


def ending(number: int, by: int, kind: str = "unlink", person: str = ANA) -> Ending:
    return Ending(id_of(number), id_of(by), by, kind, person)


def row(
    number: int, kind: str = "link", article: str = "kb-1", case: str = "", base: str = "", tried: bool = False
) -> EventRow:
    said = {"link": "tried" if tried else "resolution"}.get(kind, "")
    counts = kind == "link" and not tried
    return EventRow(id_of(number), kind, base, article, case, counts, 100 * number, ANA, number, number, 0, said)


def id_of(number: int) -> str:
    return event_id(datetime(2026, 3, 1, 12, tzinfo=UTC).replace(day=1 + number % 28), number.to_bytes(10))


def news(
    *rows: EventRow, ended: Sequence[Ending] = (), source: str = "file:a", end: int = 1000, unread: int = 0
) -> list[Lines]:
    return [Lines(source, end, rows, ended, unread)]


def on(number: int):
    return datetime(2026, 3, 1 + number, 12, tzinfo=UTC).astimezone().date()


def opened(file: Path | None) -> Ledger:
    return Ledger(ledger_cache(file).open())


@pytest.fixture
def file(tmp_path):
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(file):
    return opened(file)


def test_a_new_ledger_knows_nothing(ledger):
    assert (ledger.taken_in("file:a"), ledger.unread(), ledger.tips(), ledger.all(""), ledger.known(["x"])) == (
        -1,
        {},
        {},
        [],
        set(),
    )
    assert ledger.reuse("", ["kb-1"]) == ledger.reuse("", ["kb-1", "kb-2"]) == Reuse()


def test_where_events_are_is_remembered_in_the_order_of_time(ledger):
    ledger.take_in([*news(row(3), row(1)), *news(row(2), source="blob:b")], {})
    assert ledger.all("") == [
        LinePlace(id_of(1), "file:a", 100, "kb-1"),
        LinePlace(id_of(2), "blob:b", 200, "kb-1"),
        LinePlace(id_of(3), "file:a", 300, "kb-1"),
    ]


def test_events_from_an_id_on_are_found(ledger):
    ledger.take_in(news(row(1), row(2), row(3)), {})
    assert [place.id for place in ledger.all("", id_of(2))] == [id_of(2), id_of(3)]


def test_the_files_of_this_clone_are_known(ledger):
    ledger.take_in([*news(end=7), *news(source="blob:b"), *news(source="file:ä/2026-03.jsonl", end=9)], {})
    assert ledger.files() == {"file:a": 7, "file:ä/2026-03.jsonl": 9}


def test_a_ledger_keeps_what_it_was_told(file, ledger):
    ledger.take_in(news(row(1, case="4711"), end=77, unread=2), {"refs/kcs/journal/a": "c0ffee"})
    again = opened(file)
    found = again.taken_in("file:a"), again.unread(), again.tips(), again.known([id_of(1), id_of(2)])
    assert found == (77, {"file:a": 2}, {"refs/kcs/journal/a": "c0ffee"}, {id_of(1)})


def test_an_event_in_two_sources_counts_once(ledger):
    ledger.take_in(news(row(1, case="4711")), {})
    ledger.take_in(news(row(1, case="4711"), source="blob:b"), {})
    assert (len(ledger.all("")), ledger.reuse("", ["kb-1"])) == (1, Reuse(1, on(1), 0))


def test_reuse_counts_cases_not_links(ledger):
    ledger.take_in(news(row(1, case="1"), row(2, case="1"), row(3, case="2")), {})
    assert ledger.reuse("", ["kb-1"]) == Reuse(2, on(3), 0)


def test_what_was_tried_only_counts_for_nothing(ledger):
    ledger.take_in(news(row(1, case="1"), row(2, case="2", tried=True)), {})
    assert ledger.reuse("", ["kb-1"]) == Reuse(1, on(1), 0)


def test_votes_are_no_reuse(ledger):
    ledger.take_in(news(row(1, "rate")), {})
    assert ledger.reuse("", ["kb-1"]) == Reuse()


def test_open_flags_are_counted(ledger):
    ledger.take_in(news(row(1, "flag"), row(2, "flag"), row(3, "unflag"), ended=[ending(1, 3, "unflag")]), {})
    assert (ledger.reuse("", ["kb-1"]), [place.id for place in ledger.open_flags("")]) == (Reuse(0, None, 1), [id_of(2)])


def test_the_reuse_of_former_ids_adds_up(ledger):
    ledger.take_in(news(row(1, case="1"), row(2, article="kb-2", case="1"), row(3, "flag", article="kb-2")), {})
    assert ledger.reuse("", ["kb-1", "kb-2"]) == Reuse(1, on(2), 1)


@pytest.mark.parametrize("at_once", [True, False])
def test_what_is_taken_back_counts_no_more_though_it_comes_later(ledger, at_once):
    link, unlink = news(row(1, case="1"), source="blob:b"), news(row(2, "unlink", "", case="1"), ended=[ending(1, 2)])
    for part in [unlink + link] if at_once else [unlink, link]:
        ledger.take_in(part, {})
    assert (ledger.reuse("", ["kb-1"]), ledger.of_case("", ["1"])) == (Reuse(), [])


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_an_event_had_ended_holds_again_when_that_was_undone_whatever_came_first(ledger, order):
    link = news(row(1, case="1"), source="blob:a")
    unlink = [Lines("blob:b", 1000, [row(2, "unlink", "", case="1")], [ending(1, 2)], 0)]
    undo = [Lines("blob:c", 1000, [row(3, "undo", "")], [ending(2, 3, "undo")], 0)]
    for number in order:
        ledger.take_in((link, unlink, undo)[number], {})
    assert (ledger.reuse("", ["kb-1"]), [one.id for one in ledger.of_case("", ["1"])]) == (Reuse(1, on(1), 0), [id_of(1)])


def test_what_two_ended_does_not_hold_again_when_one_of_them_was_undone(ledger):
    unlinked = [Lines("file:a", 1000, [row(1, case="1")], [ending(1, 2), ending(1, 4)], 0)]
    undo = [Lines("blob:c", 1000, [row(3, "undo", "")], [ending(2, 3, "undo")], 0)]
    ledger.take_in([*unlinked, *undo], {})
    assert ledger.of_case("", ["1"]) == []


def test_an_event_that_ends_itself_does_not_hold(ledger):
    ledger.take_in(news(row(1, case="1"), ended=[ending(1, 1, "link")]), {})
    assert ledger.of_case("", ["1"]) == []


def test_the_links_of_a_case_are_found(ledger):
    ledger.take_in(news(row(2, case="1"), row(1, article="kb-2", case="1"), row(3, case="2"), row(4, "flag", case="1")), {})
    assert [place.id for place in ledger.of_case("", ["1"])] == [id_of(1), id_of(2)]


def test_the_links_and_the_flags_of_an_article_are_found(ledger):
    ledger.take_in(news(row(1, case="1"), row(2, "flag"), row(3, "flag", "kb-2"), row(4, "flag", "kb-3")), {})
    found = [ledger.of_article("", ["kb-1", "kb-2"], kind) for kind in ("link", "flag")]
    assert [[place.id for place in places] for places in found] == [[id_of(1)], [id_of(2), id_of(3)]]


def test_two_bases_do_not_see_each_other(ledger):
    ledger.take_in(news(row(1, case="1"), row(2, "flag", base="docs"), row(3, case="1", base="docs")), {})
    found = [ledger.all(base) + ledger.of_case(base, ["1"]) + ledger.open_flags(base) for base in ("", "docs", "doc")]
    assert [[place.id for place in places] for places in found] == [
        [id_of(1)] * 2,
        [id_of(2), id_of(3), id_of(3), id_of(2)],
        [],
    ]
    assert (ledger.reuse("", ["kb-1"]), ledger.reuse("docs", ["kb-1"])) == (Reuse(1, on(1), 0), Reuse(1, on(3), 1))


def test_events_may_be_ended_without_an_event(ledger):
    ledger.take_in(news(row(1, "flag"), row(2, "flag")), {})
    ledger.close("", [id_of(1)], {"HEAD": "c0ffee"})
    assert ([place.id for place in ledger.open_flags("")], ledger.tips()) == ([id_of(2)], {"HEAD": "c0ffee"})
    assert ledger.reuse("", ["kb-1"]).flags == 1


def test_many_articles_at_once_are_counted_as_few_are(ledger):
    rows = [row(number, article=f"kb-{number}", case=f"{number % 7}") for number in range(MANY + 1)]
    ledger.take_in(news(row(MANY + 5, article="kb-7", case="x")), {})
    ledger.take_in(news(*rows), {})
    assert [ledger.reuse("", [f"kb-{number}"]).cases for number in (0, 7, MANY)] == [1, 2, 1]


def test_what_could_not_be_read_adds_up(ledger):
    ledger.take_in(news(unread=2), {})
    ledger.take_in(news(end=500, unread=1), {})
    assert (ledger.unread(), ledger.taken_in("file:a")) == ({"file:a": 3}, 1000)


def test_what_fails_halfway_changes_nothing(ledger):
    def broken():
        yield from news(row(1))
        raise sqlite3.OperationalError("disk full")

    with pytest.raises(sqlite3.OperationalError):
        ledger.take_in(broken(), {"ref": "c0ffee"})
    assert (ledger.taken_in("file:a"), ledger.all(""), ledger.tips()) == (-1, [], {})


def test_two_processes_may_take_in_the_same(file, ledger):
    other = opened(file)
    ledger.take_in(news(row(1, case="1")), {})
    other.take_in(news(row(1, case="1"), row(2, case="2")), {})
    assert ledger.reuse("", ["kb-1"]) == Reuse(2, on(2), 0)


@pytest.mark.parametrize("text", ["'; drop table events; --", "a\0b", "%", "\u202e", "x" * 100_000])
def test_hostile_texts_are_only_texts(ledger, text):
    ledger.take_in(news(row(1, article=text, case=text, base=text)), {})
    assert (ledger.reuse(text, [text]).cases, [place.id for place in ledger.of_case(text, [text])]) == (1, [id_of(1)])


def test_without_a_file_the_ledger_is_in_memory():
    ledger = opened(None)
    ledger.take_in(news(row(1)), {})
    assert len(ledger.all("")) == 1


@pytest.mark.parametrize("content", [b"", b"garbage" * 500, b"SQLite format 3\0" + bytes(4000)])
def test_a_damaged_ledger_begins_empty(file, content):
    file.write_bytes(content)
    ledger = opened(file)
    ledger.take_in(news(row(1)), {})
    assert len(opened(file).all("")) == 1


def test_a_ledger_of_another_version_begins_empty(file, ledger):
    ledger.take_in(news(row(1)), {})
    ledger.connection.execute("pragma user_version = 99")
    assert opened(file).all("") == []


def test_a_folder_in_the_place_of_the_ledger_leaves_it_in_memory(file):
    file.mkdir()
    ledger = opened(file)
    ledger.take_in(news(row(1)), {})
    assert (len(ledger.all("")), list(file.parent.iterdir())) == (1, [file])


def test_a_renewed_ledger_is_empty_and_leaves_nothing_beside(file, ledger):
    ledger.take_in(news(row(1)), {})
    ledger.connection.close()
    assert Ledger(ledger_cache(file).renewed()).all("") == []
    assert {path.name for path in file.parent.iterdir()} <= {
        "ledger.sqlite",
        "ledger.sqlite-wal",
        "ledger.sqlite.lock",
        "ledger.sqlite-shm",
    }


def test_reuse_is_read_without_writing(file, ledger):
    ledger.take_in(news(row(1, case="1"), row(2, "flag", "kb-2")), {})
    found = read_reuse(file, "", [["kb-1"], ["kb-1", "kb-2"], ["kb-3"]])
    assert found == [Reuse(1, on(1), 0), Reuse(1, on(1), 1), Reuse()]


def test_without_a_ledger_there_is_no_reuse_and_none_is_made(file):
    assert (read_reuse(file, "", [["kb-1"], ["kb-2"]]), file.exists()) == ([Reuse(), Reuse()], False)


@pytest.mark.parametrize("content", [b"", b"garbage" * 500])
def test_a_damaged_ledger_tells_no_reuse(file, content):
    file.write_bytes(content)
    assert read_reuse(file, "", [["kb-1"]]) == [Reuse()]


def test_a_ledger_of_another_version_tells_no_reuse(file, ledger):
    ledger.take_in(news(row(1, case="1")), {})
    ledger.connection.execute("pragma user_version = 99")
    assert read_reuse(file, "", [["kb-1"]]) == [Reuse()]


def test_a_ledger_in_a_folder_with_an_odd_name_is_read(tmp_path):
    file = tmp_path / "a?b#c %20 ä" / "ledger.sqlite"
    file.parent.mkdir()
    opened(file).take_in(news(row(1, case="1")), {})
    assert read_reuse(file, "", [["kb-1"]]) == [Reuse(1, on(1), 0)]


def test_a_ledger_that_is_being_written_can_be_read(file, ledger):
    ledger.take_in(news(row(1, case="1")), {})
    with closing(sqlite3.connect(file)) as other:
        other.execute("begin immediate")
        assert read_reuse(file, "", [["kb-1"]]) == [Reuse(1, on(1), 0)]


def test_who_noted_what_and_what_ended_it_first_are_known(ledger):
    ended = [ending(1, 8), ending(1, 7)]
    ledger.take_in([Lines("file:a", 1000, [row(1, case="1"), row(2, case="2")], ended, 0)], {})
    run = ledger.connection.execute
    assert run("select address, count(*) from events join people on number = person").fetchall() == [("ana@example.org", 2)]
    assert run("select id, min(by_event) from ended group by id").fetchall() == [(id_of(1), id_of(7))]
