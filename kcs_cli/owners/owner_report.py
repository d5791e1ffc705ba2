"""Who answers for what: the reports of `kcs owners`."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from kcs_cli.article.model import OwnerSource
from kcs_cli.knowledge_base.people import People
from kcs_cli.owners.ownership import Activity, Claim, Ownership
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.solve.vote import BadLine
from kcs_cli.text.display import OptionalText, quantity

Name = Callable[[str], str]


class OwnedArticle(NamedTuple):
    """An article with who answers for it."""

    id: str
    title: str
    path: str
    governance: str
    ownership: Ownership
    cases: int
    links: int

    @property
    def owner(self) -> str:
        """The owners on one line."""
        return ", ".join(self.ownership.owners)


class OwnerLoad(NamedTuple):
    """How many articles somebody answers for, by where that is known from; when they were last active."""

    owner: str
    name: OptionalText
    front_matter: int
    codeowners: int
    guess: int
    last_on: date | None
    is_active: bool
    has_left: bool

    @property
    def state(self) -> str:
        """Say whether they are still there."""
        return "left" if self.has_left else "active" if self.is_active else "not active"


class Dispute(NamedTuple):
    """An article on whose owner sources disagree, and how."""

    id: str
    disagreement: str


class OwnersReport(NamedTuple):
    """Who answers for how many articles, and where sources disagree; `bad` lines of CODEOWNERS are no rules."""

    shares: tuple[OwnerLoad, ...]
    disputed: tuple[Dispute, ...]
    articles: int
    unowned: int
    bad: tuple[BadLine, ...]
    codeowners_file: OptionalText

    @property
    def namesakes(self) -> list[tuple[str, list[str]]]:
        """The names that several of them have: probably one person."""
        by_name: dict[str, list[str]] = {}
        for share in self.shares:
            by_name.setdefault(share.name, []).append(share.owner)
        return [(name, addresses) for name, addresses in by_name.items() if name and len(addresses) > 1]

    def tables(self) -> Sequence[Table]:
        """Return the shares, the disagreements, and what nobody owns."""
        columns: Columns = (
            "owner",
            "name",
            Column("front_matter", "front matter"),
            Column("codeowners", "CODEOWNERS"),
            "guess",
            Column("last_on", "last"),
            Column("is_active", ""),
            Column("has_left", ""),
            Column("", "state"),
        )
        rows = tuple(
            (s.owner, s.name, s.front_matter, s.codeowners, s.guess, s.last_on, s.is_active, s.has_left, s.state)
            for s in self.shares
        )
        lines = [f"{self.codeowners_file}, line {number} is passed over: {why}" for number, why in self.bad]
        lines += [
            f"{name} goes by {' and '.join(addresses)}: a line in .mailmap, or `also` in [people], makes them one"
            for name, addresses in self.namesakes
        ]
        lines += [f"{quantity(self.unowned, 'article')} of {self.articles:,} named nobody’s: kcs owners --unowned"] * bool(
            self.unowned
        )
        disagreements = Table("Disagreements:", (Column("id", "article"), Column("disagreement", "what")), self.disputed)
        return (Table("", columns, rows), *([disagreements] if self.disputed else []), *map(Table, lines))


class OwnedReport(NamedTuple):
    """Articles with who answers for each, and how that is known."""

    owned: tuple[OwnedArticle, ...]
    nothing: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return the articles, one a line."""
        columns: Columns = (Column("id", "article"), "title", Column("owners", "owner"), Column("owner_source", ""),
                   Column("has_left", ""), Column("", "by"), "evidence")  # fmt: skip
        rows = tuple(
            (a.id, a.title, a.ownership.owners, a.ownership.owner_source.value, a.ownership.has_left,
             _said_by(a.ownership), a.ownership.evidence)
            for a in self.owned
        )  # fmt: skip
        return (Table("", columns, rows) if rows else Table(self.nothing or "There are no such articles."),)


