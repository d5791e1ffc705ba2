"""Tests of what a person's terminal gets."""

import pytest
import typer
from rich.cells import cell_len

from kcs_cli.cli import dialog
from tests import make

ID = "0b1e6a0c-5d1f-4f0e-9a3b-7c2d8e9f0a1b"
TITLE = "The VPN client of the [bold]outer office[/bold] does not connect after the certificate was renewed"
COMMANDS = ("flags", "events", "owners", f"history {ID}", f"owners {ID}", "owners --unowned", "review-stale --all",
            "report reuse", "digest", "news --all")  # fmt: skip


@pytest.fixture
def wide(tmp_path):
    """An article with a long id and a long title that was linked and flagged."""
    root = make.base(tmp_path / "kb", {"knowledge/vpn.md": make.article(f"'{TITLE}'", id=ID)})
    make.note(root, "link", ID, "2026-01-01", case="4711", use="resolution")
    make.note(root, "flag", ID, "2026-01-02", why="wrong", text="It is [red]another[/red] certificate now. " * 5)
    return root


def test_a_terminal_that_is_dumb_gets_no_colours(wide):
    shown = make.terminal(wide, "kcs flags", f"kcs history {ID}", "kcs report reuse", TERM="dumb")
    assert ("\x1b" in shown, shown.count(ID)) == (False, 3)


def test_no_line_is_wider_than_a_terminal_and_ids_are_whole(wide):
    shown = make.terminal(wide, *(f"echo; kcs {command}" for command in COMMANDS), columns=80, NO_COLOR="1")
    assert ([line for line in shown.splitlines() if cell_len(line) > 80], "\x1b" in shown) == ([], False)
    assert shown.count(ID) >= len(COMMANDS) - 1
    assert "[red]another[/red]" in shown


def test_a_terminal_with_colours_gets_them(wide):
    assert f"\x1b[36m{ID}" in make.terminal(wide, "kcs flags")


def test_lint_ends_with_its_rules_as_a_table_on_a_terminal_only(wide):
    make.files(wide, {"knowledge/vpn.md": make.article(id=ID, owner="").replace("nothing.", "nothing.  ")})
    shown = make.terminal(wide, "kcs lint", NO_COLOR="1")
    assert "\nrule" in shown
    assert "\nrule" not in make.run(wide, "lint").out


@pytest.mark.parametrize("words", ["link vpn --case 1", "flag vpn --why wrong -m wrong"])
def test_a_customer_does_not_wait_for_rich_on_a_terminal_either(kb, words):
    shown = make.terminal(kb, f"PYTHONPROFILEIMPORTTIME=1 kcs {words}", NO_COLOR="1")
    assert ("kb-vpn001" in shown, "rich.console" in shown) == (True, False)


@pytest.mark.parametrize("asks", ["confirm", "prompt"])
def test_ctrl_c_at_a_question_ends_what_is_done_and_the_end_of_the_input_is_an_answer(monkeypatch, asks):
    question = dialog.ask if asks == "confirm" else dialog.ask_text

    def ended_by(reason):
        def ask(*_, **__):
            try:
                raise reason
            except reason:
                raise typer.Abort from None

        monkeypatch.setattr(typer, asks, ask)

    ended_by(EOFError)
    assert not question("Keep it?", "")
    ended_by(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        question("Keep it?", "")
