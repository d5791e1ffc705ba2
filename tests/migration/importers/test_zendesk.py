from datetime import UTC, datetime

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importers.zendesk import IMPORTER
from kcs_cli.migration.source.record import (
    BrokenRecord,
    SourceAttachment,
    SourcePerson,
    SourceRecord,
    SourceRevision,
    SourceVotes,
)
from tests.migration.importers.export import read, save, sound

HOST = "https://acme.zendesk.example"
ARTICLE = {
    "id": 360001, "url": f"{HOST}/api/v2/help_center/en-us/articles/360001.json",
    "html_url": f"{HOST}/hc/en-us/articles/360001-Fax", "author_id": 7, "comments_disabled": True, "draft": False,
    "promoted": True, "position": 0, "vote_sum": 4, "vote_count": 10,
    "section_id": 20, "created_at": "2023-01-02T03:04:05Z", "updated_at": "2023-09-01T00:00:00Z",
    "edited_at": "2023-02-03T04:05:06Z", "name": "Fax", "title": "Fax stays silent", "source_locale": "en-us",
    "locale": "en-us", "outdated": False, "outdated_locales": [], "user_segment_id": None, "permission_group_id": 1,
    "label_names": ["fax", "office"], "body": f'<p>Dial 9. <img src="{HOST}/hc/article_attachments/55/dial.png"></p>',
}  # fmt: skip
GERMAN = {
    "id": 900, "source_id": 360001, "source_type": "Article", "locale": "de", "title": "Fax bleibt stumm",
    "body": "<p>Die 9 wählen.</p>", "draft": False, "outdated": True, "html_url": f"{HOST}/hc/de/articles/360001-Fax",
    "created_at": "2023-03-01T00:00:00Z", "updated_at": "2023-03-02T00:00:00Z", "created_by_id": 7, "updated_by_id": 8,
}  # fmt: skip
BESIDE = {
    "sections": [
        {"id": 20, "name": "Fax", "category_id": 3, "parent_section_id": 21}, {"id": 21, "name": "Office", "category_id": 3},
    ],
    "categories": [{"id": 3, "name": "Hardware"}],
    "users": [{"id": 7, "name": "Ana Berg", "email": "ana@example.org"}],
}  # fmt: skip
ANA = SourcePerson(name="Ana Berg", email="ana@example.org", number="7")


def short(number: int, **fields: object) -> dict[str, object]:
    """Return an article with what every article has."""
    return {"id": number, "title": "T", "body": "", "locale": "en", "section_id": 1, "user_segment_id": None, **fields}


def test_an_article_and_its_translation_are_two_records(tmp_path):
    source = save(tmp_path, articles={"count": 1, "articles": [ARTICLE]}, translations={"translations": [GERMAN]}, z=BESIDE)
    (tmp_path / "files" / "55").mkdir(parents=True)
    (tmp_path / "files" / "55" / "dial.png").write_bytes(b"png")
    edited = datetime(2023, 2, 3, 4, 5, 6, tzinfo=UTC)
    translated = datetime(2023, 3, 2, tzinfo=UTC)
    assert read(IMPORTER, source) == [
        SourceRecord(
            key="360001",
            revisions=(SourceRevision(title="Fax stays silent", html=ARTICLE["body"], author=ANA, at=edited),),
            created=datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC),
            updated=edited,
            audience=Audience.public,
            confidence=Confidence.validated,
            language="en-US",
            folders=("Hardware", "Office", "Fax"),
            tags=("fax", "office"),
            owner=ANA,
            old_names=("360001",),
            addresses=(
                f"{HOST}/hc/en-us/articles/360001-Fax", f"{HOST}/hc/en-us/articles/360001",
                "/hc/en-us/articles/360001-Fax", "/hc/en-us/articles/360001",
            ),
            attachments=(SourceAttachment(f"{HOST}/hc/article_attachments/55/dial.png", "dial.png", bytes),),
            votes=SourceVotes(helpful=7, unhelpful=3),
            fields={"promoted": "true"},
        ),
        SourceRecord(
            key="360001/de",
            revisions=(
                SourceRevision("Fax bleibt stumm", "<p>Die 9 wählen.</p>", author=SourcePerson(number="8"), at=translated),
            ),
            created=datetime(2023, 3, 1, tzinfo=UTC),
            updated=translated,
            audience=Audience.public,
            confidence=Confidence.not_validated,
            language="de",
            translation_of="360001",
            folders=("Hardware", "Office", "Fax"),
            tags=("fax", "office"),
            owner=SourcePerson(number="8"),
            addresses=(
                f"{HOST}/hc/de/articles/360001-Fax", f"{HOST}/hc/de/articles/360001",
                "/hc/de/articles/360001-Fax", "/hc/de/articles/360001",
            ),
            fields={},
        ),
    ]  # fmt: skip
    assert next(iter(IMPORTER.read(source))).attachments[0].read() == b"png"


@pytest.mark.parametrize(
    "files",
    [
        {"articles_1": {"articles": [ARTICLE]}, "articles_2": {"articles": [short(2)], **BESIDE}},
        {"all": {"articles": [ARTICLE, short(2)], **BESIDE}},
        {"one": {"article": ARTICLE}, "two": {"article": short(2)}, "z": BESIDE},
        {"list": [ARTICLE, short(2)], "z": BESIDE},
        {"pages": [{"articles": [ARTICLE]}, {"articles": [short(2)]}, BESIDE]},
    ],
)
def test_pages_single_articles_and_lists_say_the_same(tmp_path, files):
    source = save(tmp_path, **files)
    assert IMPORTER.is_source(source)
    assert [(one.key, one.folders, one.owner.name) for one in sound(IMPORTER, source)] == [
        ("360001", ("Hardware", "Office", "Fax"), "Ana Berg"),
        ("2", (), ""),
    ]


