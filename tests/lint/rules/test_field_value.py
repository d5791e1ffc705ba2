import pytest

from kcs_cli.knowledge_base.config_file import parse_config
from kcs_cli.lint.rules.field_value import RULE
from tests.lint.make import messages, repaired


def test_a_value_outside_the_vocabulary_is_found_with_the_nearest(tmp_path):
    text = "---\nkind: problm\nstate: beta\naudience: external\n---\n"
    assert messages(RULE, tmp_path, text) == [
        "2:7 kind cannot be problm; the nearest is problem",
        "3:8 state cannot be beta; one of wip, not-validated, validated, archived",
        "4:11 audience cannot be external; the nearest is internal",
    ]


@pytest.mark.parametrize(
    "line", ["kind: How To", "confidence: NOT_VALIDATED", "audience:", "governance: [x]", "kind:\ntype: problem"]
)
def test_a_value_in_another_writing_is_fine_and_another_rule_looks_at_no_value(line, tmp_path):
    assert messages(RULE, tmp_path, f"---\n{line}\n---\n") == []


def test_another_word_for_the_same_is_repaired_and_every_other_byte_stays(tmp_path):
    text = "\ufeff---\r\n# ours\r\nkind: 'FAQ' # ?\r\nconfidence:   Draft\r\naudience: external\r\n---\r\nFax  \r\n"
    wanted = text.replace("'FAQ'", "'question'").replace("Draft", "wip")
    assert repaired(RULE, tmp_path, text) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("kind: howto", "kind: how-to"),
        ("kind: error", "kind: known-error"),
        ("state: published", "state: validated"),
        ("state: retired", "state: archived"),
        ("audience: everyone", "audience: public"),
        ("audience: external", "audience: external"),
        ("kind: problm", "kind: problm"),
    ],
)
def test_only_what_has_one_right_answer_is_repaired(line, wanted, tmp_path):
    assert repaired(RULE, tmp_path, f"---\n{line}\n---\n") == f"---\n{wanted}\n---\n"


def test_toml_is_repaired_as_well(tmp_path):
    assert repaired(RULE, tmp_path, '+++\nkind = "faq"\n+++\n') == '+++\nkind = "question"\n+++\n'


def test_in_json_it_is_found_on_its_line_and_left(tmp_path):
    text = '{\n  "title": "Fax",\n  "kind": "faq"\n}\n'
    assert messages(RULE, tmp_path, text) == ["3:12 kind cannot be faq; the nearest is question"]
    assert repaired(RULE, tmp_path, text) == text


def test_the_right_word_for_a_field_that_a_site_goes_by_is_written_beside_it(tmp_path):
    config = parse_config('[fields]\nkind = ["kcs-kind", "kind"]\n', "kcs.toml", {})
    text = "---\ntitle: Fax\nkind: faq\n---\n"
    wanted = "---\ntitle: Fax\nkind: faq\nkcs-kind: question\n---\n"
    assert repaired(RULE, tmp_path, text, config=config) == wanted
