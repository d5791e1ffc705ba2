import os
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcs_cli.knowledge_base.knowledge_base import silent
from kcs_cli.knowledge_base.library import Library
from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.index.folder import IndexFolder
from kcs_cli.search.index.refresh import Changes, Refresh, pending_changes
from tests import make

CONTENTS = {
    "kiwi": make.article("Kiwi", "plum", id="one", tags="[red]", language="en"),
    "fern": make.article("Fern", "plum", id="one", language="en"),
    "dusk": make.article("Dusk", "plum", id="two", confidence="archived", language="en"),
    "no id": make.article("Onyx", "plum", language="en"),
    "named": make.article("Zebra", "plum", id="a", aliases="[one]", language="en"),
    "bad yaml": "---\ntitle: [open\n---\nplum\n",
    "not utf-8": b"plum \xff",
    "empty": "---\nlanguage: en\n---\n",
}
PATHS = ("a.md", "b.md", "sub/c.md", "sub/d.md")
QUESTIONS = ("plum", "kiwi", "fern", "dusk", "onyx", "zebra", "tag:red", "", "id:one", "id:a")


class Base:
    """A folder of articles and an index of it; a settled one has files that changed long ago."""

    def __init__(self, folder, settled=True, config=None):
        # A language that nothing tells is that of most articles when one is read: an index made anew may know better
        self.root, self.settled = Path(folder) / "kb", settled
        self.config = config or make.config(defaults_language="en")
        self.root.mkdir(parents=True)
        self.clock = count(1_600_000_000)
        self.index = IndexFolder(Path(folder) / "index", "key")
        self.index.folder.mkdir()

    @property
    def library(self):
        return Library(self.root, self.config)

    @property
    def refresh(self):
        return Refresh(self.library, iter, silent)

    def write(self, path, content):
        make.files(self.root, {path: content})
        if self.settled:
            now = next(self.clock)
            os.utime(self.root / path, (now, now))

    def delete(self, path):
        (self.root / path).unlink(missing_ok=True)

    def rename(self, old, new):
        if (self.root / old).exists():
            (self.root / new).parent.mkdir(exist_ok=True)
            (self.root / old).replace(self.root / new)

    def update(self):
        return self.refresh.update(self.index)


@pytest.fixture
def base(tmp_path):
    made = Base(tmp_path)
    made.write("a.md", CONTENTS["kiwi"])
    made.write("b.md", CONTENTS["dusk"])
    made.update()
    return made


def answers(engine):
    """Return all that an index can be asked, except scores: these count what was deleted too until it is merged away."""
    asked = [engine.search(parse(typed), Where(), 10, SearchOptions(facets=True)) for typed in QUESTIONS]
    return (
        engine.state(),
        engine.unread(),
        engine.count(),
        [(sorted(m.card for m in a.matches), a.found, {k: sorted(v) for k, v in a.facets.items()}) for a in asked],
    )


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(PATHS), st.sampled_from(sorted(CONTENTS))),
        st.tuples(st.just("delete"), st.sampled_from(PATHS)),
        st.tuples(st.just("rename"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
        st.just(("update",)),
    ),
    max_size=12,
)


def follow(base, steps):
    for name, *arguments in steps:
        if name == "write":
            arguments[1] = CONTENTS[arguments[1]]
        getattr(base, name)(*arguments)


@settings(max_examples=30, deadline=None)
@given(STEPS)
@example([("write", "b.md", "kiwi"), ("update",), ("write", "a.md", "fern"), ("update",), ("delete", "a.md")])
@example([("write", "a.md", "kiwi"), ("write", "b.md", "fern"), ("update",), ("write", "a.md", "bad yaml")])
def test_an_updated_index_answers_as_one_built_anew(steps):
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        base = Base(folder)
        follow(base, steps)
        assert answers(base.update().engine) == answers(base.refresh.in_memory().engine)


@settings(max_examples=8, deadline=None)
@given(STEPS)
@example([("write", "a.md", "kiwi"), ("update",), ("write", "a.md", "dusk")])
def test_it_does_so_while_files_are_just_changing(steps):
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        base = Base(folder, settled=False)
        follow(base, steps)
        assert answers(base.update().engine) == answers(base.refresh.in_memory().engine)


@settings(max_examples=10, deadline=None)
@given(STEPS)
def test_pending_changes_are_those_the_next_update_takes_in(steps):
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        base = Base(folder)
        base.update()
        follow(base, steps)
        pending = pending_changes(base.library, base.index)
        done = base.update()
        assert (len(pending.read), len(pending.remove)) == (done.read, done.removed)
        assert pending_changes(base.library, base.index) == Changes()


def test_an_edit_right_after_a_search_is_found_by_the_next(tmp_path):
    base = Base(tmp_path, settled=False)
    base.write("a.md", CONTENTS["kiwi"])
    base.update()
    base.write("a.md", CONTENTS["dusk"])
    assert [card.title for card in base.update().engine.cards("name", "a.md")] == ["Dusk"]


