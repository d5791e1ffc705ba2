"""Articles found by meaning: their vectors kept up with the index, and asked."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kcs_cli.errors import ConfigError, KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.progress import Progress, Tell, plain_progress
from kcs_cli.search.engine.answer import Answer, Match, QuestionMeaning
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.mixing import JOINS
from kcs_cli.search.engine.seam import Engine
from kcs_cli.search.index.folder import OpenIndex
from kcs_cli.search.semantic.embedder import Embedder
from kcs_cli.search.semantic.mixture import mix
from kcs_cli.search.semantic.model import find_model
from kcs_cli.search.semantic.nearness import CANDIDATES, Nearness
from kcs_cli.search.semantic.passage import VERSION, pieces
from kcs_cli.search.semantic.vector_file import VectorFile, VectorRows
from kcs_cli.text.display import quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEW = 10  # articles that a search gives vectors to by itself
TOGETHER = 8  # articles whose vectors are kept at once: so much is computed again after a crash
LONGEST = 2_000  # characters of a question
ANY = -1.0  # the nearness by code of any article


class Meaning:
    """The model of one knowledge base, and its vectors in the folder `semantic` beside the index."""

    def __init__(self, embedder: Embedder, folder: Path, weights: Mapping[str, float]) -> None:
        self.embedder = embedder
        self.weights = weights
        self.vectors = VectorFile(folder / "semantic", f"{embedder.key} {VERSION}")

    def lacking(self, engine: TantivyEngine) -> tuple[dict[str, str], list[str]]:
        """Return path → revision of the articles whose vectors are missing, and the paths that are gone."""
        broken = {one.path for one in engine.broken()}
        now = {path: digest.partition(" ")[0] for path, digest in engine.state().items() if path not in broken}
        have = self.vectors.articles
        return (
            {path: revision for path, revision in now.items() if path not in have or have[path].revision != revision},
            [path for path in have if path not in now],
        )

    def bring_up(self, engine: TantivyEngine, most: int | None = None, progress: Progress = plain_progress) -> int:
        """Give vectors to the articles that lack them; return how many go on lacking them: all where they are over `most`.

        Raise OSError where the disk refuses, TimeoutError while another process does it.
        """
        with self.vectors.writing():
            lacking, gone = self.lacking(engine)
            lacking = self.take_over(lacking)
            self.vectors.forget(gone)
            if most is not None and len(lacking) > most:
                return len(lacking)
            paths = list(lacking)
            steps = [paths[start : start + TOGETHER] for start in range(0, len(paths), TOGETHER)]
            for step in progress(steps, "Reading articles' meaning"):
                self.embed(engine, {path: lacking[path] for path in step})
        return 0

    def take_over(self, lacking: Mapping[str, str]) -> dict[str, str]:
        """Give moved articles the vectors they had; return the others."""
        known: dict[str, VectorRows] = {one.revision: one for one in self.vectors.articles.values()}
        moved = {path: known[revision] for path, revision in lacking.items() if revision in known}
        self.vectors.note(moved)
        return {path: revision for path, revision in lacking.items() if path not in moved}

    def embed(self, engine: Engine, revisions: Mapping[str, str]) -> None:
        """Compute and keep the vectors of some articles."""
        texts = {card.path: [one.text for one in pieces(card)] for path in revisions for card in engine.cards("path", path)}
        if not texts:
            return
        vectors, news, start = self.embedder.embed([text for found in texts.values() for text in found]), {}, 0
        for path, found in texts.items():
            news[path] = (revisions[path], vectors[start : start + len(found)])
            start += len(found)
        self.vectors.add(news)

    @cached_property
    def matrix(self) -> "NDArray[np.float32]":
        """All vectors."""
        return self.vectors.matrix()

    def nearness(self, text: str, meant: QuestionMeaning | None = None) -> Nearness | None:
        """Return how near a question is to articles; None before any was read.

        Where the table of word pieces knows the question's words well, its codes name the candidates: in a large base the
        vectors of all articles are many.
        """
        if not self.vectors.articles:
            return None
        question = self.embedder.embed([text[:LONGEST]])[0]
        return Nearness(self.vectors.articles, self.matrix, question, candidates_by_code(meant))

    def mixed_into(self, answer: Answer, near: Nearness, limit: int, *, explain: bool) -> Answer:
        """Return an answer of words mixed with the articles nearest in meaning, which it has the scores of.

        What insists on words stays as it is; archived articles are found only where there are no others.
        """
        if answer.relaxed:
            return answer
        matches = {match.card.path: match for match in (*answer.near, *(() if answer.archived else answer.matches))}
        ranked = mix(list(matches.values()), near.of, near.span(matches), self.weights, explain=explain)
        if answer.archived and not ranked:
            return answer
        wordless = {match.card.path for match in answer.near if not match.score}
        shown = tuple(one._replace(line=_line_of(near, one)) if one.card.path in wordless else one for one in ranked[:limit])
        return answer._replace(matches=shown, archived=False, found=max(answer.found, len(shown)), near=())


def candidates_by_code(meant: QuestionMeaning | None) -> Sequence[str] | None:
    """Return the hundred articles nearest by their codes; None where the codes do not know the question's words well."""
    if meant is None or not meant.is_clear:
        return None
    # In a large base a hundred are as near as this: all need not be put in order
    near = meant.nearest(JOINS)
    return near if len(near) == CANDIDATES else meant.nearest(ANY)


