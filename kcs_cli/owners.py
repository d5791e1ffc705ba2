"""Who answers for what, and what depends on one person: the reports of `kcs owners`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from kcs_cli.article import Governance
from kcs_cli.codeowners import OWNER, pattern_of
from kcs_cli.ownership import Activity, Claim, Expert, Ownership, Source, heir
from kcs_cli.people import People
from kcs_cli.report import Table
from kcs_cli.text import counted, one_line

HEAD_SHARE = 0.8  # of all reuse: the articles that make it up are much reused
LEAST_USE = 3  # cases, or links, of an article that is much reused
BEGIN, END = "# kcs: compliance articles (kcs owners --codeowners)", "# kcs: end"

Name = Callable[[str], str]


class Owned(NamedTuple):
    """An article with who answers for it."""

    id: str
    title: str
    path: str
    governance: str
    ownership: Ownership
    reuses: int
    links: int

    @property
    def owner(self) -> str:
        """The owners on one line."""
        return ", ".join(self.ownership.owners)


class Share(NamedTuple):
    """How many articles somebody answers for, by where that is known from; when they were last active."""

    owner: str
    name: str
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


class OwnersReport(NamedTuple):
    """Who answers for how many articles, and where sources disagree; `skipped` lines of CODEOWNERS are no rules."""

    shares: tuple[Share, ...]
    disagreements: tuple[tuple[str, str], ...]
    articles: int
    unowned: int
    skipped: tuple[tuple[int, str], ...]
    codeowners: str

    @property
    def namesakes(self) -> list[tuple[str, list[str]]]:
        """The names that several of them have: probably one person."""
        by_name: dict[str, list[str]] = {}
        for share in self.shares:
            by_name.setdefault(share.name, []).append(share.owner)
        return [(name, addresses) for name, addresses in by_name.items() if name and len(addresses) > 1]

    def tables(self) -> Sequence[Table]:
        """Return the shares, the disagreements, and what nobody owns."""
        columns = ("owner", "name", "front matter", "CODEOWNERS", "guess", "last", "state")
        rows = tuple((s.owner, s.name, s.front_matter, s.codeowners, s.guess, s.last_on, s.state) for s in self.shares)
        lines = [f"{self.codeowners}, line {number} is passed over: {why}" for number, why in self.skipped]
        lines += [
            f"{name} goes by {' and '.join(addresses)}: a line in .mailmap, or `also` in [people], makes them one"
            for name, addresses in self.namesakes
        ]
        lines += [f"{counted(self.unowned, 'article')} of {self.articles:,} named nobody’s: kcs owners --unowned"] * bool(
            self.unowned
        )
        disagreements = Table("Disagreements:", ("article", "what"), self.disagreements)
        return (Table("", columns, rows), *([disagreements] if self.disagreements else []), *map(Table, lines))


class OwnedReport(NamedTuple):
    """Articles with who answers for each, and how that is known."""

    articles: tuple[Owned, ...]
    nothing: str = "There are no such articles."

    def tables(self) -> Sequence[Table]:
        """Return the articles, one a line."""
        columns = ("article", "title", "owner", "by", "evidence")
        rows = tuple((a.id, a.title, a.owner, said_by(a.ownership), a.ownership.evidence) for a in self.articles)
        return (Table("", columns, rows) if rows else Table(self.nothing),)


class ArticleOwnersReport(NamedTuple):
    """One article: who answers for it, who knows it, what is in dispute."""

    article: Owned

    def tables(self) -> Sequence[Table]:
        """Return the facts, then the experts."""
        known = self.article.ownership
        facts = (
            ("article", self.article.id), ("title", self.article.title), ("owner", self.article.owner or "nobody"),
            ("by", said_by(known)), ("evidence", known.evidence),
            *(("disagreement", text) for text in known.disagreements),
        )  # fmt: skip
        columns = ("who knows it", "weight", "edits", "confirmations", "resolutions", "last", "state")
        rows = tuple(
            (
                e.person,
                e.weight,
                e.edits,
                e.confirmations,
                e.resolutions,
                e.last_on,
                "active" if e.is_active else "not active",
            )
            for e in known.experts
        )
        return (Table("", ("fact", "value"), facts), *([Table("", columns, rows)] if rows else []))


class RiskReport(NamedTuple):
    """Much reused articles that one active person knows, or nobody. `basis`: reuses, or links where no reuse is noted."""

    basis: str
    head: int
    articles: tuple[Owned, ...]

    def tables(self) -> Sequence[Table]:
        """Return the articles, the most used first."""
        columns = ("article", "title", self.basis, "knows it", "owner")
        rows = tuple(
            (a.id, a.title, a.reuses if self.basis == "reuses" else a.links, knows(a.ownership), a.owner)
            for a in self.articles
        )
        head = counted(self.head, "much used article")
        said = f"{len(self.articles):,} of the {head}: one active person knows it, or nobody."
        hint = "No reuse is noted yet (kcs link): these are articles that others link to."
        return (
            *([Table("", columns, rows)] if rows else []),
            Table(said),
            *([Table(hint)] if self.basis == "links" else []),
        )


class Heir(NamedTuple):
    """An article somebody held, and who is proposed for it; `was_set` when its front matter says so now."""

    id: str
    title: str
    source: str
    governance: str
    heir: str
    evidence: str
    was_set: bool = False

    @property
    def held_by(self) -> str:
        """Say by what they held it; compliance articles are marked: a licence may be needed for them."""
        return self.source + (" (compliance)" if self.governance == Governance.compliance else "")


class HeirReport(NamedTuple):
    """Who is proposed for the articles of somebody who leaves."""

    person: str
    heirs: tuple[Heir, ...]

    def tables(self) -> Sequence[Table]:
        """Return the articles, one a line."""
        columns = ("article", "title", "held by", "heir", "evidence", "done")
        rows = tuple(
            (h.id, h.title, h.held_by, h.heir or "nobody", h.evidence, "set" if h.was_set else "")
            for h in self.heirs
        )  # fmt: skip
        moving = sum(h.source == Source.guess for h in self.heirs)
        note = f"{counted(moving, 'guess', 'guesses')} among them: a guess moves by itself, nothing is written for it."
        tables = (Table("", columns, rows), *([Table(note)] if moving else []))
        return tables if rows else (Table(f"{self.person} holds no article."),)


class SectionReport(NamedTuple):
    """The section of a CODEOWNERS file for compliance articles."""

    lines: tuple[str, ...]

    def tables(self) -> Sequence[Table]:
        """Return the lines as they are."""
        return (Table("", lines=self.lines),)


def said_by(known: Ownership) -> str:
    """Say where it is known from who answers."""
    return known.source.value + (", left" if known.has_left else "")


def knows(known: Ownership) -> str:
    """Say who knows an article: the active person, else the last one who did."""
    active = [one.person for one in active_experts(known)]
    last = max(known.experts, key=lambda one: one.last_on, default=None)
    return active[0] if active else f"nobody; {last.person} until {last.last_on}" if last else "nobody"


def active_experts(known: Ownership) -> list[Expert]:
    """Return who knows an article and is active."""
    return [one for one in known.experts if one.is_active and one.knows_it]


def owned(claim: Claim, ownership: Ownership) -> Owned:
    """Join an article and who answers for it."""
    return Owned(claim.id, claim.title, claim.path, claim.governance, ownership, claim.reuses, claim.links)


def report_owners(articles: Sequence[Owned], people: People, activity: Activity, now: datetime, name: Name) -> OwnersReport:
    """Return who answers for how many articles, the most first."""
    counts: dict[str, dict[Source, int]] = {}
    for one in articles:
        for owner in one.ownership.owners:
            by_source = counts.setdefault(people.one(owner), dict.fromkeys(Source, 0))
            by_source[one.ownership.source] += 1
    shares = sorted((share(owner, known, people, activity, now, name) for owner, known in counts.items()), key=order)
    disputes = tuple((one.id, text) for one in articles for text in one.ownership.disagreements)
    unowned = sum(one.ownership.source in (Source.guess, Source.nobody) for one in articles)
    return OwnersReport(tuple(shares), disputes, len(articles), unowned, (), "")


def share(owner: str, known: Mapping[Source, int], people: People, activity: Activity, now: datetime, name: Name) -> Share:
    """Return what somebody answers for."""
    persons = people.stands_for(owner)
    last = max((at for person in persons if (at := activity.last.get(person))), default=None)
    is_active = any(activity.is_active(person, now) for person in persons)
    has_left = all(people.has_left(person, now.date()) for person in persons)
    counts = (known[Source.front_matter], known[Source.codeowners], known[Source.guess])
    return Share(owner, name(owner), *counts, last.date() if last else None, is_active, has_left)


def order(one: Share) -> tuple[int, int, str]:
    """Sort by what is named, then by what is guessed."""
    return -(one.front_matter + one.codeowners), -one.guess, one.owner


def at_risk(articles: Sequence[Owned]) -> RiskReport:
    """Return the much reused articles that at most one active person knows: those of the head of the Pareto."""
    basis = "reuses" if any(one.reuses for one in articles) else "links"
    used = sorted(articles, key=lambda one: (-use(one, basis), one.id))
    total, so_far, head = sum(use(one, basis) for one in articles), 0, []
    for one in used:
        if so_far >= HEAD_SHARE * total or use(one, basis) < LEAST_USE:
            break
        head.append(one)
        so_far += use(one, basis)
    alone = tuple(one for one in head if len(active_experts(one.ownership)) <= 1)
    return RiskReport(basis, len(head), alone)


def use(one: Owned, basis: str) -> int:
    """Return how much an article is used."""
    return one.reuses if basis == "reuses" else one.links


def find_heirs(articles: Iterable[Owned], person: str, people: People, now: datetime) -> HeirReport:
    """Return who is proposed for each article that a person answers for, other than as a member of a team."""
    gone = people.stands_for(person)
    held = (one for one in articles if any(people.stands_for(owner) <= gone for owner in one.ownership.owners))
    return HeirReport(person, tuple(propose(one, gone, people, now) for one in held))


def propose(one: Owned, gone: frozenset[str], people: People, now: datetime) -> Heir:
    """Propose somebody for an article: who owns it besides, else who knows it best."""
    others = ", ".join(owner for owner in one.ownership.owners if not people.stands_for(owner) <= gone)
    best = heir(one.ownership.experts, people, now, gone)
    evidence = "owns it already" if others else best.evidence if best else "nobody else who is active knows it"
    next_owner = others or (best.person if best else "")
    return Heir(one.id, one.title, one.ownership.source.value, one.governance, next_owner, evidence)


def codeowners_section(articles: Iterable[Owned], place: Callable[[str], str]) -> SectionReport:
    """Return a section for CODEOWNERS with the owners of compliance articles; `place`: a path in the repository."""
    wanted = [one for one in articles if one.governance == Governance.compliance]
    return SectionReport((BEGIN, *(section_line(one, place(one.path)) for one in wanted), END))


def section_line(one: Owned, path: str) -> str:
    """Return an article's line; a comment where nobody is named, or GitHub could not read it."""
    owners = one.ownership.owners if one.ownership.source in (Source.front_matter, Source.codeowners) else ()
    pattern = pattern_of(path)
    if not pattern:
        return f"# {one_line(path)}: CODEOWNERS has no pattern for this name"
    if not owners:
        return f"# {pattern}: nobody is named"
    if not all(map(OWNER.fullmatch, owners)):
        return f"# {pattern}: {one_line(one.owner)} is no user, team or e-mail address"
    return f"{pattern} {' '.join(owners)}"
