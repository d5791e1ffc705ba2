import gc
import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kcs_cli.article.model import Reuse
from kcs_cli.files.atomic import append
from kcs_cli.git.folder import find_git
from kcs_cli.journal.event import to_line
from kcs_cli.journal.journal import Journal
from kcs_cli.journal.record import Record
from kcs_cli.journal.vocabulary import EventKind, Use
from kcs_cli.knowledge_base.place import base_name, find_shared_folder
from tests import make

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
FETCHED = "refs/kcs/fetched/origin/kcs/journal"


def record(root: Path, person: str = "ana@example.org", tell=pytest.fail, prefix: str = "refs/kcs/journal") -> Record:
    top = root if (root / ".git").exists() else None
    return Record(Journal(find_shared_folder(root, find_git(root)), person), top, "", prefix, tell)


def lines(*events) -> bytes:
    return b"".join(to_line(event) + b"\n" for event in events)


def ids(events) -> list[str]:
    return [event.id for event in events]


def flags(root: Path) -> list[str]:
    return [event.text for event in record(root).open_flags()]


def own_file(root: Path) -> Path:
    (file,) = record(root).journal.files()
    return file.path


def test_what_is_noted_is_read_back(kb):
    known = record(kb)
    event = known.new(NOW, EventKind.link, article="kb-1", case="4711", use=Use.resolution)
    known.append(NOW, event)
    assert (
        known.all()
        == record(kb).all()
        == record(kb).of_case(["4711"])
        == record(kb).of_article(["kb-1"], EventKind.link)
        == [event]
    )


def test_an_event_is_this_person_s_in_this_base(kb):
    known = Record(
        Journal(find_shared_folder(kb, find_git(kb)), "ben@example.org"), kb, "docs", "refs/kcs/journal", pytest.fail
    )
    event = known.new(NOW, EventKind.rate, article="kb-1")
    assert (event.by, event.base, event.at) == ("ben@example.org", "docs", "2026-03-04T10:30:00.000+00:00")


def test_events_since_a_time_are_found(kb):
    events = [make.event(number) for number in range(4)]
    record(kb).append(NOW, *events)
    assert record(kb).all(datetime.fromisoformat(events[2].at)) == events[2:]


def test_events_that_were_fetched_are_read(kb):
    events = [make.event(1, by="ben@example.org"), make.event(2, by="ben@example.org")]
    make.journal_ref(kb, f"{FETCHED}/ben-1", lines(*events))
    assert record(kb).all() == events


def test_journals_on_branches_are_read_where_the_configuration_says_so(kb):
    make.journal_ref(kb, "refs/heads/kcs-journal/ben-1", lines(make.event(1)))
    assert (record(kb).all(), record(kb, prefix="refs/heads/kcs-journal").all()) == ([], [make.event(1)])


def test_what_moved_a_ref_is_taken_in_and_the_rest_is_known(kb):
    make.journal_ref(kb, f"{FETCHED}/ben-1", lines(make.event(1)))
    before = ids(record(kb).all())
    make.journal_ref(kb, f"{FETCHED}/ben-1", lines(make.event(1), make.event(2)))
    assert (before, ids(record(kb).all())) == ([make.event(1).id], ids([make.event(1), make.event(2)]))


def test_an_event_here_and_fetched_is_there_once(kb):
    record(kb).append(NOW, make.event(1, article="kb-1", case="1", use=Use.resolution))
    make.journal_ref(kb, f"{FETCHED}/ana-1", own_file(kb).read_bytes())
    assert (len(record(kb).all()), record(kb).reuse(["kb-1"]).cases) == (1, 1)


def test_a_repository_of_sha_256_is_read(tmp_path):
    make.git(tmp_path, "init", "-q", "--object-format=sha256")
    make.journal_ref(tmp_path, f"{FETCHED}/ben-1", lines(make.event(1)))
    assert record(tmp_path).all() == [make.event(1)]


@pytest.mark.parametrize("name", ["notes.txt", "2026-03.json", "26-03.jsonl", "2026-03.jsonl.bak"])
def test_other_files_in_a_journal_s_ref_are_passed_over(kb, name):
    make.journal_ref(kb, f"{FETCHED}/ben-1", lines(make.event(1)), month=name.removesuffix(".jsonl"))
    made = record(kb).all()
    assert made == []


