"""One article in several languages is one hit: in the reader's language, with the others named."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.article.file_name import code_in
from kcs_cli.article.version import groups
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.search.engine.answer import ClauseScore, Match, Translation
from kcs_cli.search.engine.query import Query
from kcs_cli.search.engine.seam import Engine

OWN = 0.5  # of a score: what an article in the reader's language has before one in another
MOST_VERSIONS, FEW = 4, 0.05  # of an article; share of the articles that a language has in which there are only some


class Readership(NamedTuple):
    """For whom is answered: the language (empty where it is not known); whether the same article in several is one hit.

    Only translations for `audiences` are named; none means all.
    """

    language: str
    joins: bool
    audiences: tuple[str, ...] = ()


def versions_of_each(engine: Engine) -> int:
    """Return how many versions an article may have: of so many more hits enough are left when versions are joined."""
    counts = engine.languages()
    return max(1, min(MOST_VERSIONS, sum(n >= FEW * sum(counts.values()) for language, n in counts.items() if language)))


def reader_language(engine: Engine, query: Query, config: Config, environment: Mapping[str, str]) -> str:
    """Return the language to answer in: the question's where it is clear, else the configured one, else the locale's."""
    words = " ".join((query.text, *(one.text for one in query.restrictions)))
    return engine.language_of(words) or config.defaults.language or locale_language(environment)


def locale_language(environment: Mapping[str, str]) -> str:
    """Return the language of a person's locale (`de_AT.UTF-8`); nothing for none."""
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return code_in(next(filter(None, names), "").partition(".")[0].partition("@")[0])


def for_reader(engine: Engine, matches: Sequence[Match], reader: Readership) -> tuple[Match, ...]:
    """Return matches as a reader wants them: those in their language first, one of each article."""
    ranked = in_language(matches, reader.language) if reader.language else matches
    ranked = with_translations(engine, ranked, reader.audiences)
    return tuple(joined(ranked, reader.language) if reader.joins else ranked)


def in_language(matches: Sequence[Match], language: str) -> list[Match]:
    """Rank matches again, with what it counts that an article is in the reader's language."""
    lifted = [_lift(one, language, OWN * one.score) if one.card.language == language else one for one in matches]
    return sorted(lifted, key=lambda match: -match.score)


def _lift(match: Match, language: str, gain: float) -> Match:
    """Add to a match's score that it is in a language."""
    parts = (*match.parts, ClauseScore("language", language, "language", gain)) if match.parts else ()
    return match._replace(score=match.score + gain, parts=parts)


def with_translations(engine: Engine, matches: Sequence[Match], audiences: Collection[str] = ()) -> list[Match]:
    """Name the other languages that articles are there in; archived ones only beside those that were found."""
    found = {match.card.path for match in matches}
    cards = engine.versions([match.card for match in matches])
    numbers = groups(cards)
    by_article: dict[int, list[Card]] = {}
    for card in cards:
        is_open = card.confidence != Confidence.archived and (not audiences or card.audience in audiences)
        if card.language and (is_open or card.path in found):
            by_article.setdefault(numbers[card.path], []).append(card)
    return [
        match._replace(translations=_others(match.card, by_article.get(numbers[match.card.path], ()))) for match in matches
    ]


def _others(card: Card, versions: Sequence[Card]) -> tuple[Translation, ...]:
    """Return the versions of an article in other languages than its own, one a language."""
    by_language = {one.language: Translation(one.language, one.id, one.path) for one in reversed(versions)}
    return tuple(by_language[name] for name in sorted(by_language) if card.language not in ("", name))


def joined(matches: Sequence[Match], language: str) -> list[Match]:
    """Return one match of all those that are one article: the one in a language if it is there, at the rank of the best."""
    articles: list[list[Match]] = []
    places: dict[str, list[Match]] = {}  # path → the article that it is a version of
    for match in matches:
        same = places.get(match.card.path)
        if same is None:
            same = []
            articles.append(same)
            places.update((one.path, same) for one in match.translations)
        same.append(match)
    return [_chosen(same, language) for same in articles]


def _chosen(same: Sequence[Match], language: str) -> Match:
    """Return the match in a language, else the best; with the score of the best."""
    best = same[0]
    chosen = next((match for match in same if match.card.language == language), best)
    return _lift(chosen, language, best.score - chosen.score) if chosen.score < best.score else chosen
