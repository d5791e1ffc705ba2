import os
import subprocess
import sys
import time

import pytest

from kcs_cli.files.atomic import holder, lock, write_named
from kcs_cli.files.temporary import remove_stale, temporary_beside
from tests import make

DIE = """
import os, sys
from pathlib import Path
from kcs_cli.files.temporary import temporary_beside
temporary_beside(Path(sys.argv[1])).write_text("half")
"""


def left_by_the_dead(path) -> None:
    """Leave a temporary file beside another, of a process that is gone."""
    subprocess.run([sys.executable, "-c", DIE, str(path)], check=True)


def names(folder) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_what_a_dead_process_left_is_removed_and_what_a_live_one_writes_stays(tmp_path):
    left_by_the_dead(tmp_path / "a.md")
    mine = temporary_beside(tmp_path / "a.md")
    mine.write_text("half")
    (tmp_path / ".own.tmp").write_text("of somebody else")
    remove_stale(tmp_path)
    assert names(tmp_path) == sorted([".own.tmp", mine.name])


def test_of_another_machine_only_what_is_a_day_old_is_removed(tmp_path):
    for name in (".a.md.zzzz-1.01234567.tmp", ".a.md.0000-1.01234567.tmp", ".b.md.0000-1.01234567.tmp"):
        (tmp_path / name).write_text("half")
    long_ago = time.time() - 100_000
    os.utime(tmp_path / ".b.md.0000-1.01234567.tmp", (long_ago, long_ago))
    remove_stale(tmp_path)
    assert names(tmp_path) == [".a.md.0000-1.01234567.tmp", ".a.md.zzzz-1.01234567.tmp"]


def test_a_file_that_is_named_leaves_nothing_of_an_earlier_try_beside_it(tmp_path):
    left_by_the_dead(tmp_path / "report.json")
    write_named(tmp_path / "report.json", "{}")
    assert names(tmp_path) == ["report.json"]


def test_a_search_removes_what_was_left_beside_articles_and_in_the_git_directory(kb):
    left_by_the_dead(kb / "knowledge/vpn.md")
    left_by_the_dead(kb / ".git/kcs/undo.json")
    assert make.run(kb, "search", "printer").status == 0
    assert [path.name for path in kb.rglob(".*.tmp")] == []


def test_a_lock_says_who_holds_it(tmp_path):
    with lock(tmp_path / "lock", 0, print):
        assert f"process {os.getpid()}, since " in holder(tmp_path / "lock")
    assert holder(tmp_path / "nothing") == ""


@pytest.mark.parametrize("letter", ["n", "漢"])
def test_a_file_with_the_longest_name_that_there_can_be_is_written(tmp_path, letter):
    file = tmp_path / f"{letter * (252 // len(letter.encode()))}.md"
    file.write_text("old")
    write_named(file, "new")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [(file.name, "new")]
