from kcs_cli.lint.rules.alias_taken import RULE
from tests.lint.make import messages


def test_an_alias_that_is_the_id_or_an_alias_of_another_article_is_found(tmp_path):
    others = {"vpn.md": "---\nid: kb-2\naliases: [kb-3]\n---\n"}
    text = "---\nid: kb-1\naliases:\n  - KB-2\n  - kb-3\n  - kb-4\n---\n"
    assert messages(RULE, tmp_path, text, others=others) == [
        "4:5 The alias KB-2 is the id of vpn.md, too",
        "5:5 The alias kb-3 is an alias of vpn.md, too",
    ]


def test_an_articles_own_id_as_its_alias_harms_nobody(tmp_path):
    assert messages(RULE, tmp_path, "---\nid: kb-1\naliases: [kb-1]\n---\n") == []
