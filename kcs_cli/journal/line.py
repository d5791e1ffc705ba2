"""Event lines as the ledger takes them in: those of a file, and those of the refs that moved."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import accumulate

from kcs_cli.article.model import unique
from kcs_cli.git.object import Objects, entries
from kcs_cli.journal.event import LONGEST_LINE, Event, read_all_lines, read_line
from kcs_cli.journal.ledger.clock import clock
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.ledger.row import AskedRow, Ending, EventRow, Lines
from kcs_cli.journal.sync.remote import MONTH
from kcs_cli.journal.vocabulary import EventKind, Use, Vote
from kcs_cli.text.dates import iso_moment

FILE, BLOB = "file:", "blob:"  # a source's name begins so


def new_in_blobs(ledger: Ledger, objects: Objects, tips: dict[str, str]) -> Iterator[Lines]:
    """Yield the months that the moved refs have and the ledger has not."""
    commits = list(tips.values())
    trees = zip(commits, objects.read_all([f"{commit}^{{tree}}" for commit in commits]), strict=True)
    found = ((name, blob) for commit, tree in trees for name, blob in entries(tree or b"", len(commit) // 2).items())
    blobs = unique(blob for name, blob in found if MONTH.fullmatch(name) and ledger.taken_in(f"{BLOB}{blob}") < 0)
    for blob, content in zip(blobs, objects.read_all(blobs), strict=True):
        if content is None:
            tips.clear()  # so that all are looked at again the next time
        else:
            yield read_lines(f"{BLOB}{blob}", 0, content)


def read_lines(source: str, start: int, content: bytes) -> Lines:
    """Read event lines that begin at a byte of their source; what is no event is counted."""
    lines = content.removesuffix(b"\n").split(b"\n")
    events = read_events(content, lines)
    starts = accumulate((len(line) + 1 for line in lines), initial=start)
    marked = [(e, at, _mark(e, line)) for e, at, line in zip(events, starts, lines, strict=False) if e]
    rows = [
        EventRow(e.id, e.kind, e.base, e.article, e.case, _counts(e), start, e.by, mark, *clock(iso_moment(e.at)), _said(e))
        for e, start, mark in marked
    ]
    asked = [row for e, _, mark in marked if e.words for row in _asked_rows(e, mark)]
    unread = 0 if all(events) else sum(not e and bool(line.strip()) for e, line in zip(events, lines, strict=True))
    return Lines(
        source=source,
        end=start + len(content),
        rows=rows,
        ended=[Ending(id_, e.id, mark, e.kind, e.by) for e, _, mark in marked for id_ in e.ends],
        unread=unread,
        asked=asked,
        # By ids that kcs gave no two articles ever went: of those this would only take room
        revisions=[(e.id, e.revision) for e in events if e and e.revision and not e.article.startswith("kb-")],
    )


def count_unreadable(told: Iterable[tuple[str, bytes]], grown: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, int]]:
    """Yield the sources that have grown by lines that are no events, with their number.

    What another source has as well counts once: the pack has the lines of all writers.
    """
    known = {line for source, content in told for line in unreadable_lines(source, content)}
    for source, content in grown:
        lines = [line for line in unreadable_lines(source, content) if line not in known]
        known.update(lines)
        if lines:
            yield source, len(lines)


def unreadable_lines(source: str, content: bytes) -> list[bytes]:
    """Return the lines that are no events; the last one of a file of this clone may not be whole yet."""
    whole = content if source.startswith(BLOB) else content[: content.rfind(b"\n") + 1]
    lines = whole.removesuffix(b"\n").split(b"\n")
    events = read_events(whole, lines)
    return [line for event, line in zip(events, lines, strict=True) if not event and line.strip()]


def _mark(event: Event, line: bytes) -> int:
    """Return a number for a line: another event of the same id, which somebody made, is another event everywhere.

    A vote has its id from the file that it was in: whoever takes it in, and when, it is one.
    """
    from hashlib import blake2b  # where the ledger is fresh it is not needed

    said = (event.base, event.article, event.vote, event.text, event.case, event.words, event.ends)
    content = repr(said).encode("utf-8", "replace") if event.kind is EventKind.rate else line
    return int.from_bytes(blake2b(content, digest_size=8).digest(), signed=True)


def _counts(event: Event) -> bool:
    """Tell whether an event is a link that helped, or a vote that says that an article did."""
    return (event.kind is EventKind.link and event.use is not Use.tried) or event.vote is Vote.helpful


def _said(event: Event) -> str:
    """Return what a link did for the case, a vote says of the article, or a flag complains of."""
    match event.kind:
        case EventKind.link:
            return event.use or ""
        case EventKind.rate:
            return event.vote or ""
        case EventKind.flag:
            return event.why or ""
    return ""


def _asked_rows(event: Event, mark: int) -> Iterator[AskedRow]:
    """Yield the words of an event, those asked earlier where they led to an article that helped."""
    who, use = f"{event.by}\0{event.case}", _use_of(event)
    yield event.id, mark, event.base, event.article, event.words, who, use
    if event.kind is EventKind.link and event.use is not Use.tried:
        yield from ((event.id, mark, event.base, event.article, words, who, "earlier") for words in event.earlier)


def _use_of(event: Event) -> str:
    """Return what the article of a link did for the case, or the kind of another event."""
    return event.use.value if event.use else event.kind.value


def read_events(content: bytes, lines: Sequence[bytes]) -> Sequence[Event | None]:
    """Read lines, all at once where all are events; None stands for one that is none."""
    with suppress(ValueError):
        # As many as lines: decode_lines passes over an empty one, and the events after it would get wrong places
        if max(map(len, lines)) <= LONGEST_LINE and len(events := read_all_lines(content)) == len(lines):
            return events
    return [_read_one(line) for line in lines]


def _read_one(line: bytes) -> Event | None:
    """Read a line."""
    try:
        return read_line(line)
    except ValueError:
        return None
