"""What readers say about articles: flags, which say what is wrong, and votes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.model import Flag
from kcs_cli.errors import NotFoundError
from kcs_cli.git.process import answer_line
from kcs_cli.journal.event import Event
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.text.display import OptionalText, quantity
from kcs_cli.text.identifier import short_event, time_of


class FlagReport(NamedTuple):
    """Open flags, the oldest first; `others` are open, too, and were not asked for."""

    open_flags: tuple[Flag, ...]
    others: int = 0

    def tables(self) -> Sequence[Table]:
        """Return them, one a line."""
        columns: Columns = (
            Column("event", "flag", short_event),
            Column("id", "article"),
            "why",
            "text",
            Column("age_days", "days"),
            Column("owner", ""),
            Column("owner_source", ""),
            Column("", "owner"),
            "by",
            "case",
        )
        rows = tuple(
            (f.event, f.id, f.why, f.text, f.age_days, f.owner, f.owner_source, _owner(f), f.by, f.case)
            for f in self.open_flags
        )
        none = (
            f"No such flag is open; {quantity(self.others, 'other is', 'others are')}."
            if self.others
            else "No flag is open."
        )
        return (Table("", columns, rows) if rows else Table(none),)


class NotedReport(NamedTuple):
    """A flag or a vote that was noted, or a flag that was closed."""

    done: str
    event: str
    id: OptionalText
    text: OptionalText
    title: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return it as a line."""
        columns: Columns = ("done", Column("event", "id", short_event), Column("id", "article"), "title", "text")
        return (Table("", columns, ((self.done, self.event, self.id, self.title, self.text),)),)


class FlagSubject(NamedTuple):
    """What the library knows of a flagged article."""

    id: str
    title: str
    owner: str
    owner_source: str = ""


def _owner(flag: Flag) -> str:
    """Say who answers for the article; that it is a guess is never left out."""
    return f"{flag.owner} (guess)" if flag.owner_source == "guess" else flag.owner


def report_flags(events: Sequence[Event], articles: Mapping[str, FlagSubject], now: datetime) -> FlagReport:
    """Make the report of open flags; `articles` maps every id an article goes by to what is known of it."""
    return FlagReport(tuple(_as_flag(event, articles.get(event.article), now) for event in events))


def _as_flag(event: Event, article: FlagSubject | None, now: datetime) -> Flag:
    """Return a flag as people see it."""
    known = article or FlagSubject(event.article, "", "")
    days = max(0, (now - time_of(event.id)).days)
    return Flag(
        event=event.id,
        id=known.id,
        title=known.title,
        owner=known.owner,
        why=str(event.why or ""),
        text=event.text,
        case=event.case,
        by=event.by,
        at=event.at,
        age_days=days,
        owner_source=known.owner_source,
    )


def find_flag(name: str, events: Sequence[Event]) -> Event:
    """Return the open flag of an id, or of a part of one at its end. Raise NotFoundError."""
    wanted = name.strip().lower()
    found = [event for event in events if len(wanted) >= 4 and event.id.endswith(wanted)]
    if len({event.id for event in found}) == 1:  # somebody may have noted another under the same id: both are closed
        return found[0]
    if found:
        raise NotFoundError(f"{quantity(len(found), 'flag')} end with {name}", "Name it whole; kcs flags lists them")
    raise NotFoundError(f"No open flag is called {name}", "kcs flags lists the open ones")


SHORTEST_FLAG = 6  # characters of a flag's id by which a commit may name it


def closed_flags(top: Path, commit: str = "HEAD") -> set[str]:
    """Return the flags that a commit or those before it close by the trailer `Closes-flag: FLAG`."""
    trailers = "--format=%(trailers:key=Closes-flag,valueonly,separator=%x0A)"
    found = (
        answer_line(top, "log", "--basic-regexp", "--grep=^Closes-flag:", "--regexp-ignore-case", trailers, commit)
        .lower()
        .replace(",", " ")
        .split()
    )
    return {name for name in found if len(name) >= SHORTEST_FLAG}
