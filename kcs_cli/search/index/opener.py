"""Opens the index of a knowledge base as fresh as its files: the one on disk, else one in memory."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.errors import IndexDamagedError, IndexUnwritableError, KcsError
from kcs_cli.journal.folder import ledger_file
from kcs_cli.knowledge_base.config import SearchEngine, reading_key
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.library import Library, TreeTimes
from kcs_cli.knowledge_base.place import CODEOWNERS, find_index_folder, owner_files_mark
from kcs_cli.knowledge_base.progress import Progress, Tell
from kcs_cli.search.index.folder import IndexFolder, OpenIndex
from kcs_cli.search.phrase import TaughtPhrases, taught_phrases

if TYPE_CHECKING:
    from kcs_cli.search.cluster.fallback import FallbackEngine
    from kcs_cli.search.engine.seam import Engine
    from kcs_cli.search.index.rule import OwnerRules


@once
def index_folder(kb: KnowledgeBase) -> IndexFolder | None:
    """Return the folder of the index; None where nothing can be written."""
    folder = find_index_folder(kb.root, kb.git, os.environ)
    return IndexFolder(folder, reading_key(kb.config)) if folder else None


@once
def open_index(kb: KnowledgeBase) -> OpenIndex:
    """Return the index, as fresh as the files are now."""
    opener = _opener(kb)
    opened, mark = opener.open(), taught_phrases(kb).mark
    if not opener.renamed or not ledger_file(kb):
        return opened
    from kcs_cli.journal.record import record  # loads much, and few searches meet a name that is gone

    _ = record(kb).ledger  # it follows articles to their names of today
    kb.forget(taught_phrases)
    if taught_phrases(kb).mark == mark:
        return opened
    return _opener(kb).open()._replace(read=opened.read, removed=opened.removed)


def engine(kb: KnowledgeBase) -> "Engine":
    """Return the search engine: over that index, or over a cluster."""
    return cluster(kb) if kb.config.search.engine is SearchEngine.opensearch else open_index(kb).engine


def asks_cluster(kb: KnowledgeBase) -> bool:
    """Tell whether a cluster is asked, and has answered so far."""
    return kb.config.search.engine is SearchEngine.opensearch and not cluster(kb).instead


@once
def cluster(kb: KnowledgeBase) -> "FallbackEngine":
    """Return the search engine over a cluster, and over the index of this clone where that does not answer."""
    from kcs_cli.search.cluster.opening import open_cluster

    return open_cluster(kb, lambda: open_index(kb).engine)


@once
def all_cards(kb: KnowledgeBase) -> list[Card]:
    """Return all articles, by path, read once."""
    return engine(kb).all_cards()


def forget_index(kb: KnowledgeBase) -> None:
    """Look again at what has changed since the index was opened: a file was written."""
    kb.forget(open_index, cluster, all_cards)


def build_anew(kb: KnowledgeBase) -> None:
    """Build the index anew. Raise KcsError where it cannot be written."""
    kb.keep(open_index, _opener(kb).rebuilt())


def mend(kb: KnowledgeBase, error: IndexDamagedError) -> None:
    """Build the index again that broke while it was read."""
    kb.keep(open_index, _opener(kb).mended(error))


def _opener(kb: KnowledgeBase) -> "IndexOpener":
    return IndexOpener(
        library=kb.library,
        folder=index_folder(kb),
        taught=taught_phrases(kb),
        rules=lambda: _rules(kb),
        top=kb.git_top or kb.root,
        progress=kb.progress,
        tell=kb.tell,
        renamed=[],
    )


def _rules(kb: KnowledgeBase) -> "OwnerRules":
    """Return who owns the articles by CODEOWNERS and OWNERS."""
    from kcs_cli.search.index.rule import owner_rules

    return owner_rules(kb)


class IndexOpener(NamedTuple):
    """What it takes to open one; `folder` is None where nothing can be written. Whatever is wrong is told.

    Something is in `renamed` where articles may go by other names than when the index was last opened.
    """

    library: Library
    folder: IndexFolder | None
    taught: TaughtPhrases
    rules: "Callable[[], OwnerRules]"
    top: Path
    progress: Progress
    tell: Tell
    renamed: list[bool]

    def number(self, times: TreeTimes) -> int:
        """Return a number for what the index is made from beside the files, as it is now: most have no file of owners."""
        has_file = any(os.path.lexists(f"{self.top}/{place}") for place in CODEOWNERS)
        if not has_file and not owner_files_mark(self.top, self.library.root, times.folders):
            return self.taught.number
        rules = self.rules()
        rules.see(times.folders)
        return self.taught.number + rules.number

    def open(self) -> OpenIndex:
        """Return the index; files are looked at only as far as they may have changed."""
        folder, times = self.folder, self.library.look() if self.folder else None
        try:
            # In this order: the index is at least as new as what was seen, whatever another process writes meanwhile.
            is_fresh = folder and times and folder.is_seen(times.number + self.number(times), self.library.root)
            if folder and is_fresh and (engine := folder.open()):
                return OpenIndex(engine)
        except IndexDamagedError as error:
            return self.mended(error)
        return self.refreshed(times, damaged=False)

    def mended(self, error: IndexDamagedError) -> OpenIndex:
        """Build the index again that cannot be read."""
        self.tell(f"{error.message}; it is built again")
        return self.refreshed(damaged=True)

    def refreshed(self, times: TreeTimes | None = None, *, damaged: bool) -> OpenIndex:
        """Take in what changed since the index was last opened, as the files looked a moment ago."""
        from kcs_cli.search.index.refresh import Refresh  # reads articles: not needed where nothing changed

        refresh = Refresh(self.library, self.progress, self.tell, self.taught, self.rules())
        if self.folder is None:
            self.tell("There is no folder kcs may write an index to (KCS_INDEX_DIR names one); it searches in memory")
            return refresh.in_memory()
        try:
            opened = refresh.build(self.folder) if damaged else refresh.update(self.folder, times)
            self.renamed.extend([True] * refresh.is_renamed)
            return opened
        except IndexDamagedError as error:  # it is met only now
            return self.mended(error)
        except IndexUnwritableError as error:
            self.tell(f"{error.message}; kcs searches in memory. {error.hint}")
            return refresh.in_memory()

    def rebuilt(self) -> OpenIndex:
        """Build the index anew. Raise KcsError where it cannot be written."""
        from kcs_cli.search.index.refresh import Refresh

        if self.folder is None:
            raise KcsError("There is no folder kcs may write an index to", "Name one in KCS_INDEX_DIR")
        return Refresh(self.library, self.progress, self.tell, self.taught, self.rules()).build(self.folder)
