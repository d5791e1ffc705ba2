"""One case at a time: who has it, what the customer says, what is searched, linked and flagged."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from itertools import accumulate
from math import exp
from random import Random

from tests.desk import words
from tests.desk.searches import Found, Searcher
from tests.desk.values import REFERENCE, RESOLUTION, TRIED, Article, Case, Flag, Link, Person, Topic, World

HOURS = {"phone": 0.0, "chat": -0.3, "mail": 1.6, "web": 2.0}  # to resolve: the natural logarithm of their median
WHY = ("wrong", "outdated", "unclear", "duplicate", "missing")
OUTSIDE = "https://vendor.example.com/kb/4711"


class Planner:
    """Plans cases; `noted` counts the events so far, `left` those that may still be noted today (where that is limited)."""

    def __init__(self, world: World, chance: Random) -> None:
        self.chance = chance
        self.random = chance.random
        self.until = world.until
        self.last = world.until - timedelta(seconds=1)
        self.searcher = Searcher(chance, world.articles, self.last)
        at_work = [one for one in world.people if one.left is None]
        self.teams = list({one.team.name: one.team for one in at_work}.values())
        self.shares = list(accumulate(team.share for team in self.teams))
        self.members = {team.name: [one for one in at_work if one.team.name == team.name] for team in self.teams}
        self.people = {one.address: one for one in at_work}
        topics = {topic.article.id: topic for topic in world.topics if topic.article}
        self.others = [one for one in world.articles if not topics[one.id].matrix and not topics[one.id].fixed_at]
        self.customers = max(60, len(at_work) * 12)
        self.number = 100_000
        self.noted = 0
        self.allowed: float | None = None
        self.begin(0.0, None)

    def begin(self, share: float, allowed: float | None) -> None:
        """Begin a day: ever more cases are linked in the course of the year; so many events may be noted by its end."""
        self.linked_share = 0.6 + 0.32 * share
        self.allowed = allowed

    @property
    def left(self) -> int:
        """How many events are missing of those asked for."""
        return 0 if self.allowed is None else round(self.allowed) - self.noted

    def person(self, topic: Topic) -> Person:
        """Return who gets a case: now and then who wrote about it."""
        x = self.random()
        if x < 0.1 and topic.article and (author := self.people.get(topic.article.author)):
            return author
        x = self.random() * self.shares[-1]
        team = next(team for team, share in zip(self.teams, self.shares, strict=True) if x <= share)
        return self.of_team(team.name)

    def of_team(self, name: str) -> Person:
        """Return one of a team."""
        members = self.members[name]
        return members[int(self.random() * len(members))]

    def founding(self, topic: Topic) -> Case:
        """Return the case in which an article is written: searched for in vain, linked to the new article."""
        article = topic.article
        assert article
        by = self.people.get(article.author) or self.of_team(self.teams[0].name)
        opened = article.created_at - timedelta(minutes=40 + int(self.random() * 130))
        closed = article.created_at + timedelta(minutes=10 + int(self.random() * 50))
        found = self.searcher.founding(topic, by, opened + timedelta(minutes=5))
        case = self.plain(topic, by, opened.astimezone(by.team.zone), closed.astimezone(by.team.zone), helped=True)
        self.noted += 1
        link = Link(closed, by.address, article.id, RESOLUTION, blob=blob_at(article, closed))
        return case._replace(links=(link,), searches=found.searches)

    def case(self, topic: Topic, day: int) -> Case:
        """Return a case of a day (its begin as a number), opened within the team's hours."""
        random = self.random
        by = self.person(topic)
        zone = by.team.zone
        at = day + int((6 + 7 * (random() + random())) * 3600) - zone_seconds(zone)
        opened = datetime.fromtimestamp(at, zone)
        if opened >= self.until:
            at, opened = at - 86_400, opened - timedelta(days=1)
        article = topic.article if topic.article and topic.article.created_at < opened else None
        found = self.searcher.search(topic, article, by, opened)
        helped = article is not None and random() < self.linked_share
        channel = pick(words.CHANNELS, random())
        hours = exp(self.chance.gauss(HOURS[channel] + (0.8 if helped else 1.5), 1.1))
        duration = max(timedelta(seconds=int(hours * 3600)), found.took)
        closed = opened + duration
        is_open = closed >= self.until or random() < 0.01
        case = self.plain(topic, by, opened, None if is_open else closed, channel, helped=helped)
        if self.allowed is not None and self.noted >= self.allowed:
            return case._replace(searches=found.searches)
        end = opened + found.took + timedelta(hours=1) if is_open else closed
        links = self.links(topic, article if helped and (not is_open or random() < 0.3) else None, by, end, found)
        flags = self.flags(article, by, end)
        self.noted += sum(1 + (link.taken_back_at is not None) for link in links)
        return case._replace(links=tuple(links), searches=found.searches, flags=flags)

    def plain(
        self, topic: Topic, by: Person, opened: datetime, closed: datetime | None, channel: str = "phone", *, helped: bool
    ) -> Case:
        """Return a case as cases.csv has it."""
        random = self.random
        self.number += 1
        id_ = f"CS-{self.number}"
        spoken = by.team.language if random() < (0.2 if topic.gap else 0.7) else next(iter(topic.phrases))
        language = spoken if spoken in topic.phrases else next(iter(topic.phrases))
        contacts = 1 if random() < (0.72 if helped else 0.55) else 2 + int(random() * random() * 4)
        kind = topic.kind if random() < 0.8 else pick(words.KINDS, random())
        cents = int(topic.cost * contacts * (0.6 + 0.8 * random()))
        csat = min(5, 1 + int((random() + random() + (0.9 if helped else 0.4)) * 2)) if random() < 0.28 else None
        return Case(
            id_, opened, closed, by.team.name, topic.domain, kind, language, channel, self.issue(topic, language, id_),
            f"cu-{int(random() * self.customers):05}" if random() < 0.97 else "", contacts if random() < 0.95 else None,
            csat, cents if random() < 0.96 else None, by.address, topic.name,
        )  # fmt: skip

    def issue(self, topic: Topic, language: str, id_: str) -> str:
        """Return what the customer said: often the same words; seldom personal data, quotes, or what looks like a formula.

        Beside what is personal stands the case, so that no two of these have the same words.
        """
        phrase = one_of(topic.phrases[language], self.random())
        frame = one_of(words.ISSUES[language], self.random())
        if language != "de" and frame[0] != "{" and not phrase[1:2].isupper():
            phrase = phrase[:1].lower() + phrase[1:]
        text = frame.format(phrase)
        x = self.random()
        if x < 0.25:
            return f"{text} ({one_of(words.PLACES, x * 4)})"
        if x < 0.28:
            return f"{text} Call me: +370 612 {int(x * 1e9) % 90000 + 10000}, {id_}"
        if x < 0.30:
            return f"{text}\nMy address is jo.{int(x * 1e9) % 1000}@customer.example.com, {id_}"
        if x < 0.32:
            return f'The screen says "{text}",\nthen nothing.'
        return f"={text}" if x < 0.325 else text

    def links(self, topic: Topic, article: Article | None, by: Person, end: datetime, found: Found) -> list[Link]:
        """Return the links of a case, the first ones first."""
        random = self.random
        at = end - timedelta(seconds=int(random() * 240))
        links = []
        if random() < (0.15 if topic.gap else 0.05) and (other := self.other(topic, at)):
            links.append(Link(at, by.address, other.id, TRIED, blob=blob_at(other, at)))
        if article is None:
            if random() < 0.012:
                links.append(Link(at, by.address, OUTSIDE, REFERENCE))
            return links
        if random() < 0.05:  # the next day
            at = min(at + timedelta(days=1), self.last)
        who = by.address if random() < 0.92 else self.of_team(by.team.name).address
        use = RESOLUTION if random() < 0.8 else REFERENCE
        link = Link(at, who, article.id, use, found.words, found.rank, blob=blob_at(article, at))
        return [*links, *self.with_mistakes(link, topic, by, len(links))]

    def with_mistakes(self, link: Link, topic: Topic, by: Person, before: int) -> Sequence[Link]:
        """Return a link, and what else is noted: a wrong one before it that it replaces, or that it is taken back, …"""
        x = self.random()
        if x >= 0.17:
            return [link]
        later = min(link.at + timedelta(minutes=1 + int(self.random() * 2000)), self.last)
        other = self.other(topic, link.at)
        if x < 0.03 and other and link.use == RESOLUTION:
            wrong = Link(link.at - timedelta(minutes=2), by.address, other.id, RESOLUTION, blob=blob_at(other, link.at))
            return [wrong, link._replace(replaces=before)]
        if x < 0.07:
            return [link._replace(taken_back_at=later)]
        if x < 0.09:
            return [link, link._replace(at=later, by=self.of_team(by.team.name).address, words="", rank=0)]
        if x < 0.16 and other:
            return [link, Link(later, by.address, other.id, REFERENCE, blob=blob_at(other, later))]
        return [link, Link(later, by.address, OUTSIDE, REFERENCE)]

    def flags(self, article: Article | None, by: Person, at: datetime) -> tuple[Flag, ...]:
        """Return the flag that somebody raises now and then, most of them closed some days later."""
        if article is None or self.random() >= 0.02:
            return ()
        closed = at + timedelta(days=1 + int(self.random() * 20))
        is_closed = self.random() < 0.7 and closed < self.until
        self.noted += 1 + is_closed
        text, why = one_of(words.FLAG_TEXTS, self.random()), one_of(WHY, self.random())
        return (Flag(min(at, self.last), by.address, article.id, why, text, closed if is_closed else None),)

    def other(self, topic: Topic, at: datetime) -> Article | None:
        """Return another article, of another domain, that is there; never one of an incident or of the matrix."""
        found = self.others[int(self.random() * len(self.others))]
        return found if found.domain != topic.domain and found.created_at < at - timedelta(days=30) else None


def zone_seconds(zone: timezone) -> int:
    """Return how far east a zone is."""
    offset = zone.utcoffset(None)
    return offset.days * 86_400 + offset.seconds


def blob_at(article: Article, at: datetime) -> str:
    """Return the name of an article's text at a time; where its versions are not known, of today's."""
    found = article.blob
    for version in reversed(article.versions):
        found = version.blob
        if version.at <= at:
            break
    return found


def one_of(options: Sequence[str], x: float) -> str:
    """Return one of some texts, by a share of 1."""
    return options[int(x * len(options))]


def pick(weighted: Sequence[tuple[str, float]], x: float) -> str:
    """Return one of some weighted texts, by a share of 1."""
    for option, share in weighted:
        x -= share
        if x < 0:
            return option
    return weighted[-1][0]
