import os
import shutil
import subprocess
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.errors import KcsError
from kcs_cli.git.object import reading_objects
from kcs_cli.journal.sync import compact as compact_module
from kcs_cli.journal.sync import pack as pack_module
from kcs_cli.journal.sync.compact import compact
from kcs_cli.journal.sync.exchange import sync
from kcs_cli.journal.sync.pack import check_pack, month_sum, read_note
from kcs_cli.journal.sync.remote import OWN
from kcs_cli.journal.sync.report import CompactReport, FoldedMonth
from kcs_cli.journal.unreadable import list_unreadable
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make
from tests.journal.sync.test_exchange import articles, clone, file_of, hook, journal, note, record, refs

JANUARY, FEBRUARY, NOW = (datetime(2026, month, 10, 9, tzinfo=UTC) for month in (1, 2, 3))
PACK = f"{OWN}/pack"
BRANCHES = "refs/heads/kcs-journal"
DELETION = '[ "${new#0000}" != "$new" ]'
PACKING = '[ "${ref%/pack}" != "$ref" ]'


@pytest.fixture
def bare(tmp_path) -> Path:
    """A repository to push to, with one commit on main."""
    return hub(tmp_path)


def hub(folder: Path) -> Path:
    make.base(folder / "first", {"knowledge/a.md": make.article(id="kb-a")})
    subprocess.run(["git", "clone", "-q", "--bare", folder / "first", folder / "bare.git"], check=True)
    return folder / "bare.git"


@pytest.fixture
def team(bare) -> list[Path]:
    """Three clones: two wrote in January and February only, one in March as well; all have shared."""
    folders = [clone(bare, name) for name in ("ana", "ben", "cleo")]
    for folder in folders:
        note(folder, f"{folder.name}-jan", person=address(folder), now=JANUARY)
        note(folder, f"{folder.name}-feb", person=address(folder), now=FEBRUARY)
    note(folders[2], "cleo-mar", person=address(folders[2]), now=NOW)
    for folder in folders:
        exchange(folder)
    return folders


ALL = sorted(["cleo-mar", *(f"{name}-{month}" for name in ("ana", "ben", "cleo") for month in ("jan", "feb"))])


def address(folder: Path) -> str:
    return f"{folder.name}@example.org"


def exchange(folder: Path, prefix: str = OWN):
    return sync(folder, journal(folder, address(folder)), prefix, None)


def fold(folder: Path, prefix: str = OWN, now: datetime = NOW, **how) -> CompactReport:
    return compact(folder, journal(folder, address(folder)), prefix, None, now, **how)


def figures(done: CompactReport) -> tuple[int, int, int, int]:
    return done.writers, done.events, done.retired, done.kept


def names(bare: Path, prefix: str = OWN) -> list[str]:
    """Return which writers have a ref at the remote, without the letters that make their names unique."""
    return sorted(ref.rpartition("/")[2].rpartition("-")[0] or "pack" for ref in refs(bare, prefix))


def test_closed_months_of_all_writers_become_one_ref(team, bare):
    assert names(bare) == ["ana", "ben", "cleo"]
    done = fold(team[0])
    assert done.months == (FoldedMonth("2026-01", 3, 3), FoldedMonth("2026-02", 3, 3))
    assert (figures(done), names(bare)) == ((3, 6, 2, 0), ["cleo", "pack"])


def test_every_event_counts_once_in_new_clones_and_in_those_that_had_synced(team, bare):
    fold(team[0])
    new = clone(bare, "new")
    assert (exchange(new).received, exchange(new).writers) == (7, 3)
    assert [exchange(folder).received for folder in team] == [0, 3, 0]  # only Ben had not all of it
    assert [articles(folder) for folder in (*team, new)] == [ALL] * 4


def test_the_pack_has_the_lines_as_they_were_and_a_note_of_count_and_hash(team, bare):
    sources = [file_of(bare, ref, "2026-01.jsonl") for ref in refs(bare, OWN)]
    fold(team[0])
    content = file_of(bare, PACK, "2026-01.jsonl")
    assert content == b"".join(sorted(sources))
    with reading_objects(bare) as objects:
        noted = read_note(objects, make.git(bare, "rev-parse", PACK).strip())
    assert noted.months["2026-01.jsonl"] == month_sum(content)
    assert {writer.rpartition("-")[0] for writer in noted.retired} == {"ana", "ben"}


