"""A knowledge base as an audience knows it: an index of its own, of what those readers may see and of nothing else.

Who searches it finds no article for fewer readers, none by a word of an internal part, and counts, similar names and errors
are made of the same. It lies beside the base's own index, and takes in what that has taken in.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.audience import NarrowerError, NeverWordError, is_narrower, seen_by
from kcs_cli.article.card import Card
from kcs_cli.article.model import Article
from kcs_cli.article.reader import read_card
from kcs_cli.article.section import find_sections
from kcs_cli.channel.address import OPENED
from kcs_cli.errors import IndexDamagedError, IndexUnwritableError, KcsError
from kcs_cli.files.atomic import digest_of
from kcs_cli.knowledge_base.config import PersonalConfig, heading_roles, reading_key, with_own_index
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.library import TreeTimes
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.render.markdown.relink import Leads, relinked
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.index.folder import IndexFolder, MadeFrom, Marks, OpenIndex
from kcs_cli.search.index.opener import index_folder, open_index
from kcs_cli.search.index.refresh import Changes, find_changes
from kcs_cli.search.meaning.code_file import DAMAGED, fresh_codes
from kcs_cli.search.meaning.upkeep import update_codes, write_codes
from kcs_cli.search.phrase import TaughtPhrases, taught_phrases

VERSION = 1  # of how an article is written for readers outside
WAIT = 60.0  # seconds for another process that is writing


def outward_base(kb: KnowledgeBase, audience: Audience) -> KnowledgeBase:
    """Return a knowledge base as an audience knows it, as fresh as its files are now; for internal readers the base itself.

    It is for reading, and for one call: it does not know its files, so that nothing it opens anew has more.
    """
    if audience is Audience.internal:
        return kb
    opened, folder = OutwardIndex(kb, audience).open()
    articles = kb.config.articles._replace(exclude=("*",))  # whatever builds its index anew finds no file to take in
    config = with_own_index(kb.config)._replace(articles=articles, personal=PersonalConfig())
    seen = KnowledgeBase(kb.root, config, kb.tell, kb.progress)
    seen.library.git = kb.library.git
    seen.keep(open_index, opened)
    seen.keep(index_folder, folder)
    seen.keep(taught_phrases, TaughtPhrases(None, ""))  # words of others' cases
    return seen


def outward_article(kb: KnowledgeBase, card: Card, audience: Audience, lead: Leads) -> Article:
    """Return an article as an audience may see it, its text as any reader of markdown takes it, its links leading by `lead`.

    Raise NarrowerError, NeverWordError; KcsError where it cannot be read any more.
    """
    article, source = read_card(kb, card)
    seen = seen_by(article, source, audience, kb.config)
    if audience is Audience.internal:
        return seen
    from kcs_cli.render.markdown.parser import read_markdown

    body = _as_markdown(relinked(read_markdown(seen.body).html, lead))
    sections = find_sections(body, 1, heading_roles(kb.config))
    return seen._replace(body=body, body_line=1, sections=sections)


def _as_markdown(html: str) -> str:
    """Return HTML as CommonMark."""
    from kcs_cli.render.markdown.commonmark import write_commonmark
    from kcs_cli.render.markdown.tree import read_tree

    return write_commonmark(read_tree(html))


class MainState(NamedTuple):
    """The base's own index as it was at a moment: its articles' digests by path, those for so many readers, and a mark."""

    mark: str
    digests: Mapping[str, str]
    cards: Mapping[str, Card]


class OutwardIndex:
    """The index of what an audience may see of a base."""

    def __init__(self, kb: KnowledgeBase, audience: Audience) -> None:
        self.kb = kb
        self.audience = audience

    def open(self) -> tuple[OpenIndex, IndexFolder | None]:
        """Return the index as fresh as the base's own, and its folder; None for that where nothing can be written."""
        open_index(self.kb)  # which is as fresh as the files
        main = index_folder(self.kb)
        if main is None or open_index(self.kb).in_memory:
            return self._in_memory(), None
        folder = IndexFolder(main.folder.with_name(f"{main.folder.name}-{self.audience}"), self._key())
        with suppress(OSError):
            folder.folder.mkdir(exist_ok=True)
        mark = _mark(main)
        try:
            with suppress(IndexDamagedError):
                if mark and folder.marks().taught == mark and (known := folder.open()):
                    return OpenIndex(known), folder
            return self._brought_up(main, folder), folder
        except IndexUnwritableError as error:
            self.kb.tell(f"{error.message}; kcs searches in memory. {error.hint}")
            return self._in_memory(), None

    def _key(self) -> str:
        """Return all that decides how an article is written for readers outside."""
        return repr((VERSION, self.audience.value, reading_key(self.kb.config), self.kb.config.channel))

    def _brought_up(self, main: IndexFolder, folder: IndexFolder) -> OpenIndex:
        """Take in what changed in the base's own index. Raise IndexUnwritableError."""
        with folder.writing(WAIT, self.kb.tell):
            state = self._state(_mark(main), main.open() or open_index(self.kb).engine)
            made_from = MadeFrom(Marks(taught=state.mark), 0)
            try:
                known, generation = folder.open(), folder.generation()
            except IndexDamagedError:
                known = None
            if known and generation:
                changes = self._take_in(state, known, generation)
                folder.note_marks(made_from.marks)
                return OpenIndex(known, read=len(changes.read), removed=len(changes.remove))
            with folder.new_generation() as new:
                made = TantivyEngine.create(new)
                made.apply(self._articles(state, state.cards), ())
                with suppress(*DAMAGED):
                    write_codes(made, new, self.kb.progress)
                folder.switch(new, TreeTimes(0, 0, {}), made_from, {}, {})
            return OpenIndex(made, read=len(state.cards), rebuilt=True)

    def _take_in(self, state: MainState, known: TantivyEngine, generation: Path) -> Changes:
        """Read again what differs, forget what may not be seen any more."""
        changes = find_changes(known.state(), {path: state.digests[path] for path in state.cards})
        if not changes:
            return changes
        codes = fresh_codes(generation)
        articles = list(self._articles(state, changes.read))
        gone = {*changes.read, *changes.remove} - {article.path for article in articles}
        known.apply(articles, sorted(gone))
        with suppress(*DAMAGED):
            if codes is None:
                write_codes(known, generation, self.kb.progress)
            else:
                update_codes(known, generation, codes, [article.path for article in articles], sorted(gone))
        return changes

    def _in_memory(self) -> OpenIndex:
        """Build an index that lasts as long as the process."""
        state, made = self._state("", open_index(self.kb).engine), TantivyEngine.create(None)
        made.apply(self._articles(state, state.cards), ())
        return OpenIndex(made, read=len(state.cards), rebuilt=True, in_memory=True)

    def _state(self, mark: str, main: TantivyEngine) -> MainState:
        """Return what the base's own index has for so many readers; what is archived is handed out no more."""
        cards = {
            card.path: card
            for card in main.all_cards()
            if not (is_narrower(card.audience, self.audience) or card.confidence == Confidence.archived)
        }
        return MainState(mark, main.state(), cards)

    def _articles(self, state: MainState, paths: "Mapping[str, Card] | tuple[str, ...]") -> Iterator[Article]:
        """Yield articles as the audience may see them; those are left out of which it turns out that it may not."""
        for path in self.kb.progress(sorted(paths)):
            with suppress(NarrowerError, NeverWordError, KcsError):
                article = outward_article(self.kb, state.cards[path], self.audience, _outside_only)
                yield article._replace(digest=state.digests[path])  # by which the two indexes are compared


def _outside_only(address: str) -> str:
    """Lead to addresses of the web alone: what an article links to in the base is nothing to find it by."""
    return address if OPENED.match(address) else ""


def _mark(main: IndexFolder) -> str:
    """Return a text that changes when the base's own index does: each commit writes another list of its segments."""
    generation = main.generation()
    try:
        return f"{generation.name} {digest_of((generation / 'meta.json').read_bytes())}" if generation else ""
    except OSError:
        return ""
