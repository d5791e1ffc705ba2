import json
import shutil
import socket
import time

import pytest

from kcs_cli.errors import ClusterError, ConfigError
from kcs_cli.search.cluster import client
from kcs_cli.search.cluster.client import Client
from tests.channel.servers import certificate, serving, tls_of
from tests.search.cluster.node import Node, access


def nowhere() -> str:
    """Return the address of a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def refusal(asked: Client, path: str = "kcs/_search") -> ClusterError:
    """Ask what is refused."""
    with pytest.raises(ClusterError) as caught:
        asked.ask("POST", path, {"size": 1})
    return caught.value


def patient(*urls: str, seconds: float = 5) -> tuple[Client, list[float]]:
    """Return a client that does not wait, and how long it would have waited at most."""
    pauses: list[float] = []
    return Client(access(*urls), seconds, pauses.append), pauses


def test_a_node_is_asked_with_json_and_the_credentials_of_who_asks():
    with serving(Node(lambda _: (200, {"took": 3}))) as node:
        asked = Client(access(node.url + "/search", authorization="Basic YTpi"), 5)
        assert asked.ask("POST", "kcs/_search", {"query": "Wörter"}) == {"took": 3}
    assert node.asked == [("POST", "/search/kcs/_search", "Basic YTpi", '{"query": "Wörter"}'.encode())]


def test_the_next_node_answers_for_one_that_is_gone_and_is_asked_first_from_then_on():
    with serving(Node(lambda _: (200, {"ok": True}))) as node:
        asked, pauses = patient(nowhere(), node.url, nowhere())
        assert [asked.ask("GET", "kcs/_count") for _ in range(3)] == [{"ok": True}] * 3
    assert asked.urls[0] == node.url
    assert pauses == []


@pytest.mark.parametrize("manner", ["cut", "hang", "drip"])
def test_the_next_node_answers_for_one_that_cuts_the_line_hangs_or_drips(manner):
    with serving(Node(lambda _: (200, {"ok": True}))) as node, serving(Node(manner=manner)) as bad:
        bad.answer = lambda _: (200, {"far": "too slow to be waited for"})
        asked, _ = patient(bad.url, node.url, seconds=2)
        asked.urls = [bad.url, node.url]
        assert asked.ask("GET", "kcs/_count") == {"ok": True}
        bad.end.set()
    assert len(bad.asked) == 1


def test_after_a_failure_each_node_is_asked_for_the_copy_that_it_has_itself():
    with serving(Node(lambda _: (200, {"ok": True}))) as node, serving(Node(manner="cut")) as bad:
        asked, _ = patient(bad.url, node.url)
        asked.urls, preferred = [node.url, bad.url], f"kcs/_search?preference={asked.preference}"
        asked.ask("POST", preferred, {"preference": asked.preference})
        asked.urls = [bad.url, node.url]
        asked.ask("POST", preferred, {"preference": asked.preference})
        asked.ask("POST", preferred, {"preference": asked.preference})
        asked.ask("GET", "kcs/_search?preference=_primary")
    named, own = json.dumps({"preference": asked.preference}).encode(), b'{"preference": "_local"}'
    assert [(one.path, one.body) for one in bad.asked] == [(f"/{preferred}", named)]
    assert [(one.path, one.body) for one in node.asked] == [
        (f"/{preferred}", named),
        *[("/kcs/_search?preference=_local", own)] * 2,
        ("/kcs/_search?preference=_primary", b""),
    ]


def test_what_a_node_says_is_told_rather_than_that_the_others_are_gone():
    no_manager = {"error": {"root_cause": [{"type": "cluster_manager_not_discovered_exception", "reason": None}]}}
    with serving(Node(lambda _: (503, no_manager))) as node:
        error = refusal(patient(node.url, nowhere(), nowhere())[0])
    assert error.message.startswith("The cluster has no manager now")
    assert error.status == 503


BLOCKED = "index [kcs] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has a block];"
NO_NEW = "blocked by: [FORBIDDEN/10/cluster create-index blocked (api)];"
READ_ONLY = "index [kcs] blocked by: [FORBIDDEN/8/index write (api)];"


@pytest.mark.parametrize(
    ("status", "kind", "reason", "message", "hint"),
    [
        (429, "cluster_block_exception", BLOCKED, client.FULL, client.FULL_HINT),
        (403, "index_create_block_exception", NO_NEW, client.NO_INDEX, client.NO_INDEX_HINT),
        (403, "cluster_block_exception", READ_ONLY, f"The cluster refuses (HOST answers 403: {READ_ONLY})", client.HINT),
    ],
)
def test_what_may_not_be_written_is_told_by_its_reason(status, kind, reason, message, hint):
    said = {"error": {"root_cause": [{"type": kind, "reason": reason}]}}
    with serving(Node(lambda _: (status, said))) as node:
        error = refusal(patient(node.url)[0])
        host = node.url.removeprefix("http://")
    assert (error.message, error.hint, error.status) == (message.replace("HOST", host), hint, status)


@pytest.mark.parametrize("status", client.AGAIN)
def test_a_node_that_is_overloaded_is_asked_again_after_a_pause_and_not_for_ever(status):
    with serving(Node(lambda _: (status, {"error": {"reason": "too busy"}}))) as node:
        asked, pauses = patient(node.url)
        error = refusal(asked)
    assert len(node.asked) == client.FEWEST_TRIES
    assert pauses == [0.1, 0.2, 0.4]
    assert error.status == status
    assert "too busy" in error.message
    assert "kcs cluster status" in error.hint


def test_a_node_that_recovers_answers():
    answers = iter([(503, {}), (429, {}), (200, {"ok": True})])
    with serving(Node(lambda _: next(answers))) as node:
        asked, _ = patient(node.url)
        assert asked.ask("GET", "") == {"ok": True}


def test_a_pause_has_a_random_length(monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr(client, "sleep", waited.append)
    with serving(Node(lambda _: (503, {}))) as node:
        for _ in range(4):
            refusal(Client(access(node.url), 5))
    assert len({round(one, 6) for one in waited}) > 6
    assert 0 <= min(waited) <= max(waited) <= 0.4


def test_all_nodes_together_have_the_time_of_one_question():
    with serving(Node(manner="hang")) as one, serving(Node(manner="hang")) as other:
        began = time.monotonic()
        error = refusal(Client(access(one.url, other.url), 1))
        one.end.set()
        other.end.set()
    assert time.monotonic() - began < 4
    assert "nothing in time" in error.message


@pytest.mark.parametrize(
    ("status", "said", "words"),
    [
        (400, {"error": {"root_cause": [{"reason": "maxClauseCount is set to 1024"}]}}, "maxClauseCount is set to 1024"),
        (404, {"error": {"root_cause": [{"reason": "no such index [kcs]"}]}}, "no such index [kcs]"),
        (401, b"Unauthorized", "does not let you in"),
        (403, {}, "does not let you in"),
        (302, {}, "answers 302"),
        (400, {"error": ["what"]}, "answers 400"),
        (400, {"error": {"reason": "two\nlines \x1b[31m and more"}}, "answers 400: two lines"),
    ],
)
def test_a_refusal_is_told_in_its_own_words_and_not_asked_again(status, said, words):
    with serving(Node(lambda _: (status, said))) as node:
        error = refusal(patient(node.url)[0])
    assert len(node.asked) == 1
    assert words in error.message
    assert error.status == status
    assert "\n" not in error.message + error.hint
    assert "\x1b" not in error.message


@pytest.mark.parametrize("said", [b"<html>proxy</html>", b"[1]", b"7", b"[" * 100_000, b"\xff\xfe", b'{"a":'])
def test_what_is_no_opensearch_is_told(said):
    with serving(Node(lambda _: (200, said))) as node:
        error = refusal(patient(node.url)[0])
    assert "is no OpenSearch" in error.message


def test_an_answer_that_never_ends_is_not_kept(monkeypatch):
    monkeypatch.setattr(client, "LARGEST", 1_000)
    with serving(Node(lambda _: (200, b" " * 100_000))) as node:
        error = refusal(patient(node.url)[0])
    assert "more than 1,000 bytes" in error.message


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_a_node_whose_certificate_nobody_trusts_gets_no_credentials(tmp_path):
    file = certificate(tmp_path)
    with serving(Node(lambda _: (200, {"ok": True}))) as node:
        node.socket = tls_of(file).wrap_socket(node.socket, server_side=True)
        url = node.url.replace("http:", "https:")
        error = refusal(Client(access(url, authorization="Bearer secret"), 2, lambda _: None))
        assert node.asked == []
        trusting = Client(access(url, authorization="Bearer secret", certificates=str(file)), 5)
        assert trusting.ask("GET", "") == {"ok": True}
        assert node.asked[0].authorization == "Bearer secret"
        plain = refusal(patient(node.url)[0])
    assert ("its certificate is not trusted" in error.message, error.hint) == (True, client.TRUST)
    assert "it may speak https alone" in plain.message


def test_a_node_without_tls_is_told_from_one_that_is_gone():
    with serving(Node()) as node:
        error = refusal(patient(node.url.replace("http:", "https:"))[0])
    assert "it speaks no https" in error.message


def test_a_file_without_certificates_is_told(tmp_path):
    file = tmp_path / "ca.pem"
    file.write_text("nothing")
    with pytest.raises(ConfigError, match="has no certificates"):
        Client(access("https://127.0.0.1:1", certificates=str(file)), 1)


def test_several_searches_are_one_request():
    with serving(Node(lambda _: (200, {"responses": [{"took": 1}, {"took": 2}]}))) as node:
        asked = Client(access(node.url), 5)
        assert asked.ask_all([{"size": 1}, {"size": 2}], {"preference": "a"}) == [{"took": 1}, {"took": 2}]
    lines = b'{"preference": "a"}\n{"size": 1}\n{"preference": "a"}\n{"size": 2}\n'
    assert node.asked == [("POST", "/kcs/_msearch", "", lines)]


def test_a_search_among_several_that_a_node_cannot_do_now_is_asked_of_the_next_one():
    busy = {"responses": [{"took": 1}, {"status": 503, "error": {"reason": "no shard"}}]}
    good = {"responses": [{"took": 1}, {"took": 2}]}
    with serving(Node(lambda _: (200, busy))) as one, serving(Node(lambda _: (200, good))) as other:
        asked, _ = patient(one.url, other.url)
        asked.urls = [one.url, other.url]
        assert asked.ask_all([{}, {}], {}) == good["responses"]
    assert (len(one.asked), len(other.asked)) == (1, 1)


def test_a_search_among_several_that_is_refused_is_an_error():
    said = {"responses": [{"took": 1}, {"status": 400, "error": {"reason": "too many clauses"}}]}
    with serving(Node(lambda _: (200, said))) as node, pytest.raises(ClusterError, match="400: too many clauses"):
        patient(node.url)[0].ask_all([{}, {}], {})


@pytest.mark.parametrize("said", [{}, {"responses": 7}, {"responses": [{}]}, {"responses": [{}, 7]}])
def test_answers_that_are_none_are_an_error(said):
    with serving(Node(lambda _: (200, said))) as node, pytest.raises(ClusterError, match="no OpenSearch"):
        patient(node.url)[0].ask_all([{}, {}], {})
