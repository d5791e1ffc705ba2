"""A knowledge base as it was at a commit, searched in memory: nothing is checked out, and nothing is written."""

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.article.include.include import Includes
from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.article.reader import (
    LARGEST_ARTICLE,
    Read,
    read_content,
    set_aside_doubles,
    too_large,
)
from kcs_cli.errors import KcsError
from kcs_cli.git.object import Objects, files_at
from kcs_cli.history.opening import history, place_in_repository
from kcs_cli.history.shelf import path_in_base
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.config import FILE_NAME, Config, reading_key
from kcs_cli.knowledge_base.config_file import parse_config
from kcs_cli.knowledge_base.exclusion import exclusions, is_article
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.library import articles_folder
from kcs_cli.knowledge_base.place import SYNONYMS
from kcs_cli.search.ask import TOLD_BY, reuse_of, with_options
from kcs_cli.search.engine.analyst import KeptDocuments
from kcs_cli.search.engine.answer import Match, SearchOptions, Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.synonym import Synonym
from kcs_cli.search.evaluation.judged import DEPTH
from kcs_cli.search.index.reading import with_asked
from kcs_cli.search.index.refresh import Refresh
from kcs_cli.search.meaning.asked_meaning import asked_meaning
from kcs_cli.search.meaning.code_file import CodeFile
from kcs_cli.search.phrase import taught_phrases
from kcs_cli.search.prior import SPARE, with_prior
from kcs_cli.search.synonym import synonyms
from kcs_cli.search.synonym_file import parse_synonyms
from kcs_cli.text.outside import portable, readable

if TYPE_CHECKING:
    from kcs_cli.search.semantic.meaning import Meaning


class BaseState:
    """A knowledge base as it is or was, with an index of its own: what was deleted from an old one still weighs a little.

    `read` are its articles in the order of their paths, `analysed` their documents for another index of much the same.
    `also` are the names by which an article without an id, of a path, is known today.
    """

    def __init__(
        self,
        kb: KnowledgeBase,
        read: Sequence[Read],
        synonyms: Sequence[Synonym] = (),
        also: Mapping[str, tuple[str, ...]] = {},
        analysed: KeptDocuments | None = None,
    ) -> None:
        self.kb = kb
        self.read = read
        self.also = also
        self.analysed = analysed or KeptDocuments()
        self.engine = TantivyEngine.create(None)
        self.engine.apply(read, (), self.analysed)
        self.engine.synonyms = synonyms
        self.meaning: Meaning | None = None  # where a model finds articles by meaning
        self.source = self  # the state with the same texts whose codes of meaning these articles have

    def altered(self, articles: Mapping[str, Article]) -> "BaseState":
        """Return the same knowledge base with other articles at some paths."""
        languages = {card.path: card.language for card in self.cards}  # told once
        read: list[Read] = []
        for one in self.read:
            known = articles.get(one.path, one)
            read.append(one if isinstance(known, BrokenArticle) else known._replace(language=languages.get(one.path, "")))
        other = BaseState(self.kb, read, self.engine.synonyms, self.also, self.analysed)
        other.meaning, other.source = self.meaning, self.source
        return other

    @cached_property
    def codes(self) -> CodeFile:
        """The codes of what the articles mean."""
        from kcs_cli.search.meaning.upkeep import make_codes

        return CodeFile(make_codes(self.engine))

    @cached_property
    def cards(self) -> list[Card]:
        """The articles, with all names that they go by."""
        return [self.named(card) for card in self.engine.all_cards()]

    @cached_property
    def ids(self) -> dict[str, str]:
        """What articles go by → their ids in this state; a name is that of whose id it is before that of a merged one."""
        aliases = {name: card.id for card in self.cards for name in card.aliases}
        return {**aliases, **{card.id: card.id for card in self.cards}}

    def named(self, card: Card) -> Card:
        """Return an article with the names it is known by today."""
        return card._replace(aliases=(*card.aliases, *self.also.get(card.path, ())))

    def find(self, typed: str, depth: int = DEPTH) -> list[tuple[str, float]]:
        """Return the ids and scores of the first articles for a question; nothing is noted in the log."""
        return [(match.card.id, match.score) for match in self.matches(typed, depth)]

    def matches(self, typed: str, depth: int) -> tuple[Match, ...]:
        """Return the first articles for a question, as `search.ask` does."""
        query = with_options(parse(typed), lambda words: self.engine.search(words, Where(), TOLD_BY))
        counts = self.kb.config.search.meaning
        meant = asked_meaning(self.source.codes, query.text, counts) if counts > 0 else None
        nearness = self.meaning.nearness(query.text, meant) if self.meaning and query.text.strip() else None
        # A model knows better than the table, which only names its candidates
        options = SearchOptions(near=nearness.nearest) if nearness else SearchOptions(meant=None if self.meaning else meant)
        answer = self.engine.search(query, Where(), depth + SPARE, options)
        if self.meaning and nearness:
            answer = self.meaning.mixed_into(answer, nearness, depth + SPARE, explain=False)
        reuse = reuse_of(self.kb, [self.named(match.card) for match in answer.matches])
        return with_prior(answer.matches, reuse, self.kb.now().date(), depth)


