from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.search.index.refresh import Changes, find_changes

STAMPS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"))


@given(STAMPS, STAMPS)
def test_an_index_that_takes_in_the_changes_has_what_is_wanted(have, want):
    changes = find_changes(have, want)
    kept = {path: stamp for path, stamp in have.items() if path not in changes.remove}
    assert kept | {path: want[path] for path in changes.read} == want


@given(STAMPS, STAMPS)
def test_nothing_is_read_that_did_not_change(have, want):
    assert [path for path in find_changes(have, want).read if have.get(path) == want[path]] == []


def test_an_index_that_has_everything_lacks_nothing():
    assert find_changes({"a": "1"}, {"a": "1"}) == Changes()


def test_new_edited_and_deleted_paths_come_in_order():
    have = {"gone": "1", "edited": "1", "also gone": "1", "same": "1"}
    want = {"same": "1", "new": "1", "edited": "2"}
    assert find_changes(have, want) == Changes(read=("edited", "new"), remove=("also gone", "gone"))


def test_changes_are_true_when_there_are_any():
    assert [bool(c) for c in (Changes(), Changes(read=("a",)), Changes(remove=("a",)))] == [False, True, True]
