"""All events this clone knows of a knowledge base: its own journal and what was fetched, through the ledger."""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from kcs_cli.article.model import Reuse
from kcs_cli.files.cache import Cache, is_unwritable
from kcs_cli.files.markdown_file import without_ending
from kcs_cli.git.folder import head_commit
from kcs_cli.git.process import GitError, answer_line, identity
from kcs_cli.journal.event import Event, iso, new_event
from kcs_cli.journal.flag import closed_flags
from kcs_cli.journal.folder import journal_folder
from kcs_cli.journal.journal import Journal
from kcs_cli.journal.ledger.file import ledger_cache
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.ledger.row import LinePlace
from kcs_cli.journal.ledger.standing import Standing
from kcs_cli.journal.line import read_events
from kcs_cli.journal.move import MovedFiles
from kcs_cli.journal.source import JournalSources
from kcs_cli.journal.tenure import begin_times, tenure_at
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import LEDGER
from kcs_cli.knowledge_base.progress import Tell
from kcs_cli.text.identifier import event_id

Answer = TypeVar("Answer")


@once
def record(kb: KnowledgeBase) -> "Record":
    """Return all events of the knowledge base, to read and to write."""
    return record_of(kb, identity(kb.root))


def record_of(kb: KnowledgeBase, person: str) -> "Record":
    """Return all events, those that are noted being a person's."""
    journal = Journal(journal_folder(kb), person)
    opened = Record(journal, kb.git_top, kb.base, kb.config.journal.refs, kb.tell)
    opened.sources.git = kb.git
    opened.moved = MovedFiles(kb)
    return opened


