from datetime import date

import pytest

from kcs_cli.render.report import Table
from kcs_cli.search.engine.answer import Answer, ClauseScore, Match, SearchOptions, Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.report import related_searches, report_search
from tests import make

TODAY = date(2026, 3, 1)


def answer(typed, contents=make.THREE, where=Where(), **asked):  # noqa: B008 - a frozen value
    return make.engine(contents).search(parse(typed), where, 10, SearchOptions(**asked))


def report(typed, contents=make.THREE, **options):
    return report_search(typed, answer(typed, contents), TODAY, **options)


def test_a_hit_says_what_a_person_needs_to_choose():
    hit, *_ = report("renew the certificate").hits
    assert hit._replace(score=0.0) == hit.__class__(
        rank=1, id="kb-vpn001", title="VPN does not connect", path="knowledge/vpn.md", line=22, section="Resolution",
        passage="Renew the certificate.", marks=((0, 5), (10, 21)), kind="problem", confidence="not-validated",
        audience="internal", owner="ben@example.org",
        owner_source="front matter", tags=("network", "vpn"), language="en", updated_on=None, age_days=None,
        score=0.0, sentence=(0, 22),
    )  # fmt: skip


def test_hits_are_ranked_from_one():
    assert [hit.rank for hit in report("the").hits] == [1, 2, 3]


@pytest.mark.parametrize(("day", "age"), [("2026-02-27", 2), ("2026-03-01", 0), ("2025-03-01", 365)])
def test_the_age_is_counted_from_the_last_change_that_the_file_tells(day, age):
    (hit,) = report("printer", {"a.md": make.article(updated=day)}).hits
    assert (hit.updated_on, hit.age_days) == (date.fromisoformat(day), age)


def test_nothing_found_is_an_empty_list_with_the_nearest_words():
    found = report_search("certificte", answer("certificte tag:none"), TODAY)
    assert (found.hits, found.found, found.nearest) == ((), 0, {"certificte": ("certificate",)})


def test_the_whole_article_is_there_when_asked():
    assert [(report("outbox", full=full).hits[0].body or "")[:9] for full in (True, False)] == ["\n## Issue", ""]


ARCHIVED = {"a.md": make.article("Fax machine", "Telegraph.", confidence="archived", language="en")}


def test_archived_articles_that_nobody_asked_for_are_told():
    asked = report_search("telegraph", answer("telegraph", ARCHIVED, Where(archived=True)), TODAY)
    assert (report("telegraph", ARCHIVED).archived, asked.archived) == (True, False)


def test_a_report_without_hits_is_not_called_archived():
    assert report("zebra", ARCHIVED).archived is False


def test_what_was_insisted_on_in_vain_is_told():
    assert [report(typed).relaxed for typed in ('"certificate renew"', '"renew the certificate"')] == [True, False]


def test_files_set_aside_are_counted():
    assert report("printer", set_aside=2).set_aside == 2


def test_the_table_has_a_row_for_each_hit():
    (table,) = make.tables(report("outbox"))
    assert [row[:4] for row in table.rows] == [(1, "kb-mail01", "Mail waits in the outbox", "validated")]


def test_facets_are_a_table_of_their_own():
    found = report_search("outbox", answer("outbox", facets=True), TODAY)
    assert make.tables(found)[1] == Table(
        "Facets", ("filter", "value", "articles"),
        (("tag", "mail", 1), ("owner", "ana@example.org", 1), ("state", "validated", 1), ("audience", "public", 1),
         ("kind", "question", 1), ("lang", "en", 1), ("path", "knowledge", 1)),
    )  # fmt: skip


def test_the_parts_of_a_score_come_along_when_asked():
    found = report_search("outbox", answer("outbox", explain=True), TODAY)
    assert all(isinstance(part, ClauseScore) for part in found.hits[0].parts)
    assert sum(part.score for part in found.hits[0].parts) == pytest.approx(found.hits[0].score, rel=1e-4)


def test_a_hit_is_made_of_any_match():
    match = Match(answer("outbox").matches[0].card, 1.5)
    assert report_search("outbox", Answer((match,), 1), TODAY).hits[0].score == 1.5


def test_related_are_other_searches_that_led_to_the_first_articles_in_turn():
    def known(*asked):
        card = make.engine({"a.md": make.article("Printer jam", id="a")}).all_cards()[0]
        return Match(card._replace(asked=asked), 1.0)

    matches = [known("paper stuck", "It IS wedged", "third"), known("printer jam", "paper  stuck"), known("fourth")]
    assert related_searches("it is wedged", matches) == ("paper stuck", "fourth", "third")
