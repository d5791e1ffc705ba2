import errno
import os

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_named
from kcs_cli.files.whole_folder import write_folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_and_those_above_it_are_made(tmp_path):
    write_folder(tmp_path / "a/b", "mark", lambda folder: (folder / "x").touch())
    assert (names(tmp_path / "a"), names(tmp_path / "a/b")) == (["b"], ["mark", "x"])


def test_an_empty_folder_is_filled_and_one_with_the_mark_replaced(tmp_path):
    (tmp_path / "a").mkdir()
    write_folder(tmp_path / "a", "mark", lambda folder: (folder / "x").touch())
    write_folder(tmp_path / "a", "mark", lambda folder: (folder / "y").touch())
    assert (names(tmp_path), names(tmp_path / "a")) == (["a"], ["mark", "y"])


def test_what_somebody_put_there_meanwhile_stays(tmp_path):
    def fill(folder):
        (tmp_path / "a").mkdir()
        (tmp_path / "a/theirs").touch()

    with pytest.raises(KcsError, match="not of an earlier run"):
        write_folder(tmp_path / "a", "mark", fill)
    assert (names(tmp_path), names(tmp_path / "a")) == (["a"], ["theirs"])


def test_a_folder_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(KcsError, match="is no folder"):
        write_folder(tmp_path / "link", "mark", lambda _: None)
    assert names(tmp_path / "real") == []


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(KcsError, match="cannot be written"):
        write_folder(tmp_path / "file/a", "mark", lambda _: None)


def test_what_ends_in_the_middle_leaves_the_folder_as_it_was(tmp_path):
    def fill(folder):
        (folder / "y").touch()
        raise KeyboardInterrupt

    write_folder(tmp_path / "a", "mark", lambda folder: (folder / "x").touch())
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "a", "mark", fill)
    assert (names(tmp_path), names(tmp_path / "a")) == (["a"], ["mark", "x"])


@pytest.mark.parametrize(
    ("number", "hints"),
    [
        (errno.ENOSPC, ["Free some space, or write to another disk"] * 2),
        (errno.EACCES, ["Name a file in a folder you may write to", "Name a folder in one that you may write to"]),
    ],
)
def test_of_a_disk_that_is_full_it_is_said_that_space_helps(tmp_path, monkeypatch, number, hints):
    def fail(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    said = []
    for work in (
        lambda: write_named(tmp_path / "a.csv", "x"),
        lambda: write_folder(tmp_path / "a", "mark", lambda folder: write_named(folder / "x", "x")),
        lambda: write_folder(tmp_path / "a", "mark", lambda _: fail(0)),
    ):
        with pytest.raises(KcsError) as caught:
            work()
        said.append(caught.value.hint)
    assert (said, names(tmp_path)) == ([hints[0], *hints], [])
