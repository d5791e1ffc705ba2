"""A large index, built by several processes: they read and analyse the articles, and make the codes of their meaning.

One takes it all into the index, in the order of the paths, so that it is the same as if it had been alone.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.article.reader import Read, set_aside_doubles
from kcs_cli.files.atomic import write_atomic
from kcs_cli.files.crew import Crew, cores
from kcs_cli.knowledge_base.progress import Progress
from kcs_cli.search.engine import schema
from kcs_cli.search.engine.analyst import Analyst
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.index.reading import Reading
from kcs_cli.search.meaning.code import piece_weights
from kcs_cli.search.meaning.code_file import DAMAGED, NAME, ArticleCodes, mark_of
from kcs_cli.search.meaning.upkeep import ArticleShare, whole

if TYPE_CHECKING:
    from tantivy import Document, Schema

BATCH = 50  # articles that a process reads at a time


def fill_by_crew(engine: TantivyEngine, new: Path, reading: Reading, paths: Sequence[str], progress: Progress) -> None:
    """Take articles, by path, into an empty index, and write what they mean beside it. Raise CrewLostError."""
    plain = reading._replace(
        taught=reading.taught.unread(), rules=reading.rules.unread(), includes=reading.includes.unread()
    )
    with Crew(cores(), IndexWorker, plain) as crew:
        analyst = CrewAnalyst(crew)
        engine.apply(set_aside_doubles(analyst.read(paths, progress)), (), analyst)
        if reading.config.search.meaning > 0:
            with suppress(*DAMAGED):  # where the disk refuses them, a search tries again
                _write_codes(crew, new, frozenset(analyst.set_aside))


def _write_codes(crew: Crew, new: Path, set_aside: frozenset[str]) -> None:
    """Write the codes of all articles of an index but those set aside, each process those of the articles that it read."""
    found: list[tuple[Counter[int], int]] = crew.each([CountRequest(set_aside)] * crew.size)
    weights = piece_weights(sum((pieces for pieces, _ in found), Counter[int]()), sum(articles for _, articles in found))
    parts: list[dict[str, ArticleCodes]] = crew.each([CodeRequest(weights)] * crew.size)
    codes = dict(chain.from_iterable(part.items() for part in parts))
    write_atomic(new / NAME, whole(codes, weights, mark_of(new)))


class AnalysedArticle(NamedTuple):
    """An article as it was read, the language it is in or seems to be, and the values of its document in that."""

    read: Read
    language: str
    values: dict[str, Any]


class CrewAnalyst(Analyst):
    """Has the articles read and analysed by other processes, and keeps what they made of each until it is asked for."""

    def __init__(self, crew: Crew) -> None:
        self.crew = crew
        self.made: dict[str, AnalysedArticle] = {}  # by path
        self.set_aside: set[str] = set()

    def read(self, paths: Sequence[str], progress: Progress) -> Iterator[Read]:
        """Yield articles by path."""
        batches = (ReadRequest(tuple(paths[first : first + BATCH])) for first in range(0, len(paths), BATCH))
        answers: Iterator[AnalysedArticle] = chain.from_iterable(self.crew.in_turn(batches))
        for path, made in zip(progress(paths), answers, strict=True):
            self.made[path] = made
            yield made.read

    def language(self, article: Article) -> str:
        """Return the language that was told; of an article in doubt, which waits for all others, nothing else is kept."""
        made = self.made[article.path]
        if not made.language:
            del self.made[article.path]
        return made.language

    def document(self, fields: "Schema", article: Article | BrokenArticle, language: str) -> "Document":
        """Return the document that was made, or another one where its language was not the article's."""
        if isinstance(article, BrokenArticle):
            self.set_aside.add(article.path)
        made = self.made.pop(article.path, None)
        if made is None or made.read is not article or made.language != language:
            return super().document(fields, article, language)
        return schema.document_of(fields, made.values)


class IndexWorker:
    """What one of the processes does; of the articles that it read it keeps what their codes are made of."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.share = ArticleShare()

    def __call__(self, request: "ReadRequest | CountRequest | CodeRequest") -> Any:
        """Answer a request."""
        return request.answer(self)

    def analysed(self, path: str) -> AnalysedArticle:
        """Read an article, and make the values of its document in the language it seems to be in."""
        read = self.reading.read(path)
        if isinstance(read, BrokenArticle):
            return AnalysedArticle(read, "", schema.document_values(read, ""))
        if self.reading.config.search.meaning > 0:
            self.share.add(schema.as_stored(read), read.digest)
        language = read.language or Analyst().language(read)
        # Its text is needed no more where its language is known
        sent = read._replace(body="", sections=()) if read.language else read
        return AnalysedArticle(sent, language, schema.document_values(read, language))


class ReadRequest(NamedTuple):
    """Articles to be read and analysed, by path."""

    paths: tuple[str, ...]

    def answer(self, worker: IndexWorker) -> list[AnalysedArticle]:
        """Return the articles."""
        return [worker.analysed(path) for path in self.paths]


class CountRequest(NamedTuple):
    """The pieces of the articles that were read to be counted, but for those that were set aside after all."""

    set_aside: frozenset[str]

    def answer(self, worker: IndexWorker) -> tuple[Counter[int], int]:
        """Return how many of the articles have each piece, and how many there are."""
        worker.share.leave_out(self.set_aside)
        return worker.share.articles_by_piece(), len(worker.share.texts)


class CodeRequest(NamedTuple):
    """What each piece weighs in the whole base."""

    weights: bytes

    def answer(self, worker: IndexWorker) -> dict[str, ArticleCodes]:
        """Return the codes of the articles, by path."""
        return worker.share.codes(self.weights)
