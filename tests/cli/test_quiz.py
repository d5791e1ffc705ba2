"""Tests of `kcs quiz`."""

import csv
import json
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.learn.quiz.play import unfound_questions
from kcs_cli.search.log import search_log
from tests import make

HELP = (
    "1 question of customers. Search as with kcs search, until you see the article\n"
    "that answers the customer; then type its number. s skips the question, q ends\n"
    "the round. None of it is noted as a customer's search.\n"
)
ASKED = "\n1 of 1  “cannot get in from home”\nsearch > "
HITS = " 1  VPN does not connect{}kb-vpn001\n"
VPN = f"{HITS.format(' ' * 47)}number, or search > "


@pytest.fixture(autouse=True)
def _in_utc():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def play(root, typed: str, *options: str) -> make.Run:
    done = make.run(root, "quiz", *options, stdin=typed)
    return done._replace(out=re.sub(r"\d+ s\b", "0 s", done.out))


def searched(root, words: str, article: str, case: str, use: str = "resolution", on: str = "2026-03-01") -> str:
    return make.note(root, "link", article, on, case=case, use=use, words=words, rank=1)


def lines(root) -> list[dict]:
    return [json.loads(line) for path in (root / ".git/kcs/quiz").iterdir() for line in path.read_text().splitlines()]


def searches(root) -> list:
    return search_log(KnowledgeBase.open(str(root))).searches(12)


def asked(root, *options: str) -> set[str]:
    out = make.run(root, "quiz", *options, stdin="s\n" * 20).out
    return set(re.findall(r"(?m)^\d+ of \d+  “(.*)”$", out))


# A round


def test_a_right_answer_is_said_with_its_rank_the_searches_and_the_time(kb):
    done = play(kb, "nosuchword\nvpn\n1\n")
    assert done == (0, (
        f"{HELP}{ASKED}nosuchword\n"
        "    Nothing found.\n"
        f"search > vpn\n{VPN}1\n"
        "    Right: rank 1, 2 searches, 0 s.\n"
        "\n"
        "1 of 1 found; median: rank 1, 2 searches, 0 s.\n"
    ), "")  # fmt: skip


def test_a_wrong_answer_names_the_right_one_and_what_leads_there(kb):
    done = play(kb, "printer\n1\n")
    assert done.out.partition("number, or search > 1\n")[2] == (
        "    Not that one. The answer is:\n"
        "    VPN does not connect\n"
        "    kcs show kb-vpn001\n"
        "    The customer's own words lead there, at rank 1; none of your searches showed\n"
        "    it.\n"
        "\n"
        "0 of 1 found.\n"
        "\n"
        "Missed:\n"
        "question                 article               id\n"
        "cannot get in from home  VPN does not connect  kb-vpn001\n"
    )


def test_an_answer_that_was_shown_and_not_taken_is_told_so(kb):
    assert "    It was there, at rank 1 of a search of yours.\n" in play(kb, "vpn\nprinter\ns\n").out


@pytest.mark.parametrize("typed", ["wedged thing", "Thing wedged?", '"wedged thing"'])
def test_a_question_that_is_pasted_is_not_answered_by_what_it_taught(kb, typed):
    searched(kb, "wedged thing", "kb-print1", "1")
    assert "Nothing found." in play(kb, f"{typed}\n", "--domain", "printing").out


@pytest.mark.parametrize("typed", ["cannot get in from home", "from home I cannot get in"])
def test_a_question_that_is_pasted_is_not_answered_by_what_customers_said(kb, typed):
    out = play(kb, f"{typed}\ns\n", "--domain", "vpn").out
    assert "kb-vpn001" not in out.partition("Skipped")[0]


def test_other_words_that_were_taught_lead_to_the_answer(kb):
    searched(kb, "wedged thing", "kb-print1", "1")
    searched(kb, "stuckness", "kb-print1", "2")  # too short to be a question
    assert "Right: rank 1" in play(kb, "stuckness\n1\n", "--domain", "printing").out


def test_skipping_without_a_search_shows_the_answer(kb):
    out = play(kb, " S \n").out
    assert "    Skipped. The answer is:\n    VPN does not connect\n" in out
    assert "    The customer's own words lead there, at rank 1.\n" in out


