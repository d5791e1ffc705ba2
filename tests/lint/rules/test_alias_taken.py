from kcs_cli.knowledge_base.config import Config, FieldConfig
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


def pair(ours: str, theirs: str, path: str, other: str, tmp_path) -> list[str]:
    return messages(RULE, tmp_path, f"---\n{ours}aliases: [/fax]\n---\n", path=path,
                    others={other: f"---\n{theirs}aliases: [/fax]\n---\n"})  # fmt: skip


def test_one_address_of_two_translations_is_no_clash(tmp_path):
    assert pair("", "", "fax.de.md", "fax.en.md", tmp_path / "1") == []
    assert pair("", "", "de/fax.md", "en/fax.md", tmp_path / "2") == []
    assert pair("", "", "fax.md", "fax.de.md", tmp_path / "3") == []
    assert pair("language: de\n", "language: en\n", "a.md", "b.md", tmp_path / "4") == []
    assert pair("translation_of: kb-1\n", "id: kb-1\n", "a.md", "b.md", tmp_path / "5") == []
    assert pair("id: kb-1\n", "translation_of: kb-1\n", "a.md", "b.md", tmp_path / "6") == []


def test_one_alias_of_two_articles_in_one_language_is_a_clash(tmp_path):
    assert len(pair("language: de\n", "language: de-AT\n", "a.md", "b.md", tmp_path)) == 1


def test_the_id_of_a_translation_is_its_own(tmp_path):
    text = "---\nlanguage: de\naliases: [kb-2]\n---\n"
    assert len(messages(RULE, tmp_path, text, others={"b.md": "---\nlanguage: en\nid: kb-2\n---\n"})) == 1


def test_an_alias_is_marked_under_the_name_it_stands_under(tmp_path):
    config = Config(fields=FieldConfig(aliases=("kcs-aliases", "aliases")))
    text = "---\nid: kb-1\nkcs-aliases: [kb-3]\naliases: [/vpn/]\n---\n"
    others = {"b.md": "---\nid: kb-2\naliases: [/vpn/]\n---\n"}
    assert messages(RULE, tmp_path, text, others=others, config=config) == ["4:11 The alias /vpn/ is an alias of b.md, too"]
