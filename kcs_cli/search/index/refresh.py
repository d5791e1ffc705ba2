"""Takes into an index what changed in the files, or builds it anew."""

import gc
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.include.include import WHEREVER, Includes, note_name
from kcs_cli.article.model import Article
from kcs_cli.article.reader import LARGEST_ARTICLE, Read, set_aside_doubles
from kcs_cli.errors import IndexDamagedError
from kcs_cli.files.atomic import digest_of
from kcs_cli.files.crew import CrewLostError, cores
from kcs_cli.knowledge_base.library import SETTLED, Library, TreeTimes, stamp_of
from kcs_cli.knowledge_base.progress import Progress, Tell, plain_progress
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.seam import Engine
from kcs_cli.search.index.folder import IndexFolder, MadeFrom, Marks, OpenIndex
from kcs_cli.search.index.reading import Reading
from kcs_cli.search.index.rule import NO_RULES, OwnerRules
from kcs_cli.search.meaning.code_file import DAMAGED, CodeFile, fresh_codes
from kcs_cli.search.meaning.upkeep import update_codes, write_codes
from kcs_cli.search.phrase import TaughtPhrases
from kcs_cli.text.outside import portable


class Changes(NamedTuple):
    """Paths to read again and paths to forget."""

    read: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.read or self.remove)


def find_changes(have: Mapping[str, str], want: Mapping[str, str]) -> Changes:
    """Compare path → stamp (or digest) of an index with those of the files."""
    return Changes(
        read=tuple(sorted(path for path, stamp in want.items() if have.get(path) != stamp)),
        remove=tuple(sorted(have.keys() - want.keys())),
    )


MANY = 2_000  # articles that several processes read: to begin one takes as long as to read two hundred
WAIT = 60.0  # seconds for another process that is writing
NOTHING = TaughtPhrases(None, "")
MOST_RESTLESS = 100  # files of which every search compares the content


