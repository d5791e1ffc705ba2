"""Gathers what tells who answers for the articles of a knowledge base, and finds it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from kcs_cli.article.card import Card, cards_by_name
from kcs_cli.git.process import git_text
from kcs_cli.history.history import Choose
from kcs_cli.history.opening import history, place_in_repository
from kcs_cli.history.past import Change, ChangeKind, Past
from kcs_cli.history.shelf import ShelvedArticle, plain_shelf, with_whole_pasts
from kcs_cli.journal.ledger.standing import NotedWork, Standing
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.codeowners import CodeownersLine, codeowners
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.people import People, bare, people
from kcs_cli.owners.ownership import (
    Activity,
    Claim,
    Ownership,
    Work,
    find_ownership,
    named_ownership,
    worth,
)
from kcs_cli.text.dates import iso_moment

YEARS = 4  # of work that tells who knows an article: what is older counts less than a sixteenth
WORK: Mapping[str, str] = {EventKind.verify: "confirmation", EventKind.link: "resolution"}


def recent_work(now: datetime) -> Choose:
    """Choose the changes that tell when an article was last worked on, and who knows it."""
    since = now - timedelta(days=365.25 * YEARS)

    def choose(past: Past) -> Iterable[Change]:
        worked = past.substantive
        return [change for change in past.changes if change is worked or change.commit.at >= since]

    return choose


def owners_of(
    kb: KnowledgeBase, articles: Sequence[ShelvedArticle], noted: Standing, people: People, now: datetime
) -> dict[str, Ownership]:
    """Return who answers for each article, by id; the articles have their whole pasts."""
    known, subjects = activity(kb, noted, people, now), subjects_of((one.card for one in articles), noted)
    found = claims(kb, articles, noted, people, subjects)
    return {claim.id: find_ownership(claim, people, known, now) for claim in found}


def named_owners_of(
    kb: KnowledgeBase, articles: Sequence[ShelvedArticle], people: People, now: datetime
) -> dict[str, Ownership]:
    """Return who is named as owner of each article, by id."""
    rules, known = codeowners(kb), dict[object, Ownership]()
    found: dict[str, Ownership] = {}
    for one in articles:
        rule = rules.of(place_in_repository(kb, one.card.path))
        by = one.card.owner, rule.owners if rule else None, rule.source if rule else ""
        if by not in known:  # few own much
            claim = _claim(kb, one._replace(past=Past()), rule, NOTHING, people)  # who worked on it is not asked
            known[by] = named_ownership(claim, people, now)
        found[one.card.id] = known[by]
    return found


def people_of(kb: KnowledgeBase, cards: Iterable[Card]) -> People:
    """Return who is who, of those that some articles name as owners and all who made commits."""
    return with_mailmap(people(kb), kb, {card.owner for card in cards})


def find_owners(kb: KnowledgeBase, cards: Sequence[Card], known: People) -> dict[str, Ownership]:
    """Return who answers for some articles, by id; the history is read only for those of which nobody is named."""
    now, articles = kb.now().astimezone(), plain_shelf(kb, cards)
    found = named_owners_of(kb, articles, known, now)
    free = [one for one in articles if not found[one.card.id].owners]
    if not free:
        return found
    if kb.git_top and history(kb).head:
        free = with_whole_pasts(kb, free, None, recent_work(now))
    return found | owners_of(kb, free, record(kb).standing(), known, now)


class ArticleNotes(NamedTuple):
    """What was noted of an article that tells who knows it: the work on it, and how many cases it solved or helped."""

    work: Sequence[NotedWork] = ()
    reuses: int = 0


NOTHING = ArticleNotes()


def claims(
    kb: KnowledgeBase, articles: Sequence[ShelvedArticle], noted: Standing, people: People, subjects: Mapping[int, str]
) -> Iterator[Claim]:
    """Yield what tells who answers for the articles; `subjects` are theirs, and with which id."""
    rules, notes = codeowners(kb), _notes_of(subjects, noted)
    for one in articles:
        rule = rules.of(place_in_repository(kb, one.card.path))
        yield _claim(kb, one, rule, notes.get(one.card.id, NOTHING), people)


def _notes_of(subjects: Mapping[int, str], noted: Standing) -> dict[str, ArticleNotes]:
    """Return what was noted of articles, by id, of those of which something was."""
    work: dict[str, list[NotedWork]] = {}
    for one in noted.work(subjects):
        work.setdefault(subjects[one.subject], []).append(one)
    cases = cases_of(subjects, noted)
    return {id_: ArticleNotes(work.get(id_, ()), cases.get(id_, 0)) for id_ in work.keys() | cases.keys()}


def subjects_of(cards: Iterable[Card], noted: Standing) -> dict[int, str]:
    """Return what was noted of some articles, by all their names: subject → id."""
    if not (subjects := noted.subjects()):
        return {}
    names = cards_by_name(cards)
    return {subject: names[name].id for subject, name in subjects.items() if name in names}


def cases_of(subjects: Mapping[int, str], noted: Standing) -> dict[str, int]:
    """Return how many cases articles solved or helped, by id, of those that did."""
    ids = list(dict.fromkeys(subjects.values()))
    numbers = {id_: number for number, id_ in enumerate(ids)}
    found = noted.cases({subject: numbers[id_] for subject, id_ in subjects.items()})
    return {ids[number]: cases for number, cases in found.items()}


def _claim(
    kb: KnowledgeBase, one: ShelvedArticle, rule: CodeownersLine | None, noted: ArticleNotes, people: People
) -> Claim:
    """Return what tells who answers for an article."""
    card = one.card
    work = [Work(people.one(done.person), done.at, WORK[done.kind]) for done in noted.work]
    # The default owner is mostly nobody's choice for this article; a line of CODEOWNERS is
    owner = "" if rule and rule.owners and card.owner == kb.config.defaults.owner else card.owner
    return Claim(
        id=card.id,
        path=card.path,
        title=card.title,
        owner=owner,
        governance=card.governance,
        by_rule=rule.owners if rule else None,
        work=(*edits(one.past, people), *work),
        reuses=noted.reuses,
        rule_source=rule.source if rule else "",
    )


def weight_of(kind: str, age: timedelta) -> float:
    """Return what something of a kind that was noted at some age tells of who knows an article."""
    return worth(WORK[kind], age)


def edits(past: Past, people: People) -> list[Work]:
    """Return the substantive changes as work of all their authors; a bot that brought an article in does not know it."""
    return [
        Work(people.one(person), change.commit.at, "edit")
        for change in past.changes
        if change.kind.is_substantive and change.commit.kind is not ChangeKind.bot
        for person in change.commit.by
    ]


def with_mailmap(people: People, kb: KnowledgeBase, names: Iterable[str]) -> People:
    """Return who is who, by the repository's `.mailmap` too: of these names, and of all who made commits."""
    from kcs_cli.git.mailmap import read_mailmap

    if kb.git_top is None:
        return people
    wanted = {bare(part) for name in names for part in name.split(",")}
    # `@ana` is the handle of a forge: git knows addresses only
    answers = _mailmap_answers(kb)
    authors = {f"<{name}>": name for name in wanted - answers.keys() if "@" in name[1:] and "\n" not in name}
    known = read_mailmap(kb.git_top, authors)
    answers.update((name, known.address(author)) for author, name in authors.items())
    changed = {name: address for name in wanted if (address := answers.get(name, name)) != name}
    return people._replace(mailmap={**people.mailmap, **changed})


