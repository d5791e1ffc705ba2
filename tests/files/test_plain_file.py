"""What is no file is told, and not waited for."""

import os
from pathlib import Path

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.files.plain_file import is_there, open_plain


def test_a_file_is_there_and_a_missing_one_is_not(tmp_path):
    (tmp_path / "a").write_text("a")
    assert [is_there(tmp_path / name) for name in ("a", "b", "a/b", "\0")] == [True, False, False, False]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_is_told(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(KcsError, match="pipe is a pipe, not a file"):
        is_there(tmp_path / "pipe")
    with pytest.raises(OSError, match="It is a pipe, not a file"):
        open_plain(tmp_path / "pipe")


def test_a_folder_and_a_device_are_told(tmp_path):
    with pytest.raises(KcsError, match="is a folder, not a file"):
        is_there(tmp_path)
    with pytest.raises(OSError, match="It is a device, not a file"):
        open_plain(Path(os.devnull))
