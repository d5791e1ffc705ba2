"""The text of an article's file, made of what a source says of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.article.front_matter import FieldError, plain_text, take_apart
from kcs_cli.article.link import find_links, lines_outside_fences
from kcs_cli.article.literal import new_field
from kcs_cli.article.model import unique
from kcs_cli.article.reader import LARGEST_ARTICLE
from kcs_cli.knowledge_base.config import Config
from kcs_cli.migration.handout.own_field import AS_THEY_ARE
from kcs_cli.migration.markup.destination import Lead, destination
from kcs_cli.migration.markup.html import UnreadableHtmlError, as_markdown
from kcs_cli.migration.source.record import SourceRecord, SourceRevision
from kcs_cli.text.display import on_one_line, shorten, writable, writable_line

LONGEST_TITLE = 300  # characters
LONGEST_FIELD = 2_000
MOST_VALUES = 50
FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
RUNNING = re.compile(r"(?i)</?(script|style|iframe|object|embed)\b[^>]{0,2000}>")
FIRST_HEADING = re.compile(r"\A#{1,2} ([^\n]+)\n+")

ROLES = ("id", "title", "confidence", "audience", "language", "owner", "tags", "aliases", "translation_of")
Fields = Mapping[str, str | tuple[str, ...]]


class UnwritableError(ValueError):
    """A record that makes no article."""


class KnownAs(NamedTuple):
    """What an article is called and belongs to in the base: its id, former names, owner, the id of what it translates."""

    id: str
    aliases: tuple[str, ...] = ()
    owner: str = ""
    translation_of: str = ""


def fields_of(record: SourceRecord, title: str, known_as: KnownAs, config: Config) -> dict[str, str | tuple[str, ...]]:
    """Return the fields of an article by their names in the base, in the order in which they are written."""
    values: dict[str, str | tuple[str, ...]] = {
        "id": known_as.id,
        "title": title,
        "confidence": str(record.confidence or ""),
        "audience": str(record.audience or ""),
        "language": _value(record.language),
        "owner": known_as.owner,
        "tags": unique(filter(None, map(_value, record.tags)))[:MOST_VALUES],
        "aliases": known_as.aliases[:MOST_VALUES],
        "translation_of": known_as.translation_of,
    }
    named = {config.fields.names(role)[0]: value for role, value in values.items()}
    names = _names_here(record.fields, config)
    own = named.keys() & {*ROLES}  # kcs's own words: what a source says of these is among the values
    others = [name for name in record.fields if FIELD_NAME.fullmatch(name) and name not in own]
    more = {names[name]: record.fields[name] for name in others if names[name] not in named}
    cleaned = {name: _value(value) if isinstance(value, str) else tuple(map(_value, value)) for name, value in more.items()}
    return {name: value for name, value in (named | cleaned).items() if value}


def _names_here(fields: Iterable[str], config: Config) -> dict[str, str]:
    """Return what fields of the source are called in the base: what would mean something else here has a name of its own.

    `visibility: public` of a source opens no article of a base that calls its audience so.
    """
    meant = {one for role in (*ROLES, *AS_THEY_ARE) for one in config.fields.names(role)}
    own = {name: config.fields.names(name)[0] for name in AS_THEY_ARE}
    return {name: own.get(name) or (f"source_{name}" if name in meant else name) for name in fields}


def _value(text: str) -> str:
    """Return a text as the value of a field."""
    return shorten(writable_line(text), LONGEST_FIELD)


def title_of(record: SourceRecord, revision: SourceRevision) -> str:
    """Return the title of a revision; that of the last one, or the number at the source, where it has none."""
    titles = (writable_line(title) for title in (revision.title, record.revisions[-1].title, record.key))
    return shorten(next(filter(plain_text, titles), "article"), LONGEST_TITLE)


def body_of(revision: SourceRevision, lead: Lead, anchors: frozenset[str]) -> str:
    """Return the text of a revision as markdown; a first heading that says the title again is left out.

    Raise UnwritableError.
    """
    if len(revision.markdown) > LARGEST_ARTICLE:
        raise UnwritableError(f"its text has {len(revision.markdown):,} characters, an article at most {LARGEST_ARTICLE:,}")
    try:
        body = as_markdown(revision.html, lead, anchors) if revision.html else _led(revision.markdown, lead)
    except (UnreadableHtmlError, RecursionError) as error:
        raise UnwritableError(str(error)) from error
    body = writable(body)
    heading = FIRST_HEADING.match(f"{body}\n")
    is_title = heading and on_one_line(heading[1]).casefold() == writable_line(revision.title).casefold()
    return body[heading.end() :].lstrip("\n") if heading and is_title else body


def article_file(fields: Fields, body: str) -> bytes:
    """Return an article's file. Raise UnwritableError for one that kcs could not read again."""
    lines = (new_field(name, value if isinstance(value, str) else list(value), 0) for name, value in fields.items())
    front = "\n".join(lines)
    content = f"---\n{front}\n---\n\n{body}\n".encode("utf-8", "replace") if body else f"---\n{front}\n---\n".encode()
    if len(content) > LARGEST_ARTICLE:
        raise UnwritableError(f"its text has {len(content):,} bytes, an article at most {LARGEST_ARTICLE:,}")
    try:
        read = take_apart(content)[1]
    except FieldError as error:
        raise UnwritableError(f"its fields cannot be written ({error.reason})") from error
    if any(name not in read for name in fields):
        raise UnwritableError("its fields cannot be written")
    return content


def _led(markdown: str, lead: Lead) -> str:
    """Return markdown with its links leading to where they lead in the base, without what would run."""
    text = _without_running(markdown)
    parts, end = [], 0
    for link in sorted(find_links(text, 1)):
        written = link.destination.strip()
        target = lead(written)
        if target != written:
            parts += [text[end : link.start], destination(target) if target else "#"]
            end = link.end
    return "".join([*parts, text[end:]])


def _without_running(markdown: str) -> str:
    """Return markdown without scripts, styles and frames; code that shows some stays."""
    if "<" not in markdown:
        return markdown
    parts: list[str] = []
    end = 0
    for start, close in _runs(markdown):
        parts += [markdown[end:start], _without_tags(markdown[start:close])]
        end = close
    return "".join([*parts, markdown[end:]])


def _without_tags(text: str) -> str:
    """Return a text without those tags, and without what stands in scripts and styles."""
    lower, parts, end = text.lower(), list[str](), 0
    unclosed: set[str] = set()  # looked for once
    for tag in RUNNING.finditer(text):
        if tag.start() < end:
            continue
        parts.append(text[end : tag.start()])
        name, end = tag[1].lower(), tag.end()
        if name in ("script", "style") and not tag[0].startswith("</") and name not in unclosed:
            close = lower.find(f"</{name}", end)
            unclosed |= {name} if close < 0 else set()
            end = max(end, close)
    return "".join([*parts, text[end:]])


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the runs of lines stand that are no fenced code."""
    start = end = 0
    for _, place, line in lines_outside_fences(text, 1):
        if place != end:
            yield start, end
            start = place
        end = place + len(line)
    yield start, end


def names_of(record: SourceRecord) -> Sequence[str]:
    """Return what an article went by at its source: its numbers and names, and its first address."""
    names = map(writable_line, (*record.old_names, *record.addresses[:1]))
    return unique(name for name in names if plain_text(name) and "," not in name and len(name) <= LONGEST_TITLE)
