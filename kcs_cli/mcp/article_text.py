"""What AI agents read: an article, or some of it, as an audience may see it."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import unquote

from kcs_cli.article.audience import NarrowerError, NeverWordError
from kcs_cli.article.card import Card
from kcs_cli.article.link import destination_path
from kcs_cli.article.model import Article, ArticleDays, named_owners
from kcs_cli.article.report import ArticleReport, report_article
from kcs_cli.channel.address import OPENED
from kcs_cli.channel.article_state import report_card
from kcs_cli.channel.outward import outward_article
from kcs_cli.errors import NotFoundError
from kcs_cli.history.day import days_of
from kcs_cli.mcp.data_mark import NOTICE
from kcs_cli.mcp.model import FetchAnswer, TextAnswer
from kcs_cli.mcp.service import ToolCall, uri_of
from kcs_cli.render.markdown.relink import Leads
from kcs_cli.search.index.opener import engine
from kcs_cli.search.read_log import note_read

WHOLE = 200_000  # characters of an article that is fetched


def show(call: ToolCall, name: str, section: str = "", from_line: int = 1, most: int = 20_000) -> TextAnswer:
    """Return an article's text, or some of it, and note that it was read. Raise KcsError."""
    card = call.card(name)
    article = _article(call, card)
    report = _report(article, section)
    lines = {one.line for one in report.sections} if section else set[int]()
    rows = _rows(article, lines, from_line)
    text, next_line = _first(rows, most)
    note_read(call.seen, card)
    answer = TextAnswer(
        id=article.id,
        title=article.title,
        uri=uri_of(article.id),
        url=call.url(article),
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
    )
    return answer.model_copy(update=_own(call, card)) if call.is_internal else answer


def _report(article: Article, section: str) -> ArticleReport:
    """Return what an article says, or a section of it. Raise NotFoundError."""
    try:
        return report_article(article, article.body, section or None)
    except NotFoundError as error:
        # Its headings are data, and an error is not marked as such
        raise NotFoundError(error.message, "show without section has its headings") from error


def fetch(call: ToolCall, name: str) -> FetchAnswer:
    """Return an article by the names that chat assistants ask for. Raise KcsError."""
    one = show(call, name, most=WHOLE)
    known = {name: str(value) for name in ("revision", "confidence", "audience", "kind", "language", "age_days")
             if (value := getattr(one, name)) is not None}  # fmt: skip
    metadata = {"notice": NOTICE, **known}
    return FetchAnswer(id=one.id, title=one.title, text=one.text, url=one.url or one.uri, metadata=metadata)


def _article(call: ToolCall, card: Card) -> Article:
    """Return an article as the readers may see it; one that has become narrower this moment is not there. Raise KcsError."""
    try:
        return outward_article(call.kb, card, call.service.audience, _lead(call, card))
    except (NarrowerError, NeverWordError) as error:
        raise NotFoundError(f"No article goes by {card.id}", "Search for it") from error


def _lead(call: ToolCall, card: Card) -> Leads:
    """Return what gives each link of an article the address that these readers may follow, if there is one."""

    def lead(address: str) -> str:
        if OPENED.match(address):
            return address
        meant = unquote(address.partition("#")[0].partition("?")[0])
        known = engine(call.seen)
        found = meant and (known.cards("path", destination_path(meant, card.path)) or known.cards("name", meant.lower()))
        return (call.url(found[0]) or uri_of(found[0].id)) if found else ""

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


def _age(call: ToolCall, card: Card) -> int | None:
    """Return the days since an article was last worked on, by git, else since the day that it says itself."""
    changed_on: date | None = days_of(call.kb, [card.path]).get(card.path, ArticleDays()).worked or card.updated_on
    return (call.kb.now().date() - changed_on).days if changed_on else None


def _own(call: ToolCall, card: Card) -> dict[str, object]:
    """Return what only internal readers see of an article."""
    report = report_card(call.kb, card, names_owner=False)
    owners, _ = named_owners(card.owner, card.by_rule)
    said = [one.text for one in report.open_flags]
    return {"path": card.path, "owner": ", ".join(owners) or None, "cases": report.cases, "flags": said}
