"""A live cluster that knows what was committed, and a clone in which somebody edits."""

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.cluster.edit import edited_paths
from kcs_cli.search.index.refresh import Refresh
from kcs_cli.text.outside import portable
from tests import make
from tests.search.cluster.live import URLS, index_of, needs_cluster


@pytest.mark.parametrize("folder", ["", "docs/"])
def test_what_differs_here_is_what_was_edited_or_committed_and_not_pushed(tmp_path, folder):
    root = make.base(tmp_path / "kb", {f"{folder}{path}": text for path, text in make.THREE.items()})
    kb = KnowledgeBase.open(str(root / folder))
    known = make.head(root)
    assert edited_paths(kb, known) == frozenset()
    make.commit(root, {f"{folder}knowledge/committed.md": make.article("Committed", id="kb-comm01")})
    make.files(root / folder, {"knowledge/new ünï.md": make.article("New"), "notes.txt": "no article"})
    (root / folder / "knowledge/mail.md").unlink()
    (root / folder / "knowledge/vpn.md").rename(root / folder / "knowledge/moved.md")
    make.files(root, {"elsewhere.md": "another folder"})
    here = {"knowledge/new ünï.md", "knowledge/mail.md", "knowledge/vpn.md", "knowledge/moved.md"}
    outside = set() if folder else {"elsewhere.md"}
    assert edited_paths(kb, known) == here | outside | {"knowledge/committed.md"}
    assert edited_paths(kb, "f" * 40) == here | outside, "a later commit, which the clone does not have"


def test_a_folder_without_git_has_nothing_that_is_not_committed(tmp_path):
    make.files(tmp_path, make.THREE)
    assert edited_paths(KnowledgeBase.open(str(tmp_path)), "f" * 40) == frozenset()


@needs_cluster
def test_what_was_edited_here_is_on_the_first_page_with_what_the_cluster_has(tmp_path, monkeypatch):
    root = make.base(tmp_path / "kb", make.THREE)
    kb = KnowledgeBase.open(str(root))
    read = list(Refresh(kb.library, kb.progress, kb.tell).read_all(sorted(map(portable, kb.library.listing()))))
    with index_of(read, make.head(root)) as engine:
        for name, value in (("ENGINE", "opensearch"), ("URLS", ",".join(URLS)), ("INDEX_NAME", engine.shelf.client.index)):
            monkeypatch.setenv(f"KCS_SEARCH_{name}", value)

        def found(words: str) -> list[str]:
            answer = make.answer(root, "search", words)
            assert answer["fallback"] is None
            return [hit["id"] for hit in answer["hits"]]

        assert found("certificate") == ["kb-vpn001"]
        assert not list((root / ".git/kcs").rglob("current")), "nothing was edited: no index was built"
        make.files(
            root, {"knowledge/cert.md": make.article("Renew a certificate", "Ask for a certificate.", id="kb-cert01")}
        )
        assert found("certificate") == ["kb-cert01", "kb-vpn001"]
        make.files(root, {"knowledge/vpn.md": make.article("VPN is gone", "It is replaced.", id="kb-vpn001")})
        assert found("certificate") == ["kb-cert01"]
        assert found("vpn replaced") == ["kb-vpn001"]
        (root / "knowledge/mail.md").unlink()
        assert found("outbox") == []
        assert make.answer(root, "show", "kb-cert01")["title"] == "Renew a certificate"
        assert make.run(root, "show", "kb-mail01").status == 2


@needs_cluster
def test_an_article_that_was_just_written_is_linked_whatever_the_cluster_has(tmp_path, monkeypatch):
    root = make.base(tmp_path / "kb", make.THREE)
    kb = KnowledgeBase.open(str(root))
    read = list(Refresh(kb.library, kb.progress, kb.tell).read_all(sorted(map(portable, kb.library.listing()))))
    with index_of(read, make.head(root)) as engine:
        for name, value in (("ENGINE", "opensearch"), ("URLS", ",".join(URLS)), ("INDEX_NAME", engine.shelf.client.index)):
            monkeypatch.setenv(f"KCS_SEARCH_{name}", value)
        done = make.run(root, "new", "Scanner makes stripes", "--case", "C-77", "--no-edit")
        assert done.status == 0, done.err
        (path,) = set((root / "knowledge").iterdir()) - {root / name for name in make.THREE}
        shown = make.answer(root, "show", f"knowledge/{path.name}")
        assert (shown["title"], shown["cases"]) == ("Scanner makes stripes", 1)
