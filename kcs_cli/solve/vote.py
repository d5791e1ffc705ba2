"""Votes of a help site, read from a file of rows: each counts once, however often the file is taken in."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.model import path_names
from kcs_cli.errors import KcsError
from kcs_cli.files.table import ColumnRequest, read_rows
from kcs_cli.journal.case_number import stored_case
from kcs_cli.journal.deed import Deed, deed_of, remember
from kcs_cli.journal.event import iso
from kcs_cli.journal.flag import NotedReport
from kcs_cli.journal.note import check_length, note
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind, Vote
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.index.opener import all_cards
from kcs_cli.search.name import find_card
from kcs_cli.text.dates import NEVER, from_seconds, read_moment, with_iso_zone
from kcs_cli.text.display import on_one_line
from kcs_cli.text.identifier import event_id
from kcs_cli.text.privacy import scrub

COLUMNS = {  # what a column may be called
    "article": ("article", "article_id", "id", "page", "path", "url"),
    "vote": ("vote", "helpful", "rating", "score", "value", "was_helpful"),
    "text": ("comment", "text", "feedback", "message"),
    "at": ("at", "date", "time", "created_at", "timestamp"),
    "person": ("person", "user", "user_id", "session", "visitor", "email"),
}
WANTED = ColumnRequest(COLUMNS, ("article", "vote"), "Call it so in the first line", is_lenient=True)
WORDS = {
    Vote.helpful: ("helpful", "yes", "y", "up", "1", "+1", "true", "ja", "👍"),
    Vote.unhelpful: ("unhelpful", "not helpful", "no", "n", "down", "0", "-1", "false", "nein", "👎"),
}
LARGEST = 100_000_000  # bytes
MOST_SHOWN = 20  # bad lines
LONGEST_TEXT = 2_000  # characters of a comment


class ReadVote(NamedTuple):
    """A vote and the id its event always gets."""

    id: str
    at: datetime | None
    article: str
    vote: Vote
    text: str


class BadLine(NamedTuple):
    """A line of the file that is no vote."""

    line: int
    reason: str


class VoteReport(NamedTuple):
    """What an import did: votes `taken`, votes `known` from an earlier import, lines that are none."""

    file: str
    taken: int
    known: int
    bad: tuple[BadLine, ...]

    def tables(self) -> Sequence[Table]:
        """Return the counts, and the bad lines."""
        columns: Columns = (
            Column("file", ""),
            Column("taken", "votes taken"),
            Column("known", "known before"),
            Column("bad", "bad lines"),
        )
        counts = (self.file, self.taken, self.known, len(self.bad))
        bad = tuple((bad.line, bad.reason) for bad in self.bad[:MOST_SHOWN])
        more = f" (the first {MOST_SHOWN} of {len(self.bad):,})" if len(self.bad) > MOST_SHOWN else ""
        return (
            Table("", columns, (counts,), upright=("what", "number")),
            Table(f"Not taken{more}:", ("line", "reason"), bad),
        )


class Base(NamedTuple):
    """What the votes are about: a base in its repository, every name (in lower case) an article of it goes by with its id.

    `patterns` are the national ids and the like that comments may not have.
    """

    name: str
    articles: Mapping[str, str]
    patterns: Sequence[str] = ()


def read_votes(file: Path, base: Base) -> tuple[list[ReadVote], list[BadLine]]:
    """Read a file of votes: those, and the lines that are none. Raise KcsError."""
    if file.is_file() and file.stat().st_size > LARGEST:
        raise KcsError(f"{file} has more than {LARGEST:,} bytes", "Take it in in parts")
    votes, bad, seen = [], [], Counter[tuple[str, ...]]()
    for line, row in read_rows(file, WANTED):
        try:
            if isinstance(row, str):
                raise ValueError(row)
            # NUL parts the cells in what the id is made of
            cells = {what: cell.strip().replace("\0", "�") for what, cell in zip(COLUMNS, row, strict=True)}
            key = (base.name, *cells.values())
            # Two equal rows are two votes, and have the same two ids when the file is read again
            seen[key] += 1
            votes.append(_read_vote(cells, (*key, str(seen[key])), base))
        except ValueError as error:
            bad.append(BadLine(line, str(error)))
    return votes, bad


def _read_vote(cells: Mapping[str, str], key: Sequence[str], base: Base) -> ReadVote:
    """Read one line. Raise ValueError for what is no vote."""
    from hashlib import blake2b

    vote = next((vote for vote, words in WORDS.items() if cells["vote"].casefold() in words), None)
    if vote is None:
        raise ValueError(f"{cells['vote'] or 'nothing'} is no vote")
    article = base.articles.get(cells["article"].casefold())
    if not article:
        many = "more than one article goes" if article == "" else "no article goes"
        raise ValueError(f"{many} by {cells['article'] or 'nothing'}")
    at = read_time(cells["at"])
    digest = blake2b("\0".join(key).encode("utf-8", "replace"), digest_size=10).digest()
    text = scrub(cells["text"], base.patterns)[:LONGEST_TEXT]
    return ReadVote(id=event_id(at or from_seconds(0), digest), at=at, article=article, vote=vote, text=text)


def read_time(text: str) -> datetime | None:
    """Read a time in ISO 8601; without a zone it is UTC. Raise ValueError for what is none."""
    if not text:
        return None
    at = read_moment(with_iso_zone(text))
    if not at:
        raise ValueError(f"{text} is no date: write it as 2026-11-22")
    if at.year < 1971:
        raise ValueError(f"{text} is too long ago")
    if at.year >= NEVER:
        raise ValueError(f"{text} is too far ahead")
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def rate(kb: KnowledgeBase, name: str, vote: Vote, text: str, case: str | None = None) -> NotedReport:
    """Note what a reader thought of an article, and in which case, where that is known."""
    check_length(on_one_line(text))
    card, now = find_card(kb, name), kb.now()
    stored = stored_case(case, kb.config, os.environ) if case else ""
    event = record(kb).new(now, EventKind.rate, article=card.id, vote=vote, text=on_one_line(text), case=stored)
    note(kb, now, event)
    remember(kb, deed_of("rate", card.title, event, f"{vote.value} {event.text}".strip()))
    return NotedReport(vote.value, event.id, card.id, event.text, card.title)


def import_votes(kb: KnowledgeBase, file: Path) -> VoteReport:
    """Take in the votes of a help site; those taken in before are left out."""
    votes, bad = read_votes(file, Base(record(kb).base, names_of_all(kb), kb.config.privacy.patterns))
    now = kb.now()
    new = record(kb).unknown([vote.id for vote in votes])
    events = [
        record(kb).new(now, EventKind.rate, id=v.id, at=iso(v.at or now), article=v.article, vote=v.vote, text=v.text)
        for v in votes
        if v.id in new
    ]
    if events:
        note(kb, now, *events)
        remember(kb, Deed("rate", text=file.name, way_out="Votes that were imported stay"))
    return VoteReport(str(file), len(events), len(votes) - len(events), tuple(bad))


def names_of_all(kb: KnowledgeBase) -> dict[str, str]:
    """Return every name an article goes by, in lower case, with its id: nothing for one of several; an id goes first."""
    cards = all_cards(kb)
    names: dict[str, str] = {}
    for name, id_ in ((name.casefold(), card.id) for card in cards for name in (*card.aliases, *path_names(card.path))):
        names[name] = id_ if names.get(name, id_) == id_ else ""
    return names | {card.id.casefold(): card.id for card in cards}
