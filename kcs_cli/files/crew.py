"""Processes that work side by side: each has the same to do, and is asked and answers in turn.

They are begun anew (`spawn`), never forked: a fork of a process with threads may wait for ever.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

MOST = 8  # processes: the one that asks keeps no more of them busy
LOST = (OSError, EOFError)  # what a connection raises whose other end is gone


class CrewLostError(Exception):
    """A process of a crew ended before its work: whoever asked does it alone, and meets what was wrong."""


def cores() -> int:
    """Return how many processes may run at once here."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class Crew:
    """So many processes; each begins with `begin(*given)`, which returns what answers a request. All of it is pickled."""

    def __init__(self, size: int, begin: Callable[..., Callable[[Any], Any]], *given: Any) -> None:
        self.size = min(size, MOST)
        self.begin, self.given = begin, given
        self.processes: list[SpawnProcess] = []
        self.connections: list[Connection] = []

    def __enter__(self) -> "Crew":
        """Begin the processes. Raise CrewLostError where that is refused."""
        from multiprocessing import get_context  # few commands need it

        context = get_context("spawn")
        try:
            for _ in range(self.size):
                ours, theirs = context.Pipe()
                self.connections.append(ours)
                process = context.Process(target=_serve, args=(theirs, self.begin, self.given), daemon=True)
                process.start()
                self.processes.append(process)
                theirs.close()  # the process has its own: when it ends, ours says so
        except (*LOST, ValueError, RuntimeError) as error:
            self.__exit__()
            raise CrewLostError from error
        return self

    def __exit__(self, *_: object) -> None:
        """End them, whatever they are at."""
        for connection in self.connections:
            connection.close()
        for process in self.processes:
            process.terminate()
            process.join()

    def in_turn(self, requests: Iterable[Any]) -> Iterator[Any]:
        """Yield the answers in the order of the requests, each process a request ahead. Raise CrewLostError."""
        waiting: deque[Connection] = deque()
        rest, turns = iter(requests), cycle(self.connections)
        try:
            for request, connection in zip(islice(rest, self.size), turns, strict=False):
                connection.send(request)
                waiting.append(connection)
            while waiting:
                connection = waiting.popleft()
                answer = connection.recv()
                for request in islice(rest, 1):
                    connection.send(request)
                    waiting.append(connection)
                yield answer
        except LOST as error:
            raise CrewLostError from error

    def each(self, requests: Iterable[Any]) -> list[Any]:
        """Ask each process one thing, and return their answers. Raise CrewLostError."""
        try:
            for connection, request in zip(self.connections, requests, strict=True):
                connection.send(request)
            return [connection.recv() for connection in self.connections]
        except LOST as error:
            raise CrewLostError from error


def _serve(connection: "Connection", begin: Callable[..., Callable[[Any], Any]], given: tuple[Any, ...]) -> None:
    """Answer requests until nobody is there; what goes wrong ends the process without a word."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is told too, and ends this process
    with connection, suppress(Exception):
        answer = begin(*given)
        while True:
            connection.send(answer(connection.recv()))
