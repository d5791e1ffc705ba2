"""Who feeds an index: one document says it, for a minute at a time. Of two feeders the second yields."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from time import monotonic, time
from typing import Any

from kcs_cli.errors import ClusterError
from kcs_cli.search.cluster.client import Client, quoted
from kcs_cli.search.cluster.shelf import understood

SECONDS = 60  # that a lease holds; the clocks of two feeders' machines may differ by a part of that
PATIENCE = 90.0  # seconds for a cluster that chooses its manager: a few after a kill, sixty after a hang
RENEWED = 15  # seconds after which it is taken again
THERE, CONFLICT = 400, 409
BODY = {"settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-2"}}, "mappings": {"dynamic": False}}


class LeaseHeldError(Exception):
    """Another one feeds the index: where it runs."""


class Lease:
    """The right to feed, held by this process."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.place = f"{quoted(client.index)}-feeder"
        self.holder = {"token": token_hex(8), "host": socket.gethostname(), "pid": os.getpid()}
        self.version = ""
        self.taken_at = 0.0

    def take(self) -> None:
        """Take the right, or take it over from one whose time is over. Raise LeaseHeldError, ClusterError."""
        try:
            self.client.ask("PUT", f"{self.place}?cluster_manager_timeout=20s", BODY, PATIENCE)
        except ClusterError as error:
            if error.status != THERE:
                raise
        try:
            self._note(f"{self.place}/_create/lease")
        except ClusterError as error:
            if error.status != CONFLICT:
                raise
            self._take_over()

    def renew(self) -> None:
        """Hold it longer, where it was taken a while ago. Raise LeaseHeldError where another one has it by now."""
        if monotonic() - self.taken_at > RENEWED:
            self._note_again()

    def leave(self) -> None:
        """Give it back; a cluster that is gone forgets it after its time."""
        with suppress(ClusterError):
            self.client.ask("DELETE", f"{self.place}/_doc/lease?{self.version}")

    def _take_over(self) -> None:
        kept = self.client.ask("GET", f"{self.place}/_doc/lease")
        with understood():
            holder: dict[str, Any] = dict(kept["_source"])
            self.version = f"if_seq_no={kept['_seq_no']}&if_primary_term={kept['_primary_term']}"
            is_ours = holder["token"] == self.holder["token"]  # the answer to our own request was lost
            is_over = holder["until"] < time() or _has_ended(holder)
        if not is_ours and not is_over:
            raise LeaseHeldError(f"{holder['host']} (process {holder['pid']})")
        self._note_again()

    def _note_again(self) -> None:
        try:
            self._note(f"{self.place}/_doc/lease?{self.version}")
        except ClusterError as error:
            if error.status != CONFLICT:
                raise
            kept = self.client.ask("GET", f"{self.place}/_doc/lease")
            with understood():
                if kept["_source"]["token"] != self.holder["token"]:
                    raise LeaseHeldError(f"{kept['_source']['host']} (process {kept['_source']['pid']})") from error
                self._keep(kept)

    def _note(self, place: str) -> None:
        self._keep(self.client.ask("PUT", place, {**self.holder, "until": time() + SECONDS}))

    def _keep(self, noted: dict[str, Any]) -> None:
        with understood():
            self.version = f"if_seq_no={noted['_seq_no']}&if_primary_term={noted['_primary_term']}"
        self.taken_at = monotonic()


@contextmanager
def feeding(client: Client) -> Iterator[Lease]:
    """Hold the right to feed. Raise LeaseHeldError, ClusterError."""
    lease = Lease(client)
    lease.take()
    try:
        yield lease
    finally:
        lease.leave()


def _has_ended(holder: dict[str, Any]) -> bool:
    """Tell whether it was a process of this machine that is no more."""
    if holder["host"] != socket.gethostname():
        return False
    try:
        pid = int(holder["pid"])
        os.kill(pid, 0)
        # Killed, but whoever started it has not noticed yet: in a container that may take for ever
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] in (b"Z", b"X")
    except ProcessLookupError:
        return True
    except (OSError, ValueError, OverflowError, IndexError):
        return False
