"""A repository whose own configuration names programs: kcs runs none of them, but for a commit that a person asked for."""

import pytest

from tests import make

COMMANDS = [
    "lint --changed-from main", "lint --staged", "fix vpn --no-edit --no-commit", "sync", "owners", "review-stale",
    "search vpn", "link kb-vpn001 --case 4711", "flag kb-vpn001 --why wrong -m wrong", "history kb-vpn001",
    "show kb-vpn001 --at HEAD", "merge kb-mail01 --into kb-vpn001 --yes", "test --compare main", "report", "news",
]  # fmt: skip
PROGRAMS = (
    "core.fsmonitor", "core.sshCommand", "core.askPass", "core.editor", "core.pager", "core.gitProxy",
    "core.alternateRefsCommand", "sequence.editor", "diff.external", "diff.evil.command", "diff.evil.textconv",
    "credential.helper", "gpg.program", "gpg.ssh.program", "pager.log", "pager.diff", "pager.status", "trailer.case.command",
)  # fmt: skip
HOOKS = ("pre-commit", "reference-transaction", "pre-push", "post-index-change", "post-checkout")


@pytest.fixture
def hostile(kb):
    """A branch with a commit, something staged, a remote; whatever runs writes its name into a file."""
    make.git(kb, "init", "-q", "--bare", "../hub.git")
    make.git(kb, "remote", "add", "origin", "../hub.git")
    make.git(kb, "checkout", "-q", "-b", "side")
    make.commit(kb, {"knowledge/new.md": make.article("Scanner is slow", id="kb-scan01")})
    make.files(kb, {"knowledge/vpn.md": make.THREE["knowledge/vpn.md"].replace("Renew the", "Replace the")})
    make.git(kb, "add", "-A")
    for name in PROGRAMS:
        make.git(kb, "config", name, program(kb, kb.parent / name))
    for name in HOOKS:
        program(kb, kb / ".git/hooks" / name)
    make.git(kb, "config", "log.showSignature", "true")
    make.files(kb, {".git/info/attributes": "*.md diff=evil\n"})
    return kb


def program(kb, path) -> str:
    make.files(path.parent, {path.name: f'#!/bin/sh\necho "{path.name}" >> "{kb.parent}/ran"\n'})
    path.chmod(0o755)
    return str(path)


def ran(kb) -> str:
    file = kb.parent / "ran"
    return file.read_text() if file.exists() else ""


def test_the_programs_of_these_tests_do_run_where_git_is_asked_as_it_is(hostile):
    make.git(hostile, "status")
    make.git(hostile, "diff", "HEAD")
    assert {"core.fsmonitor", "diff.evil.command", "post-index-change"} <= set(ran(hostile).split())


@pytest.mark.parametrize("words", COMMANDS)
def test_a_repository_that_names_programs_runs_none(hostile, words):
    done = make.run(hostile, *words.split())
    assert (done.status, ran(hostile)) == (0, ""), done.err


@pytest.mark.parametrize("options", [[], ["--adopt"], ["--ci", "github", "--kcs", "kcs-cli"]])
def test_a_base_begun_in_a_repository_that_names_programs_runs_none(hostile, options):
    assert (make.kcs("init", str(hostile), *options).status, ran(hostile)) == (0, "")
