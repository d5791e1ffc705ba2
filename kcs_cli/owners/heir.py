"""Who is to answer for the articles of somebody who leaves."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from kcs_cli.article.model import OwnerSource
from kcs_cli.knowledge_base.people import People
from kcs_cli.knowledge_base.vocabulary import Governance
from kcs_cli.owners.owner_report import OwnedArticle
from kcs_cli.owners.ownership import heir
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.text.display import OptionalText, quantity


class Heir(NamedTuple):
    """An article somebody held, and who is proposed for it; `was_set` when its front matter says so now."""

    id: str
    title: str
    owner_source: str
    governance: str
    heir: OptionalText
    evidence: OptionalText
    was_set: bool = False

    @property
    def held_by(self) -> str:
        """Say by what they held it; compliance articles are marked: a licence may be needed for them."""
        return self.owner_source + (" (compliance)" if self.governance == Governance.compliance else "")


class HeirReport(NamedTuple):
    """Who is proposed for the articles of somebody who leaves."""

    person: str
    heirs: tuple[Heir, ...]

    def tables(self) -> Sequence[Table]:
        """Return the articles, one a line."""
        columns: Columns = (Column("id", "article"), "title", Column("owner_source", ""), Column("governance", ""),
                   Column("", "held by"), Column("heir", "heir", lambda heir: heir or "nobody"), "evidence",
                   Column("was_set", "done", lambda was_set: "set" if was_set else ""))  # fmt: skip
        rows = tuple(
            (h.id, h.title, h.owner_source, h.governance, h.held_by, h.heir, h.evidence, h.was_set)
            for h in self.heirs
        )  # fmt: skip
        moving = sum(h.owner_source == OwnerSource.guess for h in self.heirs)
        note = f"{quantity(moving, 'guess', 'guesses')} among them: a guess moves by itself, nothing is written for it."
        tables = (Table("", columns, rows), *([Table(note)] if moving else []))
        return tables if rows else (Table(f"{self.person} holds no article."),)


def find_heirs(
    articles: Iterable[OwnedArticle], person: str, people: People, now: datetime, gone: frozenset[str] = frozenset()
) -> HeirReport:
    """Return who is proposed for each article that a person answers for, other than as a member of a team.

    `gone` is who is meant where the person was asked for by a name.
    """
    gone = gone or people.stands_for(person)
    held = (one for one in articles if any(people.stands_for(owner) <= gone for owner in one.ownership.owners))
    return HeirReport(person, tuple(_propose(one, gone, people, now) for one in held))


def _propose(one: OwnedArticle, gone: frozenset[str], people: People, now: datetime) -> Heir:
    """Propose somebody for an article: who owns it besides, else who knows it best."""
    left = {person for person in people.persons if people.has_left(person, now.date())} | gone
    others = ", ".join(owner for owner in one.ownership.owners if not people.stands_for(owner) <= left)
    best = heir(one.ownership.experts, people, now, gone)
    evidence = "owns it already" if others else best.evidence if best else "nobody else who is active knows it"
    next_owner = others or (best.person if best else "")
    return Heir(
        id=one.id,
        title=one.title,
        owner_source=one.ownership.owner_source.value,
        governance=one.governance,
        heir=next_owner,
        evidence=evidence,
    )
