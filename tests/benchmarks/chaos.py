"""Bad days, in numbers: `python -m tests.benchmarks.chaos [TRIAL …] [--short] [--seed N]`.

    kills     kill -9 at a write, fsync, rename or any moment of every command that writes   --kills 1000
    failures  every write, fsync and rename of each of them fails                              --failures 0 (0: all)
    fuzz      inputs that nobody expects                                                       --inputs 1000000
    team      clones that sync at once, after as many other writers                            --clones 200 --writers 5000
    restore   a fresh clone and caches deleted, compared; a clock that steps; another version of kcs
    memory    of a search in a base of 25,000 articles                                         --base DIR

Without a trial: all. `--short` is what the tests run. Exits with 1 when anything is
torn, lost, doubled, left over or not said.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.articles import write_articles
from tests.benchmarks.search import KCS, QUESTION
from tests.chaos.drill import other_version, restore, step_clock
from tests.chaos.fuzz import fuzz, share
from tests.chaos.team import together
from tests.chaos.trouble import Trial, fail_everywhere, kill_everywhere

SHORT = {"kills": 37, "failures": 24, "inputs": 2_000, "clones": 4, "writers": 200}
ARTICLES, MOST_MEMORY = 25_000, 150  # MB
IDENTITY = """[user]
name = Ana
email = ana@example.org
[gc]
auto = 0
[maintenance]
auto = false
[receive]
autogc = false
"""
Said = Iterator[str]


def kills(folder: Path, asked: argparse.Namespace) -> Said:
    """Kill commands; yield the problems."""
    trial = Trial(folder, random.Random(asked.seed))
    kill_everywhere(trial, asked.kills)
    print(f"  {dict(trial.counts)}")
    yield from trial.problems


def failures(folder: Path, asked: argparse.Namespace) -> Said:
    """Let commands fail; yield the problems."""
    trial = Trial(folder, random.Random(asked.seed))
    fail_everywhere(trial, asked.failures or sys.maxsize)
    print(f"  {dict(trial.counts)}")
    yield from trial.problems


def inputs(_: Path, asked: argparse.Namespace) -> Said:
    """Read what nobody expects; yield the problems."""
    print(f"  {asked.inputs:,} inputs from seed {asked.seed}")
    yield from share(asked.seed, asked.inputs) if asked.short else fuzz(asked.seed, asked.inputs)


def team(folder: Path, asked: argparse.Namespace) -> Said:
    """Sync many clones; yield the problems."""
    found = together(folder, asked.clones, asked.writers)
    print(f"  {asked.clones} clones after {asked.writers} writers: a link and two syncs each in {found.seconds:.1f} s")
    print(f"  the slowest sync {found.slowest:.1f} s; every event exactly once in {found.whole}")
    yield from found.complaints
    if found.whole < asked.clones:
        yield f"{asked.clones - found.whole} clones have not every event exactly once"


def drill(folder: Path, _: argparse.Namespace) -> Said:
    """Restore a base, step the clock, change the version; yield the problems."""
    for trial in (restore, step_clock, other_version):
        (folder / trial.__name__).mkdir()
        yield from (f"{trial.__name__}: {one}" for one in trial(folder / trial.__name__))


def memory(folder: Path, asked: argparse.Namespace) -> Said:
    """Search a large base; yield what takes too much memory."""
    root = folder / "base"
    if asked.base:
        shutil.copytree(asked.base, root, symlinks=True)
    else:
        write_articles(root / "knowledge", ARTICLES)
        subprocess.run(["git", "init", "-q", root], check=True)
    for name in ("first, builds the index", "with a settled index", "with a settled index"):
        process = subprocess.Popen([*KCS, "search", QUESTION], cwd=root, stdout=subprocess.DEVNULL)
        used = os.wait4(process.pid, 0)[2].ru_maxrss / 1024
        print(f"  a search, {name}: {used:.0f} MB")
        time.sleep(2.5)  # files just written are looked at once more
    if used > MOST_MEMORY:
        yield f"a search takes {used:.0f} MB"


TRIALS: dict[str, Callable[[Path, argparse.Namespace], Said]] = {
    "kills": kills, "failures": failures, "fuzz": inputs, "team": team, "restore": drill, "memory": memory,
}  # fmt: skip


def settle(folder: Path) -> None:
    """Be the same person on every machine, with nothing of this one."""
    for name in list(os.environ):
        if name.startswith(("GIT_", "KCS_")):
            del os.environ[name]
    config = folder / "gitconfig"
    config.write_text(IDENTITY)
    own = {"GIT_CONFIG_GLOBAL": str(config), "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(folder), "NO_COLOR": "1"}
    os.environ.update({**own, "XDG_CACHE_HOME": str(folder / "cache"), "KCS_SESSION": "chaos"})


def read_request() -> argparse.Namespace:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=", ".join(TRIALS))
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--failures", type=int, default=0)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--clones", type=int, default=200)
    parser.add_argument("--writers", type=int, default=5_000)
    parser.add_argument("--base", type=Path, help="a base of 25,000 articles, to copy; else one is made")
    asked = parser.parse_args()
    if unknown := [name for name in asked.trials if name not in TRIALS]:
        parser.error(f"there is no trial {unknown[0]}")
    if asked.short:
        vars(asked).update(SHORT)
    return asked


def main() -> None:
    """Run the trials, print what they found, and exit with 1 when that is anything."""
    asked, found = read_request(), 0
    usual = [name for name in TRIALS if not (asked.short and name == "memory")]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        settle(Path(scratch))
        for name in asked.trials or usual:
            folder = Path(scratch) / name
            folder.mkdir()
            print(name, flush=True)
            begun = time.monotonic()
            problems = list(TRIALS[name](folder, asked))
            found += len(problems)
            print(f"  {len(problems)} problems, {time.monotonic() - begun:.0f} s", *problems[:20], sep="\n  ", flush=True)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
