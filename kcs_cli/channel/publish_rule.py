"""The rule of `[publish] when`: a small language of its own, read into values and asked of an article's facts.

`links >= 3 and confidence = validated`: facts compared with numbers and words, `and`, `or`, `not`, `in [a, b]`, brackets. It
is read by hand and never evaluated as a program, and has bounds: whatever a kcs.toml says, it costs little and ends.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple, NoReturn

from kcs_cli.article.model import tag_names
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import VOCABULARIES, as_word

LONGEST = 2_000  # characters of a rule
DEEPEST = 20  # brackets and `not`s within each other
MOST = 100  # comparisons
NUMBERS = (
    "links", "cases", "solved", "helped", "tried", "people", "votes", "helpful", "unhelpful", "flags",
    "age_days", "changed_days", "reviewed_days",
)  # fmt: skip
TEXTS = ("owner", "tag", "language", "folder")
FACTS = (*NUMBERS, *VOCABULARIES, *TEXTS)
SIGNS = {"=": eq, "==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
SAMENESS = ("=", "==", "!=")
KEYWORDS = ("and", "or", "not", "in")
EXAMPLE = "links >= 3 and confidence = validated"
TOKEN = re.compile(
    r"(?P<sign><=|>=|!=|==|[=<>])|(?P<mark>[()\[\],])|(?P<quoted>\"[^\"\n]*\"|'[^'\n]*')|(?P<word>[^\s()\[\],<>=!\"']+)"
)
NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")

Answer = bool | None  # None: a fact is not known
FactValue = float | tuple[str, ...] | None  # a number; words, of which one has to fit; not known


class Comparison(NamedTuple):
    """A fact beside values: one of them has to fit, or for `!=` and `not in` none."""

    fact: str
    sign: str
    values: tuple[float | str, ...]


class Negation(NamedTuple):
    """`not` and what does not hold."""

    part: "PublishRule"


class Junction(NamedTuple):
    """Parts joined by `and` or by `or`."""

    word: str
    parts: tuple["PublishRule", ...]


PublishRule = Comparison | Negation | Junction


def holds(rule: PublishRule, facts: Mapping[str, FactValue]) -> Answer:
    """Tell whether a rule holds of an article; None where that hangs on what is not known: then nothing is published."""
    match rule:
        case Comparison():
            return _compared(rule, facts[rule.fact])
        case Negation():
            inner = holds(rule.part, facts)
            return None if inner is None else not inner
        case Junction():
            decides = rule.word == "or"  # what one part alone decides
            answers = [holds(part, facts) for part in rule.parts]
            return decides if decides in answers else None if None in answers else not decides


def _compared(one: Comparison, value: FactValue) -> Answer:
    """Tell whether a comparison holds."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return any(wanted in value for wanted in one.values) is (one.sign != "!=")
    fits = [bool(SIGNS[one.sign](value, wanted)) for wanted in one.values if isinstance(wanted, float)]
    return all(fits) if one.sign == "!=" else any(fits)


