"""Unguessable words: each stands for a place in a base, and says for whom it is there."""

import re
from collections.abc import Iterator
from secrets import choice
from typing import NamedTuple

from kcs_cli.article.audience import is_narrower
from kcs_cli.channel.leak_words import Secret
from kcs_cli.knowledge_base.vocabulary import Audience

BEGIN, END = "zq", "q"
LETTERS = "bcdfghjklmnprstvwxz"  # no vowel: none of them is a word that anybody writes, or that a search makes shorter
LENGTH = 20  # so long that no two are like each other, as names are that somebody may have meant
WORD = re.compile(f"{BEGIN}[{LETTERS}]{{{LENGTH}}}{END}")


class Canary(NamedTuple):
    """A word that only some readers may see, and where it stands."""

    readers: Audience
    secret: Secret


class Canaries:
    """All words that were planted."""

    def __init__(self) -> None:
        self.known: dict[str, Canary] = {}

    def new(self, what: str, path: str, line: int = 0, readers: Audience = Audience.internal) -> str:
        """Return a new word for a place that only some readers may see."""
        word = absent_word()
        self.known[word] = Canary(readers, Secret(f"a word planted as {what}", path, line))
        return word

    def found_in(self, text: str, audience: Audience) -> Iterator[Secret]:
        """Yield the places of the words in a text that an audience may not see."""
        for word in dict.fromkeys(WORD.findall(text.lower())):
            if word in self.known and is_narrower(self.known[word].readers, audience):
                yield self.known[word].secret


def absent_word() -> str:
    """Return a word that stands nowhere."""
    return f"{BEGIN}{''.join(choice(LETTERS) for _ in range(LENGTH))}{END}"
