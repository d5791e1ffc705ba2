import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.privacy import is_iban, is_luhn, scrub


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("mail from ana.b+c@mail.example.org fails", "mail from <e-mail> fails"),
        ("my card 4111 1111 1111 1111 is refused", "my card <card> is refused"),
        ("card 4111-1111-1111-1111", "card <card>"),
        ("pay to DE89 3704 0044 0532 0130 00 fails", "pay to <iban> fails"),
        ("LT121000011101001000", "<iban>"),
        ("call +370 612 34567 back", "call <phone> back"),
        ("call 0049 (30) 1234567", "call <phone>"),
        ("password: hunter2 is wrong", "<secret> is wrong"),
        ("API_KEY=abc123 rejected", "<secret> rejected"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: <secret>"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1", "<secret>"),
        ("ghp_0123456789abcdef0123 denied", "<secret> denied"),
        ("AKIAIOSFODNN7EXAMPLE denied", "<secret> denied"),
        ("clone https://ana:s3cret@example.org/x", "clone https://<secret>@example.org/x"),
    ],
)
def test_personal_data_and_secrets_are_replaced_by_their_kind(text, scrubbed):
    assert scrub(text) == scrubbed


def test_a_card_number_at_the_end_of_a_sentence_is_replaced():
    assert scrub("My card is 4111 1111 1111 1111.") == "My card is <card>."


def test_an_account_before_another_number_is_replaced():
    assert scrub("from LT121000011101001000 2000 EUR") == "from <iban> 2000 EUR"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "error: 0x80070005",
        "error 80070005 after update 2.3.1",
        "http://10.0.0.1:8080/path",
        "version 4.15.0-112-generic",
        "KB-000123456 and E_FAIL",
        "2024-05-06T10:11:12.123456",
        "order 4111 1111 1111 1112",
        "DE00370400440532013000",
        "the token expired and the password is wrong",
        "192.168.100.200 255.255.255.0",
        "你好 ačiū 🙂",
        r"C:\Users\ana\AppData",
        "@mention and a@b",
    ],
)
def test_codes_versions_addresses_and_words_stay(text):
    assert scrub(text) == text


def test_several_kinds_in_one_text_are_all_replaced():
    assert scrub("ana@example.org, +370 612 34567, pwd=x") == "<e-mail>, <phone>, <secret>"


@pytest.mark.parametrize(
    ("digits", "valid"), [("4111111111111111", True), ("4111111111111112", False), ("79927398713", True)]
)
def test_the_last_digit_of_a_card_number_is_checked(digits, valid):
    assert is_luhn(digits) is valid


@pytest.mark.parametrize(("iban", "valid"), [("GB82WEST12345698765432", True), ("GB83WEST12345698765432", False)])
def test_the_check_digits_of_an_account_are_checked(iban, valid):
    assert is_iban(iban) is valid


PIECES = st.sampled_from(
    ["ana@example.org", "4111 1111 1111 1111", "LT121000011101001000", "+370 612 34567", "word", "=", ":", "٣" * 16, "😀"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=8).map(", ".join))
def test_no_address_or_account_survives(text):
    scrubbed = scrub(text)
    assert [piece for piece in ("ana@", "LT12100", "+370 612") if piece in scrubbed] == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_scrubbed_and_stays_so(text):
    assert scrub(scrub(text)) == scrub(text)
