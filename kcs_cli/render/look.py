"""How charts look: colours, dashes, markers and the legend."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kcs_cli.render.report import Chart
from kcs_cli.text.display import shorten, width

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DAY = ("#004488", "#d55e00", "#000000", "#00795a", "#aa3377", "#8a6d00")  # 3:1 on white, apart when printed in grey
NIGHT = ("#7fb8f0", "#f08a3c", "#ffffff", "#35c79a", "#ee88bb", "#e6c84f")  # 3:1 on black
DASHES = ("none", "8 4", "2 3", "12 3 2 3", "5 2")
MARKERS = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "M-4-4h8v8h-8z", "M0-5l5 9h-10z", "M0-5.5l5.5 5.5-5.5 5.5-5.5-5.5z",
    "M0 5l5-9h-10z", "M-1.5-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
)  # fmt: skip
WIDE = 800  # px
LETTER = 7.5  # px of a column of text
LINE = 22  # px of a line of the legend, of a bar
LONGEST = 36  # columns of a label or a name
STYLE = """
.kcs-chart { font: 13px system-ui, sans-serif; }
.kcs-chart text { fill: currentColor; stroke: none; }
.kcs-chart .background { fill: none; stroke: none; }
.kcs-chart .axis path { fill: none; stroke: currentColor; stroke-opacity: .25; }
.kcs-chart .axis.x text { text-anchor: middle; }
.kcs-chart .axis.y text, .kcs-chart .axis.x text.left { text-anchor: end; }
.kcs-chart .axis.x text.right { text-anchor: start; }
.kcs-chart .series .line { fill: none; stroke-width: 2; }
"""


def style(series: int) -> str:
    """Write the style of so many series, by day and by night; every second one has hollow bars."""
    day = (_coloured(n, DAY) + _dashed(n) + (_hollow(n) if n % 2 else "") for n in range(series))
    night = "".join(_coloured(n, NIGHT) for n in range(series))
    return f"{STYLE}{''.join(day)}@media screen and (prefers-color-scheme: dark) {{\n{night}}}\n"


def _coloured(n: int, palette: Sequence[str]) -> str:
    """Write the colour of a series."""
    return f".kcs-chart .s{n} {{ stroke: {palette[n % len(palette)]}; fill: {palette[n % len(palette)]}; }}\n"


def _dashed(n: int) -> str:
    """Write the dashes of the line of a series."""
    return f".kcs-chart .s{n} .line {{ stroke-dasharray: {DASHES[n % len(DASHES)]}; }}\n"


def _hollow(n: int) -> str:
    """Write that the bars of a series are outlines; from the second such series on they are dashed."""
    dashes = "none" if n == 1 else "4 3"
    return f".kcs-chart .s{n} rect {{ fill-opacity: .25; stroke-width: 1.5; stroke-dasharray: {dashes}; }}\n"


def legend_rows(names: Iterable[str]) -> list[list[tuple[int, float, str]]]:
    """Place the names of several series in rows: their number, how far right, the name."""
    rows: list[list[tuple[int, float, str]]] = []
    right = float(WIDE)
    for n, name in enumerate(shorten(name, LONGEST) for name in names):
        wide = 60 + width(name) * LETTER
        if right + wide > WIDE:
            rows.append([])
            right = 10
        rows[-1].append((n, right, name))
        right += wide
    return rows if sum(map(len, rows)) > 1 else []


def add_legend(root: "Element", chart: Chart) -> None:
    """Draw a sample and the name of each series, where there are several."""
    from xml.etree.ElementTree import SubElement

    is_line = chart.kind in ("line", "radar")
    for y, row in enumerate(legend_rows(chart.series)):
        for n, x, name in row:
            group = SubElement(root, "g", {"class": f"series s{n}", "transform": f"translate({x} {y * LINE + 15})"})
            if is_line:
                SubElement(group, "path", {"class": "line", "d": "M0 0h34"})
                SubElement(group, "path", {"d": MARKERS[n % len(MARKERS)], "transform": "translate(17 0)"})
            else:
                SubElement(group, "rect", {"x": "20", "y": "-7", "width": "14", "height": "14"})
            SubElement(group, "text", {"x": "40", "y": "4.5"}).text = name
