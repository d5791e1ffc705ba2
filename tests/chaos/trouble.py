"""Every command that writes, killed or failing at each of its writes, fsyncs and renames: what is left is compared."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.chaos.child import PLACES, Outcome, Trouble, alone, any_error, attempt, settle
from tests.chaos.world import COMMANDS, State, build, left_over, state

SAYS_DONE = (
    "is noted",
    "was noted",
    "is done",
    "it is written",
    "are written",
    "is committed",
    "was committed",
    "stays",
    "is saved",
    "all the same",
)
LEFT_OUT = "left out"


class Reference(NamedTuple):
    """How a command ends where nothing goes wrong, and what the base holds before and after."""

    before: State
    after: State
    outcome: Outcome


class Trial:
    """Bases to break, each a copy of one in use, and what was found wrong."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.chance = chance
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []
        self._known: dict[str, Reference] = {}
        alone(lambda: build(folder / "here"))
        shutil.copytree(folder / "here", folder / "model", symlinks=True)

    def base(self) -> Path:
        """Return a new copy, always in the same place: what can be taken back is known by it."""
        settle()
        shutil.rmtree(self.folder / "here")
        shutil.copytree(self.folder / "model", self.folder / "here", symlinks=True)
        return self.folder / "here/kb"

    def reference(self, name: str) -> Reference:
        """Run a command to its end, once."""
        if name not in self._known:
            root = self.base()
            before = state(root)
            outcome = attempt(name, root, Trouble())
            if outcome.status not in (0, 1):
                self.problems.append(f"{name}: fails where nothing goes wrong: {outcome}")
            self._known[name] = Reference(before, state(root), outcome)
        return self._known[name]

    def fail(self, name: str, trouble: Trouble) -> None:
        """Let a command fail at a place, and look at what is left and said."""
        known, root = self.reference(name), self.base()
        self.counts["failures"] += 1
        outcome = attempt(name, root, trouble)
        after, rest = state(root), left_over(root)
        if LEFT_OUT in outcome.err:  # what was written for others lacks what git could not tell, and that is said
            outside = {path for path in after.files if not path.startswith(f"{root.name}/")}
            after = after._replace(files=after.files | {path: known.after.files[path] for path in outside})
        where = f"{name}, {trouble.kind} {trouble.number}"
        self.problems += [f"{where}: {one}" for one in _unsound(known, after)]
        self.problems += [f"{where}: {one}" for one in _unsaid(known, outcome, after)]
        if rest:
            self.problems.append(f"{where}: left over {rest}")

    def kill(self, name: str, trouble: Trouble) -> None:
        """Kill a command, look at what is left, and run the same command again to its end."""
        known, root = self.reference(name), self.base()
        outcome = attempt(name, root, trouble)
        self.counts["killed" if outcome.status == -9 else "done"] += 1
        after = state(root)
        problems = list(_unsound(known, after))
        self.counts["left a temporary file"] += bool(left_over(root))
        again = attempt(name, root, Trouble())
        searched = attempt("search", root, Trouble())
        last = state(root)
        problems += _unsound(known, last)
        if again.status not in (0, 1, 2) or searched.status or "Traceback" in again.err + searched.err:
            problems.append(f"the next command fails: {again.err[-300:]} {searched.err[-300:]}")
        # An article that was captured and not yet acknowledged is captured again: the next is another one
        is_same = (
            outcome.status == -9
            and again.status == known.outcome.status
            and (name != "new" or not _differ(known.before, after))
        )
        if is_same and _differ(last, known.after):
            problems.append(f"done again it is not as it would be: {_differ(last, known.after)}")
        if rest := left_over(root):
            problems.append(f"left over {rest}")
        self.problems += [
            f"{name}, killed at {trouble.kind} {trouble.number or round(trouble.seconds, 3)}: {one}" for one in problems
        ]


def _differ(one: State, other: State) -> list[str]:
    """Return the files that differ."""
    return sorted(path for path in one.files.keys() | other.files.keys() if one.files.get(path) != other.files.get(path))


def _unsound(known: Reference, after: State) -> Iterator[str]:
    """Yield what is torn, lost or doubled: each file is as before or as after the command, each event there once."""
    for path in known.before.files.keys() | known.after.files.keys() | after.files.keys():
        if after.files.get(path) not in (known.before.files.get(path), known.after.files.get(path)):
            if path in known.before.files or path in known.after.files or path.startswith("fresh"):
                yield f"{path} is torn"
            elif after.files[path] not in known.after.files.values():  # a new article has any name
                yield f"{path} is something else"
    if lost := known.before.events - after.events:
        yield f"events lost: {dict(lost)}"
    if doubled := [one for one, number in after.events.items() if number > 1]:
        yield f"events doubled: {doubled}"


def _unsaid(known: Reference, outcome: Outcome, after: State) -> Iterator[str]:
    """Yield what a failure did without saying so."""
    if outcome.status not in (0, 1, 2) or "Traceback" in outcome.err:
        yield f"ended with {outcome.status}: {outcome.err[-900:]}"
    elif outcome.status == 2:
        lines = outcome.err.strip().splitlines()
        if not any(line.startswith("Error: ") for line in lines[-2:]):
            yield f"no error of two lines: {outcome.err}"
        changed = len(after.events) != len(known.before.events)
        if changed and not any(word in outcome.err for word in SAYS_DONE):
            yield f"noted, and not said: {outcome.err}"
    elif outcome.status == known.outcome.status and (different := _differ(after, known.after)):
        yield f"said to be done, and is not: {different} {outcome.err}"
    elif len(after.events) != len(known.after.events):
        yield f"events said to be noted, and are not: {outcome.err}"


def fail_everywhere(trial: Trial, most: int) -> None:
    """Let every command fail at every place, or at `most` of them."""
    places = [
        (name, Trouble(kind, number, any_error(trial.chance)))
        for name in COMMANDS
        for kind in PLACES
        for number in range(1, trial.reference(name).outcome.counts.get(kind, 0) + 1)
    ]
    trial.counts["places"] = len(places)
    for name, trouble in places if most >= len(places) else trial.chance.sample(places, most):
        trial.fail(name, trouble)


def kill_everywhere(trial: Trial, number: int) -> None:
    """Kill commands in turn: at one of their writes, fsyncs and renames, or at any moment."""
    names = list(COMMANDS)
    for turn in range(number):
        name = names[turn % len(names)]
        known = trial.reference(name).outcome
        places = [(kind, n) for kind, count in known.counts.items() for n in range(1, count + 1)]
        if places and trial.chance.random() < 0.5:
            trial.kill(name, Trouble(*trial.chance.choice(places)))
        else:
            trial.kill(name, Trouble(seconds=trial.chance.uniform(0, 1.1 * known.seconds)))
