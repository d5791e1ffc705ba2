"""Charts as text: a line over time as a sparkline, bars of eighths, a radar as one bar an axis."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kcs_cli.render.figure import greatest, known_values, writer
from kcs_cli.render.report import Chart
from kcs_cli.text.display import pad, shorten, width

STEPS = "▁▂▃▄▅▆▇█"
EIGHTHS = " ▏▎▍▌▋▊▉"
MARKS = "|x+o"  # the second series of a radar and those after it, on the bar of the first
LONGEST_BAR = 40  # columns
LONGEST_NAME = 0.4  # of the columns


class Row(NamedTuple):
    """A line of a chart: whose it is, what is drawn, the figures."""

    name: str
    drawn: str = ""
    figures: tuple[str, ...] = ()


def chart_as_text(chart: Chart, columns: int = 80) -> str:
    """Write a sound chart within so many columns."""
    title, rows = DRAWN.get(chart.kind, _bars)(chart, columns)
    return "\n".join(shorten(line, columns) for line in (title, *_laid_out(rows, columns)))


def _laid_out(rows: Sequence[Row], columns: int) -> list[str]:
    """Write rows below each other: names and drawings to the left, figures to the right, each as wide as its widest."""
    drawn = [row for row in rows if row.figures]
    name = _widest((row.name for row in drawn), int(columns * LONGEST_NAME))
    picture = _widest(row.drawn for row in drawn)
    figures = [_widest(column) for column in zip(*(row.figures for row in drawn), strict=True)]
    return [
        "  ".join([pad(shorten(row.name, name), name), pad(row.drawn, picture), *map(_right, row.figures, figures)])
        if row.figures
        else row.name
        for row in rows
    ]


def _right(text: str, columns: int) -> str:
    """Set a text to the right."""
    return " " * (columns - width(text)) + text


def _widest(texts: Iterable[str], most: int = 1_000) -> int:
    """Return how many columns the widest text takes."""
    return min(most, max(map(width, texts), default=0))


def _room(names: Iterable[str], figures: Iterable[int], columns: int) -> int:
    """Return how many columns there are to draw in, beside names and figures."""
    return max(1, columns - _widest(names, int(columns * LONGEST_NAME)) - 2 - sum(one + 2 for one in figures))


def _line(chart: Chart, columns: int) -> tuple[str, list[Row]]:
    """Draw a sparkline a series, all on one scale, with the last, the least and the greatest value."""
    write = writer(chart)
    values = known_values(chart)
    figures = _widest(("least", *map(write, values)))
    shown = min(len(chart.labels), _room(chart.series, (figures,) * 3, columns))
    span = f", {chart.labels[-shown]} to {chart.labels[-1]}"
    rows = [Row("", "", ("last", "least", "most"))]
    for name, all_values in chart.series.items():
        own = all_values[-shown:]
        there = [value for value in own if value is not None]
        of_three = (own[-1], min(there, default=None), max(there, default=None))
        drawn = "".join(_step(value, min(values), max(values)) for value in own)
        rows.append(Row(name, drawn, tuple(map(write, of_three))))
    return shorten(chart.title, columns - width(span)) + span, rows


def _step(value: float | None, least: float, most: float) -> str:
    """Draw one value between the least and the greatest; a gap where there is none."""
    if value is None:
        return " "
    if most == least:
        return STEPS[len(STEPS) // 2 if value else 0]
    return STEPS[round((value - least) / (most - least) * (len(STEPS) - 1))]


def _bars(chart: Chart, columns: int) -> tuple[str, list[Row]]:
    """Draw a bar a label, or under each label one a series where there are several."""
    write = writer(chart)
    several = len(chart.series) > 1
    names = [f"  {name}" for name in chart.series] if several else list(chart.labels)
    length = min(LONGEST_BAR, _room(names, (_widest(map(write, known_values(chart))),), columns))
    rows = []
    for label, values in zip(chart.labels, zip(*chart.series.values(), strict=True), strict=True):
        drawn = [(_bar(value, greatest(chart), length), (write(value),)) for value in values]
        rows += [Row(label)] if several else []
        rows += [Row(name, *one) for name, one in zip(names if several else (label,), drawn, strict=True)]
    return chart.title, rows


def _bar(value: float | None, most: float, length: int) -> str:
    """Draw a bar; something for every value above nothing."""
    eighths = max(1, round(value / most * length * 8)) if value is not None and value > 0 else 0
    return f"{'█' * (eighths // 8)}{EIGHTHS[eighths % 8]}".rstrip()


def _radar(chart: Chart, columns: int) -> tuple[str, list[Row]]:
    """Draw a bar an axis for the first series, and a mark on it for each other."""
    write = writer(chart)
    signs = ["█", *MARKS * len(chart.series)]
    heads = [f"{sign} {shorten(name, columns // 6)}" for sign, name in zip(signs, chart.series, strict=False)]
    columns_of = [_widest((head, *map(write, values))) for head, values in zip(heads, chart.series.values(), strict=True)]
    length = min(LONGEST_BAR, _room(chart.labels, columns_of, columns))
    rows = [Row("", "", tuple(heads))]
    for label, values in zip(chart.labels, zip(*chart.series.values(), strict=True), strict=True):
        rows.append(Row(label, _marked(values, signs, greatest(chart), length), tuple(map(write, values))))
    scale = f", 0 to {write(greatest(chart))}"
    return shorten(chart.title, columns - width(scale)) + scale, rows


def _marked(values: Sequence[float | None], signs: Sequence[str], most: float, length: int) -> str:
    """Draw the bar of the first value, and the signs of the others where they end."""
    first, *others = values
    drawn = list(pad(_bar(first, most, length), length))
    for sign, value in zip(signs[1:], others, strict=False):
        if value is not None:
            drawn[min(length, max(1, round(value / most * length))) - 1] = sign
    return "".join(drawn)


DRAWN: dict[str, Callable[[Chart, int], tuple[str, list[Row]]]] = {"line": _line, "bar": _bars, "radar": _radar}
