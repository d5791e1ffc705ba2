"""What articles mean, kept on a live cluster."""

import pytest

from kcs_cli.article.model import Article
from kcs_cli.search.cluster import held as held_module
from kcs_cli.search.cluster.coding import article_codes_of, cluster_meaning, document_codes, encoder_of, weights_of
from kcs_cli.search.cluster.held import held_codes
from kcs_cli.search.cluster.shelf import Shelf
from kcs_cli.search.engine.answer import NearPassage, SearchOptions, Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.query import parse
from kcs_cli.search.meaning.asked_meaning import asked_meaning
from kcs_cli.search.meaning.code_file import CodeFile
from kcs_cli.search.meaning.upkeep import make_codes
from tests import make
from tests.search.cluster.live import SECONDS, fill, index_of, needs_cluster, parsed
from tests.search.cluster.test_requests import CountingClient

CONTENTS = {
    **make.THREE,
    "knowledge/broken.md": make.article("Screen stays dark", "The monitor shows nothing after it was plugged in."),
    "knowledge/coffee.md": make.article("Coffee machine leaks", "Close the valve below the tank, then call service."),
}
QUESTION = "my display is black"  # none of its words is in an article


@pytest.fixture(scope="module")
def articles():
    return [one._replace(digest=f"{n:032x}") for n, one in enumerate(parsed(CONTENTS)) if isinstance(one, Article)]


def test_codes_of_documents_are_those_of_a_clone(articles):
    own = TantivyEngine.create(None)
    own.apply(articles, ())
    codes = CodeFile(make_codes(own))
    encoder = encoder_of(weights_of(articles))
    assert encoder is not None
    assert encoder.weights == bytes(codes.weights)
    columns = {one.path: {name: [kept] for name, kept in document_codes(one, encoder).items()} for one in articles}
    known = {path: article_codes_of(one) for path, one in columns.items()}
    here, there = asked_meaning(codes, QUESTION, 1.0), cluster_meaning(encoder, known, lambda: codes, QUESTION, 1.0)
    assert here is not None
    assert there is not None
    assert {path: there.of(path) for path in known} == {path: here.of(path) for path in known}
    assert there.is_clear == here.is_clear
    assert list(there.nearest(0.0)) == list(here.nearest(0.0)) != []
    assert there.of("knowledge/unknown.md") == NearPassage(0.0, 0)


@pytest.mark.parametrize("weights", [None, "", "!!", "AAAA", 7, [], "eJwDAAAAAAE="])
def test_weights_that_are_none_make_no_codes(weights):
    assert encoder_of(weights) is None


@pytest.mark.parametrize(
    "columns",
    [
        {}, {"title_code": []}, {"title_code": ["AA=="]}, {"title_code": [7]}, {"title_code": 7}, [], None,
        {"title_code": ["A" * 128], "block_codes": ["AAAA"]},
    ],
)  # fmt: skip
def test_columns_that_are_no_codes_are_none(columns):
    assert article_codes_of(columns) is None


@needs_cluster
def test_a_cluster_ranks_by_meaning_and_finds_by_it(articles, tmp_path):
    with index_of(articles, encoded=True) as engine:
        own = TantivyEngine.create(None)
        own.apply(articles, ())
        codes = CodeFile(make_codes(own))
        for question in (QUESTION, "dark monitor", "espresso water drips on the floor", "letters do not leave the outbox"):
            there = engine.search(
                parse(question), Where(), 9, SearchOptions(meant=engine.meaning(question, 1.0, tmp_path))
            ).matches
            here = own.search(parse(question), Where(), 9, SearchOptions(meant=asked_meaning(codes, question, 1.0))).matches
            assert {one.card.path: one.score for one in there} == pytest.approx(
                {one.card.path: one.score for one in here},
                rel=0.05,  # of words far from one another Lucene makes less
            )
        assert engine.meaning("显示器", 1.0, tmp_path) is None


def held(engine, folder):
    """Return the codes that are held of an index, by path, as another process asks for them, and how often it did."""
    shelf = Shelf(CountingClient(engine.shelf.client.access, SECONDS))
    assert shelf.encoder is not None
    _ = shelf.counts
    shelf.client.asked = 0
    found = held_codes(shelf, shelf.encoder, folder)
    return found and found.by_path(), shelf.client.asked


@needs_cluster
def test_codes_are_asked_for_once_and_then_those_that_changed(articles, tmp_path):
    first, *others = articles
    with index_of(others, encoded=True) as engine:
        codes, _ = held(engine, tmp_path)
        assert set(codes) == {one.path for one in others}
        assert held(engine, tmp_path) == (codes, 0)
        changed = others[0]._replace(title="Another title", body="Other words.\n\n" * 3)
        fill(engine.shelf.client, [first, changed], engine.shelf.encoder)
        more, asked = held(engine, tmp_path)
        assert asked == 1
        assert {path for path in codes if codes[path] == more[path]} == {one.path for one in others[1:]}
        assert set(more) == {one.path for one in articles}
        (tmp_path / "meaning").write_bytes(b"damaged")
        assert held(engine, tmp_path)[0] == more


@needs_cluster
def test_of_a_large_base_the_titles_are_held_and_of_a_larger_one_nothing(articles, tmp_path, monkeypatch):
    with index_of(articles, encoded=True) as engine:
        whole, _ = held(engine, tmp_path)
        monkeypatch.setattr(held_module, "WITH_BLOCKS", 2)
        titles, _ = held(engine, tmp_path)
        assert titles == {path: one._replace(blocks=b"", lines=()) for path, one in whole.items()}
        assert held(engine, tmp_path) == (titles, 0)
        monkeypatch.setattr(held_module, "MOST", 4)
        assert held(engine, tmp_path)[0] is None


@needs_cluster
def test_all_codes_are_asked_for_again_where_many_articles_are_gone(articles, tmp_path):
    with index_of(articles, encoded=True) as engine:
        held(engine, tmp_path)
        client = engine.shelf.client
        client.bulk(client.index, b"".join(b'{"delete": {"_id": "%s"}}\n' % one.path.encode() for one in articles[:3]))
        client.ask("POST", f"{client.index}/_refresh")
        assert set(held(engine, tmp_path)[0]) == {one.path for one in articles[3:]}


@needs_cluster
def test_many_codes_are_several_requests(articles, tmp_path, monkeypatch):
    monkeypatch.setattr(held_module, "PAGE", 2)
    with index_of(articles, encoded=True) as engine:
        codes, asked = held(engine, tmp_path)
        assert set(codes) == {one.path for one in articles}
        assert asked == len(articles) // 2 + 1
