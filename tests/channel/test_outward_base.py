import shutil

import pytest
from hypothesis import given
from hypothesis import settings as effort

from kcs_cli.channel.outward import outward_base
from kcs_cli.errors import IndexDamagedError, NotFoundError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.search.ask import reply
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.index.opener import engine, index_folder, mend, open_index
from kcs_cli.search.name import find_card
from tests import make
from tests.channel.outward import SECRET, bodies


def opened(root, audience=Audience.public):
    return outward_base(KnowledgeBase.open(str(root)), audience)


def found(kb, words):
    return [hit.id for hit in reply(kb, words, Where(), 10).report.hits]


@effort(max_examples=12, deadline=None)
@given(body=bodies())
def test_no_word_of_an_internal_part_is_in_what_is_searched(tmp_path_factory, body):
    root = make.files(
        tmp_path_factory.mktemp("kb"), {"fax.md": make.article("Fax", body, id="kb-fax01", owner=f"{SECRET}o")}
    )
    known = engine(opened(root))
    assert SECRET not in repr([*known.all_cards(), *known.bodies()])
    assert SECRET not in " ".join(known.names())


def test_for_internal_readers_it_is_the_base_itself(kb):
    one = KnowledgeBase.open(str(kb))
    assert outward_base(one, Audience.internal) is one


def test_what_nothing_changed_in_is_not_read_again(kb):
    first, again = (open_index(opened(kb)) for _ in range(2))
    assert ((first.rebuilt, first.read), (again.rebuilt, again.read)) == ((True, 2), (False, 0))


def test_only_what_changed_is_read_again(kb):
    opened(kb)
    make.files(kb, {"knowledge/eel.md": make.article("Hovercraft", id="kb-eels01")})
    (kb / "knowledge/mail.md").unlink()
    one = opened(kb)
    assert (open_index(one).read, open_index(one).removed) == (1, 1)
    assert (found(one, "hovercraft"), found(one, "outbox")) == (["kb-eels01"], [])


def test_each_audience_has_an_index_of_its_own(kb):
    make.files(kb, {"knowledge/part.md": make.article("Hovercraft", id="kb-part01", audience="partner")})
    assert {name.value: found(opened(kb, name), "hovercraft") for name in Audience} == {
        "internal": ["kb-part01"],
        "partner": ["kb-part01"],
        "customer": [],
        "public": [],
    }


def test_what_is_internal_by_another_rule_is_gone_at_once(kb):
    make.files(
        kb, {"knowledge/eel.md": make.article("Hovercraft", "## Issue\n\nA.\n\n## Secret\n\nzeugma\n", id="kb-eels01")}
    )
    assert found(opened(kb), "zeugma") == ["kb-eels01"]
    make.files(kb, {"kcs.toml": '[channel]\ninternal_sections = ["Secret"]\n'})
    assert found(opened(kb), "zeugma") == []


def test_whatever_builds_its_index_anew_takes_in_no_file(kb):
    one = opened(kb)
    mend(one, IndexDamagedError("it broke"))
    assert engine(one).all_cards() == []
    one.forget()
    assert engine(one).all_cards() == []
    assert [card.id for card in engine(opened(kb)).all_cards()] == ["kb-mail01", "kb-print1"]


@pytest.mark.parametrize("name", ["meta.json", "stamp.json", "taught"])
def test_a_damaged_index_is_built_again(kb, name):
    generation = index_folder(opened(kb)).generation()
    make.damage(generation / name, b"nonsense")
    assert found(opened(kb), "outbox") == ["kb-mail01"]


def test_where_nothing_can_be_written_it_is_in_memory(kb, monkeypatch):
    monkeypatch.setattr("kcs_cli.channel.outward.index_folder", lambda _: None)
    one = opened(kb)
    assert open_index(one).in_memory
    assert found(one, "outbox") == ["kb-mail01"]
    with pytest.raises(NotFoundError):
        find_card(one, "kb-vpn001")


def test_an_index_that_is_lost_is_built_again(kb):
    shutil.rmtree(index_folder(opened(kb)).folder)
    assert found(opened(kb), "outbox") == ["kb-mail01"]
