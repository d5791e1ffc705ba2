import stat
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import append, lock
from kcs_cli.journal.event import read_line, to_line
from kcs_cli.journal.journal import Journal, JournalFile
from kcs_cli.journal.record import Record
from kcs_cli.journal.vocabulary import EventKind, Use
from tests import make

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
ANA = "ana@example.org"


def lines(*events) -> bytes:
    return b"".join(to_line(event) + b"\n" for event in events)


def written(journal: Journal) -> list[bytes]:
    return [line for file in journal.files() for line in file.path.read_bytes().split(b"\n") if line]


def state(folder: Path) -> dict[str, object]:
    """All that a record says of the journal in a folder."""
    told: list[str] = []
    record = Record(Journal(folder, ANA), None, "", "refs/kcs/journal", told.append)
    return {
        "all": record.all(),
        "flags": record.open_flags(),
        "cases": [record.of_case([case]) for case in ("c1", "c2")],
        "reuse": [record.reuse([name]) for name in ("kb-1", "kb-2")] + [record.reuse(["kb-1", "kb-2"])],
        "unread": sum(record.ledger.unread().values()),
    }


def test_events_are_lines_of_the_month_s_file(tmp_path):
    journal, events = Journal(tmp_path, ANA), [make.event(1), make.event(2)]
    journal.append(NOW, events)
    journal.append(NOW.replace(month=4), [make.event(3)])
    assert list(journal.files()) == [
        JournalFile(journal.writer, month, tmp_path / "journal" / journal.writer / f"{month}.jsonl")
        for month in ("2026-03", "2026-04")
    ]
    assert (tmp_path / "journal" / journal.writer / "2026-03.jsonl").read_bytes() == lines(*events)


def test_what_was_written_is_never_rewritten(tmp_path):
    journal = Journal(tmp_path, ANA)
    journal.append(NOW, [make.event(1)])
    (file,) = journal.files()
    before = file.path.read_bytes()
    journal.append(NOW, [make.event(2)])
    assert file.path.read_bytes() == before + lines(make.event(2))


def test_nobody_else_may_read_the_journal(tmp_path):
    journal = Journal(tmp_path, ANA)
    journal.append(NOW, [make.event(1)])
    (file,) = journal.files()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file.path, file.path.parent)] == [0o600, 0o700]


