import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.render.figure import charts_of, figure, sound
from kcs_cli.render.format import render_csv, render_json, render_markdown
from kcs_cli.render.report import Chart
from kcs_cli.render.spark import chart_as_text
from kcs_cli.render.table import render_table
from kcs_cli.render.terminal import set_report
from kcs_cli.text.display import plain, width
from tests.render.make import BARS, CHARTS, GROUPS, LINES, RADAR, Some


def text(chart: Chart, columns: int = 80) -> str:
    return chart_as_text(sound(chart), columns)


def test_a_line_is_a_sparkline_a_series_on_one_scale_with_its_last_least_and_greatest_value():
    assert text(LINES) == (
        "Cases with a link, 2026-01 to 2026-04\n"
        "              last   least    most\n"
        "all   ▄ ▆█  60.0 %  30.5 %  60.0 %\n"
        "客服  ▁▂▅        –  10.0 %  40.0 %"
    )


def test_of_a_long_line_the_last_values_are_drawn_and_told():
    chart = Chart("Cases", "line", tuple(map(str, range(100))), {"n": tuple(range(100))})
    assert text(chart, 40).split("\n")[0] == "Cases, 84 to 99"
    assert text(chart, 40).split("\n")[2].split()[2:] == ["99", "84", "99"]


def test_a_line_that_does_not_move_is_flat():
    assert [text(LINES._replace(series={"n": (n,) * 4})).split()[-7] for n in (0, 5)] == ["▁▁▁▁", "▅▅▅▅"]


def test_bars_are_a_line_a_label():
    assert text(BARS) == (
        "Reuse\n"
        "Baltic  ████████████████████████████████████████  1,200\n"
        "客服    █████████████▍                              400\n"
        "West    ▏                                             1"
    )


def test_several_series_stand_under_their_label():
    assert text(GROUPS) == (
        "Open for\n"
        "Baltic\n"
        "  2025  ████████████████████████████████████████  8 days\n"
        "  2026  ████████████████████                      4 days\n"
        "West\n"
        "  2025                                                 –\n"
        "  2026  █████                                      1 day"
    )


def test_a_bar_of_a_share_is_as_long_as_the_share():
    chart = Chart("Linked", "bar", ("Baltic",), {"links": (50,)}, "%")
    assert text(chart).split("\n")[1] == f"Baltic  {'█' * 20}  50 %"


def test_a_radar_is_a_bar_an_axis_with_the_other_series_marked_on_it():
    assert text(RADAR) == (
        "Value, 0 to 100\n"
        "                                                     █ now  | baseline\n"
        "Use        ████████████████████         |               50          75\n"
        "Freshness  ████████████████████████████████████████    100           –"
    )


def test_a_chart_that_is_too_wide_is_cut_and_stays_aligned():
    long = Chart("T" * 90, "bar", ("Printer does not print after the update", "VPN"), {"cases": (2, 1)})
    assert text(long, 40) == (
        f"{'T' * 39}…\nPrinter does no…  ███████████████████  2\nVPN               █████████▌           1"
    )


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (62, "%", "62 %"),
        (62.04, "%", "62.0 %"),
        (5.5, "h", "5.5 h"),
        (0.5, "", "0.5"),
        (0.04, "h", "0.04 h"),
        (1234.0, "", "1,234"),
        (-1.5, "", "-1.5"),
        (-0.0, "", "0"),
        (1, "days", "1 day"),
        (2, "days", "2 days"),
        (None, "%", "–"),
    ],
)
def test_a_figure_has_its_unit(value, unit, shown):
    assert figure(value, unit, tenths=value is not None and value % 1 != 0) == shown


@given(CHARTS, st.integers(40, 120))
@settings(deadline=None)
def test_whatever_a_chart_is_it_fits_the_columns_and_has_nothing_a_terminal_obeys(chart, columns):
    for line in set_report(Some((chart,), ()), columns, coloured=False).split("\n"):
        assert (width(line) <= columns, plain(line)) == (True, line)


@given(CHARTS)
@settings(deadline=None)
def test_a_chart_is_as_high_as_its_labels_or_series(chart):
    for known in charts_of(Some((chart,))):
        series, labels = len(known.series), len(known.labels)
        heights = {"line": 2 + series, "radar": 2 + labels}
        assert text(known).count("\n") + 1 == heights.get(known.kind, 1 + labels * (1 if series == 1 else 1 + series))


# In a report


def test_charts_stand_above_the_tables():
    assert render_table(Some((LINES, BARS))) == f"{text(LINES)}\n\n{text(BARS)}\n\nMonths\nmonth    n\n2026-01  1"


def test_in_markdown_charts_are_code():
    assert render_markdown(Some((LINES,))) == (
        f"```text\n{text(LINES)}\n```\n\n**Months**\n\n| month | n |\n|---|---|\n| 2026-01 | 1 |"
    )


def test_code_in_markdown_is_not_ended_by_a_name():
    assert render_markdown(Some((BARS._replace(title="```"),), ())).split("\n")[0] == "````text"


def test_csv_and_json_are_of_the_figures_only():
    assert render_csv(Some((LINES,))) == "month,n\n2026-01,1"
    assert '"charts"' not in render_json(Some((LINES,)))


def test_a_chart_without_a_known_value_is_not_shown():
    empty = (LINES._replace(series={}), BARS._replace(labels=()), RADAR._replace(series={"now": (None, float("nan"))}))
    assert (charts_of(Some(empty)), render_table(Some(empty, ()))) == ((), "")
