import pytest

from kcs_cli.learn.news_memory import NewsMemory
from tests import make


def test_what_was_seen_is_remembered_for_each_person_and_base(tmp_path):
    NewsMemory(tmp_path, "kb", "ana").note({"a": "1", "b": "2"})
    NewsMemory(tmp_path, "kb", "ana").note({"b": "3"})
    NewsMemory(tmp_path, "kb", "ben").note({"a": "9"})
    known = [NewsMemory(tmp_path, *key).revisions() for key in (("kb", "ana"), ("kb", "ben"), ("other", "ana"))]
    assert known == [{"a": "1", "b": "3"}, {"a": "9"}, {}]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"v": 2, "seen": {}}', '{"v": 1, "seen": 5}', '{"v": 1}', '{"v":1,"seen":{"kb ana":[]}}', b"\xff"],
)
def test_a_file_that_cannot_be_read_is_as_if_nothing_was_seen(tmp_path, text):
    make.files(tmp_path, {"news.json": text})
    seen = NewsMemory(tmp_path, "kb", "ana")
    assert seen.revisions() == {}
    seen.note({"a": "1"})
    assert seen.revisions() == {"a": "1"}


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path):
    for folder in (None, tmp_path / "not there"):
        seen = NewsMemory(folder, "kb", "ana")
        seen.note({"a": "1"})
        assert seen.revisions() == {}
