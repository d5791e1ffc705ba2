"""Every rule's examples are its tests."""

import re

import pytest

from kcs_cli.knowledge_base.config_file import parse_config
from kcs_cli.lint.engine.rule import Rule, Severity
from kcs_cli.lint.registry import RULES
from tests.lint.make import asked, change_of, repaired

ALL = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


def found(rule: Rule, example, root):
    settings = parse_config(example.others.get("kcs.toml", ""), "kcs.toml", {})
    parts = {"others": example.others, "before": example.before, "path": example.path, "config": settings}
    return asked(rule, root, example.text, **parts, **(change_of(example) if rule.only_changes else {}))


@ALL
def test_the_good_example_of_a_rule_is_good(rule, tmp_path):
    assert found(rule, rule.good, tmp_path) == []


@ALL
def test_the_bad_example_of_a_rule_is_bad(rule, tmp_path):
    assert found(rule, rule.bad, tmp_path) != []


@ALL
def test_a_rule_is_named_in_kebab_case_and_says_why_in_a_sentence(rule):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert re.fullmatch(r"[A-Z“].*[.?]", rule.reason)
    assert "\n" not in rule.reason


def test_an_empty_file_has_no_title_and_no_id(tmp_path):
    assert {rule.name for rule in RULES.values() if asked(rule, tmp_path, "")} == {"field-missing", "id-missing"}


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.fix], ids=lambda rule: rule.name)
def test_what_is_repaired_is_found_no_more_and_repaired_once(rule, tmp_path):
    example = rule.bad
    text = repaired(rule, tmp_path, example.text, others=example.others)
    assert asked(rule, tmp_path, text, others=example.others, before=example.before) == []
    assert repaired(rule, tmp_path, text, others=example.others) == text


def test_rules_are_errors_or_warnings_or_off():
    assert {rule.severity for rule in RULES.values()} <= set(Severity)