def grounds(rule: PublishRule, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """Return the facts for which a rule holds, in its order: of an `or` those of the parts that hold."""
    return tuple(dict.fromkeys(_grounds(rule, facts)))


def _grounds(rule: PublishRule, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """Return them, each as often as it is named."""
    match rule:
        case Comparison():
            return (rule.fact,)
        case Negation():
            return _grounds(rule.part, facts)
        case Junction():
            answer = holds(rule, facts)
            return tuple(fact for part in rule.parts if holds(part, facts) is answer for fact in _grounds(part, facts))


def facts_in(rule: PublishRule) -> frozenset[str]:
    """Return the facts that a rule asks for."""
    match rule:
        case Comparison():
            return frozenset((rule.fact,))
        case Negation():
            return facts_in(rule.part)
        case Junction():
            return frozenset().union(*map(facts_in, rule.parts))


def read_rule(text: str, place: str) -> PublishRule:
    """Read a rule that is at a place, as `[publish] when`. Raise KcsError, which names the column and the nearest name."""
    return _RuleReader(text, place).whole()


class _Token(NamedTuple):
    """A sign, bracket, word or quoted text, and its column; of the end the text is empty."""

    kind: str
    text: str
    column: int


class _RuleReader:
    """Reads a rule from left to right."""

    def __init__(self, text: str, place: str) -> None:
        self.place = place
        self.comparisons = self.depth = self.next = 0
        if len(text) > LONGEST:
            self.refuse(LONGEST + 1, f"a rule has at most {LONGEST:,} characters", "Ask for less, or write it shorter")
        self.tokens = self.cut(text)

    def refuse(self, column: int, message: str, hint: str) -> NoReturn:
        """Raise KcsError for what is at a column."""
        raise KcsError(f"{self.place}, column {column}: {message}", hint)

    def cut(self, text: str) -> list[_Token]:
        """Cut a rule into tokens."""
        found, place = list[_Token](), 0
        while place < len(text):
            if text[place].isspace():
                place += 1
                continue
            token = TOKEN.match(text, place)
            if token is None:
                hint = "End the text with the quote it begins with" if text[place] in "\"'" else f'As in "{EXAMPLE}"'
                self.refuse(place + 1, f"{text[place]} means nothing here", hint)
            found.append(_Token(token.lastgroup or "", token[0], place + 1))
            place = token.end()
        return [*found, _Token("end", "", len(text) + 1)]

    @property
    def token(self) -> _Token:
        """The token that comes next."""
        return self.tokens[self.next]

    def take(self, *texts: str) -> str:
        """Go beyond the next token if it is one of some, whatever its capitals, and return it; else nothing."""
        one = self.token
        if one.kind == "quoted" or one.text.lower() not in texts:
            return ""
        self.next += 1
        return one.text.lower()

    def need(self, text: str) -> None:
        """Go beyond a bracket that has to come."""
        if not self.take(text):
            self.refuse(self.token.column, f"{self.said} stands where {text} should", f'As in "{EXAMPLE}"')

    @property
    def said(self) -> str:
        """The next token as people read it."""
        return f"`{self.token.text}`" if self.token.text else "the end"

    def whole(self) -> PublishRule:
        """Read all of it."""
        if self.token.kind == "end":
            self.refuse(1, "the rule is empty", f'when = "{EXAMPLE}"')
        rule = self.joined("or")
        if self.token.kind != "end":
            hint = "Put quotes around several words; join comparisons with and, or"
            self.refuse(self.token.column, f"{self.said} is one too many", hint)
        return rule

    def joined(self, word: str) -> PublishRule:
        """Read parts that are joined by a word; `and` binds closer than `or`."""
        parts = [self.part() if word == "and" else self.joined("and")]
        while self.take(word):
            parts.append(self.part() if word == "and" else self.joined("and"))
        return parts[0] if len(parts) == 1 else Junction(word, tuple(parts))

    def part(self) -> PublishRule:
        """Read `not` and what it turns round, a rule in brackets, or a comparison."""
        column = self.token.column
        opened = self.take("not", "(")
        if not opened:
            return self.comparison()
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(column, f"brackets and `not`s go {DEEPEST} deep at most", "Write it flatter")
        inner = Negation(self.part()) if opened == "not" else self.joined("or")
        if opened == "(":
            self.need(")")
        self.depth -= 1
        return inner

    def comparison(self) -> Comparison:
        """Read a fact, a sign, and one or several values."""
        fact = self.fact()
        self.comparisons += 1
        if self.comparisons > MOST:
            self.refuse(self.token.column, f"a rule has at most {MOST} comparisons", "Use `in [a, b]` for several values")
        column, is_none = self.token.column, self.take("not")
        if self.take("in"):
            return Comparison(fact, "!=" if is_none else "=", self.several(fact))
        sign = self.take(*SIGNS) if not is_none else ""
        if not sign:
            self.refuse(column, f"after {fact} comes =, != or in, not {self.said}", f'As in "{EXAMPLE}"')
        if fact not in NUMBERS and sign not in SAMENESS:
            self.refuse(column, f"{fact} is no number: it is compared with =, != or in", f"{fact} in [one, other]")
        return Comparison(fact, "=" if sign == "==" else sign, (self.value(fact),))

    def fact(self) -> str:
        """Read the name of a fact."""
        one = self.token
        name = one.text.lower().replace("-", "_")
        if one.kind != "word" or name in KEYWORDS:
            self.refuse(one.column, f"a fact should stand here, not {self.said}", f"It knows {', '.join(FACTS)}")
        if name not in FACTS:
            near = get_close_matches(name, FACTS, 1, 0.5)
            hint = f"Did you mean {near[0]}?" if near else f"It knows {', '.join(FACTS)}"
            self.refuse(one.column, f"there is no fact {one.text}", hint)
        self.next += 1
        return name

    def several(self, fact: str) -> tuple[float | str, ...]:
        """Read values in brackets."""
        opened = self.take("[", "(")
        if not opened:
            self.refuse(self.token.column, f"{self.said} stands where [ should", f"{fact} in [one, other]")
        values = [self.value(fact)]
        while self.take(","):
            values.append(self.value(fact))
        self.need("]" if opened == "[" else ")")
        return tuple(values)

    def value(self, fact: str) -> float | str:
        """Read a value that a fact may have."""
        one = self.token
        if one.kind not in ("word", "quoted") or (one.kind == "word" and one.text.lower() in KEYWORDS):
            self.refuse(one.column, f"a value should stand here, not {self.said}", f'As in "{EXAMPLE}"')
        self.next += 1
        text = one.text[1:-1] if one.kind == "quoted" else one.text
        if fact in NUMBERS:
            if not NUMBER.fullmatch(text):
                hint = f"{fact} >= 30 counts days back from today" if fact.endswith("_days") else f"{fact} >= 3"
                self.refuse(one.column, f"{fact} is a number, not {one.text}", hint)
            return float(text)
        if fact not in VOCABULARIES:
            return compared_text(fact, text)
        choices: Sequence[str] = [choice.value for choice in VOCABULARIES[fact]]
        if as_word(text) not in choices:
            near = get_close_matches(as_word(text), choices, 1, 0.5)
            hint = f"Did you mean {near[0]}?" if near else f"One of {', '.join(choices)}"
            self.refuse(one.column, f"{fact} cannot be {one.text}", hint)
        return as_word(text)


def compared_text(fact: str, text: str) -> str:
    """Return a text as it is compared: capitals do not matter, and a tag has no #."""
    if fact == "tag":
        return next(iter(tag_names(text)), "")
    return text.strip().strip("/").casefold() if fact == "folder" else text.strip().casefold()
