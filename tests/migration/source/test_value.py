from datetime import UTC, datetime
from pathlib import Path

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.migration.source.record import BrokenRecord, SourcePerson, SourceRecord, SourceRevision, SourceVotes
from kcs_cli.migration.source.table import SourceTables
from kcs_cli.migration.source.value import (
    confidence_of,
    count,
    html_of,
    language_tag,
    sound_records,
    sound_revision,
    source_moment,
    words_of,
)

NOON = datetime(2024, 1, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-01-31T12:00:00Z", NOON),
        ("2024-01-31T14:00:00+02:00", NOON),
        ("2024-01-31 12:00:00", NOON),
        (int(NOON.timestamp()), NOON),
        (str(int(NOON.timestamp())), NOON),
        ("31.01.2024 12:00:00", NOON.replace(hour=0)),
        ("2024-01-31", NOON.replace(hour=0)),
        (None, None),
        ("", None),
        (0, None),
    ],
)
def test_a_time_is_in_utc_however_it_is_written(value, expected):
    assert source_moment("created_at", value) == expected


@pytest.mark.parametrize("value", ["yesterday", "2024-02-30T12:00:00Z", "03/04/2024", 17, "0001-01-01", "9999-12-31"])
def test_what_is_no_time_is_told_with_its_field(value):
    with pytest.raises(ValueError, match="created_at is no time"):
        source_moment("created_at", value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, 3), ("4", 4), (2.9, 2), (-1, 0), (None, 0), ("many", 0), ([], 0), (float("nan"), 0), (1e400, 0)],
)
def test_a_count_is_never_less_than_nothing(value, expected):
    assert count(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("en-us", "en-US"), ("pt_br", "pt-BR"), ("zh-hans", "zh-Hans"), ("DE", "de"), (None, ""), ("", "")],
)
def test_a_language_is_written_as_front_matter_has_it(text, expected):
    assert language_tag(text) == expected


def test_labels_are_a_list_or_a_text_with_commas():
    assert words_of(["a", " b  c ", 7, "a", ""]) == ("a", "b c")
    assert words_of("a, b,,a") == ("a", "b")
    assert words_of([{"name": "a"}, {"id": 1}]) == ("a",)
    assert words_of(None) == words_of(7) == ()


def test_a_text_without_mark_up_becomes_paragraphs():
    assert html_of("a < b\nc\r\n\r\nd & e\n") == "<p>a &lt; b<br>c</p>\n<p>d &amp; e</p>"
    assert html_of(None) == ""


def test_a_revision_has_a_title_on_one_line_and_no_character_that_no_text_has():
    assert sound_revision(
        " Out\nof \x00paper\ud800", "<p>a\x0bb\r\nc\udfff</p>", SourcePerson("Ana"), NOON
    ) == SourceRevision(title="Out of paper", html="<p>a b\nc </p>", author=SourcePerson("Ana"), at=NOON)
    with pytest.raises(ValueError, match="it has no title"):
        sound_revision(" \x00", "a", SourcePerson(), None)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ((0, 0), Confidence.validated),
        ((1, 3), Confidence.validated),
        ((2, 3), Confidence.not_validated),
        ((30, 20), Confidence.validated),
    ],
)
def test_readers_who_were_not_helped_are_believed_when_they_are_some(votes, expected):
    assert confidence_of(False, SourceVotes(helpful=votes[0], unhelpful=votes[1])) == expected


def test_a_draft_is_in_progress_and_what_is_doubtful_is_not_validated():
    assert confidence_of(True, is_doubtful=True) == Confidence.wip
    assert confidence_of(False, is_doubtful=True) == Confidence.not_validated


def record(key: str, title: str) -> SourceRecord:
    return SourceRecord(key=key, revisions=(SourceRevision(title),))


def test_an_article_that_is_there_twice_is_taken_once_and_told_where_it_differs():
    broken = BrokenRecord(1, "a.json", "it has no title")
    given = [broken, record("1", "A"), record("1", "A"), record("2", "B"), record("1", "Other")]
    assert list(sound_records(Path("a.json"), "Zendesk", given)) == [
        broken,
        record("1", "A"),
        record("2", "B"),
        BrokenRecord(5, "Other", "article 1 is in the export twice, with other words: the first is taken"),
    ]


def test_a_source_without_a_sound_article_is_refused_with_the_first_reason():
    broken = [BrokenRecord(1, "a.json", "it has no title"), BrokenRecord(2, "a.json", "it has no title")]
    with pytest.raises(KcsError) as told:
        list(sound_records(Path("a.json"), "Zendesk", broken))
    assert told.value.message == "a.json has no article of Zendesk that can be read: a.json, 1: it has no title"
    assert told.value.hint == "Name a file or folder of its export"
    with pytest.raises(KcsError, match=r"a\.json has no article of Zendesk that can be read$"):
        list(sound_records(Path("a.json"), "Zendesk", []))


def test_sections_that_lie_in_one_another_in_a_circle_have_an_end():
    tables = SourceTables()
    tables.add("section", {"id": 1, "name": "A", "parent": 2})
    tables.add("section", {"id": 2, "name": " ", "parent": 1})
    tables.add("section", {"id": None, "name": "none"})
    tables.add("section", "none")
    assert tables.folders("section", 1, lambda one: ("section", one.get("parent"))) == ("A",) * 5
    assert tables.folders("section", None, lambda one: ("section", one.get("parent"))) == ()


def test_a_person_is_known_by_number_where_nobody_tells_the_name():
    tables = SourceTables()
    tables.add("person", {"id": 7, "firstName": "Ana", "lastName": "Berg"})
    assert tables.person("7") == SourcePerson(name="Ana Berg", number="7")
    assert tables.person(8) == SourcePerson(number="8")
    assert tables.person(None) == SourcePerson()
