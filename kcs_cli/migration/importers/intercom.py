"""Intercom Articles: the JSON of its API, lists in pages or single articles, with collections and admins beside them.

https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles
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

TITLE = "Intercom"
WORKSPACE_MARK = re.compile(rb'"workspace_id"\s*:')
MARK = re.compile(rb'"(?:translated_content|author_id)"\s*:')
TABLES = ("data", "admins", "articles", "collections")
OF_ITS_ARTICLE = ("id", "parent_id", "tags", "type", "default_locale")  # what a translation has of it


class _Article(Struct):
    """An article in one language."""

    id: int | str
    title: str | None = None
    description: str | None = None
    body: str | None = None
    type: str | None = None
    state: str | None = None
    author_id: SourceNumber = None
    parent_id: SourceNumber = None
    default_locale: str | None = None
    locale: str | None = None
    url: str | None = None
    tags: Any = None
    statistics: dict[str, Any] | None = None
    created_at: SourceCount = None
    updated_at: SourceCount = None


class _Workspace(NamedTuple):
    """What an export has beside its articles."""

    tables: SourceTables
    files: AttachmentFiles


def _records(source: Path) -> Iterator[ReadRecord]:
    """Yield articles, each with its translations after it."""
    tables = SourceTables()
    for found in json_records(source, TABLES):
        if isinstance(found, SourceObject) and not _is_article(found.value):
            is_person = found.table == "admins" or (isinstance(found.value, dict) and "email" in found.value)
            tables.add("person" if is_person else "collection", found.value)
    workspace = _Workspace(tables=tables, files=AttachmentFiles(source, *ENDINGS))
    for found in json_records(source, TABLES):
        if isinstance(found, BrokenRecord):
            yield found
        elif _is_article(found.value):
            yield built(found, _Article, lambda article: _record(article, workspace))
            for one in _translations(found):
                yield built(one, _Article, lambda article: _record(article, workspace))


def _is_article(value: Any) -> bool:
    """Tell whether an object is an article: collections and admins have a name and no title; what is no object is broken."""
    return not isinstance(value, dict) or "title" in value or "body" in value or "name" not in value


def _translations(found: SourceObject) -> Iterator[SourceObject]:
    """Yield an article's texts in other languages; its own may be among them."""
    value = found.value if isinstance(found.value, dict) else {}
    contents = value.get("translated_content")
    own = {name: value.get(name) for name in OF_ITS_ARTICLE}
    for locale, content in contents.items() if isinstance(contents, dict) else ():
        is_own = locale == value.get("default_locale") or _texts(content) == _texts(value)
        if isinstance(content, dict) and not is_own:
            yield found._replace(value={**content, **own, "locale": locale})


def _texts(value: Any) -> tuple[Any, Any] | None:
    """Return title and body."""
    return (value.get("title"), value.get("body")) if isinstance(value, dict) else None


def _record(article: _Article, workspace: _Workspace) -> SourceRecord:
    """Return an article in one language. Raise ValueError."""
    number, locale = as_name(article.id), article.locale
    author = workspace.tables.person(article.author_id)
    updated = source_moment("updated_at", article.updated_at)
    is_draft = article.state != "published"
    votes = _votes(article.statistics or {})
    description = (article.description or "").strip()
    return SourceRecord(
        key=f"{number}/{locale}" if locale else number,
        revisions=(sound_revision(article.title, article.body, author, updated),),
        created=source_moment("created_at", article.created_at),
        updated=updated,
        audience=_audience(article, is_draft),
        confidence=confidence_of(is_draft, votes),
        language=language_tag(locale or article.default_locale),
        translation_of=number if locale else "",
        folders=workspace.tables.folders("collection", article.parent_id, _above),
        tags=words_of(article.tags.get("tags") if isinstance(article.tags, dict) else article.tags),
        owner=author,
        old_names=() if locale else (number,),
        addresses=address_forms(article.url or "", number),
        attachments=workspace.files.of_article(article.body or "", (), number),
        votes=votes,
        fields={"description": description} if description else {},
    )


def _audience(article: _Article, is_draft: bool) -> Audience | None:
    """Return who may read it: of an article without an address, its help center may not be open to anybody."""
    if is_draft or article.type == "internal_article":
        return Audience.internal
    return Audience.public if article.url else None


def _votes(statistics: Mapping[str, Any]) -> SourceVotes:
    """Return views and reactions, which are told in shares of a hundred: the neutral ones are neither for nor against."""
    reactions = count(statistics.get("reactions"))
    happy, sad = (round(reactions * count(statistics.get(f"{mood}_reaction_percentage")) / 100) for mood in ("happy", "sad"))
    return SourceVotes(views=count(statistics.get("views")), helpful=happy, unhelpful=sad)


def _above(collection: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the collection in which one lies."""
    return "collection", collection.get("parent_id")


IMPORTER = Importer(
    name="intercom",
    title="Intercom Articles, JSON of its API",
    is_source=lambda source: has_head(source, WORKSPACE_MARK, MARK, endings=ENDINGS),
    read=lambda source: sound_records(source, TITLE, _records(source)),
    lost=(
        "single reactions and when they were given", "neutral reactions", "conversations started from an article",
        "earlier revisions", "which audiences may read an article", "icons, order and translations of collections",
        "related articles", "attachments that are not files of the export",
    ),
)  # fmt: skip
