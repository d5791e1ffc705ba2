"""A repository whose own configuration names programs: kcs runs none of them, but for a commit that a person asked for."""

import shlex
import subprocess

import pytest

from kcs_cli.cli.command import COMMANDS
from kcs_cli.git.distrust import distrusting
from tests import make
from tests.web.server import serving

RUNS = (  # every command; what a remote is asked for, and what is committed, has a test of its own
    "search vpn", "more", "show kb-vpn001", "show kb-vpn001 --at HEAD", "open kb-vpn001",
    "new Scanner --no-edit --yes",
    "link kb-vpn001 --case 4711", "case 4711", "answer kb-vpn001 --for internal", "unlink kb-vpn001 --case 4711",
    "flag kb-vpn001 --why wrong -m wrong", "undo", "rate kb-vpn001 --helpful", "thanks kb-mail01 -m Good", "news",
    "quiz --month 2026-03", "path", "sync --dry-run", "sync", "share --dry-run", "review-stale", "flags",
    "verify kb-vpn001 --tested it", "set kb-print1 tags+=new", "state kb-print1 not-validated", "history kb-vpn001",
    "owners", "vocabulary kb-vpn001", "recall kb-vpn001 --bad HEAD", "gaps", "matrix --propose", "report",
    "report reuse", "digest", "publish --when flags=0", "notify review --to slack",
    "fix vpn --no-edit --no-commit", "merge kb-mail01 --into kb-vpn001 --yes", "lint", "lint --changed-from main",
    "lint --staged", "standard", "test", "test --compare main", "test --bisect vpn --expect kb-vpn001", "index", "semantic",
    "events", "completion bash", "help search", "init", "import {export} --from table", "export",
    "site build {export}-site",
    "serve --tokens",
)  # fmt: skip
ASKED_FOR = {"unflag": "unflag {flag} -m done"}  # commands that need what another one said
CLUSTER = ("cluster",)  # asks nodes, and is tried where there are some
SERVERS = ("mcp",)  # commands that answer until nobody asks
PROGRAMS = (
    "core.fsmonitor", "core.sshCommand", "core.askPass", "core.editor", "core.pager", "core.gitProxy",
    "core.alternateRefsCommand", "sequence.editor", "diff.external", "diff.evil.command", "diff.evil.textconv",
    "credential.helper", "credential.http://127.0.0.1:1.helper", "gpg.program", "gpg.ssh.program",
    "gpg.ssh.defaultKeyCommand",
    "pager.log", "pager.diff", "pager.status", "trailer.case.command", "trailer.case.cmd",
    "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "filter.a=b.clean", "merge.evil.driver",
    "remote.origin.uploadpack", "remote.origin.receivepack", "alias.log", "alias.status", "interactive.diffFilter",
    "uploadpack.packObjectsHook", "submodule.x.update",
)  # fmt: skip
SETTINGS = {
    "log.showSignature": "true", "filter.evil.required": "true", "protocol.ext.allow": "always", "protocol.allow": "always",
    "url.ext::{far}.insteadOf": "far:", "remote.far.url": "far:x", "remote.vcs.url": "x", "remote.vcs.vcs": "{vcs}",
    "remote.ssh.url": "ssh://127.0.0.1:1/x", "remote.git.url": "git://127.0.0.1:1/x", "remote.web.url": "http://127.0.0.1:1/x",
    "remote.--upload-pack={option}.url": "../hub.git", "include.path": "included",
}  # fmt: skip
ATTRIBUTES = "*.md diff=evil filter=evil merge=evil\nvpn.md filter=a=b\n"
HOOKS = ("pre-commit", "reference-transaction", "pre-push", "post-index-change", "post-checkout")


@pytest.fixture
def hostile(kb, monkeypatch):
    """A branch with a commit, something staged, remotes; whatever runs writes its name into a file."""
    monkeypatch.setenv("KCS_SESSION", "a desk")
    monkeypatch.setenv("EDITOR", "true")
    make.git(kb, "init", "-q", "--bare", "../hub.git")
    make.git(kb, "remote", "add", "origin", "../hub.git")
    make.git(kb, "checkout", "-q", "-b", "side")
    mail = make.THREE["knowledge/mail.md"] + "\nSend it again.\n"
    new = {"knowledge/new.md": make.article("Scanner is slow", id="kb-scan01"), "knowledge/mail.md": mail}
    make.commit(kb, {**new, ".gitattributes": ATTRIBUTES}, by="Cy <cy@example.org>")
    make.files(kb, {"knowledge/vpn.md": make.THREE["knowledge/vpn.md"].replace("Renew the", "Replace the")})
    make.git(kb, "add", "-A")
    config = "".join(setting(name, program(kb, kb.parent / f"ran-{number}", name)) for number, name in enumerate(PROGRAMS))
    known = {name: program(kb, kb.parent / name, name) for name in ("far", "vcs", "option", "included")}
    config += "".join(setting(name.format(**known), value.format(**known)) for name, value in SETTINGS.items())
    with (kb / ".git/config").open("a") as file:
        file.write(config)
    (kb / ".git/included").write_text(setting("filter.evil.clean", known["included"]))
    for name in HOOKS:
        program(kb, kb / ".git/hooks" / name, name)
    make.files(kb, {".git/info/attributes": ATTRIBUTES})
    return kb


def setting(name: str, value: str) -> str:
    """Write a line of git's configuration, whatever its name has in it."""
    section, _, rest = name.partition(".")
    middle, _, key = rest.rpartition(".")
    return f'[{section}{f" {chr(34)}{middle}{chr(34)}" if middle else ""}]\n\t{key} = "{value}"\n'


