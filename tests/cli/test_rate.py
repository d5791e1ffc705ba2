import json
import subprocess

import pytest

from tests import make

VOTES = "article,vote,comment,date\nkb-vpn001,yes,good,2026-03-04\nprinter.md,no,,2026-03-05\nknowledge/mail.md,1,,\n"


def votes(kb) -> list[tuple[object, ...]]:
    events = json.loads(make.run(kb, "events", "--kind", "rate", "--format", "json").out)["events"]
    return [(event["id"], event["vote"], event["text"] or "") for event in events]


def take(kb, text: str | bytes, *arguments: str) -> make.Run:
    make.files(kb.parent, {"votes.csv": text})
    return make.run(kb, "rate", "--import", str(kb.parent / "votes.csv"), *arguments)


def counts(kb, text: str | bytes) -> tuple[int, int, list[int]]:
    report = json.loads(take(kb, text, "--format", "json").out)
    return report["taken"], report["known"], [bad["line"] for bad in report["bad"]]


def test_a_vote_is_noted(kb):
    done = make.run(kb, "rate", "kb-vpn001", "--helpful", "-m", " It  helped ", "--format", "json")
    report = json.loads(done.out)
    known = {"kcs": 2, "done": "helpful", "id": "kb-vpn001", "text": "It helped", "title": "VPN does not connect"}
    assert (done.status, len(report.pop("event")), report) == (0, 26, known)
    assert votes(kb) == [("kb-vpn001", "helpful", "It helped")]


def test_a_vote_may_be_against_it(kb):
    said = make.run(kb, "rate", "kb-vpn001", "--unhelpful").out.splitlines()[1].split(maxsplit=3)
    assert (said[0], *said[2:]) == ("unhelpful", "kb-vpn001", "VPN does not connect")
    assert votes(kb) == [("kb-vpn001", "unhelpful", "")]


def test_an_article_may_be_named_by_its_rank(kb):
    make.run(kb, "search", "vpn")
    make.run(kb, "rate", "1", "--helpful")
    assert votes(kb) == [("kb-vpn001", "helpful", "")]


def test_the_same_person_may_vote_twice(kb):
    for _ in range(2):
        make.run(kb, "rate", "kb-vpn001", "--helpful")
    assert len(votes(kb)) == 2


@pytest.mark.parametrize("arguments", [(), ("kb-vpn001",), ("--helpful",), ("kb-vpn001", "-m", "good")])
def test_without_a_vote_there_is_a_clear_error(kb, arguments):
    error = "Error: There is no vote\nHint: kcs rate ID --helpful, or kcs rate --import votes.csv\n"
    assert (make.run(kb, "rate", *arguments), votes(kb)) == ((2, "", error), [])


@pytest.mark.parametrize("name", ["kb-none", "../../etc/passwd", "\x1b[31m", "\u202e", "a\0b", "x" * 5000])
def test_an_article_that_is_not_there_is_a_clear_error(kb, name):
    status, out, err = make.run(kb, "rate", name, "--helpful")
    assert (status, out, err.count("\n"), err.startswith("Error: No article goes by "), "\x1b" in err) == (
        2,
        "",
        2,
        True,
        False,
    )
    assert votes(kb) == []


def test_personal_data_is_refused_unless_allowed(kb):
    refused = make.run(kb, "rate", "kb-vpn001", "--helpful", "-m", "call ana@example.org")
    allowed = make.run(kb, "rate", "kb-vpn001", "--helpful", "-m", "call ana@example.org", "--allow", "e-mail")
    assert (refused.status, "ana@example.org" in refused.err, allowed.status) == (2, False, 0)
    assert votes(kb) == [("kb-vpn001", "helpful", "call ana@example.org")]


def test_hostile_messages_are_kept_and_shown_harmless(kb):
    text = "=cmd() \x1b[31m \u202e 打"
    make.run(kb, "rate", "kb-vpn001", "--helpful", "-m", text)
    assert votes(kb) == [("kb-vpn001", "helpful", text)]
    assert "\x1b" not in make.run(kb, "events").out


def test_a_vote_touches_no_file_of_the_work_tree(kb):
    make.run(kb, "rate", "kb-vpn001", "--helpful")
    assert make.git(kb, "status", "--porcelain") == ""


def test_without_git_a_vote_is_noted_too(tmp_path):
    kb = make.files(tmp_path / "kb", make.THREE)
    make.run(kb, "rate", "kb-vpn001", "--helpful")
    assert votes(kb) == [("kb-vpn001", "helpful", "")]


def test_votes_are_taken_in(kb):
    done = take(kb, VOTES)
    assert (done.status, done.out.splitlines()[1:], done.err) == (
        0,
        ["votes taken        3", "known before       0", "bad lines          0"],
        "",
    )
    expected = [("kb-mail01", "helpful", ""), ("kb-print1", "unhelpful", ""), ("kb-vpn001", "helpful", "good")]
    assert sorted(votes(kb)) == expected


def test_votes_have_the_time_they_were_given(kb):
    take(kb, VOTES)
    events = json.loads(make.run(kb, "events", "--article", "kb-vpn001", "--format", "json").out)["events"]
    assert [(event["at"], event["by"]) for event in events] == [("2026-03-04T00:00:00.000+00:00", "ana@example.org")]


def test_votes_without_a_date_are_among_those_since_today(kb):
    take(kb, "article,vote\nkb-vpn001,yes\n")
    done = make.run(kb, "events", "--since", "1d", "--format", "jsonl")
    assert len(done.out.splitlines()) == 1


def test_votes_taken_in_twice_count_once(kb):
    assert [counts(kb, VOTES), counts(kb, VOTES), len(votes(kb))] == [(3, 0, []), (0, 3, []), 3]


