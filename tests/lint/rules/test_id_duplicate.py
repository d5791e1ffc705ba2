from kcs_cli.lint.engine.world import Authorship
from kcs_cli.lint.rules.id_duplicate import RULE
from tests.lint.make import messages

ARTICLE = "---\nid: kb-1\n---\n"
BASE = {"kb-1": "old/vpn.md"}


def test_capitals_do_not_make_an_id_another_one(tmp_path):
    others = {"vpn.md": "---\nid: KB-1\n---\n"}
    assert messages(RULE, tmp_path, ARTICLE, others=others) == ["2:5 The id kb-1 is that of vpn.md, too"]


def test_a_former_id_is_another_rules_matter(tmp_path):
    assert messages(RULE, tmp_path, ARTICLE, others={"vpn.md": "---\nid: kb-2\naliases: [kb-1]\n---\n"}) == []


def test_a_new_article_may_not_take_the_id_that_the_base_branch_has_elsewhere(tmp_path):
    change = Authorship(ids_before=lambda: BASE)
    found = ["2:5 The id kb-1 is that of old/vpn.md, too"]
    assert messages(RULE, tmp_path, ARTICLE, before="", change=change) == found
    assert messages(RULE, tmp_path, ARTICLE, before="---\nid: kb-2\n---\n", change=change) == found


def test_an_article_that_is_moved_keeps_its_id(tmp_path):
    moved = Authorship(ids_before=lambda: BASE, touched=frozenset(BASE.values()))
    assert messages(RULE, tmp_path, ARTICLE, before="", change=moved) == []
    assert messages(RULE, tmp_path, ARTICLE, before=ARTICLE, change=Authorship(ids_before=lambda: BASE)) == []


def test_without_a_change_the_ids_before_are_not_asked(tmp_path):
    assert messages(RULE, tmp_path, ARTICLE, change=Authorship(ids_before=lambda: BASE)) == []


def test_of_two_that_a_change_touches_the_newcomer_is_named(tmp_path):
    others = {"vpn.md": ARTICLE}
    touched = Authorship(touched=frozenset({"vpn.md", "article.md"}))
    assert messages(RULE, tmp_path, ARTICLE, others=others, before=ARTICLE, change=touched) == []
    assert messages(RULE, tmp_path, ARTICLE, others=others, before="", change=touched) != []
