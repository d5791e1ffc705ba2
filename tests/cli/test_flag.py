import json
import re
from datetime import timedelta

import pytest

from kcs_cli.journal import note
from kcs_cli.journal.event import Event
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make


def flag(root, name="vpn", text="step 3 is gone", *options) -> str:
    return make.answer(root, "flag", name, "-m", text, *options)["event"]


def flags(root, *options):
    return make.answer(root, "flags", *options)["open_flags"]


def opened(root) -> KnowledgeBase:
    return KnowledgeBase.open(str(root))


def events(root) -> list[Event]:
    return record(opened(root)).all()


def note_old(root, days: int, **fields):
    base = opened(root)
    now = base.now() - timedelta(days=days)
    note.note(base, now, record(base).new(now, EventKind.flag, article="kb-vpn001", **fields))


def commit(root, message: str):
    make.git(root, "commit", "-q", "--allow-empty", "-m", message)


def test_a_flag_is_said_to_be_noted(kb):
    status, out, err = make.run(kb, "flag", "vpn", "-m", "step  3\nis gone")
    head, line = out.splitlines()
    assert (status, head, err) == (0, "done     id        article    title                 text", "")
    assert re.fullmatch(r"flagged  [0-9a-z]{8}  kb-vpn001  VPN does not connect  step 3 is gone", line)


def test_an_event_has_all_that_is_known_of_a_flag(kb):
    flag(kb, "vpn", "step 3 is gone", "--why", "wrong", "--case", "4711")
    (event,) = events(kb)
    known = (event.kind, event.article, event.text, event.why, event.case, event.by)
    assert known == ("flag", "kb-vpn001", "step 3 is gone", "wrong", "4711", "ana@example.org")


def test_open_flags_are_listed_with_owner_and_age(kb):
    id_ = flag(kb, "vpn", "step 3 is gone", "--why", "outdated", "--case", "4711")
    head = "flag      article    why       text            days  owner            by               case\n"
    line = f"{id_[-8:]}  kb-vpn001  outdated  step 3 is gone     0  ben@example.org  ana@example.org  4711\n"
    assert make.run(kb, "flags") == (0, head + line, "")


def test_without_flags_that_is_said(kb):
    assert make.run(kb, "flags") == (0, "No flag is open.\n", "")


def test_the_oldest_flag_comes_first(kb):
    for text in ("one", "two"):
        flag(kb, "vpn", text)
    note_old(kb, 3, text="before")
    assert [one["text"] for one in flags(kb)] == ["before", "one", "two"]


def test_flags_of_an_owners_articles_can_be_asked_for(kb):
    flag(kb, "vpn", "bens")
    flag(kb, "kb-mail01", "anas")
    assert [one["text"] for one in flags(kb, "--owner", "BEN@example.org")] == ["bens"]
    assert [one["text"] for one in flags(kb, "--mine")] == ["anas"]


@pytest.mark.parametrize(("older", "texts"), [("7d", ["old"]), ("8", ["old"]), ("9d", []), ("0d", ["old", "new"])])
def test_flags_older_than_some_days_can_be_asked_for(kb, older, texts):
    note_old(kb, 8, text="old")
    flag(kb, "vpn", "new")
    assert [one["text"] for one in flags(kb, "--older", older)] == texts


def test_a_flag_of_an_article_that_is_gone_is_listed(kb):
    flag(kb)
    (kb / "knowledge/vpn.md").unlink()
    assert [(one["id"], one["title"]) for one in flags(kb)] == [("kb-vpn001", None)]


def test_a_flag_follows_an_article_to_its_new_id(kb):
    flag(kb)
    make.files(kb, {"knowledge/vpn.md": make.article("VPN", id="kb-new", aliases="[kb-vpn001]")})
    assert [(one["id"], one["title"]) for one in flags(kb)] == [("kb-new", "VPN")]


def test_open_flags_show_in_search_and_show(kb):
    id_ = flag(kb, "vpn", "step 3 is gone", "--why", "wrong")
    assert "kb-vpn001 · not-validated · 1 flag · internal" in make.run(kb, "search", "certificate").out
    today = opened(kb).now().date().isoformat()
    page = make.run(kb, "show", "vpn", "--format", "table").out.splitlines()
    assert page[4] == f"flag {id_[-8:]} · wrong · step 3 is gone · ana@example.org on {today}"


def test_open_flags_are_in_the_json_of_search_and_show(kb):
    flag(kb)
    assert make.answer(kb, "search", "certificate")["hits"][0]["flags"] == 1
    assert [one["text"] for one in make.answer(kb, "show", "vpn")["open_flags"]] == ["step 3 is gone"]


