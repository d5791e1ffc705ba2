"""Which of the articles that had a name one after another an event is about: by the text it notes, else by its time."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from kcs_cli.git.process import git_text
from kcs_cli.journal.ledger.moves import NoteOfName
from kcs_cli.journal.trail import NEVER, Tenure
from kcs_cli.text.identifier import time_of


class Mainline:
    """The commits that the current branch had one after another, with their times: a branch counts when it is merged."""

    def __init__(self, top: Path) -> None:
        self.top = top

    @cached_property
    def commits(self) -> list[tuple[str, int]]:
        """The commits with their times in seconds, the oldest first."""
        lines = git_text(self.top, "rev-list", "--first-parent", "--reverse", "--timestamp", "HEAD").splitlines()
        return [(commit, int(seconds)) for seconds, commit in map(str.split, lines)]

    def since(self, commit: str) -> frozenset[str]:
        """Return a commit, and all that came after it."""
        return frozenset((commit, *git_text(self.top, "rev-list", "--ancestry-path", f"{commit}..HEAD").split()))

    def reached(self, commits: frozenset[str]) -> float:
        """Return when the branch had the first of some commits."""
        return next((seconds for commit, seconds in self.commits if commit in commits), NEVER)

    def texts(self, place: str) -> list[tuple[str, str]]:
        """Return the commits that changed a file, each with the text it had then."""
        raw = ("log", "-m", "--raw", "--no-renames", "--no-abbrev", "--full-history", "--format=%H", "HEAD", "--", place)
        found, commit = [], ""
        for line in git_text(self.top, *raw).splitlines():
            if line.startswith(":"):
                found.append((commit, line.split(" ")[3]))
            elif line:
                commit = line
        return found


def find_tenures(top: Path | None, place: str, tenures: Sequence[Tenure], notes: Iterable[NoteOfName]) -> dict[str, int]:
    """Return the events that are to be put into other tenures of a name; `place` is the path it is, if it is one."""
    noted = list(notes)
    if len(tenures) == 1 or top is None:
        return {one.id: 0 for one in noted if one.tenure != 0}
    main = Mainline(top)
    later = [main.since(one.since) if one.since else frozenset[str]() for one in tenures[1:]]
    begins = _begin_times(main, tenures, later)
    texts = _texts(main, place, later) if any(one.revision for one in noted) else {}
    found = {one.id: _tenure(one, begins, texts.get(one.revision, ())) for one in noted}
    return {one.id: found[one.id] for one in noted if one.tenure != found[one.id]}


def begin_times(top: Path | None, tenures: Sequence[Tenure]) -> list[float]:
    """Return when the tenures after the first one began, in seconds."""
    if top is None:
        return [one.at for one in tenures[1:]]
    main = Mainline(top)
    return _begin_times(main, tenures, [main.since(one.since) if one.since else frozenset[str]() for one in tenures[1:]])


def tenure_at(begins: Sequence[float], at: float) -> int:
    """Return the number of the tenure that a time is in."""
    return max((number for number, begin in enumerate(begins, 1) if begin <= at), default=0)


def _begin_times(main: Mainline, tenures: Sequence[Tenure], later: Sequence[frozenset[str]]) -> list[float]:
    """Return when the branch had the first commit of each tenure after the first one."""
    return [one.at if not one.since else main.reached(commits) for one, commits in zip(tenures[1:], later, strict=True)]


def _texts(main: Mainline, place: str, later: Sequence[frozenset[str]]) -> Mapping[str, set[int]]:
    """Return text → the tenures in which a file had it."""
    found: dict[str, set[int]] = {}
    for commit, blob in main.texts(place):
        found.setdefault(blob, set()).add(sum(commit in commits for commits in later))
    return found


def _tenure(one: NoteOfName, begins: Sequence[float], by_text: Iterable[int]) -> int:
    """Return the tenure an event belongs to: of those that had its text the one of its time, else the first."""
    by_time, found = tenure_at(begins, time_of(one.id).timestamp()), sorted(by_text)
    return by_time if not found or by_time in found else found[0]
