import pytest

from kcs_cli.errors import ConfigError
from kcs_cli.git.object import reading_objects
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.evaluation.snapshot import BaseState, PastBase, state_here
from tests import make


def state_at(root, commit: str = "HEAD") -> BaseState:
    kb = KnowledgeBase.open(str(root))
    with reading_objects(kb.git_top) as objects:
        past = PastBase(kb, kb.git_top, objects, state_here(kb).cards)
        return past.state(past.snapshot(commit))


def ids(root, commit: str = "HEAD") -> list[str]:
    return [card.id for card in state_at(root, commit).cards]


def test_a_state_finds_what_its_articles_said_then(kb):
    make.commit(kb, {"knowledge/one.md": make.article("Fax is silent", id="kb-fax001")})
    make.commit(kb, {"knowledge/one.md": make.article("Telecopier", id="kb-fax001")})
    assert [[id_ for id_, _ in state_at(kb, at).find("silent fax")][:1] for at in ("HEAD~1", "HEAD")] == [["kb-fax001"], []]


def test_of_equal_files_the_state_then_and_here_answer_the_same(kb):
    here = state_here(KnowledgeBase.open(str(kb)))
    assert state_at(kb).find("printer vpn message") == here.find("printer vpn message")


def test_what_is_no_article_is_none_then(kb):
    make.files(kb, {"knowledge/README.md": "# x", "other.md": "# x", "knowledge/.a/b.md": "# x", "knowledge/c.txt": "# x"})
    (kb / "knowledge/link.md").symlink_to("vpn.md")
    make.commit(kb, {})
    assert ids(kb) == ["kb-mail01", "kb-print1", "kb-vpn001"]


def test_files_that_cannot_be_read_are_set_aside_then_too(kb):
    make.commit(kb, {
        "knowledge/large.md": b"x" * 1_000_001, "knowledge/latin.md": b"# \xff\n",
        "knowledge/zwin.md": make.THREE["knowledge/vpn.md"],
    })  # fmt: skip
    found = state_at(kb).engine.broken()
    assert [one.path for one in found] == [f"knowledge/{name}.md" for name in ("large", "latin", "zwin")]


def test_the_folder_of_the_articles_is_that_of_then(tmp_path):
    root = make.base(tmp_path / "kb", {"a.md": "# A\n", "kcs.toml": ""})
    make.commit(root, {"a.md": None, "knowledge/b.md": "# B\n"})
    make.commit(root, {"kcs.toml": '[articles]\nfolder = "docs"\n', "docs/c.md": "# C\n"})
    assert [ids(root, at) for at in ("HEAD~2", "HEAD~1", "HEAD")] == [["a"], ["knowledge/b"], ["docs/c"]]


def test_synonyms_that_cannot_be_read_are_an_error(kb):
    made = make.commit(kb, {"synonyms.toml": "x = 1\n"})
    (kb / "synonyms.toml").unlink()
    with pytest.raises(ConfigError) as raised:
        state_at(kb, made)
    assert raised.value.message == f"synonyms.toml of {made[:10]} has something else than [[synonym]]"


def test_an_id_goes_before_the_alias_of_another_article(kb):
    make.commit(kb, {"knowledge/fax.md": make.article("Fax", id="kb-fax001", aliases="[kb-vpn001, kb-old001]")})
    known = state_at(kb).ids
    assert (known["kb-vpn001"], known["kb-old001"]) == ("kb-vpn001", "kb-fax001")


def test_an_article_that_got_an_id_is_known_by_it_before(tmp_path):
    root = make.base(tmp_path / "kb", {"knowledge/a.md": make.article(), "knowledge/b.md": make.article("B")})
    make.commit(root, {"knowledge/a.md": make.article(id="kb-00000a")})
    assert state_at(root, "HEAD~1").ids == {
        "kb-00000a": "knowledge/a", "knowledge/a": "knowledge/a", "knowledge/b": "knowledge/b",
    }  # fmt: skip


def test_what_was_analysed_for_another_commit_changes_no_answer(kb):
    make.commit(kb, {"kcs.toml": '[fields]\ntitle = ["kind"]\n'})
    make.commit(kb, {"knowledge/fax.md": make.article("Fax does not print", id="kb-fax001"), "kcs.toml": ""})
    make.commit(kb, {"knowledge/other.md": make.article("Fax", id="kb-fax001"), "knowledge/vpn.md": None})
    opened = KnowledgeBase.open(str(kb))
    with reading_objects(opened.git_top) as objects:
        past = PastBase(opened, opened.git_top, objects, [])
        found = [past.state(past.snapshot(at)).find("fax print message") for at in ("HEAD~2", "HEAD~1", "HEAD", "HEAD~1")]
    assert found == [state_at(kb, at).find("fax print message") for at in ("HEAD~2", "HEAD~1", "HEAD", "HEAD~1")]


def test_a_pasted_command_is_found_in_a_state_by_its_options_as_in_a_search(tmp_path):
    text = make.article("More memory", "Run `java -Xmx4g -jar app.jar`.\n", id="kb-java01")
    other = make.article("Which java to take", "Java 17 opens the jar.\n", id="kb-jar001")
    root = make.base(tmp_path, {"knowledge/java.md": text, "knowledge/jar.md": other})
    here = state_here(KnowledgeBase.open(str(root)))
    found = [[id_ for id_, _ in here.find(words)] for words in ("java -Xmx4g -jar app.jar", "java -memory")]
    assert found == [["kb-java01", "kb-jar001"], ["kb-jar001"]]
