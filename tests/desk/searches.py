"""What people search while they have a case: found at once, only in other words, or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from tests.desk.values import Article, Person, Search, Topic

REST = timedelta(minutes=11)  # between what one terminal is asked for two cases: longer than a search is refined
NOTHING = timedelta()
SYLLABLES = ("ba", "kon", "fi", "gra", "lo", "mun", "ne", "pro", "qui", "ser", "ti", "ur", "ver", "wex", "yo", "zan")


class Found(NamedTuple):
    """The searches of a case in the log, the words and rank that led to the article, how long all took."""

    searches: tuple[Search, ...] = ()
    words: str = ""
    rank: int = 0
    took: timedelta = NOTHING


class Searcher:
    """Plans searches: a terminal's of one case come one after the other, and end before those of another begin."""

    def __init__(self, chance: Random, articles: Sequence[Article], last: datetime) -> None:
        self.chance = chance
        self.random = chance.random
        self.last = last
        self.busy: dict[str, datetime] = {}
        self.neighbours: dict[str, list[Article]] = {}
        for article in articles:
            self.neighbours.setdefault(article.domain, []).append(article)

    def search(self, topic: Topic, article: Article | None, by: Person, opened: datetime) -> Found:
        """Return the searches of a case; one of those who are at another machine is seen only in the link."""
        start = opened + timedelta(seconds=60 + int(self.random() * 300))
        if self.random() > 0.75 or start > self.last - REST or self.is_busy(by, start):
            return Found()
        if article is None:
            return self.in_vain(topic, by, start) if topic.gap or self.random() < 0.05 else Found()
        if topic.unphrased and self.random() < 0.6:
            return self.second_try(topic, article, by, start, topic.unphrased)
        wanted = self.query(topic, topic.searched, by)
        if self.random() < 0.06 and len(wanted[0]) > 8:
            return self.second_try(topic, article, by, start, (misspelled(wanted[0], self.chance),), wanted)
        return self.at_once(topic, article, by, start, wanted)

    def is_busy(self, by: Person, start: datetime) -> bool:
        """Tell whether a person is asking about another case."""
        return by.address in self.busy and start < self.busy[by.address] + REST

    def at_once(self, topic: Topic, article: Article, by: Person, start: datetime, wanted: tuple[str, str]) -> Found:
        """Return one search that found it; mostly it is opened from there."""
        hits, rank = self.hits(article, start)
        opened = (article.id,) if self.random() < 0.88 else ()
        return self.found([self.made(start, by, wanted, topic, hits, opened)], by, wanted[0], rank)

    def second_try(
        self,
        topic: Topic,
        article: Article,
        by: Person,
        start: datetime,
        first: Sequence[str],
        wanted: tuple[str, str] | None = None,
    ) -> Found:
        """Return a search that found nothing, or nothing of use, and one in other words that did."""
        wanted = wanted or self.query(topic, topic.searched, by)
        phrase = first[int(self.random() * len(first))]
        useless = self.some(article, start) if self.random() < 0.4 else ()
        before = self.made(start, by, (phrase, wanted[1]), topic, useless)
        hits, rank = self.hits(article, start)
        again = start + timedelta(seconds=20 + int(self.random() * 200))
        return self.found([before, self.made(again, by, wanted, topic, hits, (article.id,))], by, wanted[0], rank)

    def in_vain(self, topic: Topic, by: Person, start: datetime) -> Found:
        """Return searches for what nobody wrote about: abandoned, or asked again in other words; or some nonsense."""
        if not topic.gap:
            nonsense = "".join(SYLLABLES[int(self.random() * len(SYLLABLES))] for _ in range(5))
            return self.found([self.made(start, by, (nonsense, ""), topic, ())], by)
        searches: list[Search] = []
        for _ in range(1 + (self.random() < 0.4)):
            wanted = self.query(topic, topic.phrases, by)
            if all(one.words != wanted[0] for one in searches):
                hits = self.some(None, start, topic.domain) if self.random() < 0.4 else ()
                searches.append(self.made(start, by, wanted, topic, hits))
                start += timedelta(seconds=20 + int(self.random() * 200))
        return self.found(searches, by)

    def founding(self, topic: Topic, by: Person, start: datetime) -> Found:
        """Return the search because of which an article is written."""
        wanted = self.query(topic, topic.searched, by)
        article = topic.article
        assert article
        return self.found([self.made(start, by, wanted, topic, ())._replace(written=article.id)], by)

    def found(self, searches: Sequence[Search], by: Person, words: str = "", rank: int = 0) -> Found:
        """Return what was found; the log has the searches of the machine's own terminals."""
        end = searches[-1].at + timedelta(seconds=40)
        self.busy[by.address] = end
        took = end - searches[0].at + timedelta(minutes=12)
        return Found(tuple(searches) if by.terminal else (), words, rank, took)

    def made(
        self, at: datetime, by: Person, wanted: tuple[str, str], topic: Topic, hits: Sequence[str],
        opened: tuple[str, ...] = (),
    ) -> Search:  # fmt: skip
        """Return a search."""
        return Search(at, by.terminal, wanted[0], wanted[1], topic.name, tuple(hits), opened)

    def query(self, topic: Topic, phrases: Mapping[str, tuple[str, ...]], by: Person) -> tuple[str, str]:
        """Return one of some phrases, often in the person's own language, a gap's mostly in the gap's; and the language."""
        language = by.team.language
        if language not in phrases or self.random() < (0.8 if topic.gap else 0.3):
            language = next(iter(phrases))
        options = phrases[language]
        return options[int(self.random() * len(options))], language

    def hits(self, article: Article, at: datetime) -> tuple[list[str], int]:
        """Return hits with an article among them, and its rank."""
        others = self.some(article, at)
        x = self.random()
        rank = 1 if x < 0.7 else min(len(others) + 1, 2 if x < 0.9 else 3)
        return [*others[: rank - 1], article.id, *others[rank - 1 :]], rank

    def some(self, article: Article | None, at: datetime, domain: str = "") -> list[str]:
        """Return up to three articles of a domain that are there, without the one given."""
        near = self.neighbours.get(article.domain if article else domain, [])
        first = int(self.random() * len(near))
        around = (near[(first + n) % len(near)] for n in range(min(4, len(near))))
        return [one.id for one in around if one is not article and one.created_at < at][:3]


def misspelled(text: str, chance: Random) -> str:
    """Return a text with two letters the wrong way round."""
    for _ in range(20):
        at = chance.randrange(len(text) - 1)
        if text[at] != text[at + 1] and text[at : at + 2].isalpha():
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text + text[-1]
