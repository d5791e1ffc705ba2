"""A repository whose objects have names of 64 letters: GitPython's own commits and trees do not know them, kcs does."""

import json

import pytest

from tests import make


@pytest.fixture
def kb(tmp_path):
    make.git(tmp_path, "init", "-q", "--bare", "--object-format=sha256", "hub.git")
    make.git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256", "kb")
    kb = make.base(tmp_path / "kb", make.THREE)
    make.git(kb, "remote", "add", "origin", "../hub.git")
    make.git(kb, "checkout", "-q", "-b", "side")
    make.commit(kb, {"knowledge/new.md": make.article(id="kb-print1")})
    return kb


def findings(kb, *options: str) -> list[tuple[str, str]]:
    done = make.run(kb, "lint", *options, "--format", "json")
    return [(one["rule"], one["path"]) for one in json.loads(done.out)["findings"] if one["severity"] == "error"]


def test_names_have_64_letters(kb):
    assert len(make.git(kb, "rev-parse", "HEAD").strip()) == 64


def test_a_change_is_linted(kb):
    expected = [("id-duplicate", "knowledge/new.md")]
    assert findings(kb, "--changed-from", "main") == expected
    make.git(kb, "reset", "-q", "--soft", "main")
    assert findings(kb, "--staged") == expected


def test_a_correction_is_committed(kb):
    make.files(kb, {"knowledge/vpn.md": make.THREE["knowledge/vpn.md"].replace("Renew the", "Replace the")})
    report = make.answer(kb, "fix", "kb-vpn001", "--no-edit", "--commit")
    assert report["commit"] == make.git(kb, "rev-parse", "HEAD").strip()
    assert report["difference"].count("\n-1. Renew the certificate.") == 1


def test_journals_are_shared(kb):
    make.git(kb.parent, "clone", "-q", "--branch", "side", kb, "other")
    make.git(kb.parent / "other", "remote", "set-url", "origin", "../hub.git")
    make.git(kb.parent / "other", "config", "user.email", "ben@example.org")
    counts = []
    for case, one in enumerate((kb, kb.parent / "other", kb)):
        make.run(one, "link", "kb-vpn001", "--case", f"471{case}")
        report = make.answer(one, "sync")
        counts.append((report["sent"], report["received"]))
    assert counts == [(1, 0), (1, 1), (1, 1)]


@pytest.mark.parametrize("words", ["owners", "review-stale", "history kb-vpn001", "test --compare main", "report", "news"])
def test_what_asks_for_the_history_has_its_answer(kb, words):
    assert make.run(kb, *words.split()).status == 0


def test_a_base_is_begun(kb):
    done = make.kcs("init", str(kb / "docs"), "--format", "json")
    assert "git init" not in done.out
    assert make.run(kb / "docs", "lint").status == 0