def test_a_ref_that_is_no_commit_is_passed_over(kb):
    blob = make.git(kb, "rev-parse", "HEAD:knowledge/vpn.md").strip()
    make.git(kb, "update-ref", f"{FETCHED}/ben-1", blob)
    make.journal_ref(kb, f"{FETCHED}/cyn-1", lines(make.event(1)))
    assert record(kb).all() == [make.event(1)]


def test_without_git_the_journal_is_in_the_cache(tmp_path):
    make.files(tmp_path / "kb", make.THREE)
    record(tmp_path / "kb").append(NOW, make.event(1))
    assert (record(tmp_path / "kb").all(), os.environ["XDG_CACHE_HOME"] in str(own_file(tmp_path / "kb"))) == (
        [make.event(1)],
        True,
    )


def test_without_the_program_git_what_was_noted_here_is_read(kb, monkeypatch):
    record(kb).append(NOW, make.event(1))
    make.journal_ref(kb, f"{FETCHED}/ben-1", lines(make.event(2)))
    monkeypatch.setenv("PATH", "")
    told = []
    assert record(kb, tell=told.append).all() == [make.event(1)]
    assert told == ["git is not installed; only what was noted in this clone is counted"]


def test_lines_that_are_no_events_are_told_once(kb):
    record(kb).append(NOW, make.event(1))
    append(own_file(kb), b'{"v":1,"id":"01k\nnull\n' + lines(make.event(2)))
    told = []
    found = [ids(record(kb, tell=told.append).all()) for _ in range(2)]
    assert found == [ids([make.event(1), make.event(2)])] * 2
    writer = record(kb).journal.writer
    assert told == [f"2 lines of the journal cannot be read and are passed over: "
                    f"file:{writer}/2026-03.jsonl; kcs events --unreadable names them"]  # fmt: skip


def test_lines_of_others_that_are_no_events_are_told_too(kb):
    make.journal_ref(kb, f"{FETCHED}/ben-1", b"torn\n" + lines(make.event(1)))
    told = []
    assert (record(kb, tell=told.append).all(), len(told), told[0].split(":")[0]) == (
        [make.event(1)],
        1,
        "1 line of the journal cannot be read and is passed over",
    )


def test_a_torn_last_line_is_told(kb):
    record(kb).append(NOW, make.event(1))
    with own_file(kb).open("ab") as stream:
        stream.write(b'{"v":1,"id":"01k')
    told = []
    assert (record(kb, tell=told.append).all(), len(told)) == ([make.event(1)], 1)


def test_an_event_after_a_torn_line_is_there(kb):
    record(kb).append(NOW, make.event(1))
    with own_file(kb).open("ab") as stream:
        stream.write(b'{"v":1,"id":"01k')
    record(kb, tell=[].append).append(NOW, make.event(2))
    assert record(kb).all() == [make.event(1), make.event(2)]


@pytest.mark.parametrize(
    "bad",
    [b"[" * 100_000, b'{"v":1,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", b"\0" * 100, b"x" * 1_000_000, b"\xff\xfe{}"],
    ids=["open", "nested", "nul", "long", "utf-16"],
)
def test_a_hostile_line_of_another_writer_stops_nobody(kb, bad):
    make.journal_ref(kb, f"{FETCHED}/mallory-1", bad + b"\n" + lines(make.event(1)))
    assert record(kb, tell=[].append).all() == [make.event(1)]


def test_a_deleted_ledger_loses_nothing(kb):
    record(kb).append(
        NOW, make.event(1, article="kb-1", case="1", use=Use.resolution), make.event(2, "flag", article="kb-1")
    )
    before = record(kb).all(), record(kb).reuse(["kb-1"]), record(kb).open_flags()
    (kb / ".git/kcs/ledger.sqlite").unlink()
    assert (record(kb).all(), record(kb).reuse(["kb-1"]), record(kb).open_flags()) == before


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000])
def test_a_damaged_ledger_is_made_again(kb, content):
    record(kb).append(NOW, make.event(1))
    (kb / ".git/kcs/ledger.sqlite").write_bytes(content)
    assert record(kb).all() == [make.event(1)]


def test_a_ledger_without_its_tables_is_told_and_loses_nothing(kb):
    record(kb).append(NOW, make.event(1))
    record(kb).ledger.connection.executescript("drop table sources")
    told = []
    assert (record(kb, tell=told.append).all(), len(told)) == ([make.event(1)], 1)


