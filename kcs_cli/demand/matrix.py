"""`kcs matrix` on a knowledge base: its topics, with their articles, cases and searches."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.demand.case_file import each_once, read_cases
from kcs_cli.demand.gap import Gaps
from kcs_cli.demand.matrix_proposal import Proposal, ProposalReport
from kcs_cli.demand.matrix_report import (
    MatrixReport,
    TopicArticle,
    TopicState,
    Volume,
    report_matrix,
)
from kcs_cli.errors import KcsError
from kcs_cli.files.plain_file import is_there
from kcs_cli.history.opening import history, recent_pasts
from kcs_cli.history.past import Change, ChangeKind
from kcs_cli.journal.case_number import HASH, case_names
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.topic import FILE, Quadrant, Topic, read_topics
from kcs_cli.search.ask import reuse_of
from kcs_cli.search.engine.evidence import STRONG
from kcs_cli.search.engine.saying import PhraseReader, Phrases
from kcs_cli.search.index.opener import all_cards, engine
from kcs_cli.text.display import fold
from kcs_cli.text.identifier import time_of
from kcs_cli.text.period import Period

MOST = 10  # topics that are proposed from each source
LEAST = 3  # cases or searches of one
LONGEST_ISSUE = 1_000  # characters of an issue that are looked at


class MatrixCase(NamedTuple):
    """A case as the matrix counts it: the day it was opened, and what it cost, if that is known."""

    opened_on: date
    cost: float | None


class Matrix:
    """The matrix of a knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.topics = read_topics(kb.root)
        self.asking = PhraseReader(tuple(engine(kb).languages()))

    @cached_property
    def phrases(self) -> Phrases:
        """What customers say of each topic, under its name."""
        return self.asking.phrases({topic.name: topic.queries for topic in self.topics})

    @cached_property
    def gaps(self) -> Gaps:
        """The gaps, by which questions are asked of today's index once."""
        return Gaps(self.kb)

    @cached_property
    def cards(self) -> list[Card]:
        """All articles that are not archived."""
        return [card for card in all_cards(self.kb) if card.confidence != "archived"]

    def report(self, period: Period, file: Path | None) -> MatrixReport:
        """Return how much each topic is asked about in a period, and what contradicts its quadrant. Raise KcsError."""
        if not self.topics:
            raise KcsError(f"There is no topic in {self.kb.root / FILE}", "kcs matrix --propose suggests some")
        articles = {topic.name: self.articles(topic) for topic in self.topics}
        linked = {topic.name: self.linked(articles[topic.name]) for topic in self.topics}
        counts = {topic.name: TopicTally(topic, period) for topic in self.topics}
        cases = 0
        for case, about in self.cases(period, file, linked):
            cases += 1
            for name in about:
                counts[name].add(case)
        searches = self.gaps.searches(period)
        asked = Counter(name for search in searches for name in self.asking.said(search.words, self.phrases))
        for name, number in asked.items():
            counts[name].searches = number
        worked_on = self.worked_on([card for found in articles.values() for card in found])
        states = [
            TopicState(
                topic,
                counts[topic.name].volume(),
                tuple(_as_article(self.kb, card, worked_on.get(card.path)) for card in articles[topic.name]),
            )
            for topic in self.topics
        ]
        return report_matrix((period.since.date(), period.last_on), str(file or ""), cases, len(searches), states)

    def articles(self, topic: Topic) -> list[Card]:
        """Return the articles about a topic."""
        found = self.named.get(topic.name, set()).union(*(self.tagged.get(fold(tag), ()) for tag in topic.tags))
        today = self.gaps.today
        strong = {hit.id for query in topic.queries for hit in today.find(query) if hit.evidence >= STRONG}
        return [card for card in self.cards if card.path in found or card.id in strong]

    @cached_property
    def named(self) -> dict[str, set[str]]:
        """The paths of the articles that say what customers say of a topic, by its name."""
        found: dict[str, set[str]] = {}
        for card in self.cards:
            for name in self.topics_in((card.title, *card.said)):
                found.setdefault(name, set()).add(card.path)
        return found

    @cached_property
    def tagged(self) -> dict[str, set[str]]:
        """The paths of the articles with each tag, folded."""
        found: dict[str, set[str]] = {}
        for card in self.cards:
            for tag in map(fold, card.tags):
                found.setdefault(tag, set()).add(card.path)
        return found

    def topics_in(self, texts: Iterable[str]) -> set[str]:
        """Return the names of the topics of which one of some texts says what customers say of them."""
        return {name for text in texts for name in self.asking.said(text, self.phrases)}

    def linked(self, cards: Sequence[Card]) -> dict[str, date]:
        """Return the cases that some articles solved or helped, each with the day of its first link."""
        names = [id_ for card in cards for id_ in card.ids]
        events = record(self.kb)
        links = events.ask(lambda ledger: ledger.cases_of(events.base, names)) if names else {}
        return {case: at.astimezone().date() for case, id_ in links.items() if (at := time_of(id_))}

    def cases(
        self, period: Period, file: Path | None, linked: Mapping[str, Mapping[str, date]]
    ) -> Iterator[tuple[MatrixCase, Iterable[str]]]:
        """Yield the cases opened in a period, with the names of their topics; without a file those linked in it."""
        topics: dict[str, set[str]] = {}
        for name, found in linked.items():
            for case in found:
                topics.setdefault(case, set()).add(name)
        if file:
            yield from self.cases_of(file, period, topics)
            return
        for case, names in topics.items():
            day = min(linked[name][case] for name in names)
            if period.since.date() <= day <= period.last_on:
                yield MatrixCase(day, None), names

    def cases_of(
        self, file: Path, period: Period, topics: Mapping[str, set[str]]
    ) -> Iterator[tuple[MatrixCase, Iterable[str]]]:
        """Yield the cases of a file that were opened in a period, with the names of their topics."""
        # To hash a case number takes 30 to 50 microseconds: a minute for a million, and most bases store them plain
        is_hashed = any(case.startswith(HASH) for case in topics)
        none: set[str] = set()
        every = read_cases(file, self.kb.config, self.kb.tell, ("id", "opened_at"))
        for one in each_once(every, attrgetter("opened_at"), self.kb.tell):
            if one.opened_at and period.since <= one.opened_at < period.until:
                stored = case_names(one.id, self.kb.config, os.environ) if is_hashed else (one.id,)
                names = next((topics[case] for case in stored if case in topics), none)
                said = self.asking.said(one.issue[:LONGEST_ISSUE], self.phrases)
                yield MatrixCase(one.opened_at.date(), one.cost), names.union(said) if names else said

    def worked_on(self, cards: Sequence[Card]) -> dict[str, Change]:
        """Return the last work on articles, by path, as far as git knows."""
        if self.kb.git_top is None or not cards or not history(self.kb).head:
            return {}
        pasts = recent_pasts(self.kb, [card.path for card in cards])
        return {path: past.substantive for path, past in pasts.items() if past.substantive}

    def propose(self, period: Period, file: Path | None) -> ProposalReport:
        """Return topics that are asked about and in no topic yet: gaps, then clusters of cases, then tags."""
        gaps = self.gaps
        found = [
            Proposal(name=gap.query, queries=(gap.query,), tags=(), cases=0, searches=gap.times, source=f"a gap: {gap.kind}")
            for gap in gaps.open(period, with_once=False).gaps[:MOST]
            if gap.times >= LEAST
        ]
        if file:
            clusters = gaps.of_cases(file, with_all=False).clusters[:MOST]
            found += [
                Proposal(
                    name=one.example,
                    queries=(one.example,),
                    tags=(),
                    cases=one.cases,
                    searches=0,
                    source="cases without a link",
                )
                for one in clusters
            ]
        reuse: Counter[str] = Counter()
        for card, counts in zip(self.cards, reuse_of(self.kb, self.cards), strict=True):
            reuse.update(dict.fromkeys(map(str.lower, card.tags), counts.cases))
        known = {fold(tag) for topic in self.topics for tag in topic.tags}
        found += [
            Proposal(
                name=tag, queries=(), tags=(tag,), cases=cases, searches=0, source="the cases its articles solved or helped"
            )
            for tag, cases in reuse.most_common(MOST)
            if cases >= LEAST and fold(tag) not in known
        ]
        new = [one for one in found if not self.topics_in(one.queries)]
        # In a dictionary the last of a name stays; here the first is wanted: gaps go before cases, and both before tags
        return ProposalReport(tuple({fold(one.name): one for one in reversed(new)}.values())[::-1])


