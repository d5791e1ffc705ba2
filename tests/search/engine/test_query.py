import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcs_cli.search.engine.query import (
    LONGEST,
    LONGEST_TYPED,
    Query,
    Restriction,
    is_filter,
    parse,
)
from kcs_cli.text.gram import normal

PIECES = st.sampled_from(
    ['"', "“", "”", "„", "«", "»", "-", "*", ":", "'", " ", "\t", "title", "tag:", "state:", "id:", "issue:", "error", "wip",
     "/", "0x80070005", "C:\\Temp", "https://a.example:8080/x?y=z", "can't", "打印机", "🖨️", "ü", "(", "~", "OR"]
)  # fmt: skip


def words_of(query: Query) -> list[str]:
    parts = [query.text, *query.prefixes, *query.without]
    parts += [f"{r.field} {r.text}" for r in (*query.restrictions, *query.without_fields)]
    parts += [f"{name} {value}" for name, values in query.filters.items() for value in values]
    return sorted(re.findall(r"\w+", " ".join(parts)))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
@example("\x00 \ud800 \u2028")
def test_any_text_is_a_query_and_no_word_of_it_is_lost(typed):
    assert words_of(parse(typed)) == sorted(re.findall(r"\w+", normal(typed)))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_mixture_of_operators_loses_a_word(typed):
    assert words_of(parse(typed)) == sorted(re.findall(r"\w+", normal(typed)))


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_a_phrase_is_also_ranked_by_its_words(typed):
    query = parse(typed)
    assert [phrase for phrase in query.phrases if phrase not in query.text] == []


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", Query()),
        ("   \t ", Query()),
        ("printer jam", Query("printer jam")),
        ("😀 printer jam 😡❤", Query("printer jam")),
        ("printer😡\njam 🖨", Query("printer \njam")),
        ("🖨", Query("🖨")),
        ("The printer jams.\n\nBest regards\nAna Muster\nMuster Ltd", Query("The printer jams.\n")),
        ('"🖨 jam"', Query("🖨 jam", phrases=("🖨 jam",))),
        ("can't connect", Query("can't connect")),
        ("error: 0x80070005", Query("error: 0x80070005")),
        ("C:\\Temp", Query("C:\\Temp")),
        ("http://localhost:8080/a", Query("http://localhost:8080/a")),
        ("title: printer", Query("title: printer")),
        ('"a phrase" more', Query("a phrase more", phrases=("a phrase",))),
        ("“a phrase” „eine Phrase“ «une phrase»",
         Query("a phrase eine Phrase une phrase", phrases=("a phrase", "eine Phrase", "une phrase"))),
        ('quotes that "do not close', Query('quotes that "do not close')),
        ('5" disk and 3" disk', Query('5" disk and 3" disk')),
        ('""', Query()),
        ('"***"', Query("***")),
        ("printer -laser", Query("printer", without=("laser",))),
        ('printer -"paper jam"', Query("printer", without=("paper jam",))),
        ("wi-fi - really -- no -5", Query("wi-fi - really -- no -5")),
        ("sync error -1712", Query("sync error -1712")),
        ("freezer at -40C or -5 °C", Query("freezer at -40C or -5 °C")),
        ("signal -dBm -GHz", Query("signal -dBm -GHz")),
        ("tar -x -p8080 -o=json -C/tmp", Query("tar -x -p8080 -o=json -C/tmp")),
        ('error -"1712" -xz', Query("error", without=("1712", "xz"))),
        ("-short", Query("-short")),
        ("tag:vpn -short", Query(filters={"tag": ("vpn",)}, without=("short",))),
        ("print* p* *print a*b*", Query("p* *print a*b*", prefixes=("print",))),
        ("title:printer", Query(restrictions=(Restriction("title", "printer"),))),
        ('cause:"paper jam"', Query(restrictions=(Restriction("cause", "paper jam", phrase=True),))),
        ("tag:vpn tag:mail owner:ana", Query(filters={"tag": ("vpn", "mail"), "owner": ("ana",)})),
        ("state:wip state:down", Query("state:down", filters={"state": ("wip",)})),
        ("path:/ path:a/b", Query("path:/", filters={"path": ("a/b",)})),
        ("unknown:field Tag:x", Query("unknown:field Tag:x")),
    ],
)  # fmt: skip
def test_what_is_typed_is_taken_apart(typed, query):
    assert parse(typed) == query


@pytest.mark.parametrize("text", ["error: x\n-not title:this", "- " + "word " * LONGEST_TYPED])
def test_a_pasted_text_has_no_operators(text):
    assert parse(text) == Query(text)


def test_a_text_of_one_line_with_a_line_end_is_typed():
    assert parse("printer -laser\n") == Query("printer", without=("laser",))


def test_only_the_beginning_of_an_endless_text_is_looked_at():
    assert parse("a" * 2 * LONGEST) == Query("a" * LONGEST)


@pytest.mark.parametrize("typed", ["printer", '"***"', "print*", "title:printer"])
def test_words_phrases_prefixes_and_fields_ask_something(typed):
    assert parse(typed).has_words


@pytest.mark.parametrize("typed", ["", " ", "tag:vpn", "tag:vpn -printer", "-tag:vpn", '""'])
def test_filters_and_exclusions_alone_ask_nothing(typed):
    assert not parse(typed).has_words


def test_a_value_outside_a_vocabulary_is_no_filter():
    asked = [("state", "wip"), ("state", "down"), ("kind", "how-to"), ("audience", "all"), ("tag", "x"), ("color", "x")]
    assert [is_filter(*one) for one in asked] == [True, False, True, False, True, False]


def test_an_exclusion_alone_takes_from_what_options_list():
    assert parse("-printer", filtered=True) == Query(without=("printer",))
