import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcs_cli.errors import ConfigError
from kcs_cli.text.bank_number import is_iban, is_luhn
from kcs_cli.text.privacy import PersonalData, find_personal, mask, scrub


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("mail from ana.b+c@mail.example.org fails", "mail from <e-mail> fails"),
        ("<ana@example.org>", "<<e-mail>>"),
        ("write to ana@example.org.", "write to <e-mail>."),
        ("my card 4111 1111 1111 1111 is refused", "my card <card> is refused"),
        ("card 4111-1111-1111-1111", "card <card>"),
        ("amex 378282246310005", "amex <card>"),
        ("pay to DE89 3704 0044 0532 0130 00 fails", "pay to <iban> fails"),
        ("pay to de89 3704 0044 0532 0130 00 fails", "pay to <iban> fails"),
        ("LT121000011101001000", "<iban>"),
        ("call +370 612 34567 back", "call <phone> back"),
        ("call 0049 (30) 1234567", "call <phone>"),
        ("Tel. 030 1234567", "Tel. <phone>"),
        ("phone: 555-123-4567", "phone: <phone>"),
        ("my phone number is 0171 2345678", "my phone number is <phone>"),
        ("Telefonas: 8 612 34567", "Telefonas: <phone>"),
        ("电话：010 12345678", "电话：<phone>"),
        ("Tel: +49 30 1234567", "Tel: <phone>"),
        ("password: hunter2 is wrong", "<secret> is wrong"),
        ('{"password": "hunter2"}', '{"<secret>'),
        ("API_KEY=abc123 rejected", "<secret> rejected"),
        ("https://example.org/?access_token=abc123", "https://example.org/?<secret>"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: <secret>"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1", "<secret>"),
        ("ghp_0123456789abcdef0123 denied", "<secret> denied"),
        ("AKIAIOSFODNN7EXAMPLE denied", "<secret> denied"),
        ("clone https://ana:s3cret@example.org/x", "clone https://<secret>@example.org/x"),
        ("a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb", "a\n<secret>\nb"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\nMIIF", "<secret>"),
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
        "order 000123456789",
        "time 1717000000008 in milliseconds",
        "barcode 4006381333931",
        "DE00370400440532013000",
        "the token expired and the password is wrong",
        "192.168.100.200 255.255.255.0",
        "Windows Phone 10.0.15254.603",
        "phone: 192.168.100.200",
        "phone: 2024-05-06 10:11",
        "the iPhone 14 and phone 404",
        "react@18.2.0 and icon@2x.png",
        "git@github.com:example/kb.git",
        "password: <your password>",
        "password=$PASSWORD and pwd=%PASSWORD% and token=${TOKEN} and password: ****",
        "你好 ačiū 🙂",
        r"C:\Users\ana\AppData",
        "@mention and a@b",
    ],
)
def test_codes_versions_addresses_and_words_stay(text):
    assert scrub(text) == text


def test_several_kinds_in_one_text_are_all_replaced():
    assert scrub("ana@example.org, +370 612 34567, pwd=x") == "<e-mail>, <phone>, <secret>"


def test_what_is_found_has_kind_text_and_place():
    found = find_personal("call +370 612 34567, ana@example.org")
    assert found == (PersonalData("phone", "+370 612 34567", 5), PersonalData("e-mail", "ana@example.org", 21))


def test_a_number_beside_another_is_found_too():
    assert scrub("+10000000 41111111111 11111") == "<phone> <card>"


def test_a_configured_pattern_that_matches_everything_overlaps_nothing():
    assert [found.kind for found in find_personal("a ana@example.org\nb", (".+",))] == ["e-mail", "national-id"]


def test_a_configured_pattern_finds_national_ids():
    assert scrub("born, 38501011234 is his", (r"\b[3-6]\d{10}\b",)) == "born, <national-id> is his"


def test_of_two_patterns_that_overlap_the_first_counts():
    assert find_personal("x 1234 y", (r"\d{4}", r"\d+ y")) == (PersonalData("national-id", "1234", 2),)


def test_a_configured_pattern_looks_at_every_part_of_a_long_line():
    line = "word " * 300 + "AB-1234 " + "word " * 300
    assert [found.start for found in find_personal(f"first\n{line}\n", (r"\bAB-\d{4}\b",))] == [1506]


def test_a_configured_pattern_that_matches_nothing_at_all_finds_nothing():
    assert find_personal("a\nb", ("x*",)) == ()


def test_a_pattern_that_is_no_regular_expression_names_the_setting():
    with pytest.raises(ConfigError) as error:
        find_personal("text", ("[0-9",))
    assert error.value.message.startswith("privacy.patterns has '[0-9', which is no regular expression")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ana@example.org", "a…@e…"),
        ("+370 612 34567", "…67"),
        ("4111 1111 1111 1111", "…11"),
        ("password: hunter2", "pas…"),
    ],
)
def test_what_is_shown_of_it_tells_no_more_than_which(text, shown):
    assert [mask(found) for found in find_personal(text)] == [shown]


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
@given(st.text(max_size=300) | st.lists(PIECES | st.sampled_from(["tel", "password", "@", "<", ">"])).map(" ".join))
@example("TEL:PASSWORT=0000 0000000 0 0")
@example("Steuer-ID password=0000 12 345 678 903")
@example("fax 0176 1234567: 4111 1111 1111 1111IBAN")
def test_any_text_is_scrubbed_and_stays_so(text):
    assert scrub(scrub(text)) == scrub(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=20), max_size=8).map(" ".join))
def test_what_is_found_stands_where_it_is_said_to_and_overlaps_nothing(text):
    found = find_personal(text, (r"\d+", "w.*"))
    ends = [0, *(one.start + len(one.text) for one in found)]
    assert [text[one.start : one.start + len(one.text)] for one in found] == [one.text for one in found]
    assert all(end <= one.start for end, one in zip(ends, found, strict=False))
