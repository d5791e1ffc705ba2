"""One knowledge base, opened: its configuration, its articles, its index and its log of searches."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from kcs_cli.article.card import Card
from kcs_cli.article.model import Article, BrokenArticle, Reuse
from kcs_cli.errors import IndexDamagedError, KcsError
from kcs_cli.git.folder import find_git
from kcs_cli.knowledge_base.config import Config, reading_key
from kcs_cli.knowledge_base.config_file import read_config
from kcs_cli.knowledge_base.library import Library
from kcs_cli.knowledge_base.place import (
    LEDGER,
    base_name,
    find_index_folder,
    find_journal_folder,
    find_root,
    find_shared_folder,
    label,
)
from kcs_cli.knowledge_base.progress import Progress, Tell, plain_progress, silent
from kcs_cli.learn.quiz.log import QuizLog
from kcs_cli.search.engine.analysis import normal
from kcs_cli.search.engine.answer import Answer, Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.query import FILTERS, LONGEST, Query, check_filters, parse
from kcs_cli.search.engine.synonym import Synonym
from kcs_cli.search.index.folder import IndexFolder, Opened
from kcs_cli.search.index.opener import IndexOpener
from kcs_cli.search.log import SearchLog, this_terminal
from kcs_cli.search.name import Names
from kcs_cli.search.phrase import Taught
from kcs_cli.search.prior import SPARE, with_prior
from kcs_cli.search.report import SearchReport, is_vague, narrowing, report_search
from kcs_cli.search.synonym_file import read_synonyms

if TYPE_CHECKING:
    from kcs_cli.search.semantic.meaning import Meaning


Thing = TypeVar("Thing")


class KnowledgeBase:
    """The one facade: a face asks it, it joins storage and services."""

    def __init__(self, root: Path, config: Config, tell: Tell = silent, progress: Progress = plain_progress) -> None:
        self.root = root
        self.config = config
        self.tell = tell
        self.progress = progress
        self.library = Library(root, config)
        self._opened: dict[Callable[[KnowledgeBase], Any], Any] = {}

    def once(self, open: Callable[["KnowledgeBase"], Thing]) -> Thing:
        """Return what a function opens; it is asked once, until that is forgotten."""
        if open not in self._opened:
            self._opened[open] = open(self)
        return cast(Thing, self._opened[open])

    def keep(self, open: Callable[["KnowledgeBase"], Thing], thing: Thing) -> Thing:
        """Have a thing in the place of what a function opened, and return it."""
        self._opened[open] = thing
        return thing

    def forget(self) -> None:
        """Forget all that was opened: files or events have changed since."""
        self._opened.clear()

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
    def quiz_log(self) -> QuizLog:
        """The log of quizzes and of what was read on a path, shared likewise."""
        return QuizLog(find_shared_folder(self.root), self.base)

    @cached_property
    def base(self) -> str:
        """The knowledge base's folder in its repository; nothing where that is the repository itself."""
        return base_name(self.root)

    @property
    def git_top(self) -> Path | None:
        """The repository's work tree; None where there is no git."""
        git = find_git(self.root)
        return git.top if git else None

    def now(self) -> datetime:
        """Return the time, with the zone of the person."""
        return datetime.now(UTC).astimezone()

    def look_again(self) -> None:
        """Forget what was opened: files or events have changed since."""
        self.forget()
        for name in ("opened", "taught", "meaning"):
            vars(self).pop(name, None)

    @cached_property
    def synonyms(self) -> tuple[Synonym, ...]:
        """What customers call things that articles call otherwise. Raise ConfigError."""
        return read_synonyms(self.root)

    @property
    def ledger_file(self) -> Path | None:
        """The file that has what the journal adds up to; None where there is none yet."""
        folder = find_journal_folder(self.root)
        return folder / LEDGER if folder and (folder / LEDGER).exists() else None

    @cached_property
    def taught(self) -> Taught:
        """What articles are known by, as the journal was last read."""
        return Taught(self.ledger_file, self.base)

    @cached_property
    def index_folder(self) -> IndexFolder | None:
        """The folder of the index; None where nothing can be written."""
        folder = find_index_folder(self.root, os.environ)
        return IndexFolder(folder, reading_key(self.config)) if folder else None

    @cached_property
    def opened(self) -> Opened:
        """The index, as fresh as the files are now."""
        return self.opener.open()

    @property
    def opener(self) -> IndexOpener:
        """What opens the index."""
        return IndexOpener(self.library, self.index_folder, self.taught, self.progress, self.tell)

    @cached_property
    def meaning(self) -> "Meaning | None":
        """What finds articles by meaning; None where that is off, or cannot be had here, which is told."""
        if not self.config.semantic_model or self.opened.in_memory or not self.index_folder:
            return None
        from kcs_cli.search.semantic.meaning import usable  # loads much: only where it is asked for

        return usable(self.root, self.config, self.index_folder.folder, self.opened, self.tell)

    @property
    def engine(self) -> TantivyEngine:
        """The search engine over that index."""
        return self.opened.engine

    def rebuild(self) -> None:
        """Build the index anew. Raise KcsError where it cannot be written."""
        self.opened = self.opener.rebuilt()

    def ask(self, query: Query, where: Where, limit: int, *, explain: bool = False, facets: bool = False) -> Answer:
        """Ask the index, meaning and prior included; an index that breaks while it is read is built again first."""
        meaning = self.meaning if query.text.strip() else None
        nearness = meaning.nearness(query.text) if meaning else None
        paths = nearness.nearest() if nearness else ()

        def by_words() -> Answer:
            self.engine.synonyms = self.synonyms
            return self.engine.search(query, where, limit + SPARE, explain=explain, facets=facets, near=paths)

        try:
            answer = by_words()
        except IndexDamagedError as error:
            self.opened = self.opener.mended(error)
            answer = by_words()
        if meaning and nearness:
            answer = meaning.mixed_into(answer, nearness, limit + SPARE, explain=explain)
        reuse = self.reuse([match.card for match in answer.matches])
        return answer._replace(matches=with_prior(answer.matches, reuse, self.now().date(), limit))

    def reuse(self, cards: Sequence[Card]) -> list[Reuse]:
        """Return how often articles were reused, as it was counted when the journal was last read."""
        if (file := self.ledger_file) is None:
            return [Reuse()] * len(cards)
        from kcs_cli.journal.ledger.file import read_reuse

        return read_reuse(file, self.base, [card.ids for card in cards])

    def search(
        self, typed: str, where: Where, limit: int, *, explain: bool = False, facets: bool = False, full: bool = False
    ) -> SearchReport:
        """Answer what a person typed, and note it in the log."""
        query = parse(typed)
        check_filters(where.filters)
        folders = tuple(map(self.names.folder, where.filters.get("path", ())))
        where = where._replace(filters={**where.filters, "path": folders}, environment=normal(where.environment[:LONGEST]))
        where = where._replace(filters={name: tuple(map(normal, values)) for name, values in where.filters.items()})
        answer = self.ask(query, where, limit, explain=explain, facets=facets)
        now = self.now()
        report = report_search(typed, answer, now.date(), full=full, set_aside=self.engine.count_broken())
        filters = {name: (*where.filters.get(name, ()), *query.filters.get(name, ())) for name in FILTERS}
        counts = self.ask(query, where, 1, facets=True).facets if is_vague(answer) and not facets else {}
        given = {name: values for name, values in filters.items() if values}
        report = report._replace(filters=given, narrow=narrowing(counts, answer.found))
        self.log.note_search(now, typed, where.filters, [(hit.id, hit.line) for hit in report.hits], report.found)
        return report

    def find(self, typed: str) -> list[tuple[str, float]]:
        """Return the ids and scores of the first ten articles for a question; nothing is noted in the log."""
        return [(match.card.id, match.score) for match in self.ask(parse(typed), Where(), 10).matches]

    def ids(self, name: str) -> list[str]:
        """Return the ids of the articles that go by a name."""
        return [card.id for card in self.names.cards(name)]

    @property
    def names(self) -> Names:
        """What articles go by."""
        return Names(self.root, self.engine, self.log)

    def card(self, name: str) -> Card:
        """Return the article a person means: a rank in this terminal's last search, or a name. Raise NotFoundError."""
        card = self.names.card(name)
        if name.strip().isdecimal():  # whatever it is used for, that search was of use
            self.note_shown(card)
        return card

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Return the ids of the article of a name, which is named whole; of one that is gone, the name."""
        if name.isdecimal():
            return self.card(name).ids
        exact = self.names.exact(name)
        return exact[0].ids if len(exact) == 1 else (name,)

    def article(self, card: Card) -> tuple[Article, str]:
        """Read an article's file: the article and its text. Raise KcsError when it cannot be read any more."""
        from kcs_cli.article.reader import read_article, read_source

        article = read_article(self.root, card.path, self.config)
        if isinstance(article, BrokenArticle):
            raise KcsError(f"{article.path}, line {article.line}: {article.reason}", "Correct the file")
        return article._replace(language=card.language), read_source(self.root, card.path)

    def source(self, card: Card) -> tuple[Article, str]:
        """Read an article's file to change it: the article, and its text with BOM and line ends. Raise KcsError."""
        article, _ = self.article(card)
        return article, (self.root / card.path).read_bytes().decode()

    def line(self, card: Card) -> int:
        """Return the line to open an article at: that of the last search's passage, else of its text."""
        last = self.log.last_search()
        return last.lines.get(card.id, card.body_line) if last else card.body_line

    def note_shown(self, card: Card) -> None:
        """Note that an article was looked at: of the last search, and by who is on a path."""
        self.quiz_log.note_read(self.now(), card.id)
        last = self.log.last_search()
        if last and card.id in last.lines and card.id not in last.shown:
            self.log.note_shown(self.now(), last, card.id)
