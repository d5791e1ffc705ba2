"""Every test runs without the machine's own git configuration, kcs variables, editor, pager, caches and CI."""

import gc
import os
import shutil
import tempfile
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kcs_cli.errors import KcsError
from kcs_cli.lint.lychee import find_lychee
from tests import make
from tests.site import running

# How fast a machine draws examples, or runs one, says nothing of what is tested
settings.register_profile("kcs", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kcs")

MEMORY = Path("/dev/shm")  # a file system in memory, on Linux
ROOM = 2 * 1024**3  # bytes; a container may have 64 MB there


def pytest_configure():
    """Have folders of tests in memory where there is room: a commit, an index and a ledger each wait for the disk."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # pytest has asked for it already


def pytest_collection_finish():
    """Leave what is there before the first test out of the search for garbage: thousands of tests, and all modules."""
    gc.freeze()


@pytest.fixture(scope="session")
def homes(tmp_path_factory):
    """A new folder each time it is asked; `mktemp` for each test would read the names of all that were made before."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(scope="session")
def git_settings(tmp_path_factory):
    """What git is set to for all tests: neither it nor the git at the other end of a push starts one to tidy up."""
    file = tmp_path_factory.mktemp("git") / "config"
    file.write_text("[gc]\nauto = 0\n[maintenance]\nauto = false\n[receive]\nautogc = false\n")
    return file


@pytest.fixture(autouse=True)
def own_world(homes, git_settings, monkeypatch):
    for name in list(os.environ):
        if name.startswith(("KCS_", "GIT_", "CI", "GITHUB_", "BITBUCKET_", "SYSTEM_PULLREQUEST_")):
            monkeypatch.delenv(name)
    home = next(homes)
    home.mkdir()
    values = {
        "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "NO_COLOR": "1", "COLUMNS": "80", "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": str(git_settings), "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.org",
        "GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@example.org",
    }  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    # Without what Python compiled before, each process that a test starts compiles two hundred modules again
    for name in ("VISUAL", "EDITOR", "PAGER", "XDG_CONFIG_HOME", "FORCE_COLOR", "CLICOLOR_FORCE", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def new_kb(tmp_path):
    """A knowledge base in a git repository with three articles, in which nothing was done yet."""
    return make.base(tmp_path / "kb", make.THREE)


@pytest.fixture
def kb(tmp_path):
    """A knowledge base in a git repository with three articles, and the index of them."""
    return make.copied(tmp_path / "kb", make.indexed, tuple(make.THREE.items()))


@pytest.fixture
def site(monkeypatch):
    """A web site on this machine, reached without a proxy; there is no lychee for Linux on ARM on PyPI."""
    try:
        find_lychee()
    except KcsError:
        pytest.skip("no lychee")
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with running() as one:
        yield one


@pytest.fixture
def web(site, monkeypatch):
    """The same site as the proxy of the whole web: it answers for any host."""
    monkeypatch.setenv("http_proxy", site.at(""))
    return site
