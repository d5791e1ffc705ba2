"""A desk that is made up: its teams and people, its articles with all their versions, and what cases are about."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from hashlib import sha1
from itertools import product
from random import Random

from kcs_cli.text.identifier import crockford, slug
from tests.desk import words
from tests.desk.texts import body
from tests.desk.values import Article, Person, Team, Topic, Version, World

BUSY = 2_000  # cases a person answers in a year
LIVES = (  # an article's confidence and audience, step by step; the last two are of the long tail
    (("validated", "public"),),
    (("wip", "internal"), ("not-validated", "internal"), ("validated", "public")),
    (("not-validated", "internal"), ("validated", "customer")),
    (("validated", "public"), ("validated", "partner")),
    (("not-validated", "internal"), ("validated", "internal")),
    (("wip", "internal"), ("validated", "internal"), ("validated", "partner"), ("validated", "customer")),
    (("wip", "internal"),),
    (("not-validated", "internal"), ("validated", "public"), ("archived", "public")),
)
POPULAR, OFTEN, SPIKE, ASKED, ELSE = 0.62, 0.035, 0.5, 0.018, 0.03  # weights of topics


def hire(chance: Random, cases: int, until: datetime) -> tuple[Person, ...]:
    """Return the people of all teams, 6 to 10 each or as many as the cases need, Ana first; the last one has left."""
    names = [(first, last) for first, last in product(words.FIRST_NAMES[2:], words.LAST_NAMES)]
    chance.shuffle(names)
    known = [("Ana", "ana@example.org"), ("Ben", "ben@example.org")]
    known += [(f"{first} {last}".title(), f"{first}.{last}@example.org") for first, last in names]
    people: list[Person] = []
    for name, language, minutes, share in words.TEAMS:
        team = Team(name, language, timezone(timedelta(minutes=minutes)), share)
        for _ in range(max(chance.randint(6, 10), int(cases * share / BUSY))):
            called, address = known[len(people) % len(known)]
            number = len(people) // len(known)
            people.append(person(len(people), called, f"{number or ''}{address}", team))
    name, address = known[len(people) % len(known)]
    left = (until - timedelta(days=265)).date()
    return (*people, Person(f"former.{address}", name, people[0].team, left=left))


def person(number: int, name: str, address: str, team: Team) -> Person:
    """Return a person: two of three share the machine whose log of searches there is, the fourth had another address."""
    terminal = f"/dev/pts/{number}" if number % 3 != 2 else ""
    return Person(address, name, team, f"{address.partition('@')[0]}@old.example.org" if number == 3 else "", terminal)


def make_world(chance: Random, cases: int, articles: int, since: datetime, until: datetime) -> World:
    """Return a desk with so many articles (20 to 200), each about a topic, and with topics that nobody wrote about."""
    if not 20 <= articles <= 200:
        raise ValueError("20 to 200 articles can be made")
    people = hire(chance, cases, until)
    maker = Maker(chance, people, since, until)
    special = [*maker.incidents(), *maker.matrix(), *maker.unphrased(), *maker.gaps()]
    written = sum(topic.article is not None for topic in special)
    topics = [*special, *maker.composed(articles - written), *maker.unwritten()]
    return World(since, until, people, tuple(topic.article for topic in topics if topic.article), tuple(topics))


class Maker:
    """Makes topics and their articles."""

    def __init__(self, chance: Random, people: Sequence[Person], since: datetime, until: datetime) -> None:
        self.chance = chance
        self.since = since
        self.until = until
        self.authors = [*people[:8:2], people[3], people[-2], people[-1]]  # the last one left
        self.made = 0
        pairs = {domain: list(product(subjects, words.SYMPTOMS)) for domain, subjects in words.SUBJECTS.items()}
        for domain in pairs:
            chance.shuffle(pairs[domain])
        self.pairs = pairs

    def day(self, number: float, hour: int = 9) -> datetime:
        """Return a time of working hours, so many days after the year's begin (of the night before it where negative)."""
        return self.since + timedelta(days=int(number), hours=hour, seconds=self.chance.randrange(6 * 3600))

    def incidents(self) -> Iterator[Topic]:
        """Yield the incidents: they come at once, soon there is an article, and a fix ends them."""
        for (domain, title), day in zip(words.INCIDENTS, (100, 230), strict=True):
            at = self.day(day)
            article = self.article(domain, title, at, 0)
            fixed = at + timedelta(days=14)
            yield self.written(article, "incident", SPIKE)._replace(starts_at=at, fixed_at=fixed)

    def matrix(self) -> Iterator[Topic]:
        """Yield the topics of the value-irritant matrix: articles that were there before; what is done comes into force."""
        for number, (what, domain, title, after, cost) in enumerate(words.MATRIX):
            article = self.article(domain, title, self.day(-300 + 40 * number), number)
            topic = self.written(article, "request", OFTEN)
            fixed = self.since + timedelta(days=150 + 30 * number)
            yield topic._replace(matrix=what, fixed_at=fixed, after=after, cost=cost)

    def unphrased(self) -> Iterator[Topic]:
        """Yield the topics whose article lacks what customers call it."""
        for number, (domain, title, phrase, query) in enumerate(words.PHRASINGS):
            article = self.article(domain, title, self.day(-200 - 30 * number), 2 + number % 2)
            topic = self.written(article, "question", POPULAR / 25)
            yield topic._replace(phrases={"en": (phrase, phrase, title)}, searched={"en": (query,)}, unphrased=(phrase,))

    def gaps(self) -> Iterator[Topic]:
        """Yield what is asked for and nobody has written about; of some somebody does later in the year."""
        for number, (domain, title, asked) in enumerate(words.GAPS):
            said = tuple(phrase for phrases in asked.values() for phrase in phrases)
            article = self.article(domain, title, self.day(215 + 15 * number), 1, said) if title else None
            name = f"gap: {next(iter(asked.values()))[0]}"
            yield Topic(name, domain, "question", asked, ASKED, article, asked if article else {}, gap=True)

    def composed(self, count: int) -> Iterator[Topic]:
        """Yield ordinary topics by Zipf's law: a popular head and a long tail; three in ten come up during the year."""
        domains = list(self.pairs)
        total = sum(1 / (rank + 1) for rank in range(count))
        for rank in range(count):
            subject, symptom = self.pairs[domains[rank % len(domains)]].pop()
            title, *others = (f"{thing} {wrong}" for thing, wrong in zip(subject, symptom, strict=True))
            is_new = rank % 10 in (3, 6, 9)
            at = self.day(self.chance.randrange(20, 340) if is_new else -self.chance.randrange(20, 700))
            said = (f"trouble with the {subject[0].lower()}", *(others if rank % 2 else ()))
            life = rank % 6 if rank < count - 4 else 6 + rank % 2
            article = self.article(domains[rank % len(domains)], title, at, life, said)
            topic = self.written(article, ("incident", "question", "request")[rank % 3], POPULAR / total / (rank + 1))
            phrases = dict(zip(words.LANGUAGES, ((title,), *((other,) for other in others)), strict=True))
            searched = phrases if rank % 2 else {"en": (title.lower(), f"{subject[0]} {symptom[0].split()[-1]}".lower())}
            archived = next((one.at for one in article.versions if one.confidence == "archived"), None)
            yield topic._replace(phrases=phrases, searched=searched, fixed_at=archived)

    def unwritten(self) -> Iterator[Topic]:
        """Yield, for each domain, all else that customers have: many things, each seldom, and nobody searches for them."""
        for domain, pairs in self.pairs.items():
            phrases = {
                language: tuple(f"{subject[n]} {symptom[n]}" for subject, symptom in pairs[:12])
                for n, language in enumerate(words.LANGUAGES)
            }
            yield Topic(f"else: {domain}", domain, "incident", phrases, ELSE)

    def written(self, article: Article, kind: str, weight: float) -> Topic:
        """Return the topic of an article, which comes up from then on if that is in the year."""
        starts = article.created_at if article.created_at > self.since else None
        phrases = {"en": (article.title,)}
        searched = {"en": (article.title.lower(),)}
        return Topic(article.title, article.domain, kind, phrases, weight, article, searched, starts)

    def article(self, domain: str, title: str, at: datetime, life: int, said: Sequence[str] = ()) -> Article:
        """Return an article with its versions: its states one after the other, and improvements."""
        self.made += 1
        id_ = f"kb-{crockford(self.made << 20 | self.chance.getrandbits(20), 6)}"
        author = self.authors[self.made % len(self.authors)]
        if author.left and at.date() >= author.left:
            author = self.authors[0]
        moments = self.moments(at, LIVES[life])
        head = f"id: {id_}\ntitle: {title}\nkind: {'question' if life % 3 else 'problem'}\n"
        tail = f"owner: {author.address}\ntags: [{domain}]\nlanguage: en\n" + listed(said)
        said_there, versions = body(self.chance), []
        for number, (moment, (confidence, audience)) in enumerate(moments):
            by = author if number == 0 else self.authors[(self.made + number) % (len(self.authors) - 1)]
            text = f"---\n{head}confidence: {confidence}\naudience: {audience}\n{tail}---\n\n" + said_there.text(
                title, number
            )
            address = by.also if by.also and number % 2 == 0 else by.address
            versions.append(Version(moment, address, confidence, audience, text, blob_id(text)))
        path = f"knowledge/{domain}/{slug(title)}.md"
        return Article(id_, title, path, domain, author.address, at, versions[-1].blob, tuple(versions))

    def moments(self, at: datetime, life: Sequence[tuple[str, str]]) -> list[tuple[datetime, tuple[str, str]]]:
        """Return when an article came into each state, and when it was improved in its last one."""
        found = [(at, life[0])]
        for state in (*life[1:], *[life[-1]] * self.chance.randrange(3)):
            at += timedelta(days=self.chance.randrange(1, 21), seconds=self.chance.randrange(3600))
            if at < self.until - timedelta(days=1):
                found.append((at, state))
        return found


def listed(said: Sequence[str]) -> str:
    """Return what customers say, as front matter."""
    return "said:\n" + "".join(f"  - {phrase}\n" for phrase in said) if said else ""


def blob_id(text: str) -> str:
    """Return the name git gives a text."""
    content = text.encode()
    return sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
