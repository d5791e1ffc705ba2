"""The solve loop's work on a case: link what helped, take it back, look at what was delivered."""

import os
import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.git.revision import DeliveredRevision, find_blob
from kcs_cli.journal.case_number import case_names, stored_case
from kcs_cli.journal.deed import Deed, remember
from kcs_cli.journal.event import Event
from kcs_cli.journal.note import note, revision_now
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind, Use
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.log import last_search, search_log
from kcs_cli.search.name import find_card, ids_of, is_address, listed, may_be_of_search, title_of
from kcs_cli.search.read_log import note_read
from kcs_cli.search.session import earlier_wordings
from kcs_cli.solve.link_report import LinkedArticle, LinkReport, other_resolutions, standing_links
from kcs_cli.text.display import shorten
from kcs_cli.text.privacy import scrub

ADDRESS = r"https?://[^\s/:@]+(?::\d+)?(?:/\S*)?"


class LinkSubject(NamedTuple):
    """What is linked: an article with the ids it goes by, or an address outside; whether a search may have led to it."""

    id: str
    ids: tuple[str, ...]
    title: str
    card: Card | None
    is_searched: bool = False


def link(
    kb: KnowledgeBase, names: Sequence[str], case: str, use: Use, *, replace: bool = False, delivered: str = ""
) -> LinkReport:
    """Note that articles helped in a case, at the revision they have now, with the search that led to them.

    `delivered` is the revision that was handed over, where that is known: the article may have changed since.
    Raise ResolvedError when the case has another resolution; doing it again notes nothing.
    """
    stored = stored_case(case, kb.config, os.environ)
    targets = list({one.id: one for one in (_target(kb, name) for name in names)}.values())
    if use is Use.resolution and len(targets) > 1:
        raise KcsError(f"A case has one resolution, not {len(targets)}", "Link the others with --as reference or --as tried")
    links = links_of(kb, case)
    known = {
        one.id: link for one in targets for link, as_ in standing_links(links) if link.article in one.ids and as_ is use
    }
    resolves = use is Use.resolution and not known
    replaced = other_resolutions(case, targets[0].ids, links, replace) if resolves else []
    now, linked, events = kb.now(), [], []
    for one in targets:
        if one.id not in known:
            before = [link for link in links if link.article in one.ids]
            event = _link_event(kb, now, one, stored, use, {link.words for link in links})
            event = _as_delivered(kb, event, delivered) if delivered and one.card else event
            events.append(_ending(event, [*before, *replaced]))
        linked.append(_as_linked(known.get(one.id) or events[-1], one.title, one.id in known))
    if events:
        note(kb, now, *events)
        new = tuple((one.id, one.title) for one in targets if one.id not in known)
        remember(kb, Deed("link", new, stored, use.value, tuple(event.id for event in events)))
    for card in (one.card for one in targets if one.card):
        note_read(kb, card)
    ended = tuple(event.article for event in replaced)
    return LinkReport(case, tuple(linked), ended, titles=_titles(kb, ended))


def links_of(kb: KnowledgeBase, case: str) -> list[Event]:
    """Return a case's links that hold, the oldest first."""
    return record(kb).of_case(case_names(case, kb.config, os.environ))


def _target(kb: KnowledgeBase, name: str) -> LinkSubject:
    """Return what a person means: an article, or an address outside."""
    if is_address(address := listed(kb, name)):
        if not re.fullmatch(ADDRESS, address, re.IGNORECASE):
            raise KcsError("That is no address kcs can link", "Write it as https://host/path, without name and password")
        return LinkSubject(address, (address,), "", None)
    card = find_card(kb, name)
    return LinkSubject(card.id, card.ids, card.title, card, may_be_of_search(kb, name))


def _link_event(
    kb: KnowledgeBase, now: datetime, one: LinkSubject, case: str, use: Use, taken: Collection[str] = ()
) -> Event:
    """Make the event of a link; words that were `taken` led the case to another article."""
    last = last_search(kb) if one.is_searched else None
    rank, words = 0, ""
    earlier: tuple[str, ...] = ()
    if last and one.id in last.lines:
        rank = list(last.lines).index(one.id) + 1
        if kb.config.privacy.queries:
            words = scrub(last.words, kb.config.privacy.patterns)
            earlier = _asked_earlier(kb, taken)
    revision = revision_now(kb, one.card) if one.card else DeliveredRevision()
    known = {"revision": revision.blob, "draft": revision.draft, "rank": rank, "words": words, "earlier": earlier}
    return record(kb).new(now, EventKind.link, article=one.id, case=case, use=use, **known)


def _as_delivered(kb: KnowledgeBase, event: Event, revision: str) -> Event:
    """Return a link at the revision that was delivered. Raise KcsError for what is none that this repository has."""
    if revision == event.revision or kb.git_top is None:
        return event
    blob = find_blob(kb.git_top, revision) if re.fullmatch(r"[0-9a-f]{7,64}", revision) else ""
    if not blob:
        raise KcsError(f"{event.article} has no revision {shorten(revision, 70)}", "Leave it out: the one of now is noted")
    from msgspec.structs import replace

    return replace(event, revision=blob, draft=False)


def _asked_earlier(kb: KnowledgeBase, taken: Collection[str]) -> tuple[str, ...]:
    """Return the words in which the last search was asked before, but for those that led the case elsewhere."""
    words = (scrub(one, kb.config.privacy.patterns) for one in earlier_wordings(search_log(kb).newest()))
    return tuple(one for one in words if one not in taken)


def _ending(event: Event, ended: Sequence[Event]) -> Event:
    """Let an event end others."""
    from msgspec.structs import replace

    return replace(event, ends=tuple(one.id for one in ended))


def _as_linked(event: Event, title: str, known: bool) -> LinkedArticle:
    """Return an event as a report shows it."""
    return LinkedArticle(
        id=event.article,
        title=title,
        use=str(event.use),
        revision=event.revision,
        is_draft=event.draft,
        rank=event.rank or None,
        query=event.words,
        was_linked=known,
    )


def unlink(kb: KnowledgeBase, names: Sequence[str], case: str) -> LinkReport:
    """Take links back. Raise NotFoundError for an article the case is not linked to."""
    links = links_of(kb, case)
    ended: list[Event] = []
    for name in names:
        ids = {link.article for link in links} & set(_ids_meant(kb, name, [link.article for link in links]))
        if not ids:
            linked = ", ".join(dict.fromkeys(link.article for link in links))
            raise NotFoundError(f"Case {case} is not linked to {name}", f"It is linked to {linked or 'nothing'}")
        ended += [link for link in links if link.article in ids]
    now = kb.now()
    ends = tuple(dict.fromkeys(link.id for link in ended))
    event = record(kb).new(now, EventKind.unlink, case=ended[0].case, ends=ends)
    note(kb, now, event)
    titles = _titles(kb, [link.article for link in ended])
    remember(kb, Deed("unlink", tuple(titles.items()), event.case, events=(event.id,)))
    return LinkReport(case, unlinked=tuple(titles), titles=titles)


def _titles(kb: KnowledgeBase, ids: Sequence[str]) -> dict[str, str]:
    """Return the titles of articles, by id."""
    return {id_: title_of(kb, id_) for id_ in ids}


def _ids_meant(kb: KnowledgeBase, name: str, linked: Sequence[str]) -> tuple[str, ...]:
    """Return the ids a name may stand for; that of an article that is gone is known from the links."""
    return (name,) if name in linked else ids_of(kb, name)
