"""What AI agents find and read: the calls that `kcs search` and `kcs show` make, as an audience may see it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote
from zlib import crc32

from kcs_cli import __version__
from kcs_cli.article.audience import NarrowerError, NeverWordError
from kcs_cli.article.card import Card
from kcs_cli.article.link import destination_path
from kcs_cli.article.model import Article, ArticleDays, named_owners
from kcs_cli.article.report import report_article
from kcs_cli.channel.address import OPENED, Leads, public_address
from kcs_cli.channel.article_state import report_card
from kcs_cli.channel.outward import outward_article
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.history.day import days_of
from kcs_cli.mcp.budget import PassagePart, fitted, tokens_of
from kcs_cli.mcp.data_mark import NOTICE
from kcs_cli.mcp.desk import DeskCall, uri_of
from kcs_cli.mcp.model import BotHit, FacetAnswer, FetchAnswer, SearchAnswer, StatusAnswer, TextAnswer
from kcs_cli.owners.whose import article_owners
from kcs_cli.search.ask import note_reply, reply
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.index.opener import all_cards, engine
from kcs_cli.search.read_log import note_read
from kcs_cli.search.report import Hit, SearchReport
from kcs_cli.text.display import one_line

MOST = 1_000  # hits of a search, on all pages
MOST_VALUES = 50  # of a filter
WHOLE = 200_000  # characters of an article that is fetched


class Question(NamedTuple):
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


def search(call: DeskCall, question: Question, limit: int, cursor: str, max_tokens: int) -> SearchAnswer:
    """Find articles; the first page is noted in the log. Raise KcsError."""
    _check_question(call, question)
    first = _place_of(cursor, question)
    last = min(first + limit, MOST)
    whose = article_owners if call.is_internal else None
    answered = reply(call.seen, question.words, question.where, last, whose)
    if not first:
        note_reply(call.seen, answered)
    report = answered.report
    hits = report.hits[first:]
    is_more = len(report.hits) == last < min(report.found, MOST)
    answer = SearchAnswer(
        query=report.query,
        nothing_fits=not (report.hits and report.is_answered),
        found=report.found,
        hits=list(_hits(call, hits)),
        next_cursor=f"{last}.{question.mark}" if is_more else None,
        dropped=list(report.dropped),
        similar_words={word: list(words) for word, words in report.nearest.items()},
        narrow=_narrow(call, report),
        only_archived=report.archived,
    )
    return _within(answer, hits, max_tokens)


def _check_question(call: DeskCall, question: Question) -> None:
    """Raise KcsError where nothing is asked, and for a folder that these readers do not know."""
    if not (question.words.strip() or question.filters):
        raise KcsError("There is nothing to search for", "Pass what the customer says as query, or a filter")
    for folder in () if call.is_internal else question.filters.get("path", ()):
        try:
            path = (call.seen.root / folder).resolve().relative_to(call.seen.root).as_posix()
        except (OSError, ValueError):
            path = ""
        if not path or not engine(call.seen).cards("folder", path):
            raise KcsError(f"There is no folder {one_line(folder)}", "facets counts the articles by folder")


def _place_of(cursor: str, question: Question) -> int:
    """Return how many hits were on the pages before. Raise KcsError for a cursor of another question."""
    if not cursor:
        return 0
    place, _, mark = cursor.partition(".")
    if mark != question.mark or not place.isdecimal() or not 0 < int(place[:6]) < MOST:
        raise KcsError("That cursor is of another search", "Pass next_cursor with query and filters as they were, or none")
    return int(place)


def _hits(call: DeskCall, hits: Sequence[Hit]) -> Iterator[BotHit]:
    """Return hits as clients read them; where they are from only to internal readers."""
    cards = {card.path: card for hit in hits for card in engine(call.seen).cards("path", hit.path)}
    known = [cards[hit.path] for hit in hits if hit.path in cards]
    revisions = dict(zip(cards, call.revisions(known), strict=False))
    for hit in hits:
        own = {"path": hit.path, "owner": hit.owner or None, "cases": hit.cases, "flags": hit.flags}
        yield BotHit(
            rank=hit.rank,
            id=hit.id,
            title=hit.title,
            uri=uri_of(hit.id),
            url=_url(call, cards.get(hit.path)),
            confidence=hit.confidence,
            audience=hit.audience,
            kind=hit.kind,
            language=hit.language or None,
            age_days=hit.age_days,
            revision=revisions.get(hit.path),
            line=hit.line,
            section=hit.section or None,
            passage=hit.passage or None,
            **(own if call.is_internal else {}),
        )


def _url(call: DeskCall, card: Card | Article | None) -> str | None:
    """Return the address of an article's page, if it has one."""
    return (public_address(card, call.kb.config) or None) if card else None


def _narrow(call: DeskCall, report: SearchReport) -> dict[str, dict[str, int]]:
    """Return the filter that would part many answers; none that goes by what these readers may not see."""
    hidden = () if call.is_internal else call.kb.config.channel.internal_fields
    if not report.narrow or report.narrow.filter in hidden:
        return {}
    return {report.narrow.filter: {one.name: one.articles for one in report.narrow.values}}


def _within(answer: SearchAnswer, hits: Sequence[Hit], tokens: int) -> SearchAnswer:
    """Return an answer with its passages as long as there is room for."""
    bare = answer.model_copy(update={"hits": [hit.model_copy(update={"passage": None}) for hit in answer.hits]})
    left = tokens - tokens_of(bare.model_dump_json(exclude_none=True)) - len(hits) * 4  # the name of the field
    texts = fitted([PassagePart(hit.passage, *(hit.sentence or (0, 0))) for hit in hits], left)
    shown = [one.model_copy(update={"passage": text or None}) for one, text in zip(answer.hits, texts, strict=True)]
    return answer.model_copy(update={"hits": shown})


