import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcs_cli.search import meaning
from kcs_cli.search.meaning.piece_table import (
    LONGEST_PIECE,
    PIECES,
    TOKEN,
    PieceTable,
    find_tokens,
    longest_beginning,
    piece_table,
)

FOLDER = Path(meaning.__file__).parent
HELD = PieceTable(FOLDER)
HELD.hold_names()
SHA256 = {
    "rows.bin": "72bc81978634d985a87ff4b514f322b7c1440a66f08c75c02d57fd06157dc235",
    "words.bin": "61b1178f13e88aa5800e6770d5412933d3f4d5910e6eea32d864767ecba48300",
}


@pytest.mark.parametrize("name", SHA256)
def test_the_table_is_the_one_that_was_made(name):
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == SHA256[name]


def test_the_licence_is_beside_the_table():
    text = (FOLDER / "table.LICENSE.txt").read_text("utf-8")
    assert "all-MiniLM-L6-v2" in text
    assert "Apache License" in text


def names(text: str, table: PieceTable) -> list[str]:
    """Return the pieces of a text."""
    return [table.names[piece].decode() for piece in table.pieces_of(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("My printer jams!", ["my", "printer", "jam", "##s", "!"]),
        ("unbelievably", ["un", "##bel", "##ie", "##va", "##bly"]),
        ("café Öl", ["cafe", "ol"]),
        ("snake_case", ["snake", "_", "case"]),
        ("error 5.7.1", ["error", "5", ".", "7", ".", "1"]),
        ("", []),
        ("x" * 101, []),
        ("\ue000", []),
    ],
)
def test_a_text_is_cut_into_the_longest_pieces(text, pieces):
    assert names(text, piece_table()) == pieces


def test_names_held_in_memory_are_those_that_are_looked_up():
    held, looked_up = PieceTable(FOLDER), PieceTable(FOLDER)
    held.hold_names()
    text = "the quick brown foxes jumped over unbelievably lazy dogs; zażółć gęślą jaźń"
    assert held.pieces_of(text) == looked_up.pieces_of(text)
    assert [longest_beginning(held.names, held.names[place]) for place in range(0, PIECES, 997)] == list(
        range(0, PIECES, 997)
    )


@given(st.sets(st.binary(min_size=1, max_size=4)), st.binary(max_size=6))
@example({b"a", b"ab", b"abd", b"b"}, b"abc")
@settings(max_examples=200, deadline=None)
def test_the_longest_beginning_is_found_by_few_looks(known, text):
    names = sorted(known)
    found = longest_beginning(names, text)
    longest = max((name for name in names if text.startswith(name)), key=len, default=None)
    assert (None if found is None else names[found]) == longest


@given(st.binary(max_size=24) | st.sampled_from([b"unbelievably", b"##able", b"telecommunications!"]))
@settings(max_examples=200, deadline=None)
def test_names_in_memory_have_the_same_longest_beginning(text):
    held, looked_up = HELD, piece_table()
    assert held.beginning(text) == looked_up.beginning(text) == longest_beginning(looked_up.names, text)


def test_no_name_is_longer_than_is_looked_for():
    assert max(map(len, piece_table().names)) == LONGEST_PIECE


@given(st.text(st.characters(max_codepoint=127)))
@settings(max_examples=200, deadline=None)
def test_an_ascii_text_has_the_tokens_of_any_text(text):
    assert find_tokens(text) == re.findall(TOKEN, text)
