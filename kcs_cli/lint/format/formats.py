"""The formats that findings can be had in."""

from enum import StrEnum
from importlib import import_module

from kcs_cli.lint.engine.finding import LintReport


class FindingFormat(StrEnum):
    """How findings are written."""

    text = "text"
    json = "json"
    markdown = "markdown"
    csv = "csv"
    github = "github"
    sarif = "sarif"
    junit = "junit"
    gitlab = "gitlab"
    rdjsonl = "rdjsonl"
    checkstyle = "checkstyle"


AS_EVERY_REPORT = (FindingFormat.json, FindingFormat.markdown, FindingFormat.csv)
FROM_TOP = frozenset(FindingFormat) - {FindingFormat.text, *AS_EVERY_REPORT}  # a review shows them: paths of the repository


def render_findings(report: LintReport, format: FindingFormat) -> str:
    """Write findings in a format; its module is imported only then."""
    if format in AS_EVERY_REPORT:
        from kcs_cli.render.format import RENDERERS

        return RENDERERS[format](report.with_short_lines())
    written: str = import_module(f"kcs_cli.lint.format.{format}").render(report)
    return written