def test_that_the_customers_words_find_nothing_is_the_articles_fault(kb):
    searched(kb, "zzz qqq", "kb-mail01", "1", use="reference")
    searched(kb, "zzz qqq", "kb-mail01", "1", use="tried")  # so the search is not taught by it
    out = play(kb, "s\ns\n").out
    assert (
        "    Not even the customer's own words find it among the first ten: the article\n    lacks them, not you.\n" in out
    )


@pytest.mark.parametrize("typed", ["", "q\n", "Q", "vpn\nq\n", "\n\n"], ids=repr)
def test_a_round_ends_with_q_or_the_input_and_the_question_was_not_played(kb, typed):
    done = play(kb, typed)
    assert (done.status, done.out.splitlines()[-1]) == (0, "Nothing was played.")
    assert make.run(kb, "quiz", "--results").out == "Nothing was played yet: kcs quiz\n"


def test_what_was_played_before_the_end_is_kept(kb):
    searched(kb, "paper is stuck", "kb-print1", "1")
    assert play(kb, "s\n").out.endswith("; 1 not played.\n\n" + play_missed(kb))
    assert make.answer(kb, "quiz", "--results")["totals"]["plays"] == 1


def play_missed(root) -> str:
    (one,) = make.answer(root, "quiz", "--results")["missed"]
    width = max(len(one["question"]), len("question")), max(len(one["title"]), len("article"))
    head = f"{'question':<{width[0]}}  {'article':<{width[1]}}  id"
    return f"Missed:\n{head}\n{one['question']:<{width[0]}}  {one['title']:<{width[1]}}  {one['ids'][0]}\n"


def test_a_number_that_is_no_rank_is_searched_for(kb):
    assert "search > 503\n    Nothing found.\nsearch > 9" in play(kb, "503\n999\nq\n").out
    assert "number, or search > 0\n" in play(kb, "vpn\n0\nq\n").out
    assert "number, or search > 99999999\n" in play(kb, "vpn\n" + "9" * 8 + "\nq\n").out


def test_whatever_is_typed_is_a_search(kb):
    done = make.run(kb, "quiz", stdin=b'\xff\xfe "x\nstate:nosuch path:/no tag:\x1b[31m -\nvpn\n1\n')
    assert (done.status, "Right: rank 1, 3 searches" in done.out, "\x1b" in done.out) == (0, True, False)


def test_nothing_of_it_is_a_customers_search(kb):
    play(kb, "vpn\n1\n")
    assert searches(kb) == []
    (line,) = lines(kb)
    assert (line["v"], line["base"], line["words"], line["tried"]) == (1, "", "cannot get in from home", ["vpn"])
    assert (line["articles"], line["chosen"], line["found"], line["rank"]) == (["kb-vpn001"], "kb-vpn001", True, 1)


def test_what_is_personal_is_neither_asked_nor_kept(kb):
    make.files(kb, {"knowledge/mail.md": make.article("Mail", id="kb-mail01", said='["mail to eva@example.org bounces"]')})
    make.files(kb, {"knowledge/vpn.md": make.article("VPN", id="kb-vpn001")})
    assert "“mail to <e-mail> bounces”" in play(kb, "eva@example.org\ns\n").out
    assert lines(kb)[0]["tried"] == ["<e-mail>"]


def test_what_was_found_before_comes_last(kb):
    searched(kb, "paper is stuck", "kb-print1", "1")
    play(kb, "vpn\n1\n", "--domain", "vpn")
    assert [asked(kb, "-n", "1") for _ in range(5)] == [{"paper is stuck"}] * 5


def test_with_a_format_for_programs_the_dialogue_is_on_stderr(kb):
    done = play(kb, "vpn\n1\n", "--format", "json")
    figures = json.loads(done.out)["totals"]
    assert figures == {"plays": 1, "found": 1, "seconds": figures["seconds"], "rank": 1, "searches": 1}
    assert done.err.startswith(HELP + ASKED)


def test_it_is_played_in_a_terminal(kb):
    shown = make.terminal(kb, "kcs quiz", typed="vpn\n1\n", NO_COLOR="1")
    assert HITS.format(" " * 47) in shown
    assert "    Right: rank 1, 1 search, " in shown


def test_titles_and_questions_are_harmless_in_a_terminal(kb):
    evil = '---\nid: "kb-\\e[31m"\ntitle: "VPN \\e[2J"\nsaid: ["so \\e[31m it is"]\n---\n\nWait.\n'
    make.files(kb, {"knowledge/vpn.md": evil})
    shown = make.terminal(kb, "kcs quiz", typed="vpn wait\n1\n", NO_COLOR="1")
    assert ("“so �[31m it is”" in shown, "VPN �[2J" in shown, "\x1b[31m" in shown, "\x1b[2J" in shown) == (
        True, True, False, False,
    )  # fmt: skip


