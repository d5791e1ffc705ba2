"""The feeder on a real cluster: what was committed is there, nothing else, whatever happens to whoever feeds."""

import json
import os
import signal
import subprocess
import sys
import time
from secrets import token_hex

import pytest
from jsonschema import Draft202012Validator

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.cluster.opening import open_client
from kcs_cli.search.cluster.shelf import Shelf
from kcs_cli.search.feed import feed as room
from kcs_cli.search.feed.feed import feed
from kcs_cli.search.feed.feed_plan import indices_of
from kcs_cli.search.feed.lease import Lease, feeding
from tests import make
from tests.docs import schema
from tests.search.cluster.live import URLS, needs_cluster

pytestmark = needs_cluster
VPN = "knowledge/vpn.md"


@pytest.fixture
def fed(kb, monkeypatch):
    """The base with three articles, on a cluster under a name of its own."""
    monkeypatch.setenv("KCS_SEARCH_URLS", ",".join(URLS))
    monkeypatch.setenv("KCS_SEARCH_INDEX_NAME", f"feed-{token_hex(6)}")
    assert make.run(kb, "cluster", "sync").status == 0
    yield kb
    client = open_client(KnowledgeBase.open(str(kb)))
    client.ask("DELETE", f"{client.index}-*")


def shelf_of(kb):
    shelf = Shelf(open_client(KnowledgeBase.open(str(kb))))
    shelf.preference = "_primary"
    return shelf


def bodies(kb):
    return {one["path"]: one["prose"] for one in shelf_of(kb).sources({"match_all": {}}, "path", "prose")}


def test_all_that_was_committed_is_there(fed):
    assert sorted(bodies(fed)) == sorted(make.THREE)
    assert "already" in make.run(fed, "cluster", "sync").out


def test_an_edit_gets_there_when_it_is_committed(fed):
    (fed / VPN).write_text(make.THREE[VPN] + "\nzebra\n")
    make.run(fed, "cluster", "sync")
    assert "zebra" not in bodies(fed)[VPN]
    (fed / "knowledge/new.md").write_text("# New\n\nquagga\n")
    make.git(fed, "add", "knowledge/new.md")
    make.git(fed, "commit", "-qm", "one of two")
    run = make.run(fed, "cluster", "sync")
    assert "1 article sent, 0 removed" in run.out
    there = bodies(fed)
    assert ("zebra" in there[VPN], "quagga" in there["knowledge/new.md"]) == (False, True)


def test_what_is_gone_goes_and_what_moved_has_its_new_path_alone(fed):
    make.git(fed, "mv", VPN, "knowledge/tunnel.md")
    make.git(fed, "commit", "-qm", "moved")
    assert "1 article sent, 1 removed" in make.run(fed, "cluster", "sync").out
    assert sorted(bodies(fed)) == sorted({*make.THREE, "knowledge/tunnel.md"} - {VPN})


def test_of_two_files_with_one_id_the_second_is_set_aside_and_comes_back(fed):
    make.commit(fed, {"knowledge/aaa.md": make.THREE[VPN]})
    make.run(fed, "cluster", "sync")
    broken = {"term": {"state": "broken"}}
    assert [one["path"] for one in shelf_of(fed).sources(broken, "path")] == [VPN]
    make.git(fed, "rm", "-q", "knowledge/aaa.md")
    make.git(fed, "commit", "-qm", "one is enough")
    make.run(fed, "cluster", "sync")
    assert list(shelf_of(fed).sources(broken, "path")) == []


def test_words_that_a_link_taught_get_there(fed):
    make.run(fed, "search", "wormhole home")
    make.run(fed, "link", "kb-vpn001", "--case", "7")
    assert "1 article sent" in make.run(fed, "cluster", "sync").out
    (source,) = shelf_of(fed).having("path", [VPN], "card")
    assert "wormhole" in json.dumps(source["card"])


def test_rewritten_history_makes_a_new_index(fed):
    before = shelf_of(fed).mapping[0]
    make.commit(fed, {"knowledge/new.md": "# New\n\nsecret\n"})
    make.run(fed, "cluster", "sync")
    make.git(fed, "commit", "-q", "--amend", "-m", "another")
    assert "history was rewritten" in make.run(fed, "cluster", "sync").out
    assert shelf_of(fed).mapping[0] != before
    assert sorted(bodies(fed)) == sorted({*make.THREE, "knowledge/new.md"})


