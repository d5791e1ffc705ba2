"""Thousands of patterns as `drafts/*` matched with one look: only those that may match, by begin or end, are asked."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

WILD = r"\[[!^]?\]?[^\]]*\]|[*?\[\]]|\\."  # a set of characters, a sign, one taken as it is


class GlobIndex:
    """Knows which of some patterns may match a path: by what stands before a pattern's first wildcard, or after its last."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.heads: dict[str, list[int]] = {}
        self.tails: dict[str, list[int]] = {}
        self.others: list[tuple[int, str]] = []  # each with the longest text that must be there
        for number, pattern in enumerate(patterns):
            plain = re.split(WILD, pattern.casefold())
            if plain[0]:
                self.heads.setdefault(plain[0], []).append(number)
            elif tail := plain[-1].lstrip("/"):  # `**/a` may match `a`
                self.tails.setdefault(tail, []).append(number)
            else:
                self.others.append((number, max(plain, key=len).strip("/")))
        self.head_lengths = sorted(set(map(len, self.heads)))
        self.tail_lengths = sorted(set(map(len, self.tails)))

    def candidates(self, path: str) -> list[int]:
        """Return the numbers of the patterns that may match a path, or a part of it between slashes, in their order."""
        folded = path.casefold()
        slashes = [place for place, character in enumerate(folded) if character == "/"]
        others = (number for number, part in self.others if part in folded)
        return sorted({*others, *self._begun(folded, slashes), *self._ended(folded, slashes)})

    def _begun(self, path: str, slashes: list[int]) -> Iterator[int]:
        """Yield the patterns that begin as the path does, or a part of it."""
        for start in (0, *(place + 1 for place in slashes)) if self.heads else ():
            for length in self.head_lengths:
                yield from self.heads.get(path[start : start + length], ())

    def _ended(self, path: str, slashes: list[int]) -> Iterator[int]:
        """Yield the patterns that end as the path does, or a part of it."""
        for end in (*slashes, len(path)) if self.tails else ():
            for length in self.tail_lengths:
                yield from self.tails.get(path[max(0, end - length) : end], ())


class Globs:
    """Patterns as a shell has them, none of which tells capitals; with `anywhere` one may match the end after a `/`, too."""

    def __init__(self, patterns: Sequence[str], *, anywhere: bool = False) -> None:
        self.patterns = tuple(dict.fromkeys(filter(None, patterns)))
        self.anywhere = anywhere
        self.compiled: dict[int, re.Pattern[str]] = {}

    def match(self, text: str) -> bool:
        """Tell whether one of the patterns matches."""
        return any(self._compiled(number).match(text) for number in self.index.candidates(text))

    @cached_property
    def index(self) -> GlobIndex:
        """What finds the patterns worth asking."""
        return GlobIndex(self.patterns)

    def _compiled(self, number: int) -> re.Pattern[str]:
        """Return a pattern as an expression, made when it is first asked: of thousands few are."""
        if number not in self.compiled:
            from fnmatch import translate

            begin = "(?:.*/)?" if self.anywhere else ""
            self.compiled[number] = re.compile(f"(?s:{begin}){translate(self.patterns[number])}", re.IGNORECASE)
        return self.compiled[number]


class PathGlobs:
    """Patterns of paths: one with a slash matches a path, or its end after a `/`; one without a single name in it."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.of_names = Globs([pattern for pattern in patterns if "/" not in pattern])
        self.of_paths = Globs([pattern for pattern in patterns if "/" in pattern], anywhere=True)

    def match(self, path: str) -> bool:
        """Tell whether one of the patterns matches."""
        return any(map(self.of_names.match, path.split("/"))) or self.of_paths.match(path)
