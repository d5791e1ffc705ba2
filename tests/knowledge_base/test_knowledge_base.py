import json
import sys

import pytest

from kcs_cli.article.reader import read_card
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search import ask
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.index import opener
from kcs_cli.search.index.opener import index_folder
from kcs_cli.search.log import search_log
from kcs_cli.search.name import find_card, line_of
from kcs_cli.search.read_log import note_read
from kcs_cli.text.gram import normal
from tests import make

NOWHERE = Where()


def opened(root):
    return KnowledgeBase.open(str(root))


def search(root, typed, limit=10, **filters):
    where = Where({name: (value,) for name, value in filters.items()})
    return [hit.id for hit in ask.search(opened(root), typed, where, limit).hits]


def refusal(root, name):
    with pytest.raises(NotFoundError) as caught:
        find_card(opened(root), name)
    return (caught.value.message, caught.value.hint)


@pytest.fixture
def named(kb):
    """A knowledge base with articles whose names are alike, in three folders."""
    texts = {
        "knowledge/a/setup.md": make.article("Set up A", id="kb-aaa1", aliases="[kb-old1, 42]"),
        "knowledge/b/setup.md": make.article("Set up B", id="kb-aaa2"),
        "knowledge/b/Notes.md": make.article("Notes", id="Kb-Notes"),
        "knowledge/plain.md": "# Without front matter\n",
        "knowledge/bad.md": "---\nid: kb-bad\ntitle: [open\n---\n",
        "knowledge/double.md": make.article("Double", id="kb-aaa1"),
    }
    make.files(kb, texts)
    return kb


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("kb-print1", "kb-print1"), ("KB-PRINT1", "kb-print1"), (" kb-print1 ", "kb-print1"), ("kb-notes", "Kb-Notes"),
        ("kb-old1", "kb-aaa1"), ("42", "kb-aaa1"), ("knowledge/printer.md", "kb-print1"),
        ("./knowledge/printer.md", "kb-print1"),
        ("knowledge/printer", "kb-print1"), ("printer.md", "kb-print1"), ("printer", "kb-print1"), ("notes.md", "Kb-Notes"),
        ("kb-pr", "kb-print1"), ("knowledge/b/n", "Kb-Notes"), ("knowledge/plain", "knowledge/plain"),
        ("plain", "knowledge/plain"),
        ("kb-aaa2", "kb-aaa2"), ("knowledge/a/setup.md", "kb-aaa1"), ("kb-aaa1", "kb-aaa1"),
    ],
)  # fmt: skip
def test_an_article_goes_by_many_names(named, name, id_):
    assert find_card(opened(named), name).id == id_


def test_an_article_is_named_by_a_path_from_elsewhere(named, monkeypatch):
    monkeypatch.chdir(named / "knowledge" / "b")
    names = [str(named / "knowledge/printer.md"), "../printer.md", "../a/setup.md"]
    assert [find_card(opened(named), name).id for name in names] == ["kb-print1", "kb-print1", "kb-aaa1"]


def test_an_id_comes_before_the_beginning_of_another(kb):
    make.files(kb, {"knowledge/x.md": make.article("X", id="kb-1"), "knowledge/y.md": make.article("Y", id="kb-12")})
    assert find_card(opened(kb), "kb-1").title == "X"


def test_an_id_comes_before_the_file_name_of_another(kb):
    make.files(kb, {"knowledge/x.md": make.article("X", id="y"), "knowledge/y.md": make.article("Y", id="kb-y")})
    assert find_card(opened(kb), "y").title == "X"


@pytest.mark.parametrize("name", ["setup", "setup.md", "kb-aaa"])
def test_a_name_of_several_articles_names_them(named, name):
    assert refusal(named, name) == (
        f"2 articles go by {name}",
        "Name one of them: knowledge/a/setup.md, knowledge/b/setup.md",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="there such names are one file's")
@pytest.mark.parametrize(("one", "other"), [("Toast", "toast"), ("caf\u00e9", "cafe\u0301")])
def test_of_paths_that_differ_in_case_or_composition_the_one_that_is_written_so_is_meant(kb, one, other):
    make.files(kb, {f"knowledge/{name}.md": make.article(name, id=f"kb-{n}") for n, name in enumerate((one, other))})
    names = [f"{kb}/knowledge/{one}.md", f"knowledge/{one}.md", f"knowledge/{one}", f"knowledge/{other}.md:7"]
    assert [find_card(opened(kb), name).id for name in names] == ["kb-0", "kb-0", "kb-0", "kb-1"]
    assert refusal(kb, one)[0] == f"2 articles go by {normal(one)}"


