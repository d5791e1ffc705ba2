"""All measures there are, in the order they are listed: a new one is its module and its name here."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Protocol

from kcs_cli.errors import NotFoundError
from kcs_cli.measure import (
    citations,
    created,
    health,
    known_new,
    link_rate,
    outcomes,
    reuse,
    self_service,
    time_to_publish,
    value,
)
from kcs_cli.measure.figure import Measure
from kcs_cli.measure.measurement import Measurement
from kcs_cli.render.report import Chart, Report


class MeasuredReport(Report, Protocol):
    """A report that has charts, too."""

    def charts(self) -> Sequence[Chart]:
        """Return its charts."""
        ...


class MeasureModule(Protocol):
    """A module of a measure: what it is, and what makes it."""

    MEASURE: Measure

    def measure(self, run: Measurement) -> MeasuredReport:
        """Make the report. Raise KcsError."""
        ...


MEASURES: tuple[MeasureModule, ...] = (
    health,
    link_rate,
    known_new,
    reuse,
    citations,
    time_to_publish,
    self_service,
    outcomes,
    value,
    created,
)


def find_measure(name: str) -> MeasureModule:
    """Return a measure. Raise NotFoundError."""
    known = {one.MEASURE.name: one for one in MEASURES}
    wanted = name.strip().lower().replace("_", "-").replace(" ", "-")
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, 1, 0.5)
    raise NotFoundError(f"There is no report {name}", f"Did you mean {near[0]}?" if near else "kcs report lists them")
