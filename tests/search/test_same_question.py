"""Tests of questions grouped by meaning."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.search.engine.synonym import Synonym
from kcs_cli.search.question_word import QuestionWords
from kcs_cli.search.same_question import group, is_same_question, words_number

WORDS = (
    "printer", "printers", "fax", "pritner", "papier", "Papierstau", "log", "in", "login", "does", "not", "принтер", "2.4.5",
    "打印机", "gift", "card", "giftcard",
)  # fmt: skip


def groups(questions: Iterable[str], known: Iterable[str] = (), synonyms=(), languages=("en", "de")) -> list[set[str]]:
    counts = dict.fromkeys(questions, 1)
    heads = group(counts, QuestionWords(counts, languages, lambda words: set(known) & set(words), synonyms))
    assert heads.keys() == counts.keys()
    return [{one for one in counts if heads[one] == head} for head in dict.fromkeys(map(heads.__getitem__, counts))]


@pytest.mark.parametrize(
    "same",
    [
        ("fax stays silent", "silent fax stays"),
        ("the printer prints nothing", "printers printing nothing"),
        ("redeem gift card", "giftcard redeem", "how do I redeem a gift-card?"),
        ("log in page blank", "login page blank"),
        ("cannot find article", "can't find the artcle"),
        ("Gutschein einlösen", "gutschein einloesen", "EINLÖSEN gutschein"),
        ("fax stays silent", "fax stays silent today"),
        ("принтер зависает", "printer zavisaet принтер зависает"),
        ("打印机 卡纸", "卡纸打印机"),
        ("error 0x80070005", "ERROR 0x80070005"),
        ("what is it", "What is it?"),
    ],
)
def test_questions_of_one_meaning_are_one_group(same):
    assert groups((*same, "vpn certificate expired")) == [set(same), {"vpn certificate expired"}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fax rings", "fax silent"),
        ("error 503 on checkout", "error 404 in admin"),
        ("printer", "printer jam"),
        ("import orders", "export orders"),
        ("Drucker druckt nicht", "printer does not print"),
        ("打印机", "复印机"),
        ("how to", "what is"),
    ],
)
def test_questions_of_two_meanings_are_two_groups(one, other):
    assert groups((one, other)) == [{one}, {other}]


def test_synonyms_bring_languages_together():
    pair = Synonym("drucker klemmt", "printer jam")
    assert groups(("drucker klemmt", "printer jam"), synonyms=(pair,)) == [{"drucker klemmt", "printer jam"}]
    back = Synonym("printer jam", "drucker klemmt")
    assert len(groups(("drucker klemmt", "printer jam"), synonyms=(pair, back))) == 1


def test_two_words_that_articles_have_are_never_one():
    questions = ("charge card twice", "change card twice")
    assert groups(questions, known=("change",)) == [set(questions)]
    assert groups(questions, known=("change", "charge")) == [{one} for one in questions]


def test_a_word_that_everybody_says_makes_no_group():
    many = [f"magento admin problem{n} detail{n}" for n in range(30)]
    assert len(groups((*many, "magento admin other thing"))) == 31


def test_the_commonest_question_leads_and_of_two_the_one_that_says_more():
    def head(counts: dict[str, int]) -> str:
        words = QuestionWords(counts, ("en",), lambda _: set())
        (only,) = set(group(counts, words).values())
        return only

    assert head({"fax silent": 2, "the fax is silent": 1}) == "fax silent"
    assert head({"fax silent": 1, "the fax is silent": 1}) == "the fax is silent"
    assert head({"fax silent": 1, "fax silent " + "the " * 40: 1}) == "fax silent"


QUESTIONS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join), unique=True, max_size=12)


@settings(deadline=None)
@given(QUESTIONS, st.randoms())
def test_groups_do_not_depend_on_the_order(questions, random):
    shuffled = random.sample(questions, len(questions))
    assert sorted(map(sorted, groups(questions))) == sorted(map(sorted, groups(shuffled)))


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), unique=True, max_size=8))
def test_each_question_is_in_one_group_whatever_it_is(questions):
    found = groups(questions)
    assert sorted(one for same in found for one in same) == sorted(questions)


@pytest.mark.parametrize(
    ("one", "other"),
    [("printer", "printer dead"), ("hp", "HP"), ("fax silent", "silent faxes"), ("打印机卡纸", "打印机")],
)
def test_two_questions_that_share_pieces_of_words_ask_the_same(one, other):
    assert is_same_question(one, other)


@pytest.mark.parametrize(("one", "other"), [("printer", "vpn down"), ("hp", "lg"), ("", "printer"), ("打印机", "邮件")])
def test_two_questions_that_share_nothing_do_not(one, other):
    assert not is_same_question(one, other)


def test_how_much_they_must_share_is_the_callers():
    one, other = "cannot reach the mail server", "mailbox full of letters"
    assert (is_same_question(one, other), is_same_question(one, other, 0.0)) == (False, True)


def test_words_have_one_number_whatever_their_order():
    assert words_number("Fax is silent!") == words_number("silent is, fax") != words_number("fax is loud")
    assert words_number("?!") == 0
