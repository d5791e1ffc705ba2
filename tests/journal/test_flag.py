from datetime import UTC, datetime

import pytest

from kcs_cli.article.model import Flag
from kcs_cli.errors import NotFoundError
from kcs_cli.journal.event import Event
from kcs_cli.journal.flag import FlagReport, FlagSubject, NotedReport, find_flag, report_flags
from kcs_cli.journal.vocabulary import EventKind, FlagReason
from kcs_cli.render.report import Table
from tests import make

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
MAIL = FlagSubject("kb-mail01", "Mail", "ana@example.org")
FLAG = Event(
    v=1, id="01kjm0000000000000abcd1234", at="2026-03-01T14:00:00.000+02:00", by="ben@example.org", kind=EventKind.flag,
    article="kb-old", why=FlagReason.outdated, text="step 3 is gone", case="4711",
)  # fmt: skip
OTHER = Event(v=1, id="01kjm0000000000000zzzz1234", at=FLAG.at, by="", kind=EventKind.flag)
SEEN = Flag(
    FLAG.id, "kb-mail01", "Mail", "ana@example.org", "outdated", "step 3 is gone", "4711", "ben@example.org", FLAG.at, 8
)


def test_a_flag_is_shown_with_what_the_article_is_called_now_and_whose_it_is():
    assert report_flags([FLAG], {"kb-old": MAIL}, NOW) == FlagReport((SEEN,))


def test_a_flag_of_an_article_that_is_gone_is_still_shown():
    (flag,) = report_flags([FLAG], {}, NOW).open_flags
    assert (flag.id, flag.title, flag.owner) == ("kb-old", "", "")


def test_a_flag_of_a_clock_that_is_ahead_is_of_today():
    assert report_flags([FLAG], {}, datetime(2026, 2, 1, tzinfo=UTC)).open_flags[0].age_days == 0


def test_flags_are_a_table_with_the_age_in_days():
    columns = ("flag", "article", "why", "text", "days", "owner", "by", "case")
    row = ("abcd1234", "kb-mail01", "outdated", "step 3 is gone", 8, "ana@example.org", "ben@example.org", "4711")
    assert make.tables(FlagReport((SEEN,))) == (Table("", columns, (row,)),)


def test_no_flags_are_a_sentence():
    assert make.tables(FlagReport(())) == (Table("No flag is open."),)


def test_what_was_noted_is_a_line():
    report = NotedReport("flagged", "abcd1234", "kb-1", "gone", "Fax")
    assert make.tables(report) == (
        Table("", ("done", "id", "article", "title", "text"), (("flagged", "abcd1234", "kb-1", "Fax", "gone"),)),
    )


@pytest.mark.parametrize("name", ["abcd1234", "ABCD1234", " abcd1234\n", "d1234", FLAG.id])
def test_a_flag_goes_by_its_id_and_by_the_end_of_it(name):
    assert find_flag(name, [FLAG, OTHER]) == FLAG


@pytest.mark.parametrize("name", ["", "234", "abcd123", "nosuch", "../..", "\0", "%", "x" * 9999])
def test_an_unknown_flag_is_refused(name):
    with pytest.raises(NotFoundError) as raised:
        find_flag(name, [FLAG, OTHER])
    assert (raised.value.message, raised.value.hint) == (f"No open flag is called {name}", "kcs flags lists the open ones")


def test_an_end_that_two_flags_have_is_refused():
    with pytest.raises(NotFoundError, match="2 flags end with 1234"):
        find_flag("1234", [FLAG, OTHER])
