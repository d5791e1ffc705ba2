"""Zendesk Help Center: the JSON of its API, one file or a folder of them, in pages or whole.

https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/ and its neighbours.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import UNSET, Struct, UnsetType

from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.migration.handout.own_field import with_own_fields
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
    whole,
    words_of,
)  # fmt: skip

TITLE = "Zendesk"
MARK = re.compile(rb'"(?:user_segment_id|outdated_locales|vote_sum)"\s*:')
KINDS = {
    "sections": "section", "categories": "category", "users": "person", "user_segments": "segment", "section": "section",
    "category": "category", "user": "person", "user_segment": "segment",
}  # fmt: skip
TABLES = ("articles", "article", "translations", "translation", *KINDS)
OF_ITS_ARTICLE = ("section_id", "user_segment_id", "user_segment_ids", "label_names", "outdated_locales", "locale")
RESTRICTIONS = ("tags", "or_tags", "group_ids", "organization_ids", "added_user_ids")


class _Article(Struct):
    """An article in one locale."""

    id: int | str
    locale: str
    title: str | None = None
    name: str | None = None
    body: str | None = None
    source_locale: str | None = None
    section_id: SourceNumber = None
    author_id: SourceNumber = None
    user_segment_id: SourceNumber | UnsetType = UNSET
    user_segment_ids: list[int | str] | None = None
    draft: bool | None = False
    outdated: bool | None = False
    outdated_locales: list[str] | None = None
    promoted: bool | None = False
    label_names: list[str] | None = None
    html_url: str | None = None
    vote_sum: SourceCount = 0
    vote_count: SourceCount = 0
    created_at: str | None = None
    updated_at: str | None = None
    edited_at: str | None = None
    kcs: dict[str, list[str]] | None = None


class _HelpCenter(NamedTuple):
    """What an export has beside texts; `articles` are, by number, what translations have of their article."""

    tables: SourceTables
    articles: Mapping[str, Mapping[str, Any]]
    files: AttachmentFiles


def _records(source: Path) -> Iterator[ReadRecord]:
    """Yield articles and translations in the order of the export."""
    center = _center(source)
    for found in json_records(source, TABLES):
        if isinstance(found, BrokenRecord):
            yield found
        elif _is_translation(found.value):
            yield from _translations(found, [found.value], center)
        elif found.table in ("articles", "article") or _is_article(found.value):
            yield built(found, _Article, lambda article: _record(article, center))
            inner = found.value.get("translations") if isinstance(found.value, dict) else None
            yield from _translations(found, inner if isinstance(inner, list) else [], center)


def _center(source: Path) -> _HelpCenter:
    """Read what is needed before the first article."""
    tables = SourceTables()
    articles: dict[str, Mapping[str, Any]] = {}
    for found in json_records(source, TABLES):
        if isinstance(found, SourceObject) and found.table in KINDS:
            tables.add(KINDS[found.table], found.value)
        elif isinstance(found, SourceObject) and _is_original(value := found.value):
            articles[as_name(value["id"])] = {name: value[name] for name in OF_ITS_ARTICLE if name in value}
    return _HelpCenter(tables=tables, articles=articles, files=AttachmentFiles(source, *ENDINGS))


def _is_article(value: Any) -> bool:
    """Tell whether an object is an article, also in a list without a name."""
    return isinstance(value, dict) and all(name in value for name in ("id", "section_id", "locale"))


def _is_original(value: Any) -> bool:
    """Tell whether an object is an article in the language it was written in."""
    return _is_article(value) and value["locale"] == (value.get("source_locale") or value["locale"])


def _is_translation(value: Any) -> bool:
    """Tell whether an object is a translation of an article: those of sections and categories are none."""
    return isinstance(value, dict) and "source_id" in value and value.get("source_type") in (None, "Article", "article")


def _translations(found: SourceObject, values: list[Any], center: _HelpCenter) -> Iterator[ReadRecord]:
    """Yield translations, in the section and for the readers of their article; its own text is among them, and none."""
    for value in values:
        number = as_name(value.get("source_id")) if isinstance(value, dict) else ""
        article = center.articles.get(number)
        if not article:
            reason = f"it is a translation of article {number}, which is not in the export"
            yield BrokenRecord(number=found.number, file=found.file, reason=reason)
        elif value.get("locale") != article["locale"]:
            author = value.get("updated_by_id") or value.get("created_by_id")
            own = {"id": number, "source_locale": article["locale"], "author_id": author}
            merged = found._replace(value={**article, **value, **own})
            yield built(merged, _Article, lambda translation: _record(translation, center))


def _record(article: _Article, center: _HelpCenter) -> SourceRecord:
    """Return an article of one locale. Raise ValueError."""
    number, locale, draft = as_name(article.id), article.locale, bool(article.draft)
    is_original = (article.source_locale or locale) == locale
    author = center.tables.person(article.author_id)
    updated = source_moment("edited_at", article.edited_at) or source_moment("updated_at", article.updated_at)
    total, balance = count(article.vote_count), whole(article.vote_sum)  # the sum is those for it without those against it
    votes = SourceVotes(helpful=max(0, total + balance) // 2, unhelpful=max(0, total - balance) // 2)
    record = SourceRecord(
        key=number if is_original else f"{number}/{locale}",
        revisions=(sound_revision(article.title or article.name, article.body, author, updated),),
        created=source_moment("created_at", article.created_at),
        updated=updated,
        audience=Audience.internal if draft else _audience(article, center),
        confidence=confidence_of(draft, votes, is_doubtful=article.outdated or locale in (article.outdated_locales or ())),
        language=language_tag(locale),
        translation_of=number if not is_original and number in center.articles else "",
        folders=center.tables.folders("section", article.section_id, _above),
        tags=words_of(article.label_names),
        owner=author,
        old_names=(number,) if is_original else (),
        addresses=address_forms(article.html_url or "", number),
        attachments=center.files.of_article(article.body or "", (), number),
        votes=votes,
        fields={"promoted": "true"} if article.promoted else {},
    )
    return with_own_fields(record, article.kcs or {})  # what `kcs export` wrote besides


def _audience(article: _Article, center: _HelpCenter) -> Audience | None:
    """Return who may read it: no segment is everyone; of a segment that is not in the export nobody knows who is in it."""
    if article.user_segment_ids is None and article.user_segment_id is UNSET:
        return None  # as old as when the section told it
    segments = article.user_segment_ids or [one for one in (article.user_segment_id,) if one]
    of_each = (_readers(center.tables.find("segment", one)) for one in segments)
    return max(of_each, key=list(Audience).index, default=Audience.public)


def _readers(segment: Mapping[str, Any]) -> Audience:
    """Return who is in a segment: customers are all who are signed in; some organisations or tags of them, partners."""
    if segment.get("user_type") != "signed_in_users":
        return Audience.internal
    return Audience.partner if any(segment.get(name) for name in RESTRICTIONS) else Audience.customer


def _above(folder: Mapping[str, Any]) -> tuple[str, Any]:
    """Return what a section lies in: another one, or a category."""
    above = folder.get("parent_section_id")
    return ("section", above) if above else ("category", folder.get("category_id"))


IMPORTER = Importer(
    name="zendesk",
    title="Zendesk Help Center, JSON of its API",
    is_source=lambda source: has_head(source, MARK, endings=ENDINGS),
    read=lambda source: sound_records(source, TITLE, _records(source)),
    lost=(
        "comments and who wrote them", "subscriptions", "single votes and when they were given", "earlier revisions",
        "content tags and content blocks", "the order of articles", "permission groups (who may edit)",
        "translations of sections and categories", "attachments that are not files of the export",
    ),
)  # fmt: skip
