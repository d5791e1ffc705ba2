"""What changed in the articles a person uses, since they last used them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from kcs_cli.history.past import Change, Past
from kcs_cli.journal.event import Event
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.render.report import Column, Columns, Table, unread
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.text.dates import iso_moment
from kcs_cli.text.difference import DifferenceLine, Transition
from kcs_cli.text.display import OptionalText, quantity, shorten

MOST = 10  # articles at a time
MOST_NAMES = 3  # of those who changed an article, the latest first
MOST_LINES = 12  # of an article's difference
LONGEST_LINE = 300  # columns
USES = {EventKind.link: "linked", EventKind.verify: "confirmed", EventKind.flag: "flagged"}


class LastUse(NamedTuple):
    """When a person last had to do with an article, how, and at which revision where that is known."""

    at: datetime
    how: str
    revision: str = ""


class NewsOfArticle(NamedTuple):
    """What changed in an article since a person used it: by whom, its fields, its lines.

    `state` is changed, new, archived, merged (into this one; it was used as `used_id`) or gone; not `is_here`: the text
    they had is not in this clone.
    """

    id: str
    title: OptionalText
    path: OptionalText
    used_id: str
    used_on: date
    used_how: str
    state: str
    changed_on: date | None = None
    authors: tuple[str, ...] = ()
    changes: int = 0
    transitions: tuple[Transition, ...] = ()
    line_changes: tuple[DifferenceLine, ...] = ()
    is_here: bool = True

    @property
    def what(self) -> str:
        """What happened, in a sentence."""
        use = f"you {self.used_how} it on {self.used_on}"
        when = f" on {self.changed_on}" if self.changed_on else ""
        rest = f" and {len(self.authors) - MOST_NAMES} others" if len(self.authors) > MOST_NAMES else ""
        by = f" by {', '.join(self.authors[:MOST_NAMES])}{rest}" if self.authors else ""
        if self.state == "gone":
            return f"No longer there; {use}"
        if self.state == "merged":
            return f"{self.used_id} was merged into this article{when}{by}; {use}"
        if self.state == "archived":
            return f"Archived{when}{by}: nobody needs it any more; {use}"
        if self.state == "new":
            return f"New{when}{by}; {use}"
        times = f" ({quantity(self.changes, 'change')})" if self.changes > 1 else ""
        return f"Changed{when}{by}{times}; {use}"

    def shown(self, *, full: bool) -> tuple[str, ...]:
        """Return the difference line by line, all of it or as much as one reads."""
        lines = (*map(str, self.transitions), *map(str, self.line_changes))
        rest = 0 if full else len(lines) - MOST_LINES
        kept = lines if full else tuple(map(_brief, lines if rest <= 1 else lines[:MOST_LINES]))
        unknown = () if self.is_here else ("The text you had is not in this clone",)
        return (*kept, *unknown, *([f"… {rest} more lines: kcs news --all --full"] if rest > 1 else []))


class NewsReport(NamedTuple):
    """The news of a person, the newest first: `found` articles changed, of those `used`; not all may be listed.

    Of others, `seen` were news before.
    """

    person: str
    used: int
    found: int
    news: tuple[NewsOfArticle, ...]
    seen: int = 0
    full: bool = False

    @property
    def summary(self) -> str:
        """Say how much there is, in a sentence."""
        if not self.used:
            return f"There is no article that you ({self.person}) linked, opened here or wrote"
        if not self.found:
            again = f"; {self.seen:,} {'was' if self.seen == 1 else 'were'} news before: kcs news --all" if self.seen else ""
            return f"No news in {quantity(self.used, 'article')} you used{again}"
        rest = self.found - len(self.news)
        more = f"; here are the latest {len(self.news)}, ask again for more" if rest > 0 else ""
        return f"{self.found:,} of {quantity(self.used, 'article')} you used changed since{more}"

    def tables(self) -> Sequence[Table]:
        """Return the articles, and their differences line by line."""
        columns: Columns = (
            Column("changed_on", "changed"),
            "state",
            Column("id", "article"),
            "title",
            Column("authors", "by"),
            Column("used_on", "used"),
            *unread("used_how", "used_id", "path"),
        )
        rows = tuple(
            (a.changed_on, a.state, a.id, a.title, a.authors, a.used_on, a.used_how, a.used_id, a.path) for a in self.news
        )
        known = ((a, a.shown(full=self.full)) for a in self.news)
        texts = tuple(Table(f"{a.title} ({a.id}): {a.what}", lines=lines) for a, lines in known)
        return (Table(self.summary), *([Table("", columns, rows)] if rows else []), *texts)


def _brief(line: str) -> str:
    """Cut a line to what is read at a glance, and long addresses in it."""
    return shorten(re.sub(r"(\S{24})\S{25,}(\S{12})", r"\1…\2", line), LONGEST_LINE)


def last_uses(events: Iterable[Event], searches: Iterable[LoggedSearch], is_me: Callable[[str], bool]) -> dict[str, LastUse]:
    """Return when a person last used articles, by the ids they had: noted something of them, or opened them here."""
    found: dict[str, LastUse] = {}
    for event in events:
        if event.kind in USES and event.article and is_me(event.by):
            _note(found, event.article, LastUse(iso_moment(event.at), USES[event.kind], event.revision))
    for search in searches:
        for article in search.shown:
            _note(found, article, LastUse(iso_moment(search.at), "opened"))
    return found


def _note(found: dict[str, LastUse], article: str, use: LastUse) -> None:
    """Keep the later of two uses."""
    found[article] = max(use, found.get(article, use), key=lambda one: one.at)


def with_work(use: LastUse | None, past: Past, is_me: Callable[[str], bool]) -> LastUse | None:
    """Return the last use of an article; to have written it or worked on it is one."""
    mine = next((one for one in past.changes if one.has_author and any(map(is_me, one.commit.by))), None)
    if mine is None or (use and use.at >= mine.commit.at):
        return use
    return LastUse(mine.commit.at, "changed" if mine.before else "wrote", mine.blob)


def news_since(past: Past, use: LastUse, seen: str = "") -> tuple[Change, ...]:
    """Return the changes of an article since a person used it, and since the news of it that they saw (a revision)."""
    changes = past.after(use.at, use.revision)
    return min(changes, past.after(use.at, seen), key=len) if seen else changes


def latest(uses: Mapping[str, LastUse], ids: Sequence[str]) -> tuple[str, LastUse | None]:
    """Return under which of its ids an article was used last, and that use."""
    known = [(uses[id_].at, id_) for id_ in ids if id_ in uses]
    used_id = max(known)[1] if known else ids[0]
    return used_id, uses.get(used_id)