def state_here(kb: KnowledgeBase) -> BaseState:
    """Return the knowledge base as its files are now, committed or not."""
    _ = record(kb).ledger  # takes in the journal, which teaches every state
    refresh = Refresh(kb.library, kb.progress, kb.tell, taught_phrases(kb))
    return BaseState(kb, list(refresh.read_all(kb.library.listing())), synonyms(kb))


class Snapshot(NamedTuple):
    """What decides how a commit answers: the articles' paths and blobs, the configuration, the synonyms.

    Not `has_config`: the commit has no kcs.toml, and today's was taken.
    """

    articles: tuple[tuple[str, str], ...]
    config: Config
    has_config: bool
    synonyms: tuple[Synonym, ...]


class PastBase:
    """The states that a knowledge base had at commits; a text that many of them have is read and analysed once.

    What articles include is taken as it is today: so a difference is one of the articles.
    """

    def __init__(self, kb: KnowledgeBase, top: Path, objects: Objects, today: Sequence[Card]) -> None:
        self.kb = kb
        self.top = top
        self.objects = objects
        self.today = today
        self.includes = Includes(kb.library)
        self.parsed: dict[tuple[str, str, str], Read] = {}  # by path, blob, and how it is read
        self.analysed: dict[str, KeptDocuments] = {}  # by how they are read

    def snapshot(self, commit: str) -> Snapshot:
        """Look at a commit. Raise ConfigError for a kcs.toml or synonyms.toml that cannot be read."""
        prefix = place_in_repository(self.kb, "")
        places = {portable(place): blob for place, blob in files_at(self.top, commit).items()}
        files = {path_in_base(self.kb, place): blob for place, blob in places.items() if place.startswith(prefix)}
        config = self.config(files.get(FILE_NAME, ""), commit)
        synonyms = parse_synonyms(self.text(files.get(SYNONYMS, "")), f"{SYNONYMS} of {commit[:10]}")
        folder = articles_folder(config, has_knowledge=any(path.startswith("knowledge/") for path in files))
        pattern = exclusions(config, folder, files.__contains__)
        articles = sorted((path, blob) for path, blob in files.items() if is_article(path, folder, pattern))
        return Snapshot(tuple(articles), config, FILE_NAME in files, synonyms)

    def config(self, blob: str, commit: str) -> Config:
        """Return the configuration of a commit; what had none is read as today's says. Raise ConfigError."""
        return parse_config(self.text(blob), f"{FILE_NAME} of {commit[:10]}", os.environ) if blob else self.kb.config

    def text(self, blob: str) -> str:
        """Return a text; nothing for no blob."""
        return readable(self.objects.read(blob), bom=True) if blob else ""

    def state(self, snapshot: Snapshot) -> BaseState:
        """Make the index of a snapshot. Raise KcsError where a text is not in this clone."""
        read = self.read(snapshot)
        also = self.other_names(read)
        learned = (with_asked(article, taught_phrases(self.kb), also.get(path, ())) for path, article in read.items())
        analysed = self.analysed.setdefault(reading_key(snapshot.config), KeptDocuments())
        return BaseState(self.kb, list(set_aside_doubles(learned)), snapshot.synonyms, also, analysed)

    def read(self, snapshot: Snapshot) -> dict[str, Read]:
        """Read the articles of a snapshot, by path. Raise KcsError."""
        key = reading_key(snapshot.config)
        lacking = [one for one in snapshot.articles if (*one, key) not in self.parsed]
        contents = self.objects.read_all([blob for _, blob in lacking])
        for (path, blob), content in zip(self.kb.progress(lacking, "Reading articles"), contents, strict=True):
            if content is None:
                hint = "Get all of it: git fetch --refetch --no-filter"
                raise KcsError(f"An earlier text of {path} is not in this clone", hint)
            is_small = len(content) <= LARGEST_ARTICLE
            article = (
                read_content(path, content, snapshot.config, self.includes) if is_small else too_large(path, len(content))
            )
            self.parsed[path, blob, key] = article
        return {path: self.parsed[path, blob, key] for path, blob in snapshot.articles}

    def other_names(self, read: Mapping[str, Read]) -> dict[str, tuple[str, ...]]:
        """Return path → names of today, for articles that went by a path or an id then that no article has now."""
        there = [article for article in read.values() if isinstance(article, Article)]
        names = {name for article in there for name in (article.id, *article.aliases)}
        today = {name for card in self.today for name in (card.id, *card.aliases)}
        by_path = {one.path for one in there if one.id not in today}
        missing = [card for card in self.today if names.isdisjoint((card.id, *card.aliases))] if by_path else []
        found: dict[str, tuple[str, ...]] = {}
        for card in missing:
            path = next((path for path in (card.path, *self.former.get(card.path, ())) if path in by_path), "")
            if path:
                found.setdefault(path, card.ids)
        return found

    @cached_property
    def former(self) -> dict[str, tuple[str, ...]]:
        """The paths that today's articles had before, by their paths, as far as git knows. Raise GitError."""
        places = {place_in_repository(self.kb, card.path): card.path for card in self.today}
        pasts = history(self.kb).pasts(places)
        return {
            places[place]: tuple(path_in_base(self.kb, path) for change in past.changes for path in change.paths_before)
            for place, past in pasts.items()
        }
