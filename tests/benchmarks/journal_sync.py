"""Many clones that link and sync at once, and syncs that are killed: does every event arrive exactly once?

    python -m tests.benchmarks.journal_sync [--clones 50] [--rounds 2] [--kills 200]

All is done by processes of the command line against a bare repository in a temporary folder.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec

from kcs_cli.journal.record import record
from kcs_cli.journal.sync.remote import OWN, STALE
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make

KCS = [sys.executable, "-m", "kcs_cli"]
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}


def clones(scratch: Path, count: int) -> list[Path]:
    """Make a bare repository and clones of it, each of another person."""
    make.base(scratch / "first", make.THREE)
    subprocess.run(["git", "clone", "-q", "--bare", scratch / "first", scratch / "hub.git"], check=True)
    folders = [scratch / f"clone{number}" for number in range(count)]
    for number, folder in enumerate(folders):
        subprocess.run(["git", "clone", "-q", scratch / "hub.git", folder], check=True)
        make.git(folder, "config", "user.email", f"p{number}@example.org")
        make.git(folder, "config", "user.name", f"Person {number}")
    return folders


def kcs(folder: Path, *arguments: str) -> str:
    """Run kcs in a clone; return what it complained of, nothing when it was done."""
    done = subprocess.run([*KCS, *arguments], cwd=folder, check=False, **QUIET)
    return done.stderr.decode() if done.returncode else ""


def link_and_sync(folder: Path, rounds: int) -> list[str]:
    """Link a case and share it, several times; return the complaints."""
    said = []
    for number in range(rounds):
        said += [kcs(folder, "link", "kb-vpn001", "--case", f"{folder.name}-{number}"), kcs(folder, "sync")]
    return list(filter(None, said))


def cases(folder: Path) -> list[str]:
    """Return the cases of all events a clone knows."""
    return sorted(event.case for event in record(KnowledgeBase.open(str(folder))).all())


def doubled(hub: Path) -> int:
    """Count the events that are twice in the refs of the repository all push to."""
    found: Counter[str] = Counter()
    for line in make.git(hub, "for-each-ref", "--format=%(refname)", OWN).split():
        for name in make.git(hub, "ls-tree", "--name-only", line).split():
            if name.endswith(".jsonl"):
                found.update(msgspec.json.decode(row)["id"] for row in make.git(hub, "show", f"{line}:{name}").splitlines())
    return sum(1 for number in found.values() if number > 1)


def together(scratch: Path, count: int, rounds: int) -> None:
    """Print what clones that work at once take, and what arrives."""
    folders = clones(scratch, count)
    expected = sorted(f"{folder.name}-{number}" for folder in folders for number in range(rounds))
    with ThreadPoolExecutor(count) as pool:
        started = time.monotonic()
        complaints = [line for said in pool.map(lambda folder: link_and_sync(folder, rounds), folders) for line in said]
        first = time.monotonic() - started
        complaints += filter(None, pool.map(lambda folder: kcs(folder, "sync"), folders))
        second = time.monotonic() - started - first
    whole = sum(cases(folder) == expected for folder in folders)
    print(f"{count} clones, {rounds} links each, every one shared at once, {os.cpu_count()} processors")
    print(f"  {count * rounds} links and syncs   {first:6.1f} s; {count} more syncs {second:6.1f} s")
    print(f"  complaints              {len(complaints):4} {complaints[:1]}")
    print(f"  events twice at the hub {doubled(scratch / 'hub.git'):4}")
    print(f"  every event exactly once in {whole} of {count} clones")


def children(process: int) -> list[int]:
    """Return the processes one has started."""
    with suppress(OSError):
        return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def kill(process: subprocess.Popen[bytes], *, git: bool) -> None:
    """Kill kcs, and its git too; not what runs at the remote, which would be another machine."""
    started = children(process.pid) if git else []
    for number in (process.pid, *started):
        with suppress(OSError):
            os.kill(number, signal.SIGKILL)
    process.communicate()


def killed(scratch: Path, kills: int) -> None:
    """Print what arrives when syncs are killed at random times, some with their git."""
    ana, ben = clones(scratch, 2)
    kcs(ana, "link", "kb-vpn001", "--case", "first")
    started = time.monotonic()
    kcs(ana, "sync")
    longest = (time.monotonic() - started) * 2
    outcome: Counter[str] = Counter()
    noted = ["first"]
    for number in range(kills):
        if not kcs(ana, "link", "kb-vpn001", "--case", f"case-{number}"):
            noted.append(f"case-{number}")
        process = subprocess.Popen([*KCS, "sync"], cwd=ana, **QUIET)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=random.uniform(0.0, longest))
        outcome["killed" if process.returncode is None else "ended before" if process.returncode == 0 else "failed"] += 1
        if process.returncode is None:
            kill(process, git=number % 2 == 0)
    last = kcs(ana, "sync")
    if last:  # the lock file of a git that was killed in this moment
        time.sleep(STALE + 1)
        last = kcs(ana, "sync")
    last += kcs(ben, "sync")
    print(f"\n{kills} syncs killed at random times within {longest:.2f} s, every other with its git: {dict(outcome)}")
    print(f"  links acknowledged {len(noted)}; the last syncs: {last or 'done'}")
    print(f"  here each exactly once: {cases(ana) == sorted(noted)}, in another clone: {cases(ben) == sorted(noted)}")
    print(f"  events twice at the hub {doubled(scratch / 'hub.git')}; git fsck: {fsck((ana, ben, scratch / 'hub.git'))}")


def fsck(repositories: Sequence[Path]) -> str:
    """Return what git finds broken."""
    found = [subprocess.run(["git", "-C", folder, "fsck", "--no-dangling"], capture_output=True, check=False)
             for folder in repositories]  # fmt: skip
    return " ".join(done.stderr.decode() for done in found if done.returncode) or "sound"


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clones", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--kills", type=int, default=200)
    asked = parser.parse_args()
    os.environ.pop("KCS_ROOT", None)
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    for name in ("together", "killed"):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            if name == "together":
                together(Path(scratch), asked.clones, asked.rounds)
            else:
                killed(Path(scratch), asked.kills)


if __name__ == "__main__":
    main()