def test_again_there_is_nothing_to_fold_and_nothing_moves(team, bare):
    fold(team[0])
    before = refs(bare)
    assert (figures(fold(team[0])), figures(fold(team[1])), refs(bare)) == ((0, 0, 0, 0), (0, 0, 0, 0), before)


def test_a_month_that_ended_this_week_stays_open(team, bare):
    done = fold(team[0], now=datetime(2026, 3, 7, tzinfo=UTC))
    assert ([month.month for month in done.months], names(bare)) == (["2026-01"], ["ana", "ben", "cleo", "pack"])


def test_a_team_without_closed_months_gets_no_pack(team, bare):
    before = refs(bare)
    assert (figures(fold(team[0], now=JANUARY)), refs(bare)) == ((0, 0, 0, 0), before)


def test_a_dry_run_says_what_would_be_folded_and_writes_nothing(team, bare):
    exchange(team[0])
    before, here = refs(bare), refs(team[0])
    done = fold(team[0], dry_run=True)
    assert (figures(done), done.months[0]) == ((3, 6, 2, 0), FoldedMonth("2026-01", 3, 3))
    assert (refs(bare), refs(team[0]), done.sync) == (before, here, None)
    fold(team[0])
    assert figures(fold(team[0], dry_run=True)) == (0, 0, 0, 0)


def test_a_writer_whose_ref_is_gone_does_not_send_it_again(team, bare):
    fold(team[2])
    assert exchange(team[0]).sent == 0
    assert (names(bare), exchange(team[0]).writers) == (["cleo", "pack"], 3)


def test_under_another_name_of_the_remote_a_folded_journal_is_not_sent_again(team, bare):
    fold(team[2])
    make.git(team[0], "remote", "rename", "origin", "hub")
    assert (exchange(team[0]).sent, names(bare)) == (0, ["cleo", "pack"])


def test_late_events_count_at_once_and_join_the_next_fold(team, bare):
    fold(team[2])
    note(team[0], "ana-late", person=address(team[0]), now=JANUARY)
    assert (exchange(team[0]).sent, names(bare)) == (1, ["ana", "cleo", "pack"])
    assert "ana-late" in received(team[1])
    done = fold(team[1])
    assert (figures(done), done.months) == ((1, 1, 1, 0), (FoldedMonth("2026-01", 1, 1),))
    new = clone(bare, "new")
    exchange(new)
    assert (names(bare), articles(new)) == (["cleo", "pack"], sorted([*ALL, "ana-late"]))


def received(folder: Path) -> list[str]:
    exchange(folder)
    return articles(folder)


def test_an_event_that_was_folded_can_be_undone(team, bare):
    fold(team[2])
    known = record(team[0], address(team[0]))
    wrong = next(event for event in known.all() if event.article == "ana-feb")
    known.append(NOW, known.new(NOW, EventKind.undo, article="ana-feb", ends=(wrong.id,)))
    exchange(team[0])
    new = clone(bare, "new")
    exchange(new)
    exchange(team[1])
    links = [record(folder).of_article(["ana-feb"], EventKind.link) for folder in (team[0], team[1], new)]
    assert links == [[], [], []]


def test_a_text_no_commit_has_stays_when_its_writer_s_ref_is_gone(team, bare):
    make.files(team[0], {"knowledge/a.md": "as delivered"})
    blob = make.git(team[0], "hash-object", "-w", "knowledge/a.md").strip()
    note(team[0], "ana-late", person=address(team[0]), now=JANUARY, revision=blob, draft=True)
    fold(team[0])
    make.git(bare, "gc", "--prune=now", "--quiet")
    new = clone(bare, "new")
    exchange(new)
    assert make.git(new, "cat-file", "blob", blob) == "as delivered"


def test_two_events_of_one_id_are_both_in_the_pack(team, bare):
    line = file_of(bare, next(ref for ref in refs(bare, OWN) if "/ana-" in ref), "2026-01.jsonl")
    other = line.replace(b"ana-jan", b"forged")
    make.files(journal(team[1]).folder / "ben-1", {"2026-01.jsonl": other})
    exchange(team[1])
    fold(team[0])
    assert {line, other} <= {one + b"\n" for one in file_of(bare, PACK, "2026-01.jsonl").splitlines()}


