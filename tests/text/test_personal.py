"""Of what customers write at least 95 of 100 personal things are found, and 95 of 100 things found are personal."""

import pytest

from kcs_cli.text.privacy import KINDS, find_personal, scrub, suspects
from tests.benchmarks.personal import measure, read_texts

TEXTS = tuple(read_texts())
ENOUGH = 0.95


@pytest.mark.parametrize("texts", [TEXTS, tuple(text for text in TEXTS if text.is_aside)], ids=["all", "kept aside"])
def test_what_is_personal_is_found_and_what_is_found_is_personal(texts):
    figures = measure(texts)
    assert [one.kind for one in figures] == list(KINDS)
    assert [one for one in figures if min(one.recall, one.precision) < ENOUGH] == []


def test_the_list_is_long_and_nearly_half_of_it_is_harmless():
    harmless = sum(not text.personal for text in TEXTS)
    assert (len(TEXTS) >= 400, 0.4 < harmless / len(TEXTS) < 0.6) == (True, True)
    assert {text.language for text in TEXTS} >= {"en", "de", "fr", "lt", "zh", "pl"}


@pytest.mark.parametrize("text", [text for text in TEXTS if find_personal(text.text)], ids=lambda text: text.text[:40])
def test_what_is_found_has_a_sign_that_lint_looks_for_and_is_gone_once_it_is_replaced(text):
    scrubbed = scrub(text.text)
    assert suspects(text.text)
    assert scrub(scrubbed) == scrubbed


@pytest.mark.parametrize("text", [text for text in TEXTS if text.personal], ids=lambda text: text.text[:40])
def test_a_search_that_has_no_time_to_check_numbers_takes_no_fewer_of_them(text):
    checked, unchecked = (find_personal(text.text, is_checked=is_checked) for is_checked in (True, False))
    assert sum(len(one.text) for one in unchecked) >= sum(len(one.text) for one in checked)


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("手机号：13812345678", "手机号：<phone>"),
        ("+49 30 - 2312 5885 ist besetzt", "<phone> ist besetzt"),
        ("karte\u00a04111\u00a01111\u00a01111\u00a01111", "karte\u00a0<card>"),
        ("卡号 ４１１１１１１１１１１１１１１１", "卡号 <card>"),
        ("Authorization: Basic cnV0aDpodW50ZXIyMng=", "Authorization<secret>"),
        ("+48 22 826 14 55 czy 22 826 14 55?", "<phone> czy 22 826 14 55?"),
        ("PESEL 44051401458 and order 44051401458", "PESEL <national-id> and order 44051401458"),
        ("PESEL 44051401459", "PESEL 44051401459"),
        ("mail ana (at) shoplet (dot) net", "mail <e-mail>"),
        ("邮箱ana@shoplet.net收不到", "邮箱<e-mail>收不到"),
    ],
)
def test_it_is_found_as_people_write_it(text, scrubbed):
    assert scrub(text) == scrubbed
