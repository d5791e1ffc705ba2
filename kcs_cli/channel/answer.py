"""An article as the answer that is handed over: what its readers may see of it, by section, with where it came from."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kcs_cli.article.audience import outward_fields, seen_by
from kcs_cli.article.card import Card
from kcs_cli.article.model import Article, Section
from kcs_cli.article.reader import read_card
from kcs_cli.article.report import report_article
from kcs_cli.article.site_lead import site_lead
from kcs_cli.channel.address import leads_for, public_address
from kcs_cli.errors import NotFoundError
from kcs_cli.journal.note import revision_now
from kcs_cli.knowledge_base.config import heading_roles
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.render.markdown.relink import Leads, relinked
from kcs_cli.search.index.opener import all_cards
from kcs_cli.text.display import fold, in_shell

RESOLUTION = "resolution"
DEFINITION = re.compile(r"^ {0,3}\[(?P<label>(?:\\.|[^\]\\\n])+)\]:[^\n]*\n?(?:(?: {4}|\t)[^\n]*\n?)*", re.MULTILINE)


class AnswerSection(NamedTuple):
    """One section of an answer, as HTML that is not yet safe."""

    heading: str
    html: str


class ChannelAnswer(NamedTuple):
    """An answer: the article it is of, the public address if there is one, the text as HTML that is not yet safe.

    `fields` are what its readers may see of the article; `is_whole`: it has no section that says what to do.
    """

    id: str
    title: str
    url: str
    fields: dict[str, str]
    html: str
    sections: tuple[AnswerSection, ...]
    is_whole: bool = False


def answer_from(kb: KnowledgeBase, card: Card, audience: Audience, section: str | None = None) -> ChannelAnswer:
    """Return the answer that an article has for an audience: the section asked for, else what to do, else all it says.

    Raise NarrowerError, NeverWordError; NotFoundError for a section it does not have, or that has nothing for these readers.
    """
    article, source = read_card(kb, card)
    seen = seen_by(article, source, audience, kb.config)
    asked = section or (RESOLUTION if any(one.role == RESOLUTION for one in article.sections) else "")
    sections = _sections(kb, seen, asked)
    if not any(one.text.strip() for one in sections):
        what = f"{asked} for {audience} readers" if asked else f"for {audience} readers"
        raise NotFoundError(f"{article.id} has no {what}", f"kcs show {in_shell(article.id)} has all of it")
    cards = all_cards(kb)
    lead = leads_for(seen, audience, cards, kb.config, site_lead(kb, cards))
    return ChannelAnswer(
        id=seen.id,
        title=seen.title,
        url=public_address(seen, kb.config),
        fields=outward_fields(_facts(kb, card, seen), audience, kb.config),
        html=_as_html(_joined(sections, is_known=bool(asked)), seen.body, lead),
        sections=tuple(AnswerSection(one.heading, _as_html(one.text, seen.body, lead)) for one in sections),
        is_whole=not asked,
    )


def _facts(kb: KnowledgeBase, card: Card, seen: Article) -> dict[str, str]:
    """Return where an answer comes from: enough to name it, and to find who received it."""
    return {
        "id": seen.id, "title": seen.title, "url": public_address(seen, kb.config), "language": seen.language,
        "audience": seen.audience.value, "confidence": seen.confidence.value, "revision": revision_now(kb, card).blob,
    }  # fmt: skip


def _sections(kb: KnowledgeBase, seen: Article, asked: str) -> Sequence[Section]:
    """Return the sections that were asked for; of all, the heading that says the title again is none."""
    if asked:
        roles = heading_roles(kb.config)
        is_left = fold(asked) in roles.values() and not any(one.role == fold(asked) for one in seen.sections)
        return () if is_left else report_article(seen, seen.body, asked).sections
    return [one._replace(heading="") if fold(one.heading) == fold(seen.title) else one for one in seen.sections]


def _joined(sections: Sequence[Section], *, is_known: bool) -> str:
    """Return sections as one text; the heading of the first is known where it was asked for."""
    texts = [
        f"{'#' * one.level} {one.heading}\n\n{one.text}" if one.heading and not (is_known and number == 0) else one.text
        for number, one in enumerate(sections)
    ]
    return "\n\n".join(texts)


def _as_html(text: str, body: str, lead: Leads) -> str:
    """Return a text as HTML: with what its links and footnotes are called elsewhere in the article."""
    from kcs_cli.render.markdown.parser import read_markdown

    return relinked(read_markdown("\n\n".join([text, *_definitions(text, body)])).html, lead)


def _definitions(text: str, body: str) -> Iterator[str]:
    """Yield the definitions in an article that a text of it uses and does not have."""
    lower = text.casefold()
    for found in DEFINITION.finditer(body) if "[" in text else ():
        if found[0].strip() not in text and f"[{found['label'].casefold()}]" in lower:
            yield found[0].strip()
