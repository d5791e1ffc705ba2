"""Freshdesk solutions: the JSON of its API, lists or trees of categories, folders and articles, and the old XML export.

https://developers.freshdesk.com/api/#solutions and https://developer.freshdesk.com/api/v1/#solutions
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.importers.freshdesk_file import solution_objects
from kcs_cli.migration.source.export_folder import AttachmentFiles, SourceObject, has_head
from kcs_cli.migration.source.json_file import ENDINGS
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
    html_of,
    language_tag,
    sound_records,
    sound_revision,
    source_moment,
    words_of,
)

TITLE = "Freshdesk"
FOLDER_MARK = re.compile(rb'"folder_id"\s*:')
MARK = re.compile(rb'"(?:thumbs_up|seo_data|agent_id|desc_un_html)"\s*:')
XML_MARK = re.compile(rb"<solution-(?:categories|category|folder|article)\b")
READERS = {
    "1": Audience.public,  # all
    "2": Audience.customer,  # who is signed in
    "3": Audience.internal,  # agents
    "4": Audience.partner,  # some companies
    "5": Audience.internal,  # bots
    "6": Audience.partner,  # some segments of contacts
    "7": Audience.partner,  # … of companies
}
DRAFT = "1"
LINK = re.compile(r"(https?://[^/\s\"'<>]+)/(?:[\w-]+/)?(?:a|support)/solutions/articles/(\d+)")
PATHS = ("/support/solutions/articles/{}", "/a/solutions/articles/{}", "/solution/articles/{}")


class _Article(Struct):
    """An article in one language."""

    id: int | str
    title: str | None = None
    description: str | None = None
    description_text: str | None = None
    desc_un_html: str | None = None
    folder_id: SourceNumber = None
    agent_id: SourceNumber = None
    user_id: SourceNumber = None
    status: SourceNumber = None
    folder_visibility: SourceNumber = None
    hierarchy: list[dict[str, Any]] | None = None
    thumbs_up: SourceCount = 0
    thumbs_down: SourceCount = 0
    hits: SourceCount = 0
    views: SourceCount = 0
    tags: Any = None
    seo_data: Any = None
    attachments: Any = None
    path: str | None = None
    created_at: str | None = None
    updated_at: str | None = None


class _Solutions(NamedTuple):
    """What an export has beside its articles; `languages` are those of articles read so far, by number."""

    tables: SourceTables
    files: AttachmentFiles
    hosts: tuple[str, ...]
    languages: dict[str, str]


def _records(source: Path) -> Iterator[ReadRecord]:
    """Yield the articles of all files."""
    solutions = _solutions(source)
    for found in solution_objects(source):
        if isinstance(found, BrokenRecord):
            yield found
        elif found.table == "article":
            yield built(found, _Article, lambda article: _record(article, solutions))


def _solutions(source: Path) -> _Solutions:
    """Read what is needed before the first article: also the portals, which only links to articles that are there tell."""
    tables = SourceTables()
    numbers: set[str] = set()
    links: set[tuple[str, str]] = set()
    for found in solution_objects(source):
        if isinstance(found, SourceObject) and found.table != "article":
            tables.add(found.table, found.value)
        elif isinstance(found, SourceObject) and isinstance(found.value, dict):
            numbers.add(as_name(found.value.get("id")))
            links.update(LINK.findall(str(found.value.get("description") or "")))
    hosts = sorted({host for host, number in links if number in numbers})
    return _Solutions(tables, AttachmentFiles(source, ".xml", *ENDINGS), tuple(hosts), {})


def _record(article: _Article, solutions: _Solutions) -> SourceRecord:
    """Return an article: of several with one number, the first is the original, the others are translations of it."""
    number = as_name(article.id)
    language = language_tag(str(_data(article, 0).get("language") or ""))
    first = solutions.languages.setdefault(number, language)
    author = solutions.tables.person(article.agent_id or article.user_id)
    updated = source_moment("updated_at", article.updated_at)
    votes = SourceVotes(
        views=count(article.hits or article.views), helpful=count(article.thumbs_up), unhelpful=count(article.thumbs_down)
    )
    is_draft = as_name(article.status) == DRAFT
    html = article.description or html_of(article.description_text or article.desc_un_html)
    seo = article.seo_data if isinstance(article.seo_data, dict) else {}
    return SourceRecord(
        key=number if language == first else f"{number}/{language}",
        revisions=(sound_revision(article.title, html, author, updated),),
        created=source_moment("created_at", article.created_at),
        updated=updated,
        audience=Audience.internal if is_draft else _audience(article, solutions),
        confidence=confidence_of(is_draft, votes),
        language=language,
        translation_of="" if language == first else number,
        folders=_folders(article, solutions),
        tags=tuple(dict.fromkeys((*words_of(article.tags), *words_of(seo.get("meta_keywords"))))),
        owner=author,
        old_names=(number,) if language == first else (),
        addresses=_addresses(article, number, solutions.hosts),
        attachments=solutions.files.of_article(html, _attached(article), number),
        votes=votes,
    )


def _data(article: _Article, level: int) -> Mapping[str, Any]:
    """Return the category or folder at a level of the hierarchy."""
    levels = article.hierarchy or []
    found = levels[level].get("data") if level < len(levels) else None
    return found if isinstance(found, dict) else {}


def _folders(article: _Article, solutions: _Solutions) -> tuple[str, ...]:
    """Return the names of what an article lies in, as it says itself or the folders in the export do."""
    names = (str(_data(article, level).get("name") or "") for level in range(len(article.hierarchy or ())))
    return tuple(name for name in names if name) or solutions.tables.folders("folder", article.folder_id, _above)


def _above(folder: Mapping[str, Any]) -> tuple[str, Any]:
    """Return what a folder lies in: another one, or a category."""
    above = folder.get("parent_folder_id")
    return ("folder", above) if above else ("category", folder.get("category_id"))


def _audience(article: _Article, solutions: _Solutions) -> Audience | None:
    """Return who may read it: the folder says it, which may not be in the export; unknown readers are internal ones."""
    folder = solutions.tables.find("folder", article.folder_id)
    readers = as_name(folder.get("visibility") or article.folder_visibility)
    return READERS.get(readers, Audience.internal) if readers else None


def _addresses(article: _Article, number: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Return how portals and agents link to it, which the API does not tell."""
    names = (number, article.path) if article.path else (number,)
    paths = tuple(path.format(name) for name in names for path in PATHS)
    return (*(f"{host}{paths[0]}" for host in hosts), *paths)


def _attached(article: _Article) -> Iterator[tuple[str, str]]:
    """Yield address and name of the files that are attached to an article."""
    for one in article.attachments if isinstance(article.attachments, list) else ():
        if isinstance(one, dict):
            yield str(one.get("attachment_url") or one.get("name") or ""), str(one.get("name") or "")


def _is_source(source: Path) -> bool:
    """Tell whether a file or folder is of this format."""
    is_xml = has_head(source, XML_MARK, endings=(".xml",))
    return is_xml or has_head(source, FOLDER_MARK, MARK, endings=ENDINGS)


IMPORTER = Importer(
    name="freshdesk",
    title="Freshdesk solutions, JSON of its API or the XML export",
    is_source=_is_source,
    read=lambda source: sound_records(source, TITLE, _records(source)),
    lost=(
        "comments", "single votes and when they were given", "earlier revisions", "the order of articles and folders",
        "which companies and segments may read a folder", "approvals and review dates", "descriptions of folders",
        "meta title and description for search engines", "attachments that are not files of the export",
    ),
)  # fmt: skip
