"""What differs between two texts, for people (lines gone, new, or reworded; fields) and for tools (a unified diff)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher, unified_diff
from typing import NamedTuple

from kcs_cli.text.display import OptionalText, on_one_line

GONE, NEW, REWORDED = "-", "+", "~"
ALIKE = 0.6  # of two lines' words, from which one is the other reworded
AROUND = 5  # words that are shown beside those that changed
LONGEST_PAIRING = 40  # lines that are compared each with each
CJK = r"\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef"
WORD = rf"\]\([^()\s]*\)|\]|[{CJK}]|[^\s\]{CJK}]*[^\s\]{CJK}.,;:!?]|[.,;:!?]+"


class Transition(NamedTuple):
    """A field that got another value; nothing where the article did not say it, and there is no default."""

    field: str
    before: OptionalText
    after: OptionalText

    def __str__(self) -> str:
        return f"{self.field}: {self.before or '–'} → {self.after or '–'}"


class DifferenceLine(NamedTuple):
    """A line that is gone (`-`), new (`+`), or reworded (`~`): words gone in `[-…-]`, new ones in `{+…+}`."""

    mark: str
    text: str

    def __str__(self) -> str:
        return f"{self.mark} {self.text}"


def transitions(before: Mapping[str, str], after: Mapping[str, str], fields: Iterable[str] = ()) -> tuple[Transition, ...]:
    """Return which of some fields differ, else which of all, in the order of the newer text."""
    names = fields or dict.fromkeys((*after, *before))
    every = (Transition(field=name, before=before.get(name, ""), after=after.get(name, "")) for name in names)
    return tuple(one for one in every if one.before != one.after)


def unified(before: str, after: str, old: str, new: str, around: int = 3) -> str:
    """Return a unified diff with so many lines around each change; nothing where the texts are the same."""
    return "\n".join(unified_diff(before.splitlines(), after.splitlines(), old, new, n=around, lineterm=""))


def differences(before: str, after: str) -> tuple[DifferenceLine, ...]:
    """Return the lines that differ; white space is no difference."""
    old, new = _content_lines(before), _content_lines(after)
    # No autojunk: of 260 lines `Click Save.` and `Wait.` with one changed, difflib would call 320 lines different
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(line for tag, a, b, c, d in blocks if tag != "equal" for line in _block(old[a:b], new[c:d]))


def _content_lines(text: str) -> list[str]:
    """Return the lines that have words, each with single spaces."""
    return [line for line in map(on_one_line, text.splitlines()) if re.search(r"\w", line)]


def _block(old: Sequence[str], new: Sequence[str]) -> Iterator[DifferenceLine]:
    """Yield what became of some lines: between those that are the same but for some words, the old ones, then the new."""
    ours = theirs = 0
    for there, here in (*_pairs(old, new), (len(old), len(new))):
        yield from (DifferenceLine(GONE, line) for line in old[ours:there])
        yield from (DifferenceLine(NEW, line) for line in new[theirs:here])
        if there < len(old) and here < len(new):
            yield DifferenceLine(REWORDED, rewording(old[there], new[here]))
        ours, theirs = there + 1, here + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the numbers of an old line and the new one that it is reworded to, both in their order."""
    if not old or not new or len(old) + len(new) > LONGEST_PAIRING:
        return []
    found: list[tuple[int, int]] = []
    for number, line in enumerate(new):
        first = found[-1][0] + 1 if found else 0
        likeness = [(_alike(other, line), -place) for place, other in enumerate(old[first:], first)]
        best, place = max(likeness, default=(0.0, 0))
        if best >= ALIKE:
            found.append((-place, number))
    return found


def _alike(one: str, other: str) -> float:
    """Return how much of two lines' words is the same, from 0 to 1."""
    ours, theirs = ([word for word, _ in words(line)] for line in (one, other))
    # No autojunk here either: a line of 260 words of which three changed would be alike by 0.15, and is by 0.99
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def words(line: str) -> list[tuple[str, str]]:
    """Return the words of a line, each with the space behind it, if any.

    A link's address is one, the sign behind a word, and each character of Chinese, Japanese and Korean text, which has no
    spaces.
    """
    return re.findall(rf"({WORD})(\s?)", line)


def rewording(old: str, new: str) -> str:
    """Return a line with the words that are gone and new, and some of those beside them."""
    ours, theirs = words(old), words(new)
    blocks = SequenceMatcher(None, [w for w, _ in ours], [w for w, _ in theirs], autojunk=False).get_opcodes()
    parts = []
    for place, (tag, a, b, c, d) in enumerate(blocks):
        if tag == "equal":
            parts.append(_shortened(theirs[c:d], at_start=place == 0, at_end=place == len(blocks) - 1))
        else:
            gone, new = _marked("[-", ours[a:b], "-]"), _marked("{+", theirs[c:d], "+}")
            parts += [gone, " " if gone and new and not gone.endswith(" ") else "", new]
    return "".join(parts).strip()


def _marked(begin: str, some: Sequence[tuple[str, str]], end: str) -> str:
    """Return words between marks, the space behind them outside; nothing for none."""
    text = _together(some)
    return f"{begin}{text.rstrip()}{end}{' ' * text.endswith(' ')}" if text else ""


def _together(some: Sequence[tuple[str, str]]) -> str:
    """Write words as they stood."""
    return "".join(word + space for word, space in some)


def _shortened(same: Sequence[tuple[str, str]], *, at_start: bool, at_end: bool) -> str:
    """Return words that did not change: only those next to words that did."""
    before, after = (0 if at_start else AROUND), (0 if at_end else AROUND)
    if len(same) <= before + after + 1:
        return _together(same)
    return f"{_together(same[:before])}… {_together(same[len(same) - after :])}"
