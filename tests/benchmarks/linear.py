"""How long each regular expression takes over texts made to be slow: `python -m tests.benchmarks.linear [NAME…]`.

Every pattern that a call of `re` has is found in the source, worked out where it stands, and given 20 KB of each token it is
made of, of each pair of them, and of such runs before and after something else. A pattern that costs more than its share of
the CPU is printed with the text that it is slow over; patterns that are put together of a function's own names are listed.
"""

import ast
import re
import signal
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from re import _constants as c
from re import _parser
from typing import Any, NamedTuple

import kcs_cli

PACKAGE = Path(kcs_cli.__file__).parent
CALLS = ("compile", "sub", "subn", "finditer", "findall", "match", "search", "fullmatch", "split")
SIZE = 20_000
LIMIT = 0.06  # seconds of CPU for 20 KB: a linear pattern takes 1 to 10 ms, a quadratic one a second
MOST_TOKENS = 24
CATEGORIES = {c.CATEGORY_DIGIT: "1", c.CATEGORY_SPACE: " ", c.CATEGORY_WORD: "a", c.CATEGORY_NOT_DIGIT: "a",
              c.CATEGORY_NOT_SPACE: "a", c.CATEGORY_NOT_WORD: "!"}  # fmt: skip


class Call(NamedTuple):
    """A call of `re`: where it is, what it does, its pattern and flags."""

    where: str
    does: str
    pattern: str | bytes
    flags: int


class Slow(NamedTuple):
    """A text over which a pattern is slow."""

    call: Call
    text: str
    seconds: float


def calls_of(path: Path) -> Iterator[Call | str]:
    """Yield a module's calls of `re`, and as a text those whose pattern is not known before they run."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = ".".join(("kcs_cli", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    names = vars(import_module(module))
    used = dict(_uses(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=does), args=[first, *rest]) if does in CALLS:
                where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                flags = [*(k.value for k in node.keywords if k.arg == "flags"), *rest[_flags_at(does) :][:1]]
                try:
                    pattern = _value(first, names)
                    yield from (
                        Call(
                            where=where,
                            does=used.get(node.lineno, does),
                            pattern=one,
                            flags=int(sum(_value(flag, names) for flag in flags)),
                        )
                        for one in (pattern if isinstance(pattern, tuple) else (pattern,))
                    )
                except Exception as error:
                    yield f"{where} {ast.unparse(first)[:80]}: {error}"


def _uses(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line of each compiled pattern that has a name and is only matched from where it starts."""
    used: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr=does) if does in CALLS:
                used.setdefault(name, set()).add(does)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Attribute(attr="compile")) as inner, attr=does)):
                yield inner.lineno, does
            case ast.Assign(targets=[ast.Name(id=name)]) if used.get(name) and used[name] <= {"match", "fullmatch"}:
                yield node.value.lineno, min(used[name], key="match fullmatch".index)


def _flags_at(does: str) -> int:
    """Return where among the arguments behind the pattern a call has its flags."""
    return {"compile": 0, "sub": 3, "subn": 3, "split": 2}.get(does, 1)


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    """Work out an expression with a module's names."""
    value = eval(compile(ast.Expression(node), "here", "eval"), names)  # the package's own source
    return value.pattern if isinstance(value, re.Pattern) else value


def tokens(pattern: str | bytes, flags: int) -> list[str]:
    """Return texts that parts of a pattern match: runs of its letters, samples of its classes, whole branches."""
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    seen: dict[str, None] = {}
    _sample(_parser.parse(text, flags), seen)
    return [token for token in seen if token][:MOST_TOKENS]


def _sample(parsed: Any, seen: dict[str, None]) -> str:
    """Return one text that a part matches, and note the texts of the parts inside it."""
    said, run = "", ""
    for op, value in parsed:
        new = _one(op, value, seen)
        run = run + new if op is c.LITERAL else ""
        if run:
            seen[run] = None
        said += new
    seen[said] = None
    return said