class Refresh:
    """Reads the articles of one library into an index; `progress` wraps long work, `tell` says that it waits.

    `is_renamed`: articles may go by other names than when the index last looked.
    """

    def __init__(
        self,
        library: Library,
        progress: Progress,
        tell: Tell,
        taught: TaughtPhrases = NOTHING,
        rules: OwnerRules | None = None,
    ) -> None:
        self.library = library
        self.progress = progress
        self.tell = tell
        self.taught = taught
        self.rules = rules or NO_RULES
        self.reading = Reading(library.root, library.config, taught, self.rules, Includes(library))
        self.is_renamed = False
        # Off since the process began, for a search is over before it pays; to read articles takes longer
        gc.enable()

    def read(self, path: str) -> Read:
        """Read one article, with its owners by CODEOWNERS and the words of the searches that led to it."""
        return self.reading.read(path)

    def read_all(self, paths: Iterable[str]) -> Iterator[Read]:
        """Yield all articles by path, two files with one id told apart."""
        return set_aside_doubles(self.read(path) for path in self.progress(sorted(paths)))

    def look(self) -> TreeTimes:
        """Look at all files, those that name owners among them."""
        times = self.library.look()
        self.rules.see(times.folders)
        return times

    def in_memory(self) -> OpenIndex:
        """Build an index that lasts as long as the process."""
        listing = self.library.listing()
        engine = TantivyEngine.create(None)
        engine.apply(self.read_all(listing), ())
        return OpenIndex(engine, read=len(listing), rebuilt=True, in_memory=True)

    def build(self, folder: IndexFolder) -> OpenIndex:
        """Build a new index beside the one in use, and switch. Raise IndexUnwritableError."""
        with folder.writing(WAIT, self.tell):
            return self.build_locked(folder)

    def build_locked(self, folder: IndexFolder) -> OpenIndex:
        """Do so while holding the right to write."""
        times = self.look()
        found = self.library.changed_at(times.paths())
        with folder.new_generation() as new:
            engine = TantivyEngine.create(new)
            self.fill(engine, new, sorted(map(portable, found)))
            folder.switch(
                new, times, self.made_from, _restless(engine, found, times.at), self.included(engine, {}, times.at)
            )
        return OpenIndex(engine, read=len(found), rebuilt=True)

    def fill(self, engine: TantivyEngine, new: Path, paths: Sequence[str]) -> None:
        """Take all articles into a new index, and write what they mean: of many by several processes."""
        if len(paths) >= MANY and cores() > 1:
            from kcs_cli.search.index.large_build import fill_by_crew

            with suppress(CrewLostError):
                return fill_by_crew(engine, new, self.reading, paths, self.progress)
        engine.apply(self.read_all(paths), ())
        return self.keep_codes(engine, new)

    def update(self, folder: IndexFolder, times: TreeTimes | None = None) -> OpenIndex:
        """Take in what changed since the index last looked; build where there is none. Raise IndexUnwritableError.

        `times` are how the files looked a moment ago, where somebody has looked.
        """
        with folder.writing(WAIT, self.tell):
            try:
                engine = folder.open()  # afresh: another process may have written meanwhile
            except IndexDamagedError:
                engine = None
            if engine is None:
                return self.build_locked(folder)
            if times is None or times.at <= folder.seen_at():  # another process has looked since
                times = self.library.look()
            self.rules.see(times.folders)
            if folder.is_seen(times.number + self.made_from.number, self.library.root):
                return OpenIndex(engine)
            suspects = self.suspects(folder, engine, times)
            changes, articles = self.confirm(engine, suspects)
            if changes:
                self.is_renamed = _may_be_renamed(engine, changes, articles)
                folder.forget_seen()  # until it is true again: a crash in between repeats work
                generation = folder.generation()
                codes = fresh_codes(generation) if generation else None
                engine.apply(articles, changes.remove)
                self.keep_codes(engine, generation, codes, changes)
            restless, included = (
                _restless(engine, suspects.read, times.at),
                self.included(engine, suspects.included, times.at),
            )
            folder.note_seen(times, self.made_from.number, restless, included)
            folder.note_marks(self.made_from.marks)
            return OpenIndex(engine, read=len(changes.read), removed=len(changes.remove))

    def keep_codes(
        self, engine: TantivyEngine, generation: Path | None, codes: CodeFile | None = None, changes: "Changes | None" = None
    ) -> None:
        """Write what articles mean beside the index; where the disk refuses that, a search tries again."""
        if generation is None or self.library.config.search.meaning <= 0:
            return
        with suppress(*DAMAGED):
            if codes is None or changes is None:
                write_codes(engine, generation, self.progress)
            else:
                update_codes(engine, generation, codes, changes.read, changes.remove)

    @property
    def made_from(self) -> MadeFrom:
        """What the index is made from beside the files."""
        marks = Marks(taught=self.taught.mark, rules=self.rules.mark)
        return MadeFrom(marks, self.taught.number + self.rules.number)

    def suspects(self, folder: IndexFolder, engine: TantivyEngine, times: TreeTimes) -> "Suspects":
        """Return the files that look otherwise than when the index last looked, and the articles known by other words.

        And those that have other owners.
        """
        seen = folder.seen()
        if seen and seen.key == times.key:
            there, gone = seen.differing(times)
            read = self.library.changed_at(there)
            known = set(map(portable, [*there, *gone]))
        else:
            read, known = self.library.changed_at(times.paths()), set(engine.state())
        marks = folder.marks()
        names = self.taught.changed_since(marks.taught)
        taught = {card.path for name in names for card in engine.cards("name", name.lower())}
        owned = self.rules.changed(engine.all_cards()) if marks.rules != self.rules.mark else ()
        same = {file: n for file, n in folder.included().items() if stamp_of(f"{self.library.root}/{file}") == n}
        others = {*taught, *owned, *_including(engine, same, read)}
        return Suspects(read=read, remove=known - set(map(portable, read)), taught=others, included=same)

    def included(self, engine: TantivyEngine, same: Mapping[str, int], looked_at: int) -> dict[str, int]:
        """Return the files that articles include, each with its number; `same` are those of which nothing was read now."""
        root = self.library.root
        return {file: same.get(file) or stamp_of(f"{root}/{file}", looked_at) for file in engine.included_files()}

    def confirm(self, engine: TantivyEngine, suspects: "Suspects") -> tuple[Changes, list[Read]]:
        """Read the suspects and return what is really different from the index, with all that shares an id with it."""
        paths = {*map(portable, suspects.read), *suspects.taught} - suspects.remove
        have = engine.state([*paths, *suspects.remove])
        same = {path for path in paths - suspects.taught if have.get(path, "").partition(" ")[0] == self.digest(path)}
        read = {path: self.read(path) for path in self.progress(sorted(paths - same))}
        differ = find_changes({p: have[p] for p in read if p in have}, {p: a.digest for p, a in read.items()}).read
        gone = tuple(sorted(path for path in suspects.remove if path in have))
        if not differ and not gone:
            return Changes(), []
        ids = engine.ids_at([*differ, *gone]) | {a.id for p in differ if isinstance(a := read[p], Article)}
        related = {*differ, *engine.paths_with_ids(sorted(ids))} - {*gone}
        articles = list(set_aside_doubles(read.get(path) or self.read(path) for path in sorted(related)))
        return Changes(tuple(sorted(related)), gone), articles

    def digest(self, path: str) -> str | None:
        """Return the digest of a file's content, by which it is compared without being taken apart; None if it has none."""
        file = self.library.root / path
        with suppress(OSError, ValueError):
            return digest_of(file.read_bytes()) if file.stat().st_size <= LARGEST_ARTICLE else None
        return None


