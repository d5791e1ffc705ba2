"""What a person typed, taken apart: words, "phrases", -without, prefix*, field:value. No input is an error."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Kind
from kcs_cli.search.engine.quantity import is_unit
from kcs_cli.text.folding import without_spaces_in_names
from kcs_cli.text.gram import CJK, normal

LONGEST = 64_000  # characters of a pasted text that are looked at
MOST_UNITS = 10_000  # words of it, or characters of a script without spaces, that are looked at
LONGEST_TYPED = 400  # a longer text, or one of several lines, was pasted: it has no operators

TEXT_FIELDS = ("title", "issue", "environment", "resolution", "cause")
FILTERS = ("tag", "owner", "state", "audience", "kind", "lang", "path", "id")
VOCABULARY: dict[str, frozenset[str]] = {
    "state": frozenset(Confidence),
    "audience": frozenset(Audience),
    "kind": frozenset(Kind),
}

# What follows a minus that excludes nothing: a number (`-1712`, `-40C`; no `-0x80`), an option of one letter (`-p8080`).
NO_EXCLUSION = r"(?!0[xX])\d.*|[a-zA-Z](?:[=:\d/.].*)?"
EMOJI = r"\u2600-\u27bf\U0001f000-\U0001faff"
QUOTED = r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»"
TOKEN = rf"(?P<minus>-(?=\w|[\"“„«]))?(?:(?P<field>[a-z]+):(?=\S))?(?:(?P<quoted>{QUOTED})(?!\S)|(?P<word>\S+))"


class Restriction(NamedTuple):
    """`title:printer`: words or a phrase that one field must have."""

    field: str
    text: str
    phrase: bool = False


class Query(NamedTuple):
    """A question in parts. `text` is what is ranked by; the phrases and restrictions must be met."""

    text: str = ""
    phrases: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    without_fields: tuple[Restriction, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def has_words(self) -> bool:
        """Tell whether anything is asked by words, and not by filters alone."""
        return bool(self.text.strip() or self.phrases or self.prefixes or self.restrictions)


def parse(typed: str, *, filtered: bool = False) -> Query:
    """Take apart what a person typed; a pasted text is words only, and so is what is nothing but an exclusion.

    `filtered`: options say what is listed, so that an exclusion alone takes from that.
    """
    typed = without_spaces_in_names(normal(typed[:LONGEST]))
    if len(typed) > LONGEST_TYPED or "\n" in typed.strip():
        return Query(text=_without_emoji(_beginning(_matter(typed))))
    parts = Parts()
    for token in re.finditer(TOKEN, typed):
        parts.add(token)
    query = parts.query()
    listed = filtered or query.has_words or query.filters or query.without_fields
    if not listed and query.without:
        return Query(text=typed)
    return query if query.phrases else query._replace(text=_without_emoji(query.text))


def _without_emoji(text: str) -> str:
    """Return a text without the pictures of a chat, each a word that hardly an article has; unless it has nothing else."""
    bare = text if text.isascii() else re.sub(f"[{EMOJI}]+", " ", text).strip(" ")
    return bare if any(map(str.isalnum, bare)) else text


def _matter(text: str) -> str:
    """Return what a pasted letter is about: who signed it has rarer words than what is asked."""
    if "\n" not in text.strip():
        return text
    from kcs_cli.text.letter import without_signatures  # of what is pasted alone

    return without_signatures(text)


def _beginning(text: str) -> str:
    """Return a pasted text as far as it is looked at: where each character is a word of its own, 64,000 are too many."""
    units = re.finditer(rf"[{CJK}{EMOJI}]|[^\W{CJK}]+", text)
    last = next(islice(units, MOST_UNITS, None), None)
    return text[: last.start()] if last else text


def is_exclusion(quoted: str | None, word: str) -> bool:
    """Tell whether a minus before it excludes: no number, unit or option of one letter is excluded by it."""
    return quoted is not None or not (re.fullmatch(NO_EXCLUSION, word) or is_unit(word))


class Parts:
    """The parts of a query while they are collected."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.phrases: list[str] = []
        self.prefixes: list[str] = []
        self.without: list[str] = []
        self.without_fields: list[Restriction] = []
        self.restrictions: list[Restriction] = []
        self.filters: dict[str, list[str]] = {}

    def query(self) -> Query:
        """Return what was collected."""
        return Query(
            text=" ".join(self.words),
            phrases=tuple(self.phrases),
            prefixes=tuple(self.prefixes),
            without=tuple(self.without),
            without_fields=tuple(self.without_fields),
            restrictions=tuple(self.restrictions),
            filters={name: tuple(values) for name, values in self.filters.items()},
        )

    def add(self, token: re.Match[str]) -> None:
        """Put one token where it belongs."""
        name, quoted = token["field"], token["quoted"]
        value = quoted[1:-1].strip() if quoted is not None else token["word"]
        if token["minus"] and not name and is_exclusion(quoted, value):
            self.without.append(value)
        elif name in TEXT_FIELDS or (name and is_filter(name, value)):
            self.add_field(Restriction(name, value, phrase=quoted is not None), excluded=bool(token["minus"]))
        elif quoted is not None and not name:
            self.add_phrase(value)
        elif not name and value.endswith("*") and value[:-1].isalnum() and len(value) > 2:
            self.prefixes.append(value[:-1])
        else:
            self.words.append(token[0])

    def add_field(self, field: Restriction, *, excluded: bool) -> None:
        """Keep what is asked of a field, or what an article must not have there."""
        if excluded:
            self.without_fields.append(field)
        elif field.field in TEXT_FIELDS:
            self.restrictions.append(field)
        else:
            self.filters.setdefault(field.field, []).append(field.text)

    def add_phrase(self, text: str) -> None:
        """Keep a phrase; its words are ranked by as well."""
        self.words.append(text)
        if any(character.isalnum() for character in text):
            self.phrases.append(text)


def is_filter(name: str, value: str) -> bool:
    """Tell whether `name:value` is a filter; `state:down` is two words, because no article is in that state."""
    return name in FILTERS and value.strip("/") != "" and value.lower() in VOCABULARY.get(name, {value.lower()})


def check_filters(filters: Mapping[str, Sequence[str]]) -> None:
    """Raise KcsError for a state, audience or kind that no article can have."""
    for name, values in filters.items():
        for value in values:
            known = VOCABULARY.get(name, frozenset((value.lower(),)))
            if value.lower() not in known:
                from difflib import get_close_matches

                near = get_close_matches(value.lower(), known, 1, 0.5)
                hint = f"Did you mean {near[0]}?" if near else f"One of {', '.join(sorted(known))}"
                raise KcsError(f"There is no {name} {value}", hint)
