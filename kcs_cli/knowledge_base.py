"""One knowledge base, opened: its configuration, its articles, its index and its log of searches."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from kcs_cli.article import Article, BrokenArticle
from kcs_cli.config import Config, read_config, reading_key
from kcs_cli.errors import IndexDamagedError, IndexUnwritableError, KcsError, NotFoundError
from kcs_cli.find import SearchReport, report_search
from kcs_cli.library import Library
from kcs_cli.places import find_index_folder, find_root, find_shared_folder, label
from kcs_cli.search.analysis import normal
from kcs_cli.search.engine import Answer, Card, Where
from kcs_cli.search.index_folder import IndexFolder, Opened, Progress, Tell
from kcs_cli.search.query import FILTERS, Query, check_filters, parse
from kcs_cli.search.tantivy_engine import TantivyEngine
from kcs_cli.search_log import SearchLog, this_terminal
from kcs_cli.text import counted

LONGEST_RANK = 4  # digits


def silent(_: str) -> None:
    """Tell nobody."""


def plain_progress(paths: Sequence[str]) -> Iterator[str]:
    """Show no progress."""
    return iter(paths)


class KnowledgeBase:
    """The one facade: a face asks it, it joins storage and services."""

    def __init__(self, root: Path, config: Config, tell: Tell = silent, progress: Progress = plain_progress) -> None:
        self.root = root
        self.config = config
        self.tell = tell
        self.progress = progress
        self.library = Library(root, config)

    @classmethod
    def open(cls, root: str | None, tell: Tell = silent, progress: Progress = plain_progress) -> "KnowledgeBase":
        """Find the knowledge base of a folder asked for, or around the current one. Raise KcsError."""
        found = find_root(Path.cwd(), root, os.environ)
        return cls(found, read_config(found, os.environ), tell, progress)

    @cached_property
    def log(self) -> SearchLog:
        """The log of searches, shared by all work trees of the repository."""
        return SearchLog(find_shared_folder(self.root), this_terminal(), label(self.root))

    @cached_property
    def index_folder(self) -> IndexFolder | None:
        """The folder of the index; None where nothing can be written."""
        folder = find_index_folder(self.root, os.environ)
        return IndexFolder(folder, reading_key(self.config)) if folder else None

    @cached_property
    def opened(self) -> Opened:
        """The index, as fresh as the files are now: the one on disk, else one in memory; whatever is wrong is told."""
        folder, damage = self.index_folder, ""
        try:
            # In this order: the index is at least as new as what was seen, whatever another process writes meanwhile.
            if folder and folder.is_seen(self.library.fingerprint()) and (engine := folder.open()):
                return Opened(engine)
        except IndexDamagedError as error:
            damage = error.message
            self.tell(f"{damage}; it is built again")
        return self.refreshed(folder, bool(damage))

    def refreshed(self, folder: IndexFolder | None, damaged: bool) -> Opened:
        """Take in what changed since the index was last opened."""
        from kcs_cli.refresh import Refresh  # reads articles: not needed where nothing changed

        refresh = Refresh(self.library, self.progress, self.tell)
        if folder is None:
            self.tell("There is no folder kcs may write an index to (KCS_INDEX_DIR names one); it searches in memory")
            return refresh.in_memory()
        try:
            return refresh.build(folder) if damaged else refresh.update(folder)
        except IndexUnwritableError as error:
            self.tell(f"{error.message}; kcs searches in memory. {error.hint}")
            return refresh.in_memory()

    @property
    def engine(self) -> TantivyEngine:
        """The search engine over that index."""
        return self.opened.engine

    def rebuild(self) -> None:
        """Build the index anew. Raise KcsError where it cannot be written."""
        from kcs_cli.refresh import Refresh

        if self.index_folder is None:
            raise KcsError("There is no folder kcs may write an index to", "Name one in KCS_INDEX_DIR")
        self.opened = Refresh(self.library, self.progress, self.tell).build(self.index_folder)

    def ask(self, query: Query, where: Where, limit: int, *, explain: bool = False, facets: bool = False) -> Answer:
        """Ask the index; one that breaks while it is read is built again first."""
        try:
            return self.engine.search(query, where, limit, explain=explain, facets=facets)
        except IndexDamagedError as error:
            self.tell(f"{error.message}; it is built again")
            self.opened = self.refreshed(self.index_folder, damaged=True)
            return self.engine.search(query, where, limit, explain=explain, facets=facets)

    def search(
        self, typed: str, where: Where, limit: int, *, explain: bool = False, facets: bool = False, full: bool = False
    ) -> SearchReport:
        """Answer what a person typed, and note it in the log."""
        query = parse(typed)
        check_filters(where.filters)
        folders = tuple(map(self.folder, where.filters.get("path", ())))
        where = where._replace(filters={**where.filters, "path": folders})
        where = where._replace(filters={name: tuple(map(normal, values)) for name, values in where.filters.items()})
        answer = self.ask(query, where, limit, explain=explain, facets=facets)
        now = datetime.now(UTC).astimezone()
        report = report_search(typed, answer, now.date(), full=full, set_aside=self.engine.count_broken())
        filters = {name: (*where.filters.get(name, ()), *query.filters.get(name, ())) for name in FILTERS}
        report = report._replace(filters={name: values for name, values in filters.items() if values})
        self.log.note_search(now, typed, where.filters, [(hit.id, hit.line) for hit in report.hits], report.found)
        return report

    def find(self, typed: str) -> list[tuple[str, float]]:
        """Return the ids and scores of the first ten articles for a question; nothing is noted in the log."""
        return [(match.card.id, match.score) for match in self.ask(parse(typed), Where(), 10).matches]

    def ids(self, name: str) -> list[str]:
        """Return the ids of the articles that go by a name."""
        return [card.id for card in self.named(name)]

    def folder(self, path: str) -> str:
        """Return a folder or file as the index knows it: named from where a person stands, else from the root."""
        for start in (Path.cwd(), self.root):
            with suppress(OSError, ValueError):
                found = (start / path).resolve()
                if found.exists() and found.is_relative_to(self.root):
                    return found.relative_to(self.root).as_posix()
        raise KcsError(
            f"There is no folder {path} in {self.root}", "kcs search WORDS --facets counts the articles by folder"
        )

    def card(self, name: str) -> Card:
        """Return the article a person means: a rank in this terminal's last search, or a name (see `Article.names`).

        Raise NotFoundError, with the nearest names.
        """
        name = normal(name)
        if name.isdecimal() and len(name) <= LONGEST_RANK and (id_ := self.id_at_rank(name)):
            name = id_
        return self.only(self.named(name), name)

    def named(self, name: str) -> list[Card]:
        """Return the articles that go by a name, else those of which one name begins so."""
        wanted = self.plain_name(name)
        exact = self.engine.cards("id", wanted) or self.engine.cards("name", wanted.lower())
        if exact or not wanted:
            return exact
        names = self.engine.names(wanted.lower())[:50]
        cards = {card.path: card for n in names for card in self.engine.cards("name", n)}
        return sorted(cards.values(), key=lambda card: card.path)

    def plain_name(self, name: str) -> str:
        """Return a name without what a shell puts around it; a path from elsewhere as one in the knowledge base."""
        wanted = re.sub(r"(?<=\.md):\d+$", "", name.strip().removeprefix("./"))
        if not wanted.startswith(("/", "../")) or "\0" in wanted:
            return wanted
        absolute = Path(wanted).resolve()
        return absolute.relative_to(self.root).as_posix() if absolute.is_relative_to(self.root) else wanted

    def only(self, cards: Sequence[Card], name: str) -> Card:
        """Return the one article, or say that there is none or more than one of that name."""
        if len(cards) == 1:
            return cards[0]
        if cards:
            paths = ", ".join(card.path for card in cards[:3]) + (", …" if len(cards) > 3 else "")
            raise NotFoundError(f"{len(cards)} articles go by {name}", f"Name one of them: {paths}")
        wanted = self.plain_name(name)
        broken = next((b for b in self.engine.broken() if wanted and wanted in b.names), None)
        if broken:
            raise NotFoundError(f"{broken.path}, line {broken.line}: {broken.reason}", "Correct the file")
        near = get_close_matches(name.lower(), [n for n in self.engine.names() if not n.endswith(".md")], 3, 0.6)
        hint = f"Did you mean {', '.join(near)}?" if near else f"Search for it: kcs search {name}"
        raise NotFoundError(f"No article goes by {name}", hint)

    def id_at_rank(self, rank: str) -> str:
        """Return the id at a rank of this terminal's last search; nothing where a name is meant.

        Raise NotFoundError where neither an article nor the last search knows the number.
        """
        last = self.log.last_search()
        ids = list(last.lines) if last else []
        if self.engine.cards("name", rank):
            return ""
        if 1 <= int(rank) <= len(ids):
            return ids[int(rank) - 1]
        if self.named(rank):
            return ""
        if last is None:
            raise NotFoundError(f"There is no search in this terminal whose rank {rank} could be meant", "kcs search WORDS")
        raise NotFoundError(
            f"The last search ({last.words}) has {counted(len(ids), 'article')}, no rank {rank}", "kcs search WORDS"
        )

    def article(self, card: Card) -> tuple[Article, str]:
        """Read an article's file: the article and its text. Raise KcsError when it cannot be read any more."""
        from kcs_cli.reading import read_article, read_source

        article = read_article(self.root, card.path, self.config)
        if isinstance(article, BrokenArticle):
            raise KcsError(f"{article.path}, line {article.line}: {article.reason}", "Correct the file")
        return article._replace(language=card.language), read_source(self.root, card.path)

    def line(self, card: Card) -> int:
        """Return the line to open an article at: that of the last search's passage, else of its text."""
        last = self.log.last_search()
        return last.lines.get(card.id, card.body_line) if last else card.body_line

    def note_shown(self, card: Card) -> None:
        """Note that an article of the last search was looked at."""
        last = self.log.last_search()
        if last and card.id in last.lines:
            self.log.note_shown(datetime.now(UTC).astimezone(), last, card.id)