def test_after_the_file_grew_only_the_new_votes_are_taken(kb):
    counts(kb, VOTES)
    assert (counts(kb, VOTES + "kb-vpn001,yes,good,2026-03-04\nkb-vpn001,no,,\n"), len(votes(kb))) == ((2, 3, []), 5)


def test_another_order_of_lines_and_columns_counts_once(kb):
    counts(kb, VOTES)
    rows = [line.split(",") for line in VOTES.splitlines()]
    other = "\ufeff" + "\r\n".join(";".join(reversed(row)) for row in [rows[0], *reversed(rows[1:])])
    assert counts(kb, other) == (0, 3, [])


def test_two_clones_that_take_in_the_same_file_count_it_once(kb, tmp_path):
    subprocess.run(["git", "clone", "-q", "--bare", kb, tmp_path / "hub.git"], check=True)
    clones = [tmp_path / name / "kb" for name in ("a", "b")]
    for clone in clones:
        subprocess.run(["git", "clone", "-q", tmp_path / "hub.git", clone], check=True)
        take(clone, VOTES)
    for clone in (*clones, clones[0]):
        assert make.run(clone, "sync").status == 0
    assert [len(votes(clone)) for clone in clones] == [3, 3]


def test_two_bases_of_a_repository_take_in_their_own_votes(tmp_path):
    bases = {
        f"{base}/{name}": text for base in ("a", "b") for name, text in {"kcs.toml": "", "setup.md": "# Set up"}.items()
    }
    root = make.base(tmp_path / "kb", bases)
    found = [counts(root / base, "article,vote\nsetup,yes\n") for base in ("a", "b")]
    assert (found, [len(votes(root / base)) for base in ("a", "b")]) == ([(1, 0, [])] * 2, [1, 1])


def test_bad_lines_are_told_with_their_numbers_and_the_good_ones_taken(kb):
    done = take(kb, "article,vote\nkb-vpn001,yes\nkb-none,yes\nkb-vpn001,perhaps\n\nkb-mail01,no\n")
    assert done.out == (
        "what          number\nvotes taken        2\nknown before       0\nbad lines          2\n\n"
        "Not taken:\nline  reason\n   3  no article goes by kb-none\n   4  perhaps is no vote\n"
    )
    assert (done.status, len(votes(kb))) == (0, 2)


def test_a_bad_line_that_was_corrected_is_taken_the_next_time(kb):
    counts(kb, "article,vote\nkb-vpn001,yes\nkb-new001,yes\n")
    make.files(kb, {"knowledge/new.md": make.article(id="kb-new001")})
    assert counts(kb, "article,vote\nkb-vpn001,yes\nkb-new001,yes\n") == (1, 1, [])


def test_a_former_id_counts_for_the_article_of_today(kb):
    make.files(kb, {"knowledge/mail.md": make.article("Mail", id="kb-new001", aliases="[kb-mail01]")})
    take(kb, "article,vote\nKB-MAIL01,yes\n")
    assert votes(kb) == [("kb-new001", "helpful", "")]


def test_a_name_of_two_articles_is_a_bad_line(kb):
    make.files(kb, {"knowledge/a/setup.md": make.article(id="kb-a"), "knowledge/b/setup.md": make.article(id="kb-b")})
    assert counts(kb, "article,vote\nsetup,yes\nkb-a,yes\n") == (1, 0, [2])


@pytest.mark.parametrize("folder", ["a", "z"])
def test_an_id_goes_before_the_file_name_of_another_article(kb, folder):
    make.files(kb, {f"knowledge/{folder}/kb-vpn001.md": make.article(id="kb-other1")})
    take(kb, "article,vote\nkb-vpn001,yes\n")
    assert votes(kb) == [("kb-vpn001", "helpful", "")]


def test_national_ids_in_comments_are_replaced(kb):
    make.files(kb, {"kcs.toml": "[privacy]\npatterns = ['\\b\\d{11}\\b']\n"})
    take(kb, "article,vote,comment\nkb-vpn001,yes,I am 38703181745\n")
    assert votes(kb) == [("kb-vpn001", "helpful", "I am <national-id>")]


def test_a_bad_line_shows_a_terminal_nothing_it_would_obey(kb):
    out = take(kb, "article,vote\n\x1b[31mkb,yes\nkb-vpn001,\u202eyes\n").out
    assert [character for character in ("\x1b", "\u202e") if character in out] == []


def test_bad_lines_in_csv_are_no_formulas(kb):
    out = take(kb, "article,vote\nkb-vpn001,=1+1\n", "--format", "csv").out
    assert [line for line in out.splitlines() if ",=" in line or line.startswith("=")] == []


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", b"\xff\xfea\0", b"PK\x03\x04" * 100])
def test_a_file_that_is_no_list_of_votes_is_a_clear_error(kb, content):
    done = take(kb, content)
    assert (done.status, done.out, done.err.count("\n"), "has no column article" in done.err) == (2, "", 2, True)


def test_a_missing_file_is_a_clear_error(kb):
    done = make.run(kb, "rate", "--import", "none.csv", "--format", "json")
    assert (done.status, json.loads(done.err)) == (
        2, {"kcs": 2, "error": "none.csv cannot be read (No such file or directory)", "hint": "Name a file"},
    )  # fmt: skip


def test_ten_thousand_votes_are_one_import(kb):
    text = "article,vote,date\n" + "".join(
        f"kb-vpn001,yes,2026-03-04T00:{n // 60 % 60:02}:{n % 60:02}\n" for n in range(10_000)
    )
    assert (counts(kb, text), counts(kb, text)) == ((10_000, 0, []), (0, 10_000, []))
