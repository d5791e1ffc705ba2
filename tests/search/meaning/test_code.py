from math import isqrt

import pytest

from kcs_cli.search.meaning.code import BYTES, Encoder, distance_of, likeness, nearness, piece_weights
from kcs_cli.search.meaning.piece_table import DIMENSIONS, PIECES, ROW, piece_table

EVEN = bytes([1]) * PIECES


def code(text: str, weights: bytes = EVEN) -> bytes:
    """Return the code of a text."""
    encoder = Encoder(piece_table(), weights)
    return encoder.code(encoder.total(piece_table().pieces_of(text)))


def bits(one: bytes, other: bytes) -> int:
    """Return in how many bits two codes differ."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def plain_code(pieces: list[int], weights: bytes) -> bytes:
    """Return a code as its definition has it, number by number."""
    table = piece_table()
    rows = [(weights[piece], ROW.unpack_from(table.rows, piece * DIMENSIONS)) for piece in pieces]
    numbers = [sum(weight * row[lane] for weight, row in rows) for lane in range(DIMENSIONS)]
    root = isqrt(sum(number * number for number in numbers) // DIMENSIONS)
    levels = "".join("111" if n > root else "011" if n > 0 else "001" if n > -root else "000" for n in numbers)
    return int(levels, 2).to_bytes(BYTES, "big")


@pytest.mark.parametrize("text", ["the printer jams", "the the the", "reset my password, reset it"])
def test_a_code_is_what_its_definition_says(text):
    weights = bytes(1 + piece % 63 for piece in range(PIECES))
    assert code(text, weights) == plain_code(piece_table().pieces_of(text), weights)


def test_texts_of_like_meaning_differ_in_fewer_bits():
    asked = code("my automobile needs fixing")
    assert bits(asked, code("car repair")) < bits(asked, code("feeding a dog")) - 80


def test_a_text_without_pieces_is_near_no_other():
    assert nearness(bits(code("\ue000"), code("car repair"))) == 0.0


def test_the_order_of_words_does_not_matter():
    assert code("dog bites man") == code("man bites dog")


def test_nearness_goes_from_unlike_to_alike():
    assert [(round(likeness(n), 2), round(nearness(n), 2)) for n in (0, 154, 211, 269, 384, 768)] == [
        (1.0, 1.0), (0.6, 1.0), (0.45, 0.5), (0.3, 0.0), (0.0, 0.0), (-1.0, 0.0),
    ]  # fmt: skip


@pytest.mark.parametrize("least", [0.0, 0.3, 0.6, 1.0])
def test_as_many_bits_as_a_nearness_allows(least):
    most = distance_of(least)
    assert nearness(most) >= least - 1e-9
    assert likeness(most + 1) < 0.3 + 0.3 * least


def test_rare_pieces_weigh_more():
    weights = piece_weights({1: 100, 2: 50, 3: 1}, 100)
    assert weights[1] < weights[2] < weights[3] <= weights[4] == 63
    assert piece_weights({}, 0) == bytes([63]) * PIECES