def test_where_nothing_changed_nothing_is_read(base):
    assert base.update()._replace(engine=None) == (None, 0, 0, False, False)
    assert base.index.is_seen(base.library.fingerprint())


@pytest.mark.parametrize(
    "change",
    [
        lambda base: base.write("a.md", CONTENTS["fern"]),
        lambda base: base.write("new.md", CONTENTS["fern"]),
        lambda base: base.write("sub/sub/new.md", CONTENTS["fern"]),
        lambda base: base.delete("a.md"),
        lambda base: base.rename("a.md", "c.md"),
        lambda base: base.rename("a.md", "b.md"),
    ],
    ids=["edited", "new", "new folder", "deleted", "renamed", "renamed over another"],
)
def test_a_change_is_seen_without_reading_a_file(base, change):
    change(base)
    assert not base.index.is_seen(base.library.fingerprint())


def test_a_file_that_only_looks_changed_is_read_and_stays(base):
    os.utime(base.root / "a.md", (1, 1))
    assert base.update()._replace(engine=None) == (None, 0, 0, False, False)


def test_an_update_tells_what_it_took(base):
    base.write("a.md", CONTENTS["no id"])
    base.write("c.md", CONTENTS["fern"])
    base.delete("b.md")
    assert base.update()._replace(engine=None) == (None, 2, 1, False, False)


def test_an_index_is_built_where_there_is_none(tmp_path):
    base = Base(tmp_path)
    base.write("a.md", CONTENTS["kiwi"])
    assert base.update()._replace(engine=None) == (None, 1, 0, True, False)


def test_an_index_in_memory_writes_nothing(tmp_path):
    base = Base(tmp_path)
    base.write("a.md", CONTENTS["kiwi"])
    assert base.refresh.in_memory()._replace(engine=None) == (None, 1, 0, True, True)
    assert list(base.index.folder.iterdir()) == []


def test_the_first_path_keeps_an_id_that_two_files_claim(base):
    base.write("c.md", CONTENTS["fern"])
    engine = base.update().engine
    assert [card.path for card in engine.cards("id", "one")] == ["a.md"]
    assert [(b.path, b.line, b.reason) for b in engine.broken()] == [("c.md", 1, "duplicate id one: it is a.md's")]


def test_a_file_set_aside_for_its_id_comes_back_when_the_id_is_free(base):
    base.write("c.md", CONTENTS["fern"])
    base.update()
    base.delete("a.md")
    engine = base.update().engine
    assert ([card.path for card in engine.cards("id", "one")], engine.broken()) == (["c.md"], [])


def test_a_corrected_file_comes_back(base):
    base.write("c.md", CONTENTS["bad yaml"])
    assert [b.path for b in base.update().engine.faulty()] == ["c.md"]
    base.write("c.md", CONTENTS["no id"])
    assert base.update().engine.unread() == []


def test_a_crash_after_the_index_was_written_repeats_work_and_doubles_nothing(base):
    seen = base.index.generation() / "seen"
    before = seen.read_bytes()
    base.write("a.md", CONTENTS["fern"])
    base.write("c.md", CONTENTS["no id"])
    base.update()
    seen.write_bytes(before)
    assert answers(base.update().engine) == answers(base.refresh.in_memory().engine)


def test_a_crash_and_a_deletion_leave_no_deleted_article(base):
    base.rename("a.md", "c.md")
    base.update()
    (base.index.generation() / "seen").unlink()  # as a crash after the index was written leaves it
    base.delete("c.md")
    assert answers(base.update().engine) == answers(base.refresh.in_memory().engine)


@pytest.mark.parametrize("seen", [b"", b"garbage", b"\xff\xfe", b"12\x00\x00\x00", b"\x001 2 3\tgone.md"])
def test_what_was_seen_may_be_lost(base, seen):
    (base.index.generation() / "seen").write_bytes(seen)
    base.delete("b.md")
    base.write("a.md", CONTENTS["fern"])
    assert answers(base.update().engine) == answers(base.refresh.in_memory().engine)


def test_another_folder_of_articles_is_taken_in(base):
    base.write("other/x.md", CONTENTS["no id"])
    base.config = make.config(articles_folder="other")
    assert sorted(base.update().engine.state()) == ["other/x.md"]


def test_everything_is_pending_where_there_is_no_index(base):
    assert pending_changes(base.library, None) == Changes(read=("a.md", "b.md"))


def test_everything_is_pending_where_the_index_is_damaged(base):
    (base.index.generation() / "meta.json").write_bytes(b"{")
    assert pending_changes(base.library, base.index) == Changes(read=("a.md", "b.md"))


def test_asking_what_is_pending_changes_nothing(base):
    base.write("a.md", CONTENTS["fern"])
    before = {path: path.read_bytes() for path in base.index.folder.rglob("*") if path.is_file()}
    assert pending_changes(base.library, base.index) == Changes(read=("a.md",))
    assert {path: path.read_bytes() for path in base.index.folder.rglob("*") if path.is_file()} == before
