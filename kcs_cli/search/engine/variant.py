"""How a word that no article has may have been meant: on another keyboard, in other letters, glued to the next one."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю"
TO_RUSSIAN = dict(zip(QWERTY, RUSSIAN, strict=True))
FROM_RUSSIAN = dict(zip(RUSSIAN, QWERTY, strict=True))
LITHUANIAN = dict(zip("12345678", "ąčęėįšųū", strict=True))  # the letters that stand where others have digits
LATIN = (  # ISO 9 and what people write; the longer ones first
    "shch=щ sch=щ zh=ж kh=х ts=ц ch=ч sh=ш yu=ю ya=я yo=ё ju=ю ja=я jo=ё a=а b=б v=в w=в g=г d=д e=е z=з i=и j=й k=к "
    "l=л m=м n=н o=о p=п r=р s=с t=т u=у f=ф h=х c=ц y=ы x=кс '=ь"
)
OTHERWISE = "щ=shch х=kh ц=ts ю=yu я=ya э=e ы=y й=y ё=yo ь= ъ="
TO_CYRILLIC = dict(pair.split("=") for pair in LATIN.split())
FROM_CYRILLIC = {
    **{letter: latin for latin, letter in reversed(TO_CYRILLIC.items())},
    **dict(pair.split("=") for pair in OTHERWISE.split()),
}
UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))  # accents are gone in the index: löschen is loschen
KEYBOARDS = (
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("qwertzuiop", "asdfghjkl", "yxcvbnm"),
    ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
)
SHORTEST = 3  # letters of a part of a glued word
LONGEST = 40  # letters of a word that is looked at
CODE = r"0x[\da-f]{6,16}|(?=[a-f]*\d)[\da-f]{8}"  # of an error of Windows, which some write without `0x`
RUSSIAN_LETTER = r"[а-яё]"
LETTERS = "abcdefghijklmnopqrstuvwxyz"  # as `string` has them, whose import costs the start of a search half a millisecond


class Variant(NamedTuple):
    """Another way to read a word: what was probably done to it, and the word or the two words that are meant."""

    kind: str
    words: tuple[str, ...]


def variants(typed: str) -> Iterator[Variant]:
    """Yield how a word may have been meant, the likeliest first."""
    word = typed.lower()[:LONGEST]
    for kind, other in (("letters of a language", other_code(word)), *_keyboards(word), *_letters(word)):
        if other not in ("", word):
            yield Variant(kind, (other,))
    for place in range(SHORTEST, len(word) - SHORTEST + 1):
        yield Variant("glued", (word[:place], word[place:]))


def other_code(word: str) -> str:
    """Return a code of hexadecimal digits with `0x` before it, or without; nothing for what is none."""
    if not re.fullmatch(CODE, word, re.IGNORECASE):
        return ""
    return word[2:].lower() if word[:2].lower() == "0x" else f"0x{word.lower()}"


def _keyboards(word: str) -> Iterator[tuple[str, str]]:
    """Yield a word as another keyboard would have written it."""
    if re.search(RUSSIAN_LETTER, word):
        yield "keyboard", "".join(FROM_RUSSIAN.get(letter, letter) for letter in word)
    elif word.isascii():
        yield "keyboard", "".join(TO_RUSSIAN.get(letter, letter) for letter in word)
        if re.search(r"[1-8]", word) and re.search(r"[a-z]", word):
            yield "keyboard", "".join(LITHUANIAN.get(letter, letter) for letter in word)


def _letters(word: str) -> Iterator[tuple[str, str]]:
    """Yield a word in other letters: Cyrillic in Latin and the other way, umlauts written as two letters."""
    if re.search(RUSSIAN_LETTER, word):
        yield "letters of a language", "".join(FROM_CYRILLIC.get(letter, letter) for letter in word)
    elif word.isascii() and word.isalpha():
        yield "letters of a language", _cyrillic(word)
        short = word
        for two, one in UMLAUTS:
            short = short.replace(two, one)
        yield "letters of a language", short


def slips(word: str) -> Iterator[str]:
    """Yield a word with two neighbouring letters exchanged back, or one put back from the key beside it.

    None of one that is too long to be a word: it would have thousands, each as long, which took seconds to read.
    """
    if len(word) > LONGEST:
        return
    for place in range(len(word) - 1):
        yield f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"
    for place, letter in enumerate(word):
        for beside in _beside().get(letter, ""):
            yield f"{word[:place]}{beside}{word[place + 1 :]}"


def one_letter_off(word: str) -> Iterator[str]:
    """Yield a word with one letter left out, exchanged with the next, replaced by another of our letters, or put in."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in LETTERS:
            yield before + letter + after[1:]
            yield before + letter + after


def other_beginnings(word: str) -> list[str]:
    """Return a word without its first letter, with another one instead or before; a key beside it is but a slip."""
    others = [letter for letter in _beside() if letter not in (word[:1], *_beside().get(word[:1], ""))]
    return [word[1:], *(letter + word[1:] for letter in others), *(letter + word for letter in others)]


@cache
def _beside() -> dict[str, str]:
    """Return for each letter those on the keys around it; rows stand half a key farther right from one to the next."""
    found: dict[str, str] = {}
    for rows in KEYBOARDS:
        keys = {letter: (column + row / 2, row) for row, line in enumerate(rows) for column, letter in enumerate(line)}
        for letter, (x, y) in keys.items():
            around = (other for other, (a, b) in keys.items() if other != letter and abs(a - x) <= 1 and abs(b - y) <= 1)
            found[letter] = "".join(dict.fromkeys((*found.get(letter, ""), *around)))
    return found


def _cyrillic(word: str) -> str:
    """Return a word of Latin letters as Russian would be read from it."""
    return re.sub("|".join(map(re.escape, TO_CYRILLIC)), lambda found: TO_CYRILLIC[found[0]], word)