def _one(op: Any, value: Any, seen: dict[str, None]) -> str:  # noqa: PLR0911 - one for each kind of piece
    """Return a text that one piece of a pattern matches."""
    if op is c.LITERAL:
        seen[chr(value)] = None
        return chr(value)
    if op in (c.IN, c.NOT_LITERAL, c.ANY):
        samples = list(dict.fromkeys(_members(op, value)))[:6]
        seen.update(dict.fromkeys(samples))
        return samples[0] if samples else "a"
    if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
        return _sample(value[2], seen) * min(max(1, int(value[0])), 40)
    if op is c.BRANCH:
        samples = [_sample(branch, seen) for branch in value[1]]
        return samples[0]
    if op is c.SUBPATTERN:
        return _sample(value[3], seen)
    if op is c.ATOMIC_GROUP:
        return _sample(value, seen)
    if op in (c.ASSERT, c.ASSERT_NOT):
        _sample(value[1], seen)
    return ""


def _members(op: Any, value: Any) -> Iterator[str]:
    """Yield some characters of a class."""
    if op is not c.IN:
        yield from ("a", "\n", " ")
        return
    negated = value[0][0] is c.NEGATE
    inside: list[str] = []
    for kind, one in value:
        if kind is c.LITERAL:
            inside.append(chr(one))
        elif kind is c.RANGE:
            inside += [chr(one[0]), chr(one[1])]
        elif kind is c.CATEGORY:
            inside.append(CATEGORIES[one])
    yield from [x for x in ("a", "1", " ", "-", "\n") if x not in inside] if negated else []
    yield from inside


class TooSlow(Exception):
    """The CPU time of one text is used up."""


def _stop(*_: object) -> None:
    raise TooSlow


def texts(parts: list[str]) -> Iterator[str]:
    """Yield the texts: each token and each pair over and over, and a run of one begun or ended by another."""
    everything = list(dict.fromkeys([*parts, "a", " ", "\n", "-", "1", "é"]))
    for one in everything:
        yield one * (SIZE // len(one))
    for one, other in product(everything, everything):
        if one != other:
            yield (one + other) * (SIZE // len(one + other))
    for one, other in product(parts, everything):
        yield other + one * (SIZE // len(one)) + "\x00"
        yield "\n" + one * (SIZE // 2 // len(one)) + other * (SIZE // 2 // len(other)) + "\x00"


def slow_texts(call: Call) -> Iterator[Slow]:
    """Yield the texts over which a pattern takes longer than it may."""
    compiled = re.compile(call.pattern, call.flags)
    ways = {"match": compiled.match, "fullmatch": compiled.fullmatch, "search": compiled.search}
    run = ways.get(call.does, compiled.findall)
    for text in texts(tokens(call.pattern, call.flags)):
        if (took := _cost(run, text.encode("utf-8", "replace") if isinstance(call.pattern, bytes) else text)) > LIMIT:
            took = min(took, _cost(run, text if isinstance(call.pattern, str) else text.encode("utf-8", "replace")))
            if took > LIMIT:
                yield Slow(call=call, text=text, seconds=took)


def _cost(run: Any, text: Any) -> float:
    """Return the CPU time of a run, at most one second."""
    signal.setitimer(signal.ITIMER_VIRTUAL, 1.0)
    begun = time.process_time()
    try:
        run(text)
    except TooSlow:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begun


def main(names: list[str]) -> None:
    """Print the slow ones, and those that could not be worked out."""
    signal.signal(signal.SIGVTALRM, _stop)
    for path in sorted(PACKAGE.rglob("*.py")):
        if names and not any(name in str(path) for name in names):
            continue
        for call in calls_of(path):
            if isinstance(call, str):
                print("? ", call, flush=True)
                continue
            for n, slow in enumerate(slow_texts(call)):
                print(
                    "! ",
                    call.where,
                    call.does,
                    f"{slow.seconds:.2f}s",
                    repr(slow.text[:40]),
                    repr(slow.text[-12:]),
                    flush=True,
                )
                if n == 3:
                    break


if __name__ == "__main__":
    main(sys.argv[1:])