class TopicTally:
    """What gathers of one topic while cases and searches are read."""

    def __init__(self, topic: Topic, period: Period) -> None:
        self.fixed_on = topic.fixed_on
        self.period = period
        self.months: Counter[str] = Counter()
        self.searches = self.with_cost = self.before = 0
        self.cost = 0.0

    def add(self, case: MatrixCase) -> None:
        """Take in a case."""
        self.months[case.opened_on.isoformat()[:7]] += 1
        self.before += bool(self.fixed_on and case.opened_on < self.fixed_on)
        if case.cost is not None:
            self.cost += case.cost
            self.with_cost += 1

    def volume(self) -> Volume:
        """Return the counts."""
        cases = sum(self.months.values())
        days = [0, 0]
        if self.fixed_on:
            first, last = self.period.since.date(), self.period.until.date()
            fixed = min(max(self.fixed_on, first), last)
            days = [(fixed - first).days, (last - fixed).days]
        after = cases - self.before if self.fixed_on else 0
        return Volume(
            cases, self.searches, self.cost, self.with_cost, dict(sorted(self.months.items())), self.before, after, *days
        )


def _as_article(kb: KnowledgeBase, card: Card, work: Change | None) -> TopicArticle:
    """Return an article as the matrix shows it."""
    reuse = reuse_of(kb, [card])[0]
    state = (card.id, card.title, card.confidence, card.audience, reuse.flags, reuse.cases)
    return TopicArticle(*state, work.on if work else None, bool(work and work.kind is not ChangeKind.created))


def warnings_of(kb: KnowledgeBase, texts: Sequence[str]) -> list[str]:
    """Return what is to be said to whoever writes about a topic that is to be eliminated."""
    if not is_there(kb.root / FILE):
        return []
    known = Matrix(kb)
    named = known.topics_in(texts)
    about = [topic for topic in known.topics if topic.quadrant is Quadrant.eliminate and topic.name in named]
    advice = "capture it and link the cases; an article polished for customers would only make it last"
    return [
        f"“{one.name}” is to be eliminated ({', '.join(filter(None, (one.ticket, one.owner))) or 'no ticket yet'}): {advice}"
        for one in about
    ]
