import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.knowledge_base.library import FolderTimes, TreeTimes
from kcs_cli.search.index.refresh import MOST_RESTLESS, Changes, pending_changes
from kcs_cli.search.index.seen import SeenTable, written
from tests.search.index.test_refresh import CONTENTS, Base, answers

NAMES = st.text(st.characters(exclude_characters="\0/", exclude_categories=("Cs",)), min_size=1, max_size=3)
TREES = st.dictionaries(
    st.sampled_from(["", "sub", "sub/ä", "x y"]), st.dictionaries(NAMES, st.integers(1, 2**62), max_size=4), max_size=4
)


def times_of(tree, at=1):
    folders = {
        folder: FolderTimes(number=hash(tuple(sorted(files.items()))) or 1, names=list(files), numbers=list(files.values()))
        for folder, files in tree.items()
    }
    return TreeTimes(at=at, key=7, folders=folders)


def files_of(tree):
    return {
        f"{folder}/{name}" if folder else name: number for folder, files in tree.items() for name, number in files.items()
    }


@given(TREES, TREES, st.data())
@settings(max_examples=100, deadline=None)
def test_what_differs_is_told_by_two_looks(before, now, data):
    then, there = files_of(before), files_of(now)
    restless = data.draw(st.sets(st.sampled_from(sorted(then)))) if then else set()
    table = SeenTable(written(times_of(before), 0, dict.fromkeys(restless), 5))
    found, gone = table.differing(times_of(now))
    assert sorted(found) == sorted(path for path in there if path in restless or then.get(path) != there[path])
    assert sorted(gone) == sorted(then.keys() - there.keys())


@given(TREES)
@settings(max_examples=20, deadline=None)
def test_half_a_table_is_none(tree):
    content = written(times_of(tree), 3, {}, 5)
    for end in (0, 5, len(content) // 2, len(content) - 1):
        with pytest.raises((ValueError, TypeError, KeyError)):
            SeenTable(content[:end])


@pytest.fixture
def moved(tmp_path):
    """A base of which a file has changed a moment ago."""
    base = Base(tmp_path)
    base.write("a.md", CONTENTS["kiwi"])
    base.write("sub/c.md", CONTENTS["dusk"])
    base.update()
    (base.root / "a.md").write_text(CONTENTS["named"])
    base.update()
    return base


def is_fresh(base):
    return base.index.is_seen(base.library.fingerprint(), base.root)


def test_a_search_right_after_an_edit_was_taken_in_takes_in_nothing(moved):
    assert is_fresh(moved)


def test_what_changed_again_under_the_same_time_stamp_is_told_by_its_content(moved):
    seen = moved.index.generation() / "seen"
    (moved.root / "a.md").write_text(CONTENTS["named"].replace("Zebra", "Zebru"))
    first, _, rest = seen.read_bytes().partition(b"\n")
    head = {**json.loads(first), "number": moved.library.fingerprint()}  # as if no time had passed
    seen.write_bytes(json.dumps(head).encode() + b"\n" + rest)
    assert not is_fresh(moved)
    assert [card.title for card in moved.update().engine.cards("name", "a.md")] == ["Zebru"]


def test_where_many_files_just_changed_the_next_search_looks_at_them_and_reads_none(tmp_path):
    base = Base(tmp_path, settled=False)
    for number in range(MOST_RESTLESS + 1):
        base.write(f"{number}.md", CONTENTS["no id"])
    base.update()
    assert not is_fresh(base)
    for number in range(MOST_RESTLESS + 1):
        os.utime(base.root / f"{number}.md", (1_600_000_000, 1_600_000_000))
    assert base.update()._replace(engine=None) == (None, 0, 0, False, False)
    assert is_fresh(base)


def test_what_the_version_before_kept_is_renewed_and_nothing_is_read_again(moved):
    entries = ("1600000000000000000 1600000000000000000 120\ta.md", "1600000000000000000 1600000000000000000 90\tsub/c.md")
    (moved.index.generation() / "seen").write_bytes("\0".join(("-4711", *entries)).encode())
    generation = moved.index.generation()
    assert not is_fresh(moved)
    assert pending_changes(moved.library, moved.index) == Changes()
    assert moved.update()._replace(engine=None) == (None, 0, 0, False, False)
    assert (is_fresh(moved), moved.index.generation()) == (True, generation)


def test_a_look_from_before_another_process_took_files_in_takes_none_of_them_out(moved):
    before = moved.library.look()
    moved.write("sub/new.md", CONTENTS["fern"])
    moved.update()
    assert moved.refresh.update(moved.index, before)._replace(engine=None) == (None, 0, 0, False, False)
    assert "sub/new.md" in moved.update().engine.state()


def test_a_folder_that_became_a_link_is_gone_as_if_it_was_deleted(moved, tmp_path):
    (moved.root / "sub").rename(tmp_path / "elsewhere")
    (moved.root / "sub").symlink_to(tmp_path / "elsewhere")
    assert moved.update()._replace(engine=None) == (None, 0, 1, False, False)
    assert answers(moved.update().engine) == answers(moved.refresh.in_memory().engine)
