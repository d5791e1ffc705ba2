"""Tests with a model whose meaning is a word's first letters: whole behaviour, without onnxruntime."""

import zlib

import numpy as np
import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import ask, find, open_meaning, search
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.index.opener import engine, index_folder
from kcs_cli.search.semantic.meaning import FEW, Meaning
from kcs_cli.search.semantic.nearness import CANDIDATES
from tests import make

SIZE = 64


class Beginnings:
    """Texts are alike that have words with the same three first letters."""

    key = "beginnings"

    def __init__(self):
        self.read = []

    def embed(self, texts):
        self.read += texts
        found = np.zeros((len(texts), SIZE), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                found[row, zlib.crc32(word[:3].encode()) % SIZE] += 1
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


ARTICLES = {
    "knowledge/a.md": make.article("Payment refused", "The card is declined.\n", id="kb-a", language="en"),
    "knowledge/b.md": make.article(
        "Printing slowly", "The queue is long.\n\nShrink the picture.\n", id="kb-b", language="en"
    ),
    "knowledge/c.md": make.article("Mail waits", "It stays in the outbox.\n", id="kb-c", language="en"),
}


@pytest.fixture
def opened(tmp_path):
    root = make.base(tmp_path / "kb", ARTICLES)
    return knowledge_base(root)


class NotedMeaning(Meaning):
    """Notes what questions were compared with."""

    compared = ()

    def nearness(self, text, meant=None):
        near = super().nearness(text, meant)
        self.compared = [*self.compared, near]
        return near


def knowledge_base(root):
    kb = KnowledgeBase.open(str(root))
    kb.config = make.config(kb.config, semantic_model="beginnings")
    kb.keep(open_meaning, NotedMeaning(Beginnings(), index_folder(kb).folder, {"en": 0.4}))
    return kb


def passages(kb):
    return {path: one.passages for path, one in open_meaning(kb).vectors.articles.items()}


def test_an_article_that_has_none_of_the_words_is_found_by_meaning(opened):
    open_meaning(opened).bring_up(engine(opened))
    assert [id_ for id_, _ in find(opened, "printouts slow")] == ["kb-b"]


def test_filters_hold_for_what_is_found_by_meaning(opened):
    open_meaning(opened).bring_up(engine(opened))
    where = Where({"tag": ("none",)})
    assert search(opened, "printouts slow", where, 10).dropped == ("tag:none",)
    assert ask(opened, parse("printouts slow"), where, 10).matches == ()
    assert search(opened, 'printouts slow "outbox"', Where(), 10).hits[0].id == "kb-c"
    assert ask(opened, parse("printouts slow -queue"), Where(), 10).matches == ()


def test_the_passage_nearest_in_meaning_is_shown_where_no_word_is(opened):
    open_meaning(opened).bring_up(engine(opened))
    (hit,) = search(opened, "pictorial prints", Where(), 10).hits
    assert (hit.id, hit.passage) == ("kb-b", "The queue is long.")


def test_only_what_changed_is_read_again(opened):
    open_meaning(opened).bring_up(engine(opened))
    assert passages(opened) == {"knowledge/a.md": 2, "knowledge/b.md": 2, "knowledge/c.md": 2}
    make.files(opened.root, {"knowledge/a.md": make.article("Payment denied", "No.\n", id="kb-a", language="en")})
    (opened.root / "knowledge/c.md").unlink()
    (opened.root / "knowledge/b.md").rename(opened.root / "knowledge/moved.md")
    again = knowledge_base(opened.root)
    assert open_meaning(again).bring_up(engine(again)) == 0
    assert open_meaning(again).embedder.read == ["Payment denied", "Payment denied\nNo."]
    assert passages(again) == {"knowledge/a.md": 2, "knowledge/moved.md": 2}


def test_what_a_link_teaches_is_no_other_revision(opened):
    open_meaning(opened).bring_up(engine(opened))
    make.run(opened.root, "search", "outbox")
    make.run(opened.root, "link", "1", "C-1", "--resolution")
    again = knowledge_base(opened.root)
    assert open_meaning(again).lacking(engine(again)) == ({}, [])


def test_a_search_reads_a_few_articles_and_leaves_many(tmp_path):
    root = make.base(tmp_path / "kb", {f"knowledge/{n}.md": make.article(f"Title {n}") for n in range(FEW + 1)})
    kb = knowledge_base(root)
    assert (open_meaning(kb).bring_up(engine(kb), FEW), passages(kb)) == (FEW + 1, {})
    assert (open_meaning(kb).bring_up(engine(kb)), len(passages(kb))) == (0, FEW + 1)


def test_what_was_read_before_a_crash_is_kept(opened):
    def crash(steps, label):
        yield from steps
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_meaning(opened).bring_up(engine(opened), None, crash)
    again = knowledge_base(opened.root)
    open_meaning(again).bring_up(engine(again))
    assert open_meaning(again).embedder.read == []


def test_of_many_articles_those_nearest_by_code_and_those_with_the_words_are_compared(tmp_path):
    many = {f"knowledge/{n}.md": make.article(f"Title {n}", language="en") for n in range(CANDIDATES + 20)}
    kb = knowledge_base(make.base(tmp_path / "kb", {**many, **ARTICLES}))
    meaning = open_meaning(kb)
    meaning.bring_up(engine(kb))
    found = ask(kb, parse("my letter does not leave the outbox"), Where(), 10).matches
    assert found[0].card.id == "kb-c"
    (near,) = meaning.compared
    assert (len(near.candidates or ()), len(near.known) < len(many)) == (CANDIDATES, True)


def test_without_vectors_words_decide(opened):
    assert [id_ for id_, _ in find(opened, "queue")] == ["kb-b"]


def test_archived_articles_come_only_where_nothing_is_related(tmp_path):
    files = {"knowledge/old.md": make.article("Prunes", "printouts\n", id="kb-old", confidence="archived", language="en")}
    kb = knowledge_base(make.base(tmp_path / "kb", ARTICLES | files))
    open_meaning(kb).bring_up(engine(kb))
    assert [(hit.id, hit.confidence) for hit in search(kb, "printouts slow", Where(), 10).hits] == [("kb-b", "validated")]
    report = search(kb, "printouts", Where(), 10)
    assert [hit.id for hit in report.hits] in (["kb-b"], ["kb-old"])