def test_a_line_that_is_no_event_is_kept_and_told_once(team, bare):
    make.files(journal(team[1]).folder / "ben-1", {"2026-01.jsonl": b'{"v":2,"new":"thing"}\n'})
    exchange(team[1])
    exchange(team[0])
    told: list[str] = []
    record(team[0], tell=told.append).all()
    fold(team[2])
    exchange(team[0])
    record(team[0], tell=told.append).all()
    new = clone(bare, "new")
    exchange(new)
    record(new, tell=told.append).all()
    assert [line.partition(" of ")[0] for line in told] == ["1 line", "1 line"]  # once for each clone
    places = [list_unreadable(KnowledgeBase.open(str(folder))).broken_lines for folder in (team[0], team[1], new)]
    assert [len(found) for found in places] == [1, 1, 1]
    assert ("/ben-1:" in places[0][0].source, "/pack:" in places[2][0].source) == (True, True)


def test_a_month_too_large_for_one_file_stays_in_its_writers_refs(team, bare, monkeypatch):
    note(team[0], *(f"ana-{number}" for number in range(9)), person=address(team[0]), now=JANUARY)
    monkeypatch.setattr(pack_module, "LARGEST", 2_000)
    done = fold(team[0])
    assert (done.left, [month.month for month in done.months]) == (("2026-01",), ["2026-02"])
    assert names(bare) == ["ana", "ben", "cleo", "pack"]
    new = clone(bare, "new")
    assert len(received(new)) == 16


def test_refs_are_deleted_by_several_pushes(team, bare, monkeypatch):
    monkeypatch.setattr(compact_module, "AT_ONCE", 1)
    assert (fold(team[0]).retired, names(bare)) == (2, ["cleo", "pack"])


def test_a_remote_that_knows_no_atomic_push_deletes_them_too(team, bare):
    make.git(bare, "config", "receive.advertiseAtomic", "false")
    assert (fold(team[0]).retired, names(bare)) == (2, ["cleo", "pack"])


def test_where_refs_may_not_be_deleted_the_pack_is_of_use_all_the_same(team, bare):
    hook(bare, "update", '[ "${3#0000}" = "$3" ]')
    done = fold(team[0])
    assert (figures(done), done.kept_why) == ((3, 6, 0, 2), "hook declined")
    new = clone(bare, "new")
    assert (received(new), names(bare)) == (ALL, ["ana", "ben", "cleo", "pack"])
    hook(bare, "update", "exit 0")
    assert (figures(fold(team[0])), names(bare)) == ((0, 0, 2, 0), ["cleo", "pack"])


def test_who_may_not_push_the_pack_is_told_and_nothing_changes(team, bare):
    hook(bare, "update", '[ "${1%/pack}" = "$1" ]')
    before = refs(bare)
    with pytest.raises(KcsError) as caught:
        fold(team[0])
    assert caught.value.message == f"{PACK} at origin cannot be pushed (hook declined); all journals are as they were"
    assert caught.value.hint == f"Let somebody compact who may push and delete {OWN}/* at origin"
    assert refs(bare) == before


def test_a_writer_who_writes_meanwhile_keeps_the_ref(team, bare):
    note(team[0], "ana-late", person=address(team[0]), now=JANUARY)
    ref = next(ref for ref in refs(bare, OWN) if "/ana-" in ref)
    before = refs(bare)[ref]
    exchange(team[0])
    newer = refs(bare)[ref]
    make.git(bare, "update-ref", ref, before)
    exchange(team[1])
    hook(bare, "post-receive", f"while read old new ref; do {PACKING} && git update-ref {ref} {newer}; done; true")
    done = fold(team[1])
    assert (done.retired, done.kept, names(bare)) == (1, 0, ["ana", "cleo", "pack"])
    new = clone(bare, "new")
    assert received(new) == sorted([*ALL, "ana-late"])


@pytest.mark.parametrize(
    ("moment", "at", "left"),
    [
        ("pre-receive", PACKING, ["ana", "ben", "cleo"]),
        ("post-receive", PACKING, ["ana", "ben", "cleo", "pack"]),
        ("pre-receive", DELETION, ["ana", "ben", "cleo", "pack"]),
        ("post-receive", DELETION, ["cleo", "pack"]),
    ],
)
def test_killed_at_any_step_nothing_is_lost_and_the_next_run_goes_on(team, bare, moment, at, left):
    pid = bare / "pid"
    stop = "exit 1" if moment == "pre-receive" else "exit 0"
    hook(bare, moment, f"while read old new ref; do if {at}; then kill -9 $(cat {pid}); {stop}; fi; done; true")
    victim = get_context("fork").Process(target=compact_with_pid, args=(team[0], pid))
    victim.start()
    victim.join()
    assert (victim.exitcode, names(bare)) == (-9, left)
    (bare / "hooks" / moment).unlink()
    new = clone(bare, "new")
    assert received(new) == ALL
    fold(team[0])
    assert (names(bare), received(new), received(clone(bare, "newer"))) == (["cleo", "pack"], ALL, ALL)