def test_a_writer_is_a_person_in_a_clone(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    pairs = [("a", ANA), ("a", ANA), ("a", "ben@example.org"), ("b", ANA), ("a", "ana@other.org")]
    writers = [Journal(tmp_path / folder, person).writer for folder, person in pairs]
    assert (writers[0] == writers[1], len(set(writers))) == (True, 4)
    assert [name.rpartition("-")[0] for name in writers] == ["ana", "ana", "ben", "ana", "ana"]


@pytest.mark.parametrize(
    "person",
    [
        "",
        "@",
        "../../etc@x",
        "a/b\\c@x",
        "-rf@x",
        "ąžuolas@x.lt",
        "打印@x",
        "x" * 500,
        "a\0b",
        "a\nb",
        "\u202eana@x",
        ".lock",
        "a..b",
    ],
)
def test_any_person_has_a_writer_name_that_may_be_a_folder_and_a_ref(tmp_path, person):
    journal = Journal(tmp_path, person)
    journal.append(NOW, [make.event(1)])
    (file,) = journal.files()
    assert file.path.parent.parent == tmp_path / "journal"
    make.git(tmp_path, "check-ref-format", f"refs/kcs/journal/{journal.writer}")


def test_a_person_whose_address_is_no_unicode_can_write(tmp_path):
    journal = Journal(tmp_path, "j\udce4n@example.org")
    journal.append(NOW, [make.event(1)])
    assert written(journal) == [to_line(make.event(1))]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\0", b"../.."])
def test_garbage_in_the_clone_s_name_stops_nothing(tmp_path, content):
    make.files(tmp_path, {"clone": content})
    journal = Journal(tmp_path, ANA)
    journal.append(NOW, [make.event(1)])
    assert written(journal) == [to_line(make.event(1))]


def test_without_a_folder_nothing_can_be_noted_and_nothing_is_there():
    journal = Journal(None, ANA)
    assert list(journal.files()) == []
    with pytest.raises(KcsError, match="no folder kcs may write its journal to"):
        journal.append(NOW, [make.event(1)])


@pytest.mark.parametrize("blocked", ["journal", "journal/lock/x", "journal/{writer}", "journal/{writer}/2026-03.jsonl/x"])
def test_a_journal_that_cannot_be_written_is_a_clear_error(tmp_path, blocked):
    journal = Journal(tmp_path, ANA)
    make.files(tmp_path, {blocked.format(writer=journal.writer): ""})
    with pytest.raises(KcsError, match=r"cannot be written .*; nothing was noted"):
        journal.append(NOW, [make.event(1)])


def test_a_journal_that_another_process_keeps_locked_is_a_clear_error(tmp_path, monkeypatch):
    monkeypatch.setattr("kcs_cli.journal.journal.PATIENCE", 0)
    journal = Journal(tmp_path, ANA)
    journal.append(NOW, [make.event(1)])
    with lock(tmp_path / "journal/lock", 0, print), pytest.raises(KcsError, match="held by another process"):
        journal.append(NOW, [make.event(2)])
    assert written(journal) == [to_line(make.event(1))]


WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kcs_cli.journal.event import new_event
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.journal.journal import Journal
journal = Journal(Path(sys.argv[1]), "ana@example.org")
for number in range(25):
    now = datetime.now(UTC)
    journal.append(now, [new_event(now, "ana", EventKind.flag, text=f"{sys.argv[2]}-{number} " + "x" * 9000)] * 2)
"""


def test_processes_that_write_at_once_lose_and_tear_nothing(tmp_path):
    running = [subprocess.Popen([sys.executable, "-c", WRITE, tmp_path, name]) for name in "abcd"]
    assert [process.wait() for process in running] == [0] * 4
    texts = [read_line(line).text.split()[0] for line in written(Journal(tmp_path, ANA))]
    assert sorted(texts) == sorted([f"{name}-{number}" for name in "abcd" for number in range(25)] * 2)


def test_bytes_are_added_at_the_end(tmp_path):
    append(tmp_path / "a", b"one\n")
    append(tmp_path / "a", b"two\n", durable=True)
    assert (tmp_path / "a").read_bytes() == b"one\ntwo\n"


def test_a_torn_line_is_ended_before_the_next(tmp_path):
    make.files(tmp_path, {"a": b"one\ntor"})
    append(tmp_path / "a", b"two\n")
    assert (tmp_path / "a").read_bytes() == b"one\ntor\ntwo\n"


def test_what_does_not_fit_on_the_disk_is_taken_back(tmp_path):
    script = (
        "import resource, signal, sys; sys.dont_write_bytecode = True\n"
        "from pathlib import Path; from kcs_cli.files.atomic import append\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "append(Path(sys.argv[1]), b'x' * 200 + b'\\n', durable=True)"
    )
    make.files(tmp_path, {"a": b"one\n" * 10})
    done = subprocess.run([sys.executable, "-c", script, tmp_path / "a"], capture_output=True, text=True, check=False)
    assert (done.stderr.splitlines()[-1][:7], (tmp_path / "a").read_bytes()) == ("OSError", b"one\n" * 10)


def test_adding_to_what_is_no_file_is_an_error(tmp_path):
    with pytest.raises(IsADirectoryError):
        append(tmp_path, b"one\n")


def events_of(actions: list[tuple[str, int, int]]) -> list:
    """Turn actions into events: some end one of those before."""
    made = []
    for number, (kind, which, earlier) in enumerate(actions):
        ends = (made[earlier % len(made)].id,) if made and (kind.startswith("un") or which == 3) else ()
        use = [Use.resolution, Use.reference, Use.tried, Use.resolution][which] if kind == "link" else None
        article = "" if kind == "unlink" else f"kb-{1 + which % 2}"
        case = f"c{1 + earlier % 2}" if kind in ("link", "unlink") else ""
        made.append(make.event(number, kind, article=article, case=case, use=use, ends=ends))
    return made


ACTIONS = st.lists(
    st.tuples(st.sampled_from([kind.value for kind in EventKind]), st.integers(0, 3), st.integers(0, 99)),
    min_size=1,
    max_size=12,
).map(events_of)
TORN = st.sampled_from([b'{"v":1,"id":"01k', b"\0\0\0\0", b"\xff\xfe{", b"null", b'{"v":2}', b"{}", b"]["])


@settings(deadline=None, max_examples=40)
@given(ACTIONS, st.randoms(use_true_random=False), st.data())
def test_events_in_any_files_and_any_order_fold_to_the_same(events, random, data):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        make.files(Path(one), {"journal/a/2026-03.jsonl": lines(*events)})
        shuffled = random.sample([*events, *random.choices(events, k=3)], len(events) + 3)  # three of them doubled
        for event in shuffled:
            file = Path(other, f"journal/w{data.draw(st.integers(0, 2))}/2026-0{data.draw(st.integers(1, 3))}.jsonl")
            file.parent.mkdir(parents=True, exist_ok=True)
            append(file, lines(event))
            if data.draw(st.integers(0, 3)) == 0:
                state(Path(other))  # what comes later is taken into a ledger that is there
        assert state(Path(other)) == state(Path(one))


@settings(deadline=None, max_examples=40)
@given(ACTIONS, st.lists(st.tuples(st.integers(0, 99), TORN), min_size=1, max_size=4))
def test_torn_lines_anywhere_lose_nothing_but_themselves(events, torn):
    whole = lines(*events).splitlines(keepends=True)
    for place, bad in torn:
        whole.insert(place % (len(whole) + 1), bad + b"\n")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        make.files(Path(one), {"journal/a/2026-03.jsonl": lines(*events)})
        make.files(Path(other), {"journal/a/2026-03.jsonl": b"".join(whole)})
        assert state(Path(other)) == {**state(Path(one)), "unread": len(torn)}


@settings(deadline=None, max_examples=40)
@given(ACTIONS, st.integers(0, 10**6))
def test_a_writer_killed_at_any_byte_loses_only_the_line_it_wrote(events, cut):
    content = lines(*events)
    kept = content[: cut % (len(content) + 1)]
    with tempfile.TemporaryDirectory() as name:
        make.files(Path(name), {"journal/a/2026-03.jsonl": kept})
        append(Path(name, "journal/a/2026-03.jsonl"), lines(make.event(99)))
        found = [event.id for event in state(Path(name))["all"]]
    ended = kept.count(b"\n") + (kept.split(b"\n")[-1] in content.split(b"\n")[:-1])
    assert found == [event.id for event in (*events[:ended], make.event(99))]


def test_the_lock_and_other_files_are_no_journal(tmp_path):
    make.files(tmp_path, {"journal/lock": "", "journal/x.jsonl": "{}", "journal/a/notes.txt": "", "journal/a/b/c.jsonl": ""})
    assert list(Journal(tmp_path, ANA).files()) == []
