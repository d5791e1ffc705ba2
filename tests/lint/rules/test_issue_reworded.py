"""Tests of `issue-reworded`."""

import pytest

from kcs_cli.lint.rules.issue_reworded import RULE
from tests.lint.make import messages

HEAD = "---\nid: kb-7h3k9m\nkind: problem\nsaid:\n  - fax is dead\n---\n"
ISSUE = """
## Issue

The fax does not ring since we moved. Nobody teh number.

- Pages stay in the tray
- The **light** blinks twice

## Environment

Fax 300
"""
BEFORE = HEAD + ISSUE


def found(root, after, before=BEFORE, **more):
    return messages(RULE, root, after, before=before, **more)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The fax does", "It is Monday.\n\nThe fax does"),
        (
            "- Pages stay in the tray\n- The **light** blinks twice\n",
            "1. The `light` blinks twice\n2. Pages stay in the tray\n",
        ),
        ("does not ring since we moved.", "does not ring\nsince we moved!"),
        ("The fax does not", "THE *fax* does not"),
        ("The fax does not ring", "The [fax](fax.md) in the office does still not ring"),
        ("teh number", "the number"),
        ("the tray", "the <b>tray</b>"),
        ("fax is dead", "Fax is dead!"),
        ("fax is dead", "fax is stone dead"),
        ("  - fax is dead", "  - my fax\n  - fax is dead"),
        ("## Issue", "## Symptoms"),
        (
            "The fax does not ring since we moved. Nobody teh number.\n",
            "Since we moved the fax does not ring. Nobody teh number.\n",
        ),
        ("Nobody teh number.\n", "Nobody teh number.\n<!-- kcs: ask -->\n"),
        ("## Environment", "```\nE17\n```\n\n## Environment"),
        ("The fax does", "The [!DNL fax] does"),
        ("Fax 300", "Fax 500"),
        ("\n- Pages stay in the tray", "\n### Sometimes\n\n- Pages stay in the tray"),
    ],
)
def test_what_keeps_the_customers_words_is_no_finding(old, new, tmp_path):
    assert old in BEFORE
    assert found(tmp_path, BEFORE.replace(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  - fax is dead", "  - device is faulty", "4:1 The customer's phrase “fax is dead” was removed or reworded"),
        ("  - fax is dead\n", "", "4:1 The customer's phrase “fax is dead” was removed or reworded"),
        (
            "The fax does not ring since we moved.",
            "The fax is silent after the relocation.",
            "8:1 The issue statement “The fax does not ring since we moved.” was removed or reworded; add yours beside it",
        ),
        (
            "- Pages stay in the tray\n",
            "",
            "8:1 The issue statement “Pages stay in the tray” was removed or reworded; add yours beside it",
        ),
        (
            "blinks twice",
            "blinks thrice",
            "8:1 The issue statement “The light blinks twice” was removed or reworded; add yours beside it",
        ),
        (
            "does not ring",
            "does ring",
            "8:1 The issue statement “The fax does not ring since we moved.” was removed or reworded; add yours beside it",
        ),
    ],
)
def test_what_takes_the_customers_words_away_is_found(old, new, expected, tmp_path):
    assert found(tmp_path, BEFORE.replace(old, new)) == [expected]


def test_an_issue_that_is_removed_is_found_once(tmp_path):
    assert found(tmp_path, HEAD + "\n## Environment\n\nFax 300\n") == [
        "7:1 The issue was removed (“The fax does not ring since we moved.”)"
    ]


def test_a_word_of_a_version_is_no_typo(tmp_path):
    before = HEAD + "\n## Issue\n\nThe fax stops after update 20a.\n"
    assert len(found(tmp_path, before.replace("20a", "21a"), before)) == 1


def test_a_chinese_statement_that_is_reworded_is_found_and_one_that_is_added_to_is_not(tmp_path):
    before = HEAD + "\n## Issue\n\n传真机不响。灯在闪。\n"
    assert found(tmp_path, before.replace("传真机", "办公室的传真机"), before) == []
    assert found(tmp_path, before.replace("不响", "坏了"), before) == [
        "8:1 The issue statement “传真机不响。” was removed or reworded; add yours beside it"
    ]


def test_accents_that_are_set_keep_the_words(tmp_path):
    before = HEAD + "\n## Issue\n\nNeveikia saskaita uz kede.\n"
    assert found(tmp_path, before.replace("saskaita uz kede", "sąskaita už kėdę"), before) == []


def test_an_opener_or_a_pronoun_may_give_way_to_the_thing(tmp_path):
    before = HEAD + "\n## Issue\n\nCustomer is unable to send a fax.\n\nIt does not ring at all.\n"
    after = HEAD + "\n## Issue\n\nI am unable to send a fax.\n\nThe fax does not ring at all.\n"
    assert found(tmp_path, after, before) == []


def test_an_error_that_gets_its_own_line_keeps_the_words(tmp_path):
    before = HEAD + '\n## Issue\n\nThe fax shows the error "E17: Line is busy" since Monday.\n'
    after = HEAD + "\n## Issue\n\nThe fax shows the error since Monday:\n\n    E17: Line is busy\n"
    assert found(tmp_path, after, before) == []


def test_a_statement_that_names_somebody_may_go(tmp_path):
    before = HEAD + "\n## Issue\n\nWrite to lea.berg@firma-berg.de about it.\n\nThe fax is silent.\n"
    assert found(tmp_path, before.replace("Write to lea.berg@firma-berg.de about it.\n\n", ""), before) == []


def test_the_text_of_a_template_may_go(tmp_path):
    before = HEAD + "\n## Issue\n\n[Tell what the customer said]\n\nThe fax is silent.\n"
    template = {"templates/problem.md": "---\nid:\ntitle:\n---\n\n## Issue\n\n[Tell what the customer said]\n"}
    assert found(tmp_path, before.replace("[Tell what the customer said]\n\n", ""), before, others=template) == []


def test_a_new_article_and_one_that_is_not_known_before_have_nothing_to_lose(tmp_path):
    assert found(tmp_path, BEFORE, "") == []
    assert found(tmp_path, BEFORE, None) == []


@pytest.mark.parametrize(("old", "new"), [("The fax is dead.", "The fax is not dead."), ("打印机能用。", "打印机不能用。")])
def test_a_word_that_makes_it_say_the_contrary_is_no_addition(old, new, tmp_path):
    head = "---\ntitle: Fax\n---\n\n## Issue\n\n"
    assert len(messages(RULE, tmp_path, f"{head}{new}\n", before=f"{head}{old}\n")) == 1


def test_a_phrase_goes_even_where_the_issue_says_the_same(tmp_path):
    before = "---\ntitle: Fax\nsaid: [the fax is dead]\n---\n\n## Issue\n\nThe fax is dead since we moved.\n"
    found = messages(RULE, tmp_path, before.replace("said: [the fax is dead]\n", ""), before=before)
    assert [one.partition(" ")[2] for one in found] == ["The customer's phrase “the fax is dead” was removed or reworded"]
