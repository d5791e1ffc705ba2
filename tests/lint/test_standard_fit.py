import tomllib

from kcs_cli.lint.registry import RULES
from kcs_cli.lint.standard_fit import NEEDS, RuleOff, lint_table, rules_off


def test_a_rule_about_what_hardly_any_article_has_is_off_with_the_reason():
    assert rules_off(1_390, {"title": 1_387, "issue": 0, "resolution": 2}) == (
        RuleOff("section-missing", "2 of 1,390 articles have a heading of an issue or a resolution"),
        RuleOff("section-order", "2 of 1,390 articles have a heading of an issue or a resolution"),
    )


def test_a_rule_about_what_some_have_stays():
    assert rules_off(210, {"title": 210, "issue": 5, "resolution": 120}) == ()


def test_the_table_is_read_as_settings_of_rules():
    text = lint_table(rules_off(258, {"issue": 100}))
    assert (tomllib.loads(text), "# 0 of 258 articles have a title" in text) == ({"lint": {"field-missing": "off"}}, True)
    assert lint_table(()) == ""


def test_only_rules_that_there_are_are_off():
    assert set(NEEDS) <= set(RULES)
