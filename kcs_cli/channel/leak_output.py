"""What goes out of a base to an audience, channel by channel: exports, the help centre, answers; other rooms have more."""

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.audience import is_narrower
from kcs_cli.article.card import Card
from kcs_cli.channel.answer import answer_from
from kcs_cli.channel.form import FORMS
from kcs_cli.channel.leak_canary import WORD, absent_word
from kcs_cli.channel.leak_copy import BaseCopy
from kcs_cli.channel.outward import outward_base
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.progress import silent
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.export_registry import EXPORTERS
from kcs_cli.migration.handout.article_export import ArticleExport
from kcs_cli.migration.handout.export_source import ExportSource
from kcs_cli.search.index.opener import all_cards, engine
from kcs_cli.text.outside import readable

MOST_ASKED = 100  # articles that are asked for one by one: those with something to hide
OTHERS = 20  # and some that have nothing to hide
SEARCHES = 10  # titles that are searched for
GZIP = b"\x1f\x8b"


class LeakOutput(NamedTuple):
    """A piece of what readers get. `echo`: what they said themselves, which an error repeats.

    `twin`: the answer to the same question about what is nowhere, which has to be the same. `counts` are numbers of
    articles, by tag; that of all is under no name. `failed`: it is a bug that answers.
    """

    name: str
    text: str
    echo: Sequence[str] = ()
    twin: "LeakOutput | None" = None
    counts: Mapping[str, int] = {}
    failed: bool = False


class LeakQuestion:
    """Whose eyes a copy is looked at with; `kept` are the paths of articles that have something to hide."""

    def __init__(self, copy: BaseCopy, audience: Audience, kept: frozenset[str] = frozenset()) -> None:
        self.copy = copy
        self.audience = audience
        self.kept = kept

    @cached_property
    def kb(self) -> KnowledgeBase:
        """The copy, opened."""
        return KnowledgeBase.open(str(self.copy.root), silent)

    @cached_property
    def seen(self) -> Sequence[Card]:
        """The articles that the audience may see."""
        return [card for card in all_cards(self.kb) if is_for(card, self.audience)]

    @cached_property
    def asked(self) -> Sequence[Card]:
        """Those of them that are asked for one by one: the planted ones, those with something to hide, some of the rest."""
        planted = {names["path"] for names in self.copy.names.values()}
        kept = [card for card in self.seen if card.path in self.kept]
        rest = [card for card in self.seen if card.path not in self.kept | planted]
        first = [card for card in self.seen if card.path in planted]
        return [*first, *spread(kept, MOST_ASKED), *spread(rest, OTHERS)]

    @cached_property
    def names(self) -> Sequence[tuple[str, str, str]]:
        """What articles for fewer readers are called: what it is, the name, one of the same kind that is nowhere."""
        return [
            (what, names[what], WORD.sub(lambda _: absent_word(), names[what]))
            for names in self.copy.narrower(self.audience)
            for what in ("id", "title", "alias", "path", "tag", "folder")
        ]

    @cached_property
    def words(self) -> Sequence[str]:
        """What is searched for: planted words, and what anybody could ask."""
        planted = [names[what] for names in self.copy.narrower(self.audience) for what in ("id", "title", "text", "tag")]
        return [*planted, "stopped", *(card.title for card in spread(self.seen, SEARCHES))]


def is_for(card: Card, audience: Audience) -> bool:
    """Tell whether an article is handed out to an audience."""
    return not (is_narrower(card.audience, audience) or card.fault or card.confidence == Confidence.archived)


def spread(cards: Sequence[Card], most: int) -> Sequence[Card]:
    """Return at most so many articles, of all parts of the base."""
    return cards[:: max(1, -(-len(cards) // most))]


class LeakChannel(NamedTuple):
    """A way out. `needs`: the modules of an extra without which there is none, `extra` its name."""

    name: str
    outputs: Callable[[LeakQuestion], Iterator[LeakOutput]]
    needs: tuple[str, ...] = ()
    extra: str = ""


class _SharedSource(ExportSource):
    """What is handed out, read once for all formats."""

    @cached_property
    def known(self) -> Mapping[str, ArticleExport]:
        """All articles, by path."""
        return {article.path: article for article in super().articles()}

    def articles(self, cards: Sequence[Card] | None = None) -> Iterator[ArticleExport]:
        """Yield articles."""
        wanted = self.cards if cards is None else cards
        yield from (self.known[card.path] for card in wanted if card.path in self.known)


def export_outputs(asked: LeakQuestion) -> Iterator[LeakOutput]:
    """Yield what `kcs export` writes, in every format."""
    from tempfile import TemporaryDirectory

    source = _SharedSource(asked.kb, asked.audience)
    for exporter in EXPORTERS.values():
        if exporter.lines:
            for number, line in enumerate(exporter.lines(source), 1):
                yield LeakOutput(f"export --format {exporter.name}, line {number}", line)
        elif exporter.fill:
            with TemporaryDirectory(prefix="kcs-") as folder:
                exporter.fill(source, Path(folder))
                yield from folder_outputs(f"export --format {exporter.name}", Path(folder))


def site_outputs(asked: LeakQuestion) -> Iterator[LeakOutput]:
    """Yield the files of the help centre, the index of its search among them."""
    from tempfile import TemporaryDirectory

    from kcs_cli.channel.site.builder import SiteBuilder
    from kcs_cli.channel.site.search_index import can_search

    with TemporaryDirectory(prefix="kcs-") as folder:
        builder = SiteBuilder(asked.kb, asked.audience, has_search=can_search())
        builder.fill(Path(folder), Path(folder, "none"))
        yield from folder_outputs("site", Path(folder))


def answer_outputs(asked: LeakQuestion) -> Iterator[LeakOutput]:
    """Yield what `kcs answer` hands over, in every form."""
    for card in asked.asked:
        try:
            found = answer_from(asked.kb, card, asked.audience)
        except KcsError:  # there is nothing for these readers; the error is for who asks
            continue
        for form, write in FORMS.items():
            yield LeakOutput(f"answer {card.id} --as {form}", write(found))


def folder_outputs(name: str, folder: Path) -> Iterator[LeakOutput]:
    """Yield the files below a folder, each with its place."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            place, content = file.relative_to(folder).as_posix(), file.read_bytes()
            yield LeakOutput(f"{name}, {place}", f"{place}\n{readable(_unpacked(content))}")


def _unpacked(content: bytes) -> bytes:
    """Return the content of a file, also of one that is packed, as the index of a site's search is."""
    if content.startswith(GZIP):
        with suppress(OSError, EOFError, zlib.error):
            return gzip.decompress(content)
    return content


def index_outputs(asked: LeakQuestion) -> Iterator[LeakOutput]:
    """Yield all that searches of these readers are answered from: the index has nothing else."""
    seen = outward_base(asked.kb, asked.audience)
    for card in all_cards(seen):
        yield LeakOutput(f"search index, {card.id}", "\n".join(map(str, card)))
    for path, body in engine(seen).bodies():
        yield LeakOutput(f"search index, text of {path}", body)
    yield LeakOutput("search index, names", "\n".join(engine(seen).names()))


CHANNELS = (
    LeakChannel("export", export_outputs),
    LeakChannel("search index", index_outputs),
    LeakChannel("site", site_outputs, ("jinja2",), "site"),
    LeakChannel("answer", answer_outputs),
)
