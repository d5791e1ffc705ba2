"""Values as help desks and wikis write them: moments, lists of words, states, and whether a text is HTML."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from itertools import chain

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Kind, as_word
from kcs_cli.text.dates import EARLIEST, NEVER, read_day, read_moment, read_stamp, with_iso_zone
from kcs_cli.text.identifier import slug

CLOCK = r"\b([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\.[0-9]+)?\s*([AaPp])?\.?[Mm]?\.?\s*$"
SECONDS = r"[0-9]{9,10}(?:\.[0-9]+)?|[0-9]{12,13}"
MARKUP = r"(?i)<(?:p|div|br|ul|ol|li|h[1-6]|table|span|a|img|strong|em|b|i|pre|blockquote)(?:\s[^<>]*)?/?>"
NOON = 12
STATES = {
    Confidence.wip: ("draft", "wip", "work-in-progress", "in-progress", "review", "in-review", "not-started", "new"),
    Confidence.not_validated: ("not-validated", "unverified", "pending"),
    Confidence.validated: ("validated", "published", "online", "approved", "verified", "done", "live", "current", "active"),
    Confidence.archived: ("archived", "retired", "outdated", "obsolete", "expired", "deprecated", "deleted"),
}
READERS = {
    Audience.internal: ("internal", "private", "agents", "employees", "staff", "restricted", "team"),
    Audience.partner: ("partner", "partners"),
    Audience.customer: ("customer", "customers", "users", "signed-in", "logged-in"),
    Audience.public: ("public", "everyone", "external", "anyone", "all"),
}
# Fields of an article that an importer fills itself, or that would mean something else here than at the source
OWN = (
    "id", "title", "confidence", "state", "audience", "governance", "owner", "tags", "keywords", "language", "lang", "type",
    "aliases", "created", "updated", "translation_of", "kind",
)  # fmt: skip


def moment_of(value: str) -> datetime | None:
    """Return a moment in UTC as an export writes it; one without a zone is taken as UTC, a day as its beginning."""
    text = value.strip()
    if re.fullmatch(SECONDS, text):
        return read_stamp(text)
    at = read_moment(with_iso_zone(text)) or _worded(text)
    if at is None or not EARLIEST.year <= at.year < NEVER:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _worded(text: str) -> datetime | None:
    """Return a moment of `June 18, 2025 12:29 PM`, or the beginning of the day where no time is understood."""
    day = read_day(text)
    clock = re.search(CLOCK, text)
    if day is None or clock is None:
        return datetime.combine(day, time(), UTC) if day else None
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3])
    if half := clock[4]:
        hour = hour % NOON + (NOON if half in "Pp" else 0)
    return datetime.combine(day, time(hour % 24, minute % 60, second % 60), UTC)


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a list, however it separates them, each once."""
    parts = (part.strip(" \t\"'[]#") for part in re.split(r"[,;|\n]", text))
    return tuple(dict.fromkeys(filter(None, parts)))


def confidence_named(state: str) -> Confidence | None:
    """Return how far an article is to be trusted by the name of its state at the source."""
    word = as_word(state.strip())
    return next((confidence for confidence, words in STATES.items() if word in words), None)


def audience_named(readers: str, confidence: Confidence | None = None) -> Audience | None:
    """Return who may read an article by what its source calls them: readers of whom kcs does not know are internal ones.

    So is what is a draft: its source shows it to nobody. None where the source says nothing, and the base's default holds.
    """
    word = as_word(readers.strip())
    if confidence is Confidence.wip:
        return Audience.internal
    known = next((audience for audience, words in READERS.items() if word in words), Audience.internal)
    return known if word else None


def strange_words(state: str, readers: str) -> Iterator[tuple[str, str]]:
    """Yield what a source says of state and readers in words of its own, as fields: it is kept for people to read."""
    if confidence_named(state) is None:
        yield "status", state
    if as_word(readers.strip()) not in chain.from_iterable(READERS.values()):
        yield "readers", readers


def is_html(text: str) -> bool:
    """Tell whether a text is written in HTML; else it is markdown, or nothing but text."""
    return bool(re.search(MARKUP, text))


def is_true(text: str) -> bool:
    """Tell whether a cell says yes."""
    return text.strip().lower() in ("true", "1", "yes", "y")


def number_of(text: str) -> int:
    """Return a count; 0 for what is none."""
    digits = re.sub(r"[,.\s](?=[0-9]{3}\b)|\.0+$", "", text.strip())
    return int(digits) if re.fullmatch(r"[0-9]{1,15}", digits) else 0


def source_fields(pairs: Iterable[tuple[str, str]]) -> dict[str, str | tuple[str, ...]]:
    """Return what a source says beyond kcs's own fields, by names that front matter can have; a kind where it is one."""
    fields: dict[str, str | tuple[str, ...]] = {}
    for name, value in pairs:
        key = slug(name).replace("-", "_")
        if key in ("kind", "type") and as_word(value.strip()) in [*Kind]:
            fields["kind"] = as_word(value.strip())
        elif key and value.strip() and key not in OWN:
            fields[key] = " ".join(value.split())
    return fields
