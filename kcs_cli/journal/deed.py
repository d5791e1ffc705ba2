"""What was noted or changed in the terminals of a clone, to be taken back or shared. It never leaves the machine.

One JSON file, version 1: `{"v": 1, "deeds": [{"terminal", "base", "by", "at", "kind", …}]}`, the latest last.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.files.atomic import lock
from kcs_cli.files.done import note_done
from kcs_cli.files.state_file import StateFile
from kcs_cli.journal.event import Event, iso
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import find_shared_folder, label, this_terminal
from kcs_cli.text.dates import sound_moment

VERSION = 1
MOST = 100  # deeds that can be taken back, of all terminals
MOST_EDITS = 2_000  # older deeds of which is known which files they wrote
NO_FILE = ""  # the digest of a file that is not there
FINAL = ("undo", "share")  # kinds of deeds that are not taken back themselves
PATIENCE = 2.0  # seconds to wait for another terminal that writes
LONGEST = 100_000  # characters of a deed's edits


class FileEdit(NamedTuple):
    """A change of a file: at a character something was `removed` and `added`; the digest is that of the file since.

    `is_new`: there was no file before. `before` is the digest of the file until then, None where that was not noted.
    """

    path: str
    start: int
    removed: str
    added: str
    digest: str
    is_new: bool = False
    before: str | None = None


class Deed(NamedTuple):
    """One thing that a person noted or changed: articles (id, title), a case, the events and edits that it was made of.

    `text` says what, in a few words; `way_out` is what to do where kcs cannot take it back.
    """

    kind: str
    articles: tuple[tuple[str, str], ...] = ()
    case: str = ""
    text: str = ""
    events: tuple[str, ...] = ()
    edits: tuple[FileEdit, ...] = ()
    way_out: str = ""
    at: str = ""


@once
def deed_memory(kb: KnowledgeBase) -> "DeedMemory":
    """Return what this person noted and changed in this terminal."""
    whose = {"terminal": this_terminal(), "base": label(kb.root), "by": record(kb).journal.person}
    return DeedMemory(find_shared_folder(kb.root, kb.git), whose)


def remember(kb: KnowledgeBase, deed: Deed, *, goes_on: bool = False) -> None:
    """Remember what was done, so that `kcs undo` can take it back; `goes_on`: it is a part of what was done just before."""
    note_done(deed.kind)
    is_known = deed_memory(kb).add(deed._replace(at=iso(kb.now())), goes_on=goes_on)
    if not is_known and deed.kind not in FINAL:  # else the next `kcs undo` takes back what was before, without a word
        kb.tell(f"What was done last cannot be remembered ({deed.kind}): it stays, and kcs undo does not know of it")


def deed_of(kind: str, title: str, event: Event, text: str = "") -> Deed:
    """Return what one event of an article is as a deed."""
    return Deed(kind, ((event.article, title),), event.case, text or event.text, (event.id,))


class DeedMemory:
    """What one person did in one terminal, in a file of all; a memory that cannot be written or read is none."""

    def __init__(self, folder: Path | None, whose: Mapping[str, str]) -> None:
        self.folder = folder
        self.state = StateFile(folder / "undo.json" if folder else None, VERSION, is_private=True)
        self.whose = dict(whose)

    def mine(self) -> list[Deed]:
        """Return what was done and could be taken back, the latest last."""
        deeds = (deed for one in self._read()[-MOST:] if self._is_mine(one) and (deed := _as_deed(one)))
        return [deed for deed in deeds if deed.kind not in FINAL]

    def of_person(self) -> list[Deed]:
        """Return what this person did in the base, in whichever terminal, the latest last."""
        whose = {name: self.whose[name] for name in ("base", "by")}
        return [deed for one in self._read() if whose.items() <= one.items() and (deed := _as_deed(one))]

    def add(self, deed: Deed, *, goes_on: bool) -> bool:
        """Remember a deed; return False where that cannot be written."""
        if sum(len(edit.removed) + len(edit.added) for edit in deed.edits) > LONGEST:
            deed = _without_texts(deed)

        def added(deeds: list[dict[str, Any]]) -> list[dict[str, Any]]:
            mine = (n for n in reversed(range(len(deeds))) if self._is_mine(deeds[n]) and deeds[n].get("kind") not in FINAL)
            place = next(mine, None)
            before = _as_deed(deeds[place]) if goes_on and place is not None else None
            if before is None or place is None:
                return [*deeds, self.whose | _as_entry(deed)]
            return [*deeds[:place], *deeds[place + 1 :], self.whose | _as_entry(_joined(before, deed))]

        return self._change(added)

    def drop(self, deeds: Sequence[Deed]) -> None:
        """Forget deeds: they were taken back."""
        gone = [self.whose | _as_entry(deed) for deed in deeds]
        self._change(lambda known: [one for one in known if one not in gone])

    def _is_mine(self, one: Mapping[str, Any]) -> bool:
        return self.whose.items() <= one.items()

    def _read(self) -> list[dict[str, Any]]:
        found = self.state.read().get("deeds")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def _change(self, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> bool:
        with self._alone():
            return self.state.write(deeds=_kept(change(self._read())))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other terminals waiting, but not for ever."""
        with ExitStack() as stack:
            if self.folder is not None:
                with suppress(OSError):
                    stack.enter_context(lock(self.folder / "undo.lock", PATIENCE, lambda: None))
            yield


