"""Sends documents to an index, many in one request; each of them is taken, or the whole is told as an error."""

import json
from collections.abc import Callable, Sequence
from time import sleep
from typing import Any

from kcs_cli.errors import ClusterError
from kcs_cli.search.cluster.client import Client, full_disk, quoted
from kcs_cli.search.cluster.shelf import understood

LARGEST = 4_000_000  # bytes of a request
LONGEST_ID = 512  # bytes; OpenSearch refuses a longer one
TRIES = 8  # for what a node was too busy to take
BUSY, MISSING = 429, 404


class Bulk:
    """Collects what is to be done and sends it when it is enough; `before` is called before each request."""

    def __init__(self, client: Client, index: str, before: Callable[[], None]) -> None:
        self.client = client
        self.index = index
        self.before = before
        self.lines: list[bytes] = []
        self.size = 0
        self.sent = 0

    def put(self, path: str, document: bytes) -> None:
        """Have an article's document in place of the one that was there."""
        self._add(_head("index", path) + document)

    def remove(self, path: str) -> None:
        """Take an article's document away; one that is not there need not be."""
        self._add(_head("delete", path))

    def flush(self) -> None:
        """Send what is left. Raise ClusterError."""
        waiting, self.lines, self.size = self.lines, [], 0
        for attempt in range(TRIES):
            if not waiting:
                return
            self.before()
            sleep(0.2 * attempt)
            waiting = _left(self.client.bulk(self.index, b"".join(waiting)), waiting)
        if waiting:
            raise ClusterError("The cluster is too busy to take articles", "Run `kcs cluster sync` again: it goes on")

    def _add(self, line: bytes) -> None:
        self.lines.append(line)
        self.size += len(line)
        self.sent += 1
        if self.size > LARGEST:
            self.flush()


def _head(action: str, path: str) -> bytes:
    return json.dumps({action: {"_id": document_id(path)}}).encode() + b"\n"


def document_id(path: str) -> str:
    """Return what a document goes by: its path, or a digest of one that is too long."""
    if len(path.encode("utf-8", "replace")) <= LONGEST_ID:
        return path
    from kcs_cli.files.atomic import digest_of

    return digest_of(path.encode("utf-8", "replace"))


def _left(answer: dict[str, Any], lines: Sequence[bytes]) -> list[bytes]:
    """Return the lines that a node was too busy for. Raise ClusterError for what it refused."""
    with understood():
        if not answer["errors"]:
            return []
        done = [next(iter(item.items())) for item in answer["items"]]
        states = [(action, int(one["status"]), one.get("error") or {}) for action, one in done]
    left = []
    for line, (action, status, error) in zip(lines, states, strict=True):
        if status < 300 or (action == "delete" and status == MISSING):
            continue
        kind, reason = str(error.get("type")), str(error.get("reason"))
        if kind.endswith("block_exception") and (full := full_disk(reason, status)):
            raise full
        if status not in (BUSY, 503):
            raise ClusterError(f"The cluster refuses an article ({status}: {reason[:200]})", "", status)
        left.append(line)
    return left


def wait_for_copies(client: Client, index: str, patience: float) -> None:
    """Wait until every copy of an index shows what was refreshed, before readers are led to it. Raise ClusterError."""
    count = f"{quoted(index)}/_count?preference="
    with understood():
        known = client.ask("GET", f"{count}_primary")["count"]
        for _ in range(int(patience / 0.1)):
            try:
                if client.ask("GET", f"{count}_replica", seconds=5)["count"] >= known:
                    return
            except ClusterError:
                return  # there is no copy: a cluster of one node
            sleep(0.1)
