"""Finds what others changed in the articles a person uses, with the differences: `kcs news`."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.article.front_matter import FieldError, take_apart
from kcs_cli.article.model import Article
from kcs_cli.errors import KcsError
from kcs_cli.git.object import reading_objects
from kcs_cli.history.article_history import begun, is_archived, names, plain_fields, read_revision
from kcs_cli.history.opening import history, place_in_repository, whole_pasts
from kcs_cli.history.past import Change, Past
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.knowledge_base.place import find_shared_folder, label
from kcs_cli.learn.news_memory import NewsMemory
from kcs_cli.learn.news_report import (
    MOST,
    LastUse,
    NewsOfArticle,
    NewsReport,
    last_uses,
    latest,
    news_since,
    with_work,
)
from kcs_cli.owners.claim import with_mailmap
from kcs_cli.search.index.opener import all_cards, engine
from kcs_cli.search.log import search_log
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.text.difference import differences, transitions
from kcs_cli.text.outside import readable

MONTHS = 24  # of the log of searches
GONE = "gone"  # remembered in the place of a revision


class UsedArticle(NamedTuple):
    """An article a person used, under the id it had then, and what changed since, the newest first."""

    card: Card
    past: Past
    used_id: str
    use: LastUse
    changes: tuple[Change, ...]

    @property
    def text_then(self) -> str:
        """The name of the text the person had; nothing where there was none."""
        return next((change.blob for change in self.past.changes[len(self.changes) :] if change.blob), "")


class ArticleNews(NamedTuple):
    """News: what became of an article, by the change that did it, and how many changes there were."""

    used: UsedArticle
    state: str
    change: Change
    changes: int


def catch_up(kb: KnowledgeBase, since: datetime | None = None, *, again: bool = False, full: bool = False) -> NewsReport:
    """Return what others changed in the articles this person used, and remember that they saw it.

    Since a time where one is given, else since the last use and the last news; `again`: since the last use only. Raise
    KcsError where there is no history.
    """
    if kb.git_top is None:
        raise KcsError("There is no git repository: what was changed is not known", "kcs news needs a git repository")
    reader = NewsReader(kb, since, again=again)
    found = sorted(reader.found(), key=lambda one: one.change.commit.at, reverse=True)
    gone = reader.gone()
    shown, missing = found[:MOST], gone[: max(0, MOST - len(found))]
    articles = (*map(reader.news_of, shown), *missing)
    reader.seen.note({one.used.card.id: one.used.past.changes[0].blob for one in shown} | {a.id: GONE for a in missing})
    new = {one.used.card.id for one in found} | {one.id for one in gone}
    used = (*(one.card.id for one in reader.used), *reader.lost)
    seen = sum(id_ in reader.known and id_ not in new for id_ in used)
    return NewsReport(person=reader.person, used=len(used), found=len(new), news=articles, seen=seen, full=full)


class NewsReader:
    """A person, with the articles they used."""

    def __init__(self, kb: KnowledgeBase, since: datetime | None, *, again: bool) -> None:
        self.kb = kb
        self.since = since
        self.person = record(kb).journal.person
        searches, addresses = search_log(kb).searches(MONTHS), record(kb).standing().people()
        self.people = with_mailmap(people(kb), kb, [self.person, *addresses])
        self.cards = all_cards(kb)
        mine = record(kb).noted_by([address for address in addresses if self.is_me(address)])
        self.uses = last_uses(mine, self.named_as_today(searches), self.is_me)
        self.seen = NewsMemory(find_shared_folder(kb.root, kb.git), label(kb.root), self.person)
        self.known = {} if again or since else self.seen.revisions()

    def named_as_today(self, searches: Sequence[LoggedSearch]) -> list[LoggedSearch]:
        """Return searches with what was opened from them by the paths of today."""
        there = {name for card in self.cards for name in card.ids}
        paths = {id_ for search in searches for id_ in search.shown if "/" in id_ and id_ not in there}
        now = {path: record(self.kb).name_now(path) or path for path in paths}
        return [search._replace(shown=tuple(now.get(id_, id_) for id_ in search.shown)) for search in searches]

    def is_me(self, address: str) -> bool:
        """Tell whether somebody is the person."""
        return self.people.one(address) == self.people.one(self.person)

    @cached_property
    def used(self) -> list[UsedArticle]:
        """The articles that the person used, with what changed in each."""
        uses = {place_in_repository(self.kb, card.path): latest(self.uses, card.ids) for card in self.cards}

        def choose(past: Past) -> Iterable[Change]:
            use = uses[past.changes[0].path][1] if past.changes and past.changes[0].path in uses else None
            mine = next((one for one in past.changes if one.has_author and any(map(self.is_me, one.commit.by))), None)
            start = with_work(use, past, self.is_me)
            return [*([mine] if mine else []), *(self.changes(past, start, "") if start else ())]

        pasts = whole_pasts(self.kb, [card.path for card in self.cards], choose)
        found = []
        for card in self.cards:
            used_id, use = uses[place_in_repository(self.kb, card.path)]
            past = pasts[card.path]
            if past.changes and (last := with_work(use, past, self.is_me)):
                changes = self.changes(past, last, self.known.get(card.id, ""))
                found.append(
                    UsedArticle(card=card, past=past, used_id=used_id if last is use else card.id, use=last, changes=changes)
                )
        return found

    def changes(self, past: Past, use: LastUse, seen: str) -> tuple[Change, ...]:
        """Return the changes that are news, the newest first."""
        return past.after(self.since) if self.since else news_since(past, use, seen)

    def found(self) -> list[ArticleNews]:
        """Return what is news."""
        known = ((one, self.state(one), self.work(one)) for one in self.used if one.changes)
        return [
            ArticleNews(one, state or ("changed" if one.text_then else "new"), change or work[0], len(work))
            for one, (state, change), work in known
            if change or work
        ]

    def work(self, one: UsedArticle) -> list[Change]:
        """Return the work of others on an article, the newest first."""
        return [c for c in one.changes if c.kind.is_substantive and not all(map(self.is_me, c.commit.by))]

    def state(self, one: UsedArticle) -> tuple[str, Change | None]:
        """Return whether an article was archived or merged since, and by which change."""

        def has_used_id(article: Article) -> bool:
            return one.used_id in (article.id, *article.aliases)

        for state, is_possible, holds in (
            ("archived", one.card.confidence == "archived", is_archived),
            ("merged", one.used_id != one.card.id, has_used_id),
        ):
            # To find when it began, revision after revision is read: only of what is so today
            change = begun(self.kb, one.past.changes, holds) if is_possible else None
            if change in one.changes and not (change and all(map(self.is_me, change.commit.by))):
                return state, change
        return "", None

    def news_of(self, found: ArticleNews) -> NewsOfArticle:
        """Return news with the differences; what another article became is none of this one's."""
        one, change, called = found.used, found.change, names(self.kb)
        others = (c for c in one.changes if c is change or (found.state in ("changed", "new") and c.kind.is_substantive))
        by = dict.fromkeys(called(a) for c in others for a in c.commit.by if not self.is_me(a))
        news = NewsOfArticle(
            id=one.card.id,
            title=one.card.title,
            path=one.card.path,
            used_id=one.used_id,
            used_on=one.use.at.date(),
            used_how=one.use.how,
            state=found.state,
            changed_on=change.on,
            authors=tuple(by),
            changes=found.changes,
        )
        if found.state in ("merged", "new"):
            return news
        with reading_objects(history(self.kb).top) as objects:
            before, after = objects.find(one.text_then), objects.find(one.past.changes[0].blob)
        if before is None or after is None:
            return news._replace(is_here=False)
        (old_fields, old), (new_fields, new) = self.taken_apart(before), self.taken_apart(after)
        return news._replace(transitions=transitions(old_fields, new_fields), line_changes=differences(old, new))

    def taken_apart(self, content: bytes) -> tuple[dict[str, str], str]:
        """Return the fields that readers rely on, and the body of a text; of one that is no article all of it."""
        try:
            parts, fields = take_apart(content)
        except (FieldError, UnicodeDecodeError):
            return {}, readable(content)
        return {name: value for name, value in plain_fields(fields).items() if name in self.relied_on}, parts.body

    @cached_property
    def relied_on(self) -> frozenset[str]:
        """The names of the fields that readers rely on."""
        config = self.kb.config
        roles = ("title", "kind", "confidence", "audience", "governance", "owner")
        return frozenset((*config.history.fields, *(name for role in roles for name in config.fields.names(role))))

    @cached_property
    def lost(self) -> list[str]:
        """The ids that the person used and no article goes by any more, the last used first."""
        there = {id_ for card in self.cards for id_ in card.ids}
        broken = {name for one in engine(self.kb).unread() for name in one.names}
        # A page outside (`kcs link https://…`) was no article here that could be lost
        ids = [id_ for id_ in self.uses if id_ not in there | broken and not re.match("https?:", id_, re.IGNORECASE)]
        return sorted(ids, key=lambda id_: self.uses[id_].at, reverse=True)

    def gone(self) -> list[NewsOfArticle]:
        """Return the articles that are not there any more, and that the person did not hear of yet."""
        new = [id_ for id_ in self.lost if self.known.get(id_) != GONE]
        return [
            NewsOfArticle(id=id_, title=title, path="", used_id=id_, used_on=use.at.date(), used_how=use.how, state="gone")
            for id_, title, use in self.titled(new)
        ]

    def titled(self, ids: Sequence[str]) -> list[tuple[str, str, LastUse]]:
        """Return ids with the titles their articles had, where the text is known that was delivered, and their uses."""
        with reading_objects(history(self.kb).top) as objects:
            texts = {id_: objects.find(self.uses[id_].revision) if self.uses[id_].revision else None for id_ in ids}
        articles = {id_: read_revision(self.kb, id_, text) for id_, text in texts.items()}
        return [(id_, one.title if (one := articles[id_]) else "", self.uses[id_]) for id_ in ids]