def test_a_ledger_damaged_anywhere_is_made_again(kb):
    record(kb).append(NOW, *(make.event(number, article=f"kb-{number}", case=f"{number}") for number in range(500)))
    with closing(record(kb).ledger.connection) as connection:
        connection.executescript("pragma wal_checkpoint(truncate)")
    ledger = kb / ".git/kcs/ledger.sqlite"
    whole = ledger.read_bytes()
    for page in range(0, len(whole), 4096):
        ledger.write_bytes(whole[:page] + b"\xa5" * 4096 + whole[page + 4096 :])
        known = record(kb, tell=[].append)
        with closing(known.ledger.connection):
            assert (len(known.all()), len(known.of_case(["7"])), known.reuse(["kb-7"]).cases) == (500, 1, 1)


def test_a_journal_file_that_is_gone_is_read_from_the_refs(kb):
    record(kb).append(NOW, make.event(1))
    make.journal_ref(kb, f"{FETCHED}/ana-1", own_file(kb).read_bytes())
    before = record(kb).all()
    own_file(kb).unlink()
    assert (before, record(kb).all()) == ([make.event(1)], [make.event(1)])


def test_an_event_noted_after_an_older_file_was_restored_is_there(kb):
    record(kb).append(NOW, make.event(1), make.event(2), make.event(3))
    assert len(record(kb).all()) == 3
    own_file(kb).write_bytes(lines(make.event(1)))
    record(kb).append(NOW, make.event(4))
    assert make.event(4) in record(kb).all()


def test_a_folder_in_the_place_of_a_journal_file_stops_nothing(kb):
    record(kb).append(NOW, make.event(1))
    (own_file(kb).parent / "2026-04.jsonl").mkdir()
    assert record(kb).all() == [make.event(1)]


def test_a_link_to_nowhere_among_the_journal_files_stops_nothing(kb):
    record(kb).append(NOW, make.event(1))
    (own_file(kb).parent / "2026-04.jsonl").symlink_to("nowhere")
    assert record(kb).all() == [make.event(1)]


def test_ids_nobody_noted_are_unknown(kb):
    record(kb).append(NOW, make.event(1))
    assert record(kb).unknown(ids([make.event(1), make.event(2)])) == {make.event(2).id}


def test_the_reuse_of_an_article_is_counted(kb):
    record(kb).append(NOW, make.event(1, article="kb-1", case="1", use=Use.tried), make.event(2, article="kb-1", case="2"))
    found = record(kb).reuse(["kb-1"])
    assert found == Reuse(1, datetime.fromisoformat(make.event(2).at).astimezone().date(), 0)


def test_all_work_trees_of_a_repository_see_one_journal(kb, tmp_path):
    make.git(kb, "worktree", "add", "-q", str(tmp_path / "linked"))
    record(tmp_path / "linked").append(NOW, make.event(1))
    assert record(kb).all() == [make.event(1)]


def commit(root: Path, message: str) -> None:
    make.git(root, "commit", "-q", "--allow-empty", "-m", message)


def flag(root: Path, number: int, person: str = "ana@example.org"):
    event = make.event(number, "flag", article="kb-1", text=f"flag {number}", by=person)
    record(root, person).append(NOW, event)
    return event


def test_a_commit_closes_the_flag_of_its_trailer(kb):
    one, _ = flag(kb, 1), flag(kb, 2)
    commit(kb, f"Fix it\n\nCloses-flag: {one.id[-8:]}")
    assert (flags(kb), record(kb).reuse(["kb-1"]).flags) == (["flag 2"], 1)


def test_a_flag_fetched_after_the_commit_that_closes_it_is_closed(kb):
    late = make.event(1, "flag", article="kb-2", text="late")
    commit(kb, f"Fix it\n\nCloses-flag: {late.id}")
    flag(kb, 2)
    before = flags(kb)
    make.journal_ref(kb, f"{FETCHED}/ben-1", lines(late))
    assert (before, flags(kb)) == (["flag 2"], ["flag 2"])


def test_a_flag_that_comes_as_another_goes_is_looked_for_in_the_commits(kb):
    late = make.event(2, "flag", article="kb-2", text="late")
    commit(kb, f"Fix it\n\nCloses-flag: {late.id}")
    one, _ = flag(kb, 1), flag(kb, 3)
    before = flags(kb)
    make.journal_ref(kb, f"{FETCHED}/ben-1", lines(late, make.event(4, "unflag", ends=(one.id,))))
    assert (before, flags(kb)) == (["flag 1", "flag 3"], ["flag 3"])


