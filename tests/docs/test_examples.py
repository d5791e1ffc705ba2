import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from kcs_cli.cli.app import app
from kcs_cli.cli.command import COMMANDS
from kcs_cli.cli.example import EXAMPLES
from kcs_cli.lint.registry import RULES
from tests import make
from tests.docs.console import PAGES, ROOT, Session, calls, mentions, sessions
from tests.docs.reference import command_of

SESSIONS = list(sessions())
RUNNING = [one for one in SESSIONS if one.runs]


def parse(call: list[str]) -> None:
    """Parse a call of kcs as the command line does, and run nothing. A usage error is raised."""
    command_of(call[0]).make_context(call[0], call[1:])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_of_a_command_is_a_call_of_it(name):
    found = [call for example in EXAMPLES[name] for call in calls(example)]
    assert [call[0] for call in found] == [name] * len(EXAMPLES[name])
    for call in found:
        parse(call)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_example_is_wider_than_a_terminal(name):
    assert [example for example in EXAMPLES[name] if len(example) > 76] == []


@pytest.mark.parametrize("session", SESSIONS, ids=lambda one: f"{one.page}: {one.typed[0]}")
def test_every_call_in_the_pages_parses(session):
    for line in session.typed:
        for call in calls(line):
            parse(call)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_that_the_prose_names_is_there(page):
    for words in mentions(page):
        command = next((word for word in words if not word.startswith("-")), "search")  # `kcs` alone is that
        known = get_command(app) if command == "COMMAND" else command_of(command)
        assert known is not None, words
        options = {name for one in (*known.params, *get_command(app).params) for name in one.opts + one.secondary_opts}
        assert {word for word in words if word.startswith("--")} <= {*options, "--help"}, words


def test_no_case_is_solved_twice_by_who_types_one_page_after_another():
    told = (one for one in SESSIONS if "reference" not in one.page)
    linked = [call for one in told for line in one.typed for call in calls(line) if call[0] == "link"]
    cases = [call[call.index("--case") + 1] for call in linked if "--case" in call]
    assert sorted(cases) == sorted(set(cases))


def test_a_call_is_found_behind_a_pipe_and_before_a_comment():
    assert list(calls("journalctl -n 200 | kcs search -  # rare words")) == [["search", "-"]]
    assert list(calls('kcs init x && cd x; kcs fix 1 -m "a # b"')) == [["init", "x"], ["fix", "1", "-m", "a # b"]]


def test_every_page_for_readers_and_the_readme_have_a_session_that_runs():
    pages = {"agent.md", "owner.md", "lead.md", "notify.md", "ci.md", "ai-agents.md"}
    assert {one.page for one in RUNNING} == {"README.md", *(f"docs/{page}" for page in pages)}


def test_the_session_of_the_readme_has_twelve_lines():
    assert [len(one.typed) for one in RUNNING if one.page == "README.md"] == [12]


@pytest.fixture(scope="module")
def articles() -> dict[str, str | bytes]:
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "knowledge").rglob("*.md")}


@pytest.mark.parametrize("session", RUNNING, ids=lambda one: f"{one.page}: {one.typed[0]}")
def test_a_session_works_when_it_is_typed_on_the_sample_base(session: Session, articles, tmp_path):
    kb = make.copied(tmp_path / "kb", make.indexed, tuple(articles.items()))
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    typed = "\n".join(("set -e", *session.typed))
    done = subprocess.run(
        ["bash", "-c", typed], cwd=kb, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr if done.returncode else "") == (0, "")


def test_the_pages_name_only_rules_that_there_are():
    named = {call[call.index("--explain") + 1] for one in SESSIONS for line in one.typed for call in calls(line)
             if call[0] == "lint" and "--explain" in call}  # fmt: skip
    assert named <= {*RULES, "RULE"}


def test_there_are_pages():
    assert len(PAGES) > 20