def test_of_many_articles_of_a_name_some_are_named(kb):
    make.files(kb, {f"knowledge/s{n}.md": make.article("S", id=f"same-{n}") for n in range(6)})
    assert refusal(kb, "same") == (
        "6 articles go by same",
        "Name one of them: knowledge/s0.md, knowledge/s1.md, knowledge/s2.md, …",
    )


def test_the_nearest_names_are_told(named):
    message, hint = refusal(named, "kb-prnt1")
    assert (message, hint.split(",")[0]) == ("No article goes by kb-prnt1", "Did you mean kb-print1")


@pytest.mark.parametrize(
    "name", ["zzzzzzzz", "../../etc/passwd", "/etc/passwd", "\x00", "🦄", "-", "99999", "*", "kb-print1\nx"]
)
def test_a_name_of_no_article_is_refused(named, name):
    assert refusal(named, name)[0] == f"No article goes by {name}"


@pytest.mark.parametrize("name", ["", "   "])
def test_no_name_is_no_article(named, name):
    assert refusal(named, name)[0].startswith("No article goes by")


@pytest.mark.parametrize("name", ["knowledge/bad.md", "bad.md", "./knowledge/bad.md", "bad"])
def test_an_article_with_broken_front_matter_goes_by_its_path_and_says_so(named, name):
    card = find_card(opened(named), name)
    assert (card.id, card.fault.line, card.fault.reason[:10]) == ("knowledge/bad", 3, "bad YAML: ")


def test_a_file_set_aside_for_its_id_is_named_by_its_path(named):
    message = "knowledge/double.md, line 1: duplicate id kb-aaa1: it is knowledge/a/setup.md's"
    assert refusal(named, "knowledge/double.md") == (message, "Correct the file")


def test_a_deleted_article_is_not_suggested(kb):
    search(kb, "printer")
    (kb / "knowledge/printer.md").unlink()
    assert refusal(kb, "kb-print2") == ("No article goes by kb-print2", "Search for it: kcs search kb-print2")


def test_a_rank_names_an_article_of_the_last_search(kb):
    found = search(kb, "the")
    assert [find_card(opened(kb), str(rank)).id for rank in (1, 2, 3)] == found


@pytest.mark.parametrize("rank", ["0", "2", "17"])
def test_a_rank_beyond_the_last_search_is_refused(kb, rank):
    search(kb, "outbox")
    assert refusal(kb, rank) == (f"The last search (outbox) has 1 article, no rank {rank}", "kcs search WORDS")


def test_without_a_search_there_are_no_ranks(kb):
    message = "There is no list in this terminal whose number 1 could be meant"
    assert refusal(kb, "1") == (message, "kcs search WORDS")


def test_an_article_that_is_called_as_a_number_comes_before_a_rank(kb):
    make.files(kb, {"knowledge/x.md": make.article("X", id="1")})
    search(kb, "outbox")
    assert find_card(opened(kb), "1").title == "X"


def test_a_rank_of_an_article_that_is_gone_is_refused(kb):
    search(kb, "printer")
    (kb / "knowledge/printer.md").unlink()
    assert refusal(kb, "1")[0] == "No article goes by kb-print1"


def test_the_line_to_open_is_that_of_the_passage_found(kb):
    base = opened(kb)
    hit = ask.search(base, "renew certificate", NOWHERE, 1).hits[0]
    assert (line_of(base, find_card(base, "1")), line_of(base, find_card(base, "kb-print1"))) == (
        hit.line,
        find_card(base, "kb-print1").body_line,
    )


def test_an_article_shown_from_a_search_is_noted(kb):
    base = opened(kb)
    ask.search(base, "outbox", NOWHERE, 1)
    for name in ("kb-mail01", "kb-print1"):
        note_read(base, find_card(base, name))
    latest = next(search_log(base).log.newest())
    assert (latest["shown"], latest["rank"]) == ("kb-mail01", 1)


def test_an_article_is_read_from_its_file(kb):
    base = opened(kb)
    article, text = read_card(base, find_card(base, "kb-mail01"))
    assert (article.id, text) == ("kb-mail01", make.THREE["knowledge/mail.md"])


def test_an_article_that_was_broken_meanwhile_is_refused(kb):
    base = opened(kb)
    card = find_card(base, "kb-mail01")
    make.files(kb, {"knowledge/mail.md": b"\xff"})
    with pytest.raises(KcsError, match=r"knowledge/mail\.md, line 1: not UTF-8"):
        read_card(base, card)


