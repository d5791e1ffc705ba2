"""Where the articles are now that a name meant at one time or another: by what was done to paths since, and to names."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from kcs_cli.journal.ledger.moves import Holder, MoveStep

NEVER = float("inf")


class Tenure(NamedTuple):
    """A time in which a name meant one article: what that goes by now, and the commit it began with (none: the first one).

    One that no commit began with, after another, began `at` a time, in seconds.
    """

    now: str
    since: str = ""
    at: float = 0


class Span(NamedTuple):
    """A time in which an article had a path: the commit it began with, and the steps by which it left."""

    since: str
    ways: tuple[MoveStep, ...] = ()


class End(NamedTuple):
    """Where a trail ends: the name of an article there, and whether there is one."""

    name: str
    is_there: bool


class Files(NamedTuple):
    """What a trail has to know of the files as they are.

    `name` is that of an article at a path in the repository, `place` the way back; `changed_at` is in seconds.
    """

    name: Callable[[str], str]
    place: Callable[[str], str]
    is_there: Callable[[str], bool]
    changed_at: Callable[[str], float]
    uncommitted: Callable[[], Mapping[str, str]]


class Trail:
    """Follows articles through the steps of a repository."""

    def __init__(self, files: Files, steps: Sequence[MoveStep], holders: Callable[[str], Sequence[Holder]]) -> None:
        self.files = files
        self.holders = holders
        self.leaves: dict[str, list[MoveStep]] = {}
        self.arrives: dict[str, list[MoveStep]] = {}
        for step in steps:
            if step.was and step.now:
                self.leaves.setdefault(step.was, []).append(step)
            if step.now:
                self.arrives.setdefault(step.now, []).append(step)

    @cached_property
    def uncommitted(self) -> Mapping[str, str]:
        """The moves that are not committed yet."""
        return self.files.uncommitted()

    def tenures(self, name: str) -> tuple[Tenure, ...]:
        """Return what a name meant, the first one first; nothing for one that leads to no file."""
        found = self.of_path(name)
        if not any(self.files.is_there(one.now) for one in found):
            found = self.of_front_matter(name) or found
        return _joined(found) if any(self.files.is_there(one.now) for one in found) else ()

    def of_path(self, name: str) -> list[Tenure]:
        """Return the tenures of a name that is or was a path."""
        place, is_there = self.files.place(name), self.files.is_there(name)
        spans = self.spans(place)
        *before, last = spans
        found = [Tenure(self.end_of(span).name or name, span.since) for span in before]
        if last.ways:
            found.append(Tenure(self.end_of(last).name or name, last.since))
            # No commit brought what is there now: a new file, or a path that another branch left and this one did not
            is_new = is_there and found[-1].now != name
        else:
            is_new = is_there and place in self.uncommitted
            moved = self.end(place, NEVER)
            found.append(Tenure(moved.name if moved.is_there else name, last.since))
        return [*found, Tenure(name, "", self.files.changed_at(name))] if is_new else found

    def spans(self, place: str) -> list[Span]:
        """Return the times in which a path was that of one article after another."""
        spans = [Span("")]
        leaves = self.leaves.get(place, [])
        for step, following in zip_longest(leaves, leaves[1:]):
            spans[-1] = spans[-1]._replace(ways=(*spans[-1].ways, step))
            until = following.number if following else NEVER
            if any(step.number <= one.number < until for one in self.arrives.get(place, ())):
                spans.append(Span(step.commit))
        return spans

    def end_of(self, span: Span) -> End:
        """Return where an article is that left a path: where several branches moved it, the file that is there."""
        ends = [self.end(step.now, step.number) for step in span.ways]
        return next((end for end in ends if end.is_there), ends[0])

    def end(self, place: str, after: float) -> End:
        """Return where an article is that was at a place after a commit."""
        ways = tuple(step for step in self.leaves.get(place, ()) if step.number > after)
        if ways:
            end = self.end_of(Span("", ways))
            came_since = any(one.number >= ways[0].number for one in self.arrives.get(place, ()))
            if end.is_there or came_since:
                return end
        for path in (self.uncommitted.get(place, "") if not ways else "", place):
            name = self.files.name(path) if path else ""
            if name and self.files.is_there(name):
                return End(name, is_there=True)
        return End(self.files.name(place), is_there=False)

    def of_front_matter(self, name: str) -> list[Tenure]:
        """Return the tenures of a name that files had in their front matter, of those that are still there."""
        ends = [(self.end(holder.path, holder.number), holder.commit) for holder in self.holders(name)]
        found = [Tenure(end.name, commit) for end, commit in ends if end.is_there]
        return [found[0]._replace(since=""), *found[1:]] if found else []


def _joined(tenures: Sequence[Tenure]) -> tuple[Tenure, ...]:
    """Return tenures without those that mean the same as the one before."""
    pairs = zip([None, *tenures], tenures, strict=False)
    return tuple(one for before, one in pairs if before is None or before.now != one.now)
