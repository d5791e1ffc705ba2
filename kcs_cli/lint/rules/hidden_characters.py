"""`hidden-characters`: characters that nobody sees and that change what is read, searched or copied."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.run import file_text
from kcs_cli.lint.engine.world import World

HIDDEN = r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
MARKS = "\u061c\u200e\u200f"  # of direction: a text from right to left needs them
RIGHT_TO_LEFT = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
ISOLATES = "\u2066\u2067\u2068\u2069"  # around words of the other direction; an override (202D) hides what a line says
SOFT_HYPHEN = "\u00ad"  # where a long word may be parted: the search reads over it, and nobody copies it as a command
JOINERS = "\u200c\u200d"  # Arabic and Persian, the scripts of India and South-East Asia need them, and joined emoji
JOINED = r"[\u0600-\u0dff\u0e00-\u109f\u1780-\u18af\u1a00-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc]"
EMOJI = r"[\u20e3\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e007f]"
SPACE = "\u200b"  # of no width
BREAKS = "\u200b\u2060"  # between words that are written without spaces
UNSPACED = r"[\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u19e0-\u19ff\u1a20-\u1aaf]"
FLAG = "\U0001f3f4[\U000e0020-\U000e007f]+$"  # of a part of a country: England


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the hidden characters, each kind once a line."""
    if page.text.isascii() or not re.search(HIDDEN, page.text):
        return
    prose = _prose(page)
    for number, line in enumerate(page.lines, 1):
        if line.isascii():
            continue
        places = _hidden(line, prose.get(number, ""))
        counts = Counter(line[place] for place in places)
        removable = Counter(line[place] for place in _removable(line, places))
        for place in sorted({line[place]: place for place in reversed(places)}.values()):
            one, count = line[place], counts[line[place]]
            yield Spot(number, _message(one, count), place + 1, 1, is_fixable=removable[one] == count)


def _message(character: str, count: int) -> str:
    """Name a character by its number and name."""
    times = f", {count:,} times," if count > 1 else ""
    return f"The hidden character U+{ord(character):04X} ({unicodedata.name(character, 'format').lower()}){times} is here"


def _prose(page: Page) -> Mapping[int, str]:
    """Return the lines that people read, by number, code within them blotted out; before a text from right to left a mark.

    What is copied has to be as it looks, and a line of Latin letters in a Hebrew article needs its marks all the same.
    """
    lines = {**dict(enumerate(page.lines[: page.parts.body_line - 1], 1)), **page.prose}
    is_right_to_left = re.search(RIGHT_TO_LEFT, page.text)
    return {number: line + "\u200f" for number, line in lines.items()} if is_right_to_left else lines


def _hidden(line: str, prose: str) -> list[int]:
    """Return where the hidden characters of a line are that its script does not need; `prose` is the line without code."""
    needs_marks = bool(re.search(RIGHT_TO_LEFT, line))
    return [
        found.start()
        for found in re.finditer(HIDDEN, line)
        if not (needs_marks and found[0] in MARKS)
        and not _is_needed(line, found.start())
        and not (prose[found.start() : found.start() + 1] == found[0] and _is_written_so(prose, found.start()))
    ]


def _is_written_so(prose: str, place: int) -> bool:
    """Tell whether people write a text so, that is no code: marks of direction, a place where a long word may be parted."""
    character, before, after = prose[place], prose[place - 1 : place], prose[place + 1 : place + 2]
    if character == SOFT_HYPHEN:
        return before.isalpha() and after.isalpha()
    is_right_to_left = prose.endswith("\u200f") or bool(re.search(RIGHT_TO_LEFT, prose))
    opened, closed = sum(prose.count(one) for one in ISOLATES[:3]), prose.count(ISOLATES[3])
    return is_right_to_left and (character in MARKS or (character in ISOLATES and opened == closed))


def _is_needed(line: str, place: int) -> bool:
    """Tell whether the characters beside it need it."""
    character, before, after = line[place], line[place - 1 : place], line[place + 1 : place + 2]
    if character in JOINERS:
        is_joined = re.match(JOINED, before) or (
            character == JOINERS[0] and re.match(JOINED, after)
        )  # PDF and the plural of Persian
        return bool(is_joined or (re.match(EMOJI, before) and re.match(EMOJI, after)))
    if character in BREAKS:
        return bool(re.match(UNSPACED, before) or re.match(UNSPACED, after))
    return (character == "\u180e" and "\u1800" <= before <= "\u18af") or (
        character >= "\U000e0020" and _is_flag(line, place)
    )


def _is_flag(line: str, place: int) -> bool:
    """Tell whether a tag is part of a flag."""
    return bool(re.search(FLAG, line[max(0, place - 7) : place + 1]))


def fix(page: Page, _: World, __: Options) -> str:
    """Take them out where that joins no words; a BOM at the beginning of the file stays."""
    prose = _prose(page)
    text = file_text(page)
    begin = text[:1] if text[:1] == "\ufeff" else ""
    lines = re.findall(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)", text[len(begin) :])
    return begin + "".join(_repaired(line, prose.get(number, "")) for number, line in enumerate(lines, 1))


def _repaired(line: str, prose: str) -> str:
    """Return a line without them."""
    return line if line.isascii() else _without(line, frozenset(_removable(line, _hidden(line, prose))))


def _removable(line: str, places: Sequence[int]) -> list[int]:
    """Return which of them can be taken out: a blank of no width between two letters may stand for a space."""
    parts = re.finditer(rf"(?<=\w){SPACE}+(?=\w)", line)
    kept = {place for found in parts for place in range(found.start(), found.end())}
    return [place for place in places if place not in kept]


def _without(line: str, places: frozenset[int]) -> str:
    """Return a line without the characters at some places."""
    return "".join(character for place, character in enumerate(line) if place not in places)


RULE = Rule(
    name="hidden-characters",
    group="safety",
    severity=Severity.error,
    reason="A command with a character that nobody sees fails when it is copied, and a word with one is not found.",
    good=Example("## Resolution\n\nReset the fax: 👩‍💻 does it, می‌خواهم, naïve, 10 kg.\n"),
    bad=Example("## Resolution\n\nReset the fax\u200b with `reset\u202e --all`.\n"),
    check=check,
    fix=fix,
)
