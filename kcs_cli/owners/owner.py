"""`kcs owners`: who answers for the articles of a knowledge base, and handing over what somebody held."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from kcs_cli.article.card import Card, cards_by_name
from kcs_cli.article.field import Assignment
from kcs_cli.article.link import count_links
from kcs_cli.article.model import OwnerSource
from kcs_cli.article.site_lead import site_lead
from kcs_cli.history.opening import check_history, history, place_in_repository
from kcs_cli.history.shelf import ShelvedArticle, plain_shelf, remember_days, with_whole_pasts
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.codeowners import codeowners
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import People, people
from kcs_cli.owners.claim import activity, cases_of, claims, edits, recent_work, subjects_of, weight_of, with_mailmap
from kcs_cli.owners.codeowners import SectionReport, codeowners_section
from kcs_cli.owners.heir import HeirReport, find_heirs
from kcs_cli.owners.owner_report import (
    ArticleOwnersReport,
    OwnedArticle,
    OwnedReport,
    OwnersReport,
    owned_article,
    report_owners,
)
from kcs_cli.owners.ownership import EXPERT_WEIGHT, SURE_CASES, SURE_TIME, Activity, find_ownership, worth
from kcs_cli.owners.person import persons_meant
from kcs_cli.owners.risk import ArticleUse, RiskReport, at_risk, much_used
from kcs_cli.search.index.opener import all_cards, engine
from kcs_cli.search.name import find_card
from kcs_cli.solve.edit import set_fields
from kcs_cli.solve.vote import BadLine


class Owners:
    """Who answers for the articles, gathered once for whatever is asked."""

    def __init__(self, kb: KnowledgeBase, active_days: int | None = None) -> None:
        self.kb = kb
        self.now: datetime = kb.now().astimezone()  # in one zone: each piece of work is compared with it
        self.noted = record(kb).standing()
        self.active_days = kb.config.owners.active_days if active_days is None else active_days
        names = [*(card.owner for card in all_cards(kb)), *self.noted.people()]
        self.people: People = with_mailmap(people(kb), kb, names)

    @cached_property
    def activity(self) -> Activity:
        """When each person was last seen."""
        return activity(self.kb, self.noted, self.people, self.now)._replace(days=self.active_days)

    def shelved(self, cards: Sequence[Card]) -> list[ShelvedArticle]:
        """Return some articles; without git, without what their history tells."""
        if self.kb.git_top is None:
            self.kb.tell("There is no git repository: nobody can be guessed from its history")
            return plain_shelf(self.kb, cards)
        check_history(self.kb)
        remember_days(self.kb, [card.path for card in all_cards(self.kb)])
        return with_whole_pasts(self.kb, plain_shelf(self.kb, cards), None, recent_work(self.now))

    @cached_property
    def articles(self) -> list[OwnedArticle]:
        """The articles with who answers for each."""
        return list(self.owned(all_cards(self.kb), self.links))

    def owned(self, cards: Sequence[Card], links: Mapping[str, int] | None = None) -> Iterator[OwnedArticle]:
        """Yield some articles with who answers for each, one at a time: of most of thousands nothing is kept.

        How many `links` lead to each is told where it is shown: to count them all texts are read.
        """
        ids = {card.id for card in cards}
        subjects = {subject: id_ for subject, id_ in self.subjects.items() if id_ in ids}
        for claim in claims(self.kb, self.shelved(cards), self.noted, self.people, subjects):
            one = owned_article(claim, find_ownership(claim, self.people, self.activity, self.now))
            yield one._replace(links=links.get(one.path, 0)) if links else one

    @cached_property
    def subjects(self) -> dict[int, str]:
        """What was noted of the articles: subject → id."""
        return subjects_of(all_cards(self.kb), self.noted)

    @cached_property
    def cases(self) -> dict[str, int]:
        """How many cases articles solved or helped, by id, of those that did."""
        return cases_of(self.subjects, self.noted)

    @cached_property
    def links(self) -> Mapping[str, int]:
        """How many articles link to each, by path; nothing where it is known how many cases they were for."""
        cards = all_cards(self.kb)
        if self.cases:
            return {}
        known = cards_by_name(cards)
        names = {name.casefold(): card.path for name, card in known.items()}
        return count_links(
            engine(self.kb).bodies(), names, {card.path for card in cards}, site_lead(self.kb, known.values())
        )

    def all(self) -> OwnersReport:
        """Return who answers for how many articles."""
        report = report_owners(self.owned(all_cards(self.kb)), self.people, self.activity, self.now, self.name)
        rules = codeowners(self.kb)
        return report._replace(bad=tuple(BadLine(*one) for one in rules.skipped), codeowners_file=rules.path)

    @property
    def name(self) -> Callable[[str], str]:
        """What people are called: as people.toml says, else as git does."""
        names = {} if self.kb.git_top is None else history(self.kb).lineage.commits.mailmap.names

        def called(owner: str) -> str:
            known = self.people.called(owner)
            return known if known != owner else names.get(owner, "")

        return called

    def of_article(self, name: str) -> ArticleOwnersReport:
        """Return who answers for one article. Raise NotFoundError."""
        card = find_card(self.kb, name)
        return ArticleOwnersReport(next(one for one in self.articles if one.path == card.path))

    def of_person(self, person: str) -> OwnedReport:
        """Return what somebody answers for."""
        persons = persons_meant(self.kb, person)
        held = tuple(one for one in self.articles if one.ownership.is_answered_by(persons, self.people))
        return OwnedReport(held, "" if held else f"{person} answers for no article.")

    def unowned(self) -> OwnedReport:
        """Return the articles for which nobody is named, with the guess."""
        free = tuple(one for one in self.articles if one.ownership.owner_source in (OwnerSource.guess, OwnerSource.nobody))
        return OwnedReport(free, "" if free else "Every article names its owner, or CODEOWNERS does.")

    def at_risk(self) -> RiskReport:
        """Return the much reused articles that one active person knows, or nobody."""
        return at_risk(self.uses(), lambda head: list(self.owned(self.cards(head), self.links)), self.are_known)

    def count_at_risk(self) -> int:
        """Return how many these are, without a look at who answers for them."""
        head = much_used(self.uses()).articles
        return len(head) - len(self.are_known(head))

    def uses(self) -> list[ArticleUse]:
        """Return how much each article is used."""
        return [
            ArticleUse(card.id, card.path, self.cases.get(card.id, 0), self.links.get(card.path, 0))
            for card in all_cards(self.kb)
        ]

    def cards(self, used: Sequence[ArticleUse]) -> list[Card]:
        """Return the cards of some articles."""
        by_path = {card.path: card for card in all_cards(self.kb)}
        return [by_path[one.path] for one in used]

    def are_known(self, used: Sequence[ArticleUse]) -> set[str]:
        """Return the ids of those of some articles that more than one active person knows, by `ownership.find_experts`."""
        known = self.known_lately(used)
        weights = self.weights([one for one in used if one.id not in known])
        return known | {id_ for id_, by_person in weights.items() if self.count_experts(by_person) > 1}

    def known_lately(self, used: Sequence[ArticleUse]) -> set[str]:
        """Return the ids of those for which it is sure by their latest work alone: of most it is, and it takes less."""
        experts: dict[str, set[str]] = {}
        lately = self.now - min(SURE_TIME, timedelta(days=self.active_days))  # since when who worked on it is active, too
        for number, address in self.noted.workers(self.numbers(used), (lately, self.now), SURE_CASES):
            person = self.people.one(address)
            if not self.people.has_left(person, self.now.date()):
                experts.setdefault(used[number].id, set()).add(person)
        return {id_ for id_, persons in experts.items() if len(persons) > 1}

    def weights(self, used: Sequence[ArticleUse]) -> dict[str, dict[str, float]]:
        """Return what the work of each person on some articles weighs, by id and person."""
        found: dict[str, dict[str, float]] = {one.id: defaultdict(float) for one in used}
        if not used:
            return found
        for number, address, weight in self.noted.weights(self.numbers(used), weight_of, self.now):
            found[used[number].id][self.people.one(address)] += weight
        for article in self.shelved(self.cards(used)):
            for work in edits(article.past, self.people):
                if work.at <= self.now:
                    found[article.card.id][work.person] += worth(work.what, self.now - work.at)
        return found

    def count_experts(self, weights: Mapping[str, float]) -> int:
        """Return how many people know an article and are active, by what their work on it weighs."""
        return sum(
            self.activity.is_active(person, self.now)
            for person, weight in weights.items()
            if weight >= EXPERT_WEIGHT and not self.people.has_left(person, self.now.date())
        )

    def numbers(self, used: Sequence[ArticleUse]) -> dict[int, int]:
        """Return what was noted of some articles: subject → number."""
        numbers = {one.id: number for number, one in enumerate(used)}
        return {subject: numbers[id_] for subject, id_ in self.subjects.items() if id_ in numbers}

    def codeowners(self) -> SectionReport:
        """Return the section of CODEOWNERS for compliance articles."""
        return codeowners_section(self.articles, lambda path: place_in_repository(self.kb, path), self.people.handles)

    def heirs(self, person: str, *, write: bool) -> HeirReport:
        """Propose an heir for each article somebody held; `write` names them in the articles, but for guesses."""
        known = with_mailmap(self.people, self.kb, [person])
        report = find_heirs(self.articles, person, known, self.now, persons_meant(self.kb, person))
        if not write:
            return report
        wanted = [one for one in report.heirs if one.heir and one.owner_source != OwnerSource.guess]
        for one in wanted:  # what is refused for one is refused for all, before anything is written
            self.set(one.id, one.heir, dry_run=True)
        done: set[str] = set()
        for one in wanted:
            done |= {one.id} if self.set(one.id, one.heir, goes_on=bool(done)) else set()
        return report._replace(heirs=tuple(one._replace(was_set=one.id in done) for one in report.heirs))

    def set(self, id_: str, owner: str, *, dry_run: bool = False, goes_on: bool = False) -> bool:
        """Name an owner in an article."""
        return bool(set_fields(self.kb, [id_], [Assignment("owner", owner)], (), dry_run, goes_on=goes_on).changed)
