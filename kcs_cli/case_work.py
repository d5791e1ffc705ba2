"""The solve loop's work on a case: link what helped, take it back, look at what was delivered."""

import os
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article import unique
from kcs_cli.case_key import case_names, stored_case
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.events import Event, EventKind, Use
from kcs_cli.git_objects import reading_objects
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.noting import note, revision_of
from kcs_cli.privacy import scrub
from kcs_cli.reuse import (
    CaseArticle,
    CaseReport,
    Linked,
    LinkReport,
    RecalledCase,
    RecallReport,
    difference,
    other_resolutions,
    standing,
)
from kcs_cli.revisions import Delivered, Revision, find_blob, last_path, place_of, revisions
from kcs_cli.search.engine import Card

BLOB = "[0-9a-f]{40}(?:[0-9a-f]{24})?"
ADDRESS = r"https?://[^\s/:@]+(?::\d+)?(?:/\S*)?"


class Target(NamedTuple):
    """What is linked: an article with the ids it goes by, or an address outside."""

    id: str
    ids: tuple[str, ...]
    title: str
    card: Card | None


def link(kb: KnowledgeBase, names: Sequence[str], case: str, use: Use, *, replace: bool = False) -> LinkReport:
    """Note that articles helped in a case, at the revision they have now, with the search that led to them.

    Raise ResolvedError when the case has another resolution; doing it again notes nothing.
    """
    stored = stored_case(case, kb.config, os.environ)
    targets = list({one.id: one for one in (target(kb, name) for name in names)}.values())
    if use is Use.resolution and len(targets) > 1:
        raise KcsError(f"A case has one resolution, not {len(targets)}", "Link the others with --as reference or --as tried")
    links = links_of(kb, case)
    known = {one.id: link for one in targets for link, as_ in standing(links) if link.article in one.ids and as_ is use}
    resolves = use is Use.resolution and not known
    replaced = other_resolutions(case, targets[0].ids, links, replace) if resolves else []
    now, linked, events = kb.now(), [], []
    for one in targets:
        if one.id not in known:
            before = [link for link in links if link.article in one.ids]
            events.append(ending(link_event(kb, now, one, stored, use), [*before, *replaced]))
        linked.append(as_linked(known.get(one.id) or events[-1], one.title, one.id in known))
    if events:
        note(kb, now, *events)
    for card in (one.card for one in targets if one.card):
        kb.note_shown(card)
    return LinkReport(case, tuple(linked), tuple(event.article for event in replaced))


def links_of(kb: KnowledgeBase, case: str) -> list[Event]:
    """Return a case's links that hold, the oldest first."""
    return kb.record.of_case(case_names(case, kb.config, os.environ))


def target(kb: KnowledgeBase, name: str) -> Target:
    """Return what a person means: an article, or an address outside."""
    if re.match("https?:", name, re.IGNORECASE):
        if not re.fullmatch(ADDRESS, name, re.IGNORECASE):
            raise KcsError("That is no address kcs can link", "Write it as https://host/path, without name and password")
        return Target(name, (name,), "", None)
    card = kb.card(name)
    return Target(card.id, card.ids, card.title, card)


def link_event(kb: KnowledgeBase, now: datetime, one: Target, case: str, use: Use) -> Event:
    """Make the event of a link."""
    last = kb.log.last_search()
    rank, words = 0, ""
    if one.card and last and one.id in last.lines:
        rank = list(last.lines).index(one.id) + 1
        words = scrub(last.words, kb.config.privacy_patterns) if kb.config.privacy_queries else ""
    revision = revision_of(kb, one.card) if one.card else Delivered()
    known = {"revision": revision.blob, "draft": revision.draft, "rank": rank, "words": words}
    return kb.record.new(now, EventKind.link, article=one.id, case=case, use=use, **known)


def ending(event: Event, ended: Sequence[Event]) -> Event:
    """Let an event end others."""
    from msgspec.structs import replace

    return replace(event, ends=tuple(one.id for one in ended))


def as_linked(event: Event, title: str, known: bool) -> Linked:
    """Return an event as a report shows it."""
    return Linked(
        event.article, title, str(event.use), event.revision, event.draft, event.rank, event.words, known
    )  # fmt: skip


def unlink(kb: KnowledgeBase, names: Sequence[str], case: str) -> LinkReport:
    """Take links back. Raise NotFoundError for an article the case is not linked to."""
    links = links_of(kb, case)
    ended: list[Event] = []
    for name in names:
        ids = {link.article for link in links} & set(ids_of(kb, name, [link.article for link in links]))
        if not ids:
            linked = ", ".join(dict.fromkeys(link.article for link in links))
            raise NotFoundError(f"Case {case} is not linked to {name}", f"It is linked to {linked or 'nothing'}")
        ended += [link for link in links if link.article in ids]
    now = kb.now()
    note(kb, now, kb.record.new(now, EventKind.unlink, case=ended[0].case, ends=tuple(dict.fromkeys(e.id for e in ended))))
    return LinkReport(case, unlinked=tuple(dict.fromkeys(link.article for link in ended)))


