"""Which names files have in their front matter now, committed or not; what did not change is not read again."""

from contextlib import suppress
from itertools import chain
from typing import NamedTuple

from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.ledger.moves import Carrier
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.library import Library
from kcs_cli.text.outside import portable


class CarriedNames(NamedTuple):
    """All ids and former ids in front matter, and the files whose front matter is broken, by path without suffix.

    `dropped` are names that files had when they were last looked at, with their paths.
    """

    names: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    dropped: tuple[tuple[str, str], ...] = ()


def carried_names(ledger: Ledger, kb: KnowledgeBase) -> CarriedNames:
    """Return which names files have in their front matter."""
    listing, known = _stamps(kb.library), ledger.moves.carriers(kb.base)
    changed = [path for path, stamp in listing.items() if path not in known or known[path].stamp != stamp]
    gone = known.keys() - listing.keys()
    had = {path: known[path].names or () for path in changed if path in known}
    if changed or gone:
        read = _read(kb, {path: listing[path] for path in changed})
        known |= read
        ledger.moves.note_carriers(kb.base, gone, read.values())
    here = [known[path] for path in listing]
    names = frozenset(name for one in here for name in one.names or ())
    return CarriedNames(
        names=names,
        dropped=tuple((name, path) for path, those in had.items() for name in those if name not in names),
        broken=frozenset(one.path.rsplit(".", 1)[0] for one in here if one.names is None),
    )


def _stamps(library: Library) -> dict[str, str]:
    """Return how each article's file looks, by its path."""
    times = library.look()
    numbers = chain.from_iterable(folder.numbers for folder in times.folders.values())
    looks = sorted((portable(path), str(number)) for path, number in zip(times.paths(), numbers, strict=True))
    return {path: number for path, number in looks if library.is_article(path)}


def _read(kb: KnowledgeBase, stamps: dict[str, str]) -> dict[str, Carrier]:
    """Read the names of files, by path."""
    from kcs_cli.article.own_name import LARGEST, reading_own_names

    own_names = reading_own_names(kb.config)
    found = {}
    for path, stamp in stamps.items():
        content = b""
        with suppress(OSError), (kb.root / path).open("rb") as stream:
            content = stream.read(LARGEST)
        found[path] = Carrier(path, stamp, own_names(content))
    return found
