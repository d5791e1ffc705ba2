import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.text.folding import folded, folded_places
from kcs_cli.text.gram import gram_text, normal

LETTERS = st.sampled_from("aÉéＡｶﾞパﾊﾟガがçשָּׁלוֹםمُحَمَّدـहिन्दीज़เก้าน้ำ繁體简体İёЁΆς&eacute;<sub>2</sub>\u00ad\u200d\ufe0f😀 ")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("שָׁלוֹם", "שלום"), ("בַּיִת", "בית"), ("סִיסְמָה", "סיסמה"),
        ("مُحَمَّد", "محمد"), ("كَلِمَة", "كلمة"), ("كـــلمة", "كلمة"), ("إعادة", "اعادة"), ("قُرْآن", "قران"),
        ("फ़ाइल", "फाइल"), ("क्‍षमा", "क्षमा"), ("पाँच", "पांच"), ("हिन्दी", "हिंदी"), ("हिंदी", "हिंदी"),
        ("सम्पर्क", "संपर्क"), ("पञ्च", "पंच"), ("अङ्क", "अंक"), ("घण्टा", "घंटा"), ("हिन्\u200dदी", "हिंदी"), ("ज़रूरी", "जरूरी"),
        ("\u095bरूरी", "जरूरी"), ("अन्न", "अन्न"), ("अन्य", "अन्य"), ("હિન્દી", "હિંદી"), ("সঙ্গীত", "সংগীত"), ("ਹਿੰਦੀ", "ਹਿਂਦੀ"),
        ("ਜ਼ਰੂਰੀ", "ਜਰੂਰੀ"), ("హిన్దీ", "హిందీ"), ("ಹಿನ್ದಿ", "ಹಿಂದಿ"), ("হঠাৎ", "হঠাত্"), ("অবনতি\u09dc", "অবনতি\u09a1\u09bc"),
        ("ค่า", "คา"), ("น้ํา", "นำ"),
        ("パスワード", "ぱすわーど"), ("ﾊﾟｽﾜｰﾄﾞ", "ぱすわーど"), ("ｶﾞｲﾄﾞ", "がいど"), ("Ｗｉ－Ｆｉ　２", "Wi-Fi　2"),
        ("忘記密碼", "忘记密码"), ("網路連線", "网路连线"), ("電腦無法開機", "电脑无法开机"),
        ("за́мок", "замок"), ("Ещё", "Еще"), ("Άλλαξε", "Αλλαξε"), ("İstanbul", "istanbul"), ("Druck\u00ader", "Drucker"),
        ("caf&eacute;", "café"), ("na&#239;ve", "naïve"), ("&#x53;o", "So"), ("R&amp;D", "R&D"), ("a&nbsp;b", "a\u00a0b"),
        ("H<sub>2</sub>O", "H2O"), ("10<sup>3</sup> m<sup>2</sup>", "103 m2"),
        ("word<sup>1</sup>", "word 1"), ("CO<SUB>2</SUB>", "CO2"),
        ("C++ C++17 C# F# .NET .net", "Cpp Cpp 17 Csharp Fsharp dotNET dotnet"), ("Wi\u2011Fi", "Wi-Fi"),
        ("## C # a#b C#d 5# a.net ++ x+++", "## C # a#b C#d 5# a.net ++ x+++"),
        ("AT&T; x &nosuch; <b>", "AT&T; x &nosuch; <b>"), ("й Å ß", "й Å ß"),
    ],
)  # fmt: skip
def test_what_is_written_in_several_ways_has_one_form(written, plain):
    assert folded(normal(written)) == plain


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text(LETTERS, max_size=40)).map(normal))
def test_every_character_knows_its_place(text):
    same, places = folded_places(text)
    assert (same, len(places), places[-1]) == (folded(text), len(same) + 1, len(text))
    assert places == sorted(places)


@settings(max_examples=100, deadline=None)
@given(st.text(LETTERS, max_size=40))
def test_composed_and_decomposed_are_alike(text):
    forms = {folded(normal(unicodedata.normalize(form, text))) for form in ("NFC", "NFD")}
    assert len(forms) == 1


def test_the_letters_of_a_text_are_those_of_its_form():
    assert gram_text("Caf&eacute; パ שָׁלוֹם") == gram_text("café ぱ שלום")