def ids_of(kb: KnowledgeBase, name: str, linked: Sequence[str]) -> tuple[str, ...]:
    """Return the ids a name may stand for; that of an article that is gone is known from the links."""
    return (name,) if name in linked else kb.ids_of(name)


def show_case(kb: KnowledgeBase, case: str, name: str | None = None) -> CaseReport:
    """Return what a case received, all or one article, as delivered and as it is now. Raise NotFoundError for nothing."""
    links = links_of(kb, case)
    if name is not None:
        ids = kb.ids_of(name)
        links = [link for link in links if link.article in ids]
    if not links:
        raise NotFoundError(
            f"Case {case} is not linked to {name or 'any article'}", f"kcs link {name or 'ID'} --case {case}"
        )
    texts = delivered_texts(kb, [link.revision for link in links if link.revision])
    articles = tuple(case_article(kb, link, use, texts.get(link.revision)) for link, use in standing(links))
    return CaseReport(case, articles)


def delivered_texts(kb: KnowledgeBase, blobs: Sequence[str]) -> dict[str, str]:
    """Return the texts of some revisions, of those this clone has."""
    if kb.git_top is None or not blobs:
        return {}
    with reading_objects(kb.git_top) as objects:
        found = {blob: objects.find(f"{blob}^{{blob}}") for blob in blobs if re.fullmatch(BLOB, blob)}
    return {blob: text.decode("utf-8-sig", "replace") for blob, text in found.items() if text is not None}


def case_article(kb: KnowledgeBase, link: Event, use: Use, text: str | None) -> CaseArticle:
    """Compare what a case received with what there is now."""
    card = next(iter(kb.engine.cards("name", link.article.lower())), None)
    now = kb.article(card)[1] if card else None
    changes = difference(text, now, card.path) if card and text is not None and now is not None else ""
    change = "changed" if changes else "unchanged" if card and text is not None else what_else(kb, link, card)
    return CaseArticle(
        article=card.id if card else link.article, title=card.title if card else "", path=card.path if card else "",
        use=use.value, at=link.at, by=link.by, rank=link.rank, words=link.words, revision=link.revision, change=change,
        delivered=text, now=now, difference=changes,
    )  # fmt: skip


def what_else(kb: KnowledgeBase, link: Event, card: Card | None) -> str:
    """Say why an article cannot be compared with what was delivered."""
    if re.match("https?:", link.article, re.IGNORECASE):
        return "outside"
    if card:
        return "unknown"
    files = {kb.root / broken.path for broken in kb.engine.broken()}
    is_there = kb.git_top and files and kb.git_top / last_path(kb.git_top, link.article) in files
    return "unreadable" if is_there else "gone"


def recall(kb: KnowledgeBase, name: str, bad: str) -> RecallReport:
    """Return the cases that received a faulty revision of an article: one, or all from the first to the last."""
    ids = kb.ids_of(name)
    if kb.git_top is None:
        raise KcsError("There is no git history to look in", "kcs recall needs a git repository")
    blobs = faulty(kb.git_top, paths_of(kb, kb.git_top, ids), bad)
    links = [link for link in kb.record.delivered(ids) if link.revision in blobs]
    cases = tuple(RecalledCase(link.case, link.at, link.by, str(link.use), link.revision) for link in links)
    return RecallReport(ids[0], tuple(blobs), cases)


def paths_of(kb: KnowledgeBase, top: Path, ids: Sequence[str]) -> tuple[str, ...]:
    """Return where an article is, or was, under each of its ids. Raise NotFoundError when nobody ever saw it."""
    here = {card.path for id_ in ids for card in kb.engine.cards("id", id_)}
    broken = {one.path for one in kb.engine.broken() if set(ids) & set(one.names)}
    there = [(kb.root / path).relative_to(top).as_posix() for path in sorted(here | broken)]
    paths = unique((*there, *(last_path(top, id_) for id_ in ids)))
    if not paths:
        raise NotFoundError(f"There is and was no article {ids[0]}", f"Search for it: kcs search {ids[0]}")
    return paths


def faulty(top: Path, paths: Sequence[str], bad: str) -> list[str]:
    """Return the blobs from the first faulty revision to the last, both included, of all paths. Raise KcsError."""
    first, dots, last = bad.partition("..")
    if not dots and (blob := find_blob(top, first)):
        return [blob]
    names = (first, last.removeprefix(".")) if dots else (first,)
    chains = [(chain, [place_of(top, name, chain) for name in names]) for chain in (revisions(top, path) for path in paths)]
    for number, name in enumerate(names):
        if all(places[number] is None for _, places in chains):
            hint = f"git log --follow -- {paths[0]} lists them; kcs show --case names blobs"
            raise KcsError(f"{paths[0]} has no revision {name}", hint)
    return list(unique(blob for chain, places in chains for blob in between(chain, places)))


def between(chain: Sequence[Revision], places: Sequence[int | None]) -> list[str]:
    """Return the blobs of a file from one of its revisions to another; it may have begun or ended in between."""
    known = [place for place in places if place is not None]
    if not known:
        return []
    oldest = len(chain) - 1 if places[0] is None else max(known)
    return [revision.blob for revision in chain[min(known) : oldest + 1]]
