"""A repository whose own configuration names programs: kcs runs none of them."""

import pytest

from tests import make

COMMANDS = {
    "lint the change": ("lint", "--changed-from", "main"),
    "lint what is staged": ("lint", "--staged"),
    "fix": ("fix", "vpn", "--no-edit", "--no-commit"),
    "sync": ("sync",),
    "owners": ("owners",),
    "review": ("review-stale",),
    "search": ("search", "vpn"),
    "link": ("link", "kb-vpn001", "--case", "4711"),
    "flag": ("flag", "kb-vpn001", "--why", "wrong", "-m", "It is wrong"),
    "history": ("history", "kb-vpn001"),
    "show": ("show", "kb-vpn001", "--at", "HEAD"),
    "merge": ("merge", "kb-mail01", "--into", "kb-vpn001", "--yes"),
    "compare": ("test", "--compare", "main"),
    "report": ("report",),
    "news": ("news",),
}
NAMES = (
    "core.fsmonitor",
    "core.sshCommand",
    "core.askPass",
    "core.editor",
    "core.pager",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "sequence.editor",
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "credential.helper",
    "gpg.program",
    "gpg.ssh.program",
    "pager.log",
    "pager.diff",
    "pager.status",
    "trailer.case.command",
)


@pytest.fixture
def hostile(kb):
    make.git(kb, "init", "-q", "--bare", "../hub.git")
    make.git(kb, "remote", "add", "origin", "../hub.git")
    make.git(kb, "checkout", "-q", "-b", "side")
    make.commit(kb, {"knowledge/new.md": make.article("Scanner is slow", id="kb-scan01")})
    make.files(kb, {"knowledge/vpn.md": make.THREE["knowledge/vpn.md"].replace("Renew the", "Replace the")})
    make.git(kb, "add", "-A")
    program = kb.parent / "evil"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {kb.parent}/marker\n')
    program.chmod(0o755)
    for name in NAMES:
        link = kb.parent / f"evil-{name}"
        link.symlink_to(program)
        make.git(kb, "config", name, str(link))
    make.git(kb, "config", "log.showSignature", "true")
    make.git(kb, "config", "commit.gpgSign", "true")
    hooks = ("pre-commit", "reference-transaction", "pre-push", "post-index-change", "fsmonitor-watchman", "post-checkout")
    for name in hooks:
        make.files(kb, {f".git/hooks/{name}": f"#!/bin/sh\necho {name} >> {kb.parent}/marker\n"})
        (kb / ".git/hooks" / name).chmod(0o755)
    make.files(kb, {".git/info/attributes": "*.md diff=evil\n"})
    return kb


@pytest.mark.parametrize("words", COMMANDS.values(), ids=list(COMMANDS))
def test_a_repository_that_names_programs_runs_none(hostile, words):
    (hostile.parent / "marker").unlink(missing_ok=True)
    make.run(hostile, *words)
    marker = hostile.parent / "marker"
    assert (marker.read_text().splitlines() if marker.exists() else []) == []
