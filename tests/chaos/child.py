"""A command of kcs in a forked process: it goes wrong, or is killed, at the n-th write, fsync or rename."""

import builtins
import errno
import io
import json
import os
import random
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.migration import registry
from tests import make
from tests.chaos.world import words_of
from tests.migration import export

PLACES = {
    "write": ((os, "write"),),
    "fsync": ((os, "fsync"),),
    "rename": ((os, "replace"), (os, "rename"), (os, "link")),
}
PATIENCE = 60.0  # seconds after which a command hangs
GROUPS: list[int] = []  # of processes, one for each command that was run


class Trouble(NamedTuple):
    """What happens at which write, fsync or rename: it fails with an error (a number), or the process is killed (0).

    `seconds` is when the process is killed from outside, whatever it does.
    """

    kind: str = ""
    number: int = 0
    error: int = 0
    seconds: float = PATIENCE


class Outcome(NamedTuple):
    """How a command ended (-9: killed, -1: a bug, with its traceback), what it said, and how often it did each thing."""

    status: int
    out: str
    err: str
    counts: dict[str, int]
    seconds: float


def attempt(name: str, root: Path, trouble: Trouble) -> Outcome:
    """Run a command in a process of its own; this one has the modules loaded, and opens nothing itself."""
    ours, theirs = os.pipe()
    started = time.monotonic()
    process = os.fork()
    if not process:
        os.setsid()
        os.close(ours)
        _run(name, root, trouble, theirs)
    os.close(theirs)
    answer = _answer(ours, process, started + trouble.seconds)
    os.waitpid(process, 0)
    GROUPS.append(process)
    taken = time.monotonic() - started
    os.close(ours)
    try:
        status, out, err, counts = json.loads(answer)
    except ValueError:
        return Outcome(-9, "", "", {}, taken)
    return Outcome(status, out, err, counts, taken)


def alone(work: Callable[[], object]) -> None:
    """Do something in a process of its own: a fork of one in which an index was open may wait for ever."""
    process = os.fork()
    if not process:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitpid(process, 0)[1]:
        raise RuntimeError("the base could not be made")


def settle() -> None:
    """Wait for what killed commands had started: a git goes on by itself."""
    until = time.monotonic() + PATIENCE
    while GROUPS and time.monotonic() < until:
        with suppress(ProcessLookupError):
            os.killpg(GROUPS[-1], 0)
            time.sleep(0.01)
            continue
        GROUPS.pop()


def _answer(stream: int, process: int, until: float) -> bytes:
    """Read what a process says of its end, and kill it when its time is over."""
    answer = b""
    while True:
        ready, _, _ = select.select([stream], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            os.kill(process, signal.SIGKILL)
            until += PATIENCE
            return answer
        if not (news := os.read(stream, 65536)):
            return answer
        answer += news


def _run(name: str, root: Path, trouble: Trouble, stream: int) -> None:
    """Run a command, write how it ended, and end."""
    import traceback

    write = os.write
    counts = dict.fromkeys(PLACES, 0)
    for kind, places in PLACES.items():
        for module, function in places:
            setattr(module, function, _counted(getattr(module, function), kind, trouble, counts))
    for module in (io, builtins):
        module.open = _counted_open(io.open if module is io else builtins.open, trouble, counts)
    os.environ["KCS_ROOT"] = str(root)
    registry.IMPORTERS = (export.DESK,)
    try:
        done = make.kcs(*words_of(name, root))
        told: list[Any] = [done.status, done.out, done.err, counts]
    except BaseException:
        told = [-1, "", traceback.format_exc(), counts]
    write(stream, json.dumps(told).encode())
    os._exit(0)


def _strike(kind: str, trouble: Trouble, counts: dict[str, int]) -> None:
    """Count, and let the trouble come when it is time."""
    counts[kind] += 1
    if (kind, counts[kind]) == (trouble.kind, trouble.number):
        if not trouble.error:
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(trouble.error, os.strerror(trouble.error))


def _counted(function: Callable[..., Any], kind: str, trouble: Trouble, counts: dict[str, int]) -> Callable[..., Any]:
    def called(*arguments: Any, **options: Any) -> Any:
        _strike(kind, trouble, counts)
        return function(*arguments, **options)

    return called


def _counted_open(function: Callable[..., Any], trouble: Trouble, counts: dict[str, int]) -> Callable[..., Any]:
    """Return an `open` whose files count what is written to them; a half of it is there when it fails."""

    def called(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        stream = function(file, mode, *arguments, **options)
        if isinstance(file, int) or set(mode).isdisjoint("wxa+"):
            return stream
        return Stream(stream, lambda: _strike("write", trouble, counts))

    return called


class Stream:
    """A file that strikes before each write."""

    def __init__(self, stream: Any, strike: Callable[[], None]) -> None:
        self._stream = stream
        self._strike = strike

    def write(self, content: Any) -> int:
        """Write all, or a half and fail."""
        try:
            self._strike()
        except OSError:
            self._stream.write(content[: len(content) // 2])
            self._stream.flush()
            raise
        return int(self._stream.write(content))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __iter__(self) -> Any:
        return iter(self._stream)

    def __enter__(self) -> "Stream":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def any_error(chance: random.Random) -> int:
    """Return an error that a disk gives."""
    return chance.choice((errno.ENOSPC, errno.EIO, errno.EROFS))
