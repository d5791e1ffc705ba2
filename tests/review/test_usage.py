from datetime import UTC, datetime, timedelta

from kcs_cli.journal.event import standing_events
from kcs_cli.journal.vocabulary import Use, Vote
from kcs_cli.review.usage import Usage, count_usage
from kcs_cli.search.log_line import LoggedSearch
from tests import make

START = datetime.fromtimestamp(1_772_620_200, UTC)  # that of make.event(0)
PRINTER = {"kb-print1": "kb-print1", "kb-old": "kb-print1"}


def usage(*events, since=START - timedelta(days=1), searches=()):
    return count_usage(make.standing(events), searches, {"kb-print1": since}, PRINTER)["kb-print1"]


def link(number, case, use="resolution", article="kb-print1", **fields):
    return make.event(number, article=article, case=case, use=Use(use), **fields)


def search(second, words, hits=("kb-print1",), terminal="tty1", shown=()):
    at = (START + timedelta(seconds=second)).isoformat()
    return LoggedSearch(f"s{second}", words, dict.fromkeys(hits, 1), at, shown, terminal)


def test_each_case_counts_once_by_the_best_it_got():
    found = usage(link(1, "A"), link(2, "A", "reference"), link(3, "B", "reference"), link(4, "C", "tried"))
    assert found == Usage(resolutions=1, references=1, tried=1, solved_at=START + timedelta(seconds=1))
    assert found.reuses == 2


def test_what_was_noted_under_a_former_id_counts():
    assert usage(link(1, "A", article="kb-old")).resolutions == 1


def test_only_what_happened_since_the_review_counts_but_open_flags_count_always():
    events = (
        link(1, "A"),
        make.event(2, "flag", article="kb-print1", why="wrong"),
        make.event(3, "rate", article="kb-print1", vote=Vote.unhelpful),
    )
    found = usage(*events, since=START + timedelta(hours=1))
    assert found == Usage(flags=("wrong",), solved_at=START + timedelta(seconds=1))


def test_unhelpful_votes_since_the_review_count():
    assert usage(make.event(3, "rate", article="kb-print1", vote=Vote.unhelpful)) == Usage(unhelpful=1)


def test_helpful_votes_are_no_reason_for_a_review():
    assert usage(make.event(1, "rate", article="kb-print1", vote=Vote.helpful)) == Usage()


def test_a_link_that_was_taken_back_and_a_flag_that_was_answered_count_no_more():
    first, flag = link(1, "A"), make.event(2, "flag", article="kb-print1")
    unlink, unflag = make.event(3, "unlink", case="A", ends=(first.id,)), make.event(4, "unflag", ends=(flag.id,))
    assert usage(first, flag, unlink, unflag) == Usage()


def test_a_flag_that_a_commit_closed_counts_no_more():
    flag = make.event(2, "flag", article="kb-print1")
    assert standing_events([flag], lambda id_: id_ == flag.id) == []


def test_events_of_articles_that_are_gone_are_passed_over():
    assert usage(link(1, "A", article="kb-gone")) == Usage()


def test_a_search_asked_again_in_other_words_had_not_found_it():
    searches = [search(0, "printer"), search(60, "printer dead")]
    assert usage(searches=searches).refined == 1


def test_a_search_that_led_to_a_former_name_counts():
    searches = [search(0, "printer", hits=("kb-old",)), search(60, "printer dead", hits=("kb-print1",))]
    assert usage(searches=searches).refined == 1