class Suspects(NamedTuple):
    """Files that may have changed, with the time of their content; files that may be gone; articles known by other words.

    Or that have other owners, or include what has changed: their files may be as they were. `included` are the files that
    articles include and that have not changed, with their numbers.
    """

    read: Mapping[str, int]
    remove: Set[str]
    taught: Set[str]
    included: Mapping[str, int]


def _including(engine: TantivyEngine, same: Container[str], read: Iterable[str]) -> set[str]:
    """Return the articles that include what is other than it was taken in, or wait for a note that is there now."""
    files = engine.included_files()
    new = [WHEREVER + note_name(portable(path)) for path in read] if files else []
    return engine.including([*(file for file in files if file not in same), *new])


def _restless(engine: TantivyEngine, changed_at: Mapping[str, int], looked_at: int) -> dict[str, str | None]:
    """Return the files that changed a moment before they were looked at, each with the digest that the index has of it.

    Such a file may change again under the same time stamp. The next search compares its content; where there are many of
    them, or one has no digest, that search looks at them all again.
    """
    found = [path for path, changed in changed_at.items() if abs(looked_at - changed) < SETTLED]
    if len(found) > MOST_RESTLESS:
        return dict.fromkeys(found)
    have = engine.state(list(map(portable, found)))
    return {path: have.get(portable(path), "").partition(" ")[0] or None for path in found}


def _may_be_renamed(engine: Engine, changes: Changes, articles: Sequence[Read]) -> bool:
    """Tell whether an article may go by another name now: any change but that of one file which keeps its names."""
    if changes.remove or len(changes.read) > 1:
        return True
    had = {(card.id, *card.aliases) for path in changes.read for card in engine.cards("path", path)}
    return had != {(article.id, *article.aliases) for article in articles if isinstance(article, Article)}


def pending_changes(
    library: Library, folder: IndexFolder | None, taught: TaughtPhrases = NOTHING, rules: OwnerRules | None = None
) -> Changes:
    """Return what the next search would take in; changes nothing."""
    times = library.look()
    if rules:
        rules.see(times.folders)
    try:
        engine = folder.open() if folder else None
    except IndexDamagedError:
        engine = None
    if engine is None or folder is None:
        return Changes(read=tuple(sorted(map(portable, library.changed_at(times.paths())))))
    refresh = Refresh(library, plain_progress, lambda _: None, taught, rules)
    return refresh.confirm(engine, refresh.suspects(folder, engine, times))[0]
