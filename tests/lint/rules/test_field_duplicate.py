from kcs_cli.lint.rules.field_duplicate import RULE
from tests.lint.make import messages


def test_each_repetition_is_found_and_names_the_first(tmp_path):
    text = '---\nowner: ana\ntitle: Fax\n"owner": ben\nowner: cem\n---\n'
    assert messages(RULE, tmp_path, text) == [
        "4:1 owner stands on line 2, too: only the last one counts",
        "5:1 owner stands on line 2, too: only the last one counts",
    ]


def test_a_line_of_a_value_is_no_field(tmp_path):
    text = '---\ntitle: "Fax\nowner: ana"\nowner: ben\ntags: [a,\nowner]\n---\n'
    assert messages(RULE, tmp_path, text) == []


def test_two_tables_of_toml_may_have_the_same_names(tmp_path):
    assert messages(RULE, tmp_path, '+++\n[a]\nname = "x"\n[b]\nname = "y"\n+++\n') == []


def test_front_matter_in_braces_is_let_be(tmp_path):
    assert messages(RULE, tmp_path, "---\n{\nowner: ana,\nowner: ben\n}\n---\n") == []