class Record:
    """Events of one knowledge base, read and written, each about its article by the name of today.

    `top` is the repository's work tree, None where there is none.
    """

    def __init__(self, journal: Journal, top: Path | None, base: str, prefix: str, tell: Tell) -> None:
        self.journal = journal
        self.sources = JournalSources(journal, top, prefix, tell)
        self.top = top
        self.base = base
        self.moved: MovedFiles | None = None  # without it articles are known by the names they had
        self.tell = tell

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger, with all there is taken in; one that is damaged, or knows files that are gone, is made again."""
        for path in self.journal.closed():
            self.tell(f"{path} may not be read: what was noted there does not count. Look at its rights")
        ledger = Ledger(self.cache.open())
        try:
            return self.brought_up(Ledger(self.cache.renewed()) if self.sources.has_lost_files(ledger) else ledger)
        except sqlite3.DatabaseError as error:
            return self.mended(error)

    def mended(self, error: sqlite3.DatabaseError) -> Ledger:
        """Return a ledger in place of one that failed."""
        if is_unwritable(error):
            self.tell(f"The ledger of the journal cannot be written ({error}); kcs reads the whole journal instead")
        else:
            self.tell(f"The ledger of the journal is damaged ({error}); it is made again")
        return self.brought_up(Ledger(self.cache.mended(error)))

    def brought_up(self, ledger: Ledger) -> Ledger:
        """Return the ledger with all there is taken in."""
        self.sources.take_in(ledger)
        self.close_by_commits(ledger)
        if self.moved:
            try:
                self.moved.follow(ledger)
            except GitError as error:
                self.tell(f"{error.message}; articles are known by the names they had")
        return ledger

    def ask(self, question: Callable[[Ledger], Answer]) -> Answer:
        """Ask the ledger."""
        try:
            return question(self.ledger)
        except sqlite3.DatabaseError as error:
            vars(self)["ledger"] = self.mended(error)
            return question(self.ledger)

    @property
    def cache(self) -> Cache:
        """The file the ledger is in."""
        return ledger_cache(self.journal.shared / LEDGER if self.journal.shared else None)

    def close_by_commits(self, ledger: Ledger) -> None:
        """Take in which flags the commits of the current branch close: looked for when that or the flags have changed."""
        flags = ledger.flags(self.base) if self.top else []
        if not flags or self.top is None:
            return
        head = self.sources.git and head_commit(self.sources.git)
        head = head or answer_line(self.top, "rev-parse", "--verify", "--quiet", "HEAD")
        tip, seen = f"HEAD of {self.base}", f"{head} {len(flags)}"
        if ledger.tips().get(tip) != seen:
            closed = tuple(closed_flags(self.top))
            ledger.close(self.base, [flag for flag in flags if flag.endswith(closed)], {tip: seen})

    def append(self, now: datetime, *events: Event) -> None:
        """Note events; when this returns they are on disk. Raise KcsError."""
        # Opened first: that a journal file was restored to an older state shows in its length, until this is written
        ledger = self.ledger
        self.journal.append(now, events)
        with suppress(sqlite3.Error):  # the next command takes them in
            self.sources.take_in(ledger)

    def new(self, now: datetime, kind: EventKind, **fields: Any) -> Event:
        """Make an event of this person in this knowledge base."""
        return new_event(now, self.journal.person, kind, base=self.base, **fields)

    def of_case(self, cases: Sequence[str]) -> list[Event]:
        """Return the links that hold of a case, by all it may be stored as, the oldest first."""
        return self.read(lambda ledger: ledger.of_case(self.base, cases))

    def of_article(self, names: Sequence[str], kind: EventKind) -> list[Event]:
        """Return the links or flags of an article that hold, the oldest first."""
        return self.read(lambda ledger: ledger.of_article(self.base, names, kind))

    def delivered(self, names: Sequence[str]) -> list[Event]:
        """Return all links there ever were of an article, but for those that were taken back by `unlink`."""
        links = self.read(lambda ledger: ledger.ever_linked(self.base, names))
        cases = list({link.case for link in links})
        ended = {id_ for event in self.read(lambda ledger: self.unlinks(ledger, cases)) for id_ in event.ends}
        return [link for link in links if link.id not in ended]

    def unlinks(self, ledger: Ledger, cases: Sequence[str]) -> list[LinePlace]:
        """Return the places of the `unlink` events of some cases."""
        return [place for case in cases for place in ledger.of_case(self.base, [case], EventKind.unlink)]

    def open_flags(self) -> list[Event]:
        """Return all flags that are open, the oldest first."""
        return self.read(lambda ledger: ledger.open_flags(self.base))

    def all(self, since: datetime | None = None, kinds: Sequence[EventKind] = (), by: str = "") -> list[Event]:
        """Return all events, or those since a time, of some kinds, of a person; the oldest first."""
        first = event_id(since, bytes(10)) if since else ""
        return _since(self.read(lambda ledger: ledger.all(self.base, first, kinds, by)), since)

    def related(self, names: Sequence[str] | None, cases: Sequence[str], since: datetime | None = None) -> list[Event]:
        """Return the events of some articles, else of some cases, with all that ended them; the oldest first."""
        return _since(self.read(lambda ledger: ledger.related(self.base, names, cases)), since)

    def enders(self) -> list[Event]:
        """Return the events that say of others that these do not hold, the oldest first."""
        return self.read(lambda ledger: ledger.enders(self.base))

    def noted_by(self, addresses: Sequence[str]) -> list[Event]:
        """Return what people noted, by their addresses, the oldest first."""
        return self.read(lambda ledger: ledger.noted_by(self.base, addresses))

    def standing(self, until: datetime | None = None, closed: Collection[str] = ()) -> Standing:
        """Return what tells what the events add up to that hold, or held at a time; `closed` flags count no more."""
        return Standing(self.ask, self.base, until, closed)

    def flags(self) -> list[str]:
        """Return the ids of all flags there ever were."""
        return self.ask(lambda ledger: ledger.flags(self.base))

    def standing_since(self, since: datetime) -> list[Event]:
        """Return the events since a time that hold, the oldest first."""
        return self.read(lambda ledger: ledger.standing_since(self.base, since))

    def noted(self, ids: Collection[str]) -> list[Event]:
        """Return the events of some ids, the oldest first; those that are gone are left out."""
        return self.read(lambda ledger: [place for id_ in sorted(ids) for place in ledger.places("id = ?", id_)])

    def ending(self, id_: str) -> list[Event]:
        """Return the events that ended one: took it back, took its place, answered it."""
        return self.read(lambda ledger: ledger.endings(id_))

    def is_closed_by_commit(self, id_: str) -> bool:
        """Tell whether a commit of the current branch closes a flag."""
        return self.ask(lambda ledger: ledger.closed_by_commit(self.base, id_))

    def unknown(self, ids: Sequence[str]) -> set[str]:
        """Return the ids of events that nobody has noted yet."""
        return set(ids) - self.ask(lambda ledger: ledger.known(ids))

    def name_now(self, name: str) -> str:
        """Return what an article goes by that went by a path, or had an id; nothing where that is not known."""
        path, moved = without_ending(name), self.moved
        if (known := self.noted_name_now(name)) or moved is None or len(path.split()) != 1:
            return known
        tenures = self.ask(lambda ledger: moved.tenures(ledger, [path]))[path]
        return tenures[-1].now if tenures and tenures[-1].now != path else ""

    def noted_name_now(self, name: str) -> str:
        """Return what an article goes by of which something was noted under a former name, without a look at the history."""
        path = without_ending(name)
        called = self.ask(lambda ledger: ledger.moves.called(self.base, path))
        return called[-1] if called and called[-1] != path else ""

    def paths_noted(self) -> frozenset[str]:
        """Return what may be the paths of articles under which something was noted, as they are called now."""
        return frozenset(
            one.now for known in self.ask(lambda ledger: ledger.moves.names(self.base)).values() for one in known
        )

    def names_then(self, names: Collection[str]) -> Callable[[str, datetime], str]:
        """Return what tells what the article goes by now that one of some names meant at a time."""
        moved = self.moved
        tenures = self.ask(lambda ledger: moved.tenures(ledger, names)) if moved else {}
        begins = {name: begin_times(self.top, those) for name, those in tenures.items() if len(those) > 1}

        def name_then(name: str, at: datetime) -> str:
            number = tenure_at(begins.get(name, ()), at.timestamp())
            return tenures[name][number].now if tenures.get(name) else name

        return name_then

    def former_places(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Return paths in the repository, and all that files were called before that are there now."""
        moved = self.moved
        return self.ask(lambda ledger: moved.former_places(ledger, paths)) if moved else tuple(paths)

    def reuse(self, names: Sequence[str]) -> Reuse:
        """Return how often the article of some names was reused."""
        return self.ask(lambda ledger: ledger.reuse(self.base, names))

    def read(self, find: Callable[[Ledger], Sequence[LinePlace]]) -> list[Event]:
        """Read the events at the places that a question to the ledger gives, in their order."""
        places = self.ask(find)
        wanted: dict[str, list[LinePlace]] = {}
        for place in places:
            wanted.setdefault(place.source, []).append(place)
        found: dict[LinePlace, Event] = {}
        for source, content in self.sources.contents(wanted):
            lines = [_line_at(content, place.start) for place in wanted[source]]
            for place, event in zip(wanted[source], read_events(b"\n".join(lines), lines), strict=True):
                if event:
                    found[place] = event if event.article == place.article else replace(event, article=place.article)
        return [found[place] for place in places if place in found]


def _line_at(content: bytes, start: int) -> bytes:
    """Return the line that begins at a byte."""
    end = content.find(b"\n", start)
    return content[start : end if end >= 0 else None]


def _since(events: Sequence[Event], since: datetime | None) -> list[Event]:
    """Return the events since a time."""
    first = event_id(since, bytes(10)) if since else ""
    return [event for event in events if since is None or event.id >= first or event.at >= iso(since)]
