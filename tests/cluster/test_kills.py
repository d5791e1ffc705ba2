"""Nodes of a cluster of its own are killed, hang, and have a full disk, while it is asked and fed: nothing fails."""

import json
import shutil
import time
from pathlib import Path

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.cluster.client import FULL, FULL_HINT, NO_INDEX, NO_INDEX_HINT
from kcs_cli.search.cluster.engine import ClusterEngine
from kcs_cli.search.cluster.opening import open_client
from kcs_cli.search.cluster.shelf import Shelf
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from tests import make
from tests.cluster.node import running_nodes
from tests.cluster.unrest import SETTINGS, Unrest
from tests.search.cluster.live import needs_cluster

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"  # of this repository: a real base
# Of each of three turns; tests/benchmarks/cluster_kills.py has more, over a larger base
SEARCHES, COMMITS = 167, 34
pytestmark = needs_cluster


@pytest.fixture(scope="module")
def nodes():
    with running_nodes() as found:
        yield found


@pytest.fixture
def real(tmp_path, nodes, monkeypatch):
    """The knowledge of this repository in a repository of its own, on those nodes."""
    for name, value in {"KCS_SEARCH_URLS": ",".join(nodes.urls), **SETTINGS}.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(KNOWLEDGE, tmp_path / "kb" / "knowledge")
    root = make.first_commit(tmp_path / "kb", {})
    assert make.run(root, "cluster", "sync", "--rebuild").status == 0
    nodes.wait()
    yield root
    client = open_client(KnowledgeBase.open(str(root)))
    client.ask("DELETE", f"{client.index}-*")


def test_kills_of_each_node_and_a_full_restart_lose_nothing(real, nodes, tmp_path):
    unrest = Unrest(real, make.clone(real, tmp_path / "agent"), nodes)
    unrest.endure(SEARCHES, COMMITS)
    print(f"\n{unrest.figures()}")  # noqa: T201 - the figures are asked for
    assert unrest.failures() == []
    assert {deed.phase for deed in unrest.deeds} >= {"killed", "coming back", "whole again"}
    assert unrest.differences() == []
    nodes.stop()
    for n in range(len(nodes.urls)):
        nodes.revive(n)
    nodes.wait()
    assert unrest.differences() == []
    assert "already" in make.run(real, "cluster", "sync").out
    check = json.loads(make.run(real, "cluster", "check", "--sample", "100", "--format", "json").out)
    assert (check["articles"], check["same_first"]) == (check["own_articles"], check["compared"])
    # Each engine counts words of what was edited since its last merge, too: of so small a base that is most of it
    assert check["same_share"] == pytest.approx(1.0, abs=0.05)


def test_a_node_that_hangs_keeps_nobody_from_searching(real, nodes):
    manager = nodes.manager()
    found = []
    nodes.hang(manager)
    try:
        for is_asked in (True, False):
            engine = ClusterEngine(Shelf(open_client(KnowledgeBase.open(str(real)), 6)))
            client, hanging = engine.shelf.client, nodes.urls[manager]
            client.urls.sort(key=lambda url: (url == hanging) != is_asked)
            if not is_asked:
                client.preference = engine.shelf.preference = preference_of(client, f"node{manager}")
            found.append((engine.search(parse("rejected push to main"), Where(), 10).found > 0, client.has_stumbled))
    finally:
        nodes.wake(manager)
    assert found == [(True, True)] * 2
    nodes.wait()


def preference_of(client, node):
    """Return a preference by which the copy on a node is asked."""
    for n in range(100):
        said = client.ask("GET", f"{client.index}/_search_shards?local=true&preference=kcs-{n}")
        if said["nodes"][said["shards"][0][0]["node"]]["name"] == node:
            return f"kcs-{n}"
    raise AssertionError(node)


def wait_for(is_so):
    """Wait until OpenSearch has looked at its disks."""
    end = time.monotonic() + 60
    while not is_so() and time.monotonic() < end:
        time.sleep(0.2)


def test_a_full_disk_is_told_in_words_and_searches_go_on(real, nodes):
    client = open_client(KnowledgeBase.open(str(real)), 30)
    marks = {f"cluster.routing.allocation.disk.watermark.{mark}": "900tb" for mark in ("low", "high", "flood_stage")}
    switch = "cluster.routing.allocation.disk.threshold_enabled"
    client.ask("PUT", "_cluster/settings", {"persistent": {**marks, switch: True}})
    wait_for(lambda: "too full" in make.run(real, "cluster", "status").out)
    make.commit(real, {"knowledge/new.md": "# Zebra crossing\n"})
    for rebuild in ((), ("--rebuild",)):
        done = make.run(real, "cluster", "sync", *rebuild)
        assert (done.status, done.err.splitlines()) == (2, [f"Error: {FULL}", f"Hint: {FULL_HINT}"])
    assert "Push to main is rejected" in make.run(real, "search", "rejected push to main").out
    flood = "cluster.routing.allocation.disk.watermark.flood_stage"
    client.ask("PUT", "_cluster/settings", {"persistent": {flood: "1mb"}})
    client.ask("PUT", "_all/_settings", {"index.blocks.read_only_allow_delete": None})
    wait_for(lambda: "no new index" in make.run(real, "cluster", "status").out)
    done = make.run(real, "cluster", "sync", "--rebuild")
    assert (done.status, done.err.splitlines()) == (2, [f"Error: {NO_INDEX}", f"Hint: {NO_INDEX_HINT}"])
    away = {**dict.fromkeys(marks), switch: False, "cluster.blocks.create_index": None}
    client.ask("PUT", "_cluster/settings", {"persistent": away})
    assert make.run(real, "cluster", "sync").status == 0
    assert "Zebra crossing" in make.run(real, "search", "zebra").out