def test_an_article_is_shown_in_a_pipe_as_it_is_whatever_is_flagged(kb):
    flag(kb)
    assert make.run(kb, "show", "vpn").out == make.THREE["knowledge/vpn.md"]


def test_a_flag_is_closed_with_what_was_done(kb):
    id_ = flag(kb)
    _, line = make.run(kb, "unflag", id_, "-m", "fixed in 2.1").out.splitlines()
    assert re.fullmatch("closed  [0-9a-z]{8}  kb-vpn001  VPN does not connect  fixed in 2.1", line)
    assert (flags(kb), make.answer(kb, "show", "vpn")["open_flags"]) == ([], [])


def test_a_closed_flag_no_longer_shows_in_search(kb):
    make.run(kb, "unflag", flag(kb), "-m", "fixed")
    assert make.answer(kb, "search", "certificate")["hits"][0]["flags"] == 0


def test_a_flag_is_closed_once(kb):
    id_ = flag(kb)
    make.run(kb, "unflag", id_, "-m", "fixed")
    error = f"Error: No open flag is called {id_}\nHint: kcs flags lists the open ones\n"
    assert make.run(kb, "unflag", id_, "-m", "fixed") == (2, "", error)


def test_an_answer_says_something(kb):
    error = 'Error: The answer to a flag says what was done\nHint: -m "fixed in …"\n'
    assert make.run(kb, "unflag", flag(kb), "-m", "  ") == (2, "", error)


def test_of_several_flags_the_one_named_is_closed(kb):
    ids = [flag(kb, "vpn", text) for text in ("one", "two", "three")]
    make.run(kb, "unflag", ids[1].upper(), "-m", "fixed")
    assert [one["text"] for one in flags(kb)] == ["one", "three"]


@pytest.mark.parametrize("trailer", ["Closes-flag: {}", "closes-flag: {}", "Case: 1\nCloses-flag: {}\nSigned-off-by: A"])
def test_a_commit_closes_a_flag_by_its_trailer(kb, trailer):
    id_ = flag(kb)
    commit(kb, "Correct it\n\n" + trailer.format(id_))
    assert flags(kb) == []


def test_a_commit_closes_several_flags(kb):
    ids = [flag(kb, "vpn", text) for text in ("one", "two", "three")]
    commit(kb, f"Correct it\n\nCloses-flag: {ids[0]}\nCloses-flag: {events(kb)[1].id}\n")
    assert [one["text"] for one in flags(kb)] == ["three"]


@pytest.mark.parametrize(
    "message", ["Closes-flag: {}\n\nNo trailer.", "It closes {}", "X\n\nCloses-flag: .*", "X\n\nCloses-flag:"]
)
def test_only_the_trailer_closes_a_flag(kb, message):
    id_ = flag(kb)
    commit(kb, message.format(id_))
    assert len(flags(kb)) == 1


def test_a_commit_of_another_branch_closes_a_flag_once_it_is_merged(kb):
    id_ = flag(kb)
    make.git(kb, "checkout", "-q", "-b", "fix")
    commit(kb, f"Correct it\n\nCloses-flag: {id_}\n")
    make.git(kb, "checkout", "-q", "main")
    before = len(flags(kb))
    make.git(kb, "merge", "-q", "fix")
    assert (before, flags(kb)) == (1, [])


def test_a_flag_that_a_commit_closed_no_longer_shows_on_the_article(kb):
    commit(kb, f"Correct it\n\nCloses-flag: {flag(kb)}\n")
    assert make.answer(kb, "show", "vpn")["open_flags"] == []


def test_a_count_of_flags_and_the_flags_agree(kb):
    commit(kb, f"Correct it\n\nCloses-flag: {flag(kb)}\n")
    facts = [line for line in make.run(kb, "show", "vpn", "--format", "table").out.splitlines() if "flag" in line]
    assert facts == []


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001])
def test_a_flag_says_something_in_a_sentence(kb, text):
    run = make.run(kb, "flag", "vpn", "-m", text)
    assert (run.status, run.err.splitlines()[1]) == (2, 'Hint: -m "what is wrong", in a sentence')
    assert events(kb) == []


def test_a_flag_with_personal_data_is_refused(kb):
    error = (
        "Error: This has personal data: e-mail (j…@c…), phone (…67). Nothing was written\n"
        "Hint: Leave it out, or let it through: --allow e-mail --allow phone\n"
    )
    assert make.run(kb, "flag", "vpn", "-m", "ask joe@corp.com +49 30 1234567") == (2, "", error)
    assert events(kb) == []


