"""Regular expressions that users write, run so that no text takes them long.

Python's engine goes back and tries again: `(a+)+b` takes years over forty letters. What could make it try more than some
hundred times at one place is given to RE2, which reads a text once, and refused where RE2 cannot read it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

MOST_WAYS = 1_000  # to match at one place, that Python's engine may try
LONGEST = 500  # characters of a text that a pattern sees at once
UNICODE = {"d": r"\p{Nd}", "w": r"\p{L}\p{M}\p{N}_", "s": r"\s\x0b\x1c-\x1f\x85\p{Z}"}  # what RE2 reads as ASCII alone
Spans = Callable[[str], Iterator[tuple[int, int]]]


class TooSlowPatternError(ValueError):
    """A pattern over which some text would take for ever."""


@lru_cache(maxsize=1000)
def spans_of(pattern: str) -> Spans:
    """Return what finds a pattern's matches in a text. Raise re.error, or TooSlowPatternError."""
    compiled: Any = re.compile(pattern)
    if _ways(_parsed(pattern)) > MOST_WAYS:
        compiled = _as_re2(pattern)
    return lambda text: (found.span() for found in compiled.finditer(text))


def _as_re2(pattern: str) -> Any:
    """Compile a pattern for RE2. Raise TooSlowPatternError where it knows no such thing."""
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(_with_unicode(pattern), options)
    except re2.error as error:
        raise TooSlowPatternError(pattern) from error


def _with_unicode(pattern: str) -> str:
    """Write what Python takes as any letter or digit so that RE2 does, too; within a set without the brackets."""
    parts, is_set = [], False
    for part in re.findall(r"\\.|.", pattern, re.DOTALL):
        if part[0] == "\\" and part[1:] in UNICODE:
            parts.append(UNICODE[part[1:]] if is_set else f"[{UNICODE[part[1:]]}]")
        else:
            is_set = part != "]" if is_set else part == "["
            # RE2 refuses \Z, which means to Python what \z means to RE2
            parts.append(r"\z" if part == r"\Z" else part)
    return "".join(parts)


def _parsed(pattern: str) -> Iterable[tuple[Any, Any]]:
    """Return a pattern as Python's engine reads it: operations, each with what it is about."""
    from re import _parser  # type: ignore[attr-defined]  # private, untyped: nothing else tells how a pattern is built

    parsed: Iterable[tuple[Any, Any]] = _parser.parse(pattern)
    return parsed


def _ways(parsed: Iterable[tuple[Any, Any]]) -> int:
    """Return at most how many ways there are to match at one place; above `MOST_WAYS` it is not counted."""
    ways = 1
    for operation, value in parsed:
        ways = min(ways * _ways_of(str(operation), value), MOST_WAYS + 1)
    return ways


def _ways_of(operation: str, value: Any) -> int:
    """Return in how many ways one operation may match at one place."""
    match operation:
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most = int(value[0]), min(int(value[1]), LONGEST)
            inner = _ways(value[2])
            # 2 ** 20 is beyond MOST_WAYS already: a higher power would only be a number of hundreds of digits
            return max(1, most - least + 1) * (inner ** min(most, 20) if inner > 1 else 1)
        case "BRANCH" | "GROUPREF_EXISTS":
            # An empty branch is falsy, and a way all the same: Python reads `(a|a)` as `a(?:|)`
            branches = value[1] if operation == "BRANCH" else value[1:]
            return sum(_ways(branch) for branch in branches if branch is not None)
        case "SUBPATTERN" | "ASSERT" | "ASSERT_NOT":
            return _ways(value[-1])
        case "ATOMIC_GROUP":
            return _ways(value)
    return 1
