import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.journal.deed import LONGEST, MOST, Deed, DeedMemory, FileEdit, digest_of, file_edit, without_edit, written_file

TEXTS = st.text(st.sampled_from("ab\n\r€"), max_size=12)
LINK = Deed("link", (("kb-1", "VPN"),), "7", "resolution", ("e1",), at="2026-01-01T00:00:00.000+00:00")
FLAG = LINK._replace(kind="flag", events=("e2",))


def memory(folder, terminal: str = "tty1", by: str = "ana") -> DeedMemory:
    return DeedMemory(folder, {"terminal": terminal, "base": "kb", "by": by})


@given(TEXTS, TEXTS)
def test_an_edit_taken_back_is_the_text_that_was(before, after):
    assert without_edit(after, file_edit("a.md", before, after)) == before


def test_an_edit_is_no_more_than_what_differs():
    before, after = "one two three", "one 2 three"
    assert file_edit("a.md", before, after) == FileEdit(
        path="a.md", start=4, removed="two", added="2", digest=digest_of(after), before=digest_of(before)
    )


def test_a_text_that_changed_since_is_not_taken_back():
    with pytest.raises(ValueError, match="changed since"):
        without_edit("one 2 3", file_edit("a.md", "one two", "one 2"))


def test_what_was_done_is_remembered_in_its_order(tmp_path):
    memory(tmp_path).add(LINK, goes_on=False)
    memory(tmp_path).add(FLAG, goes_on=False)
    assert memory(tmp_path).mine() == [LINK, FLAG]


@pytest.mark.parametrize("whose", [{"terminal": "tty2"}, {"by": "ben"}])
def test_another_terminal_and_another_person_did_nothing(tmp_path, whose):
    memory(tmp_path).add(LINK, goes_on=False)
    assert memory(tmp_path, **whose).mine() == []


def test_a_part_of_what_was_done_before_is_one_with_it(tmp_path):
    edit = file_edit("a.md", "one", "two")
    memory(tmp_path).add(LINK, goes_on=False)
    memory(tmp_path, "tty2").add(FLAG, goes_on=False)
    memory(tmp_path).add(Deed("accept", LINK.articles, text="said", edits=(edit,), at=LINK.at), goes_on=True)
    assert memory(tmp_path).mine() == [LINK._replace(text="resolution; said", edits=(edit,))]
    assert memory(tmp_path, "tty2").mine() == [FLAG]


def test_what_was_taken_back_is_forgotten(tmp_path):
    for deed in (LINK, FLAG):
        memory(tmp_path).add(deed, goes_on=False)
    memory(tmp_path).drop([FLAG])
    assert memory(tmp_path).mine() == [LINK]


def test_the_latest_are_kept(tmp_path):
    one = memory(tmp_path)
    for number in range(MOST + 1):
        one.add(LINK._replace(text=str(number)), goes_on=False)
    assert [deed.text for deed in one.mine()] == [str(number) for number in range(1, MOST + 1)]


def test_a_change_that_is_too_long_to_keep_says_where_it_can_be_seen(tmp_path):
    edit = file_edit("a.md", "", "x" * (LONGEST + 1))
    memory(tmp_path).add(LINK._replace(edits=(edit,)), goes_on=False)
    bare = edit._replace(added="")
    assert memory(tmp_path).mine() == [LINK._replace(edits=(bare,), way_out="git diff shows what it changed")]


def test_which_file_a_deed_wrote_is_known_longer_than_what_and_in_every_terminal(tmp_path):
    edit = file_edit("a.md", "one", "two")
    memory(tmp_path).add(LINK._replace(edits=(edit,)), goes_on=False)
    for _ in range(MOST):
        memory(tmp_path, "tty2").add(LINK, goes_on=False)
    old = LINK._replace(edits=(written_file("a.md", "one", "two"),), way_out="git diff shows what it changed")
    assert (memory(tmp_path).mine(), memory(tmp_path, "tty2").of_person()[0]) == ([], old)
    assert memory(tmp_path, by="ben").of_person() == []


def test_a_deed_of_an_earlier_version_is_read(tmp_path):
    memory(tmp_path).add(LINK._replace(edits=(file_edit("a.md", "one", "two"),)), goes_on=False)
    known = json.loads((tmp_path / "undo.json").read_text())
    known["deeds"][0]["edits"][0].pop()
    (tmp_path / "undo.json").write_text(json.dumps(known))
    assert memory(tmp_path).mine()[0].edits[0].before is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"v": 9}', '{"v": 1, "deeds": 3}', '{"v": 1, "deeds": [1, {"by": 2}]}'])
def test_a_memory_that_is_garbled_is_none(tmp_path, content):
    (tmp_path / "undo.json").write_text(content)
    assert memory(tmp_path).mine() == []
    memory(tmp_path).add(LINK, goes_on=True)
    assert memory(tmp_path).mine() == [LINK]


def test_an_entry_of_another_form_is_passed_over(tmp_path):
    memory(tmp_path).add(LINK, goes_on=False)
    known = json.loads((tmp_path / "undo.json").read_text())
    known["deeds"].append({**known["deeds"][0], "edits": [["a.md"]]})
    (tmp_path / "undo.json").write_text(json.dumps(known))
    assert memory(tmp_path).mine() == [LINK]


def test_where_nothing_can_be_written_nothing_is_remembered():
    memory(None).add(LINK, goes_on=False)
    assert memory(None).mine() == []


def test_nobody_else_of_the_machine_reads_it(tmp_path):
    memory(tmp_path).add(LINK, goes_on=False)
    assert (tmp_path / "undo.json").stat().st_mode & 0o777 == 0o600
