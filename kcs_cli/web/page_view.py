"""What the page shows: hits with the words marked, filters with counts, an article as its readers may see it."""

import re
from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlencode

from markupsafe import Markup, escape
from msgspec import Meta

from kcs_cli.article.audience import WIDTH
from kcs_cli.article.link import destination_path
from kcs_cli.article.report import ArticleReport
from kcs_cli.channel.address import OPENED
from kcs_cli.channel.form import FORMS
from kcs_cli.channel.site.text import page_text
from kcs_cli.errors import KcsError
from kcs_cli.journal.vocabulary import FlagReason, Use
from kcs_cli.render.markdown.parser import read_markdown
from kcs_cli.render.markdown.relink import relinked
from kcs_cli.render.markdown.safe import clean_html
from kcs_cli.search.index.opener import engine
from kcs_cli.search.report import Hit
from kcs_cli.text.display import fold
from kcs_cli.web.asked import FilterParameters, SearchParameters
from kcs_cli.web.call import HINT, WebCall
from kcs_cli.web.reading import find, read_article, replied

MOST_HITS = 100
PART = "part-"  # begins the id of each heading of an article
IMAGE = re.compile(r"<img\b[^<>]*>")
ATTRIBUTE = re.compile(r'\s(\w+)="([^"]*)"')
FILTERS = {"state": "State", "kind": "Kind", "tag": "Tag", "lang": "Language", "audience": "For"}
MOST_VALUES = 30  # of a filter
FEW_HITS = 15


class PageParameters(FilterParameters, frozen=True):
    """What the page shows; `noted`: that search is in the log already, or somebody is still typing it."""

    id: Annotated[str, Meta(max_length=1_000)] = ""
    part: Annotated[str, Meta(max_length=20)] = ""
    case: Annotated[str, Meta(max_length=200)] = ""
    noted: bool = False
    limit: Annotated[int, Meta(ge=1)] = FEW_HITS

    @property
    def search(self) -> SearchParameters:
        """Return the search."""
        return SearchParameters(
            q=self.q, tag=self.tag, owner=self.owner, state=self.state, audience=self.audience, kind=self.kind,
            lang=self.lang, path=self.path, env=self.env, archived=self.archived, limit=min(self.limit, MOST_HITS),
            typing=self.noted,
        )  # fmt: skip

    def address(self, **other: str | int) -> str:
        """Return the page's address with something else."""
        pairs = {"q": self.q, **self.filters, "case": self.case, **other}
        return "/?" + urlencode({name: value for name, value in pairs.items() if value}, doseq=True, errors="replace")


def page_values(call: WebCall, asked: PageParameters) -> dict[str, Any]:
    """Return what a template is filled in with. Raise KcsError."""
    values: dict[str, Any] = {
        "asked": asked, "caller": call.caller, "name": call.kb.root.name, "hits": None, "report": None, "filters": (),
        "article": None, "error": None, "missing": None, "articles": call.seen_base.articles, "forms": tuple(FORMS),
        "reasons": tuple(FlagReason), "uses": tuple(Use),
        "audiences": [name for name, width in WIDTH.items() if width >= WIDTH[call.caller.audience]],
    }  # fmt: skip
    is_asked = bool(asked.q.strip() or asked.filters)
    try:
        if is_asked and (asked.part in ("", "hits") or (asked.part == "article" and not asked.noted)):
            values["report"], _ = find(call, asked.search)
            values["hits"] = [(hit, marked(hit), asked.address(id=hit.id)) for hit in values["report"].hits]
        if asked.part in ("", "filters"):
            values["filters"] = list(_filters(call, asked))
    except KcsError as error:
        values["error"] = error
    try:
        if asked.id and asked.part in ("", "article"):
            values["article"] = _article(call, asked.id)
    except KcsError as error:
        values["missing"] = KcsError(error.message, "Search for it above" if error.hint == HINT else error.hint)
    return values


def marked(hit: Hit) -> Markup:
    """Return a passage with the question's words marked."""
    text, pieces, at = hit.passage, list[Markup](), 0
    for start, end in hit.marks:
        pieces += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    return Markup("").join([*pieces, escape(text[at:])])


def _filters(call: WebCall, asked: PageParameters) -> Iterator[tuple[str, str, list[tuple[str, int, bool]]]]:
    """Yield the filters: name, heading, values with counts and whether each is chosen. Raise KcsError."""
    report = replied(call, asked, 1, facets=True).report
    for name, heading in FILTERS.items():
        chosen = asked.filters.get(name, ())
        counts = {one.name: one.articles for one in report.facets.get(name, ())[:MOST_VALUES] if one.name}
        values = [(value, counts.get(value, 0), value in chosen) for value in dict.fromkeys((*counts, *chosen))]
        if len(values) > 1 or chosen:
            yield name, heading, values


def _article(call: WebCall, id: str) -> dict[str, Any]:
    """Return an article: its facts, and its text as safe HTML. Raise KcsError."""
    report = read_article(call, id)
    return {"report": report, "html": Markup(_as_html(call, report)), "url": quote(report.id, safe="/")}


def _as_html(call: WebCall, report: ArticleReport) -> str:
    """Return an article's text as HTML in which nothing runs; its links lead to this page."""

    def lead(address: str) -> str:
        if OPENED.match(address):
            return address
        if address.startswith("#"):
            return f"#{PART}{address[1:]}"
        place, known = unquote(address.partition("#")[0].partition("?")[0]), engine(call.seen)
        found = place and (known.cards("path", destination_path(place, report.path)) or known.cards("name", place.lower()))
        return f"/?id={quote(found[0].id, safe='')}" if found else ""

    heads = [f"{'#' * one.level} {one.heading}\n\n" if _says_more(one.heading, report) else "" for one in report.sections]
    texts = [head + one.text for head, one in zip(heads, report.sections, strict=True)]
    html = clean_html(relinked(read_markdown("\n\n".join(texts)).html, lead))
    # No heading has an id that the page's script looks for
    return page_text(IMAGE.sub(_image, html), report.title, "Table").replace(' id="', f' id="{PART}')


def _image(found: re.Match[str]) -> str:
    """Return a link to an image: what another site has is not loaded unasked."""
    known = dict(ATTRIBUTE.findall(found[0]))
    words = known.get("alt", "").strip() or "image"
    return f'<a href="{known.get("src", "")}">{words}</a>'


def _says_more(heading: str, report: ArticleReport) -> bool:
    """Tell whether there is a heading that is not the title again."""
    return bool(heading) and fold(heading) != fold(report.title)
