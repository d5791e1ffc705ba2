"""What articles go by today that had another path or another id when something was noted of them."""

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from kcs_cli.files.markdown_file import ENDINGS, is_markdown, without_ending
from kcs_cli.git.change import uncommitted_moves
from kcs_cli.git.folder import head_commit
from kcs_cli.git.process import answer_line
from kcs_cli.git.revision import is_shallow
from kcs_cli.journal.carrier import CarriedNames, carried_names
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.ledger.moves import NameNow
from kcs_cli.journal.step import take_in_steps
from kcs_cli.journal.tenure import find_tenures
from kcs_cli.journal.trail import Files, Tenure, Trail
from kcs_cli.knowledge_base.config import reading_key
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.text.display import quantity

ON_DISK = (*ENDINGS, *map(str.upper, ENDINGS))


class MovedFiles(NamedTuple):
    """The names of a knowledge base's articles, as they were and as they are."""

    kb: KnowledgeBase

    def follow(self, ledger: Ledger) -> None:
        """Have the ledger know articles by their names of today, each event by that of the article it is about.

        Where neither the files nor the last commit are others, only new names are looked at, and those of several articles.
        """
        events, subjects = ledger.moves.newest()
        if not subjects:
            return
        tip, world = f"names of {self.kb.base}", self.world()
        seen_world, seen_events, seen_subjects = (*ledger.tips().get(tip, "").split(" "), "", "", "")[:3]
        if (seen_world, seen_events) == (world, str(events)):
            return
        after = int(seen_subjects) if seen_world == world and seen_subjects else -1
        self.call(ledger, ledger.moves.names_after(self.kb.base, after), is_all=after < 0)
        ledger.moves.note_tips({tip: f"{world} {events} {ledger.moves.newest()[1]}"})

    def world(self) -> str:
        """Return a word that is another one when files or the last commit are others."""
        git = self.kb.git
        head = git and (head_commit(git) or answer_line(git.top, "rev-parse", "--verify", "--quiet", "HEAD"))
        is_cut = git is not None and (git.common / "shallow").is_file()
        read_as = crc32(reading_key(self.kb.config).encode())
        return f"{head or 'none'}/{is_cut}/{self.kb.library.last_fingerprint()}/{read_as}"

    def call(self, ledger: Ledger, names: Sequence[str], *, is_all: bool) -> None:
        """Find out what articles of some names go by today, and have the ledger know it."""
        found, known, base = self.tenures(ledger, names), ledger.moves.names(self.kb.base), self.kb.base
        if is_all:
            self.tell_unknown(ledger, sum("/" in name and not tenures for name, tenures in found.items()))
        touched, called = set[int](), set[str]()
        for name in names:
            tenures = found[name] or (Tenure(name),)
            nows = tuple(NameNow(one.now, self.is_there(one.now)) for one in tenures)
            several = len(nows) > 1 or len(known[name]) > 1
            notes = ledger.moves.notes(base, name) if several else ()
            others = find_tenures(self.kb.git_top, self.place(name), tenures, notes)
            if others or nows != known[name]:
                touched |= ledger.moves.call(base, name, nows, others)
                called |= {one.now for one in (*nows, *known[name])}
        if touched:
            ledger.count_again(touched)
            ledger.words.touch_names((base, name) for name in called)

    def tenures(self, ledger: Ledger, names: Iterable[str]) -> dict[str, tuple[Tenure, ...]]:
        """Return what names meant, and what that goes by today; nothing for one that leads to no article."""
        found: dict[str, tuple[Tenure, ...]] = {name: (Tenure(name),) for name in names}
        paths = [name for name in found if self.is_there(name)]
        others = found.keys() - paths
        carried = carried_names(ledger, self.kb) if others else CarriedNames()
        lost = [name for name in others if name not in carried.names]
        if carried.dropped and self.kb.git_top:
            take_in_steps(ledger, self.kb.git_top, self.kb.config, with_names=False)
            ledger.moves.add_holders((name, self.place(path.rsplit(".", 1)[0])) for name, path in carried.dropped)
        found |= self.followed(ledger, [*paths, *lost], with_names=False)
        if still := [name for name in lost if not found[name]]:
            found |= self.followed(ledger, still, with_names=True)
        if carried.broken:
            # Of a file that cannot be read just now nobody knows whether it has the name still
            ids = [name for name in lost if "/" not in name]
            found |= {name: () for name in ids if not carried.broken.isdisjoint(one.now for one in found[name])}
        return found

    def followed(self, ledger: Ledger, names: Collection[str], *, with_names: bool) -> dict[str, tuple[Tenure, ...]]:
        """Return what names meant as far as the history of paths tells, or also that of the names in front matter."""
        top = self.kb.git_top
        if names and top:
            take_in_steps(ledger, top, self.kb.config, with_names=with_names)
        steps = ledger.moves.steps() if names else ()
        # Of what is gone, only its steps tell in what its name ended
        others = {self.name(step.was): step.was for step in steps if step.was and not step.was.endswith(ENDINGS[0])}

        def place(name: str) -> str:
            return (others and not self.is_there(name) and others.get(name)) or self.place(name)

        files = Files(self.name, place, self.is_there, self.changed_at, lambda: dict(uncommitted_moves(top) if top else ()))
        trail = Trail(files, steps, ledger.moves.holders)
        return {name: trail.tenures(name) for name in names}

    def file(self, name: str) -> Path:
        """Return the file of an article that goes by its path."""
        return self.kb.root / f"{name}{self.ending(name)}"

    def ending(self, name: str) -> str:
        """Return what the name of an article's file ends in; the usual where there is none."""
        return next((ending for ending in ON_DISK if self._is_file(name + ending)), ENDINGS[0])

    def _is_file(self, path: str) -> bool:
        """Tell whether there is a file; a path that no system could have is none."""
        return os.path.isfile(f"{self.kb.root}/{path}")  # noqa: PTH113 - `Path.is_file` raises for a name that is too long

    def is_there(self, name: str) -> bool:
        """Tell whether a name is the path of a file; one that no system could have is none."""
        return any(self._is_file(name + ending) for ending in ON_DISK)

    def changed_at(self, name: str) -> float:
        """Return when a file last changed, in seconds."""
        with suppress(OSError):
            return self.file(name).stat().st_mtime
        return 0

    def place(self, name: str) -> str:
        """Return the path in the repository of an article that goes by its path."""
        file = f"{name}{self.ending(name)}"
        return f"{self.kb.base}/{file}" if self.kb.base else file

    def name(self, place: str) -> str:
        """Return what an article goes by at a path in the repository; nothing outside the knowledge base."""
        prefix = f"{self.kb.base}/" if self.kb.base else ""
        return without_ending(place.removeprefix(prefix)) if place.startswith(prefix) and is_markdown(place) else ""

    def tell_unknown(self, ledger: Ledger, missing: int) -> None:
        """Say once that articles may have moved where nothing knows of moves."""
        tip, seen, top = f"lost of {self.kb.base}", str(missing), self.kb.git_top
        if not missing or ledger.tips().get(tip) == seen:
            return
        ledger.moves.note_tips({tip: seen})
        if top is None or is_shallow(top):
            why = "this clone is shallow: git fetch --unshallow tells" if top else "there is no git that tells"
            self.kb.tell(f"Of {quantity(missing, 'article')} in the journal there is no file any more; whether it moved is "
                         f"not known: {why}")  # fmt: skip

    def former_places(self, ledger: Ledger, paths: Sequence[str]) -> tuple[str, ...]:
        """Return paths in the repository, and those files had before they moved there, as far as the branch tells."""
        top = self.kb.git_top
        if top:
            take_in_steps(ledger, top, self.kb.config, with_names=False)
        moves = [(step.was, step.now) for step in ledger.moves.steps() if step.was and step.now]
        moves += uncommitted_moves(top) if top else ()
        found = list(paths)
        for place in found:  # which grows meanwhile
            found += [was for was, now in moves if now == place and was not in found]
        return tuple(found)