@once
def _mailmap_answers(_: KnowledgeBase) -> dict[str, str]:
    """Return what git answered for names: thousands who noted something are asked for by several parts of a report."""
    return {}


def _active_people(kb: KnowledgeBase, now: datetime) -> dict[str, datetime]:
    """Return when everybody made their last commit of any file lately, until a time."""
    since = now - timedelta(days=kb.config.owners.active_days)
    arguments = ("log", f"--since={since.isoformat()}", f"--until={now.isoformat()}",
                 "--format=%aI%x02%aE%x02%(trailers:key=Co-authored-by,valueonly,separator=%x02)")  # fmt: skip
    found: dict[str, datetime] = {}
    for line in git_text(history(kb).top, *arguments).split("\n") if history(kb).head else ():
        at, _, addresses = line.partition("\x02")
        for address in filter(None, addresses.split("\x02")):
            person = bare(address)
            found[person] = max(iso_moment(at), found.get(person, iso_moment(at)))
    return found


def activity(kb: KnowledgeBase, noted: Standing, people: People, now: datetime) -> Activity:
    """Return when everybody was last seen, in a commit or an event, until now."""
    last: dict[str, datetime] = {}
    sources = (history(kb).lineage.commits.last_seen(now), _active_people(kb, now)) if kb.git_top else ()
    for address, at in (pair for seen in (*sources, noted.last_seen) for pair in seen.items()):
        person = people.one(address)
        last[person] = max(at, last.get(person, at))
    return Activity(last, kb.config.owners.active_days)
