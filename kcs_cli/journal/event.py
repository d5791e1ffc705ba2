"""What happened to articles: reuse, flags, ratings. One event is one JSON line, never rewritten."""

import os
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from kcs_cli.journal.ledger.tables import ENDS
from kcs_cli.journal.vocabulary import EventKind, FlagReason, Use, Vote
from kcs_cli.text.dates import read_moment
from kcs_cli.text.identifier import event_id
from kcs_cli.text.outside import writable_as_utf8

ID = "[0-9a-hjkmnp-tv-z]"
HOUR = "(?:[01][0-9]|2[0-3])"
YEAR = "(?:19|[2-8][0-9]|9[0-8])[0-9]{2}"  # of four digits, and with room for any span of time on both sides
TIME = rf"{YEAR}-[01][0-9]-[0-3][0-9]T{HOUR}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:Z|[+-]{HOUR}:[0-5][0-9])"
HIGHEST_RANK = 1_000_000
NUL = b"\\u0000"  # as JSON has it
LONGEST_LINE = 20_000  # bytes; what is longer no kcs has written, and it could fill memory and screens
VERSION: Literal[1] = 1  # of an event's fields: 1 the first
Decoded = TypeVar("Decoded")


class Event(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One event. `at` is ISO 8601 with zone, `by` an e-mail address, `base` the knowledge base's folder in its repository.

    `article` is an id (or an address outside), `revision` the git blob id of its file as delivered, `draft` that no commit
    had that revision. `words` and `rank` are those of the search that led to it, `earlier` the words in which the same was
    asked before; those of a `forget` are to be no words for the article. `ends` are ids of earlier events that no longer
    hold: the links taken back or replaced, the flag closed: see `may_end`. What an `undo` ends is as if it had never been:
    what that had ended holds again.
    """

    v: Literal[1]
    id: Annotated[str, msgspec.Meta(min_length=26, max_length=26, extra_json_schema={"pattern": f"^{ID}+$"})]
    at: Annotated[str, msgspec.Meta(min_length=20, max_length=40, extra_json_schema={"pattern": f"^{TIME}$"})]
    by: str
    kind: EventKind
    base: str = ""
    article: str = ""
    revision: str = ""
    draft: bool = False
    case: str = ""
    use: Use | None = None
    words: str = ""
    earlier: tuple[str, ...] = ()
    rank: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_RANK)] = 0
    why: FlagReason | None = None
    vote: Vote | None = None
    text: str = ""
    ends: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """Return the day it happened, where it happened."""
        return self.at[:10]


to_line = msgspec.json.Encoder().encode
DECODER = msgspec.json.Decoder(Event)


def read_line(line: bytes) -> Event:
    """Read one line. Raise ValueError for a torn one, and for what is no event of a version kcs knows."""
    if len(line) > LONGEST_LINE:
        raise ValueError("longer than any event kcs writes")
    event = _sound([_decoded(DECODER.decode, line)])[0]
    if NUL in line and any("\0" in text for text in _texts(event)):
        raise ValueError("a NUL in a text")
    return event


def read_all_lines(content: bytes) -> list[Event]:
    """Read many lines at once. Raise ValueError when one of them is no event, or has to be looked at alone."""
    if NUL in content:
        raise ValueError("perhaps a NUL in a text")
    return _sound(_decoded(DECODER.decode_lines, content))


def _decoded(decode: Callable[[bytes], Decoded], content: bytes) -> Decoded:
    """Decode JSON. Raise ValueError for what cannot be decoded."""
    try:
        return decode(content)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _texts(event: Event) -> list[str]:
    """Return all texts of an event."""
    return [text for text in (*msgspec.structs.astuple(event), *event.ends, *event.earlier) if isinstance(text, str)]


def _sound(events: list[Event]) -> list[Event]:
    """Return events whose ids and times are such. Raise ValueError for others.

    The journal is never rewritten: a day that no calendar has would stop whoever reckons with it, for good.

    All are looked at at once: in the model itself the patterns would take longer than all the rest.
    """
    ids, times = "".join([event.id for event in events]), "\n".join([event.at for event in events])
    # Possessive: for 200,000 events the engine would keep 90 MB of places to go back to
    if not re.fullmatch(f"{ID}*", ids):
        raise ValueError("an id that is none")
    if not re.fullmatch(f"(?:{TIME}(?:\n|$))*+", times):
        raise ValueError("a time that is none")
    if wrong := next((day for day in sorted({event.day for event in events}) if not read_moment(day)), ""):
        raise ValueError(f"{wrong} is no day of the calendar")
    return events


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of an event: `kcs events --schema`."""
    return msgspec.json.schema(Event)


def new_event(now: datetime, by: str, kind: EventKind, **fields: Any) -> Event:
    """Make an event that happens now; what is no Unicode in its texts becomes a question mark."""
    known: dict[str, Any] = {"id": event_id(now, os.urandom(10)), "at": iso(now), "by": by} | fields
    return Event(v=VERSION, kind=kind, **{name: _clean(value) for name, value in known.items()})


def _clean(value: Any) -> Any:
    """Return a text, or several, that every later reader takes; other values as they are."""
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    return writable_as_utf8(value).replace("\0", "�") if isinstance(value, str) else value


def iso(now: datetime) -> str:
    """Write a time with its zone."""
    return now.isoformat(timespec="milliseconds")


def standing_events(events: Sequence[Event], closed: Callable[[str], bool] = lambda _: False) -> list[Event]:
    """Return the events that no later one took back, replaced or answered; `closed` are flags that commits closed.

    As the ledger tells it (`ledger.tables`).
    """
    undone = {(id_, event.by) for event in events if event.kind is EventKind.undo for id_ in event.ends}
    ending = [event for event in events if event.ends and (event.id, event.by) not in undone]
    by_id: dict[str, list[Event]] = {}
    for event in ending:
        for id_ in event.ends:
            by_id.setdefault(id_, []).append(event)
    return [
        event
        for event in events
        if not any(may_end(one, event) for one in by_id.get(event.id, ()))
        and not (event.kind is EventKind.flag and closed(event.id))
    ]


def may_end(one: Event, other: Event) -> bool:
    """Tell whether an event that names another one's id ends it: nobody can take what its kind has no say in."""
    return one.by == other.by if one.kind is EventKind.undo else ENDS.get(one.kind) == other.kind
