"""What must not get out, as words beside each other: a line is known again however it is written, and by a part of it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

RUN = 5  # words by which a part of a line is known; a shorter line is known as a whole
STEP = 2  # words from one such part of a line to the next: of a longer excerpt one is whole
FEWEST_LETTERS = 4  # of a line that is looked for at all
NOBODY_SEES = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrtbf]")  # in JSON
ASIDE = re.compile(r"<[^<>]{0,5000}>|\]\([^()\s]*")  # tags, and where links of markdown lead
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")  # Chinese has no blanks between words
Words = Sequence[str]


class Secret(NamedTuple):
    """Something that readers may not see, and where it stands: a file of the base and a line, 0 for the whole of it."""

    what: str
    path: str
    line: int


def words_of(text: str) -> Iterator[Words]:
    """Yield the words of a text, then those of each tag and of each address in it."""
    if "\\" in text:
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        text = NOBODY_SEES.sub("", unicodedata.normalize("NFKC", text))
    text = text.casefold()
    yield WORD.findall(ASIDE.sub(" ", text))
    for aside in dict.fromkeys(ASIDE.findall(text)):
        if len(aside) > len("</strong>") or aside[0] == "]":
            yield WORD.findall(unquote(aside))


class SecretWords:
    """What an audience may not see, by its words; what they may see somewhere is no secret, unless it is one for good."""

    def __init__(self) -> None:
        self.runs: dict[str, Secret] = {}
        self.lengths: dict[str, set[int]] = {}  # of the runs that begin with a word
        self.for_good: set[str] = set()

    def add(self, text: str, secret: Secret, *, for_good: bool = False) -> None:
        """Take something in that is secret."""
        for words in words_of(text):
            for run in _runs(words):
                key = " ".join(run)
                if len(key) >= FEWEST_LETTERS:
                    self.runs.setdefault(key, secret)
                    self.lengths.setdefault(run[0], set()).add(len(run))
                    if for_good:
                        self.for_good.add(key)

    def allow(self, text: str, most: int = RUN) -> None:
        """Take out what stands in a text that the readers may see, if it has at most so many words."""
        for key in list(self._keys(text)):
            if key not in self.for_good and key.count(" ") < most:
                self.runs.pop(key, None)

    def found_in(self, text: str) -> Iterator[Secret]:
        """Yield the secrets that stand in a text."""
        yield from (self.runs[key] for key in self._keys(text))

    def _keys(self, text: str) -> Iterator[str]:
        """Yield the runs of a text that are known."""
        for words in words_of(text):
            if self.lengths.keys().isdisjoint(words):
                continue
            for place, word in enumerate(words):
                for length in self.lengths.get(word, ()):
                    key = " ".join(words[place : place + length])
                    if key in self.runs:
                        yield key


def _runs(words: Words) -> Iterator[Words]:
    """Yield the parts of a line by which it is known."""
    if len(words) <= RUN:
        yield from [words] if words else []
        return
    last = len(words) - RUN
    yield from (words[place : place + RUN] for place in (*range(0, last, STEP), last))


def line_of(text: str, secret: Secret, known: SecretWords) -> int:
    """Return the line of a text on which a secret stands; 0 where it goes over several, or is not seen by lines."""
    return next((number for number, line in enumerate(text.split("\n"), 1) if secret in known.found_in(line)), 0)
