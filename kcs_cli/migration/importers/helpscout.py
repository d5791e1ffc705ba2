"""Help Scout Docs: the JSON of its API, with the collections and categories beside the articles.

Lists of articles have no texts: each article is fetched by its number. https://developer.helpscout.com/docs-api/
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.source.export_folder import AttachmentFiles, SourceObject, address_forms, has_head
from kcs_cli.migration.source.json_file import ENDINGS, json_records
from kcs_cli.migration.source.record import BrokenRecord, SourceRecord, SourceVotes
from kcs_cli.migration.source.table import SourceTables
from kcs_cli.migration.source.value import (
    ReadRecord,
    SourceCount,
    SourceNumber,
    as_name,
    built,
    confidence_of,
    count,
    language_tag,
    sound_records,
    sound_revision,
    source_moment,
    words_of,
)

TITLE = "Help Scout Docs"
MARK = re.compile(rb'"collectionId"\s*:')
ARTICLES = ("articles", "article")
KINDS = {
    "collections": "collection", "collection": "collection", "categories": "category", "category": "category",
    "sites": "site", "site": "site", "users": "person", "user": "person",
}  # fmt: skip
TABLES = (*ARTICLES, *KINDS)
READERS = {"public": Audience.public, "private": Audience.internal}


class _Article(Struct, rename="camel"):
    """An article."""

    id: str | int
    number: SourceNumber = None
    collection_id: SourceNumber = None
    slug: str | None = None
    status: str | None = None
    name: str | None = None
    text: str | None = None
    categories: list[str | int] | None = None
    keywords: list[str] | None = None
    public_url: str | None = None
    view_count: SourceCount = 0
    created_by: SourceNumber = None
    updated_by: SourceNumber = None
    created_at: str | None = None
    updated_at: str | None = None


class _Docs(NamedTuple):
    """What an export has beside its articles; `whole` are the numbers of the articles that have a text."""

    tables: SourceTables
    files: AttachmentFiles
    whole: frozenset[str]


def _records(source: Path) -> Iterator[ReadRecord]:
    """Yield the articles; those of lists only where their text is nowhere."""
    docs = _docs(source)
    for found in json_records(source, TABLES):
        if isinstance(found, BrokenRecord):
            yield found
        elif _is_article(found) and not _is_elsewhere(found.value, docs):
            yield built(found, _Article, lambda article: _record(article, docs))


def _docs(source: Path) -> _Docs:
    """Read what is needed before the first article."""
    tables = SourceTables()
    whole: set[str] = set()
    for found in json_records(source, TABLES):
        if isinstance(found, SourceObject) and found.table in KINDS:
            tables.add(KINDS[found.table], found.value)
        elif isinstance(found, SourceObject) and _has_text(found.value):
            whole.add(as_name(found.value.get("id")))
    return _Docs(tables=tables, files=AttachmentFiles(source, *ENDINGS), whole=frozenset(whole))


def _is_article(found: SourceObject) -> bool:
    """Tell whether an object is an article, also in a list without a name."""
    return found.table in ARTICLES or (found.table == "" and isinstance(found.value, dict) and "collectionId" in found.value)


def _has_text(value: Any) -> bool:
    """Tell whether an object is an article with its text."""
    return isinstance(value, dict) and "text" in value


def _is_elsewhere(value: Any, docs: _Docs) -> bool:
    """Tell whether an object of a list is an article that the export has with its text."""
    return isinstance(value, dict) and "text" not in value and as_name(value.get("id")) in docs.whole


def _record(article: _Article, docs: _Docs) -> SourceRecord:
    """Return an article. Raise ValueError."""
    number = as_name(article.number) or as_name(article.id)
    if article.text is None:
        raise ValueError(f"it has no text: fetch articles/{number} of the API, lists have titles only")
    collection = docs.tables.find("collection", article.collection_id)
    author = docs.tables.person(article.created_by)
    updated = source_moment("updatedAt", article.updated_at)
    reviser = docs.tables.person(article.updated_by or article.created_by)
    votes = SourceVotes(views=count(article.view_count))
    is_draft = article.status != "published"
    names = [_name(docs.tables.find("category", one)) for one in article.categories or ()]
    return SourceRecord(
        key=as_name(article.id),
        revisions=(sound_revision(article.name, article.text, reviser, updated),),
        created=source_moment("createdAt", article.created_at),
        updated=updated,
        audience=Audience.internal if is_draft else _audience(collection),
        confidence=confidence_of(is_draft, votes),
        language=language_tag(str(docs.tables.find("site", collection.get("siteId")).get("language") or "")),
        folders=tuple(name for name in (_name(collection), *names[:1]) if name),
        tags=words_of([*(article.keywords or ()), *names[1:]]),
        owner=author,
        old_names=tuple(dict.fromkeys((number, as_name(article.id)))),
        addresses=_addresses(article, number),
        attachments=docs.files.of_article(article.text, (), as_name(article.id), number),
        votes=votes,
    )


def _audience(collection: Mapping[str, Any]) -> Audience | None:
    """Return who may read a collection, which may not be in the export; readers of whom kcs does not know are internal."""
    readers = as_name(collection.get("visibility"))
    return READERS.get(readers, Audience.internal) if readers else None


def _name(thing: Mapping[str, Any]) -> str:
    """Return the name of a collection or category."""
    return str(thing.get("name") or "").strip()


def _addresses(article: _Article, number: str) -> tuple[str, ...]:
    """Return where it is linked: `/article/100-my-article`, whose words may be others or none."""
    own = article.public_url or (f"/article/{number}-{article.slug}" if article.slug else f"/article/{number}")
    return address_forms(own, number)


IMPORTER = Importer(
    name="helpscout",
    title="Help Scout Docs, JSON of its API",
    is_source=lambda source: has_head(source, MARK, endings=ENDINGS),
    read=lambda source: sound_records(source, TITLE, _records(source)),
    lost=(
        "ratings", "earlier revisions", "changes in a draft that is not published", "redirects", "related articles",
        "popularity and order", "descriptions of collections and categories", "attachments that are not files of the export",
    ),
)  # fmt: skip
