"""Charts and a report that has some."""

from typing import NamedTuple

from hypothesis import strategies as st

from kcs_cli.render.report import Chart, Table

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
LINES = Chart("Cases with a link", "line", MONTHS, {"all": (30.5, None, 45, 60), "客服": (10, 20, 40, None)}, "%")
BARS = Chart("Reuse", "bar", ("Baltic", "客服", "West"), {"reuses": (1200, 400, 1)})
GROUPS = Chart("Open for", "bar", ("Baltic", "West"), {"2025": (8, None), "2026": (4, 1)}, "days")
RADAR = Chart("Value", "radar", ("Use", "Freshness"), {"now": (50, 100), "baseline": (75, None)})
TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)
NUMBER = st.none() | st.floats() | st.integers(-(10**9), 10**9)
CHARTS = st.builds(
    Chart,
    TEXT,
    st.sampled_from(("line", "bar", "radar", "no such kind")),
    st.lists(TEXT, max_size=30).map(tuple),
    st.dictionaries(TEXT, st.lists(NUMBER, max_size=35).map(tuple), max_size=7),
    st.sampled_from(("", "%", "h", "days")),
)


class Some(NamedTuple):
    """A report with charts."""

    drawn: tuple[Chart, ...]
    given: tuple[Table, ...] = (Table("Months", ("month", "n"), (("2026-01", 1),)),)

    def tables(self) -> tuple[Table, ...]:
        return self.given

    def charts(self) -> tuple[Chart, ...]:
        return self.drawn
