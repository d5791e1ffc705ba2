"""The lines of the journal that are no events: each with its place and the reason, so that somebody can look at it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kcs_cli.git.object import Objects, entries, reading_objects
from kcs_cli.git.process import GitError
from kcs_cli.journal.event import read_line
from kcs_cli.journal.line import BLOB, FILE, unreadable_lines
from kcs_cli.journal.record import Record, record
from kcs_cli.journal.sync.remote import MONTH, read_tips
from kcs_cli.journal.sync.share import PACK
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.report import Table
from kcs_cli.text.display import quantity, shorten
from kcs_cli.text.outside import readable

LONGEST = 200  # columns shown of a line
TORN = "torn: its end is missing"


class UnreadableLine(NamedTuple):
    """A line that is no event: its source is a file, or a ref and a file; the reason, and how it begins."""

    source: str
    line: int
    reason: str
    text: str


class UnreadableReport(NamedTuple):
    """The lines that are no events, by their places."""

    broken_lines: tuple[UnreadableLine, ...]

    def tables(self) -> Sequence[Table]:
        """Return them, one a row."""
        if not self.broken_lines:
            return (Table("Every line of the journal is an event."),)
        title = f"{quantity(len(self.broken_lines), 'line')} of the journal cannot be read; all others count"
        return (Table(title, UnreadableLine._fields, self.broken_lines),)


def list_unreadable(kb: KnowledgeBase) -> UnreadableReport:
    """Return the lines of the journal that are passed over."""
    known = record(kb)
    files = {f"{FILE}{file.writer}/{file.path.name}": str(file.path) for file in known.journal.files()}
    unread = known.ask(lambda ledger: ledger.unread())
    blobs = [source for source in unread if source.startswith(BLOB)]
    places = files | (_places_of_blobs(known) if blobs else {})
    found, seen = list[UnreadableLine](), set[bytes]()
    # The pack last: a line that it has of a writer's journal is shown once, where the writer has it
    for source, content in known.sources.contents(
        [*files, *sorted(blobs, key=lambda blob: f"/{PACK}:" in places.get(blob, ""))]
    ):
        wrong = unreadable_lines(source, content)
        found += (line for line, whole in _lines(places.get(source, source), content) if whole not in seen)
        seen.update(wrong)
    return UnreadableReport(tuple(found))


def _lines(place: str, content: bytes) -> Iterator[tuple[UnreadableLine, bytes]]:
    """Yield the lines of a file that are no events, each with all of it; a last one without an end may be being written."""
    *whole, last = content.split(b"\n")
    for number, line in enumerate(whole, 1):
        if line.strip() and (why := _reason(line)):
            yield UnreadableLine(place, number, why, _beginning(line)), line
    if last.strip():
        yield UnreadableLine(place, len(whole) + 1, TORN, _beginning(last)), last


def _reason(line: bytes) -> str:
    """Say why a line is no event; nothing where it is one."""
    try:
        read_line(line)
    except ValueError as error:
        return str(error) or "no JSON"
    return ""


def _beginning(line: bytes) -> str:
    """Return how a line begins."""
    return shorten(readable(line[: 4 * LONGEST]), LONGEST)


def _places_of_blobs(known: Record) -> dict[str, str]:
    """Return the refs and files that have the journals which were fetched, by the names of their sources."""
    if known.top is None:
        return {}
    try:
        tips = read_tips(known.top, known.sources.prefix)
    except GitError:
        return {}
    writers_last = sorted(tips.items(), key=lambda one: not one[0].endswith(f"/{PACK}"))  # a file of both is the writer's
    with reading_objects(known.top) as objects:
        return {f"{BLOB}{blob}": f"{ref}:{name}" for ref, tip in writers_last for name, blob in _months(objects, tip)}


def _months(objects: Objects, commit: str) -> Iterator[tuple[str, str]]:
    """Yield the month files in a commit, with their blobs."""
    found = entries(objects.read(f"{commit}^{{tree}}"), len(commit) // 2)
    yield from ((name, blob) for name, blob in found.items() if MONTH.fullmatch(name))
