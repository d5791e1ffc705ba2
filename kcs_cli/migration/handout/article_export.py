"""An article as it is handed out: all that is known of it, or all that an audience may know."""

from collections.abc import Callable, Mapping
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from kcs_cli.article.model import Section
from kcs_cli.render.format import to_json
from kcs_cli.render.report import Cell
from kcs_cli.text.display import OptionalText


class ArticleExport(NamedTuple):
    """An article with its fields, its text as markdown and as HTML, what git knows of it, and what the journal adds up to.

    `folders` are those it lies in, the outermost first, `translation_of` the id of the article that it is a translation of.
    `other_fields` are those that kcs gives no meaning. `attachments` are paths of files its text shows or links to.
    `authors` and the figures of the journal are for internal readers alone.
    """

    id: str
    title: OptionalText
    path: str
    folders: tuple[str, ...]
    kind: OptionalText
    confidence: OptionalText
    audience: OptionalText
    governance: OptionalText
    owner: OptionalText
    tags: tuple[str, ...]
    language: OptionalText
    translation_of: OptionalText
    said: tuple[str, ...]
    aliases: tuple[str, ...]
    other_fields: Mapping[str, tuple[str, ...]]
    updated_on: date | None
    created_at: OptionalText
    updated_at: OptionalText
    authors: tuple[str, ...]
    body: OptionalText
    html: OptionalText
    sections: tuple[Section, ...]
    attachments: tuple[str, ...]
    cases: int | None = None
    used_on: date | None = None
    helpful: int | None = None
    unhelpful: int | None = None
    flags: int | None = None


class BaseExport(NamedTuple):
    """A whole base as it is handed out to an audience; its JSON is written an article at a time, and this is its schema."""

    audience: str
    exported_articles: tuple[ArticleExport, ...]


def row_of(article: ArticleExport) -> tuple[Cell, ...]:
    """Return an article as a row of a table, with what `kcs import` reads of one."""
    return tuple(value(article) for value in COLUMNS.values())


COLUMNS: Mapping[str, Callable[[ArticleExport], Cell]] = {
    **{name: attrgetter(name) for name in ("id", "title", "body", "language", "translation_of", "tags", "audience",
                                           "confidence", "kind", "governance", "owner")},
    "folder": lambda article: "/".join(article.folders),
    "aliases": attrgetter("aliases"),
    "said": lambda article: "\n".join(article.said),  # customers use semicolons, too
    **{name: attrgetter(name) for name in ("created_at", "updated_at")},
    "created_by": attrgetter("authors"),
    **{name: attrgetter(name) for name in ("helpful", "unhelpful")},
    "other_fields": lambda article: to_json(article.other_fields) if article.other_fields else "",
    "address": attrgetter("path"),  # by which other articles link to it
}  # fmt: skip
