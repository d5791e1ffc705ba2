"""Tests of `title-shares-no-word`."""

import pytest

from kcs_cli.lint.rules.title_shares_no_word import RULE
from tests.lint.make import messages

MESSAGE = (
    "2:1 The title shares no word with the issue and the customers' phrases; use one of theirs, or add how they said it"
)


def article(title, issue, language="en", said=""):
    return f"---\ntitle: {title}\nlanguage: {language}\nsaid: [{said}]\n---\n\n## Issue\n\n{issue}\n"


@pytest.mark.parametrize(
    "text",
    [
        article("Printing is slow", "My printer takes ages."),
        article("The VPN fails", "No vpn today."),
        article("Telephony failure", "My fax is dead.", said="phone failure"),
        article("Drucken dauert", "Der Netzwerkdrucker ist langsam.", "de"),
        article("Prisijungimas neveikia", "Negaliu prisijungti.", "lt"),
        article("打印机没有反应", "我的打印机坏了。", "zh"),
        article("Telephony failure", "<!-- What the customer said. -->"),
        article("Telephony failure", ""),
        article("How do I do this?", "My fax is dead."),
        article("''", "My fax is dead."),
        "---\ntitle: Telephony failure\n---\n\n## Resolution\n\nPut the cable back.\n",
    ],
)
def test_a_title_with_a_word_of_the_customer_or_without_an_issue_is_no_finding(text, tmp_path):
    assert messages(RULE, tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        article("Telephony failure", "My fax is dead."),
        article("The failure of my telephony", "My fax is the thing that is dead."),
        article("Telephony failure", "<!-- telephony -->\nMy fax is dead."),
        article("Telefonie gestört", "Mein Fax ist tot.", "de"),
        article("Ryšio sutrikimas", "Mano faksas tyli.", "lt"),
        article("域名解析出错", "网断了。", "zh"),
    ],
)
def test_a_title_in_other_words_than_the_customer_used_is_found(text, tmp_path):
    assert messages(RULE, tmp_path, text) == [MESSAGE]
