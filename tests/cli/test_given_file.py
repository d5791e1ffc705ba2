"""Every option that takes a file: a pipe, a device, a folder or nothing there is told in two lines, and not waited for."""

import os
import subprocess
import sys

import pytest

from tests import make

READ = (
    ("report", "reuse", "--cases"), ("report", "created", "--cases"), ("report", "citations", "--cases"),
    ("report", "--cases"), ("gaps", "--cases"), ("gaps", "--import"), ("matrix", "--propose", "--cases"),
    ("rate", "--import"), ("test",), ("new", "Fax", "--from"), ("search", "--case"), ("lint", "--baseline"),
)  # fmt: skip
WRITTEN = (
    ("report", "created", "--html"),
    ("digest", "--html"),
    ("lint", "--output"),
    ("quiz", "--export"),
    ("test", "--save"),
)


@pytest.fixture
def odd(tmp_path):
    """A folder with what is no file."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    return tmp_path


def named(odd, what):
    return "/dev/zero" if what == "zero" else str(odd / what)


@pytest.mark.parametrize("words", READ, ids=" ".join)
@pytest.mark.parametrize("what", ["pipe", "zero", "folder", "missing"])
def test_what_is_no_file_is_told_where_one_is_read(kb, odd, words, what):
    if words[-1] == "--baseline" and what == "missing":
        return  # there it is written
    done = make.run(kb, *words, named(odd, what))
    assert (done.status, done.out, len(done.err.splitlines())) == (2, "", 2)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who is root may read everything")
@pytest.mark.parametrize("words", READ, ids=" ".join)
def test_a_file_that_nobody_may_read_is_told(kb, tmp_path, words):
    (tmp_path / "closed").touch(0)
    done = make.run(kb, *words, str(tmp_path / "closed"))
    assert (done.status, len(done.err.splitlines())) == (2, 2)


@pytest.mark.parametrize("words", WRITTEN, ids=" ".join)
@pytest.mark.parametrize("what", ["pipe", "zero", "folder"])
def test_what_is_no_file_is_told_where_one_is_written(kb, odd, words, what):
    name = named(odd, what)
    done = make.run(kb, *words, f"text={name}" if words[-1] == "--output" else name)
    assert (done.status, "Error: " + name in done.err) == (2, True)


def test_what_a_shell_opened_is_read_and_written(kb, tmp_path):
    (tmp_path / "cases.csv").write_text("id,opened,closed,subject\n1,2026-11-01T10:00,2026-11-01T11:00,fax\n")
    command = (
        f'"{sys.executable}" -m kcs_cli report known-new --cases <(cat {tmp_path}/cases.csv) --html >(cat > {tmp_path}/page)'
    )
    done = subprocess.run(["bash", "-c", f"{command} && sleep 0.2"], env={**os.environ, "KCS_ROOT": str(kb)}, check=False)
    assert (done.returncode, (tmp_path / "page").read_text()[:9].lower()) == (0, "<!doctype")


@pytest.mark.parametrize("make_it", [os.mkfifo, os.mkdir])
def test_synonyms_that_are_no_file_are_told(kb, make_it):
    make_it(kb / "synonyms.toml")
    done = make.run(kb, "search", "vpn")
    assert (done.status, done.err.startswith(f"Error: {kb}/synonyms.toml is a ")) == (2, True)


@pytest.mark.parametrize("command", ["owners", "lint --changed-from main"])
def test_a_mailmap_that_is_a_pipe_is_not_waited_for(kb, command):
    make.commit(kb, {"people.toml": '[people."ana@example.org"]\nlicence = "candidate"\n'}, "2026-11-19")
    make.git(kb, "checkout", "-q", "-b", "change")
    text = (kb / "knowledge/vpn.md").read_text()
    make.commit(kb, {"knowledge/vpn.md": text.replace("not-validated", "validated")}, "2026-11-20")
    os.mkfifo(kb / ".mailmap")
    done = make.run(kb, *command.split())
    assert (done.status, "Error: " + str(kb / ".mailmap is a pipe") in done.err) == (2, True)


def test_a_pipe_is_no_article_to_lint(kb):
    os.mkfifo(kb / "knowledge/x.md")
    run = make.run(kb, "lint", str(kb / "knowledge/x.md"))
    assert (run.status, run.err.count("\n")) == (2, 2)


@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        (("new", "Fax is mute", "--no-edit", "--case"), "Read the ticket from it: kcs new --from ticket.json"),
        (("link", "kb-vpn001", "--case"), "Give the number that the help desk gave the case: --case 4711"),
        (("case",), "Give the number that the help desk gave the case: kcs case 4711"),
    ],
)
def test_the_file_of_a_ticket_is_no_case_number(kb, monkeypatch, words, way_out):
    make.files(kb, {"ticket.json": "{}", "4711": "{}"})
    monkeypatch.chdir(kb)
    before = make.git(kb, "status", "--porcelain")
    refused = (2, "", f"Error: ticket.json is a file, not the number of a case\nHint: {way_out}\n")
    assert make.run(kb, *words, "ticket.json") == refused
    assert make.git(kb, "status", "--porcelain") == before
    assert make.run(kb, *words, "4711").status == 0  # a folder of tickets may have that, too
