"""`kcs gaps` on a knowledge base: the searches of a period, what today's search answers, and what is done about a gap."""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.card import cards_by_name
from kcs_cli.demand.case_cluster import ClusterReport, cluster, sort_out
from kcs_cli.demand.case_file import cases_within, read_cases
from kcs_cli.demand.chain import attempts, find_asks
from kcs_cli.demand.gap_memory import GapMemory, ShownGap
from kcs_cli.demand.gap_report import (
    MOST_ASKED,
    AnswerCandidate,
    Gap,
    GapBasis,
    GapReport,
    PresentAnswers,
    report_gaps,
)
from kcs_cli.demand.group import QuestionGroup, gather, wordings_of
from kcs_cli.demand.imported_search import ImportedSearches, ImportReport
from kcs_cli.demand.replay import GapClosure, ReplayReport, replay
from kcs_cli.errors import KcsError
from kcs_cli.git.process import answer_line
from kcs_cli.history.day import days_of
from kcs_cli.history.opening import history, whole_pasts
from kcs_cli.history.past import ChangeKind
from kcs_cli.journal.case_number import case_names
from kcs_cli.journal.note import revision_now
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import SYNONYMS, find_shared_folder
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.render.report import Column, Table
from kcs_cli.search.ask import TOLD_BY, ask, with_options
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.evidence import judges
from kcs_cli.search.engine.query import parse
from kcs_cli.search.index.opener import all_cards, engine
from kcs_cli.search.log import search_log
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.search.name import find_card
from kcs_cli.search.phrase import taught_phrases
from kcs_cli.search.question_word import QuestionWords
from kcs_cli.search.same_question import group
from kcs_cli.search.session import FIRST_HITS
from kcs_cli.search.synonym import synonyms
from kcs_cli.solve import edit, vote
from kcs_cli.text.dates import from_seconds, iso_moment
from kcs_cli.text.display import fold, in_shell
from kcs_cli.text.period import Period

PERIOD = timedelta(days=30)
LIMIT = 20  # gaps of each kind that are listed
WRITTEN = ("written", "written, not committed yet")  # how an article came to be that was not there


class AcceptReport(NamedTuple):
    """The phrases that were added to an article; those that were there already are not among them."""

    id: str
    title: str
    added: tuple[str, ...]

    def tables(self) -> Sequence[Table]:
        """Return them, one a line."""
        if not self.added:
            return (Table(f"{self.id} has them already"),)
        rows = tuple(("phrase added", self.id, self.title, one) for one in self.added)
        return (Table("", ("done", Column("id", "article"), "title", "phrase"), rows),)


