"""What an agent asks, sees and does while a customer is there: calls that the commands make, and nothing of a terminal."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.audience import is_narrower
from kcs_cli.article.card import Card
from kcs_cli.article.view import render_page
from kcs_cli.channel.answer import answer_from
from kcs_cli.channel.article_state import report_card
from kcs_cli.channel.form import as_chat
from kcs_cli.cli.link import link_or_replace
from kcs_cli.cli.open import find_address
from kcs_cli.cli.personal import Ask, check_personal
from kcs_cli.cli.screen.look import title
from kcs_cli.journal.vocabulary import Use
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.owners.whose import article_owners
from kcs_cli.search.ask import Reply, note_reply, reply
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.passage import question_marks
from kcs_cli.search.index.codes import article_codes
from kcs_cli.search.index.opener import engine
from kcs_cli.search.log import last_search
from kcs_cli.search.name import find_card, line_of
from kcs_cli.search.read_log import note_read
from kcs_cli.search.report import Hit, SearchReport
from kcs_cli.search.view import MOST_VALUES
from kcs_cli.solve.case_at_hand import VARIABLE, case_at_hand, forget_case, keep_case
from kcs_cli.solve.flag import flag
from kcs_cli.text.display import on_one_line, one_line, shorten
from kcs_cli.text.identifier import short_event

SHORT_TITLE = 60  # columns
LARGE = 5_000  # articles from which what a question means takes longer than a key may
PAINT = r"\x1b\[[\d;]*m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)"  # colours and links of a terminal


class FilterValue(NamedTuple):
    """A value of a filter, and how many articles it leaves; of one that is on that is not counted."""

    name: str
    value: str
    articles: int | None = None

    def shown(self) -> str:
        """Write it."""
        return f"{self.name}: {one_line(self.value)}" + ("" if self.articles is None else f" ({self.articles:,})")


class Conversation:
    """One agent at one terminal: the words, the filters, the hits, the case.

    A question is noted in the log when the agent settles on it (`settle`), as one search, however it was typed. `ask` asks
    yes or no. Nothing here is for several threads.
    """

    def __init__(self, kb: KnowledgeBase, ask: Ask) -> None:
        self.kb = kb
        self.ask = ask
        self.case = case_at_hand(kb, os.environ)
        self.words = ""
        self.filters: dict[str, tuple[str, ...]] = {}
        self.reply: Reply | None = None
        self.is_whole = True
        self.noted: SearchReport | None = None
        self.usual: Mapping[str, str] = {}  # what most articles have, and no hit says
        self.told: list[str] = []
        kb.tell = self.told.append

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The articles that answer what was asked last."""
        return self.reply.report.hits if self.reply else ()

    def prepare(self) -> None:
        """Open what the first question would wait for. Raise KcsError."""
        self.usual = engine(self.kb).usual()
        article_codes(self.kb)

    def search(self, words: str, quick: bool = False) -> SearchReport | None:
        """Answer the words as far as they are typed, and note nothing; None where nothing is asked. Raise KcsError.

        A `quick` answer in a large base is by words alone: it is not whole yet. Where these find nothing, it is.
        """
        self.words = words
        self.is_whole = not (quick and engine(self.kb).count() > LARGE)
        if words.strip() or self.filters:
            self.usual = self.usual or engine(self.kb).usual()
            self.reply = self._reply()
            if not (self.is_whole or self.hits):
                self.is_whole = True
                self.reply = self._reply()
        else:
            self.is_whole = True
            self.reply = self.noted = None  # what is asked next is asked for another customer, be it the same
        return self.reply.report if self.reply else None

    def _reply(self) -> Reply:
        """Answer the words."""
        return reply(
            self.kb, self.words, Where(self.filters), self.kb.config.search.limit, article_owners, quick=not self.is_whole
        )

    def settle(self) -> None:
        """Note the question in the log, once: the agent has waited for it, or does something with a hit."""
        if self.reply and not (self.noted and _is_same(self.noted, self.reply.report)):
            note_reply(self.kb, self.reply)
            self.noted = self.reply.report

    def refresh(self) -> SearchReport | None:
        """Answer the same words again from the files as they are now."""
        self.kb.forget()
        return self.search(self.words)

    def page(self, hit: Hit, columns: int, coloured: bool) -> str:
        """Return an article as `kcs show` writes it. Raise KcsError."""
        return render_page(report_card(self.kb, find_card(self.kb, hit.path)), columns, coloured)

    def marked_page(self, hit: Hit, columns: int, coloured: bool) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return an article as `kcs show` writes it, and where it has the question's words as a person reads it.

        Raise KcsError.
        """
        page = self.page(hit, columns, coloured)
        return page, self.marks(re.sub(PAINT, "", page), hit)

    def marks(self, text: str, hit: Hit) -> tuple[tuple[int, int], ...]:
        """Return where a text has the question's words."""
        return question_marks(self.reply.report.query, hit.language)(text) if self.reply else ()

    def open(self, hit: Hit) -> Card:
        """Note that an article is read, and the search that led to it."""
        self.settle()
        card = find_card(self.kb, hit.path)
        note_read(self.kb, card)
        return card

    def link(self, hit: Hit) -> str:
        """Link an article to the case; return what to tell. Raise KcsError."""
        self.settle()
        report = link_or_replace(self.kb, [hit.path], self.case, Use.resolution, ask=self.ask)
        (one,) = report.linked
        replaced = f", in the place of {', '.join(report.replaced)}" if report.replaced else ""
        return f"{'Was linked before' if one.was_linked else 'Linked'} to case {self.case}: {_named(hit)}{replaced}"

    def flag(self, hit: Hit, text: str) -> str:
        """Say what is wrong with an article; return what to tell. Raise KcsError."""
        self.settle()
        check_personal([on_one_line(text)], self.kb.config, (), ask=self.ask)
        report = flag(self.kb, hit.path, text, None, self.case or None)
        return f"{report.done.capitalize()}, flag {short_event(report.event)}: {_named(hit)}"

    def answer(self, hit: Hit) -> str:
        """Return what solves it, as `kcs answer` writes it for customers; what they may not see, for those who may."""
        card = self.open(hit)
        audience = Audience(card.audience) if is_narrower(card.audience, Audience.customer) else Audience.customer
        return as_chat(answer_from(self.kb, card, audience))

    def address(self, hit: Hit) -> str:
        """Return the address of an article's page. Raise KcsError for none."""
        return find_address(self.kb, self.open(hit))

    def place(self, hit: Hit) -> tuple[Path, int]:
        """Return the file of an article and the line to edit it at."""
        card = self.open(hit)
        return self.kb.root / card.path, line_of(self.kb, card)

    def said(self) -> list[str]:
        """Return the words that a new article begins with; none where `kcs new` takes them from the log itself."""
        self.settle()
        last = last_search(self.kb)
        return [self.words] if self.words.strip() and last and last.shown else []

    def counts(self) -> list[FilterValue]:
        """Return the filters that are on, then those that would narrow the question. Raise KcsError."""
        answered = reply(self.kb, self.words, Where(self.filters), 1, article_owners, facets=True)
        on = [FilterValue(name=name, value=value) for name, values in self.filters.items() for value in values]
        known = {(one.name, one.value) for one in on}
        return on + [
            FilterValue(name=name, value=value, articles=articles)
            for name, values in answered.report.facets.items()
            for value, articles in values[:MOST_VALUES]
            if articles < answered.versions and (name, value) not in known
        ]

    def toggle(self, name: str, value: str) -> None:
        """Put a filter's value on, or take it off."""
        on = self.filters.get(name, ())
        values = tuple(one for one in on if one != value) if value in on else (*on, value)
        self.filters = {**self.filters, name: values}
        self.filters = {name: values for name, values in self.filters.items() if values}

    def set_case(self, case: str) -> str:
        """Keep the case for this terminal, none for nothing; return what to tell. Raise KcsError."""
        if case := on_one_line(case):
            keep_case(self.kb, case)
        else:
            forget_case(self.kb)
        self.case = case
        said = f"Case {one_line(case)}" if case else "No case"
        given = os.environ.get(VARIABLE, case)
        return said if given == case else f"{said} here; commands go by {VARIABLE}, which says {one_line(given)}"


def _is_same(one: SearchReport, other: SearchReport) -> bool:
    """Tell whether two reports are of the same question."""
    return (one.query, one.filters) == (other.query, other.filters)


def _named(hit: Hit) -> str:
    """Name an article."""
    return f"{shorten(title(hit), SHORT_TITLE)} ({one_line(hit.id)})"
