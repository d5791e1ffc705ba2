"""The formats that findings can be had in, besides those of every report."""

from collections.abc import Callable
from enum import StrEnum

from kcs_cli.lint.finding import LintReport
from kcs_cli.render import formats
from kcs_cli.render.findings import checkstyle, github, gitlab, junit, rdjsonl, sarif, text


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


RENDERERS: dict[FindingFormat, Callable[[LintReport], str]] = {
    FindingFormat.text: text.render,
    FindingFormat.json: formats.render_json,
    FindingFormat.markdown: formats.render_markdown,
    FindingFormat.csv: formats.render_csv,
    FindingFormat.github: github.render,
    FindingFormat.sarif: sarif.render,
    FindingFormat.junit: junit.render,
    FindingFormat.gitlab: gitlab.render,
    FindingFormat.rdjsonl: rdjsonl.render,
    FindingFormat.checkstyle: checkstyle.render,
}
FROM_TOP = frozenset(FindingFormat) - {FindingFormat.text, FindingFormat.json, FindingFormat.markdown, FindingFormat.csv}
