"""Gathers what was learned in a knowledge base in a period: `kcs digest`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from kcs_cli.article.card import cards_by_name
from kcs_cli.demand.gap import Gaps
from kcs_cli.history.article_history import begun, is_archived, names
from kcs_cli.history.opening import check_history
from kcs_cli.history.past import Change, Past
from kcs_cli.history.shelf import ShelvedArticle, plain_shelf, with_whole_pasts
from kcs_cli.journal.event import Event
from kcs_cli.journal.ledger.standing import Standing
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind, Use
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import People, people
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.learn.credit import Credit, find_credits, names_of
from kcs_cli.learn.digest_report import ArchivedArticle, ArticleReuse, ArticleWork, ClosedFlag, DigestReport, Note
from kcs_cli.learn.thanks import makers
from kcs_cli.owners.claim import owners_of, recent_work, with_mailmap
from kcs_cli.review.review import ids_of
from kcs_cli.review.usage import count_usage
from kcs_cli.search.index.opener import all_cards
from kcs_cli.text.dates import iso_moment
from kcs_cli.text.period import Period

GAP_DAYS = 90  # of searches whose gaps may have been closed
Name = Callable[[str], str]


class DigestMaterial(NamedTuple):
    """What a digest is made of: the articles it is about, the period's events that hold, those by article."""

    since: datetime
    now: datetime
    articles: Sequence[ShelvedArticle]
    noted: Sequence[Event]
    lately: Mapping[str, Sequence[Event]]
    people: People
    name: Name

    def links(self, id_: str, since: datetime | None = None) -> list[Event]:
        """Return the links that say that an article solved or helped a case."""
        first = since or self.since
        known = (event for event in self.lately.get(id_, ()) if event.kind is EventKind.link and event.use != Use.tried)
        return [event for event in known if iso_moment(event.at) > first]


def make_digest(kb: KnowledgeBase, since: datetime, persons: frozenset[str] | None = None, scope: str = "") -> DigestReport:
    """Return what was learned since a time, in what some persons answer for, or in all. Raise KcsError."""
    found = _gather(kb, since, persons)
    links = [event for one in found.articles for event in found.links(one.card.id)]
    changed = _changed_articles(found)
    gaps = Gaps(kb).closed(Period(since, found.now), min(since, found.now - timedelta(days=GAP_DAYS)))
    ours = {one.card.id for one in found.articles}
    return DigestReport(
        since_on=since.date(),
        until_on=found.now.date(),
        scope=scope,
        links=len(links),
        cases=len({link.case for link in links}),
        reused_articles=_reused(kb, found),
        changed=tuple(sorted(changed, key=lambda one: (one.on, one.title), reverse=True)),
        closed_gaps=tuple(gap for gap in gaps.closed_gaps if gap.id in ours),
        all_gaps=len(gaps.closed_gaps) + len(gaps.still_open),
        searches=gaps.counted.searches,
        searches_since_on=gaps.counted.since_on,
        archived_articles=_archived(kb, found),
        answered=_answered(kb, found),
        credits=_praise(found),
        notes=_thanks(kb, found),
        has_history=kb.git_top is not None,
    )


def _gather(kb: KnowledgeBase, since: datetime, persons: frozenset[str] | None) -> DigestMaterial:
    """Read what a digest is made of. Raise KcsError where nothing was committed yet."""
    now, standing = kb.now(), record(kb).standing()
    articles = plain_shelf(kb, all_cards(kb))
    known = with_mailmap(people(kb), kb, [*(one.card.owner for one in articles), *standing.people()])
    if kb.git_top is None:
        kb.tell("There is no git repository: what was changed, and by whom, is not known")
    else:
        check_history(kb)
        articles = with_whole_pasts(kb, articles, None, _work_since(since))
    if persons is not None:
        articles = _answered_for(kb, articles, standing, (known, persons), now)
    ids = ids_of(articles)
    lately: dict[str, list[Event]] = {}
    noted = record(kb).standing_since(since)
    for event in noted:
        if event.article in ids:
            lately.setdefault(ids[event.article], []).append(event)
    return DigestMaterial(
        since=since,
        now=now,
        articles=articles,
        noted=noted,
        lately=lately,
        people=known,
        name=names(kb) if kb.git_top else known.called,
    )


def _work_since(since: datetime) -> Callable[[Past], list[Change]]:
    """Choose the changes since a time, and the last work before it."""

    def choose(past: Past) -> list[Change]:
        before = next((one for one in past.changes if one.commit.at < since and one.kind.is_substantive), None)
        return [*(one for one in past.changes if one.commit.at >= since), *([before] if before else [])]

    return choose


