"""What measures are told in: figures with how sure they are, over a period, in groups; and how they are made."""

import re
from collections.abc import Mapping
from math import sqrt
from typing import NamedTuple

from kcs_cli.render.report import Cell
from kcs_cli.text.display import OptionalText, quantity

FEW = 30  # of which a share or a median is made: fewer say little
Z = 1.96  # of the normal distribution, for an interval that holds the true share 19 times of 20


class Figure(NamedTuple):
    """A number: of a share its two counts and its Wilson interval (`low` to `high`); of a median or mean, of how many.

    `value` of a share is in per cent; None where there is nothing to count.
    """

    name: str
    value: float | None
    unit: OptionalText = ""
    low: float | None = None
    high: float | None = None
    part: int | None = None
    of: int | None = None
    remark: OptionalText = ""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """It as a row of a table."""
        return self

    def __str__(self) -> str:
        if self.value is None:
            return "none"
        text = f"{self.value:,.0f}" if self.value == int(self.value) and self.unit != "%" else f"{self.value:,.1f}"
        return f"{text} {self.unit}".rstrip()


def round_figure(number: float | None) -> Cell:
    """Return a number as people read it: a whole one as it is, another one with a decimal."""
    if number is None:
        return None
    return int(number) if number == int(number) and not isinstance(number, float) else f"{number:,.1f}"


def share(name: str, part: int, of: int) -> Figure:
    """Return a share, with the interval by Wilson (https://doi.org/10.1080/01621459.1927.10502953)."""
    if not of:
        return Figure(name, None, "%", part=part, of=of, remark="nothing to count")
    low, high = wilson(part, of)
    return Figure(name=name, value=100 * part / of, unit="%", low=low, high=high, part=part, of=of, remark=_remark_on(of))


def wilson(part: int, of: int) -> tuple[float, float]:
    """Return between which per cent the true share is, 19 times of 20."""
    rate, spread = part / of, Z * Z / of
    middle = rate + spread / 2
    half = Z * sqrt(rate * (1 - rate) / of + spread / of / 4)
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return 100 * max(0.0, low), 100 * min(1.0, high)


def level(name: str, value: float | None, unit: str, of: int) -> Figure:
    """Return a median or a mean of so many."""
    return Figure(name, value, unit, of=of, remark=_remark_on(of) if of else "nothing to count")


def ratio(name: str, part: int, to: int) -> Figure:
    """Return how many there are to one of the others."""
    return Figure(name, part / to if to else None, part=part, of=to, remark="" if to else "nothing to count")


def number(name: str, value: int) -> Figure:
    """Return a count."""
    return Figure(name, value)


def _remark_on(of: int) -> str:
    """Say that something is made of few."""
    return f"few: {of}" if of < FEW else ""


class FigureGroup(NamedTuple):
    """The figures of a team, a domain, a kind or a month."""

    label: str
    figures: tuple[Figure, ...]


class Explanation(NamedTuple):
    """How a measure is made: what is counted, of what, over which time, what is left out, and whence the definition is."""

    numerator: str
    denominator: str
    time_span: str
    left_out: str
    source: str


class Measure(NamedTuple):
    """A measure there is: `by` what it can be parted, `targets` the figures that may have one (and whether up is better).

    `columns` are those of a file of cases that it cannot do without, where they are not the usual ones.
    """

    name: str
    about: str
    explanation: Explanation
    needs_cases: bool = False
    by: tuple[str, ...] = ()
    targets: Mapping[str, bool] = {}
    refusal: str = ""
    columns: tuple[str, ...] = ()


def left_out(number: int, what: str) -> tuple[str, ...]:
    """Return a remark on what was left out, `case that …` or `article: …`; nothing where there was none."""
    noun = re.match(r"\w+", what)
    name = noun[0] if noun else ""
    return (f"Left out: {quantity(number, name)}{what[len(name) :]}.",) if number else ()
