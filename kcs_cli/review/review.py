"""Gathers what tells which articles deserve eyes: their past, what was noted of them, whose they are; now, or as it was."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kcs_cli.article.card import Card, cards_by_name, ids_by_name
from kcs_cli.article.link import count_links
from kcs_cli.article.model import tag_names
from kcs_cli.article.site_lead import site_lead
from kcs_cli.errors import NotFoundError
from kcs_cli.history.opening import history
from kcs_cli.history.past import Past
from kcs_cli.history.shelf import ShelvedArticle, captured_since, shelf, shelf_at, with_whole_pasts
from kcs_cli.journal.flag import closed_flags
from kcs_cli.journal.ledger.standing import Standing
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.config import ReviewConfig
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import People, people
from kcs_cli.owners.claim import named_owners_of, owners_of, recent_work, with_mailmap
from kcs_cli.owners.ownership import Ownership
from kcs_cli.review.review_report import ReviewReport, ScoreExplanation, explain, review
from kcs_cli.review.staleness import Stale, Subject
from kcs_cli.review.usage import UNUSED, Usage, count_usage
from kcs_cli.search.index.opener import all_cards, engine
from kcs_cli.search.log import search_log
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.search.name import find_card
from kcs_cli.search.session import named_as_today
from kcs_cli.text.dates import iso_moment

MONTHS = 24  # of the search log that are looked at
DEMAND = (EventKind.link, EventKind.flag, EventKind.rate)


class ReviewFilter(NamedTuple):
    """Which articles a person asks for: answered for by one of `persons` (None: anybody), with a tag, below a path, one."""

    persons: frozenset[str] | None = None
    tag: str = ""
    path: str = ""
    id: str = ""

    def has(self, card: Card) -> bool:
        """Tell whether an article has the tag and the path that are wanted."""
        is_below = self.path in ("", ".", card.path) or card.path.startswith(f"{self.path.rstrip('/')}/")
        return self.id in ("", card.id) and is_below and (not self.tag or self._is_tagged(card))

    def _is_tagged(self, card: Card) -> bool:
        """Tell whether an article has the tag, or one below it."""
        return set(tag_names(self.tag)[:1]) <= {name for tag in card.tags for name in tag_names(tag)}


class ReviewMaterial(NamedTuple):
    """What articles are judged by, at a time; `has_journal`: something was noted by then that tells of demand.

    `subjects` are made one at a time, and once: of most nothing is kept.

    `guess` returns who knows articles best, by ids: it takes long, so it is asked only of those that are shown.
    """

    subjects: Iterator[Subject]
    now: datetime
    has_journal: bool
    guess: Callable[[Sequence[str]], Mapping[str, Ownership]]


def review_stale(
    kb: KnowledgeBase,
    wanted: ReviewFilter,
    limit: int,
    wip_days: int | None,
    at: datetime | None = None,
    *,
    with_unused: bool = False,
) -> ReviewReport:
    """Return what deserves eyes, at most `limit` articles of a group. Raise KcsError where there is no history."""
    found = _gather(kb, wanted, at)
    report = review(
        found.subjects, found.now, _settings_of(kb, wip_days), limit, has_journal=found.has_journal, with_unused=with_unused
    )
    return _with_guesses(
        report, found.guess([one.id for _, articles in report.groups for one in articles if not one.owners])
    )


def explain_article(
    kb: KnowledgeBase, name: str, wip_days: int | None = None, at: datetime | None = None
) -> ScoreExplanation:
    """Return how the score of an article is made. Raise KcsError."""
    card = find_card(kb, name)
    found = _gather(kb, ReviewFilter(id=card.id), at)
    subject = next((one for one in found.subjects if one.id == card.id), None)
    if subject is None:
        raise NotFoundError(f"{card.id} was not there on {found.now.date()}", "Name a later day")
    guess = found.guess([] if subject.owners else [subject.id]).get(subject.id)
    if guess:
        subject = subject._replace(owners=guess.owners, owner_source=guess.owner_source.value)
    return explain(subject, found.now, _settings_of(kb, wip_days), has_journal=found.has_journal)


def _settings_of(kb: KnowledgeBase, wip_days: int | None) -> ReviewConfig:
    """Return what the configuration says of reviews; other days where they are given."""
    settings = kb.config.review
    return settings if wip_days is None else settings._replace(wip_days=wip_days)


def _gather(kb: KnowledgeBase, wanted: ReviewFilter, at: datetime | None = None) -> ReviewMaterial:
    """Return what the wanted articles are judged by, now or as it was. Raise KcsError where there is no history."""
    now = (at or kb.now()).astimezone()  # in one zone: each change is compared with it
    earlier = shelf_at(kb, at) if at else []
    cards, noted = [one.card for one in earlier] if at else all_cards(kb), noted_until(kb, now)
    # Before the pasts are read: both take much room. Where there is no history, there is nothing to judge
    links = {} if noted.has(DEMAND) or not history(kb).head else _links_to(kb, cards)
    articles = earlier if at else shelf(kb, cards)
    known = with_mailmap(people(kb), kb, {card.owner for card in cards})

    def guess(ids: Sequence[str]) -> dict[str, Ownership]:
        if not ids:
            return {}
        wanted = set(ids)
        whole = with_whole_pasts(kb, [one for one in articles if one.card.id in wanted], at, recent_work(now))
        return owners_of(kb, whole, noted, known, now)

    chosen = [one for one in articles if wanted.has(one.card)]
    owners: Mapping[str, Ownership] = named_owners_of(kb, chosen, known, now)
    if wanted.persons is not None:
        owners = guess([one.card.id for one in chosen])
        chosen = [one for one in chosen if owners[one.card.id].is_answered_by(wanted.persons, known)]
    since = captured_since(kb, chosen, at)
    found = subjects(kb, articles, chosen, owners, ReviewDemand(noted, links), now)
    dated = (one._replace(captured_at=since[one.id]) if one.id in since else one for one in found)
    return ReviewMaterial(dated, now, noted.has(DEMAND), guess)


class ReviewDemand(NamedTuple):
    """What was noted of articles; where nothing was, how many others link to each, by path."""

    noted: Standing
    links: Mapping[str, int]


def subjects(
    kb: KnowledgeBase, articles: Sequence[ShelvedArticle], chosen: Sequence[ShelvedArticle], owners: Mapping[str, Ownership],
    demand: ReviewDemand, now: datetime,
) -> Iterator[Subject]:  # fmt: skip
    """Yield the chosen articles as they are judged."""
    noted, links, cards, searches = *demand, [one.card for one in articles], _searches_until(kb, now)
    ids = ids_by_name(cards, {*noted.subjects().values(), *_names_in(searches)})
    verified, named = _last_confirmations(noted, ids), set(ids.values())
    reviewed = {
        one.card.id: _reviewed_at(one.past, verified.get(one.card.id), now) for one in articles if one.card.id in named
    }
    usage = count_usage(noted, searches, reviewed, ids)
    for one in chosen:
        id_ = one.card.id
        used = usage.get(id_, UNUSED)
        used = used._replace(links=links[one.card.path]) if one.card.path in links else used
        yield _subject(one, owners[id_], used, verified.get(id_))


def _links_to(kb: KnowledgeBase, cards: Sequence[Card]) -> dict[str, int]:
    """Return how many of some articles link to each, by path; those of today have their texts in the index."""
    own = {card.path: card.body for card in cards}
    bodies = own.items() if any(own.values()) else engine(kb).bodies()
    names = {name.casefold(): card.path for name, card in cards_by_name(cards).items()}
    return count_links(bodies, names, own, site_lead(kb, cards))


def _with_guesses(report: ReviewReport, guesses: Mapping[str, Ownership]) -> ReviewReport:
    """Name for the articles that nobody owns who knows them best."""

    def named(articles: Iterable[Stale]) -> tuple[Stale, ...]:
        pairs = ((one, guesses.get(one.id)) for one in articles)
        return tuple(one._replace(owners=g.owners, owner_source=g.owner_source.value) if g else one for one, g in pairs)

    return _with_articles(report, named)


def _with_articles(report: ReviewReport, change: Callable[[Iterable[Stale]], tuple[Stale, ...]]) -> ReviewReport:
    """Return a report with the articles of each group changed."""
    return report._replace(
        due=change(report.due),
        stale=change(report.stale),
        unfinished=change(report.unfinished),
        unused=change(report.unused),
    )


def by_person(report: ReviewReport, people: People) -> ReviewReport:
    """Call everybody who goes by several addresses and handles by one."""
    return _with_articles(
        report, lambda articles: tuple(a._replace(owners=tuple(dict.fromkeys(map(people.one, a.owners)))) for a in articles)
    )


def _subject(one: ShelvedArticle, owner: Ownership, usage: Usage, verified_at: datetime | None) -> Subject:
    """Return an article as it is judged."""
    card = one.card
    return Subject(
        id=card.id,
        path=card.path,
        title=card.title,
        confidence=card.confidence,
        governance=card.governance,
        owners=owner.owners,
        owner_source=owner.owner_source.value,
        has_left=owner.has_left,
        past=one.past,
        usage=usage,
        updated_on=card.updated_on,
        calendar=one.calendar,
        verified_at=verified_at,
    )


def noted_until(kb: KnowledgeBase, now: datetime) -> Standing:
    """Return the events until a time that still held then."""
    flags = record(kb).flags()
    closed = tuple(closed_flags(history(kb).top, history(kb).commit_at(now) or "HEAD")) if flags else ()
    return record(kb).standing(now, [flag for flag in flags if flag.endswith(closed)])


def ids_of(articles: Iterable[ShelvedArticle]) -> dict[str, str]:
    """Return all ids that articles go by, and went by, with their own."""
    return {name: card.id for name, card in cards_by_name(one.card for one in articles).items()}


def _ids_now(kb: KnowledgeBase) -> set[str]:
    """Return the ids that articles have now: each is that article's, and no other is to be looked for (but of a path)."""
    cards = all_cards(kb)
    return {name for card in cards for name in (card.id, *card.aliases)} - {card.path.rsplit(".", 1)[0] for card in cards}


def _last_confirmations(noted: Standing, ids: Mapping[str, str]) -> dict[str, datetime]:
    """Return when each article was last confirmed with evidence."""
    found: dict[str, datetime] = {}
    names = noted.subjects()
    for subject, at in noted.confirmed().items():
        if id_ := ids.get(names[subject]):
            found[id_] = max(at, found.get(id_, at))
    return found


def _searches_until(kb: KnowledgeBase, now: datetime) -> list[LoggedSearch]:
    """Return the searches until a time, with the names that articles go by today."""
    searches = [search for search in search_log(kb).searches(MONTHS) if iso_moment(search.at) <= now]
    names = _names_in(searches)
    name_then = record(kb).names_then(names - _ids_now(kb) if names else names)
    return named_as_today(searches, name_then)


def _names_in(searches: Iterable[LoggedSearch]) -> set[str]:
    """Return the names of the articles that searches showed."""
    return {name for search in searches for name in (*search.lines, *search.shown)}


def _reviewed_at(past: Past, verified_at: datetime | None, now: datetime) -> datetime:
    """Return when an article was last worked on, or confirmed; now for one that was never committed."""
    worked_at = past.worked.commit.at if past.worked else now
    return max(worked_at, verified_at or worked_at)
