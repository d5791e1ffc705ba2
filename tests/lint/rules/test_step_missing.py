"""Tests of `step-missing`."""

import pytest

from kcs_cli.lint.rules.step_missing import RULE
from tests.lint.make import messages, repaired

OTHERS = {
    "net/set-up-vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\n---\n",
    "old.md": "---\nid: kb-3c4d6f\ntitle: Old\nconfidence: archived\n---\n",
}
HEAD = "---\ntitle: Nothing works\nkind: path\n---\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "## Steps\n1. [a](net/set-up-vpn.md)\n2. kb-2c4d6f, or [kb-2c4d6f](kb-2c4d6f)\n",
        HEAD + "## Issue\n[a](no.md) kb-999999\n## Steps\n1. Ask.\n",
        HEAD.replace("path", "procedure") + "## Steps\n1. [a](no.md)\n",
        HEAD + "## Steps\n`kb-999999` https://example.org/kb-999999 [a](../no.md) kb-999999.example.org\n",
        HEAD.replace("kind: path", "kind: path\nconfidence: archived") + "## Steps\n1. [a](old.md)\n",
        HEAD.replace("kind: path", "kind: path\nsteps: [net/set-up-vpn.md, kb-2c4d6f, Ask the customer, 3]"),
        HEAD.replace("kind: path", "kind: path\nsteps: 3"),
    ],
)
def test_what_is_there_or_no_step_is_no_finding(text, tmp_path):
    assert messages(RULE, tmp_path, text, others=OTHERS) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "## Steps\n1. [a](no.md)", "6:8 There is no article no.md for this step"),
        (
            HEAD + "## Steps\n### Then\n1. [a](set-up-vpn.md)",
            "7:8 There is no article set-up-vpn.md for this step; it is now net/set-up-vpn.md",
        ),
        (HEAD + "## Steps\n1. Read kb-999999.", "6:9 There is no article kb-999999 for this step"),
        (
            HEAD + "## Steps\n1. [a](kb-3c4d6f)",
            "6:8 The step kb-3c4d6f (old.md) is archived; lead on without it, or to what took its place",
        ),
        (
            HEAD.replace("kind: path", "kind: path\nsteps:\n  - net/set-up-vpn.md\n  - kb-999999"),
            "6:5 There is no article kb-999999 for this step",
        ),
    ],
)
def test_a_step_that_is_missing_or_archived_is_found_where_it_stands(text, expected, tmp_path):
    assert messages(RULE, tmp_path, text, others=OTHERS) == [expected]


def test_a_step_that_was_moved_is_led_there(tmp_path):
    text = HEAD + "## Steps\n1. [a](set-up-vpn.md#x) [b](no.md)\n"
    assert repaired(RULE, tmp_path, text, others=OTHERS) == text.replace("(set-up-vpn.md", "(net/set-up-vpn.md")
