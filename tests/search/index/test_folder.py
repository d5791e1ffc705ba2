import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kcs_cli.errors import IndexDamagedError, IndexUnwritableError, KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.progress import silent
from kcs_cli.search.ask import search
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.index import refresh
from kcs_cli.search.index.folder import IndexFolder
from kcs_cli.search.index.opener import build_anew, engine, index_folder, open_index
from kcs_cli.search.name import find_card
from tests import make

REPOSITORY = Path(__file__).parents[3]
ALL = ["kb-mail01", "kb-print1", "kb-vpn001"]
OUTBOX = ("kb-mail01", "A message stays in the outbox.", 13)


def settle(root):
    """Let all files have changed long ago."""
    for number, path in enumerate(sorted(root.glob("knowledge/*.md"))):
        os.utime(path, (1_600_000_000 + number,) * 2)
    return root


@pytest.fixture
def kb(new_kb):
    return new_kb


def settled(root, contents):
    """Make a knowledge base whose files have changed long ago, and its index."""
    build_anew(KnowledgeBase.open(str(settle(make.first_commit(root, contents)))))


@pytest.fixture
def indexed(tmp_path):
    root = make.copied(tmp_path / "kb", settled, tuple(make.THREE.items()))
    open_index(KnowledgeBase.open(str(root)))  # the index knows files by more than their time: a copy is another one
    return root


def folder_of(root):
    return index_folder(KnowledgeBase.open(str(root)))


def ask(root):
    """Search in two ways and return what was found and what was told."""
    told = []
    kb = KnowledgeBase.open(str(root), told.append)
    every = search(kb, "", Where({"path": ("knowledge",)}), 10)
    found = search(kb, "outbox", Where(), 10, facets=True, explain=True)
    assert sorted(hit.id for hit in every.hits) == ALL
    assert [(hit.id, hit.passage, hit.line) for hit in found.hits] == [OUTBOX]
    return told


def python(script, *arguments, **options):
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": REPOSITORY, **options}
    return subprocess.Popen([sys.executable, "-c", script, *map(str, arguments)], **pipes)


def test_a_fresh_index_is_opened_as_it_is(indexed):
    before = folder_of(indexed).generation()
    assert (ask(indexed), folder_of(indexed).generation()) == ([], before)


@pytest.mark.parametrize("key", ["schema", "analysis", "engine", "reading"])
def test_an_index_made_in_another_way_is_built_again(indexed, key):
    before = folder_of(indexed).generation()
    stamp = json.loads((before / "stamp.json").read_text())
    (before / "stamp.json").write_text(json.dumps({**stamp, key: "another"}))
    assert folder_of(indexed).open() is None
    assert (ask(indexed), folder_of(indexed).generation() != before, before.exists()) == ([], True, False)


def test_another_configuration_builds_the_index_again(indexed):
    (indexed / "kcs.toml").write_text('[fields]\ntitle = ["name"]\n')
    kb = KnowledgeBase.open(str(indexed))
    assert (open_index(kb).rebuilt, find_card(kb, "kb-mail01").title) == (True, "mail")


@pytest.mark.parametrize(
    "content", [None, b"", b"g-none", b"../../..", b"\xff\xfe", b"g-x/../y", b"g-" + b"x" * 300, b"g-\x00"]
)
def test_a_lost_name_of_the_index_in_use_builds_it_again(indexed, content):
    current = folder_of(indexed).folder / "current"
    current.unlink() if content is None else current.write_bytes(content)
    assert ask(indexed) == []


def delete(path):
    path.unlink()


