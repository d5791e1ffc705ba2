"""Each node of a cluster of its own is killed in turn, its manager among them, while it is asked and fed: nothing fails."""

import os
import threading
import time

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.cluster.engine import ClusterEngine
from kcs_cli.search.cluster.opening import open_client
from kcs_cli.search.cluster.shelf import Shelf
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from tests import make
from tests.cluster.node import running_nodes
from tests.search.cluster.live import needs_cluster

SEARCHES, WRITES = (int(number) for number in os.environ.get("TEST_CLUSTER_ASKED", "100,20").split(","))
pytestmark = needs_cluster


@pytest.fixture
def nodes():
    with running_nodes() as found:
        yield found


def test_kills_of_each_node_and_a_full_restart_lose_nothing(kb, nodes, monkeypatch, record_property):
    monkeypatch.setenv("KCS_SEARCH_URLS", ",".join(nodes.urls))
    assert make.run(kb, "cluster", "sync").status == 0
    client = open_client(KnowledgeBase.open(str(kb)))
    client.ask("PUT", "kills", {"settings": {"number_of_replicas": 2, "replication": {"type": "SEGMENT"}}})
    nodes.wait()
    failures, slowest = [], {"search": 0.0, "write": 0.0}
    manager = nodes.manager()
    for turn, n in enumerate([manager, *(n for n in range(3) if n != manager)]):
        workers = [
            threading.Thread(target=_repeat, args=(kb, what, number, turn, failures, slowest))
            for what, number in (("search", SEARCHES), ("write", WRITES))
        ]
        for worker in workers:
            worker.start()
        time.sleep(0.3)
        nodes.kill(n)
        for worker in workers:
            worker.join()
        nodes.revive(n)
        nodes.wait()
    print(f"{3 * SEARCHES} searches, {3 * WRITES} writes, slowest {slowest}")  # noqa: T201 - the figure is asked for
    assert failures == []
    nodes.stop()
    for n in range(3):
        nodes.revive(n)
    nodes.wait()
    client.ask("POST", "kills/_refresh")
    assert client.ask("GET", "kills/_count?preference=_primary")["count"] == 3 * WRITES
    assert "already" in make.run(kb, "cluster", "sync").out
    assert Shelf(client).counts.articles == len(make.THREE)


def _repeat(kb, what, number, turn, failures, slowest):
    client = open_client(KnowledgeBase.open(str(kb)), 30)
    engine = ClusterEngine(Shelf(client))
    for n in range(number):
        began = time.monotonic()
        try:
            if what == "search":
                assert engine.search(parse("vpn"), Where(), 10).matches
            else:
                client.ask("PUT", f"kills/_doc/{turn}-{n}", {"number": n})
        except Exception as error:
            failures.append((what, turn, n, repr(error)))
        slowest[what] = max(slowest[what], time.monotonic() - began)
