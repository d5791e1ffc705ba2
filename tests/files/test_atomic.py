import subprocess
import sys

import pytest

from kcs_cli.files.atomic import find_upward, lock, write_atomic, write_new


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_nearest_name_above_is_found(tmp_path):
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "mark").touch()
    (tmp_path / "a/mark").touch()
    assert find_upward(tmp_path / "a/b/c", "mark") == tmp_path / "a/mark"


def test_the_folder_itself_is_looked_at_first(tmp_path):
    (tmp_path / "mark").touch()
    assert find_upward(tmp_path, "mark") == tmp_path / "mark"


def test_a_name_that_is_nowhere_is_not_found(tmp_path):
    assert find_upward(tmp_path, "no-such-name-5f3a") is None


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path):
    write_atomic(tmp_path / "a.txt", "é\r\n\n")
    assert (tmp_path / "a.txt").read_bytes() == b"\xc3\xa9\r\n\n"
    assert names(tmp_path) == ["a.txt"]


def test_writing_replaces_what_was_there(tmp_path):
    (tmp_path / "a.txt").write_text("old and longer")
    write_atomic(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text() == "new"


def test_text_that_cannot_be_encoded_leaves_the_old_file_and_no_rest(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_atomic(tmp_path / "a.txt", "x\ud800")
    assert ((tmp_path / "a.txt").read_text(), names(tmp_path)) == ("old", ["a.txt"])


def test_a_folder_in_the_place_of_the_file_leaves_no_rest(tmp_path):
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_atomic(tmp_path / "a.txt", "new")
    assert names(tmp_path) == ["a.txt"]


def test_writing_into_a_missing_folder_is_an_error_about_that(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomic(tmp_path / "missing/a.txt", "new")


def test_a_new_file_is_written(tmp_path):
    assert write_new(tmp_path / "a.txt", "new")
    assert ((tmp_path / "a.txt").read_text(), names(tmp_path)) == ("new", ["a.txt"])


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    assert not write_new(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text() == "old"


def test_a_link_to_nowhere_is_not_written_through(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "elsewhere")
    assert not write_new(tmp_path / "a.txt", "new")
    assert names(tmp_path) == ["a.txt"]


HOLD = """
import sys
from pathlib import Path
from kcs_cli.files.atomic import lock
with lock(Path(sys.argv[1]), 0, print):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_lock_that_another_process_holds_is_not_had(tmp_path, other):
    with pytest.raises(TimeoutError, match="held by another process"), lock(tmp_path / "lock", 0, print):
        pass


def test_a_wait_of_more_than_a_second_is_told_once(tmp_path, other):
    told = []
    with pytest.raises(TimeoutError), lock(tmp_path / "lock", 1.2, lambda: told.append("waits")):
        pass
    assert told == ["waits"]


def test_a_lock_frees_itself_when_its_process_is_killed(tmp_path, other):
    other.kill()
    other.wait()
    with lock(tmp_path / "lock", 0, print):
        assert names(tmp_path) == ["lock"]


def test_a_lock_is_free_after_use_and_after_an_error(tmp_path):
    with pytest.raises(ValueError, match="mine"), lock(tmp_path / "lock", 0, print):
        raise ValueError("mine")
    with lock(tmp_path / "lock", 0, print):
        assert names(tmp_path) == ["lock"]
