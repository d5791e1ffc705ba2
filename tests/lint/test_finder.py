"""Tests of finding articles for a few pages: in the index and in the files the same is found as among all."""

import pytest

from kcs_cli.article.reader import read_article
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.lint.engine.articles import Articles
from kcs_cli.lint.finder import FewArticles, FileFinder, IndexFinder
from kcs_cli.search.index.opener import engine
from tests import make

STEPS = "\n".join(f"{n}. Press button number {n} of the machine, and wait until lamp {n} is green again." for n in range(9))
TEXTS = {
    "fax.md": f"---\nid: kb-2c4d6f\ntitle: Fax is silent\naliases: [kb-OLD1]\n---\n\n{STEPS}\n",
    "größe.md": f"---\nid: kb-7h3k9m\ntitle: Silent fax\npermalink: /net/telefax/\n---\n\n{STEPS}\n",
    "sub/no-id.md": "# Mail\n\nNothing arrives.\n",
    "broken.md": b"\xff",
    "gone.md": "---\nid: kb-gone11\ntitle: Gone\n---\n",
}


@pytest.fixture(params=["index", "files"])
def few(request, tmp_path):
    """The articles as a page `fax.md` asks for them that is no longer called kb-OLD1, where `gone.md` is taken away."""
    kb = KnowledgeBase.open(str(make.base(tmp_path / "kb", TEXTS)))
    fax = read_article(kb.root, "fax.md", kb.config)._replace(aliases=())
    finder = IndexFinder(engine(kb)) if request.param == "index" else FileFinder(kb.root, sorted(TEXTS), kb.config)
    everything = [one for one in (read_article(kb.root, path, kb.config) for path in sorted(TEXTS)) if hasattr(one, "body")]
    known = [fax, *(one for one in everything if one.path not in ("fax.md", "gone.md"))]
    few = FewArticles(finder, {"fax.md": fax}, frozenset({"gone.md"}), kb.library, lambda: known)
    return few, Articles(lambda: known)


@pytest.mark.parametrize("path", [*TEXTS, "nosuch.md"])
def test_a_path_is_that_of_the_same_article(few, path):
    found, known = (articles.by_path.get(path) for articles in few)
    assert (found and found.id) == (known and known.id)


@pytest.mark.parametrize("name", ["kb-2c4d6f", "KB-7H3K9M", "kb-old1", "sub/no-id", "kb-gone11", "nosuch"])
def test_a_name_is_that_of_the_same_articles(few, name):
    found, known = ([one.path for one in articles.by_name.get(name.casefold(), ())] for articles in few)
    assert found == known


@pytest.mark.parametrize("tail", ["fax", "grösse", "telefax", "net/", "kb-7h3k9m", "no-id", "gone", "nosuch"])
def test_an_address_is_that_of_the_same_articles(few, tail):
    found, known = ([one.path for one in articles.by_tail.get(tail, ())] for articles in few)
    assert found == known
    assert bool(found) == (tail not in ("gone", "nosuch"))


def test_the_same_articles_are_alike(few):
    fax = few[0].here["fax.md"]
    found, known = ([one.path for one in articles.twins_of(fax).sharing(fax, fax.body, 0.5)] for articles in few)
    assert found == known == ["größe.md"]


def test_all_articles_are_read_only_where_somebody_wants_all(few):
    assert (sorted(few[0].by_path), len(few[0].by_name)) == (["fax.md", "größe.md", "sub/no-id.md"], 3)


@pytest.mark.parametrize(
    "path", ["fax.md", "GRÖSSE.md", "größe.md", "SUB/NO-ID.md", "sub/no-id", "gone.md", "a/b/c.md", "\0/x.md"]
)
def test_the_same_paths_differ_in_capitals_only(few, path):
    found, known = (articles.by_folded_path.get(path.casefold()) for articles in few)
    assert found == known