# Which questions


def test_questions_are_of_links_and_of_said(kb):
    searched(kb, "paper is stuck", "kb-print1", "1")
    searched(kb, "not this one", "kb-print1", "2", use="tried")
    assert asked(kb) == {"paper is stuck", "cannot get in from home"}
    assert len(asked(kb, "-n", "1")) == 1


def test_a_domain_is_a_tag_or_a_folder(kb):
    searched(kb, "paper is stuck", "kb-print1", "1")
    assert (asked(kb, "--domain", "Printing"), asked(kb, "--domain", "vpn")) == (
        {"paper is stuck"}, {"cannot get in from home"},
    )  # fmt: skip
    assert len(asked(kb, "--domain", "knowledge")) == 2


def test_a_language_is_that_of_the_articles(kb):
    make.files(kb, {"knowledge/zh.md": make.article("打印机", id="kb-zh0001", said="[什么都没搜到]", language="zh")})
    assert asked(kb, "--lang", "ZH") == {"什么都没搜到"}
    assert "about vpn in zh yet" in play(kb, "", "--lang", "zh", "--domain", "vpn").err


def test_what_changed_is_asked_about(tmp_path):
    root, today = tmp_path / "kb", datetime.now(UTC).date()
    root.mkdir()
    make.git(root, "init", "-q", "-b", "main")
    make.commit(root, make.THREE, "2023-01-02")
    printer = make.article(id="kb-print1", tags="[printing]", said="[it just sits there]")
    make.commit(root, {"knowledge/printer.md": printer + "\n2. Wait.\n"}, str(today - timedelta(days=10)))
    assert asked(root, "--changed", "30d") == {"it just sits there"}
    assert len(asked(root, "--changed", "2022-01-01")) == 2


def test_a_month_has_one_set_whatever_happens_in_it(kb):
    for number in range(8):
        make.files(kb, {f"knowledge/{number}.md": make.article(f"No {number}", id=f"kb-{number}")})
        searched(kb, f"question number {number}", f"kb-{number}", str(number), on="2026-02-27")
    before = asked(kb, "-n", "4", "--month", "2026-03")
    link = searched(kb, "question of march", "kb-print1", "9", on="2026-03-01")
    make.note(kb, "unlink", "", "2026-03-02", case="9", ends=(link,))
    assert (len(before), asked(kb, "-n", "4", "--month", "2026-03")) == (4, before)
    assert asked(kb, "-n", "4", "--month=2026-04") != before


def test_a_month_is_the_same_for_everyone_who_has_synced(kb, tmp_path):
    for number in range(8):
        make.files(kb, {f"knowledge/{number}.md": make.article(f"No {number}", id=f"kb-{number}")})
    make.commit(kb, {})
    make.git(kb, "config", "receive.denyCurrentBranch", "ignore")
    clones = [make.clone(kb, tmp_path / name) for name in ("one", "two")]
    for number in range(8):
        searched(clones[number % 2], f"question number {number}", f"kb-{number}", str(number))
    for clone in (*clones, clones[0]):
        make.run(clone, "sync")
    first, second = (make.run(clone, "quiz", "--month", "2026-04", "-n", "5", stdin="s\n" * 5).out for clone in clones)
    assert (first, first.count("question number") >= 4) == (second, True)


def test_a_month_without_a_value_is_the_current_one(kb):
    done = make.run(kb, "quiz", "--month", "-n", "1", stdin="s\n")
    assert (done.status, lines(kb)[0]["month"]) == (0, f"{datetime.now(UTC):%Y-%m}")


def test_that_a_set_is_small_is_said_with_the_reason(kb):
    reason = "kcs: So few, because the set of 2026-03 goes by links from before; kcs quiz asks all there is\n"
    assert play(kb, "", "--month", "2026-03").err == reason
    searched(kb, "paper is stuck", "kb-print1", "1", on="2026-02-01")
    assert play(kb, "", "--month", "2026-03", "--domain", "vpn").err == ""


def test_a_month_before_which_nobody_said_anything_has_no_set(kb):
    make.files(kb, {"knowledge/vpn.md": make.article("VPN", id="kb-vpn001")})
    searched(kb, "paper is stuck", "kb-print1", "1")
    assert play(kb, "", "--month", "2026-03").err == (
        "Error: There is nothing to ask of before 2026-03\nHint: kcs quiz asks about all there is\n"
    )


