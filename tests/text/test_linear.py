"""100 KB of anything a pattern knows ends soon: `tests.benchmarks.linear` tries every expression of the package."""

import time

import pytest

from kcs_cli.article.link import find_links
from kcs_cli.article.section import find_role, find_sections, without_comments
from kcs_cli.article.template import harmless
from kcs_cli.git.mailmap import parts
from kcs_cli.solve.ticket import read_ticket
from kcs_cli.text.privacy import find_personal
from kcs_cli.text.user_pattern import spans_of

SIZE = 100_000
GENEROUS = 10.0  # seconds of CPU: a linear reader takes 0.2, a quadratic one minutes
TOKENS = (
    "eyJ", "eyJabcdefgh.", "password=", "a@", "a@a.", "http://a:b:c", "://a:b@", "a\u200d", "-", "- ", "=\n", "-\n", "# a\n",
    "[", "](", "[a](", "[a]: ", "`", "```\n", "<", "<!--", "<a ", "|", "> ", "*", "{#a", "\\", "1", "12-", "tel. ",
    "LT12 3456 ", "tel: 123456 +37061234567 ", '"', "中", "-----BEGIN PRIVATE KEY-----", "sk-", " ", "\n", "\t", "--\n",
    "<!-- kcs-disable a: ",
)  # fmt: skip
READERS = {
    "privacy": find_personal,
    "privacy with patterns": lambda text: find_personal(text, (r"(a+)+b", r"\d+-\d+-\d+", r"(?<!\d)\d{11}(?!\d)")),
    "sections": lambda text: find_sections(text, 1, {}),
    "role": lambda text: find_role(text, {}),
    "comments": without_comments,
    "harmless": harmless,
    "links": lambda text: list(find_links(text)),
    "author": parts,
    "ticket": lambda text: read_ticket("<p>" + text + "</p>", "ticket.txt"),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_takes_a_pasted_text_of_any_kind_in_one_pass(reader):
    for token in TOKENS[::5] if "patterns" in reader else TOKENS:
        begun = time.process_time()
        READERS[reader](token * (SIZE // len(token)))
        assert time.process_time() - begun < GENEROUS, token


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"(a|aa)+$", r"(\w+\s?)*:", r"(?:a*)*\d"])
def test_a_pattern_that_would_try_for_ever_is_read_once(pattern):
    assert list(spans_of(pattern)("a" * 500)) in ([], [(0, 500)])


def test_a_pattern_keeps_the_letters_and_digits_of_all_scripts():
    assert [list(spans_of(p)("ä12-34š")) for p in (r"\w+-\w+", r"[\w-]+\d\w+")] == [[(0, 7)], [(0, 7)]]