def compact_with_pid(folder: Path, pid: Path) -> None:
    pid.write_text(str(os.getpid()))
    fold(folder)


def test_two_who_compact_at_once_both_succeed(team, bare):
    with ProcessPoolExecutor(3, get_context("fork")) as pool:
        done = list(pool.map(fold, team))
    assert (sum(one.retired for one in done), names(bare)) == (2, ["cleo", "pack"])
    assert received(clone(bare, "new")) == ALL


def test_journals_that_are_branches_are_folded_too(bare):
    ana = clone(bare, "ana")
    note(ana, "kb-a", person=address(ana), now=JANUARY)
    assert figures(fold(ana, BRANCHES)) == (1, 1, 1, 0)
    assert (list(refs(bare, BRANCHES)), exchange(ana, BRANCHES).sent) == ([f"{BRANCHES}/pack"], 0)
    new = clone(bare, "new")
    exchange(new, BRANCHES)
    assert articles(new) == ["kb-a"]


def test_a_mirror_takes_the_pack_for_nobody_s_own(team, bare):
    fold(team[0])
    tip = refs(bare)[PACK]
    make.git(team[1], "fetch", "-q", "origin", "+refs/kcs/*:refs/kcs/*")
    assert (exchange(team[1]).sent, refs(bare)[PACK]) == (0, tip)


def test_a_pack_that_lacks_a_line_is_not_sent(bare):
    ana = clone(bare, "ana")
    whole = make.journal_ref(ana, f"{OWN}/x", b"one\ntwo\n")
    torn = make.journal_ref(ana, f"{OWN}/y", b"one\n")
    with reading_objects(ana) as objects, pytest.raises(KcsError) as caught:
        check_pack(objects, torn, "", [whole])
    assert caught.value.message.startswith("The pack has not all of 2026-03.jsonl that the journals have; it was not sent")


def test_a_journal_with_files_of_a_later_kcs_keeps_its_ref(team, bare):
    ref = next(ref for ref in refs(bare, OWN) if "/ana-" in ref)
    month = make.git(bare, "ls-tree", ref)
    tree = month + month.replace("2026-01.jsonl", "later").splitlines(keepends=True)[0]
    made = subprocess.run(["git", "-C", bare, "mktree"], input=tree.encode(), capture_output=True, check=True)
    commit = make.git(bare, "commit-tree", "-p", ref, "-m", "later", made.stdout.decode().strip()).strip()
    make.git(bare, "update-ref", ref, commit)
    assert (fold(team[1]).retired, names(bare)) == (1, ["ana", "cleo", "pack"])


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["note", "note", "share", "fold"]), st.integers(0, 2), st.sampled_from([JANUARY, FEBRUARY, NOW])
    ),
    max_size=9,
)


@settings(max_examples=8, deadline=None)
@given(STEPS)
def test_whatever_is_noted_shared_and_folded_every_event_is_everywhere_once(steps):
    with TemporaryDirectory() as folder:
        bare = hub(Path(folder))
        clones = [clone(bare, f"p{number}") for number in range(3)]
        noted = []
        for number, (step, whose, when) in enumerate(steps):
            if step == "note":
                noted += note(clones[whose], f"kb-{number}", person=address(clones[whose]), now=when)
            else:
                (exchange if step == "share" else fold)(clones[whose])
        for one in (*clones, *clones):
            exchange(one)
        everywhere = [*clones, clone(bare, "new")]
        assert [received(one) for one in everywhere] == [sorted(event.article for event in noted)] * 4


@pytest.mark.parametrize("put", ["", "refs/heads/main"])
def test_a_pack_that_was_deleted_or_replaced_at_the_remote_is_there_again_with_writers_who_are_gone(team, bare, put):
    ana, ben, cleo = team
    fold(ana)
    exchange(cleo)
    shutil.rmtree(ben)
    make.git(bare, "update-ref", *([PACK, put] if put else ["-d", PACK]))
    fold(ana)
    later = clone(bare, "later")
    assert (exchange(cleo).rejected, exchange(later).rejected) == ((), ())
    assert [articles(folder) for folder in (ana, cleo, later)] == [ALL] * 3
    assert "refs/kcs/moved" not in make.git(ana, "for-each-ref")
    assert figures(fold(ana)) == (0, 0, 0, 0)
