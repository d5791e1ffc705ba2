"""One question, whose an article is, has one answer everywhere: flags, owners, search and show."""

import json
import os

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make

BEN = "ben@example.org"
WHOSE = {  # article → owner, and where that is known from
    "kb-named1": ("cid@example.org", "front matter"),
    "kb-ruled1": ("@org/desk", "CODEOWNERS"),
    "kb-free01": (BEN, "guess"),
}


@pytest.fixture
def root(tmp_path):
    """Articles about printers: one names its owner, CODEOWNERS gives one to a team, nobody owns one but Ben wrote it."""
    root = make.base(tmp_path / "base", {
        "CODEOWNERS": "/docs/team/ @org/desk\n",
        "people.toml": '[teams]\ndesk = ["ana@example.org", "@org/desk"]\n',
        "docs/named.md": make.article("Printer named", id="kb-named1", owner="cid@example.org"),
        "docs/team/ruled.md": make.article("Printer ruled", id="kb-ruled1"),
    })  # fmt: skip
    now = KnowledgeBase.open(str(root)).now().isoformat(timespec="seconds")
    make.commit(root, {"docs/free.md": make.article("Printer free", id="kb-free01")}, on=now, by=f"Ben <{BEN}>")
    return root


def asked(root, *words: str):
    return json.loads(make.run(root, *words, "--format", "json").out)


def owners(root, *words: str) -> dict[str, tuple[str, str]]:
    return {hit["id"]: (hit["owner"], hit["owner_source"]) for hit in asked(root, "search", "printer", *words)["hits"]}


def test_show_says_whose_an_article_is_as_owners_do(root):
    shown = {name: asked(root, "show", name) for name in WHOSE}
    known = {name: asked(root, "owners", name)["article"]["ownership"] for name in WHOSE}
    assert {name: (one["owner"], one["owner_source"]) for name, one in shown.items()} == WHOSE
    assert {name: (", ".join(one["owners"]), one["owner_source"]) for name, one in known.items()} == WHOSE
    assert f"· {BEN} (guess)" in make.run(root, "show", "kb-free01", "--format", "table").out


@pytest.mark.parametrize(
    ("owner", "name"),
    [("cid@example.org", "kb-named1"), ("@org/desk", "kb-ruled1"), ("ana@example.org", "kb-ruled1"), (BEN, "kb-free01")],
)
def test_a_search_for_an_owner_finds_all_that_person_answers_for(root, owner, name):
    assert owners(root, "--owner", owner) == owners(root, f"owner:{owner}") == {name: WHOSE[name]}
    assert set(owners(root, f"-owner:{owner}")) == {*WHOSE} - {name}


def test_a_search_that_asks_for_no_owner_names_those_who_are_named(root):
    assert owners(root) == {**WHOSE, "kb-free01": (None, None)}


def test_facets_count_those_who_are_named(root):
    values = {one["name"]: one["articles"] for one in asked(root, "search", "printer", "--facets")["facets"]["owner"]}
    assert values == {"cid@example.org": 1, "@org/desk": 1}


def test_the_index_follows_codeowners_article_by_article(root):
    assert owners(root)["kb-ruled1"] == WHOSE["kb-ruled1"]
    (root / "CODEOWNERS").write_text("/docs/team/ @eva\n/docs/free.md @eva\n")
    assert asked(root, "index", "--check")["paths"] == ["docs/free.md", "docs/team/ruled.md"]
    assert owners(root) == {**WHOSE, "kb-ruled1": ("@eva", "CODEOWNERS"), "kb-free01": ("@eva", "CODEOWNERS")}
    (root / "CODEOWNERS").unlink()
    assert owners(root)["kb-ruled1"] == (None, None)


def test_a_line_of_codeowners_counts_more_than_the_default_owner(root):
    make.files(root, {"kcs.toml": '[defaults]\nowner = "all@example.org"\n'})
    assert owners(root) == {**WHOSE, "kb-free01": ("all@example.org", "front matter")}


def folder(place):
    place.mkdir()


@pytest.mark.parametrize(
    ("make_it", "said"),
    [(folder, "It is a folder, not a file"), (os.mkfifo, "It is a pipe, not a file")],
)
@pytest.mark.parametrize("command", ["owners", "flags", "search printer --owner ana@example.org"])
def test_what_is_no_file_where_codeowners_may_be_is_told_in_a_line(root, make_it, said, command):
    make.run(root, "flag", "kb-free01", "--why", "wrong", "-m", "wrong")
    (root / ".github").mkdir()
    make_it(root / ".github/CODEOWNERS")
    done = make.run(root, *command.split())
    assert (done.status, done.err.count(f".github/CODEOWNERS is passed over: {said}\n")) == (0, 1)
    assert asked(root, "show", "kb-ruled1")["owner"] == "@org/desk"
