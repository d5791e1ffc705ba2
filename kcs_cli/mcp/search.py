"""The searches of AI agents: the calls that `kcs search` makes, as an audience may see what they find."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from kcs_cli.errors import KcsError
from kcs_cli.mcp.budget import PassagePart, fitted, tokens_of
from kcs_cli.mcp.model import BotHit, FacetAnswer, SearchAnswer
from kcs_cli.mcp.service import ToolCall, uri_of
from kcs_cli.owners.whose import article_owners
from kcs_cli.search.ask import note_reply, reply
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.index.opener import engine
from kcs_cli.search.log import note_further
from kcs_cli.search.report import Hit, SearchReport
from kcs_cli.text.display import shorten

MOST = 1_000  # hits of a search, on all pages
FIELD = 5  # tokens of the name of a passage's field, and of what is escaped in it
LAST = ("revision", "age_days")  # what `show` tells, and goes last
ASIDE = ("similar_words", "narrow")
LONGEST_QUERY = 40  # characters of a question that are repeated where there is little room
LESS = ("uri", "url", "section", "path", "owner", "kind", "language", "cases", "flags")  # what an id leads to
MOST_VALUES = 30  # of a filter
INWARD = ("path", "owner")  # filters that are for internal readers alone, as over HTTP


class SearchRequest(NamedTuple):
    """What is asked: words, filters by name, whether archived articles count, the environment."""

    words: str
    filters: Mapping[str, tuple[str, ...]] = {}
    archived: bool = False
    environment: str = ""

    @property
    def where(self) -> Where:
        """Return what it is restricted by."""
        return Where(self.filters, self.archived, self.environment)

    @property
    def mark(self) -> str:
        """Return what tells it from other questions, so that no cursor goes on in another one."""
        return f"{crc32(repr((self.words, sorted(self.filters.items()), *self[2:])).encode('utf-8', 'replace')):08x}"


def find_articles(call: ToolCall, request: SearchRequest, limit: int, cursor: str, max_tokens: int) -> SearchAnswer:
    """Find articles; the first page is noted in the log, and how far the others go. Raise KcsError."""
    if not (request.words.strip() or request.filters):
        raise KcsError("There is nothing to search for", "Pass what the customer says as query, or a filter")
    _check_filters(call, request)
    first = _place_of(cursor, request)
    last = min(first + limit, MOST)
    whose = article_owners if call.is_internal else None
    answered = reply(call.seen, request.words, request.where, min(last + 1, MOST), whose)  # with one that tells of more
    all_hits = answered.report.hits
    report = answered.report._replace(hits=all_hits[:last])
    if not first:
        note_reply(call.seen, answered._replace(report=report))
    else:
        note_further(call.seen, report.query, report.hits)
    hits, is_more = report.hits[first:], len(all_hits) > last
    # Translations are counted one by one, and are one hit: where the list ends its length is known
    found = report.found if is_more or last == MOST else len(all_hits)
    answer = SearchAnswer(
        query=report.query,
        nothing_fits=not (report.hits and report.is_answered),
        found=found,
        hits=list(_hits(call, hits)),
        next_cursor=f"{last}.{request.mark}" if is_more else None,
        dropped=list(report.dropped) or None,
        similar_words={word: list(words) for word, words in report.nearest.items()} or None,
        narrow=_narrow(call, report) or None,
        lacking_language=report.lacking_language,
        only_archived=report.archived or None,
    )
    return _within(answer, hits, max_tokens)


def _check_filters(call: ToolCall, request: SearchRequest) -> None:
    """Raise KcsError for a filter by what these readers do not know, whatever its value: an answer would tell of it."""
    if not call.is_internal and any(name in request.filters for name in INWARD):
        raise KcsError("These readers know neither folders nor owners", "Filter by tag, state, kind, lang")


def _hidden(call: ToolCall) -> Collection[str]:
    """Return the filters whose values these readers may not see."""
    return () if call.is_internal else {*INWARD, *call.kb.config.channel.internal_fields}


def _place_of(cursor: str, request: SearchRequest) -> int:
    """Return how many hits were on the pages before. Raise KcsError for a cursor of another question."""
    if not cursor:
        return 0
    place, _, mark = cursor.partition(".")
    if mark != request.mark or not place.isdecimal() or not 0 < int(place[:6]) < MOST:
        raise KcsError("That cursor is of another search", "Pass next_cursor with query and filters as they were, or none")
    return int(place)


def _hits(call: ToolCall, hits: Sequence[Hit]) -> Iterator[BotHit]:
    """Return hits as clients read them; where they are from only to internal readers."""
    cards = {card.path: card for hit in hits for card in engine(call.seen).cards("path", hit.path)}
    known = [cards[hit.path] for hit in hits if hit.path in cards]
    revisions = dict(zip(cards, call.revisions(known), strict=False))
    for hit in hits:
        own = {"path": hit.path, "owner": hit.owner or None, "cases": hit.cases, "flags": hit.flags}
        one = BotHit(
            rank=hit.rank,
            id=hit.id,
            title=hit.title,
            uri=uri_of(hit.id),
            url=call.url(cards[hit.path]) if hit.path in cards else None,
            confidence=hit.confidence,
            audience=hit.audience,
            kind=hit.kind,
            language=hit.language or None,
            age_days=hit.age_days,
            revision=revisions.get(hit.path),
            line=hit.line,
            section=hit.section or None,
            passage=hit.passage or None,
        )
        yield one.model_copy(update=own) if call.is_internal else one


def _narrow(call: ToolCall, report: SearchReport) -> dict[str, dict[str, int]]:
    """Return the filter that would part many answers; none that goes by what these readers may not see."""
    if not report.narrow or report.narrow.filter in _hidden(call):
        return {}
    return {report.narrow.filter: {one.name: one.articles for one in report.narrow.values}}


def _within(answer: SearchAnswer, hits: Sequence[Hit], tokens: int) -> SearchAnswer:
    """Return an answer of so many tokens with all hits: passages become shorter, then titles; else what it has at least."""
    passages = [PassagePart(hit.passage, *(hit.sentence or (0, 0))) for hit in hits]
    titles = [PassagePart(hit.title) for hit in hits]
    for less, field, parts in (
        ((), "passage", passages), (LESS, "passage", passages), (LESS, "title", titles), ((*LESS, *LAST), "title", titles),
    ):  # fmt: skip
        gone = {**dict.fromkeys((*less, "passage")), field: "" if field == "title" else None}
        bare = _with(_shorter(answer) if less else answer, [gone] * len(hits))
        left = tokens - _size(bare) - len(hits) * FIELD
        if left >= 0:
            return _with(bare, [{field: text or gone[field]} for text in fitted(parts, left)])
    return bare.model_copy(update={"needs_tokens": _size(bare)}) if _size(bare) > tokens else bare


def _shorter(answer: SearchAnswer) -> SearchAnswer:
    """Return an answer without what only helps to ask again, and not with all of a long question."""
    return answer.model_copy(update={**dict.fromkeys(ASIDE), "query": shorten(answer.query, LONGEST_QUERY)})


def _with(answer: SearchAnswer, changes: Sequence[Mapping[str, str | None]]) -> SearchAnswer:
    """Return an answer with changes in its hits."""
    changed = [one.model_copy(update=dict(change)) for one, change in zip(answer.hits, changes, strict=True)]
    return answer.model_copy(update={"hits": changed})


def _size(answer: SearchAnswer) -> int:
    """Return about how many tokens an answer has."""
    return tokens_of(answer.model_dump_json(exclude_none=True))


def count_facets(call: ToolCall, request: SearchRequest) -> FacetAnswer:
    """Count the values of all filters, of the articles that answer a question, or of all. Raise KcsError."""
    _check_filters(call, request)
    report = reply(call.seen, request.words, request.where, 1, facets=True).report
    hidden = _hidden(call)
    return FacetAnswer(
        found=report.found,
        facets={
            name: {one.name: one.articles for one in values[:MOST_VALUES]}
            for name, values in report.facets.items()
            if values and name not in hidden
        },
    )
