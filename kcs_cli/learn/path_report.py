"""The articles of a domain that a new colleague should know, in reading order: the most reused ones."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from posixpath import dirname
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.article.model import unique
from kcs_cli.errors import NotFoundError
from kcs_cli.knowledge_base.vocabulary import Confidence, Kind
from kcs_cli.render.report import Column, Columns, Table, unread
from kcs_cli.text.display import OptionalText, in_shell, quantity

MOST = 20  # articles of a path
FEWEST = 2  # articles of a domain that is listed in a table


class Step(NamedTuple):
    """An article on a path: `cases` it solved or helped, articles that link to it, a customer's `question` it answers.

    `is_read`: its reader opened it; `is_found`: they found it in a quiz.
    """

    id: str
    title: str
    path: str
    kind: str
    confidence: str
    cases: int
    links: int
    question: OptionalText = ""
    is_read: bool = False
    is_found: bool = False


class PathReport(NamedTuple):
    """The way through a domain of so many `articles`; `ticked_off` is the title of the article that was just ticked off."""

    domain: str
    articles: int
    steps: tuple[Step, ...]
    ticked_off: OptionalText = ""

    @property
    def summary(self) -> str:
        """Say how far the reader is."""
        read, found = sum(one.is_read for one in self.steps), sum(one.is_found for one in self.steps)
        cut = f"the {len(self.steps)} most used of " if len(self.steps) < self.articles else ""
        return f"{self.domain}: {cut}{quantity(self.articles, 'article')}; {read} read, {found} found in a quiz"

    @property
    def next_steps(self) -> tuple[str, ...]:
        """Say what to do next."""
        unread = next((one.id for one in self.steps if not one.is_read), "")
        to_find = any(one.question and not one.is_found for one in self.steps)
        quiz = f"kcs quiz --domain {in_shell(self.domain)}"
        lines = [f"Next: kcs show {in_shell(unread)}"] if unread else ["All of them are read."]
        lines += [f"{'Then' if unread else 'Next'}: {quiz}"] if to_find else []
        return tuple(lines) if unread or to_find else ("You have read all of them, and found what is asked.",)

    def tables(self) -> Sequence[Table]:
        """Return the steps, and what to do next."""
        columns: Columns = (Column("n", "step"), Column("is_read", "read", tick), Column("is_found", "found", tick),
                            Column("id", "article"), "title", Column("confidence", "state"), "kind", "cases", "links",
                            "question", *unread("path"))  # fmt: skip
        rows = tuple(
            (number, one.is_read, one.is_found, one.id, one.title, one.confidence, one.kind, one.cases,
             one.links, one.question, one.path)
            for number, one in enumerate(self.steps, 1)
        )  # fmt: skip
        return (Table(self.summary, columns, rows), *map(Table, self.next_steps))


class Domain(NamedTuple):
    """A domain: its articles that are not archived, and the cases they solved or helped."""

    domain: str
    articles: int
    cases: int


class DomainsReport(NamedTuple):
    """The domains there are, by tags or, where no article has one, by folders; those of most cases first."""

    domains: tuple[Domain, ...]
    grouped_by: str

    def tables(self) -> Sequence[Table]:
        """Return them."""
        if not self.domains:
            return (Table("No article has a tag or a folder: there is no domain"),)
        shown = [one for one in self.domains if one.articles >= FEWEST] or self.domains
        rows = tuple((one.domain, one.articles, one.cases) for one in shown)
        hint = f"The way through one: kcs path {in_shell(shown[0].domain)}"
        left = len(self.domains) - len(shown)
        rest = [Table(f"{quantity(left, self.grouped_by)} more with one article")] if left else []
        return (Table("", (Column("domain", self.grouped_by), "articles", "cases"), rows), *rest, Table(hint))


def tick(is_so: bool) -> str:
    """Write what is done."""
    return "✓" if is_so else ""


def _domain_names(card: Card) -> tuple[str, ...]:
    """Return the domains of an article in small letters: its tags, and the folders around it, also by their last parts."""
    parts = dirname(card.path).casefold().split("/")
    ends = range(1, len(parts) + 1)
    folders = ("/".join(parts[start:end]) for end in ends for start in range(end))
    return unique((*(tag.casefold() for tag in card.tags), *folders))


def in_domain(cards: Iterable[Card], domain: str) -> list[Card]:
    """Return the articles of a domain, a tag or a folder, but for archived ones. Raise NotFoundError for none."""
    wanted = domain.strip().strip("/").casefold()
    known = [card for card in cards if card.confidence != Confidence.archived]
    found = [card for card in known if wanted in _domain_names(card)]
    if not found or not wanted:
        near = get_close_matches(wanted, {name for card in known for name in _domain_names(card)}, 3, 0.6)
        hint = f"Did you mean {', '.join(near)}?" if near else "kcs path lists the domains"
        raise NotFoundError(f"No article has the tag or the folder {domain}", hint)
    return found


def find_domains(cards: Sequence[Card], cases: Mapping[str, Collection[str]]) -> DomainsReport:
    """Return the domains, each with the articles that `in_domain` gives it."""
    known = [card for card in cards if card.confidence != Confidence.archived]
    by = "tag" if any(card.tags for card in known) else "folder"
    written = [name for card in known for name in (card.tags if by == "tag" else filter(None, (dirname(card.path),)))]
    names = {name.casefold(): name for name in reversed(written)}  # the first one is how it is shown
    articles: dict[str, set[str]] = {}
    for card in known:
        for name in names.keys() & set(_domain_names(card)):
            articles.setdefault(names[name], set()).add(card.id)
    found = [
        Domain(name, len(ids), len({case for id_ in ids for case in cases.get(id_, ())})) for name, ids in articles.items()
    ]
    return DomainsReport(tuple(sorted(found, key=lambda one: (-one.cases, -one.articles, one.domain))), by)


def way_through(domain: str, steps: Sequence[Step]) -> PathReport:
    """Return the most reused articles of a domain in reading order.

    Written paths come first, then what is validated, each the most reused first, then that which others link to.
    """
    chosen = sorted(steps, key=lambda one: (not _is_written_path(one), *_by_reuse(one)))[:MOST]
    in_order = sorted(chosen, key=lambda one: (not _is_written_path(one), not _is_validated(one), *_by_reuse(one)))
    return PathReport(domain, len(steps), tuple(in_order))


def _by_reuse(one: Step) -> tuple[int, int, bool, str, str]:
    """Return what articles are ordered by: the most reused first."""
    return -one.cases, -one.links, not _is_validated(one), one.title, one.id


def _is_validated(one: Step) -> bool:
    """Tell whether an article is trusted."""
    return one.confidence == Confidence.validated


def _is_written_path(one: Step) -> bool:
    """Tell whether somebody wrote a way through a topic."""
    return one.kind == Kind.path
