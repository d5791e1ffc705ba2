from datetime import UTC, datetime

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importers.intercom import IMPORTER
from kcs_cli.migration.source.record import BrokenRecord, SourcePerson, SourceRecord, SourceRevision, SourceVotes
from tests.migration.importers.export import read, save, sound

CREATED, UPDATED = datetime(2023, 1, 5, 14, 19, 19, tzinfo=UTC), datetime(2023, 1, 5, 14, 23, 30, tzinfo=UTC)
TIMES = {"created_at": int(CREATED.timestamp()), "updated_at": int(UPDATED.timestamp())}
FRENCH = {
    "type": "article_content", "title": "Le fax se tait", "description": "", "body": "<p>Le 9.</p>", "author_id": 51,
    "state": "draft", "url": None, **TIMES,
}  # fmt: skip
ARTICLE = {
    "type": "article", "id": "145", "workspace_id": "w1", "title": "Fax stays silent", "description": "Before you call ",
    "body": "<p>Dial 9.</p>", "author_id": 50, "state": "published", **TIMES,
    "url": "https://help.acme.example/en/articles/145-fax", "parent_id": 18, "parent_type": "collection",
    "default_locale": "en", "translated_content": {"type": "article_translated_content", "fr": FRENCH, "de": None,
        "en": {"title": "Fax stays silent", "body": "<p>Dial 9.</p>", "state": "published"}},
    "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "1", "name": "fax"}]},
    "statistics": {"type": "article_statistics", "views": 90, "conversions": 1, "reactions": 10,
        "happy_reaction_percentage": 60.0, "neutral_reaction_percentage": 10.0, "sad_reaction_percentage": 30.0},
}  # fmt: skip
COLLECTIONS = {"type": "list", "data": [
    {"id": "18", "workspace_id": "w1", "name": "Fax", "parent_id": "17"}, {"id": "17", "name": "Office", "parent_id": None},
]}  # fmt: skip
ADMINS = {"type": "admin.list", "admins": [{"type": "admin", "id": "50", "name": "Ana Berg", "email": "ana@example.org"}]}
ANA = SourcePerson(name="Ana Berg", email="ana@example.org", number="50")


def listed(*articles: object) -> dict[str, object]:
    """Return a page of the API."""
    return {
        "type": "list",
        "pages": {"type": "pages", "page": 1, "total_pages": 1},
        "total_count": 1,
        "data": list(articles),
    }


def test_an_article_and_its_translation_are_two_records(tmp_path):
    source = save(tmp_path, articles=listed(ARTICLE), collections=COLLECTIONS, admins=ADMINS)
    assert IMPORTER.is_source(source)
    assert read(IMPORTER, source) == [
        SourceRecord(
            key="145",
            revisions=(SourceRevision(title="Fax stays silent", html="<p>Dial 9.</p>", author=ANA, at=UPDATED),),
            created=CREATED,
            updated=UPDATED,
            audience=Audience.public,
            confidence=Confidence.validated,
            language="en",
            folders=("Office", "Fax"),
            tags=("fax",),
            owner=ANA,
            old_names=("145",),
            addresses=(
                "https://help.acme.example/en/articles/145-fax", "https://help.acme.example/en/articles/145",
                "/en/articles/145-fax", "/en/articles/145",
            ),
            votes=SourceVotes(views=90, helpful=6, unhelpful=3),
            fields={"description": "Before you call"},
        ),
        SourceRecord(
            key="145/fr",
            revisions=(SourceRevision("Le fax se tait", "<p>Le 9.</p>", author=SourcePerson(number="51"), at=UPDATED),),
            created=CREATED,
            updated=UPDATED,
            audience=Audience.internal,
            confidence=Confidence.wip,
            language="fr",
            translation_of="145",
            folders=("Office", "Fax"),
            tags=("fax",),
            owner=SourcePerson(number="51"),
            fields={},
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("files", [{"one": ARTICLE}, {"all": [ARTICLE]}, {"pages": [listed(ARTICLE), COLLECTIONS]}])
def test_single_articles_and_lists_are_read(tmp_path, files):
    assert [one.key for one in sound(IMPORTER, save(tmp_path, **files))] == ["145", "145/fr"]


@pytest.mark.parametrize(
    ("fields", "audience", "confidence"),
    [
        ({"state": "draft"}, Audience.internal, Confidence.wip),
        ({"state": None}, Audience.internal, Confidence.wip),
        ({"type": "internal_article"}, Audience.internal, Confidence.validated),
        ({"url": None}, None, Confidence.validated),
        ({"statistics": {"reactions": 10, "sad_reaction_percentage": 90}}, Audience.public, Confidence.not_validated),
        ({"statistics": None}, Audience.public, Confidence.validated),
    ],
)
def test_state_and_reactions_tell_who_may_read_and_how_far_it_is_trusted(tmp_path, fields, audience, confidence):
    found = sound(IMPORTER, save(tmp_path, articles=listed({**ARTICLE, **fields})))[0]
    assert (found.audience, found.confidence) == (audience, confidence)


def test_without_a_default_language_the_own_text_is_known_by_its_words(tmp_path):
    found = sound(IMPORTER, save(tmp_path, articles=listed({**ARTICLE, "default_locale": None, "tags": [{"name": "a"}]})))
    assert [(one.key, one.language, one.tags) for one in found] == [("145", "", ("a",)), ("145/fr", "fr", ("a",))]


def test_a_broken_article_is_told_with_its_number_and_the_others_are_taken(tmp_path):
    alone = {**ARTICLE, "translated_content": None}
    articles = (
        {**alone, "body": 7}, {**alone, "title": None}, 7, {"title": "x"},
        {**alone, "updated_at": "soon", "translated_content": {"fr": 5}}, {**ARTICLE, "id": None}, ARTICLE,
    )  # fmt: skip
    found = read(IMPORTER, save(tmp_path, articles=listed(*articles)))
    assert [one if isinstance(one, BrokenRecord) else one.key for one in found] == [
        BrokenRecord(1, "articles.json", "body: Expected `str | null`, got `int`"),
        BrokenRecord(2, "articles.json", "it has no title"),
        BrokenRecord(3, "articles.json", "Expected `object`, got `int`"),
        BrokenRecord(4, "articles.json", "Object missing required field `id`"),
        BrokenRecord(5, "articles.json", "updated_at is no time: soon"),
        BrokenRecord(6, "articles.json", "id: Expected `int | str`, got `null`"),
        BrokenRecord(6, "articles.json", "id: Expected `int | str`, got `null`"),
        "145",
        "145/fr",
    ]


@pytest.mark.parametrize("text", ["", "{", '{"type": "error.list", "errors": [{"code": "unauthorized"}]}', "[]"])
def test_what_is_no_export_is_refused_in_two_lines(tmp_path, text):
    source = save(tmp_path, a=text)
    assert not IMPORTER.is_source(source)
    with pytest.raises(KcsError, match="has no article of Intercom that can be read") as told:
        read(IMPORTER, source)
    assert told.value.hint
