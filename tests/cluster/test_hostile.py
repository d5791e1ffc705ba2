"""A repository whose own configuration names programs, and one with files that are no articles: `kcs cluster` on them."""

from secrets import token_hex

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.cluster.opening import open_client
from kcs_cli.search.cluster.shelf import PRIMARY, Shelf
from tests import make
from tests.git.test_hostile import hostile as hostile
from tests.git.test_hostile import ran
from tests.search.cluster.live import URLS, needs_cluster

pytestmark = needs_cluster


@pytest.fixture
def named(kb, monkeypatch):
    """An index of its own for the base, which is dropped at the end."""
    monkeypatch.setenv("KCS_SEARCH_URLS", ",".join(URLS))
    monkeypatch.setenv("KCS_SEARCH_INDEX_NAME", f"hostile-{token_hex(6)}")
    yield
    client = open_client(KnowledgeBase.open(str(kb)))
    client.ask("DELETE", f"{client.index}-*")


def texts(kb):
    """Return what the cluster has, by path."""
    shelf = Shelf(open_client(KnowledgeBase.open(str(kb))))
    shelf.preference = PRIMARY
    return {one["path"]: one.get("prose", "") for one in shelf.sources({"match_all": {}}, "path", "prose")}


def test_a_repository_that_names_programs_runs_none_when_it_is_fed(named, hostile):
    ended = {}
    for words in ("sync", "status", "check", "sync --rebuild"):
        done = make.run(hostile, "cluster", *words.split())
        ended[words] = (done.status, ran(hostile), done.err if done.status else "")
    assert ended == dict.fromkeys(ended, (0, "", ""))
    there = texts(hostile)
    assert ("Send it again." in there["knowledge/mail.md"], "Renew the" in there["knowledge/vpn.md"]) == (True, True)
    back = make.git(hostile, "commit-tree", "HEAD~1^{tree}", "-p", "HEAD", "-m", "back").strip()
    make.git(hostile, "update-ref", "HEAD", back)
    (hostile.parent / "ran").unlink(missing_ok=True)  # what git itself ran just now
    done = make.run(hostile, "cluster", "sync")
    assert (done.status, "1 removed" in done.out, ran(hostile)) == (0, True, "")
    assert sorted(texts(hostile)) == sorted(make.THREE)


OUT = ("/etc/passwd", "../../secret.md", "../.git/config", "/dev/zero", "../..")


def test_a_link_out_of_the_base_brings_nothing_to_the_cluster(named, kb):
    (kb.parent / "secret.md").write_text("# Secret\n\nsecret\n")
    for n, place in enumerate(OUT):
        for name in (f"a{n}.md", f"b{n}"):
            (kb / "knowledge" / name).symlink_to(place)
    make.git(kb, "add", "-A")
    make.git(kb, "commit", "-qm", "links")
    done = make.run(kb, "cluster", "sync")
    assert done.status == 0, done.err
    there = texts(kb)
    assert {path for path in there if path not in make.THREE} <= {f"knowledge/a{n}.md" for n in range(len(OUT))}
    assert [word for word in ("secret", "root:", "[core]") if word in str(list(there.values())).lower()] == []
