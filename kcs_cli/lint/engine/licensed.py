"""What a change does to an article's state that the licences of those who made it do not cover."""

from collections.abc import Iterator
from typing import NamedTuple

from kcs_cli.article.model import Article
from kcs_cli.knowledge_base.people import PEOPLE_FILE, Licence
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Spot
from kcs_cli.lint.engine.value_place import found_at, name_of_value
from kcs_cli.lint.engine.world import World

UNFINISHED = (Confidence.wip, Confidence.not_validated)
WIDTH = {audience: width for width, audience in enumerate(Audience)}


class StateChange(NamedTuple):
    """What a change does to a state: which field it is, what is done in words, which licence is needed for it.

    `is_refused`: it lets readers outside the company in, or changes a compliance article. `owners` may do it, too.
    """

    role: str
    what: str
    needed: Licence
    is_refused: bool = False
    owners: tuple[str, ...] = ()


def unlicensed_changes(page: Page, world: World, *, refused: bool) -> Iterator[Spot]:
    """Find the moves that nobody's licence covers of those who made the change: the refused ones, else the others.

    One who covers it is enough. Where nobody's licence is stated, licences are not in use.
    """
    authors = world.change.authors.get(page.path, frozenset()) if world.people.has_licences else frozenset()
    if not authors:
        return
    found = [move for move in _moves(page, world) if not any(_may(author, move, page, world) for author in authors)]
    if any(move.is_refused for move in found) is refused:
        yield from (_found_move(page, move, authors, world) for move in found if move.is_refused is refused)


def _moves(page: Page, world: World) -> Iterator[StateChange]:
    """Yield what a change does to an article's state, or to one under compliance; nothing where either cannot be read."""
    new, old = page.article, page.before.article if page.before else None
    if old and not page.content:
        if old.governance is Governance.compliance:
            yield StateChange(
                role="governance",
                what="to take it away under compliance",
                needed=Licence.publisher,
                is_refused=True,
                owners=world.owners_of(old),
            )
        return
    if new is None or (page.before and old is None):
        return
    if new.confidence is not (old.confidence if old else None) and new.confidence not in UNFINISHED:
        yield StateChange("confidence", f"to make it {new.confidence}", Licence.contributor)
    if WIDTH[new.audience] > WIDTH[old.audience if old else Audience.internal]:
        yield StateChange("audience", f"to show it to {_readers(new.audience)}", Licence.publisher, is_refused=True)
    yield from _compliance_moves(page, new, old, world)


def _compliance_moves(page: Page, new: Article, old: Article | None, world: World) -> Iterator[StateChange]:
    """Yield that a change touches an article under compliance, or puts one there; a customer's phrase is no such change."""
    was = old is not None and old.governance is Governance.compliance
    if old is not None and was and not _is_same_but_words_of_customers(page):
        yield StateChange(
            role="governance",
            what="to change it under compliance",
            needed=Licence.publisher,
            is_refused=True,
            owners=world.owners_of(old),
        )
    elif not was and new.governance is Governance.compliance:
        owners = world.owners_of(new)
        yield StateChange(
            role="governance",
            what="to put it under compliance",
            needed=Licence.publisher,
            is_refused=old is None,
            owners=owners,
        )


def _is_same_but_words_of_customers(page: Page) -> bool:
    """Tell whether a change did nothing to an article but to white space, its place, or the customers' phrases."""
    before = page.before
    assert before
    names = {*page.fields, *before.fields} - {*page.config.fields.said}
    is_same = all(page.fields.get(name) == before.fields.get(name) for name in names)
    return is_same and page.parts.body.split() == before.parts.body.split()


def _readers(audience: Audience) -> str:
    """Return an audience in words."""
    return {Audience.public: "everybody"}.get(audience, f"{audience}s")


def domains(page: Page) -> tuple[str, ...]:
    """Return the knowledge domains of an article as it was before the change: nobody makes it their own to be licensed."""
    before = page.before.article if page.before else None
    known = before or page.article
    return known.domains if known else ()


def _may(author: str, move: StateChange, page: Page, world: World) -> bool:
    """Tell whether an author may do it, by licence or as an owner; who has no licence stated is a candidate."""
    people = world.people
    licence = people.licence(author, domains(page)) or Licence.candidate
    return licence.covers(move.needed) or any(people.one(author) in people.stands_for(owner) for owner in move.owners)


def _found_move(page: Page, move: StateChange, authors: frozenset[str], world: World) -> Spot:
    """Say who did it and what it takes; point at the value."""
    author = min(authors)
    licence = world.people.licence(author, domains(page))
    is_what = f"is a {licence}" if licence else f"has no licence in {PEOPLE_FILE}"
    who = f"{world.people.called(author)} {is_what}"
    takes = f"a {move.needed}" + (f" or its owner {', '.join(move.owners)}" if move.owners else "")
    name = name_of_value(page, move.role)
    return found_at(page, name, page.values.text(move.role), f"{who}: {move.what} takes {takes}")
