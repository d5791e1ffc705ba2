"""The best passage of an article for a question, with the words to mark."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.search.engine import analysis
from kcs_cli.text.display import on_one_line
from kcs_cli.text.folding import ENTITY, folded, folded_places

LONGEST = 240  # characters of a passage
LONGEST_BLOCK = 10_000  # characters of a block looked at closely
LONGEST_BODY = 100_000  # characters looked at
LINK = r"!?\[((?:[^\]\[]|\[[^\]\[]*\])*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)"
FLAVOUR = r"\[!\w+ ([^\]\[]*)\]"  # `[!UICONTROL Save]`, as some publishers mark names
ESCAPE = r"\\([\[\]_*<>#])"
MARK_UP = (
    r"(?m)\*\*|`{1,3}|^[ \t]*+(?:(?:#{1,6}|>|[-*+]|\d{1,3}[.)])[ \t]++)++|^[ \t|:-]{3,}+$"
    r"|<!--(?:(?!<!--|-->).)*+-->|(?<!\\)</?[a-zA-Z][^<>]*+>"
)


class Passage(NamedTuple):
    """A piece of an article on one line, the heading above it, its line in the file, and where words are marked."""

    text: str
    section: str
    line: int
    marks: tuple[tuple[int, int], ...] = ()


def best_passage(card: Card, terms: frozenset[str], needles: Mapping[str, float], near: int = 0) -> Passage:
    """Return the block of the body that has most of the words; when none has any the first block from line `near` on.

    `needles` (the beginnings of the words, with weights) choose the block without analysing the whole article; `terms` are
    the stems that are marked in it.
    """
    best, best_score, best_line = "", -1.0, card.body_line
    line = card.body_line
    for block in re.split(r"(\n\s*\n)", card.body[:LONGEST_BODY]):
        text = folded(block).lower()
        score = sum(weight for needle, weight in needles.items() if needle in text)
        is_nearer = score == best_score == 0 and best_line < near <= line + _leading_lines(block)
        if (score > best_score or is_nearer) and block.strip() and not _is_heading(block):
            best, best_score, best_line = block, score, line + _leading_lines(block)
        line += block.count("\n")
    offset, text = _cut(best.strip("\n")[:LONGEST_BLOCK], needles)
    return _mark(text, _heading_above(card, best_line + offset), best_line + offset, terms, card.language)


def _leading_lines(block: str) -> int:
    """Count the empty lines a block begins with."""
    return block[: len(block) - len(block.lstrip())].count("\n")


def _is_heading(block: str) -> bool:
    """Tell whether a block is nothing but a heading."""
    stripped = block.strip()
    return stripped.startswith("#") and "\n" not in stripped


def _heading_above(card: Card, line: int) -> str:
    """Return the nearest heading at or above a line."""
    return next((heading for at, heading in reversed(card.headings) if at <= line), "")


def _cut(block: str, needles: Mapping[str, float]) -> tuple[int, str]:
    """Return the lines of a long block that have most of the words, without mark-up, and the first one's place."""
    lines = block.split("\n")
    scores = [sum(weight for needle, weight in needles.items() if needle in folded(line).lower()) for line in lines]
    best = max(range(len(lines)), key=lambda n: (scores[n], -n)) if len(block) > LONGEST else 0
    while best < len(lines) - 1 and not without_mark_up(lines[best]):
        best += 1  # the fence of a code block, the rule below a table's head
    return best, _window(without_mark_up("\n".join(lines[best:])), needles)


def without_mark_up(text: str) -> str:
    """Drop what markdown adds to words: links' addresses, emphasis, list marks, backslashes; entities are characters."""
    bare = re.sub(ESCAPE, r"\1", re.sub(MARK_UP, "", re.sub(LINK, r"\1", re.sub(FLAVOUR, r"\1", text)))).strip()
    return re.sub(ENTITY, _character, bare) if "&" in bare else bare


def _character(entity: re.Match[str]) -> str:
    """Return the character that an entity names."""
    import html

    return html.unescape(entity[0])


def _window(text: str, needles: Mapping[str, float]) -> str:
    """Cut a long text to begin shortly before the first of the words."""
    if len(text) <= LONGEST:
        return text
    searched, places = folded_places(text)
    searched = searched.lower()[: len(searched)]  # İ has two characters in lower case
    first = places[min((place for needle in needles if (place := searched.find(needle)) >= 0), default=0)]
    start = text.rfind(" ", 0, first - 40) + 1 if first > LONGEST - 60 else 0
    return ("… " if start else "") + text[start : start + LONGEST]


def _mark(text: str, section: str, line: int, terms: frozenset[str], language: str) -> Passage:
    """Put a passage on one line and find the words of the question in it."""
    text = on_one_line(text)
    found = [(t.start, t.end) for t in analysis.tokens(text, language) if t.term in terms]
    marks: list[tuple[int, int]] = []
    for start, end in found:
        if marks and marks[-1][1] == start:
            marks[-1] = (marks[-1][0], end)
        else:
            marks.append((start, end))
    return Passage(text, section, line, tuple(marks))
