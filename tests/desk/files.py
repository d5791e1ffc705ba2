"""What a desk leaves behind, as files: the repository, the journal, the log of searches, the export of cases."""

import csv
import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import TracebackType

from kcs_cli.journal.event import Event, iso, to_line
from kcs_cli.journal.vocabulary import EventKind, FlagReason, Use, Vote
from kcs_cli.knowledge_base.place import label
from kcs_cli.text.identifier import event_id
from kcs_cli.text.privacy import scrub
from tests.desk.values import Article, Case, Day, Link, Person, Search, World

COLUMNS = (
    "id", "opened_at", "closed_at", "team", "domain", "kind", "language", "channel", "issue", "customer", "contacts", "csat",
    "cost", "by",
)  # fmt: skip
OPENED_AFTER = timedelta(seconds=25)  # a search


class Files:
    """Writes a year as it goes on: into `journal` and `searches` below kcs's folder, and the export of cases.

    A month's events are written once the month after it is over, each writer's in their order; so memory holds three months
    at most. The first link's line stands in another writer's file, too.
    """

    def __init__(self, root: Path, cases: Path, world: World, seed: str) -> None:
        self.folder = root / ".git/kcs"
        self.base = label(root.resolve())
        self.writers = {person.address: person.writer for person in world.people}
        self.random = Random(seed)
        self.lines: dict[tuple[str, str], list[bytes]] = {}  # writer and month
        self.searches: dict[str, list[tuple[datetime, bytes]]] = {}  # month
        self.events = self.logged = self.rows = 0
        self.scrubbed: dict[str, str] = {}
        self.stream = cases.open("w", encoding="utf-8", newline="")
        self.csv = csv.writer(self.stream)
        self.csv.writerow(COLUMNS)

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.flush("9999-99")
        self.stream.close()

    def write(self, day: Day) -> None:
        """Write a day."""
        for case in day.cases:
            self.case(case)
        for vote in day.votes:
            self.note(vote.at, vote.by, EventKind.rate, article=vote.article, vote=Vote(vote.vote))
        if day.cases:
            self.flush(f"{day.cases[0].opened_at.astimezone(UTC) - timedelta(days=33):%Y-%m}")

    def case(self, case: Case) -> None:
        """Write a case and what was done in it."""
        self.csv.writerow(row(case))
        self.rows += 1
        ids: list[str] = []
        for link in case.links:
            ids.append(self.link(case.id, link, ids))
        for flag in case.flags:
            known = {"article": flag.article, "why": FlagReason(flag.why), "text": flag.text, "case": case.id}
            id_ = self.note(flag.at, flag.by, EventKind.flag, **known)
            if flag.closed_at:
                known = {"article": flag.article, "text": "corrected", "ends": (id_,)}
                self.note(flag.closed_at, flag.by, EventKind.unflag, **known)
        for search in case.searches:
            self.search(search)

    def link(self, case: str, link: Link, before: Sequence[str]) -> str:
        """Note a link, and that it was taken back; return its event's id."""
        known = {"article": link.article, "case": case, "use": Use(link.use), "revision": link.blob, "rank": link.rank}
        ends = (before[link.replaces],) if link.replaces >= 0 else ()
        id_ = self.note(link.at, link.by, EventKind.link, words=self.clean(link.words), ends=ends, **known)
        if link.taken_back_at:
            self.note(link.taken_back_at, link.by, EventKind.unlink, case=case, ends=(id_,))
        return id_

    def note(self, at: datetime, by: str, kind: EventKind, **fields: object) -> str:
        """Note an event; return its id."""
        id_ = event_id(at, self.random.randbytes(10))
        line = to_line(Event(v=1, id=id_, at=iso(at), by=by, kind=kind, **fields))
        month = f"{at.year}-{at.month:02}"
        self.lines.setdefault((self.writers[by], month), []).append(line)
        if kind is EventKind.link and not self.events:
            other = next(writer for writer in self.writers.values() if writer != self.writers[by])
            self.lines.setdefault((other, month), []).append(line)
        self.events += 1
        return id_

    def search(self, search: Search) -> None:
        """Log a search, and what was opened from it or written because of it; the machine's zone is UTC."""
        search = search._replace(at=search.at.astimezone(UTC))
        number = self.random.randrange(10**6)
        id_ = f"{search.at:%Y%m%dT%H%M%S}{number:06}-{1000 + number % 30000}"
        hits = [(article, 8 + rank) for rank, article in enumerate(search.hits)]
        entry = {
            "v": 1, "id": id_, "at": iso(search.at), "terminal": search.terminal, "base": self.base,
            "words": self.clean(search.words), "filters": {}, "hits": hits, "found": len(hits),
        }  # fmt: skip
        self.log(search.at, entry)
        self.logged += 1
        for n, article in enumerate((*search.opened, *([search.written] if search.written else [])), 1):
            at = search.at + n * OPENED_AFTER
            rank = search.hits.index(article) + 1 if article in search.hits else 0
            self.log(at, {"v": 1, "search": id_, "at": iso(at), "shown": article, "rank": rank})

    def log(self, at: datetime, entry: dict[str, object]) -> None:
        """Keep a line of the log."""
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        self.searches.setdefault(f"{at.year}-{at.month:02}", []).append((at, line))

    def clean(self, words: str) -> str:
        """Return words without personal data; few are used again and again."""
        if words not in self.scrubbed:
            if len(self.scrubbed) > 100_000:
                self.scrubbed.clear()
            self.scrubbed[words] = scrub(words)
        return self.scrubbed[words]

    def flush(self, month: str) -> None:
        """Write the months before one."""
        for writer, done in sorted(key for key in self.lines if key[1] < month):
            append(self.folder / "journal" / writer / f"{done}.jsonl", with_ends(sorted(self.lines.pop((writer, done)))))
        for done in sorted(key for key in self.searches if key < month):
            append(self.folder / "searches" / f"{done}.jsonl", (line for _, line in sorted(self.searches.pop(done))))


