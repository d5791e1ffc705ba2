"""A number is a row of the list that was printed last in this terminal."""

import json

import pytest

from kcs_cli.journal.event import Event
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.log import search_log
from tests import make


def events(root) -> list[Event]:
    return record(KnowledgeBase.open(str(root))).all()


def refused(root, *words: str) -> str:
    done = make.run(root, *words)
    assert (done.status, done.out) == (2, "")
    return done.err


@pytest.fixture
def listed(kb):
    """A search whose first hit is the mail, then flags on the printer and the VPN."""
    make.run(kb, "search", "outbox")
    for name in ("kb-print1", "kb-vpn001"):
        make.run(kb, "flag", name, "-m", f"wrong with {name}")
    assert make.run(kb, "flags").status == 0
    return kb


@pytest.mark.parametrize(
    "words",
    [
        ("show", "2", "--format", "json"),
        ("history", "2", "--format", "json"),
        ("owners", "2", "--format", "json"),
        ("vocabulary", "2", "--format", "json"),
        ("rate", "2", "--helpful", "--format", "json"),
        ("flag", "2", "-m", "too long", "--format", "json"),
        ("link", "2", "--case", "7", "--format", "json"),
        ("verify", "2", "--tested", "it", "--format", "json"),
        ("set", "2", "owner=cem@example.org", "--format", "json"),
        ("fix", "2", "--no-edit", "--format", "json"),
    ],
)
def test_every_command_takes_the_numbers_of_the_last_list(listed, words):
    done = make.run(listed, *words)
    assert (done.status, "kb-vpn001" in done.out, "kb-mail01" in done.out) == (0, True, False)


def test_a_confirmation_after_the_review_list_is_of_its_article_and_names_it(tmp_path):
    root = make.base(tmp_path, {})
    make.commit(root, make.THREE, "2023-04-02")
    make.note(root, "link", "kb-vpn001", "2024-01-01", case="1", use="reference")
    make.run(root, "search", "outbox")
    assert [one["id"] for one in make.answer(root, "review-stale")["stale"]] == ["kb-vpn001"]
    assert "kb-vpn001  VPN does not connect  it" in make.run(root, "verify", "1", "--tested", "it").out


def test_numbers_go_on_through_the_groups_of_the_review_list(tmp_path):
    root = make.base(tmp_path, {})
    law = make.article("Law", id="kb-law001", governance="compliance", review_every="180d")
    make.commit(root, {**make.THREE, "knowledge/law.md": law}, "2023-04-02")
    make.note(root, "link", "kb-vpn001", "2024-01-01", case="1", use="reference")
    shown = make.run(root, "review-stale").out.split("\n")
    assert [line.split()[1] for line in shown if line[2:4] in ("1.", "2.")] == ["Law", "VPN"]
    assert make.answer(root, "show", "2")["id"] == "kb-vpn001"


def test_a_later_search_has_the_numbers_again(listed):
    make.run(listed, "search", "outbox")
    assert make.answer(listed, "show", "1")["id"] == "kb-mail01"


def test_the_list_of_a_format_for_programs_counts_as_well(listed):
    make.run(listed, "search", "outbox", "--format", "ids")
    make.run(listed, "flags", "--format", "csv")
    assert make.answer(listed, "show", "1")["id"] == "kb-print1"


def test_a_terminal_gets_the_numbers_of_the_flags(listed):
    shown = make.terminal(listed, "kcs flags", "kcs show 2", columns=160, NO_COLOR="1").split("\n")
    assert [line.split()[0] for line in shown[:3]] == ["n", "1", "2"]
    assert "VPN does not connect" in "\n".join(shown[3:])


def test_a_pipe_gets_the_flags_without_numbers(listed):
    assert make.run(listed, "flags").out.split()[0] == "flag"


def test_a_flag_is_closed_by_its_number(listed):
    make.run(listed, "unflag", "2", "-m", "done")
    assert [one["id"] for one in make.answer(listed, "flags")["open_flags"]] == ["kb-print1"]


def test_a_flag_is_answered_by_its_number_in_a_fix(listed):
    make.files(listed, {"knowledge/vpn.md": make.THREE["knowledge/vpn.md"] + "\nNew.\n"})
    make.run(listed, "fix", "2", "--no-edit", "--closes", "2")
    assert [one["id"] for one in make.answer(listed, "flags")["open_flags"]] == ["kb-print1"]


def test_a_number_of_no_list_of_flags_closes_none(listed):
    make.run(listed, "search", "outbox")
    error = "Error: The last list here (kcs search) is none of flags\nHint: kcs flags lists them\n"
    assert refused(listed, "unflag", "1", "-m", "done") == error


def test_a_link_by_a_number_of_another_list_names_no_search(listed):
    make.run(listed, "search", "vpn")
    make.run(listed, "flags")
    make.run(listed, "link", "2", "--case", "7")
    assert [(one.article, one.words, one.rank) for one in events(listed) if one.case] == [("kb-vpn001", "", 0)]


def test_a_link_by_an_id_keeps_the_search_that_led_to_it(listed):
    make.run(listed, "search", "vpn")
    make.run(listed, "flags")
    make.run(listed, "link", "kb-vpn001", "--case", "7")
    assert [(one.words, one.rank) for one in events(listed) if one.case] == [("vpn", 1)]


