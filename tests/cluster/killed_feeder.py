"""Feeds a cluster in one process after the other; the first is killed at its first request, the second at its second, …

    python -m tests.cluster.killed_feeder BASE [--rebuild]

Each is a process of its own that gets a real SIGKILL: nothing is tidied up, and no lock or lease is given back. A line of
JSON for each says what was on the cluster after it. The last one is not killed.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.cluster.client import Client
from kcs_cli.search.cluster.opening import open_client
from kcs_cli.search.feed import bulk
from kcs_cli.search.feed.feed import feed
from kcs_cli.search.feed.feed_plan import indices_of
from kcs_cli.text.outside import exact

SMALL = 40_000  # bytes of a bulk, so that a few articles take several


class Mortal(Client):
    """Asks a number of requests, and is killed at the next."""

    left = 0
    sent: Path

    def send(self, method: str, path: str, content: bytes | None = None, *more: Any, **named: Any) -> dict[str, Any]:
        if Mortal.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        Mortal.left -= 1
        if "_bulk" in path and content:
            with Mortal.sent.open("a") as file:
                heads = (line for line in content.splitlines() if line.startswith((b'{"index":', b'{"delete":')))
                file.writelines(f"{exact(line)}\n" for line in heads)
        return Client.send(self, method, path, content, *more, **named)


def one(root: str, requests: int, *, rebuild: bool) -> int:
    """Feed in a process of its own, which may ask so often; return how it ended."""
    if pid := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        Mortal.left = requests
        kb = KnowledgeBase.open(root)
        assert kb.git
        feed(kb, kb.git, rebuild=rebuild)
    finally:
        os._exit(sys.exc_info()[0] is not None)


def main(root: str, *options: str) -> None:
    """Kill one after the other until one gets through."""
    from kcs_cli.search.feed import feed as room

    client, ended, number = open_client(KnowledgeBase.open(root), 60), -signal.SIGKILL, 0
    Mortal.sent = Path(root).with_name("sent")
    Mortal.sent.touch()
    bulk.LARGEST = SMALL
    room.open_client = lambda kb, seconds: Mortal(open_client(kb).access, seconds)
    before = [index.name for index in indices_of(client) if index.is_used]
    while ended == -signal.SIGKILL:
        is_switched = before != [index.name for index in indices_of(client) if index.is_used]
        ended, number = one(root, number, rebuild="--rebuild" in options and not is_switched), number + 1
        indices = {index.name: index.is_used for index in indices_of(client)}
        commits = [index.stamp.commit for index in indices_of(client) if index.is_used]
        sent = Mortal.sent.read_text().splitlines()
        sys.stdout.write(json.dumps({"ended": ended, "indices": indices, "commit": commits, "sent": len(sent)}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
