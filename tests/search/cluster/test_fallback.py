import json
import os
import time

import pytest

from kcs_cli.channel.outward import outward_base
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.search.ask import ask
from kcs_cli.search.cluster.mapping import meta, stamp
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from tests import make
from tests.channel.servers import serving
from tests.search.cluster.node import Node
from tests.search.cluster.test_client import nowhere

GONE = "From the index of this clone: the cluster does not answer."
SAID = {"question": "certificate", "id": "kb-vpn001"}


def base(tmp_path, *urls: str, more: str = ""):
    """Make a base that asks a cluster."""
    settings = f'[search]\nengine = "opensearch"\nurls = {json.dumps(urls)}\nseconds = 2\n{more}\n'
    return make.base(tmp_path / "kb", {**make.THREE, "kcs.toml": settings})


def hostile(answer: object):
    """Return what a node says that knows the index, and answers each question so."""
    mapping = {"kcs-1": {"mappings": meta(stamp("0" * 40, make.config()))}}
    return lambda asked: (200, mapping if "_mapping" in asked.path else answer)


def test_the_index_of_the_clone_answers_for_a_cluster_that_is_down_and_says_so_once(tmp_path):
    root = base(tmp_path, nowhere())
    done = make.run(root, "search", "certificate")
    assert done.status == 0
    assert "VPN does not connect" in done.out
    assert done.out.startswith(GONE)
    assert done.err.count("The cluster does not answer") == 1
    assert len(done.err.strip().splitlines()) == 1
    answer = make.answer(root, "search", "certificate")
    assert answer["fallback"].startswith("The cluster does not answer (127.0.0.1:")
    assert [hit["id"] for hit in answer["hits"]] == ["kb-vpn001"]


def test_without_a_fallback_a_cluster_that_is_down_is_an_error_of_two_lines(tmp_path):
    root = base(tmp_path, nowhere(), more="fallback = false")
    done = make.run(root, "search", "certificate")
    assert (done.status, done.out) == (2, "")
    assert [line.split(" (")[0] for line in done.err.splitlines()] == [
        "Error: The cluster does not answer",
        "Hint: `kcs cluster status` asks each node; [search] urls, or KCS_SEARCH_URLS, has their addresses",
    ]


def test_a_cluster_that_kept_somebody_waiting_is_not_waited_for_again(tmp_path):
    with serving(Node(manner="hang")) as node:
        root = base(tmp_path, node.url)
        first = make.run(root, "search", "certificate")
        asked = len(node.asked)
        second = make.run(root, "search", "certificate")
        assert len(node.asked) == asked > 0
        (file,) = (root / ".git/kcs").rglob("cluster/down")
        os.utime(file, (time.time() - 31, time.time() - 31))
        make.run(root, "search", "certificate")
        assert len(node.asked) > asked
        node.end.set()
    assert first.out == second.out
    assert second.err.startswith("kcs: The cluster does not answer (127.0.0.1:")
    assert "asked again in half a minute" in second.err


def test_other_commands_find_articles_in_the_clone_too(tmp_path):
    done = make.run(base(tmp_path, nowhere()), "show", "kb-vpn001")
    assert done.status == 0
    assert "Renew the certificate" in done.out
    assert "the index of this clone answers" in done.err


@pytest.mark.parametrize(
    "answer",
    [
        {}, {"hits": []}, {"took": "x", "timed_out": False, "_shards": {"failed": 0}}, {"timed_out": True, "_shards": {}},
        {"timed_out": False, "_shards": {"failed": 0}, "hits": {"total": {"value": "many"}, "hits": [7]}, "aggregations": 3},
        {"timed_out": False, "_shards": {"failed": 1}, "hits": {"total": {"value": 1}, "hits": []}, "aggregations": {}},
        b"<html>",
    ],
)  # fmt: skip
def test_what_no_opensearch_says_is_no_crash(tmp_path, answer):
    with serving(Node(hostile(answer))) as node:
        done = make.run(base(tmp_path, node.url), "search", "certificate")
    assert done.status == 0
    assert done.out.startswith(GONE)
    assert len(done.err.strip().splitlines()) == 1


def test_an_index_of_another_version_or_of_another_program_is_not_asked(tmp_path):
    mappings = iter(
        [
            {
                "kcs-1": {
                    "mappings": {"_meta": {"kcs": {"commit": "a", "schema": "0.0", "analysis": 0, "reading": 1, "base": ""}}}
                }
            },
            {"logs": {"mappings": {}}},
            {"logs": {"mappings": {"_meta": {"kcs": [1]}}}},
            {"logs": 7},
            {},
        ]
    )
    with serving(Node(lambda _: (200, next(mappings)))) as node:
        root = base(tmp_path, node.url)
        told = [make.run(root, "search", "certificate").err.split(";")[0] for _ in range(5)]
    assert told == [
        "kcs: The index kcs on the cluster was made by another version of kcs",
        *["kcs: The index kcs on the cluster is none of kcs"] * 2,
        "kcs: The cluster answers what no OpenSearch does",
        "kcs: The index kcs on the cluster is none of kcs",
    ]


def test_a_refusal_falls_back_too_and_is_told_in_its_words(tmp_path):
    with serving(Node(lambda _: (404, {"error": {"root_cause": [{"reason": "no such index [kcs]"}]}}))) as node:
        done = make.run(base(tmp_path, node.url), "search", "certificate")
    assert "no such index [kcs]" in done.err
    assert "`kcs cluster sync`" in done.err
    assert done.out.startswith(GONE)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("urls = []", "No address of a cluster is known"), ('urls = "https://a:b@c"', "has credentials in it"),
        ('index_name = "A B"', "index_name cannot be"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_settings_is_no_cluster_that_is_down(tmp_path, settings, message):
    kept = "" if settings.startswith("urls") else f'urls = "{nowhere()}"\n'
    toml = f'[search]\nengine = "opensearch"\n{kept}{settings}\n'
    root = make.base(tmp_path / "kb", {**make.THREE, "kcs.toml": toml})
    done = make.run(root, "search", "certificate")
    assert (done.status, message in done.err) == (2, True)


def test_credentials_in_the_repository_are_refused(tmp_path, monkeypatch):
    root = base(tmp_path, "https://node.example.org")
    make.files(root, {"secret": "ana:pw"})
    monkeypatch.setenv("KCS_SEARCH_CREDENTIALS", str(root / "secret"))
    done = make.run(root, "search", "certificate")
    assert (done.status, "has credentials and lies in" in done.err) == (2, True)


def test_readers_outside_never_ask_the_cluster_which_has_what_is_internal(tmp_path):
    with serving(Node()) as node:
        seen = outward_base(KnowledgeBase.open(str(base(tmp_path, node.url))), Audience.customer)
        found = ask(seen, parse("certificate printer"), Where(), 10).matches
    assert [match.card.id for match in found] == ["kb-print1"]
    assert node.asked == []


def test_an_ordinary_search_loads_nothing_of_the_cluster(tmp_path):
    root = make.base(tmp_path / "kb", make.THREE)
    done = make.process(root, "search", "certificate", PYTHONPROFILEIMPORTTIME="1")
    assert "VPN" in done.out
    assert [name for name in ("search.cluster", "urllib3", "ssl") if f"{name}\n" in done.err or f"{name}." in done.err] == []
