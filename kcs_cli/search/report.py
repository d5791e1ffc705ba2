"""The answer to a search, as people and programs read it."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain, zip_longest
from math import log2
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kcs_cli.article.model import Fault, named_owners
from kcs_cli.search.engine.answer import Answer, ClauseScore, Match, Translation, Whose
from kcs_cli.search.engine.evidence import SOME
from kcs_cli.search.engine.passage import best_passage
from kcs_cli.text.display import OptionalText, fold

if TYPE_CHECKING:
    from kcs_cli.render.report import Columns, Table

MANY = 50  # articles from which a search may be vague …
FEW, FLAT = 5, 0.8  # … when the fifth scores so much of what the first does
RELATED_TO, MOST_RELATED = 3, 3  # first articles, and searches that led to them
NARROWS = 2 / 3  # share of the articles that a value may leave at most: with nearly all of them it narrows nothing
SHOWN = 6  # values of the filter that would narrow it


class Hit(NamedTuple):
    """One article that answers. `marks` are the places of the question's words in `passage`, in characters.

    `cases` it solved or helped, the last one on `used_on`; `flags` on it that are open.
    `line` is where the passage stands in the file, `sentence` the place of the best one in it. `changed_on` is the day
    of the last substantive change, by git, else by the front matter, `age_days` the days since.
    `translations` are the same article in other languages. `owner_source` is where the owner is known from: front matter,
    CODEOWNERS, and, where the search asks for owners, guess. `fault`: its front matter cannot be read.
    """

    rank: int
    id: str
    title: str
    path: str
    line: int
    section: OptionalText
    passage: OptionalText
    marks: tuple[tuple[int, int], ...]
    kind: str
    confidence: str
    audience: str
    owner: OptionalText
    owner_source: OptionalText
    tags: tuple[str, ...]
    language: OptionalText
    updated_on: date | None
    age_days: int | None
    score: float
    cases: int = 0
    used_on: date | None = None
    flags: int = 0
    parts: tuple[ClauseScore, ...] = ()
    body: OptionalText | None = None
    translations: tuple[Translation, ...] = ()
    sentence: tuple[int, int] | None = None
    changed_on: date | None = None
    fault: Fault | None = None


class FacetValue(NamedTuple):
    """A value of a filter, nothing for articles that have none, and the number of articles that have it."""

    name: OptionalText
    articles: int


class Narrowing(NamedTuple):
    """The filter that would narrow a vague search most, and its commonest values, each with its number of articles."""

    filter: str
    values: tuple[FacetValue, ...]


class SearchReport(NamedTuple):
    """What a search found: the best `hits`, and how many articles (`found`) have at least one of the words.

    `relaxed`: nothing has the phrase or field that was insisted on; `archived`: nothing else matched than archived
    articles; `nearest`: the words that no article has, with the most similar ones when nothing was found;
    `filters`: those in force; `set_aside`: files that could
    not be read and so not be searched. `narrow`: where many articles answer about as well, what would part them.
    `related`: other words by which searches came to the first articles. `dropped`: exclusions and filters with which
    nothing was found, and without which these were. `is_answered`: the first hit speaks of enough of the question;
    `lacking_language`: that of the question, where no article is in it. `fallback`: why the clone's own index answered in
    a cluster's place.
    """

    query: OptionalText
    hits: tuple[Hit, ...]
    found: int
    relaxed: bool = False
    archived: bool = False
    nearest: Mapping[str, tuple[str, ...]] = {}
    facets: Mapping[str, tuple[FacetValue, ...]] = {}
    set_aside: int = 0
    filters: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    narrow: Narrowing | None = None
    related: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    is_answered: bool = True
    lacking_language: str | None = None
    fallback: OptionalText | None = None

    def tables(self) -> "Sequence[Table]":
        """Return the hits, and the facets where they were asked for."""
        from kcs_cli.render.report import Column, Table  # JSON, which most programs want, is made of the fields

        columns: Columns = (
            "rank", "id", "title", "confidence", "audience", "kind", "owner", "owner_source", "updated_on",
            "cases", "used_on", "flags", Column("score", "score", lambda score: round(score, 3)),
            "path", "line", "section", "passage", Column("fault", ""),
        )  # fmt: skip
        rows = tuple(
            (h.rank, h.id, h.title, h.confidence, h.audience, h.kind, h.owner, h.owner_source, h.updated_on,
             h.cases, h.used_on, h.flags, h.score, h.path, h.line, h.section, h.passage,
             f"line {h.fault.line}: {h.fault.reason}" if h.fault else None)
            for h in self.hits
        )  # fmt: skip
        counts = tuple((name, value, n) for name, values in self.facets.items() for value, n in values)
        hits = Table("", columns, rows)
        return (hits, Table("Facets", ("filter", Column("name", "value"), "articles"), counts)) if counts else (hits,)


def report_search(
    query: str,
    answer: Answer,
    today: date,
    days: Mapping[str, date] = MappingProxyType({}),
    *,
    full: bool = False,
    set_aside: int = 0,
) -> SearchReport:
    """Make the report of an answer; `days` are those of the last work, by path, `full` adds the articles' whole text."""
    hits = tuple(_hit(rank, match, answer, full) for rank, match in enumerate(answer.matches, 1))
    hits = tuple(_with_age(hit, days.get(hit.path, hit.updated_on), today) for hit in hits)
    evidence = answer.matches[0].evidence if answer.matches else 0.0
    return SearchReport(
        query=query,
        hits=hits,
        found=answer.found - answer.joined,
        relaxed=answer.relaxed,
        archived=answer.archived,
        nearest=dict(answer.nearest),
        facets={name: tuple(FacetValue(*one) for one in values) for name, values in answer.facets.items()},
        set_aside=set_aside,
        dropped=answer.dropped,
        # What only meaning found is listed, and counted as nothing found: gaps see it so, too
        is_answered=evidence is None or (evidence >= SOME and answer.found > 0),
        related=related_searches(query, answer.matches[:RELATED_TO]),
    )