def _line_of(near: Nearness, match: Match) -> int:
    """Return the line of an article's passage that is nearest in meaning; 0 where that is not known."""
    found = pieces(match.card)
    row = near.row(match.card.path)
    return found[row].line if row < len(found) else 0


def weights_of(config: Config) -> dict[str, float]:
    """Return language → share of meaning in a score. Raise ConfigError."""
    weights = {}
    for entry in config.semantic.languages:
        language, colon, share = entry.partition(":")
        try:
            weights[language.strip().casefold()] = float(share) if colon else config.semantic.weight
        except ValueError:
            raise ConfigError(f"semantic.languages: {entry} has no share", "Write it as de or de:0.2") from None
    if not all(0 <= weight <= 1 for weight in weights.values()):
        raise ConfigError("semantic: a share of a score is from 0 to 1", "Write it as weight = 0.4")
    return weights


def open_meaning(root: Path, config: Config, index: Path) -> Meaning:
    """Open the model that the configuration names. Raise KcsError, with a hint, where that cannot be."""
    from kcs_cli.search.semantic.onnx_embedder import OnnxEmbedder

    weights = weights_of(config)
    folder = find_model(root, config.semantic.model)
    if folder is None:
        raise KcsError(f"There is no model {config.semantic.model} here", "kcs semantic fetch")
    return Meaning(OnnxEmbedder(folder), index, weights)


def usable(root: Path, config: Config, index: Path, opened: OpenIndex, tell: Tell) -> Meaning | None:
    """Return the model, with vectors for what changed a little; None, and it is told why, where it cannot be had here."""
    try:
        meaning = open_meaning(root, config, index)
    except ConfigError:
        raise
    except KcsError as error:
        tell(f"{error.message}, so only words are searched ({error.hint})")
        return None
    engine = opened.engine
    if opened.read or opened.removed or len(meaning.vectors.articles) != engine.count() - engine.count_broken():
        try:
            left = meaning.bring_up(engine, FEW)
            if left:
                tell(f"{quantity(left, 'article is', 'articles are')} not found by meaning yet: kcs index")
        except TimeoutError:
            tell("Another kcs is reading the articles' meaning; those that it has not read are found by words only")
        except OSError as error:
            tell(f"The articles' meaning cannot be kept ({error.strerror}); those not read are found by words only")
    return meaning
