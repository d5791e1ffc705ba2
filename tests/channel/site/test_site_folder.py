import os
import signal
import subprocess
import sys
import time

import pytest

from kcs_cli.files.atomic import lock
from tests import make
from tests.channel.site.site import build, page, texts

pytest.importorskip("jinja2")


@pytest.fixture
def root(tmp_path):
    return make.base(tmp_path / "kb", {"kcs.toml": "", **make.THREE})


def test_files_that_somebody_put_into_the_site_stay(root):
    build(root)
    out = root.parent / "out"
    make.files(out, {"CNAME": "help.example.org", ".git/config": "x", "static/logo.svg": "y"})
    (out / "link").symlink_to("CNAME")
    (root / "knowledge/mail.md").unlink()
    build(root, "--audience", "internal")
    kept = [(out / name).read_text() for name in ("CNAME", ".git/config", "static/logo.svg", "link")]
    assert (kept, (out / "link").is_symlink()) == (["help.example.org", "x", "y", "help.example.org"], True)
    assert "kb-vpn001/index.html" in texts(root)
    build(root)
    assert "kb-vpn001/index.html" not in texts(root)  # which kcs wrote itself
    assert (out / "CNAME").read_text() == "help.example.org"


def test_where_a_page_comes_into_the_place_of_somebodys_file_the_page_wins(root):
    build(root)
    make.files(root.parent / "out", {"kb-new001": "theirs"})
    make.files(root, {"knowledge/new.md": make.article("New", id="kb-new001")})
    assert build(root).status == 0
    assert "<h1" in page(root, "kb-new001/index.html")


def test_a_build_that_is_killed_leaves_the_site_as_it_was(root):
    build(root)
    before = texts(root)
    for number in range(300):
        make.files(root, {f"knowledge/more/{number}.md": make.article(f"More {number}", id=f"kb-m{number:05}")})
    command = [sys.executable, "-m", "kcs_cli", "site", "build", str(root.parent / "out"), "--no-search"]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 60
        while not list(root.parent.glob(".out.*/kb-m*")) and time.monotonic() < deadline and running.poll() is None:
            time.sleep(0.005)
        assert list(root.parent.glob(".out.*/kb-m*"))
        running.send_signal(signal.SIGKILL)
    assert texts(root) == before
    build(root)
    assert (
        "kb-m00299/index.html" in texts(root),
        [name for name in os.listdir(root.parent) if name.startswith(".out")],
    ) == (True, [])


def test_a_second_build_waits_for_the_first_one(root, monkeypatch):
    monkeypatch.setattr("kcs_cli.channel.site.site_folder.PATIENCE", 0.1)
    (root / ".git/kcs").mkdir(exist_ok=True)
    with lock(root / ".git/kcs/site.lock", 0, lambda: None):
        done = build(root)
    assert (done.status, "builds a site of this base" in done.err) == (2, True)
    assert build(root).status == 0


def test_a_page_that_is_large_is_named(root):
    assert "above 50 KB" not in build(root).err
    make.files(root, {"knowledge/long.md": make.article("Long", "## Issue\n\n" + "Some words. " * 5_000, id="kb-long01")})
    assert "1 page above 50 KB by the length of the text: knowledge/long.md (6" in build(root).err