class ArticleOwnersReport(NamedTuple):
    """One article: who answers for it, who knows it, what is in dispute."""

    article: OwnedArticle

    def tables(self) -> Sequence[Table]:
        """Return the facts, then the experts."""
        known = self.article.ownership
        heads: Columns = (
            Column("id", "article"),
            "title",
            Column("owners", "owner", lambda owners: ", ".join(owners) or "nobody"),
            Column("owner_source", ""),
            Column("has_left", ""),
            Column("", "by"),
            "evidence",
            Column("disagreements", "disagreement"),
        )
        facts = (self.article.id, self.article.title, known.owners, known.owner_source.value, known.has_left,
                 _said_by(known), known.evidence, known.disagreements)  # fmt: skip
        columns: Columns = (Column("person", "who knows it"), "weight", "edits", "confirmations", "resolutions",
                   Column("last_on", "last"), Column("is_active", "state", _state))  # fmt: skip
        rows = tuple(
            (
                e.person,
                e.weight,
                e.edits,
                e.confirmations,
                e.resolutions,
                e.last_on,
                e.is_active,
            )
            for e in known.experts
        )
        return (Table("", heads, (facts,), upright=("fact", "value")), *([Table("", columns, rows)] if rows else []))


def _state(is_active: bool) -> str:
    """Say whether somebody was seen lately."""
    return "active" if is_active else "not active"


def _said_by(known: Ownership) -> str:
    """Say where it is known from who answers."""
    return known.owner_source.value + (", left" if known.has_left else "")


def marked_owner(known: Ownership) -> str:
    """Name the owners on one line; a guess is marked."""
    return ", ".join(known.owners) + (" (guess)" if known.owner_source is OwnerSource.guess else "")


def owned_article(claim: Claim, ownership: Ownership) -> OwnedArticle:
    """Join an article and who answers for it."""
    return OwnedArticle(
        id=claim.id,
        title=claim.title,
        path=claim.path,
        governance=claim.governance,
        ownership=ownership,
        cases=claim.reuses,
        links=claim.links,
    )


def report_owners(
    articles: Iterable[OwnedArticle], people: People, activity: Activity, now: datetime, name: Name
) -> OwnersReport:
    """Return who answers for how many articles, the most first; the articles are looked at once, and let go."""
    counts: dict[str, dict[OwnerSource, int]] = {}
    sources, disputes = Counter[OwnerSource](), list[Dispute]()
    for one in articles:
        sources[one.ownership.owner_source] += 1
        disputes += [Dispute(one.id, text) for text in one.ownership.disagreements]
        for owner in dict.fromkeys(map(people.one, one.ownership.owners)):
            by_source = counts.setdefault(owner, dict.fromkeys(OwnerSource, 0))
            by_source[one.ownership.owner_source] += 1
    shares = sorted((_share(owner, known, people, activity, now, name) for owner, known in counts.items()), key=_order)
    return OwnersReport(
        shares=tuple(shares),
        disputed=tuple(disputes),
        articles=sources.total(),
        unowned=sources[OwnerSource.guess] + sources[OwnerSource.nobody],
        bad=(),
        codeowners_file="",
    )


def _share(
    owner: str, known: Mapping[OwnerSource, int], people: People, activity: Activity, now: datetime, name: Name
) -> OwnerLoad:
    """Return what somebody answers for."""
    persons = people.stands_for(owner)
    last = max((at for person in persons if (at := activity.last.get(person))), default=None)
    is_active = any(activity.is_active(person, now) for person in persons)
    has_left = all(people.has_left(person, now.date()) for person in persons)
    counts = (
        known[OwnerSource.front_matter],
        known[OwnerSource.codeowners] + known[OwnerSource.owner_files],
        known[OwnerSource.guess],
    )
    return OwnerLoad(owner, name(owner), *counts, last.date() if last else None, is_active, has_left)


def _order(one: OwnerLoad) -> tuple[int, int, str]:
    """Sort by what is named, then by what is guessed."""
    return -(one.front_matter + one.codeowners), -one.guess, one.owner
