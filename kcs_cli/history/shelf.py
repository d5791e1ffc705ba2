"""The articles of a knowledge base with their pasts: as they are, or as they were at a time."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from kcs_cli.article.card import Card, card_of
from kcs_cli.article.front_matter import FieldError
from kcs_cli.article.model import Article, ArticleDays
from kcs_cli.article.reader import parse, read_content
from kcs_cli.article.review_calendar import Calendar, calendar_of
from kcs_cli.errors import KcsError
from kcs_cli.git.object import reading_objects
from kcs_cli.history.day import has_all_days, note_days
from kcs_cli.history.history import NOTHING_KNOWN, Choose, no_change
from kcs_cli.history.opening import check_history, history, place_in_repository, recent_pasts
from kcs_cli.history.past import Change, Past
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.text.display import quantity


class ShelvedArticle(NamedTuple):
    """An article as search knows it, when it is to be reviewed, and its past (none: never committed)."""

    card: Card
    calendar: Calendar
    past: Past


def shelf(kb: KnowledgeBase, cards: Iterable[Card]) -> list[ShelvedArticle]:
    """Return the articles as they are, with their pasts down to the last work. Raise KcsError where there is no history."""
    known, order = list(cards), kb.config.fields.dates
    pasts = recent_pasts(kb, [card.path for card in known])
    remember_days(kb, pasts)
    return [ShelvedArticle(card, calendar_of(card.review, order), pasts[card.path]) for card in known]


def with_whole_pasts(
    kb: KnowledgeBase, articles: Iterable[ShelvedArticle], at: datetime | None, choose: Choose
) -> list[ShelvedArticle]:
    """Return articles with their whole pasts, until a time."""
    places = {place_in_repository(kb, one.card.path): one for one in articles}
    commit = history(kb).commit_at(at) if at else ""
    pasts = history(kb).pasts(places, commit, at, choose)
    return [one._replace(past=pasts[place]) for place, one in places.items()]


def plain_shelf(kb: KnowledgeBase, cards: Iterable[Card]) -> list[ShelvedArticle]:
    """Return the articles as they are, without their pasts."""
    order = kb.config.fields.dates
    return [ShelvedArticle(card, calendar_of(card.review, order), NOTHING_KNOWN) for card in cards]


def shelf_at(kb: KnowledgeBase, at: datetime) -> list[ShelvedArticle]:
    """Return the articles as they were at a time, those that are gone by now among them. Raise KcsError."""
    check_history(kb)
    git = history(kb)
    commit = git.commit_at(at)
    if not commit:
        raise KcsError(f"The history of {git.top} begins after {at.date()}", "Name a later day")
    texts = _texts_at(kb, commit)
    pasts = git.recent(texts, commit, at)
    order = kb.config.fields.dates
    found = []
    for place, content in texts.items():
        article = read_content(path_in_base(kb, place), content, kb.config)
        if isinstance(article, Article):  # else it was none then
            card = card_of(article)
            found.append(ShelvedArticle(card, calendar_of(card.review, order), pasts[place]))
    return found


def _texts_at(kb: KnowledgeBase, commit: str) -> dict[str, bytes]:
    """Return the article files of the knowledge base at a commit, by their paths in the repository."""
    excluded = kb.library.excluded
    folder = "/".join(filter(None, (kb.base, kb.library.folder)))
    tree = {
        place: blob
        for place, blob in history(kb).tree(commit).items()
        if place.startswith(f"{folder}/" if folder else "") and not excluded.match(path_in_base(kb, place))
    }
    with reading_objects(history(kb).top) as objects:
        texts = dict(zip(tree, objects.read_all(list(tree.values())), strict=True))
    missing = sum(content is None for content in texts.values())
    if missing:
        kb.tell(f"{quantity(missing, 'article')} of that day not in this partial clone, so not judged")
    return {place: content for place, content in texts.items() if content is not None}


def path_in_base(kb: KnowledgeBase, place: str) -> str:
    """Return the path in the knowledge base of a path in the repository."""
    return place.removeprefix(f"{kb.base}/") if kb.base else place


def captured_since(kb: KnowledgeBase, articles: Iterable[ShelvedArticle], at: datetime | None) -> dict[str, datetime]:
    """Return since when articles have been work in progress, by id."""
    wip = [one for one in articles if one.card.confidence == Confidence.wip and one.past.changes]
    wanted = [one for one in with_whole_pasts(kb, wip, at, no_change) if one.past.changes] if wip else []
    with reading_objects(history(kb).top) as objects:
        texts = objects.read_all([change.blob for one in wanted for change in one.past.changes])
        states = {one.card.id: [_confidence(next(texts), kb.config) for _ in one.past.changes] for one in wanted}
    return {one.card.id: one.past.changes[_latest_run(states[one.card.id]) - 1].commit.at for one in wanted}


def _latest_run(states: Sequence[str]) -> int:
    """Return how many of an article's last states were work in progress, or not readable; at least the last one."""
    return next((number for number, state in enumerate(states) if state not in ("wip", "") and number), len(states))


def _confidence(content: bytes | None, config: Config) -> str:
    """Return the confidence a text gives its article; nothing for a text that is none, or is not here."""
    try:
        return parse("x.md", content or b"", config).confidence.value if content else ""
    except (FieldError, UnicodeDecodeError):
        return ""


def remember_days(kb: KnowledgeBase, paths: Iterable[str]) -> None:
    """Note when all articles were created and last worked on, for searches; nothing where there is no history."""
    if kb.git is None or not (head := history(kb).head) or has_all_days(kb.git, head):
        return
    places = [place_in_repository(kb, path) for path in paths]
    recent, first = history(kb).recent(places), history(kb).first(places)
    days = {place: ArticleDays(created=_day_of(first[place]), worked=_day_of(past.worked)) for place, past in recent.items()}
    note_days(kb.git, head, days, anew=True)


def _day_of(change: Change | None) -> date | None:
    """Return the day of a change, if there was one."""
    return change.on if change else None