def test_translations_may_lie_in_their_article_or_be_articles_themselves(tmp_path):
    own = {**GERMAN, "locale": "en-us"}
    japanese = {**ARTICLE, "locale": "ja", "title": "ファクス"}
    articles = [{**ARTICLE, "translations": [own, GERMAN]}, japanese, short(3, source_locale="ko", locale="ja")]
    found = sound(IMPORTER, save(tmp_path, articles={"articles": articles}))
    assert [(one.key, one.translation_of, one.language) for one in found] == [
        ("360001", "", "en-US"), ("360001/de", "360001", "de"), ("360001/ja", "360001", "ja"), ("3/ja", "", "ja"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        (None, Audience.public),
        ({"user_type": "signed_in_users", "tags": [], "organization_ids": []}, Audience.customer),
        ({"user_type": "signed_in_users", "tags": [], "organization_ids": [42]}, Audience.partner),
        ({"user_type": "signed_in_users", "or_tags": ["vip"]}, Audience.partner),
        ({"user_type": "staff"}, Audience.internal),
        ({}, Audience.internal),
    ],
)
def test_the_user_segment_tells_who_may_read(tmp_path, segment, expected):
    number = None if segment is None else 31
    segments = [{"id": 31, **segment}] if segment else []
    source = save(tmp_path, a={"articles": [short(1, user_segment_id=number)], "user_segments": segments})
    assert sound(IMPORTER, source)[0].audience == expected


def test_of_several_segments_the_widest_counts(tmp_path):
    segments = [{"id": 1, "user_type": "staff"}, {"id": 2, "user_type": "signed_in_users"}]
    source = save(tmp_path, a={"articles": [short(1, user_segment_ids=[1, 2])], "user_segments": segments})
    assert sound(IMPORTER, source)[0].audience == Audience.customer


def test_an_article_that_does_not_name_its_segment_is_for_nobody_knows_whom(tmp_path):
    article = short(1)
    del article["user_segment_id"]
    german = {**GERMAN, "source_id": 1}
    found = sound(IMPORTER, save(tmp_path, a={"articles": [article]}, b={"translations": [german]}))
    assert [one.audience for one in found] == [None, None]


def test_a_translation_that_its_article_calls_outdated_is_not_validated(tmp_path):
    article, german = short(1, outdated_locales=["de"]), {**GERMAN, "source_id": 1, "outdated": False}
    found = sound(IMPORTER, save(tmp_path, a={"articles": [article]}, b={"translations": [german]}))
    assert [one.confidence for one in found] == [Confidence.validated, Confidence.not_validated]


def test_a_draft_is_for_agents_and_an_article_that_did_not_help_is_not_validated(tmp_path):
    draft, bad = short(1, draft=True), short(2, vote_sum=-6, vote_count=8)
    found = sound(IMPORTER, save(tmp_path, a={"articles": [draft, bad]}))
    assert [(one.audience, one.confidence, one.votes) for one in found] == [
        (Audience.internal, Confidence.wip, SourceVotes()),
        (Audience.public, Confidence.not_validated, SourceVotes(helpful=1, unhelpful=7)),
    ]


def test_a_broken_article_is_told_with_its_number_and_the_others_are_taken(tmp_path):
    articles = [
        short(1), {"title": "no number", "locale": "en"}, short(3, title=None, name=""), short(4, body=["x"]),
        short(5, created_at="in spring"), "text", short(7, label_names="a"), short(8),
    ]  # fmt: skip
    orphan = {**GERMAN, "source_id": 99}
    source = save(tmp_path, a={"articles": articles}, b={"translations": [orphan, {**GERMAN, "source_type": "Section"}]})
    assert [one if isinstance(one, BrokenRecord) else one.key for one in read(IMPORTER, source)] == [
        "1",
        BrokenRecord(2, "a.json", "Object missing required field `id`"),
        BrokenRecord(3, "a.json", "it has no title"),
        BrokenRecord(4, "a.json", "body: Expected `str | null`, got `array`"),
        BrokenRecord(5, "a.json", "created_at is no time: in spring"),
        BrokenRecord(6, "a.json", "Expected `object`, got `str`"),
        BrokenRecord(7, "a.json", "label_names: Expected `array | null`, got `str`"),
        "8",
        BrokenRecord(1, "b.json", "it is a translation of article 99, which is not in the export"),
    ]


def test_a_page_that_breaks_off_keeps_what_came_before(tmp_path):
    whole = '{"articles": [{"id": 1, "title": "A", "locale": "en"}, {"id": 2, "title": "B", "loc'
    assert read(IMPORTER, save(tmp_path, a=whole))[1:] == [
        BrokenRecord(2, "a.json", "no JSON from here on: the file breaks off")
    ]


@pytest.mark.parametrize("text", ["", "<html>Sign in</html>", '{"error": "Couldn\'t authenticate you"}', "[]", "\x00\x01"])
def test_what_is_no_export_is_refused_in_two_lines(tmp_path, text):
    source = save(tmp_path, a=text)
    assert not IMPORTER.is_source(source)
    with pytest.raises(KcsError, match="has no article of Zendesk that can be read") as told:
        read(IMPORTER, source)
    assert told.value.hint