def test_personal_data_is_let_through_by_kind(kb):
    options = ("-m", "ask joe@corp.com +49 30 1234567", "--allow", "e-mail")
    assert make.run(kb, "flag", "vpn", *options).err.startswith("Error: This has personal data: phone (…67).")
    assert make.run(kb, "flag", "vpn", *options, "--allow", "phone").status == 0


def test_an_unknown_kind_of_personal_data_names_the_nearest(kb):
    error = "Error: There is no kind of personal data email\nHint: Did you mean e-mail?\n"
    assert make.run(kb, "flag", "vpn", "-m", "x", "--allow", "email") == (2, "", error)


def test_the_team_says_what_its_national_ids_look_like(kb):
    make.files(kb, {"kcs.toml": '[privacy]\npatterns = ["PERS-[0-9]+"]\n'})
    assert "national-id (…23)" in make.run(kb, "flag", "vpn", "-m", "it shows PERS-123").err


def test_an_answer_with_personal_data_is_refused(kb):
    id_ = flag(kb)
    assert make.run(kb, "unflag", id_, "-m", "told joe@corp.com").status == 2
    assert make.run(kb, "unflag", id_, "-m", "told joe@corp.com", "--allow", "e-mail").status == 0


def test_a_number_in_a_flag_is_found_as_it_would_be_noted(kb):
    assert make.run(kb, "flag", "vpn", "-m", "card 4111 1111\n1111 1111 fails").status == 2


@pytest.mark.parametrize(("typed", "number"), [("y\n", 1), ("\n", 0)])
def test_a_person_is_asked_whether_personal_data_stays(kb, typed, number):
    shown = make.terminal(kb, "kcs flag vpn -m 'ask joe@corp.com'", typed=typed, NO_COLOR="1")
    assert "This has personal data: e-mail (j…@c…). Keep it? [y/N]:" in shown
    assert len(events(kb)) == number


HOSTILE = "\x1b[2J\x07 =1+1 \u202eabc \udcff `x` | ../.."


def test_what_a_flag_says_is_harmless_on_a_terminal(kb):
    flag(kb, "vpn", HOSTILE)
    shown = make.terminal(kb, "kcs flags", "kcs show vpn", "kcs search certificate", columns=200, NO_COLOR="1")
    assert not re.search("[\x07\x1b\u202e]", shown)
    assert shown.count("�[2J� =1+1 �abc ? `x` | ../") == 2


def test_what_a_flag_says_is_kept(kb):
    flag(kb, "vpn", HOSTILE)
    assert flags(kb)[0]["text"] == HOSTILE.replace("\udcff", "?")


@pytest.mark.parametrize(
    ("format", "end"),
    [
        ("csv", ",kb-vpn001,,'=1+1,0,ben@example.org,front matter,ana@example.org,\n"),
        ("markdown", " | kb-vpn001 |  | =1+1 | 0 | ben@example.org | ana@example.org |  |\n"),
    ],
)
def test_flags_can_be_had_in_other_formats(kb, format, end):
    flag(kb, "vpn", "=1+1")
    assert make.run(kb, "flags", "--format", format).out.endswith(end)


@pytest.mark.parametrize("format", ["table", "csv", "markdown"])
def test_a_flag_and_its_answer_can_be_had_in_every_format(kb, format):
    assert "step 3" in make.run(kb, "flag", "vpn", "-m", "step 3", "--format", format).out
    assert "step 4" in make.run(kb, "unflag", flags(kb)[0]["event"], "-m", "step 4", "--format", format).out


