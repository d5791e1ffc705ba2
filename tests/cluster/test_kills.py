"""Nodes of a cluster of its own are killed, hang, and have a full disk, while it is asked and fed: nothing fails."""

import shutil
from pathlib import Path

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.cluster.opening import open_client
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
    monkeypatch.setenv("KCS_SEARCH_URLS", ",".join(nodes.urls))
    shutil.copytree(KNOWLEDGE, tmp_path / "kb" / "knowledge")
    root = make.first_commit(tmp_path / "kb", {"kcs.toml": SETTINGS})
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
    check = make.answer(real, "cluster", "check", "--sample", "100")
    assert (check["articles"], check["same_share"], check["differ"]) == (check["own_articles"], 1.0, [])
