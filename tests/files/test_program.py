import os

import pytest

from kcs_cli.files.program import find_program
from tests import make


@pytest.fixture
def less(tmp_path, monkeypatch):
    """A program in the current folder."""
    make.files(tmp_path, {"tree/less": "#!/bin/sh\n", "bin/less": "#!/bin/sh\n", "bin/note": "no program"})
    for file in ("tree/less", "bin/less"):
        (tmp_path / file).chmod(0o755)
    monkeypatch.chdir(tmp_path / "tree")
    return tmp_path


@pytest.mark.parametrize("path", [".", "", "../tree", "none"])
def test_a_program_of_the_current_folder_is_none(less, monkeypatch, path):
    monkeypatch.setenv("PATH", path)
    assert find_program("less") is None
    monkeypatch.setenv("PATH", f"{path}{os.pathsep}{less / 'bin'}")
    assert (find_program("less"), find_program("note")) == (str(less / "bin/less"), None)
