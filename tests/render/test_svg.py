import re
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given, settings

from kcs_cli.errors import KcsError
from kcs_cli.render.figure import charts_of
from kcs_cli.render.look import DAY, NIGHT
from kcs_cli.render.report import Chart
from kcs_cli.render.svg import SPACE, svg
from tests.render.make import BARS, CHARTS, GROUPS, LINES, RADAR, Some

ALL = [LINES, BARS, GROUPS, RADAR]
KINDS = ["line", "bar", "bars", "radar"]
HOSTILE = "</title><script>alert(1)</script>\x1b[31m\"'&"


def parsed(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart))


def texts(chart: Chart) -> list[str]:
    return [element.text or "" for element in parsed(chart).iter(f"{{{SPACE}}}text")]


def of_series(root: ElementTree.Element, n: int, shape: str) -> list[ElementTree.Element]:
    """Return the shapes of a series in the plot, without its sample in the legend."""
    groups = root.findall(f".//{{{SPACE}}}g/{{{SPACE}}}g[@class='series s{n}']")
    return [element for group in groups for element in group.iter(f"{{{SPACE}}}{shape}")]


def luminance(colour: str) -> float:
    """Return the luminance of a colour (https://www.w3.org/TR/WCAG21/#dfn-relative-luminance)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@given(CHARTS)
@settings(deadline=None)
def test_whatever_a_chart_is_its_svg_has_shapes_and_text_and_nothing_that_runs_or_is_loaded(chart):
    assume(charts_of(Some((chart,))))
    root = parsed(chart)
    tags = {element.tag.removeprefix(f"{{{SPACE}}}") for element in root.iter()}
    assert tags <= {"svg", "g", "path", "rect", "text", "title", "desc", "style"}
    names = {name for element in root.iter() for name in element.attrib}
    assert names <= {
        "class", "d", "x", "y", "width", "height", "transform", "viewBox", "role", "aria-labelledby", "id",
    }  # fmt: skip


@pytest.mark.parametrize("chart", ALL, ids=KINDS)
def test_nothing_but_the_name_space_is_an_address(chart):
    text = svg(chart)
    assert re.findall(r"https?://[^\"]*|url\(|@import|href", text) == [SPACE]
    assert "script" not in text


@pytest.mark.parametrize("chart", ALL, ids=KINDS)
def test_a_chart_drawn_again_is_the_same(chart):
    assert svg(chart) == svg(chart)


def test_who_does_not_see_a_chart_hears_its_title_and_its_figures():
    root = parsed(LINES)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "chart-title chart-desc")
    assert [(root[n].get("id"), root[n].text) for n in (0, 1)] == [
        ("chart-title", "Cases with a link"),
        (
            "chart-desc",
            "all: 30.5 % in 2026-01, 60.0 % in 2026-04, least 30.5 %, most 60.0 %. "
            "客服: 10.0 % in 2026-01, 40.0 % in 2026-03, least 10.0 %, most 40.0 %.",
        ),
    ]
    assert parsed(GROUPS)[1].text == "2025: Baltic 8 days, West no figure. 2026: Baltic 4 days, West 1 day."
    assert parsed(LINES._replace(series={"a": (None,), "b": (1,)}))[1].text == (
        "a: no figure. b: 1 % in 2026-01, 1 % in 2026-01, least 1 %, most 1 %."
    )


def test_ids_begin_as_they_are_told():
    assert re.findall(r' id="([^"]*)"', svg(BARS, "one") + svg(BARS, "two")) == [
        "one-title", "one-desc", "two-title", "two-desc",
    ]  # fmt: skip


def test_a_line_has_a_gap_where_a_value_is_missing_and_a_marker_where_one_is():
    root = parsed(LINES)
    (line,) = [path.get("d") for path in of_series(root, 0, "path") if (path.get("class") or "").startswith("line")]
    assert (line.count("M"), len(re.findall(r"[\d.]+ [\d.]+", line))) == (1, 2)
    assert len([path for path in of_series(root, 0, "path") if path.get("transform")]) == 3


def test_series_are_told_by_markers_and_dashes_too():
    first, second = ([path.get("d") for path in of_series(parsed(LINES), n, "path")][-1] for n in (0, 1))
    assert first != second
    assert ".s1 .line { stroke-dasharray: 8 4; }" in svg(LINES)


def test_bars_stand_in_the_order_of_their_labels_and_series_with_their_values():
    assert texts(BARS)[:3] == ["West", "客服", "Baltic"]  # from the bottom up
    assert {"1,200", "400", "1"} < set(texts(BARS))
    root = parsed(GROUPS)
    baltic = [float(of_series(root, n, "rect")[-1].get("y")) for n in (0, 1)]
    assert baltic == sorted(baltic)
    assert texts(GROUPS)[-2:] == ["2025", "2026"]


def test_a_radar_leaves_out_what_is_missing():
    root = parsed(RADAR._replace(labels=("a", "b", "c"), series={"now": (50, None, 100), "baseline": (1, 2, 3)}))
    assert [len(of_series(root, n, "path")) for n in (0, 1)] == [3, 4]
    assert {"a", "b", "c", "100"} <= set(texts(RADAR._replace(labels=("a", "b", "c"))))


def test_a_series_of_a_radar_without_a_value_has_no_outline():
    assert [path.get("d") for path in of_series(parsed(RADAR._replace(series={"a": (1, 2), "b": ()})), 1, "path")] == [""]


def test_of_many_months_only_as_many_are_named_as_fit():
    months = tuple(f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13))
    named = [text for text in texts(Chart("Links", "line", months, {"n": tuple(range(24))})) if text in months]
    assert (named[0], named[1], len(named)) == ("2025-01", "2025-04", 8)


@pytest.mark.parametrize("kind", ["line", "bar", "radar"])
def test_hostile_names_are_shown_and_do_nothing(kind):
    chart = Chart(HOSTILE, kind, (HOSTILE, "b"), {HOSTILE: (1, 2), "x": (2, 3)})
    root = parsed(chart)
    assert root[0].text == "</title><script>alert(1)</script>�[31m\"'&"
    assert "<script" not in svg(chart)
    assert [text for text in texts(chart) if "<script>" in text]


@pytest.mark.parametrize(("palette", "ground"), [(DAY, "#ffffff"), (NIGHT, "#1c1b22")])
def test_every_colour_has_contrast(palette, ground):
    for colour in palette:
        light, dark = sorted((luminance(colour) + 0.05, luminance(ground) + 0.05), reverse=True)
        assert light / dark >= 3


def test_without_pygal_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygal", None)
    with pytest.raises(KcsError, match="drawn by pygal") as error:
        svg(LINES)
    assert error.value.hint == "pip install 'kcs-cli[charts]'"


def test_a_value_too_small_for_a_scale_is_drawn_as_none_at_all():
    tiny, none = (svg(Chart("", "line", ("a",), {"b": (value,)}, "")) for value in (5e-324, 0))
    assert tiny == none
