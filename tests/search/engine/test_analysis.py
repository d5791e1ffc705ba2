import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.search.engine import analysis
from kcs_cli.search.engine.analysis import (
    Token,
    codes,
    compounds,
    katakana_pairs,
    name_parts,
    stop_words,
    terms,
    tokens,
    words,
)
from kcs_cli.search.engine.quantity import quantities
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import normal, pairs

LANGUAGES = ("en", "de", "fr", "ru", "lt", "pl", "zh", "ja", "ko", "hi", "ar", "el", "tr", "")
LETTERS = st.sampled_from(
    "aAzZäßéøłŁšųįİıſ0¹½٣яёЙіαΣςا打印機プリンターｶﾞぁ한글हिन्दी 😀👩‍💻-_.:'’*\n\t\u0301\u200b\u00ad\ufeff"
)
TEXTS = st.one_of(st.text(max_size=60), st.text(LETTERS, max_size=60)).map(normal)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "printing", "Printed"), ("de", "Drucker", "Druckern"), ("fr", "imprimantes", "imprimante"),
        ("ru", "принтеры", "принтера"), ("lt", "spausdintuvas", "spausdintuvo"), ("lt", "slaptažodžiai", "slaptažodis"),
        ("pl", "drukarki", "drukarkami"), ("hi", "लड़का", "लड़के"), ("sv", "skrivaren", "skrivare"),
        ("cs", "tiskárny", "tiskárna"), ("es", "impresoras", "impresora"),
    ],
)  # fmt: skip
def test_inflected_words_share_a_stem(language, one, other):
    assert terms(one, language) == terms(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"), [("en", "print", "paint"), ("lt", "tinklas", "tiltas"), ("", "run", "runs")]
)
def test_different_words_keep_different_terms(language, one, other):
    assert terms(one, language) != terms(other, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_case_does_not_matter(language):
    assert terms("ŽALIA Über ПРИНТЕР Στο", language) == terms("žalia über принтер στο", language)


@pytest.mark.parametrize("language", ["en", "de", "fr", "zh", ""])
def test_accents_do_not_matter(language):
    assert terms("Žalia Über Café", language) == terms("zalia uber cafe", language)


def test_a_stemmer_sees_the_accents_and_the_term_has_none():
    assert terms("slaptažodžiai żółty", "lt") == ["slaptazod", "zołty"]


@pytest.mark.parametrize(("language", "text"), [("zh", "打印机"), ("ja", "打印机"), ("en", "打印机"), ("lt", "打印机")])
def test_chinese_characters_are_words_and_pairs(language, text):
    assert terms(text, language) == ["打", "印", "机", "打印", "印机"]


def test_japanese_and_korean_are_cut_as_chinese_is():
    assert (terms("プリン", "ja"), terms("한글", "ko")) == (
        ["ぷ", "り", "ん", "ぷり", "りん", "プリ", "リン"],
        ["한", "글", "한글"],
    )


def test_words_of_two_scripts_are_parted():
    assert terms("VPN连接failed", "en") == ["vpn", "连", "接", "fail", "连接"]


def test_an_emoji_is_a_word():
    assert terms("printer🖨broken 😀😀", "en") == ["printer", "🖨", "broken", "😀", "😀"]


def test_a_hindi_word_with_vowel_signs_is_one_word():
    assert words("हिन्दी में") == ["हिंदी", "में"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("error 0x80070005", []),  # one word already
        ("version 2.3.1, not 2.3", ["2.3.1", "2.3"]),
        ("KB-4711 and E_FAIL", ["kb-4711", "e_fail"]),
        ("wi-fi and e.g. this", []),
        ("10.0.0.1:8080", ["10.0.0.1:8080"]),
        ("at 12:30.", ["12:30"]),
        ("", []),
    ],
)
def test_codes_of_several_parts_are_kept_whole(text, found):
    assert codes(text) == found


