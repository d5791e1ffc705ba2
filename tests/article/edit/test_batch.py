"""Tests of several fields changed at once: as `set_field` and `add_to_list` do, one after the other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.article.edit import yaml
from kcs_cli.article.edit.batch import FieldEdit, edit_fields
from kcs_cli.article.edit.field import EditError, add_to_list, set_field
from kcs_cli.article.front_matter import take_apart

TEXT = "---\n# ours\nid:\ntitle:  # why\nkind: problem\ntags: []\nsaid:\n  -\n---\n\n## Issue\n"


def front(source: str) -> str:
    return f"---\n{source}---\nbody\n"


def one_by_one(text: str, edits: list[FieldEdit]) -> str:
    for one in edits:
        text = add_to_list(text, one.name, str(one.value)) if one.adds else set_field(text, one.name, one.value)
    return text


def test_fields_are_set_and_lists_become_longer_in_one_go():
    edits = [
        FieldEdit("id", "kb-1"), FieldEdit("title", "It blinks: twice"), FieldEdit("tags", "a", adds=True),
        FieldEdit("tags", "b", adds=True), FieldEdit("said", "it blinks", adds=True), FieldEdit("said", "red", adds=True),
        FieldEdit("url", "there"),
    ]  # fmt: skip
    expected = (
        '---\n# ours\nid: kb-1\ntitle: "It blinks: twice"  # why\nkind: problem\ntags: [a, b]\n'
        "said:\n  - it blinks\n  - red\nurl: there\n---\n\n## Issue\n"
    )
    assert edit_fields(TEXT, edits) == one_by_one(TEXT, edits) == expected


def test_a_list_that_becomes_longer_keeps_its_lines():
    text = front("tags:\n-   a # one\n# between\n-   b\nsaid: [x, 'y'] # why\n")
    edits = [FieldEdit(name, entry, adds=True) for name in ("tags", "said") for entry in ("c", "x", "d", "c")]
    expected = front("tags:\n-   a # one\n# between\n-   b\n-   c\n-   x\n-   d\nsaid: [x, 'y', c, d] # why\n")
    assert edit_fields(text, edits) == one_by_one(text, edits) == expected


def test_toml_is_changed_as_well():
    text = '+++\ntitle = "a"\ntags = ["x"]\n[t]\nu = 1\n+++\n'
    edits = [FieldEdit("title", "b"), FieldEdit("tags", "y", adds=True), FieldEdit("id", "kb-1")]
    expected = '+++\ntitle = "b"\ntags = ["x", "y"]\nid = "kb-1"\n[t]\nu = 1\n+++\n'
    assert edit_fields(text, edits) == one_by_one(text, edits) == expected


def test_what_stands_in_each_others_way_is_changed_one_after_the_other():
    text, edits = front("a: 1\nlast: x\n"), [FieldEdit("new", "b"), FieldEdit("last", None), FieldEdit("newer", "c")]
    assert edit_fields(text, edits) == one_by_one(text, edits) == front("a: 1\nnew: b\nnewer: c\n")


def test_a_text_without_front_matter_gets_one():
    edits = [FieldEdit("id", "kb-1"), FieldEdit("tags", "a", adds=True)]
    assert edit_fields("# A\n", edits) == one_by_one("# A\n", edits) == "---\nid: kb-1\ntags: [a]\n---\n# A\n"


def test_removing_from_a_text_without_front_matter_changes_nothing():
    assert edit_fields("# A\n", [FieldEdit("id", None)]) == "# A\n"


def test_a_new_front_matter_may_have_any_names():
    edits = [FieldEdit("content", "no"), FieldEdit("handler", ["a b"])]
    assert edit_fields("# A\r\n", edits) == '---\r\ncontent: "no"\r\nhandler:\r\n  - a b\r\n---\r\n# A\r\n'


@pytest.mark.parametrize("source", ["tags: {a: b}\n", "tags: [[a]]\n", "tags: a\ntags: b\n"])
def test_what_cannot_be_is_refused(source):
    with pytest.raises(EditError):
        edit_fields(front(source), [FieldEdit("tags", "x", adds=True), FieldEdit("id", "kb-1")])


def test_nothing_to_change_leaves_every_byte():
    text = front("title:   'It' # why\ntags: [ a ]\n")
    assert edit_fields(text, [FieldEdit("title", "It"), FieldEdit("tags", "a", adds=True)]) == text


def test_the_front_matter_is_taken_apart_twice_whatever_is_changed():
    yaml.read_pairs.cache_clear()
    edit_fields(TEXT, [FieldEdit(name, "x") for name in ("id", "title", "kind", "owner", "url", "origin")])
    assert yaml.read_pairs.cache_info().misses == 2


NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
WORDS = st.sampled_from(["x", "y z", "a: b", "no", "12", ""])
SETS = st.builds(FieldEdit, NAMES, st.none() | WORDS | st.lists(WORDS, max_size=2), st.just(False))
ADDS = st.builds(FieldEdit, NAMES, WORDS, st.just(True))
FIELDS = ("a: 1\n", "b: [x, y] # why\n", "c:\n  - x\n  # c\n  - z\n", "d: |\n  text\n\n", "# comment\n", "e:\n")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FIELDS), unique=True), st.lists(SETS | ADDS, max_size=5))
def test_it_says_what_one_change_after_the_other_says(fields, edits):
    text = front("".join(fields))
    try:
        expected = one_by_one(text, edits)
    except EditError:
        with pytest.raises(EditError):
            edit_fields(text, edits)
        return
    changed = edit_fields(text, edits)
    assert take_apart(changed.encode())[1] == take_apart(expected.encode())[1]