def truncate(path):
    make.damage(path, path.read_bytes()[: path.stat().st_size // 2])


def empty(path):
    make.damage(path, b"")


def garble(path):
    make.damage(path, random.Random(1).randbytes(path.stat().st_size))


FILES = ["meta.json", ".managed.json", "stamp.json", "seen", "*.fast", "*.fieldnorm", "*.idx", "*.pos", "*.store", "*.term"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [delete, truncate, empty, garble])
def test_a_damaged_index_answers_all_the_same(indexed, name, damage):
    (path,) = folder_of(indexed).generation().glob(name)
    damage(path)
    told = ask(indexed)
    assert len(told) <= 1
    assert not any("\n" in line for line in told)
    assert ask(indexed) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [delete, garble])
def test_a_damaged_index_takes_in_what_changed(indexed, name, damage):
    (path,) = folder_of(indexed).generation().glob(name)
    damage(path)
    make.files(indexed, {"knowledge/printer.md": make.article("Zebra", id="kb-print1", language="en")})
    settle(indexed)
    ask(indexed)
    assert find_card(KnowledgeBase.open(str(indexed)), "kb-print1").title == "Zebra"


@pytest.mark.parametrize("name", ["*.store", "*.term", "*.idx", "*.fast", "meta.json"])
@pytest.mark.parametrize("damage", [truncate, garble])
def test_an_article_is_named_in_a_damaged_index(indexed, name, damage):
    (path,) = folder_of(indexed).generation().glob(name)
    damage(path)
    assert find_card(KnowledgeBase.open(str(indexed)), "kb-mail01").title == "Mail waits in the outbox"


def test_a_folder_in_the_place_of_the_index_file_is_damage(indexed):
    (folder_of(indexed).generation() / "meta.json").unlink()
    (folder_of(indexed).generation() / "meta.json").mkdir()
    with pytest.raises(IndexDamagedError):
        folder_of(indexed).open()
    assert len(ask(indexed)) == 1


def test_a_lost_index_folder_is_made_again(indexed):
    folder = folder_of(indexed).folder
    folder.rename(folder.with_name("away"))
    assert ask(indexed) == []


def test_what_earlier_attempts_left_is_removed(indexed):
    for name in ("g-left", "g-over"):
        make.files(folder_of(indexed).folder / name, {"meta.json": "{}"})
    build_anew(KnowledgeBase.open(str(indexed)))
    assert len(list(folder_of(indexed).folder.glob("g-*"))) == 1


REBUILD = """
import sys
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.index.opener import build_anew
print("ready", flush=True)
while True:
    build_anew(KnowledgeBase.open(sys.argv[1]))
"""
EDIT = """
import os, sys
from pathlib import Path
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import search
from kcs_cli.search.engine.answer import Where
from tests.make import article
print("ready", flush=True)
n = 0
while True:
    n += 1
    path = Path(sys.argv[1], "knowledge/printer.md")
    path.with_suffix(".new").write_text(article(f"Printer {n}", id="kb-print1", language="en"))
    os.utime(path.with_suffix(".new"), (1_600_000_100 + n,) * 2)
    path.with_suffix(".new").replace(path)
    search(KnowledgeBase.open(sys.argv[1]), "printer", Where(), 10)
"""


@pytest.mark.parametrize("work", [REBUILD, EDIT], ids=["build", "update"])
def test_kcs_may_be_killed_at_any_moment(indexed, work):
    moments = random.Random(7)
    for _ in range(8):
        process = python(work, indexed)
        process.stdout.readline()
        time.sleep(moments.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert ask(indexed) == []
        kb = KnowledgeBase.open(str(indexed))
        assert engine(kb).state() == refresh.Refresh(kb.library, iter, silent).in_memory().engine.state()


def test_files_of_an_update_that_was_killed_do_not_stop_the_next(indexed):
    generation = folder_of(indexed).generation()
    before = {name: (generation / name).read_bytes() for name in ("meta.json", "seen")}
    make.files(indexed, {"knowledge/printer.md": make.article("Zebra", id="kb-print1", language="en")})
    settle(indexed)
    ask(indexed)
    make.files(generation, before)
    assert ask(indexed) == []


MANY = """
import sys
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import search
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.index.opener import build_anew
told = []
for n in range(12):
    kb = KnowledgeBase.open(sys.argv[1], told.append)
    if sys.argv[2] == "build":
        build_anew(kb)
    print(sorted(hit.id for hit in search(kb, "", Where({"path": ("knowledge",)}), 10).hits))
assert {line for line in told if "waiting" not in line} == set(), told
"""


def test_several_may_build_and_search_at_once(indexed):
    processes = [python(MANY, indexed, work) for work in ("build", "search", "build", "search")]
    done = [process.communicate() for process in processes]
    assert done == [(f"{ALL}\n" * 12, "")] * 4


HOLD = """
import fcntl, sys
lock = open(sys.argv[1], "a")
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held(indexed, monkeypatch):
    """A knowledge base whose index another process is writing."""
    monkeypatch.setattr(refresh, "WAIT", 0.1)
    holder = python(HOLD, folder_of(indexed).folder / "lock", stdin=subprocess.PIPE)
    holder.stdout.readline()
    yield indexed
    holder.communicate()


def test_a_fresh_index_is_searched_while_another_writes(held):
    assert ask(held) == []


def test_a_search_does_not_wait_for_another_for_ever(held):
    make.files(held, {"knowledge/mail.md": make.THREE["knowledge/mail.md"].replace("20 MB", "30 MB")})
    (line,) = ask(held)
    assert line == (
        "Another kcs is updating the index; kcs searches in memory. Search again in a moment; `kcs index` waits for its turn"
    )


def test_building_says_that_another_writes(held):
    with pytest.raises(IndexUnwritableError, match="Another kcs is updating the index"):
        build_anew(KnowledgeBase.open(str(held)))


FULL = """
import resource, sys
sys.dont_write_bytecode = True  # nor a part of it
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
sys.argv = ["kcs", "search", "outbox", "--format", "ids", "--root", sys.argv[1]]
from kcs_cli.__main__ import main
main()
"""


@pytest.mark.parametrize("size", [0, 100, 1_000, 3_000])
@pytest.mark.parametrize("state", ["none", "stale"])
def test_a_full_disk_is_said_in_one_line_and_the_search_answers(kb, size, state):
    if state == "stale":
        build_anew(KnowledgeBase.open(str(settle(kb))))
        make.files(kb, {"knowledge/printer.md": make.article("Zebra", id="kb-print1", language="en")})
    process = python(FULL, kb, size)
    out, err = process.communicate()
    assert (process.returncode, out, len(err.splitlines()), "memory" in err) == (0, "kb-mail01\n", 1, True)
    assert ask(kb) == []


def test_without_a_folder_to_write_to_kcs_searches_in_memory(kb, monkeypatch):
    monkeypatch.setenv("KCS_INDEX_DIR", "/dev/null/x")
    assert ask(kb) == ["There is no folder kcs may write an index to (KCS_INDEX_DIR names one); it searches in memory"]
    with pytest.raises(KcsError, match="no folder kcs may write an index to"):
        build_anew(KnowledgeBase.open(str(kb)))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    refusal = pytest.raises(IndexUnwritableError, match=r"/nowhere cannot be written \(No such file or directory\)")
    with refusal, IndexFolder(tmp_path / "nowhere", "key").writing(0.1, silent):
        raise AssertionError


def test_the_index_is_never_in_the_work_tree(indexed):
    ask(indexed)
    assert make.git(indexed, "status", "--porcelain", "--ignored") == ""