def test_an_older_clone_does_not_take_the_cluster_back(fed):
    make.commit(fed, {"knowledge/new.md": "# New\n"})
    make.run(fed, "cluster", "sync")
    make.git(fed, "reset", "-q", "--hard", "HEAD~1")
    run = make.run(fed, "cluster", "sync")
    assert (run.status, "later commit" in run.err) == (2, True)
    assert "knowledge/new.md" in bodies(fed)


@pytest.mark.parametrize("rebuild", [(), ("--rebuild",)])
def test_another_base_does_not_overwrite_it(fed, tmp_path, rebuild):
    other = make.base(tmp_path / "other", {"knowledge/a.md": "# Alone\n", VPN: make.THREE[VPN]})
    make.git(other, "commit", "-q", "--amend", "-m", "of another base", "--date", "2020-01-01T00:00:00Z")
    run = make.run(other, "cluster", "sync", *rebuild)
    assert (run.status, "another base's" in run.err) == (2, True)
    assert sorted(bodies(fed)) == sorted(make.THREE)


def test_the_same_base_with_all_of_its_history_written_anew_does_when_that_is_asked_for(fed):
    before = make.head(fed)
    make.commit(fed, {"knowledge/new.md": "# New\n"})
    make.git(fed, "checkout", "-q", "--orphan", "anew")
    make.git(fed, "commit", "-q", "-m", "without what was secret")
    make.git(fed, "branch", "-q", "-D", "main")
    make.git(fed, "reflog", "expire", "--expire=now", "--all")
    make.git(fed, "gc", "-q", "--prune=now")
    assert make.run(fed, "cluster", "sync").status == 2
    assert make.run(fed, "cluster", "sync", "--rebuild").status == 0
    assert shelf_of(fed).stamp.commit == make.head(fed) != before
    assert sorted(bodies(fed)) == sorted({*make.THREE, "knowledge/new.md"})


def test_of_two_feeders_one_yields(fed):
    with feeding(open_client(KnowledgeBase.open(str(fed)))):
        run = make.run(fed, "cluster", "sync")
    assert (run.status, "Nothing was done" in run.out) == (0, True)
    assert "already" in make.run(fed, "cluster", "sync").out


def test_a_killed_feeder_whose_end_nobody_has_noticed_is_none_that_is_waited_for(fed):
    kb = KnowledgeBase.open(str(fed))
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        lease = Lease(open_client(kb))
        lease.holder["pid"] = process.pid
        lease.take()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and is still in the list
        assert "already" in make.run(fed, "cluster", "sync").out


def many(number):
    return {f"knowledge/n{n}.md": f"# Article {n}\n\nword{n} " + "text " * 400 for n in range(number)}


