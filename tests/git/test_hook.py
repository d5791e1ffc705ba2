import os

import pytest

from kcs_cli.git.hook import INDEX, PLACES, leave_hook
from tests import make


def test_what_git_tells_its_hooks_is_dropped_and_the_rest_stays():
    environ = {**dict.fromkeys(PLACES, "/x/.git"), "GIT_AUTHOR_NAME": "Ana", "GIT_INDEX_FILE": "/x/.git/index.lock"}
    leave_hook(environ)
    assert environ == {"GIT_AUTHOR_NAME": "Ana", INDEX: "/x/.git/index.lock"}


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"])
def test_variables_of_a_git_hook_lead_to_no_other_repository(kb, tmp_path, monkeypatch, name):
    other = make.base(tmp_path / "other", {})
    before = make.git(other, "for-each-ref") + make.git(other, "status", "--porcelain")
    make.files(kb, {"knowledge/vpn.md": make.THREE["knowledge/vpn.md"].replace("Renew the", "Replace the")})
    monkeypatch.setenv(name, str(other / ".git"))
    report = make.answer(kb, "fix", "vpn", "--no-edit", "--commit")
    assert name not in os.environ
    assert report["commit"] == make.git(kb, "rev-parse", "HEAD").strip()
    assert make.git(other, "for-each-ref") + make.git(other, "status", "--porcelain") == before