class Gaps:
    """The gaps of a knowledge base, whatever is asked of them."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.now = kb.now()
        folder = find_shared_folder(kb.root, kb.git)
        self.memory = GapMemory(folder, search_log(kb).terminal, search_log(kb).base)
        self.imported = ImportedSearches(folder, search_log(kb).base)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The articles' titles, by id."""
        return {card.id: card.title for card in all_cards(self.kb)}

    @cached_property
    def created(self) -> dict[str, date | None]:
        """The days on which the articles were created, by id, as far as they are known without reading the history."""
        paths = {card.path: card.id for card in all_cards(self.kb)}
        return {paths[path]: days.created for path, days in days_of(self.kb, paths).items()}

    @cached_property
    def ids(self) -> dict[str, str]:
        """All ids that articles go by, with their own."""
        return {name: card.id for name, card in cards_by_name(all_cards(self.kb)).items()}

    @cached_property
    def today(self) -> PresentAnswers:
        """What the base says today; each question is asked once."""

        @cache
        def find(words: str) -> tuple[AnswerCandidate, ...]:
            query = with_options(parse(words), lambda one: ask(self.kb, one, Where(), TOLD_BY, quick=True))
            answer = ask(self.kb, query, Where(), FIRST_HITS, explain=True, judge=True, only=judges)
            return tuple(
                AnswerCandidate(
                    one.card.id,
                    one.evidence or 0.0,
                    any(part.kind == "synonym" for part in one.parts),
                )
                for one in answer.matches
            )

        return PresentAnswers(find, self.titles, lambda gap, last: self.closing(gap, last) is not None, self.is_written)

    def open(self, period: Period, *, with_once: bool) -> GapReport:
        """Return what is missing today, of what was asked in a period: the list whose numbers are used next."""
        report = self.missing(period, with_once=with_once)
        self.remember(report.gaps)
        return report

    def missing(self, period: Period, *, with_once: bool) -> GapReport:
        """Return the same for who uses no numbers; those last shown stay as they are."""
        groups, about = self.groups(period)
        return report_gaps(groups, self.today, about, 0 if with_once else LIMIT, with_once=with_once)

    def replay(self, period: Period, *, with_once: bool) -> ReplayReport:
        """Return what became of the gaps of the thirty days before a period.

        Those of the list that was shown last keep their numbers there; the others get the numbers after them.
        """
        groups, about = self.groups(period.month_before)
        report = replay(groups, self.today, about, self.closing, with_once=with_once)
        numbers = self.memory.add([shown_gap(one) for one in report.still_open])
        return report._replace(
            still_open=tuple(one._replace(n=n) for one, n in zip(report.still_open, numbers, strict=True))
        )

    def closed(self, period: Period, asked_since: datetime) -> ReplayReport:
        """Return the gaps asked since a time that were closed in a period; the numbers last shown stay as they are."""
        groups, about = self.groups(Period(asked_since, period.until))
        report = replay(groups, self.today, about, self.closing, with_once=False)
        days = period.since.date(), period.until.date()
        return report._replace(
            closed_gaps=tuple(one for one in report.closed_gaps if one.closed_on and days[0] <= one.closed_on <= days[1])
        )

    def searches(self, period: Period) -> list[LoggedSearch]:
        """Return the searches of a period, logged and imported."""
        return [*self.logged(period), *self.imported_in(period)]

    def groups(self, period: Period) -> tuple[list[QuestionGroup], GapBasis]:
        """Return what was asked in vain in a period, in groups, and what it was counted from."""
        logged, imported = self.logged(period), self.imported_in(period)
        tried = attempts(record(self.kb).all(period.since))
        asks = [ask for ask in find_asks([*logged, *imported], tried) if period.since <= ask.at < period.until]
        groups = gather(asks, self.heads(wordings_of(asks)), self.ids)
        until = period.until.date() if period.until < self.now else None
        terminals, visitors = ({one.terminal for one in found if one.terminal} for found in (logged, imported))
        searches = len(logged) + len(imported)
        about = GapBasis(
            since_on=period.since.date(),
            until_on=until,
            searches=searches,
            terminals=len(terminals),
            imported=len(imported),
            visitors=len(visitors),
        )
        return groups, about

    def logged(self, period: Period) -> list[LoggedSearch]:
        """Return the searches of a period from the log."""
        months = (self.now.year - period.since.year) * 12 + self.now.month - period.since.month + 2  # one more: zones differ
        found = search_log(self.kb).searches(months)
        return [one for one in found if period.since <= iso_moment(one.at) < period.until]

    def imported_in(self, period: Period) -> list[LoggedSearch]:
        """Return the searches of a period that were imported."""
        return self.imported.searches(*period, vote.names_of_all(self.kb))

    def heads(self, counts: Mapping[str, int]) -> dict[str, str]:
        """Return for each question the one that leads those of the same meaning."""
        index = engine(self.kb)
        return group(counts, QuestionWords(counts, index.languages(), index.known_words, synonyms(self.kb)))

    def closing(self, gap: Gap, last: datetime) -> GapClosure | None:
        """Return what was done about a gap since it was asked last; None for nothing: what answers was there before."""
        change = self.article_change(gap.id, last)
        if change and find_card(self.kb, gap.id).confidence == Confidence.wip:
            return GapClosure("captured, without a resolution yet", None)
        return self.lesson(gap, last) or self.synonym_change(gap, last) or change

    def is_written(self, article: str, last: datetime) -> bool:
        """Tell whether an article was written since a question was asked last; without git, that is not known."""
        created = self.created.get(article)
        if created and created < last.date() - timedelta(days=1):  # zones differ
            return False
        change = self.article_change(article, last)
        return change is not None and change.how in WRITTEN

    def article_change(self, article: str, last: datetime) -> GapClosure | None:
        """Return what was done to the article that answers."""
        card = find_card(self.kb, article)
        if self.kb.git_top is None or not history(self.kb).head:
            changed_at = from_seconds((self.kb.root / card.path).stat().st_mtime).astimezone()
            return GapClosure("written or changed", changed_at.date()) if changed_at >= last else None
        changes = whole_pasts(self.kb, [card.path], lambda past: past.changes)[card.path].changes
        since = [change for change in changes if change.commit.at >= last]
        if since:
            return GapClosure(WRITTEN[0] if since[-1].kind is ChangeKind.created else "changed", since[-1].on)
        if not changes:
            return GapClosure(WRITTEN[1], None)
        return GapClosure("changed, not committed yet", None) if revision_now(self.kb, card).draft else None

    def lesson(self, gap: Gap, last: datetime) -> GapClosure | None:
        """Return when a link taught the words of a gap."""
        names, asked = find_card(self.kb, gap.id).ids, set(map(fold, (gap.query, *gap.wordings)))
        taught = [one.first_at for one in taught_phrases(self.kb).phrases(names) if fold(one.words) in asked]
        if taught and min(taught) >= last:  # what was known before it was asked closed nothing
            return GapClosure("learned from a link", min(taught).astimezone().date())
        return None

    def synonym_change(self, gap: Gap, last: datetime) -> GapClosure | None:
        """Return when synonyms.toml changed, where the article is found by a word of it."""
        wordings = (gap.query, *gap.wordings)[:MOST_ASKED]
        if not any(one.id == gap.id and one.by_synonym for words in wordings for one in self.today.find(words)):
            return None
        if self.kb.git_top is None or answer_line(self.kb.root, "status", "--porcelain", "--", SYNONYMS):
            return GapClosure("synonyms added, not committed yet", None)
        at = answer_line(self.kb.root, "log", "-1", "--format=%aI", "--", SYNONYMS)
        changed_at = iso_moment(at) if at else None
        return GapClosure("synonyms added", changed_at.date()) if changed_at and changed_at >= last else None

    def take_in(self, file: Path, columns: Iterable[str]) -> ImportReport:
        """Take in the searches of a help site or a chat bot. Raise KcsError."""
        named = _named_columns(columns)
        return self.imported.take_in(file, named, self.kb.config.privacy.patterns, self.now, self.kb.tell)

    def of_cases(self, file: Path, *, with_all: bool, period: Period | None = None) -> ClusterReport:
        """Return the issues that recur among the cases of a file, or of a period, that no article is linked to.

        A case is of the day it was closed, or opened where it is open yet. Raise KcsError.
        """
        linked = record(self.kb).standing().linked_cases()

        def is_linked(case: str) -> bool:
            return not linked.isdisjoint(case_names(case, self.kb.config, os.environ))

        every = read_cases(file, self.kb.config, self.kb.tell, ("id", "issue"))
        cases = cases_within(period, every, self.kb.tell) if period else every
        unlinked = sort_out(cases, is_linked, self.kb.config.privacy.patterns)
        heads = self.heads({issue: same.cases for issue, same in unlinked.asked.items()})
        limit = len(unlinked.asked) if with_all else LIMIT
        report = cluster(str(file), unlinked, heads, self.today, limit)
        self.memory.keep([ShownGap(one.n, one.wordings) for one in report.clusters])
        return report

    def remember(self, gaps: Iterable[Gap]) -> None:
        """Keep the numbers of what is shown."""
        self.memory.keep([shown_gap(one) for one in gaps])

    def shown(self, n: int) -> ShownGap:
        """Return the gap of a number in what this terminal was shown last. Raise KcsError."""
        if found := self.memory.find(n):
            return found
        raise KcsError(f"This terminal was shown no gap {n}", "kcs gaps lists them")

    def accept(self, n: int) -> AcceptReport:
        """Add the phrases of a gap to the article that answers. Raise KcsError for a gap that has none."""
        gap = self.shown(n)
        if not gap.phrases:
            hint = f"kcs new --gap {n}" if not gap.article else f"kcs show {in_shell(gap.article)}"
            raise KcsError(f"Gap {n} has no phrase to accept: “{gap.wordings[0]}”", hint)
        card = find_card(self.kb, gap.article)
        added: list[str] = []
        for phrase in gap.phrases:
            added += [phrase] if edit.add_phrase(self.kb, card.id, phrase, goes_on=bool(added)) else []
        return AcceptReport(card.id, card.title, tuple(added))


def shown_gap(gap: Gap) -> ShownGap:
    """Return what is remembered of a gap."""
    return ShownGap(gap.n, (gap.query, *gap.wordings), gap.id, gap.phrases)


def _named_columns(columns: Iterable[str]) -> dict[str, str]:
    """Read `words=Suchbegriff`. Raise KcsError for what kcs does not ask for."""
    from kcs_cli.demand.imported_search import COLUMNS

    named = dict(column.partition("=")[::2] for column in columns)
    for what, name in named.items():
        if what not in COLUMNS or not name:
            raise KcsError(f"--column {what}={name} names no column", f"One of {', '.join(COLUMNS)}: --column words=NAME")
    return named
