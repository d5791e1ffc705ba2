"""ServiceNow knowledge: the table `kb_knowledge` as JSON, XML or CSV; the versions of an article are its revisions.

https://www.servicenow.com/docs/r/servicenow-platform/knowledge-management/knowledge-article-states.html
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, as_word
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.importers.servicenow_link import article_address, attached, with_article_links
from kcs_cli.migration.importers.servicenow_row import CSV_ENDINGS, CSV_MARKS, KnowledgeRow, knowledge_rows
from kcs_cli.migration.source.export_folder import AttachmentFiles, has_head
from kcs_cli.migration.source.json_file import ENDINGS
from kcs_cli.migration.source.record import BrokenRecord, SourcePerson, SourceRecord, SourceRevision, SourceVotes
from kcs_cli.migration.source.value import (
    ReadRecord,
    confidence_of,
    count,
    html_of,
    language_tag,
    sound_records,
    sound_revision,
    source_moment,
    words_of,
)
from kcs_cli.text.dates import read_day

TITLE = "ServiceNow"
JSON_MARKS = (
    re.compile(rb'"short_description"\s*:'),
    re.compile(rb'"(?:kb_knowledge_base|kb_category|workflow_state|article_type)"\s*:'),
)
XML_MARKS = (re.compile(rb"<(?:kb_knowledge|kb_template_\w+|result)[ >]"), re.compile(rb"<short_description\b"))
DRAFTS = frozenset(("draft", "scheduled-for-publish"))
PUBLISHED = frozenset(("published", "pending-retirement", "retired", "outdated"))
GONE = frozenset(("retired", "outdated"))
LOW_RATING = 2.5  # of five stars
LAST_DAY = date(2099, 12, 31)  # what is valid for ever is valid to 2100-01-01
READERS = (
    (re.compile(r"(?i)\b(?:public|guests?|anonymous|everyone)\b"), Audience.public),
    (re.compile(r"(?i)\b(?:customers?|consumers?|snc_external)\b"), Audience.customer),
    (re.compile(r"(?i)\bpartners?\b"), Audience.partner),
)
PARTS = {"kb_issue": "Issue", "kb_environment": "Environment", "kb_resolution": "Resolution", "kb_cause": "Cause"}
KnowledgeVersion = tuple[KnowledgeRow, SourceRevision]


def _records(source: Path) -> Iterator[ReadRecord]:
    """Yield articles, each as soon as the last of its versions is read."""
    versions: Counter[str] = Counter()
    numbers: dict[str, str] = {}  # of articles, by it, and by the number that each version has of its own
    names: dict[str, str] = {}
    for row in knowledge_rows(source, names):
        if isinstance(row, KnowledgeRow):
            versions[row.text("number")] += 1
            numbers |= dict.fromkeys((row.text("sys_id"), row.text("number")), row.text("number"))
    files = AttachmentFiles(source, ".xml", *CSV_ENDINGS, *ENDINGS)
    held: dict[str, list[KnowledgeRow]] = defaultdict(list)
    for row in knowledge_rows(source, names):
        if isinstance(row, BrokenRecord):
            yield row
            continue
        number = row.text("number")
        held[number].append(row)
        if len(held[number]) == versions[number]:
            yield from _article(held.pop(number), numbers, files)


def _article(rows: Sequence[KnowledgeRow], numbers: Mapping[str, str], files: AttachmentFiles) -> Iterator[ReadRecord]:
    """Yield the versions that are broken, and the article that the others are of."""
    versions: list[KnowledgeVersion] = []
    for row in rows:
        try:
            versions.append((row, _revision(row, numbers)))
        except ValueError as error:
            yield BrokenRecord(number=row.number, file=row.file, reason=str(error))
    if versions:
        yield _record(_until_current(sorted(versions, key=_order)), numbers, files)


def _order(version: KnowledgeVersion) -> tuple[float, datetime]:
    """Return by what versions are sorted: 1.0, 2.01, 2.02; those without a number by their time."""
    row, revision = version
    found = re.search(r"(?:^| v)(\d+(?:\.\d+)?)$", row.shown("version") or row.text("display_number"))
    return float(found[1]) if found else 0, revision.at or datetime.min.replace(tzinfo=UTC)


def _until_current(versions: Sequence[KnowledgeVersion]) -> Sequence[KnowledgeVersion]:
    """Return versions up to the one that is read today: a draft that follows it is not yet what the article says."""
    published = [place for place, (row, _) in enumerate(versions, 1) if _state(row) in PUBLISHED - {"outdated"}]
    return versions[: published[-1]] if published else versions


def _state(row: KnowledgeRow) -> str:
    """Return where in its workflow a version is."""
    return as_word(row.text("workflow_state"))


def _revision(row: KnowledgeRow, numbers: Mapping[str, str]) -> SourceRevision:
    """Return what a version says, and since when: one that was replaced was changed last by that. Raise ValueError."""
    if not row.text("number"):
        raise ValueError("it has no number")
    created, updated = _moment(row, "sys_created_on"), _moment(row, "sys_updated_on")
    published = _moment(row, "published")
    at = max(filter(None, (created, published)), default=updated) if _state(row) == "outdated" else updated or created
    _expiry(row)
    author = _person(row, "revised_by") if row.shown("revised_by") else _person(row, "author")
    return sound_revision(row.text("short_description"), with_article_links(_html(row), numbers), author, at)


def _html(row: KnowledgeRow) -> str:
    """Return the text of a version: of a wiki article as it was written, of a KCS article from its parts."""
    parts = [f"<h2>{title}</h2>\n{row.text(name)}" for name, title in PARTS.items() if row.text(name)]
    if row.text("article_type") == "wiki" or not row.text("text"):
        parts = parts or [html_of(row.text("wiki"))]
    return "\n".join(parts) or row.text("text")


def _moment(row: KnowledgeRow, name: str) -> datetime | None:
    """Return a time, which is in UTC. Raise ValueError."""
    return source_moment(name, row.text(name))


def _expiry(row: KnowledgeRow) -> date | None:
    """Return the day to which it is valid, if it ends. Raise ValueError."""
    text = row.text("valid_to")
    day = read_day(text)
    if text and not day:
        raise ValueError(f"valid_to is no day: {text[:40]}")
    return day if day and day <= LAST_DAY else None


def _person(row: KnowledgeRow, name: str) -> SourcePerson:
    """Return who a field names."""
    shown, number = row.shown(name), row.text(name)
    email = row.text(f"{name}.email")
    return SourcePerson(name=shown, email=email, number="" if number == shown else number)


def _record(versions: Sequence[KnowledgeVersion], numbers: Mapping[str, str], files: AttachmentFiles) -> SourceRecord:
    """Return an article as its last version has it."""
    row, revision = versions[-1]
    number, state = row.text("number"), _state(row)
    votes = SourceVotes(views=count(row.text("sys_view_count")), helpful=count(row.text("helpful_count")))
    original = numbers.get(row.text("parent"), "") if row.text("parent") else ""
    expiry = _expiry(row)
    return SourceRecord(
        key=number,
        revisions=tuple(one for _, one in versions),
        created=min(filter(None, (_moment(one, "sys_created_on") for one, _ in versions)), default=None),
        updated=revision.at,
        audience=_audience(row, state),
        confidence=_confidence(row, state, votes),
        language=language_tag(row.text("language")),
        translation_of="" if original == number else original,
        folders=tuple(name for name in (row.shown("kb_knowledge_base"), row.shown("kb_category")) if name),
        tags=words_of(row.text("meta")),
        owner=_person(row, "author"),
        old_names=(number,),
        addresses=(article_address(number),),
        attachments=files.of_article("", (one for _, version in versions for one in attached(version.html))),
        votes=votes,
        fields={"expires": expiry.isoformat()} if expiry else {},
    )


def _audience(row: KnowledgeRow, state: str) -> Audience | None:
    """Return who may read it by roles or criteria: without any, its knowledge base decides, which the table does not say."""
    if state and state not in PUBLISHED:
        return Audience.internal
    restrictions = [row.text("can_read_user_criteria"), row.text("roles")]
    words = f"{row.shown('can_read_user_criteria')} {row.shown('roles')}"
    found = next((audience for pattern, audience in READERS if pattern.search(words)), Audience.internal)
    return found if any(restrictions) else None


def _confidence(row: KnowledgeRow, state: str, votes: SourceVotes) -> Confidence | None:
    """Return how far it can be trusted: in review, or with few stars, it is no validated one."""
    if not state or state in GONE:
        return Confidence.archived if state else None
    rating = row.text("rating")
    is_low = bool(re.fullmatch(r"[0-9.]+", rating)) and 0 < float(rating) < LOW_RATING
    return confidence_of(state in DRAFTS, votes, is_doubtful=is_low or state not in PUBLISHED)


def _is_source(source: Path) -> bool:
    """Tell whether a file or folder is of this format."""
    is_json = has_head(source, *JSON_MARKS, endings=ENDINGS)
    return is_json or has_head(source, *XML_MARKS, endings=(".xml",)) or has_head(source, *CSV_MARKS, endings=CSV_ENDINGS)


IMPORTER = Importer(
    name="servicenow",
    title="ServiceNow knowledge, kb_knowledge as JSON, XML or CSV",
    is_source=_is_source,
    read=lambda source: sound_records(source, TITLE, _records(source)),
    lost=(
        "feedback and comments", "stars (few of them make an article not validated)", "who used an article for which task",
        "attachments and images that are not files of the export, named by their sys_id",
        "a draft that follows a published version", "readers who are set by the knowledge base",
        "approvals and subscriptions", "mark-up of wiki articles, which is kept as it is written",
    ),
)  # fmt: skip
