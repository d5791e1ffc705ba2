"""A real cluster, where there is one: its nodes' addresses are in TEST_CLUSTER_URLS, with commas between."""

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from secrets import token_hex

import pytest

from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.article.reader import parse
from kcs_cli.errors import ClusterError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.search.cluster.access import ClusterAccess
from kcs_cli.search.cluster.client import Client
from kcs_cli.search.cluster.coding import encoder_of, weights_of
from kcs_cli.search.cluster.document import cluster_document, document_line
from kcs_cli.search.cluster.engine import ClusterEngine
from kcs_cli.search.cluster.mapping import CLAUSES, index_body, stamp
from kcs_cli.search.cluster.shelf import Shelf
from kcs_cli.search.engine.analyst import Analyst
from kcs_cli.search.engine.base_language import with_languages
from kcs_cli.search.meaning.code import Encoder

URLS = tuple(filter(None, os.environ.get("TEST_CLUSTER_URLS", "").split(",")))
LACKING = "no cluster: TEST_CLUSTER_URLS has no addresses (make cluster-test)"
needs_cluster = pytest.mark.skipif(not URLS, reason=LACKING)
SECONDS = 60
LARGEST = 4_000_000  # bytes of a bulk


@contextmanager
def index_of(
    articles: Iterable[Article | BrokenArticle], commit: str = "0" * 40, *, encoded: bool = False
) -> Iterator[ClusterEngine]:
    """Make an index of articles that lasts as long as a test needs it; `encoded`: with the codes of their meaning."""
    read = list(articles)
    weights = weights_of(one for one in read if isinstance(one, Article)) if encoded else ""
    client = Client(ClusterAccess(URLS, f"contract-{token_hex(6)}"), SECONDS)
    client.ask("PUT", "_cluster/settings", CLAUSES)
    client.ask("PUT", client.index, index_body(stamp(commit, Config()), replicas=0, weights=weights))
    try:
        fill(client, read, encoder_of(weights))
        yield ClusterEngine(Shelf(client))
    finally:
        with suppress(ClusterError):
            client.ask("DELETE", client.index)


def fill(client: Client, articles: Iterable[Article | BrokenArticle], encoder: Encoder | None = None) -> int:
    """Take articles into an empty index, and return how many."""
    lines, paths = list[bytes](), set[str]()
    for article, language in with_languages(articles, {}, Analyst().language):
        head = json.dumps({"index": {"_id": article.path}}).encode()
        paths.add(article.path)
        lines += [head + b"\n", document_line(cluster_document(article, language, encoder))]
        if sum(map(len, lines)) > LARGEST:
            _send(client, lines)
            lines.clear()
    if lines:
        _send(client, lines)
    client.ask("POST", f"{client.index}/_refresh")
    while client.ask("GET", f"{client.index}/_count")["count"] < len(paths):  # a replica may be a moment behind
        time.sleep(0.05)
    return len(paths)


def _send(client: Client, lines: Iterable[bytes]) -> None:
    """Send documents, all of which must be taken."""
    answer = client.bulk(client.index, b"".join(lines))
    assert not answer["errors"], answer["items"][:2]


def parsed(contents: dict[str, str]) -> list[Article | BrokenArticle]:
    """Return articles by the texts of their files."""
    return [parse(path, text.encode(), Config()) for path, text in sorted(contents.items())]