def _answered_for(
    kb: KnowledgeBase,
    articles: Sequence[ShelvedArticle],
    noted: Standing,
    who: tuple[People, frozenset[str]],
    now: datetime,
) -> list[ShelvedArticle]:
    """Return the articles that one of some persons answers for, guesses included as in `kcs review-stale`."""
    known, persons = who
    whole = articles if kb.git_top is None else with_whole_pasts(kb, articles, None, recent_work(now))
    owners = owners_of(kb, whole, noted, known, now)
    return [one for one in articles if owners[one.card.id].is_answered_by(persons, known)]


def _reused(kb: KnowledgeBase, found: DigestMaterial) -> tuple[ArticleReuse, ...]:
    """Return the articles that were reused, those of most cases first."""
    ids = ids_of(found.articles)
    flags: dict[str, int] = {}
    for flag in record(kb).open_flags():
        flags[ids.get(flag.article, "")] = flags.get(ids.get(flag.article, ""), 0) + 1
    usage = count_usage(record(kb).standing(), (), {one.card.id: found.since for one in found.articles}, ids)
    cards = {one.card.id: one.card for one in found.articles}
    known = [
        ArticleReuse(
            id=id_,
            title=cards[id_].title,
            solved=one.resolutions,
            helped=one.references,
            tried=one.tried,
            confidence=cards[id_].confidence,
            flags=flags.get(id_, 0),
        )
        for id_, one in usage.items()
        if one.reuses
    ]
    return tuple(sorted(known, key=lambda one: (-one.cases, -one.solved, one.title, one.id)))


def _changed_articles(found: DigestMaterial) -> list[ArticleWork]:
    """Return the articles that were made or worked on in the period."""
    changed = []
    for one in found.articles:
        lately = [change for change in one.past.changes if change.commit.at >= found.since and change.kind.is_substantive]
        if lately:
            what = "new" if one.past.created and one.past.created.commit.at >= found.since else "improved"
            by = names_of((address for change in lately for address in change.commit.by), found.name)
            cases = {link.case for link in found.links(one.card.id, lately[0].commit.at)}
            known = (one.card.id, one.card.title, what, lately[0].on, by, len(lately), len(cases))
            changed.append(ArticleWork(*known))
    return changed


def _archived(kb: KnowledgeBase, found: DigestMaterial) -> tuple[ArchivedArticle, ...]:
    """Return the articles that are archived since the period began, the latest first."""
    kept = [one for one in found.articles if one.card.confidence == Confidence.archived and one.past.changes]
    pairs = ((one, begun(kb, one.past.changes, is_archived)) for one in kept)
    gone = [(one.card, change) for one, change in pairs if change and change.commit.at >= found.since]
    return tuple(
        ArchivedArticle(card.id, card.title, change.on, names_of(change.commit.by, found.name))
        for card, change in sorted(gone, key=lambda pair: pair[1].commit.at, reverse=True)
    )


def _answered(kb: KnowledgeBase, found: DigestMaterial) -> tuple[ClosedFlag, ...]:
    """Return the flags that were closed with a text, the latest first."""
    answers = [event for event in found.noted if event.kind is EventKind.unflag and event.ends]
    ended = record(kb).noted({event.ends[0] for event in answers})
    flags = {event.id: event.text for event in ended if event.kind is EventKind.flag}
    titles = {name: card.title for name, card in cards_by_name(one.card for one in found.articles).items()}
    done = [
        ClosedFlag(
            id=event.article,
            title=titles[event.article],
            on=iso_moment(event.at).date(),
            flag_text=flags.get(event.ends[0], ""),
            text=event.text,
        )
        for event in reversed(answers)
        if event.article in titles
    ]
    return tuple(done)


def _praise(found: DigestMaterial) -> tuple[Credit, ...]:
    """Return whose work helped others, in the order of the articles' titles."""
    credits = [
        credit
        for one in sorted(found.articles, key=lambda one: (one.card.title, one.card.id))
        for credit in find_credits(
            (one.card.id, one.card.title), one.past, found.links(one.card.id), found.people, found.name
        )
    ]
    return tuple(credits)


def _thanks(kb: KnowledgeBase, found: DigestMaterial) -> tuple[Note, ...]:
    """Return the thanks that were given, the latest last."""
    notes = [(one, event) for one in found.articles for event in found.lately.get(one.card.id, ())]
    given = sorted((event.id, one, event) for one, event in notes if event.kind is EventKind.thanks)
    return tuple(
        Note(
            id=one.card.id,
            title=one.card.title,
            on=iso_moment(event.at).date(),
            thanked_by=found.name(event.by),
            thanked=names_of(makers(kb, one.card, event.by), found.name),
            text=event.text,
        )
        for _, one, event in given
    )
