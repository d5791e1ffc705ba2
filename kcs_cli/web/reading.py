"""What is read over HTTP: the calls that `kcs search`, `show`, `answer` and `events` make, as these readers may see them."""

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from kcs_cli.article.audience import is_narrower
from kcs_cli.article.card import Card
from kcs_cli.article.link import destination_path
from kcs_cli.article.report import ArticleReport, report_article
from kcs_cli.channel.address import OPENED, public_address
from kcs_cli.channel.answer import answer_from
from kcs_cli.channel.article_state import report_card
from kcs_cli.channel.form import FORMS
from kcs_cli.channel.outward import outward_article
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.journal.timeline import EventFilter, list_events, report_events
from kcs_cli.owners.whose import article_owners
from kcs_cli.render.format import FORMAT_VERSION
from kcs_cli.search.ask import Reply, note_reply, reply
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.index.opener import engine
from kcs_cli.search.name import ids_of
from kcs_cli.search.read_log import note_read
from kcs_cli.search.report import SearchReport
from kcs_cli.solve.case import report_case
from kcs_cli.text.dates import read_since
from kcs_cli.web.answered import (
    FacetCounts,
    FacetValueCount,
    Suggestion,
    SuggestionAnswer,
    WebAnswer,
    own_answer,
    report_answer,
)
from kcs_cli.web.asked import (
    MOST_HITS,
    AnswerParameters,
    ArticleParameters,
    EventParameters,
    FilterParameters,
    NoParameters,
    SearchParameters,
    SuggestionParameters,
)
from kcs_cli.web.call import WebCall, unknown
from kcs_cli.web.problem import RefusedError

MEDIA_TYPES = {"html": "text/html", "jsonl": "application/jsonl", "markdown": "text/markdown"}


def search(call: WebCall, asked: SearchParameters) -> WebAnswer:
    """Find articles; the first page is noted in the log, but while somebody types. Raise KcsError."""
    if not (asked.q.strip() or asked.filters):
        raise KcsError("There is nothing to search for", "Pass what the customer says as q, or a filter")
    report, next_cursor = find(call, asked)
    return report_answer(call, report, next_cursor)


def find(call: WebCall, asked: SearchParameters) -> tuple[SearchReport, str]:
    """Return a page of hits, and where the next one begins; nothing for the last one. Raise KcsError."""
    mark = (
        f"{crc32(repr((asked.q, sorted(asked.filters.items()), asked.env, asked.archived)).encode('utf-8', 'replace')):08x}"
    )
    first = _place_of(asked.cursor, mark)
    last = min(first + asked.limit, MOST_HITS)
    answered = replied(call, asked, last, quick=asked.typing)
    if not (first or asked.typing):
        note_reply(call.seen, answered)
    report = answered.report
    is_more = len(report.hits) == last < min(report.found, MOST_HITS)
    return report._replace(hits=report.hits[first:]), f"{last}.{mark}" if is_more else ""


def replied(call: WebCall, asked: FilterParameters, limit: int, *, facets: bool = False, quick: bool = False) -> Reply:
    """Ask the index. Raise KcsError."""
    if not call.is_internal and (asked.path or asked.owner):
        raise KcsError("These readers know neither folders nor owners", "Filter by tag, state, kind, lang")
    where = Where(asked.filters, asked.archived, asked.env)
    whose = article_owners if call.is_internal else None
    return reply(call.seen, asked.q, where, limit, whose, facets=facets, quick=quick)


def _place_of(cursor: str, mark: str) -> int:
    """Return how many hits were on the pages before. Raise KcsError for a cursor of another question."""
    if not cursor:
        return 0
    place, _, of = cursor.partition(".")
    if of != mark or not (place.isascii() and place.isdecimal()) or not 0 < int(place[:6]) < MOST_HITS:
        raise KcsError("That cursor is of another search", "Pass it with everything else as it was, or leave it out")
    return int(place)


def facets(call: WebCall, asked: FilterParameters) -> WebAnswer:
    """Count the values of all filters, of the articles that answer a question, or of all. Raise KcsError."""
    report = replied(call, asked, 1, facets=True).report
    counts = {
        name: [FacetValueCount(one.name or None, one.articles) for one in values] for name, values in report.facets.items()
    }
    return own_answer(call, FacetCounts(FORMAT_VERSION, report.found, counts))


def suggestions(call: WebCall, asked: SuggestionParameters) -> WebAnswer:
    """Return articles whose titles begin as is typed."""
    cards = call.seen_base.titles.beginning(asked.q, asked.limit)
    return own_answer(call, SuggestionAnswer(FORMAT_VERSION, [Suggestion(card.id, card.title) for card in cards]))


def article(call: WebCall, asked: ArticleParameters, id: str) -> WebAnswer:
    """Return an article, or a section of it, as these readers may see it, and note that it was read. Raise KcsError."""
    return report_answer(call, read_article(call, id, asked.section))


def read_article(call: WebCall, id: str, section: str = "") -> ArticleReport:
    """Return an article as these readers may see it, and note that it was read. Raise KcsError."""
    card = call.card(id)

    def lead(address: str) -> str:
        if OPENED.match(address):
            return address
        place = address.partition("#")[0].partition("?")[0]
        found = engine(call.seen).cards("path", destination_path(place, card.path)) if place else ()
        return public_address(found[0], call.kb.config) if found else ""

    with _as_it_is_now(call, card, id):
        if call.is_internal:
            report = report_card(call.kb, card, section or None, names_owner=False)
        else:
            seen = outward_article(call.kb, card, call.caller.audience, lead)
            report = report_article(seen, seen.body, section or None)
    note_read(call.seen, card)
    return report


def answer(call: WebCall, asked: AnswerParameters, id: str) -> WebAnswer:
    """Return an article as the answer that is handed over. Raise KcsError."""
    if is_narrower(asked.audience, call.caller.audience):
        raise RefusedError(403, f"An answer for {asked.audience} readers is not for these", f"for={call.caller.audience}")
    card = call.card(id)
    with _as_it_is_now(call, card, id):
        found = answer_from(call.kb, card, asked.audience, asked.section or None)
    note_read(call.seen, card)
    return WebAnswer(FORMS[asked.form](found), MEDIA_TYPES.get(asked.form, "text/plain"))


@contextmanager
def _as_it_is_now(call: WebCall, card: Card, id: str) -> Iterator[None]:
    """Have an article that is gone since a moment ago, or not for these readers any more, be as if it had never been."""
    try:
        yield
    except NotFoundError:  # a section
        raise
    except KcsError as error:
        if not call.is_internal or not (call.kb.root / card.path).exists():
            raise unknown(id) from error
        raise


def case(call: WebCall, asked: NoParameters, case: str) -> WebAnswer:  # noqa: ARG001 - every call is asked so
    """Return what a case received, as delivered and as it is now. Raise KcsError."""
    return report_answer(call, report_case(call.kb, case))


def events(call: WebCall, asked: EventParameters) -> WebAnswer:
    """Return what happened to articles, the oldest first. Raise KcsError."""
    kb = call.kb
    ids = ids_of(kb, asked.article) if asked.article else None
    wanted = EventFilter(ids, asked.case or None, None, asked.kind)
    found = [one for one in list_events(kb, read_since(asked.since or None, kb.now()), wanted) if one.id > asked.cursor]
    page = found[: asked.limit]
    return report_answer(call, report_events(kb, page), page[-1].id if len(found) > len(page) else "")