def program(kb, path, name: str) -> str:
    make.files(path.parent, {path.name: f"#!/bin/sh\necho {shlex.quote(name)} >> {shlex.quote(str(kb.parent / 'ran'))}\n"})
    path.chmod(0o755)
    return str(path)


def ran(kb) -> str:
    file = kb.parent / "ran"
    return file.read_text() if file.exists() else ""


def test_the_programs_of_these_tests_do_run_where_git_is_asked_as_it_is(hostile):
    for words in (("status",), ("diff", "HEAD")):
        subprocess.run(["git", "-C", hostile, *words], check=False, capture_output=True)  # the filter speaks no protocol
    names = set(ran(hostile).split())
    assert ("core.fsmonitor" in names, any("filter" in name for name in names)) == (True, True)


def test_every_command_goes_on_in_a_repository_that_names_programs_and_runs_none(hostile):
    ended = {}
    export = make.files(hostile.parent, {"all.csv": "title,text\nDoor is shut,Open it.\n"}) / "all.csv"
    for words in RUNS:
        if words == "init":
            continue
        done = make.run(hostile, *words.format(export=export).split())
        ended[words] = (done.status, ran(hostile), done.err if done.status else "")
    flag = make.answer(hostile, "flag", "kb-vpn001", "--why", "wrong", "-m", "other")["event"]
    done = make.run(hostile, *ASKED_FOR["unflag"].format(flag=flag).split())
    ended["unflag"] = (done.status, ran(hostile), done.err)
    for words in SERVERS:
        done = make.process(hostile, words)  # in a process of its own: it reads what is not there to its end
        ended[words] = (done.status, ran(hostile), done.err if done.status else "")
    assert {words: end for words, end in ended.items() if end[0] not in (0, 1) or end[1]} == {}
    assert {words.split()[0] for words in (*RUNS, *ASKED_FOR, *SERVERS, *CLUSTER)} == {*COMMANDS}


def test_a_branch_of_opened_articles_runs_no_program(kb, request):
    make.commit(kb, {"knowledge/fax.md": make.article("Fax is silent", id="kb-fax001", audience="internal")})
    hostile = request.getfixturevalue("hostile")
    done = make.answer(hostile, "publish", "--when", "confidence = validated", "--branch", "opened")
    assert ([one["id"] for one in done["proposed"]], done["branch"], ran(hostile)) == (["kb-fax001"], "opened", "")


def test_a_repository_that_names_programs_runs_none_when_it_is_served(hostile):
    with serving(hostile) as client:
        calls = ("/api/v1/search?q=vpn", "/api/v1/articles/kb-vpn001", "/?q=vpn&id=kb-vpn001", "/api/v1/events")
        assert [client.get(call).status_code for call in calls] == [200] * 4
        assert client.post("/api/v1/links", json={"id": "kb-vpn001", "case": "4711"}).status_code == 200
        client.house.refresh()
    assert ran(hostile) == ""


@pytest.mark.parametrize("options", [[], ["--adopt"], ["--ci", "github", "--kcs", "kcs-cli"]])
def test_a_base_begun_in_a_repository_that_names_programs_runs_none(hostile, options):
    assert (make.kcs("init", str(hostile), *options).status, ran(hostile)) == (0, "")


@pytest.mark.parametrize("remote", ["far", "vcs", "ssh", "git", "web", "--upload-pack={option}"])
def test_a_remote_that_names_a_program_runs_none(hostile, remote):
    name = remote.format(option=hostile.parent / "option")
    make.git(hostile, "config", "branch.side.remote", name)
    done = make.run(hostile, "sync", f"--remote={name}")
    assert (done.status, ran(hostile)) == (0 if remote.startswith("--") else 2, ""), done.err
    assert make.run(hostile, "share").status in (0, 2)
    assert set(ran(hostile).split()) <= {*HOOKS}  # of the commit that was asked for


def test_a_commit_runs_the_hooks_of_its_repository_and_no_other_program(hostile, monkeypatch):
    make.git(hostile, "config", "commit.gpgSign", "true")
    make.own_setting(monkeypatch, "gpg.program", program(hostile, hostile.parent / "mine", "mine"))
    make.run(hostile, "fix", "vpn", "--no-edit", "--commit")
    assert {"mine", "pre-commit"} <= set(ran(hostile).split()) <= {"mine", *HOOKS}


def test_what_a_person_has_set_for_themselves_goes_on(hostile, monkeypatch):
    make.own_setting(monkeypatch, "filter.a=b.clean", "tr a-z A-Z")
    assert make.run(hostile, "link", "kb-vpn001", "--case", "4711").status == 0
    (event,) = make.answer(hostile, "events", "--kind", "link")["events"]
    delivered = make.git(hostile, "cat-file", "blob", event["revision"])
    assert (ran(hostile), "THE VPN CLIENT SHOWS" in delivered) == ("", True)
    assert {"filter.evil.clean", "core.sshcommand"} <= set(distrusting(hostile).values())


def test_a_repository_that_names_no_program_is_not_asked_for_its_settings(kb):
    assert distrusting(kb) == {}


def test_a_work_tree_elsewhere_is_not_gone_to(hostile):
    elsewhere = make.files(hostile.parent / "elsewhere", {"knowledge/vpn.md": "# Elsewhere\n"})
    make.git(hostile, "config", "core.worktree", str(elsewhere))
    done = make.run(hostile, "lint", "--changed-from", "main", "--format", "json")
    assert "kb-scan01" in done.out or done.status in (0, 1)
    assert (make.run(hostile, "fix", "vpn", "--no-edit", "--no-commit").status, ran(hostile)) == (0, "")
    assert (elsewhere / "knowledge/vpn.md").read_text() == "# Elsewhere\n"