def test_what_a_case_received_is_taken_back_by_its_number(listed):
    for name in ("kb-print1", "kb-vpn001"):
        make.run(listed, "link", name, "--case", "7", "--as", "reference")
    make.run(listed, "show", "--case", "7")
    assert make.answer(listed, "unlink", "2", "--case", "7")["unlinked"] == ["kb-vpn001"]


def test_the_steps_of_a_path_have_numbers(listed):
    make.run(listed, "path", "mail")
    assert make.answer(listed, "show", "1")["id"] == "kb-mail01"


def test_the_articles_of_an_owner_have_numbers(listed):
    owned = [one["id"] for one in make.answer(listed, "owners", "--of", "ana@example.org")["owned"]]
    assert [make.answer(listed, "show", str(n))["id"] for n in (1, 2)] == owned


def test_similar_articles_have_numbers(listed):
    (first, *_) = make.answer(listed, "new", "Printer does not print", "--no-edit", "--yes")["similar"]
    assert (first["rank"], make.answer(listed, "show", "1")["id"]) == (1, first["id"])


def test_news_have_numbers(listed):
    make.run(listed, "link", "kb-vpn001", "--case", "7")
    by = "Ben <ben@example.org>"
    make.commit(listed, {"knowledge/vpn.md": make.THREE["knowledge/vpn.md"] + "\nNew.\n"}, "2036-01-02", by)
    assert [one["id"] for one in make.answer(listed, "news")["news"]] == ["kb-vpn001"]
    assert make.answer(listed, "show", "1")["id"] == "kb-vpn001"


# What is no row of the last list


def test_a_number_beyond_the_last_list_is_refused_and_says_which_that_was(listed):
    error = (
        "Error: The last list here (kcs flags) has 2 articles, no number 3\n"
        "Hint: Print the list you mean again, or name the article by its id\n"
    )
    assert refused(listed, "verify", "3", "--tested", "it") == error
    assert [one.kind for one in events(listed)] == ["flag", "flag"]


def test_a_number_of_an_empty_list_is_refused(listed):
    for number in "11":
        make.run(listed, "unflag", number, "-m", "done")
        make.run(listed, "flags")
    error = "Error: The last list here (kcs flags) is empty: it has no number 1\n"
    assert refused(listed, "verify", "1", "--tested", "it").startswith(error)


def test_a_number_of_gaps_is_no_article(listed):
    for _ in range(2):
        make.run(listed, "search", "telefax hums loudly")
    (gap,) = make.answer(listed, "gaps", "--all")["content"]
    error = f"Error: Number 1 of the last list here (kcs gaps) is no article: “{gap['query']}”\nHint: kcs new --gap 1\n"
    assert refused(listed, "verify", "1", "--tested", "it") == error


@pytest.mark.parametrize("number", ["1", "12"])
def test_a_short_number_is_never_short_for_an_id(listed, number):
    make.files(listed, {"knowledge/x.md": make.article("X", id="123e4567-e89b")})
    make.run(listed, "flags", "--older", "9d")
    assert "is empty: it has no number" in refused(listed, "verify", number, "--tested", "it")
    assert make.answer(listed, "show", "123")["id"] == "123e4567-e89b"


def test_the_lists_of_other_bases_and_terminals_are_theirs(listed, monkeypatch):
    monkeypatch.setenv("KCS_SESSION", "other")
    assert "There is no list in this terminal whose number 1" in refused(listed, "show", "1")


def test_lines_of_lists_are_no_searches(listed):
    assert [one.words for one in search_log(KnowledgeBase.open(str(listed))).searches(2)] == ["outbox"]
    assert make.answer(listed, "report", "self-service")["figures"][0]["value"] == 1


def test_more_hits_than_a_search_keeps_have_their_numbers(kb):
    make.files(kb, {f"knowledge/{n}x.md": make.article(f"Fax {n}", id=f"kb-fax{n:03}") for n in range(60)})
    found = make.run(kb, "search", "fax", "-n", "60", "--format", "ids").out.split()
    assert [make.answer(kb, "show", str(n))["id"] for n in (50, 51, 60)] == [found[49], found[50], found[59]]


# A session that has no terminal


def test_a_session_is_named_so_that_each_command_may_be_a_process_of_its_own(kb):
    make.process(kb, "search", "outbox", KCS_SESSION="bot 7")
    shown = make.process(kb, "show", "1", "--format", "json", KCS_SESSION="bot 7")
    assert json.loads(shown.out)["id"] == "kb-mail01"
    other = make.process(kb, "show", "1", KCS_SESSION="bot 8")
    assert (other.status, "There is no list in this terminal" in other.err) == (2, True)


def test_a_named_session_goes_before_the_terminal(kb):
    make.process(kb, "search", "outbox", KCS_SESSION="mine")
    assert "Mail waits" in make.terminal(kb, "kcs show 1", KCS_SESSION="mine")


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_names_no_session(kb, monkeypatch, name):
    make.run(kb, "search", "outbox")
    monkeypatch.setenv("KCS_SESSION", name)
    assert make.answer(kb, "show", "1")["id"] == "kb-mail01"
