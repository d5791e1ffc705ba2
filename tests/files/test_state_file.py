import json
import stat

import pytest

from kcs_cli.files.state_file import StateFile


@pytest.fixture
def file(tmp_path):
    return tmp_path / "state.json"


def test_what_was_written_is_read_by_the_next(file):
    StateFile(file, 1).write(seen={"kb-ą": "1"})
    assert StateFile(file, 1).read() == {"v": 1, "seen": {"kb-ą": "1"}}


def test_what_was_written_before_is_replaced(file):
    StateFile(file, 1).write(seen=1)
    StateFile(file, 1).write(shown=2)
    assert StateFile(file, 1).read() == {"v": 1, "shown": 2}


def test_the_version_may_go_by_another_name(file):
    StateFile(file, 3, "version").write(addresses={})
    assert json.loads(file.read_text()) == {"version": 3, "addresses": {}}
    assert (StateFile(file, 3, "version").read() != {}, StateFile(file, 3).read()) == (True, {})


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"5", b"{}", b'{"v": 2}', b"\xff", b"[" * 100_000])
def test_what_is_garbled_or_of_another_version_is_as_nothing_and_replaced(file, content):
    file.write_bytes(content)
    assert StateFile(file, 1).read() == {}
    StateFile(file, 1).write(seen=1)
    assert StateFile(file, 1).read() == {"v": 1, "seen": 1}


def test_what_is_private_is_nobody_elses(file):
    StateFile(file, 1, is_private=True).write(words="vpn")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_text_that_is_no_unicode_is_kept(file):
    StateFile(file, 1).write(path="a\ud800")
    assert StateFile(file, 1).read()["path"] == "a\ud800"


def test_where_nothing_can_be_written_nothing_is_remembered_and_nothing_fails(tmp_path):
    for state in (StateFile(None, 1), StateFile(tmp_path / "gone/state.json", 1), StateFile(tmp_path, 1)):
        state.write(seen=1)
        assert state.read() == {}
    assert list(tmp_path.iterdir()) == []
