from datetime import UTC, datetime

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importers.helpscout import IMPORTER
from kcs_cli.migration.source.record import (
    BrokenRecord,
    SourceAttachment,
    SourcePerson,
    SourceRecord,
    SourceRevision,
    SourceVotes,
)
from tests.migration.importers.export import read, save, sound

PICTURE = "https://s3.example/helpscout.net/docs/assets/5f/images/5f/file-Ab1.png"
LISTED = {
    "id": "5f01", "number": 123, "collectionId": "c1", "slug": "fax-stays-silent", "status": "published", "hasDraft": False,
    "name": "Fax stays silent", "publicUrl": "https://docs.acme.example/article/123-fax-stays-silent", "popularity": 4.3,
    "viewCount": 237, "createdBy": 7, "updatedBy": 8, "createdAt": "2023-01-02T03:04:05Z",
    "updatedAt": "2023-02-03T04:05:06Z", "lastPublishedAt": "2023-02-03T04:05:06Z",
}  # fmt: skip
ARTICLE = {
    **LISTED, "text": f'<p>Dial 9. <img src="{PICTURE}"></p>', "categories": ["k1", "k2"], "related": ["5f02"],
    "keywords": ["fax"],
}  # fmt: skip
COLLECTION = {"id": "c1", "siteId": "s1", "number": 1, "visibility": "public", "name": "Help"}
CATEGORIES = [{"id": "k1", "number": 5, "name": "Office"}, {"id": "k2", "number": 6, "name": "Devices"}]
USERS = [{"id": 7, "firstName": "Ana", "lastName": "Berg", "email": "ana@example.org"}]
BESIDE = {
    "collections": {"collections": {"page": 1, "pages": 1, "count": 1, "items": [COLLECTION]}},
    "categories": {"categories": {"page": 1, "pages": 1, "count": 2, "items": CATEGORIES}},
    "users": {"_embedded": {"users": USERS}},
}


def listed(*articles: object) -> dict[str, object]:
    """Return a page of the API, which has no texts."""
    return {"articles": {"page": 1, "pages": 1, "count": len(articles), "items": list(articles)}}


def test_an_article_with_what_lies_beside_it(tmp_path):
    source = save(tmp_path, list=listed(LISTED), one={"article": ARTICLE}, **BESIDE)
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "file-Ab1.png").write_bytes(b"png")
    assert IMPORTER.is_source(source)
    updated = datetime(2023, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert read(IMPORTER, source) == [
        SourceRecord(
            key="5f01",
            revisions=(
                SourceRevision(
                    title="Fax stays silent", html=ARTICLE["text"], author=SourcePerson(number="8"), at=updated
                ),
            ),
            created=datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC),
            updated=updated,
            audience=Audience.public,
            confidence=Confidence.validated,
            folders=("Help", "Office"),
            tags=("fax", "Devices"),
            owner=SourcePerson(name="Ana Berg", email="ana@example.org", number="7"),
            old_names=("123", "5f01"),
            addresses=(
                "https://docs.acme.example/article/123-fax-stays-silent", "https://docs.acme.example/article/123",
                "/article/123-fax-stays-silent", "/article/123",
            ),
            attachments=(SourceAttachment(PICTURE, "file-Ab1.png", bytes),),
            votes=SourceVotes(views=237),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("files", [{"one": ARTICLE}, {"list": [ARTICLE]}, {"list": listed(ARTICLE)}])
def test_single_articles_and_lists_are_read(tmp_path, files):
    (found,) = sound(IMPORTER, save(tmp_path, **files))
    assert (found.key, found.folders, found.audience) == ("5f01", (), None)


@pytest.mark.parametrize(
    ("status", "visibility", "expected"),
    [
        ("published", "public", (Audience.public, Confidence.validated)),
        ("published", "private", (Audience.internal, Confidence.validated)),
        ("notpublished", "public", (Audience.internal, Confidence.wip)),
        (None, "public", (Audience.internal, Confidence.wip)),
        ("published", "restricted", (Audience.internal, Confidence.validated)),
    ],
)
def test_status_and_collection_tell_who_may_read(tmp_path, status, visibility, expected):
    source = save(
        tmp_path, a={"article": {**ARTICLE, "status": status}}, c={"collection": {**COLLECTION, "visibility": visibility}}
    )
    (found,) = sound(IMPORTER, source)
    assert (found.audience, found.confidence) == expected


def test_an_article_without_its_text_is_told_with_what_to_do(tmp_path):
    other = {**LISTED, "id": "5f02", "number": 124}
    found = read(IMPORTER, save(tmp_path, list=listed(LISTED, other), one={"article": ARTICLE}))
    reason = "it has no text: fetch articles/124 of the API, lists have titles only"
    assert [one if isinstance(one, BrokenRecord) else one.key for one in found] == [
        BrokenRecord(2, "list.json", reason),
        "5f01",
    ]
    with pytest.raises(KcsError, match="fetch articles/123 of the API"):
        read(IMPORTER, save(tmp_path / "alone", list=listed(LISTED)))


def test_a_broken_article_is_told_with_its_number_and_the_others_are_taken(tmp_path):
    articles = [{**ARTICLE, "id": None}, {**ARTICLE, "name": ""}, {**ARTICLE, "createdAt": "soon"}, "x",
                {**ARTICLE, "keywords": "fax"}, {**ARTICLE, "slug": None, "publicUrl": None}]  # fmt: skip
    found = read(IMPORTER, save(tmp_path, list=listed(*articles)))
    assert [one if isinstance(one, BrokenRecord) else one.addresses for one in found] == [
        BrokenRecord(1, "list.json", "id: Expected `int | str`, got `null`"),
        BrokenRecord(2, "list.json", "it has no title"),
        BrokenRecord(3, "list.json", "createdAt is no time: soon"),
        BrokenRecord(4, "list.json", "Expected `object`, got `str`"),
        BrokenRecord(5, "list.json", "keywords: Expected `array | null`, got `str`"),
        ("/article/123",),
    ]


@pytest.mark.parametrize("text", ["", "[", '{"code": 401, "error": "Unauthorized"}'])
def test_what_is_no_export_is_refused_in_two_lines(tmp_path, text):
    source = save(tmp_path, a=text)
    assert not IMPORTER.is_source(source)
    with pytest.raises(KcsError, match="has no article of Help Scout Docs that can be read") as told:
        read(IMPORTER, source)
    assert told.value.hint