def _kept(deeds: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the latest deeds; of older ones those that wrote a file, without its text: it may wait to be shared."""
    old = ((one, deed) for one in deeds[:-MOST] if one.get("edits") and (deed := _as_deed(one)))
    bare = [one | _as_entry(_without_texts(deed)) for one, deed in old]
    return [*bare[-MOST_EDITS:], *deeds[-MOST:]]


def _without_texts(deed: Deed) -> Deed:
    """Return a deed that says which files it wrote and not what: it cannot be taken back."""
    edits = tuple(edit._replace(start=0, removed="", added="") for edit in deed.edits)
    return deed._replace(edits=edits, way_out=deed.way_out or "git diff shows what it changed")


def _joined(first: Deed, second: Deed) -> Deed:
    """Return two deeds as one."""
    return first._replace(
        articles=tuple(dict.fromkeys((*first.articles, *second.articles))),
        text="; ".join(dict.fromkeys(filter(None, (first.text, second.text)))),
        events=(*first.events, *second.events),
        edits=(*first.edits, *second.edits),
        way_out=first.way_out or second.way_out,
        at=second.at,
    )


def _as_entry(deed: Deed) -> dict[str, Any]:
    """Return a deed as the file has it."""
    return {
        **deed._asdict(),
        "articles": list(map(list, deed.articles)),
        "events": list(deed.events),
        "edits": list(map(list, deed.edits)),
    }


def _as_deed(entry: Mapping[str, Any]) -> Deed | None:
    """Return the deed of an entry; None for one that is not sound."""
    from msgspec import convert

    try:
        deed = convert([entry[name] for name in Deed._fields], Deed)
    except (KeyError, ValueError):  # a field that is not there, or of a wrong type
        return None
    return deed if sound_moment(deed.at) else None


def file_edit(path: str, before: str, after: str, *, is_new: bool = False) -> FileEdit:
    """Return what changed in a file."""
    start = _same_letters(before, after)
    end = _same_letters(before[start:][::-1], after[start:][::-1])
    removed, added = before[start : len(before) - end], after[start : len(after) - end]
    return FileEdit(path, start, removed, added, digest_of(after), is_new, NO_FILE if is_new else digest_of(before))


def written_file(path: str, before: str | None, after: str | None) -> FileEdit:
    """Return which file was written, without its text: for what kcs cannot take back. None: there is no file."""
    was, now = (NO_FILE if text is None else digest_of(text) for text in (before, after))
    return FileEdit(path, 0, "", "", now, before is None, was)


def _same_letters(one: str, other: str) -> int:
    """Return how many characters two texts begin with that are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def digest_of(text: str) -> str:
    """Return a digest of a file's text."""
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def without_edit(text: str, edit: FileEdit) -> str:
    """Return a text as it was before a change. Raise ValueError where it has changed since."""
    if digest_of(text) != edit.digest:
        raise ValueError("changed since")
    return text[: edit.start] + edit.removed + text[edit.start + len(edit.added) :]
