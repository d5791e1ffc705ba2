import json

import pytest

from kcs_cli.journal.event import read_line
from tests import make
from tests.make import commit

BEN, CY = "ben@example.org", "cy@example.org"
VPN = "knowledge/vpn.md"


@pytest.fixture
def root(tmp_path):
    """Ben wrote the articles, Cy and Ana worked on the VPN; Ana is who gives thanks."""
    return make.copied(tmp_path / "kb", three)


def three(root) -> None:
    commit(make.repository(root), make.THREE, "2024-01-01", f"Ben <{BEN}>")
    for by, step in ((f"Cy <{CY}>", "Plug it in."), ("Ana <ana@example.org>", "Wait.")):
        commit(root, {VPN: f"{(root / VPN).read_text()}\n2. {step}\n"}, "2024-02-01", by)


def run(root, *arguments: str) -> make.Run:
    return make.run(root, "thanks", *arguments)


def events(root) -> list[dict]:
    return make.answer(root, "events", "--kind", "thanks")["events"]


def test_thanks_go_to_those_who_wrote_an_article_and_worked_on_it(root):
    assert run(root, "vpn", "-m", "it  saved\nthe day") == (
        0,
        "thanked     for                   article    text\nBen and Cy  VPN does not connect  kb-vpn001  it saved the day\n",
        "",
    )
    (event,) = events(root)
    assert [event[name] for name in ("kind", "id", "text", "by")] == [
        "thanks", "kb-vpn001", "it saved the day", "ana@example.org",
    ]  # fmt: skip


def test_who_has_two_addresses_is_thanked_once(root):
    commit(root, {VPN: f"{(root / VPN).read_text()}\n3. Wait again.\n"}, "2024-03-01", "Ben <ben@home.example>")
    assert make.answer(root, "thanks", "vpn", "-m", "fine")["thanked"] == ["Ben", "Cy"]


def test_thanks_as_json(root):
    assert make.answer(root, "thanks", "vpn", "-m", "fine") == {
        "kcs": 2, "id": "kb-vpn001", "title": "VPN does not connect", "thanked": ["Ben", "Cy"], "text": "fine",
    }  # fmt: skip


def test_a_mass_edit_is_nothing_to_thank_for(root):
    many = {f"knowledge/{n}.md": make.article(f"Article {n}") for n in range(20)}
    commit(root, {**many, VPN: (root / VPN).read_text().replace("Renew", "Order")}, "2024-03-01", "Eva <eva@example.org>")
    assert make.answer(root, "thanks", "vpn", "-m", "fine")["thanked"] == ["Ben", "Cy"]


def test_thanks_are_no_reuse_and_no_flag(root):
    run(root, "vpn", "-m", "fine")
    shown = make.answer(root, "show", "vpn")
    assert (shown["cases"], shown["open_flags"]) == (0, [])
    assert make.answer(root, "flags")["open_flags"] == []


def test_nobody_thanks_only_themselves(root, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", BEN)
    assert run(root, "printer", "-m", "well done, me") == (
        2, "", "Error: Nobody but you worked on kb-print1\nHint: Thanks are for others\n",
    )  # fmt: skip
    assert events(root) == []


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("vpn", "-m", " \n"), 'Thanks say what for\nHint: -m "what it did for you or your customer"'),
        (("vpn", "-m", "x" * 2001), "The text has 2,001 characters; an event has room for 2,000\nHint: Say it shorter"),
        (("nosuch", "-m", "x"), "No article goes by nosuch\nHint: Search for it: kcs search nosuch"),
        (
            ("vpn", "-m", "write to eva@example.org"),
            "This has personal data: e-mail (e…@e…). Nothing was written\n"
            "Hint: Leave it out, or let it through: --allow e-mail",
        ),
        (("vpn",), "Missing option '-m' / '--message'.\nHint: kcs thanks --help"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_can(root, arguments, error):
    assert run(root, *arguments) == (2, "", f"Error: {error}\n")
    assert events(root) == []


def test_without_git_thanks_go_to_who_owns_it(tmp_path):
    root = make.files(tmp_path, make.THREE)
    assert make.answer(root, "thanks", "vpn", "-m", "fine")["thanked"] == [BEN]


def test_without_git_and_an_owner_thanks_go_to_whoever_wrote_it(tmp_path):
    root = make.files(tmp_path, {"a.md": make.article("Fax", id="kb-fax")})
    assert run(root, "kb-fax", "-m", "fine", "--format", "csv").out == "thanked,title,id,text\n,Fax,kb-fax,fine\n"


def test_thanks_are_a_line_of_the_journal_like_other_events(root):
    run(root, "vpn", "-m", "fine")
    (file,) = (root / ".git/kcs/journal").rglob("*.jsonl")
    (line,) = file.read_bytes().splitlines()
    assert (read_line(line).kind, json.loads(line)["text"]) == ("thanks", "fine")


def test_a_ledger_of_before_there_were_thanks_is_made_again(root):
    import sqlite3

    run(root, "vpn", "-m", "fine")
    ledger = sqlite3.connect(root / ".git/kcs/ledger.sqlite")
    ledger.execute("delete from events")  # as a kcs that knew no thanks has read the line
    ledger.execute("pragma user_version = 2")
    ledger.commit()
    ledger.close()
    assert [event["text"] for event in events(root)] == ["fine"]
