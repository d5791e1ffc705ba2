"""Gathers what measures are made of, each only when one asks for it: articles, their beginnings, links, people."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from operator import attrgetter
from pathlib import Path, PurePosixPath

from kcs_cli.article.card import cards_by_name
from kcs_cli.demand.case_file import ClosedCase, each_once, read_cases
from kcs_cli.demand.imported_search import ImportedSearches
from kcs_cli.git.object import reading_objects
from kcs_cli.history.article_history import fields_of
from kcs_cli.history.history import no_change
from kcs_cli.history.opening import check_history, history, place_in_repository
from kcs_cli.history.past import Change, Past
from kcs_cli.history.shelf import ShelvedArticle, plain_shelf, shelf_at
from kcs_cli.journal.case_number import case_hash
from kcs_cli.journal.ledger.measures import LedgerMeasures, MonthReuse
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import People, people
from kcs_cli.knowledge_base.place import find_shared_folder
from kcs_cli.measure.material import CaseLinks, SearchTally, WrittenArticle
from kcs_cli.owners.claim import named_owners_of, with_mailmap
from kcs_cli.owners.ownership import Ownership
from kcs_cli.review.review import noted_until
from kcs_cli.search.index.opener import all_cards
from kcs_cli.search.log import search_log
from kcs_cli.search.log_count import count_searches
from kcs_cli.text.period import Period

AUDIENCES = ("internal", "partner", "customer", "public")
YEAR = timedelta(days=365)


class Sources:
    """What is known of a knowledge base, now or `at` a time."""

    def __init__(self, kb: KnowledgeBase, at: datetime | None = None) -> None:
        self.kb = kb
        self.at = at
        self.domains: dict[str, str] = {}  # by folder

    @cached_property
    def shelved(self) -> list[ShelvedArticle]:
        """The articles, those that are gone by now among them where it is about a time."""
        return shelf_at(self.kb, self.at) if self.at else plain_shelf(self.kb, all_cards(self.kb))

    @cached_property
    def ledger(self) -> LedgerMeasures:
        """What was noted."""
        return record(self.kb).ask(lambda ledger: LedgerMeasures(ledger, self.kb.base, self.at))

    @cached_property
    def people(self) -> People:
        """Who is who."""
        return with_mailmap(people(self.kb), self.kb, self.ledger.people().values())

    @cached_property
    def numbers(self) -> dict[int, int]:
        """What events are about (subject) → the number of the article."""
        numbers = {one.card.path: place for place, one in enumerate(self.shelved)}
        places = {name: numbers[card.path] for name, card in cards_by_name(one.card for one in self.shelved).items()}
        return {subject: places[name] for subject, name in self.ledger.subjects().items() if name in places}

    @property
    def has_history(self) -> bool:
        """Tell whether git knows something."""
        return self.kb.git_top is not None and bool(history(self.kb).head)

    @cached_property
    def articles(self) -> list[WrittenArticle]:
        """The articles as reports have them; where there is no history, without their beginnings."""
        if not self.has_history:
            return [self.written(one, None) for one in self.shelved]
        check_history(self.kb)
        first = history(self.kb).first(self.places, self.commit, self.at)
        return [self.written(one, first[place]) for one, place in zip(self.shelved, self.places, strict=True)]

    def need_history(self) -> None:
        """Raise KcsError where there is no history."""
        check_history(self.kb)
        _ = history(self.kb).lineage

    def created_in(self, period: Period) -> int:
        """Return how many articles were created in a period."""
        return sum(period.has(at) for at in self.created.values())

    def pasts(self) -> list[Past]:
        """Return the articles' whole pasts. Raise KcsError where there is no history."""
        check_history(self.kb)
        found = history(self.kb).pasts(self.places, self.commit, self.at, no_change)
        return [found[place] for place in self.places]

    @cached_property
    def places(self) -> list[str]:
        """The articles' paths in the repository."""
        return [place_in_repository(self.kb, one.card.path) for one in self.shelved]

    @cached_property
    def commit(self) -> str:
        """The commit that the articles are of; nothing for the last one."""
        return history(self.kb).commit_at(self.at) if self.at else ""

    def written(self, one: ShelvedArticle, first: Change | None) -> WrittenArticle:
        """Return an article as reports have it; `first` is its first change."""
        authors = tuple(map(self.people.one, first.commit.by)) if first and first.has_author else ()
        return WrittenArticle(
            id=one.card.id,
            title=one.card.title,
            domain=self.domain(one),
            confidence=one.card.confidence,
            created_at=first.commit.at if first else None,
            authors=authors,
        )

    def domain(self, one: ShelvedArticle) -> str:
        """Return what an article is about: the folder it is in below that of all articles, else its first tag."""
        folder = one.card.path.rpartition("/")[0]
        if folder not in self.domains:  # of many articles few folders are told apart
            parts = PurePosixPath(folder).relative_to(self.kb.library.folder or ".").parts
            self.domains[folder] = parts[0] if parts else ""
        return self.domains[folder] or next(iter(one.card.tags), "")

    @property
    def created(self) -> dict[int, datetime]:
        """When the articles were first committed, by number."""
        return {place: one.created_at for place, one in enumerate(self.articles) if one.created_at}

    @property
    def begun(self) -> dict[int, float]:
        """The same in seconds."""
        return {place: at.timestamp() for place, at in self.created.items()}

    def published(self, periods: Sequence[Period]) -> list[WrittenArticle]:
        """Return the articles with when they came to be seen, of those that may have come to be in one of some periods."""
        pasts = self.pasts()
        wanted = {
            place: [change for change in reversed(past.changes) if change.blob]
            for place, past in enumerate(pasts)
            if any(period.has(change.commit.at) for change in past.changes for period in periods)
        }
        blobs = list({change.blob: None for changes in wanted.values() for change in changes})
        with reading_objects(history(self.kb).top) as objects:
            texts = zip(blobs, objects.read_all(blobs), strict=True)
            states = {blob: fields_of(self.kb, text, "") if text is not None else None for blob, text in texts}
        seen = {
            place: _visible_at([(one.commit.at, states[one.blob]) for one in changes]) for place, changes in wanted.items()
        }
        return [one._replace(visible_at=seen.get(place)) for place, one in enumerate(self.articles)]

    def reuse(self, period: Period, *, monthly: bool = True) -> list[MonthReuse]:
        """Return the reuse of the articles in a period, and in its months."""
        addresses = {number: self.people.one(address) for number, address in self.ledger.people().items()}
        numbers: dict[str, list[int]] = {}
        for number, person in addresses.items():
            numbers.setdefault(person, []).append(number)
        own = [
            (place, number)
            for place, one in enumerate(self.articles)
            for person in one.authors
            for number in numbers.get(person, ())
        ]
        return self.ledger.reuse(self.numbers, own, period.months if monthly else period.months[:1], period.until)

    def reused(self, period: Period) -> dict[int, int]:
        """Return in how many cases each article was reused in a period, of those that were."""
        return self.ledger.cases(self.numbers, period.since, period.until)

    def links(self, periods: Sequence[Period], *, of_articles: bool) -> CaseLinks:
        """Return the links of the cases; with the articles they are to only where that is asked for."""
        numbers: Mapping[int, int] = self.numbers if of_articles else {}
        return CaseLinks(self.ledger.links(periods), numbers, lambda case: case_hash(case, os.environ))

    def cases(self, file: Path, needed: Sequence[str]) -> Iterator[ClosedCase]:
        """Return the cases of a file, as they were at the time. Raise KcsError."""
        every = read_cases(file, self.kb.config, self.kb.tell, needed)
        cases = each_once(every, attrgetter("closed_at"), self.kb.tell)
        return cases if self.at is None else self.until(cases, self.at)

    def until(self, cases: Iterator[ClosedCase], at: datetime) -> Iterator[ClosedCase]:
        """Yield cases as they were at a time."""
        for case in cases:
            if case.opened_at is None or case.opened_at < at:
                yield case._replace(closed_at=None) if case.closed_at and case.closed_at >= at else case

    def asked(self, period: Period, *, monthly: bool = True) -> tuple[SearchTally, list[SearchTally]]:
        """Return what was searched and voted in a period, and in its months."""
        log, base, starts = search_log(self.kb).log, search_log(self.kb).base, period.months[: None if monthly else 1]
        until = min(period.until, self.at) if self.at else period.until
        searches = count_searches(log, base, starts, until)
        votes = self.ledger.votes(starts, until)
        months = [SearchTally(*found, *vote) for found, vote in zip(searches, votes[1:], strict=True)]
        whole = SearchTally(sum(one.searches for one in searches), sum(one.without for one in searches),
                      sum(one.opened for one in searches), *votes[0])  # fmt: skip
        return whole, months

    def site(self, period: Period) -> SearchTally | None:
        """Return what was searched on a help site; None where nothing was taken in."""
        imported = ImportedSearches(find_shared_folder(self.kb.root, self.kb.git), search_log(self.kb).base)
        found = imported.counts(period.since, min(period.until, self.at) if self.at else period.until)
        return SearchTally(*found) if found[0] else None

    def flags(self) -> dict[int, int]:
        """Return how many flags are open on each article, or were then."""
        found: dict[int, int] = {}
        then = Counter(subject for subject, _ in noted_until(self.kb, self.at).flags()) if self.at else self.ledger.flags()
        for subject, flags in then.items():
            if (place := self.numbers.get(subject)) is not None:
                found[place] = found.get(place, 0) + flags
        return found

    def worked_at(self) -> dict[int, datetime]:
        """Return when somebody last worked on each article, or confirmed it."""
        if not self.has_history:
            return {}
        check_history(self.kb)
        pasts = history(self.kb).recent(self.places, self.commit, self.at)
        worked = [pasts[place].worked for place in self.places]
        found = {place: change.commit.at for place, change in enumerate(worked) if change}
        for subject, at in self.ledger.verified().items():
            place = self.numbers.get(subject)
            if place is not None and place in found:
                found[place] = max(at, found[place])
        return found

    def owners(self, now: datetime) -> dict[str, Ownership]:
        """Return who is named as owner of each article, by id."""
        people = with_mailmap(self.people, self.kb, {one.card.owner for one in self.shelved})
        return named_owners_of(self.kb, self.shelved, people, now)

    def me(self) -> frozenset[str]:
        """Return who asks, as a person is known."""
        person = record(self.kb).journal.person
        return frozenset((with_mailmap(self.people, self.kb, [person]).one(person),))


def _visible_at(states: Sequence[tuple[datetime, Mapping[str, str | None] | None]]) -> datetime | None:
    """Return when an article came to be seen by its audience, from its states one after the other."""
    known = [(at, str(one["confidence"]), str(one["audience"])) for at, one in states if one]
    wanted = AUDIENCES.index(known[-1][2]) if known else 0
    seen = (at for at, confidence, audience in known if confidence != "wip" and AUDIENCES.index(audience) >= wanted)
    return next(seen, None) if wanted else None
