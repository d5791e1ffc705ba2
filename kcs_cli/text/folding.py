"""A text as it is searched for: one form of what is written in several, without the marks that readers leave out.

Half is full width, hiragana is katakana, simplified is traditional Chinese, हिन्दी is हिंदी; Hebrew points, Arabic vowel
signs, stress marks and soft hyphens are nothing; `caf&eacute;` is café and `H<sub>2</sub>O` H2O.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

MARKS = (  # that are left out as often as not
    r"\u00ad\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # soft hyphen, accents, stress
    r"\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0730-\u074a"  # Hebrew and Syriac points
    r"\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"  # Arabic
    r"\u093c\u0951-\u0957\u0a3c\u0abc\u0cbc"  # of Devanagari the dot below and the accents; other scripts' dot
    r"\u0e3a\u0e47-\u0e4c\u0e4e"  # the tones of Thai
    r"\u3099\u309a\uff9e\uff9f\u2060-\u2064\ufe00-\ufe0f\ufeff"  # kana voicing that stands alone, what nobody sees
)
ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
SPELLED = {"++": "pp", "#": "sharp", ".": "dot"}  # in names that are words of their own: C++ is cpp, C# csharp, .NET dotnet
SPACED = (  # the same names with a blank: `C ++`, `F #`, `. NET`, `ASP. NET`
    r"(?<![\w+#.])([A-Za-z]{1,20}+) {1,2}(\+\+)(?![\w+])|(?<![\w+#.])([CFJQcfjq]) {1,2}(#)(?![\w#])"
    r"|(?:(?<![\w.])|(?<=[aA][sS][pP])|(?<=[vV][bB]))(\.) {1,2}([nN][eE][tT])(?!\w)"
)
SPACED_SIGN = r"[+#.](?:(?<= #)|(?<= \+)\+|(?<=\.)(?= {1,2}(?:NET|net|Net)))"  # one of them is in all of that, and begins it
LONGER_ASCII = (  # what has not one character for one; they begin with all that may begin it, which is ten times as fast
    rf"(?<=&){ENTITY[1:]}|(?<=<)/?[sS][uU][bBpP]>"
    r"|(?<=[A-Za-z]\+)\+(?![A-Za-z_+])|(?<=[A-Za-z]#)(?<!\w[A-Za-z]#)(?![\w#])|(?<=\.)(?<![\w.]\.)(?=[nN][eE][tT](?!\w))"
)
ASCII_PATTERN = f"[&<+#.](?:{LONGER_ASCII})"
PATTERN = (
    f"[&<+#.{MARKS}\u0e4d\u200c\u200d\uff66-\uff9d](?:{LONGER_ASCII}"
    f"|(?<=[{MARKS}])|(?<=[\uff66-\uff9d])[\uff9e\uff9f]?|(?<=\u0e4d)\u0e32"
    "|(?<=[\u0900-\u0dff][\u200c\u200d]))"  # joins Indic letters; in Persian it parts words
)
SHORT = 1_000  # characters: below it, trying each costs less than compiling what finds them five times as fast
FIRST_INDIC, LAST_INDIC, INDIC = "\u0900", "\u0dff", "[\u0900-\u0dff]"
FIRST_HAN = "\u3400"
HAN = "[\u3400-\u9fff\U00020000-\U0003134f]"


def folded(text: str) -> str:
    """Return a text, which should be NFC, in that form."""
    same = _one_for_one(text)
    return _longer(same).sub(_replaced, same)


def spaced_names(text: str) -> list[str]:
    """Return the names of a text that have a blank before or behind their sign, without it: `C++` of `C ++`."""
    return ["".join(filter(None, found.groups())) for found in _spaced(text)]


def without_spaces_in_names(text: str) -> str:
    """Return a text in which such names have no blank."""
    parts, end = [], 0
    for found in _spaced(text):
        parts += [text[end : found.start()], "".join(filter(None, found.groups()))]
        end = found.end()
    return "".join((*parts, text[end:]))


def _spaced(text: str) -> Iterator[re.Match[str]]:
    """Yield where such names stand."""
    return _pattern(SPACED).finditer(text) if _pattern(SPACED_SIGN).search(text) else iter(())


def folded_places(text: str) -> tuple[str, list[int]]:
    """Return a text in that form, and where each of its characters stood; the last place is the text's length."""
    same = _one_for_one(text)
    pieces, places, end = [], [], 0
    for found in _longer(same).finditer(same):
        other = _replaced(found)
        pieces += [same[end : found.start()], other]
        places += [*range(end, found.start()), *[found.start()] * len(other)]
        end = found.end()
    return "".join((*pieces, same[end:])), [*places, *range(end, len(text) + 1)]


