"""`kcs report`: the measures of the evolve loop on a knowledge base: which there are, how one is made, and its report."""

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.measure.figure import Explanation
from kcs_cli.measure.measurement import Measurement
from kcs_cli.measure.registry import MEASURES, MeasuredReport, find_measure
from kcs_cli.measure.request import MeasureRequest, check_by, with_target
from kcs_cli.render.report import Chart, Column, Columns, Table
from kcs_cli.text.display import OptionalText

CALLED = {"time_span": "period"}  # what people read


def make_report(kb: KnowledgeBase, name: str, wish: MeasureRequest) -> MeasuredReport:
    """Return a report. Raise KcsError for one there is not, and for what it does not do."""
    module = find_measure(name)
    measure = module.MEASURE
    check_by(measure, wish.by)
    if measure.needs_cases and wish.cases is None:
        raise KcsError(
            f"{name} is a measure of cases", f"kcs report {name} --cases FILE: CSV or JSON lines of your help desk"
        )
    if wish.mine and name != "citations":
        raise KcsError(f"{name} is no measure of one person", "--mine shows your own citations: kcs report citations --mine")
    if not measure.targets:
        with_target(measure, (), wish.target)  # refuses one
    return module.measure(Measurement(kb, measure, wish))


class ListedMeasure(NamedTuple):
    """A report there is."""

    name: str
    about: str
    needs_cases: bool


class ListReport(NamedTuple):
    """The reports there are."""

    reports: tuple[ListedMeasure, ...]

    def tables(self) -> Sequence[Table]:
        """Return them, one a line."""
        needs = Column("needs_cases", "needs", lambda needs: "--cases" if needs else "")
        columns: Columns = (Column("name", "report"), Column("about", "what it shows"), needs)
        return (Table("", columns, self.reports), Table("How one is made: kcs report NAME --explain"))

    def charts(self) -> Sequence[Chart]:
        """Return none."""
        return ()


class MeasureExplanation(NamedTuple):
    """How a measure is made, how it may be parted, what may have a target, or why nothing may."""

    name: str
    about: str
    explanation: Explanation
    groupings: tuple[str, ...]
    targets: tuple[str, ...]
    refusal: OptionalText

    def tables(self) -> Sequence[Table]:
        """Return the parts, one a line."""
        facts = {CALLED.get(name, name).replace("_", " "): text for name, text in self.explanation._asdict().items()}
        facts["by"] = ", ".join(self.groupings) or "nothing"
        facts["targets"] = ", ".join(self.targets) or f"none: {self.refusal}"
        return (
            Table(f"{self.name}: {self.about}", lines=tuple(line for fact in facts.items() for line in _wrapped(*fact))),
        )

    def charts(self) -> Sequence[Chart]:
        """Return none."""
        return ()


def _wrapped(name: str, text: str) -> list[str]:
    """Return a fact as lines of at most 80 columns, its name at the left."""
    return wrap(text, 80, initial_indent=f"{name:<13}", subsequent_indent=" " * 13)


def list_measures() -> ListReport:
    """Return all measures there are."""
    return ListReport(
        tuple(ListedMeasure(one.name, one.about, one.needs_cases) for one in (each.MEASURE for each in MEASURES))
    )


def explain_measure(name: str) -> MeasureExplanation:
    """Return how a measure is made. Raise NotFoundError."""
    one = find_measure(name).MEASURE
    return MeasureExplanation(
        name=one.name,
        about=one.about,
        explanation=one.explanation,
        groupings=one.by,
        targets=tuple(one.targets),
        refusal=one.refusal,
    )