def row(case: Case) -> tuple[object, ...]:
    """Return a case's row."""
    closed = case.closed_at.isoformat() if case.closed_at else ""
    cost = "" if case.cents is None else f"{case.cents // 100}.{case.cents % 100:02}"
    known = ("" if value is None else value for value in (case.contacts, case.csat))
    return (case.id, case.opened_at.isoformat(), closed, *case[3:10], *known, cost, case.by)


def with_ends(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines with their ends."""
    for line in lines:
        yield line
        yield b"\n"


def append(file: Path, lines: Iterable[bytes]) -> None:
    """Add lines to a file, which is made where it is missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as stream:
        stream.writelines(lines)


def write_repository(root: Path, world: World) -> None:
    """Make the repository: each version of an article is a commit of its author, in the order of time."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", "main")
    stream = b"".join((setup(world), *commits(world.articles, {one.address: one for one in world.people})))
    git(root, "fast-import", "--quiet", stdin=stream)
    git(root, "reset", "-q", "--hard")
    (root / ".git/info/exclude").write_text("cases.csv\n")


def git(root: Path, *arguments: str, stdin: bytes = b"") -> None:
    """Run git."""
    subprocess.run(["git", "-C", str(root), *arguments], input=stdin, check=True, capture_output=True)


def setup(world: World) -> bytes:
    """Return the first commit: the configuration, and who is who."""
    people = "".join(described(person) for person in world.people)
    teams = {one.team.name: [p.address for p in world.people if p.team.name == one.team.name] for one in world.people}
    text = people + "[teams]\n" + "".join(f"{name} = {json.dumps(members)}\n" for name, members in teams.items())
    files = {"kcs.toml": '[articles]\nfolder = "knowledge"\n', "people.toml": text}
    at = world.since - timedelta(days=800)
    return commit("Begin", world.people[0].name, world.people[0].address, at, files)


def described(person: Person) -> str:
    """Return a person as people.toml has it."""
    also = f'also = ["{person.also}"]\n' if person.also else ""
    left = f"left = {person.left}\n" if person.left else ""
    return f'[people."{person.address}"]\nname = "{person.name}"\n{also}{left}\n'


def commits(articles: Sequence[Article], people: dict[str, Person]) -> Iterator[bytes]:
    """Yield all commits after the first."""
    names = {address: one.name for one in people.values() for address in (one.address, one.also)}
    versions = [(version, number, one) for one in articles for number, version in enumerate(one.versions)]
    for version, number, article in sorted(versions, key=lambda found: (found[0].at, found[2].id)):
        message = f"{'Improve' if number else 'Capture'} {article.title}"
        yield commit(message, names[version.by], version.by, version.at, {article.path: version.text})


def commit(message: str, name: str, address: str, at: datetime, files: dict[str, str]) -> bytes:
    """Return a commit of some files as `git fast-import` reads it."""
    who = f"{name} <{address}> {int(at.timestamp())} +0000\n"
    lines = [f"commit refs/heads/main\nauthor {who}committer {who}".encode(), counted(message)]
    for path, text in files.items():
        lines += [f"M 100644 inline {path}\n".encode(), counted(text)]
    return b"".join(lines)


def counted(text: str) -> bytes:
    """Return a text as `git fast-import` reads it."""
    content = text.encode()
    return b"data %d\n%s\n" % (len(content), content)
