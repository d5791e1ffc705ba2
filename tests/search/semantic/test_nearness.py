import numpy as np
import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.index.codes import meaning_of
from kcs_cli.search.semantic.meaning import candidates_by_code
from kcs_cli.search.semantic.nearness import CANDIDATES, LEAST, Nearness
from kcs_cli.search.semantic.vector_file import VectorRows
from tests import make

QUESTION = np.array([1, 0], dtype=np.float32)
MANY = 120


def nearness(cosines, candidates=None):
    """Return the nearness of articles whose passages have these cosines with a question."""
    places, rows = {}, []
    for path, found in cosines.items():
        places[path] = VectorRows("revision", len(rows), len(found))
        rows += [(cosine, 0) for cosine in found]
    return Nearness(places, np.array(rows, dtype=np.float32), QUESTION, candidates)


@pytest.fixture
def base(tmp_path):
    files = {f"knowledge/{n}.md": make.article(f"Printer number {n} stops", language="en") for n in range(3)}
    return KnowledgeBase.open(str(make.base(tmp_path / "kb", files)))


def test_an_article_is_as_near_as_its_nearest_passage():
    near = nearness({"a.md": (0.25, 0.75), "b.md": (0.5,)})
    assert (near.of("a.md"), near.row("a.md"), near.of("b.md"), near.of("none.md")) == (0.75, 1, 0.5, 0.0)


def test_only_the_candidates_and_what_was_found_are_compared():
    near = nearness({"a.md": (0.25,), "b.md": (0.75,), "c.md": (1.0,)}, ["a.md"])
    assert (near.nearest, near.span(["b.md"]), set(near.known)) == (["a.md"], (0.25, 0.75), {"a.md", "b.md"})


def test_without_candidates_the_nearest_of_all_are_these():
    near = nearness({f"{n}.md": (n / MANY, 0.0) for n in range(MANY)})
    assert near.nearest == [f"{n}.md" for n in reversed(range(MANY - CANDIDATES, MANY))]
    assert near.span([]) == (pytest.approx((MANY - LEAST) / MANY), pytest.approx((MANY - 1) / MANY))


def test_all_articles_of_a_small_base_are_candidates_by_code(base):
    paths = candidates_by_code(meaning_of(base, "why does the machine not print"))
    assert sorted(paths) == ["knowledge/0.md", "knowledge/1.md", "knowledge/2.md"]


@pytest.mark.parametrize("question", ["プリンターが止まる", "Druckerwarteschlange bleibt ständig hängen"])
def test_where_the_table_does_not_know_the_words_no_code_names_candidates(base, question):
    assert candidates_by_code(meaning_of(base, question)) is None


def test_where_the_table_is_off_no_code_names_candidates():
    assert candidates_by_code(None) is None
