"""A desk around a knowledge base that somebody else wrote: its articles say what customers ask."""

import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from kcs_cli.article.model import Article as FoundArticle
from kcs_cli.article.reader import read_article
from kcs_cli.history.opening import history
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.text.privacy import scrub
from tests.desk import words
from tests.desk.values import Article, Topic, World
from tests.desk.world import ASKED, ELSE, OFTEN, POPULAR, SPIKE, hire

MATRIX_DAYS, INCIDENT_DAYS = (150, 180, 210, 240), (100, 230)
MOST_AREAS = 12
LONGEST = 9  # words of a sentence that a customer takes from an article


def world_of(root: Path, chance: Random, cases: int, since: datetime, until: datetime) -> World:
    """Return a desk that works with a knowledge base: four of its articles are of the matrix, two of incidents."""
    kb = KnowledgeBase.open(str(root))
    found = [
        one
        for one in (read_article(kb.root, path, kb.config) for path in sorted(kb.library.listing()))
        if isinstance(one, FoundArticle)
    ]
    created, blobs = first_commits(kb, [place_of(kb, one.path) for one in found]), blobs_of(root)
    known = [(one, created[place]) for one in found if (place := place_of(kb, one.path)) in created]
    areas = {one.path: area(one) for one, _ in known}
    common = sorted(set(areas.values()), key=lambda name: (-list(areas.values()).count(name), name))[:MOST_AREAS]
    topics = []
    chance.shuffle(known)
    total = sum(1 / (rank + 1) for rank in range(len(known)))
    for rank, (one, (at, author)) in enumerate(known):
        domain = areas[one.path] if areas[one.path] in common else "other"
        article = Article(one.id, one.title, one.path, domain, author, at, blobs.get(place_of(kb, one.path), ""))
        phrases = customers_words(one.title, one.said, one.section("issue") or one.body, chance)
        kind = ("incident", "question", "request")[rank % 3]
        topic = Topic(one.id, domain, kind, phrases, POPULAR / total / (rank + 1), article, phrases)
        topics.append(topic._replace(starts_at=at if at > since else None))
    people = hire(chance, cases, until)
    special = with_special(topics, since)
    return World(since, until, people, tuple(one.article for one in topics if one.article), (*special, *unwritten(common)))


def place_of(kb: KnowledgeBase, path: str) -> str:
    """Return an article's path in the repository."""
    return f"{kb.base}/{path}".lstrip("/")


def area(article: FoundArticle) -> str:
    """Return what an article is about: its first tag, else its folder."""
    name = article.tags[0] if article.tags else Path(article.path).parent.name
    return name.partition(",")[0].strip().lower() or "other"


def first_commits(kb: KnowledgeBase, paths: Sequence[str]) -> dict[str, tuple[datetime, str]]:
    """Return when files of the repository were first committed, under whatever name, and by whom; none that is not known."""
    firsts = {path: past.created for path, past in history(kb).pasts(paths).items()}
    return {path: (one.commit.at, one.commit.by[0].lower()) for path, one in firsts.items() if one}


def blobs_of(root: Path) -> dict[str, str]:
    """Return the name of each file's text today."""
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", "ls-tree", "-r", "--full-tree", "HEAD"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {path: head.split()[2] for head, _, path in (line.partition("\t") for line in lines)}


def customers_words(title: str, said: Sequence[str], issue: str, chance: Random) -> dict[str, tuple[str, ...]]:
    """Return what customers might call an article's topic, in three languages; nothing of it is personal."""
    plain = clean(title).lower()
    found = [clean(title), plain, *map(clean, said)]
    sentences = [clean(line) for line in re.split(r"[.\n]", issue) if len(line.split()) > 3]
    found += [" ".join(line.split()[:LONGEST]) for line in sentences[:3]]
    several = plain.split()
    if len(several) > 3:
        kept = sorted(chance.sample(range(len(several)), k=max(2, len(several) * 2 // 3)))
        found += [" ".join(several[n] for n in kept), " ".join(chance.sample(several, len(several)))]
    german = [words.GERMAN.get(word, word) for word in several]
    lithuanian = [word for word in (words.LITHUANIAN.get(word, word) for word in several) if word]
    english = tuple(dict.fromkeys(phrase for phrase in found if phrase))
    return {"en": english, "de": (" ".join(german),), "lt": (" ".join(lithuanian) or plain,)}


def clean(text: str) -> str:
    """Return a text without marks of markdown, links and what is personal."""
    text = re.sub(r"\[!\w+ ([^\]]*)\]", r"\1", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[`*_#>{}|]+", lambda found: found[1] or " ", text)
    return " ".join(scrub(text).split())


def with_special(topics: Sequence[Topic], since: datetime) -> list[Topic]:
    """Return the topics, four of them with a day of the matrix, two as incidents, four not called as customers do."""
    old = [n for n, topic in enumerate(topics) if topic.starts_at is None]
    changed: dict[int, Topic] = {}
    for (what, _, _, after, cost), days, n in zip(words.MATRIX, MATRIX_DAYS, old[5:], strict=False):
        fixed = since + timedelta(days=days)
        changed[n] = topics[n]._replace(matrix=what, fixed_at=fixed, after=after, cost=cost, weight=OFTEN)
    for days, n in zip(INCIDENT_DAYS, old[9:], strict=False):
        start = since + timedelta(days=days)
        known = {"starts_at": start, "fixed_at": start + timedelta(days=14), "weight": SPIKE}
        changed[n] = topics[n]._replace(kind="incident", **known)
    for n in old[11:15]:
        longest = max(topics[n].phrases["en"][0].split(), key=len).lower()
        phrase = f"{longest} thing plays up"
        query = {"en": topics[n].phrases["en"][1:2]}
        changed[n] = topics[n]._replace(unphrased=(phrase,), searched=query, phrases=with_phrase(topics[n].phrases, phrase))
    return [changed.get(n, topic) for n, topic in enumerate(topics)]


def with_phrase(phrases: Mapping[str, tuple[str, ...]], phrase: str) -> dict[str, tuple[str, ...]]:
    """Return phrases with one more in English, which half the customers say."""
    return {**phrases, "en": (*phrases["en"], *[phrase] * len(phrases["en"]))}


def unwritten(domains: Sequence[str]) -> list[Topic]:
    """Return what is asked for and nobody has written about, and all else that customers have."""
    gaps = [
        Topic(f"gap: {next(iter(asked.values()))[0]}", domains[n % len(domains)], "question", asked, ASKED, gap=True)
        for n, (_, _, asked) in enumerate(words.GAPS)
    ]
    things = [subject for subjects in words.SUBJECTS.values() for subject in subjects]
    phrases = {
        language: tuple(f"{subject[n]} {symptom[n]}" for subject in things for symptom in words.SYMPTOMS)
        for n, language in enumerate(words.LANGUAGES)
    }
    return [*gaps, Topic("else", "other", "incident", phrases, 6 * ELSE)]
