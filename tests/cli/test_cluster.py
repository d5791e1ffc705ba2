"""`kcs cluster` where there is no cluster, or one that refuses: what is said, and what to do."""

import pytest

from tests import make
from tests.channel.servers import serving
from tests.search.cluster.node import Node
from tests.search.cluster.test_client import nowhere

PAGE = b"<html><title>Welcome</title></html>"
ADDRESSES = "[search] urls, or KCS_SEARCH_URLS, has their addresses"


@pytest.fixture
def cluster(kb, monkeypatch):
    """Return what runs `kcs cluster` on some nodes, and what it says on stderr."""

    def run(action, *urls):
        monkeypatch.setenv("KCS_SEARCH_URLS", ",".join(urls))
        done = make.run(kb, "cluster", action)
        assert (done.status, done.out) == (2, "")
        return done.err.splitlines()

    return run


def port(url):
    return url.removeprefix("http://")


def test_status_says_of_each_node_why_it_does_not_answer_and_does_not_send_to_itself(cluster):
    one, other = nowhere(), nowhere()
    assert cluster("status", one, other) == [
        f"Error: No node of the cluster answers ({port(one)}: it cannot be reached, {port(other)}: it cannot be reached)",
        f"Hint: Is OpenSearch running there? {ADDRESSES}",
    ]


@pytest.mark.parametrize("action", ["sync", "check"])
def test_others_send_to_status(cluster, action):
    url = nowhere()
    assert cluster(action, url) == [
        f"Error: The cluster does not answer ({port(url)}: it cannot be reached)",
        f"Hint: `kcs cluster status` asks each node; {ADDRESSES}",
    ]


@pytest.mark.parametrize("status", [200, 301, 400, 404, 405, 501])
@pytest.mark.parametrize("said", [PAGE, b"", {"hello": "world"}, {"version": "1"}])
def test_a_web_server_is_no_opensearch(cluster, status, said):
    with serving(Node(lambda _: (status, said))) as node:
        first, second = cluster("status", node.url)
    assert first.startswith(f"Error: No node of the cluster answers ({port(node.url)}: ")
    assert ("no OpenSearch" in first or str(status) in first, second) == (
        True,
        f"Hint: Is OpenSearch running there? {ADDRESSES}",
    )


def test_who_is_not_let_in_is_told_where_the_password_belongs(cluster):
    with serving(Node(lambda _: (401, b"Unauthorized"))) as node:
        assert cluster("status", node.url) == [
            f"Error: No node of the cluster answers ({port(node.url)}: it answers 401)",
            "Hint: KCS_SEARCH_USER and KCS_SEARCH_PASSWORD, KCS_SEARCH_TOKEN, or KCS_SEARCH_CREDENTIALS with a file of them",
        ]
        assert cluster("sync", node.url)[0] == f"Error: The cluster does not let you in ({port(node.url)} answers 401)"
