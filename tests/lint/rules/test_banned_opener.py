"""Tests of `banned-opener`."""

import pytest

from kcs_cli.lint.rules.banned_opener import RULE
from tests.lint.make import messages


def article(title, issue="", said=""):
    return f'---\ntitle: "{title}"\nsaid: [{said}]\n---\n\n## Issue\n\n{issue}\n'


@pytest.mark.parametrize(
    "text",
    [
        article("Fax is silent", "I want to send a fax.", "I want to send a fax"),
        article("Customers get logged out", "Users cannot log in."),
        article("Customer isolation is off", "A customer calls. The customer is angry."),
        article("Klientas kalba lietuviškai", "Klientas klausia lietuviškai."),
        article("Guests pay twice", "A customer is charged twice."),
        article("用户说明书找不到", "客户打电话说“网断了”。"),
        article("I wanted poster", "<!-- Customer is … -->\n\nThe fax is silent."),
        article("How to send a fax", "> Customer is angry"),
        article("", ""),
        "---\ntitle: Fax\n---\n\nCustomer is angry.\n",
    ],
)
def test_the_thing_or_the_customers_own_words_are_no_opener(text, tmp_path):
    assert messages(RULE, tmp_path, text) == []


@pytest.mark.parametrize(
    ("title", "opener"),
    [
        ("I want to send a fax", "I want"),
        ("I’d like a fax", "I’d like"),
        ("how to fix the fax", "how to fix"),
        ("The Customer is unable to send", "The Customer is"),
        ("Customer is not able", "Customer is"),
        ("User is not able to send", "User is not able"),
        ("Der Kunde möchte kündigen", "Der Kunde möchte"),
        ("Ich möchte kündigen", "Ich möchte"),
        ("Klientas nori atsisakyti", "Klientas nori"),
        ("Noriu atsisakyti", "Noriu"),
        ("客户想退款", "客户想"),
        ("我想退款", "我想"),
    ],
)
def test_an_opener_of_a_title_is_found(title, opener, tmp_path):
    assert messages(RULE, tmp_path, article(title, "x")) == [
        f"2:1 The title begins with “{opener}”; begin with the thing, and what it does"
    ]


def test_an_opener_of_the_issue_is_found_where_it_stands(tmp_path):
    text = article("Fax", "\n<!-- a\nb -->\n\n- User cannot send.\n- Customer is angry.")
    assert messages(RULE, tmp_path, text) == [
        "12:3 The issue begins with “User cannot”; write what the customer said, or the thing and what it does"
    ]


def test_openers_may_be_set(tmp_path):
    options = {"openers": ("Problem: ", ""), "title_openers": ()}
    assert messages(RULE, tmp_path, article("Problem: fax", "Customer is angry."), options=options) == [
        "2:1 The title begins with “Problem:”; begin with the thing, and what it does"
    ]