def test_a_search_sees_edits_new_files_renames_and_deletions(kb):
    assert (search(kb, "zebra"), search(kb, "certificate")) == ([], ["kb-vpn001"])
    make.files(kb, {"knowledge/printer.md": make.article("Zebra", id="kb-print1", language="en")})
    make.files(kb, {"knowledge/deep/er/new.md": make.article("Zebra too", id="new", language="en")})
    (kb / "knowledge/vpn.md").rename(kb / "knowledge/network.md")
    (kb / "knowledge/mail.md").unlink()
    assert (sorted(search(kb, "zebra")), search(kb, "outbox")) == (["kb-print1", "new"], [])
    assert ask.search(opened(kb), "certificate", NOWHERE, 1).hits[0].path == "knowledge/network.md"


def test_a_search_sees_another_branch(kb):
    search(kb, "printer")
    make.git(kb, "switch", "-q", "-c", "other")
    make.files(kb, {"knowledge/fax.md": make.article("Fax machine", id="fax", language="en")})
    make.git(kb, "rm", "-q", "knowledge/mail.md")
    make.git(kb, "add", "-A")
    make.git(kb, "commit", "-q", "-m", "second")
    assert (search(kb, "fax"), search(kb, "outbox")) == (["fax"], [])
    make.git(kb, "switch", "-q", "main")
    assert (search(kb, "fax"), search(kb, "outbox")) == ([], ["kb-mail01"])


def test_two_work_trees_have_an_index_each(kb, tmp_path):
    make.git(kb, "worktree", "add", "-q", str(tmp_path / "second"))
    make.files(tmp_path / "second", {"knowledge/fax.md": make.article("Fax machine", id="fax", language="en")})
    assert (search(tmp_path / "second", "fax"), search(kb, "fax")) == (["fax"], [])


def test_a_copied_repository_is_searched(kb, tmp_path):
    search(kb, "printer")
    make.copy(kb, tmp_path / "copy")
    (tmp_path / "copy/knowledge/vpn.md").unlink()
    assert (search(tmp_path / "copy", "certificate"), search(kb, "certificate")) == ([], ["kb-vpn001"])


def test_a_folder_without_git_is_searched(tmp_path):
    root = make.files(tmp_path / "plain", make.THREE)
    assert search(root, "outbox") == ["kb-mail01"]
    assert sorted(path.name for path in root.iterdir()) == ["knowledge"]


def test_a_base_without_articles_finds_nothing(tmp_path):
    assert search(make.base(tmp_path / "kb", {}), "outbox") == []


def test_files_set_aside_are_counted_and_never_found(named):
    report = ask.search(opened(named), "double open", NOWHERE, 10)
    assert (report.set_aside, [hit.id for hit in report.hits]) == (1, ["knowledge/bad"])


def test_archived_articles_asked_for_are_not_called_archived(kb):
    make.files(kb, {"knowledge/fax.md": make.article("Fax", id="fax", confidence="archived", language="en")})
    ways = [
        ("fax", NOWHERE),
        ("fax", Where(archived=True)),
        ("fax", Where({"state": ("archived",)})),
        ("fax state:archived", NOWHERE),
    ]
    assert [ask.search(opened(kb), *way, 10).archived for way in ways] == [True, False, False, False]


def test_no_query_damages_the_index(kb):
    base = opened(kb)
    before = (opener.open_index(base), index_folder(base).generation())
    ask.search(base, "\udcff printer", NOWHERE, 10)
    assert (opener.open_index(base), index_folder(base).generation()) == before


def shared_with(kb, tmp_path):
    hub = tmp_path / "hub.git"
    make.git(tmp_path, "init", "-q", "--bare", str(hub))
    make.git(kb, "remote", "add", "origin", str(hub))
    make.files(kb, {"kcs.toml": '[journal]\nsync = "auto"\n'})
    return hub


def test_a_link_is_shared_at_once_where_the_configuration_says_so(kb, tmp_path):
    hub = shared_with(kb, tmp_path)
    assert make.run(kb, "link", "kb-vpn001", "--case", "4711").status == 0
    refs = make.git(hub, "for-each-ref", "--format=%(refname)").split("\n")
    assert [ref.rsplit("-", 1)[0] for ref in refs if ref] == ["refs/kcs/journal/ana"]


def test_a_link_is_noted_although_it_cannot_be_shared(kb, tmp_path):
    shared_with(kb, tmp_path).rename(tmp_path / "gone.git")
    run = make.run(kb, "link", "kb-vpn001", "--case", "4711")
    assert (run.status, run.err.count("\n"), "It is noted here; kcs sync shares it later" in run.err) == (0, 1, True)
    assert json.loads(make.run(kb, "show", "--case", "4711", "--format", "json").out)["linked"][0]["id"] == "kb-vpn001"


def test_nothing_leaves_the_machine_unasked(kb, tmp_path):
    hub = shared_with(kb, tmp_path)
    (kb / "kcs.toml").unlink()
    make.run(kb, "link", "kb-vpn001", "--case", "4711")
    assert make.git(hub, "for-each-ref") == ""
