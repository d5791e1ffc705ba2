"""Tests of names that have signs: C++, C#, F#, .NET, also where they are typed with a blank."""

import pytest

from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from kcs_cli.text.folding import spaced_names, without_spaces_in_names
from tests import make

LANGUAGES = {
    "c.md": make.article("C basics", "Write C.\n", id="c"),
    "cpp.md": make.article("C++ basics", "Write C++, and C++ again. C++ is compiled.\n", id="cpp"),
    "csharp.md": make.article("C# basics", "Write C#.\n", id="csharp"),
    "fsharp.md": make.article("F# basics", "Write F#.\n", id="fsharp"),
    "f.md": make.article("F keys", "Press F and F.\n", id="f"),
    "net.md": make.article("Install .NET", "It runs.\n", id="net"),
    "income.md": make.article("Net income", "The net and the net of it.\n", id="income"),
    "sharp.md": make.article("A sharp knife", "Sharp is sharp.\n", id="sharp"),
}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("C ++", "cpp"), ("c ++ basics", "cpp"), ("C++", "cpp"), ("C #", "csharp"), ("c# basics", "csharp"),
        ("F #", "fsharp"), ("f #", "fsharp"), (". NET", "net"), ("install . net", "net"), (".net", "net"),
        ("C", "c"), ("c basics", "c"), ("basics of C", "c"), ("F", "f"), ("net", "income"),
    ],
)  # fmt: skip
def test_a_name_with_a_sign_is_a_word_of_its_own(typed, first):
    assert make.engine(LANGUAGES).search(parse(typed), Where(), 1).matches[0].card.id == first


@pytest.mark.parametrize(("asked", "written"), [("C++", "C ++"), ("F#", "F #"), (".NET", ". NET"), ("asp.net", "ASP. NET")])
def test_an_article_that_writes_it_with_a_blank_is_found(asked, written):
    other = make.article("Other things of a C, an F, a net", "C, F and net.\n", id="other")
    engine = make.engine({"a.md": make.article("Learn it today", f"Learn {written} now.\n", id="a"), "b.md": other})
    assert engine.search(parse(asked), Where(), 1).matches[0].card.id == "a"


@pytest.mark.parametrize("text", ["section A # 5", "C #basic", "a + b ++c", "It ends. Net result", "C\n# Heading", "F ## x"])
def test_other_signs_stay_apart(text):
    assert (spaced_names(text), without_spaces_in_names(text)) == ([], text)


def test_the_blanks_in_a_text_go_where_names_have_them():
    assert without_spaces_in_names("in C ++, C  # or ASP. NET") == "in C++, C# or ASP.NET"