def test_a_code_is_a_term_beside_its_parts():
    assert terms("Fix 2.3.1", "en") == ["fix", "2", "3", "1", "2.3.1"]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_the_same_text_has_the_same_tokens_in_every_language(text):
    places = [[(t.start, t.end) for t in tokens(text, language)] for language in LANGUAGES]
    assert places == [places[0]] * len(LANGUAGES)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_tokens_cover_every_letter_and_digit_once(text):
    found = [(t.start, t.end) for t in tokens(text, "en")]
    covered = [n for start, end in found for n in range(start, end)]
    letters = [n for n, c in enumerate(text) if unicodedata.category(c)[0] in "LN" and folded(c)]
    assert covered == sorted(set(covered))
    assert set(letters) <= set(covered)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_terms_are_tokens_then_pairs_codes_quantities_katakana_and_names(text, language):
    made, found, katakana = terms(text, language), [t.term for t in tokens(text, language)], katakana_pairs(text)
    text = folded(text)
    names = [token.term for token in tokens(" ".join((*compounds(text), *name_parts(text))), language)]
    assert made == found + pairs(text) + codes(text) + quantities(text) + katakana + names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wi-Fi, E-102 (W-2). TCP/IP AT&T e-mail", ["WiFi", "E102", "W2", "TCPIP", "ATT", "email"]),
        ("Node.js Objective-C node_not_ready", ["Nodejs", "ObjectiveC", "nodenotready"]),
        ("2020-01-02 2.3.1 v2.3 24/7 https://a.example/x/y a@b.c 打-印 can't", []),
        ("a-" * 50 + "b", []),
    ],
)
def test_a_name_of_several_parts_is_also_one_word(text, found):
    assert compounds(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("KubeNodeNotReady", ["Kube", "Node", "Not", "Ready"]), ("HTTPServerError404", ["HTTP", "Server", "Error", "404"]),
        ("maxPoolSize", ["max", "Pool", "Size"]), ("ASP.NET", ["dotnet"]),
        ("iPhone Printer VPN aGVzbG8gaG93IGFyZSB5b3U" + "xYz" * 20, []),
    ],
)  # fmt: skip
def test_a_name_in_camel_case_has_parts(text, found):
    assert name_parts(text) == found


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_no_term_has_a_space_in_it(text, language):
    assert [term for term in terms(text, language) if len(term.split()) > 1] == []


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(max_codepoint=0x20BF), max_size=40).filter(lambda text: re.fullmatch(analysis.PLAIN, text)))
def test_the_fast_tokenizer_cuts_plain_text_as_the_other_does(text):
    fast, other = (analysis.analyzer("", plain).analyze(text) for plain in (True, False))
    assert fast == other


def test_tokens_know_their_places():
    assert tokens("Ein ÄRGER", "de") == [Token("ein", 0, 3), Token("arg", 4, 9)]


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("en", ["The", "printer", "is", "not", "on"], {"The", "is", "not", "on"}),
        ("de", ["Der", "Drucker", "ist", "aus"], {"Der", "ist", "aus"}),
        ("lt", ["ir", "kad"], set()),
        ("zh", ["的"], set()),
    ],
)
def test_stop_words_are_told_where_a_list_is_known(language, typed, found):
    assert stop_words(typed, language) == found


def test_every_language_with_a_stop_word_list_or_a_stemmer_can_be_analysed():
    known = {*analysis.TANTIVY_STEMMERS, *analysis.SNOWBALL_STEMMERS, *analysis.STOP_WORD_LISTS}
    assert {language: len(tokens("a b", language)) for language in known} == dict.fromkeys(known, 2)
    assert all(stop_words(["x"], language) in (set(), {"x"}) for language in known)


def test_some_languages_need_no_stemmer_and_some_have_none():
    assert [analysis.has_stemmer(language) for language in ("en", "lt", "zh", "th", "")] == [True, True, True, False, False]


def test_kana_are_counted():
    assert [analysis.kana(term) for term in ("打印", "き印", "きプ")] == [0, 1, 2]