def show(call: DeskCall, name: str, section: str = "", from_line: int = 1, most: int = 20_000) -> TextAnswer:
    """Return an article's text, or some of it, and note that it was read. Raise KcsError."""
    card = call.card(name)
    article = _article(call, card)
    report = report_article(article, article.body, section or None)
    lines = {one.line for one in report.sections} if section else set[int]()
    rows = _rows(article, lines, from_line)
    text, next_line = _first(rows, most)
    note_read(call.seen, card)
    return TextAnswer(
        id=article.id,
        title=article.title,
        uri=uri_of(article.id),
        url=_url(call, article),
        confidence=article.confidence,
        audience=article.audience,
        kind=article.kind,
        language=article.language or None,
        tags=list(article.tags),
        revision=call.kept_revision(card),
        sections=[one.heading for one in article.sections if one.heading],
        section=section or None,
        line=rows[0][0] if rows else from_line,
        next_line=next_line,
        text=text,
        age_days=_age(call, card),
        **(_own(call, card) if call.is_internal else {}),
    )


def fetch(call: DeskCall, name: str) -> FetchAnswer:
    """Return an article by the names that chat assistants ask for. Raise KcsError."""
    one = show(call, name, most=WHOLE)
    known = {name: str(value) for name in ("revision", "confidence", "audience", "kind", "language", "age_days")
             if (value := getattr(one, name)) is not None}  # fmt: skip
    metadata = {"notice": NOTICE, **known}
    return FetchAnswer(id=one.id, title=one.title, text=one.text, url=one.url or one.uri, metadata=metadata)


def _article(call: DeskCall, card: Card) -> Article:
    """Return an article as the readers may see it; one that has become narrower this moment is not there. Raise KcsError."""
    try:
        return outward_article(call.kb, card, call.desk.audience, _lead(call, card))
    except (NarrowerError, NeverWordError) as error:
        raise NotFoundError(f"No article goes by {card.id}", "Search for it") from error


def _lead(call: DeskCall, card: Card) -> Leads:
    """Return what gives each link of an article the address that these readers may follow, if there is one."""

    def lead(address: str) -> str:
        if OPENED.match(address):
            return address
        meant = unquote(address.partition("#")[0].partition("?")[0])
        known = engine(call.seen)
        found = meant and (known.cards("path", destination_path(meant, card.path)) or known.cards("name", meant.lower()))
        return (_url(call, found[0]) or uri_of(found[0].id)) if found else ""

    return lead


def _rows(article: Article, headings: set[int], from_line: int) -> list[tuple[int, str]]:
    """Return the lines of an article with their numbers, or those of some sections, from a line on."""
    begins = {one.line for one in article.sections}
    is_in, rows = not headings, list[tuple[int, str]]()
    for number, line in enumerate(article.body.split("\n"), article.body_line):
        if headings and number in begins:
            is_in = number in headings
        if is_in and number >= from_line:
            rows.append((number, line))
    while rows and not rows[0][1].strip():
        rows.pop(0)
    return rows


def _first(rows: Sequence[tuple[int, str]], most: int) -> tuple[str, int | None]:
    """Return as many lines as there is room for, the first at least in part, and where it goes on."""
    size, count = 0, 0
    for _, line in rows:
        size += len(line) + 1
        if size > most + 1 and count:
            break
        count += 1
    text = "\n".join(line for _, line in rows[:count])
    return text[:most].rstrip(), rows[count][0] if count < len(rows) else None


def _age(call: DeskCall, card: Card) -> int | None:
    """Return the days since an article was last worked on, by git, else since the day that it says itself."""
    changed_on: date | None = days_of(call.kb, [card.path]).get(card.path, ArticleDays()).worked or card.updated_on
    return (call.kb.now().date() - changed_on).days if changed_on else None


def _own(call: DeskCall, card: Card) -> dict[str, object]:
    """Return what only internal readers see of an article."""
    report = report_card(call.kb, card, names_owner=False)
    owners, _ = named_owners(card.owner, card.by_rule)
    said = [one.text for one in report.open_flags]
    return {"path": card.path, "owner": ", ".join(owners) or None, "cases": report.cases, "flags": said}


def facets(call: DeskCall, question: Question) -> FacetAnswer:
    """Count the values of all filters, of the articles that answer a question, or of all. Raise KcsError."""
    if question.words.strip() or question.filters:
        _check_question(call, question)
    report = reply(call.seen, question.words, question.where, 1, facets=True).report
    hidden = () if call.is_internal else call.kb.config.channel.internal_fields
    return FacetAnswer(
        found=report.found,
        facets={
            name: {one.name: one.articles for one in values[:MOST_VALUES]}
            for name, values in report.facets.items()
            if name not in hidden
        },
    )


def status(call: DeskCall) -> StatusAnswer:
    """Say what is served, and how."""
    known = engine(call.seen)
    confidence = [card.confidence for card in all_cards(call.seen)]
    return StatusAnswer(
        name=call.kb.root.name,
        version=__version__,
        audience=call.desk.audience,
        articles=len(confidence),
        languages=known.languages(),
        confidence={state: confidence.count(state) for state in dict.fromkeys(confidence)},
        can_write=call.desk.can_write,
        case=call.case or None,
        set_aside=known.count_broken() if call.is_internal else None,
    )