def killed_feeders(base, *options):
    """Kill a feeder at its first request, the next at its second, and so on; return what was on the cluster after each."""
    line = [sys.executable, "-m", "tests.cluster.killed_feeder", str(base), *options]
    done = subprocess.run(line, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_feeder_killed_at_each_of_its_requests_goes_on_with_the_index_it_began(fed):
    old, was = shelf_of(fed).mapping[0], make.head(fed)
    make.commit(fed, many(40))
    after = killed_feeders(fed, "--rebuild")
    (new,) = {name for one in after for name in one["indices"]} - {old}
    assert [one["ended"] for one in after] == [*[-signal.SIGKILL] * (len(after) - 1), 0]
    assert {name for one in after if one["sent"] < 43 for name, is_used in one["indices"].items() if is_used} == {old}
    assert [one["commit"] for one in after if one["sent"] < 43] == [[was]] * sum(one["sent"] < 43 for one in after)
    assert len({one["sent"] for one in after}) > 3
    assert (after[-1]["indices"], after[-1]["sent"]) == ({new: True}, 43)
    there = bodies(fed)
    assert sorted(there) == sorted({*make.THREE, *many(40)})
    assert all(f"word{n}" in there[f"knowledge/n{n}.md"] for n in range(40))


def test_a_feeder_killed_at_each_of_its_requests_notes_a_commit_when_all_of_it_is_there(fed):
    was = make.head(fed)
    make.git(fed, "rm", "-q", VPN)
    make.commit(fed, many(20))
    after = killed_feeders(fed)
    assert [one["ended"] for one in after] == [*[-signal.SIGKILL] * (len(after) - 1), 0]
    assert {one["commit"][0] for one in after if one["sent"] < 21} == {was}
    assert after[-1]["commit"] == [make.head(fed)]
    assert {len(one["indices"]) for one in after} == {1}
    assert sorted(bodies(fed)) == sorted({*make.THREE, *many(20)} - {VPN})


def test_a_feeder_killed_at_any_moment_loses_nothing(fed):
    make.commit(fed, many(200))
    line = [sys.executable, "-m", "kcs_cli", "--root", str(fed), "cluster", "sync", "--rebuild"]
    ends = []
    for seconds in (0.4, 0.8, 1.2):
        with subprocess.Popen(line, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
        ends.append(process.returncode)
    assert -signal.SIGKILL in ends
    assert make.run(fed, "cluster", "sync").status == 0
    there = bodies(fed)
    assert sorted(there) == sorted({*make.THREE, *many(200)})
    assert all(f"word{n}" in there[f"knowledge/n{n}.md"] for n in range(200))


def begun(fed):
    """Have a feeder killed when it has begun a new index; return what that goes by."""
    kb = KnowledgeBase.open(str(fed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "_send", stop)
        with pytest.raises(KeyboardInterrupt):
            feed(kb, kb.git, rebuild=True)
    (name,) = {one.name for one in indices_of(shelf_of(fed).client) if not one.is_used}
    return name


def stop(*_):
    raise KeyboardInterrupt


def test_an_index_that_was_begun_is_finished_by_the_next_feeder_or_dropped_where_it_cannot_be(fed):
    name = begun(fed)
    assert name in make.run(fed, "cluster", "status").out
    run = make.run(fed, "cluster", "sync")
    assert ("0 of 3 articles are there already" in run.err, "a new index: it was begun" in run.out) == (True, True)
    assert [(one.name, one.is_used) for one in indices_of(shelf_of(fed).client)] == [(name, True)]
    make.commit(fed, {"kcs.toml": '[fields]\nowner = ["author"]\n'})
    assert begun(fed) != name
    make.commit(fed, {"kcs.toml": "# as before\n"})
    assert make.run(fed, "cluster", "sync").status == 0
    assert [(one.name, one.is_used) for one in indices_of(shelf_of(fed).client)] == [(name, True)]


def test_a_full_disk_is_told_in_words(fed):
    client, name = open_client(KnowledgeBase.open(str(fed))), shelf_of(fed).mapping[0]
    client.ask("PUT", f"{name}/_settings", {"index.blocks.read_only_allow_delete": True})  # what OpenSearch does then
    make.commit(fed, {"knowledge/new.md": "# New\n"})
    run = make.run(fed, "cluster", "sync")
    assert (run.status, "a disk of it is too full" in run.err) == (2, True)
    assert "too full" in make.run(fed, "cluster", "status").out
    client.ask("PUT", f"{name}/_settings", {"index.blocks.read_only_allow_delete": None})
    assert make.run(fed, "cluster", "sync").status == 0
    assert "knowledge/new.md" in bodies(fed)


def test_both_engines_answer_alike(fed):
    run = make.run(fed, "cluster", "check", "--format", "json")
    assert (run.status, '"same_first": 3' in run.out) == (0, True)


def test_a_port_that_is_closed_is_told_and_the_others_answer(fed, monkeypatch):
    monkeypatch.setenv("KCS_SEARCH_URLS", f"http://127.0.0.1:9,{os.environ['KCS_SEARCH_URLS']}")
    run = make.run(fed, "cluster", "status")
    assert (run.status, "it cannot be reached" in run.out, "as this clone" in run.out) == (0, True, True)


def test_answers_are_as_their_schema_says(fed):
    for action in ("sync", "status", "check"):
        answer = json.loads(make.run(fed, "cluster", action, "--format", "json").out)
        Draft202012Validator(schema.schemas()["cluster"]).validate(answer)