def test_flags_are_json_objects_of_this_version(kb):
    id_ = flag(kb, "vpn", "x", "--why", "missing", "--case", "7")
    (one,) = make.answer(kb, "flags")["open_flags"]
    assert one | {"at": ""} == {
        "event": id_, "id": "kb-vpn001", "title": "VPN does not connect", "owner": "ben@example.org", "why": "missing",
        "text": "x", "case": "7", "by": "ana@example.org", "at": "", "age_days": 0, "owner_source": "front matter",
    }  # fmt: skip
    assert make.answer(kb, "flag", "vpn", "-m", "y")["kcs"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("flag", "nosuch", "-m", "x"),
        ("flag", "vpn"),
        ("flag", "vpn", "-m", "x", "--why", "bad"),
        ("flag", "vpn", "-m", "x", "--case", "\x1b"),
        ("flag", "../../etc/passwd", "-m", "x"),
        ("flag", "\0\x1b[31m", "-m", "x"),
        ("flags", "--older", "week"),
        ("flags", "--older", "-1d"),
        ("unflag", "abc", "-m", "x"),
        ("unflag", "\0../\x1b", "-m", "x"),
        ("unflag", "abcd1234"),
    ],
    ids=str,
)
def test_every_error_is_two_lines_and_one_json_object(kb, words):
    run = make.run(kb, *words)
    assert (run.status, run.out, [line.split(":")[0] for line in run.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert "\x1b" not in run.err
    assert list(json.loads(make.run(kb, *words, "--format", "json").err)) == ["kcs", "error", "hint"]


def test_a_flag_that_is_open_is_not_noted_twice(kb):
    id_ = flag(kb, "vpn", "Step 3 is gone.", "--why", "wrong")
    again = make.answer(kb, "flag", "kb-vpn001", "-m", "step 3  is gone", "--why", "wrong")
    assert (again["done"], again["event"], len(flags(kb))) == ("open already", id_, 1)


def test_a_flag_of_another_kind_case_article_or_person_is_another_one(kb, monkeypatch):
    flag(kb)
    for options in (("--why", "wrong"), ("--case", "4711")):
        flag(kb, "vpn", "step 3 is gone", *options)
    flag(kb, "printer")
    make.git(kb, "config", "user.email", "ben@example.org")
    monkeypatch.delenv("GIT_AUTHOR_EMAIL", raising=False)
    flag(kb)
    assert len(flags(kb)) == 5


def test_a_flag_that_was_closed_can_be_raised_again(kb):
    make.run(kb, "unflag", flag(kb), "-m", "fixed")
    flag(kb)
    assert len(flags(kb)) == 1


@pytest.fixture
def shared(tmp_path):
    """Flags on an article that names its owner, one that CODEOWNERS gives to a team, and one nobody owns but Ben wrote."""
    root = make.base(tmp_path / "base", {
        "CODEOWNERS": "/docs/team/ @org/desk\n",
        "people.toml": '[teams]\ndesk = ["ana@example.org", "@org/desk"]\n',
        "docs/named.md": make.article("Named", id="kb-named1", owner="cid@example.org"),
        "docs/team/ruled.md": make.article("Ruled", id="kb-ruled1"),
    })  # fmt: skip
    now = opened(root).now().isoformat(timespec="seconds")
    make.commit(root, {"docs/free.md": make.article("Free", id="kb-free01")}, on=now, by="Ben <ben@example.org>")
    for name in ("kb-named1", "kb-ruled1", "kb-free01"):
        flag(root, name)
    return root


def test_flags_say_whose_the_article_is_as_review_and_owners_do(shared):
    assert {one["id"]: (one["owner"], one["owner_source"]) for one in flags(shared)} == {
        "kb-named1": ("cid@example.org", "front matter"),
        "kb-ruled1": ("@org/desk", "CODEOWNERS"),
        "kb-free01": ("ben@example.org", "guess"),
    }
    assert "  ben@example.org (guess)  " in make.run(shared, "flags").out


def test_mine_are_the_flags_of_all_articles_a_person_answers_for(shared):
    def listed(*options):
        return [one["id"] for one in flags(shared, *options)]

    assert (listed("--mine"), listed("--owner", "ben@example.org"), listed("--owner", "@org/desk")) == (
        ["kb-ruled1"],
        ["kb-free01"],
        ["kb-ruled1"],
    )
    assert (listed("--owner", "cid@example.org"), listed("--owner", "nobody@example.org")) == (["kb-named1"], [])
    reviewed = make.answer(shared, "review-stale", "--mine", "--all")
    assert [one["id"] for group in ("stale", "unused") for one in reviewed[group]] == ["kb-ruled1"]


def test_without_git_flags_are_those_of_the_owners_that_articles_name(tmp_path):
    root = make.files(
        tmp_path / "base", {"kcs.toml": "", "a.md": make.article("A", owner="ana@example.org"), "b.md": "# B\n"}
    )
    flag(root, "a"), flag(root, "b")
    assert [(one["id"], one["owner"]) for one in flags(root)] == [("a", "ana@example.org"), ("b", None)]
    assert [one["id"] for one in flags(root, "--mine")] == ["a"]


def test_flags_of_nobody_are_not_said_to_be_none(kb):
    make.run(kb, "flag", "vpn", "--why", "wrong", "-m", "step 3 is gone")
    assert make.run(kb, "flags", "--owner", "ana@example.org").out == "No such flag is open; 1 other is.\n"
