"""What a case was told: the articles linked to it, as they were then."""

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from kcs_cli.article.card import Card
from kcs_cli.article.model import unique
from kcs_cli.article.reader import read_card
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.git.object import reading_objects
from kcs_cli.git.revision import Revision, blobs_at, blobs_between, find_blob, last_path, place_of, revisions
from kcs_cli.journal.event import Event
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import Use
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.index.opener import engine
from kcs_cli.search.name import ids_of
from kcs_cli.solve.case_report import (
    CaseArticle,
    CaseReport,
    RecalledCase,
    RecallReport,
)
from kcs_cli.solve.link import links_of
from kcs_cli.solve.link_report import standing_links
from kcs_cli.text.difference import unified
from kcs_cli.text.display import in_shell
from kcs_cli.text.outside import readable

BLOB = "[0-9a-f]{40}(?:[0-9a-f]{24})?"


def report_case(kb: KnowledgeBase, case: str, name: str | None = None) -> CaseReport:
    """Return what a case received, all or one article, as delivered and as it is now. Raise NotFoundError for nothing."""
    links = links_of(kb, case)
    if name is not None:
        ids = ids_of(kb, name)
        links = [link for link in links if link.article in ids]
    if not links:
        raise NotFoundError(
            f"Case {case} is not linked to {name or 'any article'}",
            f"kcs link {in_shell(name or 'ID')} --case {in_shell(case)}",
        )
    texts = _delivered_texts(kb, [link.revision for link in links if link.revision])
    articles = tuple(_case_article(kb, link, use, texts.get(link.revision)) for link, use in standing_links(links))
    return CaseReport(case, articles)


def _delivered_texts(kb: KnowledgeBase, blobs: Sequence[str]) -> dict[str, str]:
    """Return the texts of some revisions, of those this clone has."""
    if kb.git_top is None or not blobs:
        return {}
    with reading_objects(kb.git_top) as objects:
        found = {blob: objects.find(f"{blob}^{{blob}}") for blob in blobs if re.fullmatch(BLOB, blob)}
    return {blob: readable(text, bom=True) for blob, text in found.items() if text is not None}


def _case_article(kb: KnowledgeBase, link: Event, use: Use, text: str | None) -> CaseArticle:
    """Compare what a case received with what there is now."""
    card = next(iter(engine(kb).cards("name", link.article.lower())), None)
    now = read_card(kb, card)[1] if card else None
    changes = ""
    if card and text is not None and now is not None:
        changes = unified(text, now, f"{card.path} as delivered", f"{card.path} as it is now")
    change = "changed" if changes else "unchanged" if card and text is not None else _what_else(kb, link, card)
    return CaseArticle(
        id=card.id if card else link.article,
        title=card.title if card else "",
        path=card.path if card else "",
        use=use.value,
        at=link.at,
        by=link.by,
        rank=link.rank or None,
        query=link.words,
        revision=link.revision,
        change=change,
        delivered=text,
        now=now,
        difference=changes,
    )


def _what_else(kb: KnowledgeBase, link: Event, card: Card | None) -> str:
    """Say why an article cannot be compared with what was delivered."""
    if re.match("https?:", link.article, re.IGNORECASE):
        return "outside"
    if card:
        return "unknown"
    files = {kb.root / broken.path for broken in engine(kb).unread()}
    is_there = kb.git_top and files and kb.git_top / last_path(kb.git_top, link.article) in files
    return "unreadable" if is_there else "gone"


def recall(kb: KnowledgeBase, name: str, bad: str) -> RecallReport:
    """Return the cases that received a faulty revision of an article: one, or all from the first to the last."""
    ids = ids_of(kb, name)
    if kb.git_top is None:
        raise KcsError("There is no git history to look in", "kcs recall needs a git repository")
    blobs = _faulty(kb, kb.git_top, _paths_of(kb, kb.git_top, ids), bad)
    links = [link for link in record(kb).delivered(ids) if link.revision in blobs]
    cases = tuple(
        RecalledCase(case=link.case, at=link.at, by=link.by, use=link.use.value if link.use else "", revision=link.revision)
        for link in links
    )
    return RecallReport(ids[0], tuple(blobs), cases)


def _paths_of(kb: KnowledgeBase, top: Path, ids: Sequence[str]) -> tuple[str, ...]:
    """Return where an article is, or was, under each of its ids. Raise NotFoundError when nobody ever saw it."""
    here = {card.path for id_ in ids for card in engine(kb).cards("id", id_)}
    broken = {one.path for one in engine(kb).unread() if set(ids) & set(one.names)}
    there = [(kb.root / path).relative_to(top).as_posix() for path in sorted(here | broken)]
    paths = unique((*there, *(last_path(top, id_) for id_ in ids)))
    if not paths:
        raise NotFoundError(f"There is and was no article {ids[0]}", f"Search for it: kcs search {in_shell(ids[0])}")
    return paths


def _faulty(kb: KnowledgeBase, top: Path, paths: Sequence[str], bad: str) -> list[str]:
    """Return the blobs from the first faulty revision to the last, both included, of all paths. Raise KcsError."""
    first, dots, last = bad.partition("..")
    if not dots and (blob := find_blob(top, first)):
        return [blob]
    names = (first, last.removeprefix(".")) if dots else (first,)
    places = record(kb).former_places(paths)
    had = [blobs_at(top, name, places) for name in names]
    if all(had):
        return list(unique((*chain(*had), *(blobs_between(top, names[0], names[-1], places) if dots else ()))))
    return _faulty_of_log(top, paths, names)


def _faulty_of_log(top: Path, paths: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the blobs between two revisions, or of one, as git's log follows the files. Raise KcsError."""
    logs = [revisions(top, path) for path in paths]
    chains = [(log, [place_of(top, name, log) for name in names]) for log in logs]
    for number, name in enumerate(names):
        if all(places[number] is None for _, places in chains):
            hint = f"git log --follow -- {paths[0]} lists them; kcs show --case names blobs"
            raise KcsError(f"{paths[0]} has no revision {name}", hint)
    return list(unique(blob for log, places in chains for blob in _between(log, places)))


def _between(chain: Sequence[Revision], places: Sequence[int | None]) -> list[str]:
    """Return the blobs of a file from one of its revisions to another; it may have begun or ended in between."""
    known = [place for place in places if place is not None]
    if not known:
        return []
    oldest = len(chain) - 1 if places[0] is None else max(known)
    return [revision.blob for revision in chain[min(known) : oldest + 1]]