def test_that_nothing_changed_is_known_by_customers_words_is_said(kb):
    first = (
        "Error: There is nothing to ask about mail: of 1 article changed since 2020-01-01 none is known by customers' words"
    )
    assert play(kb, "", "--changed", "2020-01-01", "--domain", "mail").err.splitlines()[0] == first
    assert (
        "about mail: no article changed since 2999-01-01\n"
        in play(kb, "", "--changed", "2999-01-01", "--domain", "mail").err
    )


# What comes of it


def test_results_say_what_was_missed_and_what_nobody_finds(kb):
    for typed in ("printer\n1\n", "mail\ns\n"):
        play(kb, typed)
    assert make.run(kb, "quiz", "--results").out == (
        "2 rounds: 0 of 2 found.\n"
        "\n"
        "Nobody finds:\n"
        "question                 article               id         plays  shown  searched for\n"
        "cannot get in from home  VPN does not connect  kb-vpn001      2      0  printer; mail\n"
        "\n"
        "Never shown: does it lack these words? kcs set ID said+=WORDS. Shown: is its title clear? kcs fix ID\n"
    )
    assert [one.question for one in unfound_questions(KnowledgeBase.open(str(kb)))] == ["cannot get in from home"]
    assert make.answer(kb, "gaps")["unfound_questions"] == 1
    assert "1 question of the quiz that nobody found: kcs quiz --results\n" in make.run(kb, "gaps").out


def test_results_of_a_month_are_of_its_set(kb):
    play(kb, "vpn\n1\n", "--month", "2026-03", "-n", "1")
    play(kb, "s\n")
    assert make.answer(kb, "quiz", "--results", "--month", "2026-03")["totals"]["plays"] == 1
    assert make.answer(kb, "quiz", "--results")["totals"]["plays"] == 2


def test_what_is_shared_is_plays_and_finds(kb):
    assert make.run(kb, "quiz", "--share").out == "Nothing was played yet: kcs quiz\n"
    play(kb, "vpn\n1\n")
    question = {"question": "cannot get in from home", "id": "kb-vpn001", "plays": 1, "found": 1}
    assert make.run(kb, "quiz", "--share", "--format", "csv").out == (
        "question,id,plays,found\ncannot get in from home,kb-vpn001,1,1\n"
    )
    assert make.answer(kb, "quiz", "--share") == {"kcs": 2, "questions": [question], "month": None}


def test_questions_are_written_for_a_form(kb, tmp_path):
    make.files(kb, {"knowledge/evil.md": make.article('"=VPN home"', id="kb-evil01")})
    file = tmp_path / "new" / "quiz.csv"
    done = make.run(kb, "quiz", "--export", str(file))
    assert (done.status, done.out, done.err) == (0, "", f"kcs: 1 question written to {file}\n")
    head, row = csv.reader(file.read_text().splitlines())
    assert head == ["question", "answer", "wrong_1", "wrong_2", "wrong_3", "id"]
    assert (row[:3], row[-1]) == (["cannot get in from home", "VPN does not connect", "'=VPN home"], "kb-vpn001")


def test_that_there_is_nothing_to_ask_says_how_questions_come(kb):
    make.files(kb, {"knowledge/vpn.md": make.article("VPN", id="kb-vpn001")})
    assert play(kb, "") == (2, "", (
        "Error: There is nothing to ask yet: no article is linked by a customer's words, or says them\n"
        "Hint: Search in customers' words and link what helped (kcs link 1 --case CASE), "
        "or add words: kcs set ID said+=WORDS\n"
    ))  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [
        ("--domain", "nosuch"), ("--domain", "mail"), ("--domain", "/"), ("--changed", "x"), ("--changed", "30d", "--month"),
        ("--changed", "2999-01-01"), ("--month", "2026-13"), ("--month=0000-01"), ("--results", "--share"), ("-n", "0"),
        ("--export", "/proc/no/such"),
    ],
    ids=str,
)  # fmt: skip
def test_every_error_is_two_lines_and_one_json_object(kb, options):
    done = make.run(kb, "quiz", *options)
    assert (done.status, done.out, [line.split(":")[0] for line in done.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert list(json.loads(make.run(kb, "quiz", *options, "--format", "json").err)) == ["kcs", "error", "hint"]
