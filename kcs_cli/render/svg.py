"""Charts as SVG: drawn by pygal, of which only shapes and text are kept."""

import re
from collections.abc import Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.render.figure import figure, greatest, in_words, known_values, sound, writer
from kcs_cli.render.look import (
    LETTER,
    LINE,
    LONGEST,
    MARKERS,
    WIDE,
    add_legend,
    legend_rows,
    style,
)
from kcs_cli.render.report import Chart
from kcs_cli.text.display import shorten, width

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SPACE = "http://www.w3.org/2000/svg"
RADAR_SIDE = 190  # px beside a radar, for names
MOST_POINTS = 150  # of a series that still have markers
SHAPES = {"svg", "g", "path", "rect", "circle", "text"}
ATTRIBUTES = {"class", "d", "x", "y", "width", "height", "r", "cx", "cy", "transform", "viewBox"}


class Picture(NamedTuple):
    """What pygal is asked for: the name of its chart, how high, what else."""

    kind: str
    height: int
    options: Mapping[str, Any]


def svg(chart: Chart, id: str = "chart") -> str:
    """Draw a chart that has a value. `id` begins its ids: another for each chart of a page.

    Raise KcsError where pygal is not installed.
    """
    from xml.etree.ElementTree import fromstring, tostring

    chart = sound(chart)
    root = fromstring(_drawn(chart, _picture_of(chart)))
    _keep_shapes(root)
    for group in root.findall(".//g[@class]"):
        if found := re.match(r"series serie-(\d+)", group.get("class", "")):
            n = int(found[1])
            group.set("class", f"series s{n}")
            _mark_points(group, MARKERS[n % len(MARKERS)])
            if chart.kind == "radar":
                _leave_out(group, list(chart.series.values())[n])
    for axis in root.findall(".//g[@class='axis x web']/g"):
        _set_upright(axis)
    add_legend(root, chart)
    _add_words(root, chart, id)
    return tostring(root, encoding="unicode")


def _drawn(chart: Chart, picture: Picture) -> str:
    """Return what pygal draws, with its scripts and styles; it draws bars from the bottom up. Raise KcsError."""
    try:
        import pygal
        from pygal.style import Style
    except ModuleNotFoundError as error:
        raise KcsError("The charts of a page are drawn by pygal", "pip install 'kcs-cli[charts]'") from error
    sizes = Style(label_font_size=13, major_label_font_size=13, value_font_size=13, font_family="sans-serif")
    head = 10 + LINE * len(legend_rows(chart.series))
    drawing = getattr(pygal, picture.kind)(
        style=sizes, js=(), css=(), disable_xml_declaration=True, show_legend=False, truncate_label=-1,
        width=WIDE, height=picture.height + head, margin=10, margin_top=head,
        value_formatter=lambda value: figure(value, chart.unit, tenths=value % 1 != 0), **picture.options,
    )  # fmt: skip
    step = -1 if picture.kind == "HorizontalBar" else 1
    drawing.x_labels = [shorten(label, LONGEST) for label in chart.labels][::step]
    for name, values in chart.series.items():
        drawing.add(name, values[::step])
    return str(drawing.render(is_unicode=True))


def _picture_of(chart: Chart) -> Picture:
    """Return what to ask pygal for; bars where the kind is not known."""
    match chart.kind:
        case "line":
            longest = max(map(width, chart.labels), default=1)
            every = max(1, ceil(len(chart.labels) * (min(longest, LONGEST) + 3) * LETTER / (WIDE - 100)))
            labels = {
                "x_labels_major_every": every,
                "show_minor_x_labels": False,
                "show_dots": len(chart.labels) < MOST_POINTS,
            }
            scale = {"include_x_axis": True, "min_scale": 3, "max_scale": 6, "allow_interruptions": True}
            return Picture("Line", 280, {**labels, **scale})
        case "radar":
            steps = [greatest(chart) * n / 4 for n in range(5)]
            sides = {"margin_left": RADAR_SIDE, "margin_right": RADAR_SIDE}
            return Picture("Radar", 440, {"y_labels": steps, "x_label_rotation": 360, **sides})
        case _:
            height = 50 + len(chart.labels) * (LINE * len(chart.series) + 8)
            right = 20 + LETTER * max(map(width, map(writer(chart), known_values(chart))), default=0)
            values = {"print_values": True, "print_values_position": "top", "margin_right": right}
            return Picture(
                "HorizontalBar",
                height,
                {**values, "range": (min((0, *known_values(chart))), greatest(chart)), "max_scale": 6},
            )


def _keep_shapes(element: "Element") -> None:
    """Keep of a drawing what shows something: no script, no style, no id, no reference; numbers with one decimal."""
    for child in list(element):
        child.tag = child.tag.removeprefix(f"{{{SPACE}}}")
        if child.tag not in SHAPES or "tooltip" in (child.get("class") or "").split("-"):
            element.remove(child)
    element.tag = element.tag.removeprefix(f"{{{SPACE}}}")
    kept = {name: value for name, value in element.attrib.items() if name in ATTRIBUTES}
    element.attrib.clear()
    element.attrib.update({name: re.sub(r"(\.\d)\d+", r"\1", value) for name, value in kept.items()})
    element.tail = None
    for child in element:
        _keep_shapes(child)


def _mark_points(group: "Element", marker: str) -> None:
    """Give the points of a series its own shape, to be told without colours."""
    for dot in group.iter("circle"):
        place = f"translate({dot.get('cx')} {dot.get('cy')})"
        dot.tag = "path"
        dot.attrib.clear()
        dot.attrib.update({"d": marker, "transform": place})


def _leave_out(group: "Element", values: Sequence[float | None]) -> None:
    """Leave out of the outline and the points of a radar what is missing, which pygal draws as nothing."""
    for path in group.findall("path"):
        all_places = zip(re.findall(r"[-\d.]+ [-\d.]+", path.get("d", "")), values, strict=False)
        places = [place for place, value in all_places if value is not None]
        path.set("d", f"M{' L'.join(places)} Z" if places else "")
    for point, value in zip(group.findall("g"), values, strict=False):
        if value is None:
            group.remove(point)


def _set_upright(axis: "Element") -> None:
    """Write the name of an axis of a radar level, away from the middle, where its line begins."""
    line, text = axis
    aside = float(text.get("x", "0")) - float(line.get("d", "M0").split()[0].removeprefix("M"))
    text.attrib.pop("transform", None)
    if abs(aside) < 20:
        text.set("y", str(float(text.get("y", "0")) - 8))  # above the number at the end of its axis
    text.set("class", "left" if aside < -20 else "right" if aside > 20 else "")


def _add_words(root: "Element", chart: Chart, id: str) -> None:
    """Say what is drawn to who does not see it, and how it looks."""
    from xml.etree.ElementTree import Element

    words = {"title": chart.title, "desc": in_words(chart)}
    for n, (tag, text) in enumerate(words.items()):
        element = Element(tag, {"id": f"{id}-{tag}"})
        element.text = text
        root.insert(n, element)
    looks = Element("style")
    looks.text = style(len(chart.series))
    root.insert(2, looks)
    labelled = f"{id}-title {id}-desc"
    _, _, wide, high = root.get("viewBox", "0 0 0 0").split()
    root.attrib.update(
        {"xmlns": SPACE, "class": "kcs-chart", "role": "img", "aria-labelledby": labelled, "width": wide, "height": high}
    )