def with_owners(report: SearchReport, whose: Whose) -> SearchReport:
    """Say whose the hits are, guesses included."""
    known = [(hit, *whose.of(hit.path)) for hit in report.hits]
    hits = (hit._replace(owner=", ".join(owners), owner_source=source) for hit, owners, source in known)
    return report._replace(hits=tuple(hits))


def related_searches(query: str, matches: Sequence[Match]) -> tuple[str, ...]:
    """Return other searches that led to the first articles, in turn from each."""
    asked = [fold(words) for words in (query, *(match.card.title for match in matches))]
    others = [[words for words in match.card.asked if fold(words) not in asked] for match in matches]
    found: dict[str, str] = {}
    for words in filter(None, chain.from_iterable(zip_longest(*others))):
        found.setdefault(fold(words), words)
    return tuple(found.values())[:MOST_RELATED]


def _with_age(hit: Hit, changed_on: date | None, today: date) -> Hit:
    """Say when an article was changed last."""
    return hit._replace(changed_on=changed_on, age_days=(today - changed_on).days if changed_on else None)


def _hit(rank: int, match: Match, answer: Answer, full: bool) -> Hit:
    """Make one hit of a match."""
    card = match.card
    owners, source = named_owners(card.owner, card.by_rule, rule_source=card.rule_source)
    passage = best_passage(card, answer.needles, match.line)
    return Hit(
        rank=rank,
        id=card.id,
        title=card.title,
        path=card.path,
        line=passage.line,
        section=passage.section,
        passage=passage.text,
        marks=passage.marks,
        kind=card.kind,
        confidence=card.confidence,
        audience=card.audience,
        owner=", ".join(owners),
        owner_source=source,
        tags=card.tags,
        language=card.language,
        updated_on=card.updated_on,
        age_days=None,
        score=match.score,
        cases=match.reuse.cases,
        used_on=match.reuse.last_on,
        flags=match.reuse.flags,
        parts=match.parts,
        body=_whole(card.body) if full else None,
        translations=match.translations,
        sentence=passage.sentence if passage.sentence[1] else None,
        fault=card.fault,
    )


def _whole(body: str) -> str:
    """Return an article's text, what it includes in lines of its own."""
    from kcs_cli.article.include.seam import with_lines  # few searches ask for whole texts

    return with_lines(body)


def is_vague(answer: Answer) -> bool:
    """Tell whether many articles answer, and about equally well: the words do not say which is meant."""
    scores = [match.score for match in answer.matches]
    return answer.found >= MANY and len(scores) >= FEW and scores[FEW - 1] >= FLAT * scores[0]


def find_narrowing(facets: Mapping[str, tuple[tuple[str, int], ...]], found: int) -> Narrowing | None:
    """Return the filter with the highest information (Shannon's entropy over its values) of those most articles have."""
    parting = {name: [(value, n) for value, n in values if n <= NARROWS * found] for name, values in facets.items()}
    usable = {name: values for name, values in parting.items() if len(values) > 1 and sum(n for _, n in values) * 2 >= found}
    if not usable:
        return None
    best = max(usable, key=lambda name: entropy([n for _, n in usable[name]]))
    return Narrowing(best, tuple(FacetValue(*one) for one in usable[best][:SHOWN]))


def entropy(counts: Sequence[int]) -> float:
    """Return the information in bits of a choice between values of some counts."""
    total = sum(counts)
    return -sum(n / total * log2(n / total) for n in counts)