def test_a_commit_that_was_thrown_away_closes_nothing(kb):
    one = flag(kb, 1)
    commit(kb, f"Fix it\n\nCloses-flag: {one.id}")
    before = flags(kb)
    make.git(kb, "reset", "-q", "--hard", "HEAD~1")
    assert (before, flags(kb)) == ([], ["flag 1"])


def test_commits_close_flags_after_the_ledger_was_made_again(kb):
    one = flag(kb, 1)
    commit(kb, f"Fix it\n\nCloses-flag: {one.id}")
    before = flags(kb)
    (kb / ".git/kcs/ledger.sqlite").unlink()
    assert (before, flags(kb)) == ([], [])


def test_a_ledger_that_could_not_be_used_still_lets_commits_close_flags(kb):
    one = flag(kb, 1)
    commit(kb, f"Fix it\n\nCloses-flag: {one.id}")
    record(kb).ledger.connection.executescript("drop table tips")
    assert record(kb, tell=[].append).open_flags() == []


def test_nothing_but_flags_is_closed_by_a_commit(kb):
    record(kb).append(NOW, make.event(1, article="kb-1", case="1"))
    commit(kb, f"Fix it\n\nCloses-flag: {make.event(1).id}")
    flag(kb, 2)
    assert (flags(kb), len(record(kb).of_case(["1"]))) == (["flag 2"], 1)


def test_a_base_is_named_by_its_folder_in_the_repository(kb):
    make.files(kb, {"docs/de/kcs.toml": "", ".docs/kcs.toml": "", "docs/kcs.toml": ""})
    names = [base_name(folder, find_git(folder)) for folder in (kb, kb / "docs/de", kb / "docs", kb / ".docs")]
    assert (names[:3], len(set(names))) == (["", "docs/de", "docs"], 4)


def test_a_base_without_git_has_no_name(tmp_path):
    assert base_name(tmp_path, find_git(tmp_path)) == ""


def test_a_linked_work_tree_has_the_names_of_its_repository(kb, tmp_path):
    make.git(kb, "worktree", "add", "-q", str(tmp_path / "linked"))
    assert (
        base_name(tmp_path / "linked", find_git(tmp_path / "linked")),
        base_name(tmp_path / "linked/knowledge", find_git(tmp_path / "linked/knowledge")),
    ) == ("", "knowledge")


def test_two_bases_of_one_repository_do_not_see_each_other_s_events(tmp_path):
    bases = [".", "en", "de", ".de"]
    root = make.base(tmp_path / "kb", {f"{base}/kcs.toml": "" for base in bases})
    make.files(root, {f"{base}/a{number}.md": "# X" for number, base in enumerate(bases)})
    for number, base in enumerate(bases):
        make.run(root / base, "rate", f"a{number}", "--helpful", "-m", f"in {base}")
    found = [json.loads(make.run(root / base, "events", "--format", "json").out)["events"] for base in bases]
    assert [[event["text"] for event in events] for events in found] == [["in ."], ["in en"], ["in de"], ["in .de"]]


def test_a_base_in_a_folder_whose_name_is_no_unicode_can_be_used(tmp_path):
    make.git(tmp_path, "init", "-q")
    folder = tmp_path / os.fsdecode(b"b\xe4se")
    make.files(folder, {"kcs.toml": "", "x.md": "# X"})
    done = make.process(folder, "rate", "x.md", "--helpful")
    assert (done.status, done.err) == (0, "")


def test_a_search_counts_the_journal_again_where_its_ledger_is_gone_or_another_versions(kb):
    make.run(kb, "link", "kb-print1", "--case", "4711")
    file = kb / ".git/kcs/ledger.sqlite"
    for spoil in (lambda: [one.unlink() for one in file.parent.glob("ledger.sqlite*")], lambda: set_version(file, 999)):
        gc.collect()  # what still holds the ledger
        spoil()
        done = make.run(kb, "search", "printer", "--format", "json")
        assert (json.loads(done.out)["hits"][0]["cases"], done.err) == (1, "")


def set_version(file, version: int) -> None:
    """Let a ledger be that of another kcs."""
    connection = sqlite3.connect(file)
    connection.execute(f"pragma user_version = {version}")
    connection.close()
