"""Tests of `hidden-characters`."""

import pytest

from kcs_cli.lint.rules.hidden_characters import RULE
from tests.lint.make import messages, repaired


@pytest.mark.parametrize(
    "text",
    [
        "10\u00a0kg, a narrow\u202fspace",
        "👩\u200d💻 and ❤\ufe0f\u200d🔥 and 👩🏽\u200d🔧",
        "می\u200cخواهم",
        "क्\u200dष क्\u200cष",
        "ภาษา\u200bไทย",
        "שלום\u200f (abc)\u200e",
        "فایل‌های PDF\u200cها و «VPN»\u200cهای",
        "মূল\u200cপাতা, ශ්\u200dරී, ക്\u200d",
        "שלום\n\nVPN (v2)\u200f\n\n\u2067אב\u2069 \u2068Fax\u2069",
        "Daten\u00adschutz\u00adgrund\u00adverordnung",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
    ids=[
        "blanks",
        "emoji",
        "Persian",
        "Hindi",
        "Thai",
        "Hebrew",
        "Persian in Latin",
        "Indic",
        "Latin in Hebrew",
        "German",
        "flag",
    ],
)
def test_characters_that_a_script_needs_are_no_finding(text, tmp_path):
    assert messages(RULE, tmp_path, f"## Issue\n\n{text}\n") == []


def test_characters_are_named_each_kind_once_a_line(tmp_path):
    text = "a\u200bb\u200bc\u00ad\nreset\u202e --all\nfa\ufeffx\nfa\u200dx\nplain\U000e0061\n"
    assert messages(RULE, tmp_path, text) == [
        "1:2 The hidden character U+200B (zero width space), 2 times, is here",
        "1:6 The hidden character U+00AD (soft hyphen) is here",
        "2:6 The hidden character U+202E (right-to-left override) is here",
        "3:3 The hidden character U+FEFF (zero width no-break space) is here",
        "4:3 The hidden character U+200D (zero width joiner) is here",
        "5:6 The hidden character U+E0061 (tag latin small letter a) is here",
    ]


def test_code_and_front_matter_are_looked_at(tmp_path):
    text = "---\ntitle: Fa\u200bx\n---\n\n```\nreset\u200b --all\n```\n"
    assert [one.split()[0] for one in messages(RULE, tmp_path, text)] == ["2:10", "6:6"]


def test_a_bom_at_the_beginning_is_no_finding_and_stays(tmp_path):
    assert messages(RULE, tmp_path, "\ufeffFax\n") == []
    assert repaired(RULE, tmp_path, "\ufeffFax\u200b\r\n") == "\ufeffFax\r\n"


def test_they_are_taken_out_and_those_that_are_needed_stay(tmp_path):
    assert repaired(RULE, tmp_path, "fax\u200b 👩\u200d💻\u2028b\u2060c\r\n") == "fax 👩\u200d💻\u2028bc\r\n"


def test_a_blank_of_no_width_between_two_words_is_left_to_a_person(tmp_path):
    assert repaired(RULE, tmp_path, "Cannot\u200bprint\u200b.\n") == "Cannot\u200bprint.\n"


def test_what_is_copied_has_none_whatever_the_article_is_written_in(tmp_path):
    text = "שלום\n\n`fax --\u200fall` and Daten\u00ad and \u202eabc\n\n```\nfax --re\u00adset\u200e\n```\n"
    assert [one.partition(" is here")[0].partition(" (")[0] for one in messages(RULE, tmp_path, text)] == [
        "3:8 The hidden character U+200F",
        "3:23 The hidden character U+00AD",
        "3:29 The hidden character U+202E",
        "6:9 The hidden character U+00AD",
        "6:13 The hidden character U+200E",
    ]


def test_a_repair_leaves_soft_hyphens_and_marks_where_they_belong(tmp_path):
    text = "Daten\u00adschutz `re\u00adset`\nשלום\nFax\u200f\u202e\n"
    assert repaired(RULE, tmp_path, text) == "Daten\u00adschutz `reset`\nשלום\nFax\u200f\n"