def _one_for_one(text: str) -> str:
    """Replace the characters that have one other form; the text stays as long as it is."""
    if text.isascii():
        return text
    if _has_other_forms(text):
        text = text.translate(_letters())
    return text.translate(_chinese()) if may_reach(text, FIRST_HAN) and _pattern(HAN).search(text) else text


def may_reach(text: str, first: str) -> bool:
    """Tell whether a text may have a character or one that comes after it; of a long one it is not looked at."""
    return not text.isascii() and (len(text) >= SHORT or max(text) >= first)


def _has_other_forms(text: str) -> bool:
    """Tell whether some of its characters have one other form."""
    if len(text) < SHORT:
        return not _lettered().isdisjoint(text)
    return _pattern(f"[{''.join(_lettered())}]").search(text) is not None


def _longer(text: str) -> re.Pattern[str]:
    """Return what finds the pieces of a text that have not one character for one."""
    if text.isascii():
        return _pattern(ASCII_PATTERN)
    if not (may_reach(text, FIRST_INDIC) and _pattern(INDIC).search(text)):
        return _pattern(PATTERN)
    from kcs_cli.text import indic  # most texts have no letter of it

    return _pattern(f"{PATTERN}|{indic.pattern()}")


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """Compile it when it is needed first: large classes of characters take a millisecond each."""
    return re.compile(expression)


def _replaced(found: re.Match[str]) -> str:
    """Return what stands for a piece of text: the character that an entity names, for most nothing."""
    piece = found[0]
    if FIRST_INDIC <= piece[0] <= LAST_INDIC:
        from kcs_cli.text import indic

        return indic.replaced(piece)
    if piece[0] == "&":
        import html

        character = html.unescape(piece)
        return piece if character == piece else folded(character.replace("&", "\uff06")).replace("\n", " ")
    if piece[0] == "\u0e4d":
        return "\u0e33"
    if "\uff66" <= piece[0] <= "\uff9d":
        return _one_for_one(unicodedata.normalize("NFKC", piece[0] + piece[1:])[0])
    before, after = found.string[max(0, found.start() - 3) : found.start()], found.string[found.end() : found.end() + 1]
    if piece.lower() == "<sup>" and len(before) == 3 and before.isalpha():
        return " "  # behind a word, as of a footnote; in m<sup>2</sup> it is a part of it
    return "pp " if piece == "++" and after.isdigit() else SPELLED.get(piece, "")


@cache
def _letters() -> dict[int, int | str]:
    """Return letters that readers write in another way as well, each with the one that stands for both."""
    bare = (*range(0x370, 0x400), *range(0x1F00, 0x2000), 0x929, 0x931, 0x934)  # Greek with accents, Devanagari with a dot
    found: dict[int, int | str] = {code: unicodedata.normalize("NFD", chr(code))[0] for code in bare}
    found |= {code: chr(code - 0x60) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}  # katakana
    found |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return found | str.maketrans(
        "\u2010\u2011ςΣİЁёأإآٱى\u0901\u0a01\u0a70\u0a81\u0c01\u0c81",
        "--σσiЕеااااي\u0902\u0a02\u0a02\u0a82\u0c02\u0c82",
    )


@cache
def _lettered() -> frozenset[str]:
    """Return those letters."""
    return frozenset(map(chr, _letters()))


@cache
def _chinese() -> dict[int, int]:
    """Read which simplified character a traditional one is."""
    traditional, simplified = Path(__file__).with_name("chinese.txt").read_text("utf-8").splitlines()[-2:]
    return str.maketrans(traditional, simplified)
