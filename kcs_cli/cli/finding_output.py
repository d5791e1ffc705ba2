"""Shows what lint found: by file on a terminal, one by one in a pipe, in the format that was asked for, to files."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kcs_cli.cli import output
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_named
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.lint.format.formats import FindingFormat

if TYPE_CHECKING:
    from kcs_cli.lint.engine.finding import LintReport

Target = tuple[FindingFormat, Path]


def read_targets(kb: KnowledgeBase, outputs: list[str]) -> list[Target]:
    """Read where findings are written to. Raise KcsError for a file named twice, and for an article."""
    targets = [_read_target(text) for text in outputs]
    files = [file.resolve() for _, file in targets]
    for file in files:
        if files.count(file) > 1:
            raise KcsError(f"{file} is named twice", "Name a file for each format")
        if file.is_relative_to(kb.root) and kb.library.is_article(file.relative_to(kb.root).as_posix()):
            raise KcsError(f"{file} is an article", "Name another file")
    return targets


def _read_target(text: str) -> Target:
    """Read FORMAT=FILE. Raise KcsError."""
    name, _, file = text.partition("=")
    if not file or name not in tuple(FindingFormat):
        known = ", ".join(FindingFormat)
        raise KcsError(f"--output {text} names no format and file", f"Write it as sarif=FILE; there are {known}")
    return FindingFormat(name), Path(file)


def show_findings(report: "LintReport", format: FindingFormat | None, kb: KnowledgeBase, *, is_first_look: bool) -> None:
    """Print the findings; GitHub gets a summary of the step besides.

    `is_first_look`: nobody chose what to see, so that a terminal gets a page instead of thousands of findings.
    """
    format = format or usual_format()
    if format is FindingFormat.text:
        _show_text(_seen_from_here(report, kb), is_first_look=is_first_look)
    else:
        output.show_text(_written(report, format, kb))
    if format is FindingFormat.github:
        from kcs_cli.lint.format.github import step_summary

        output.add_to_summary(step_summary(report.below(kb.base)))


def usual_format() -> FindingFormat:
    """Return how findings are written where nobody says it."""
    return FindingFormat.github if os.environ.get("GITHUB_ACTIONS") == "true" else FindingFormat.text


def show_statistics(report: "LintReport", format: FindingFormat | None) -> None:
    """Print how much was found of each rule. Raise KcsError for a format that has findings only."""
    from kcs_cli.lint.format.formats import AS_EVERY_REPORT
    from kcs_cli.lint.statistics import statistics
    from kcs_cli.render.format import Format

    if format not in (None, FindingFormat.text, *AS_EVERY_REPORT):
        known = ", ".join((FindingFormat.text, *AS_EVERY_REPORT))
        raise KcsError(f"--statistics is not written as {format}", f"There are {known}")
    output.show(statistics(report), Format(format) if format in AS_EVERY_REPORT else Format.table)


def write_targets(report: "LintReport", targets: list[Target], kb: KnowledgeBase) -> None:
    """Write the findings to files. Raise KcsError."""
    for wanted, file in targets:
        text = _written(report, wanted, kb)
        write_named(file, f"{text}\n" if text else "")


def _show_text(report: "LintReport", *, is_first_look: bool) -> None:
    """Print the findings for people: on a terminal by file, and by rule at the end; in a pipe one by one, for editors."""
    from kcs_cli.lint.format.text import conclusion, write
    from kcs_cli.render.report import Table

    if not output.is_terminal():
        output.show_text(write(report, output.columns()))
        return
    from kcs_cli.lint.first_page import first_page
    from kcs_cli.lint.statistics import statistics
    from kcs_cli.lint.view import finding_trees
    from kcs_cli.render.format import Format

    found = statistics(report)
    page = first_page(found, output.rows()) if is_first_look else None
    if page:
        output.show(page, Format.table)
        return
    by_rule, _ = found.tables()
    output.show_trees(finding_trees(report, output.columns()), (by_rule, Table("", lines=tuple(conclusion(report)))))


def _written(report: "LintReport", format: FindingFormat, kb: KnowledgeBase) -> str:
    """Write the findings; where a review shows them, with paths from the top of the repository."""
    from kcs_cli.lint.format.formats import FROM_TOP, render_findings

    return render_findings(report.below(kb.base if format in FROM_TOP else ""), format)


def _seen_from_here(report: "LintReport", kb: KnowledgeBase) -> "LintReport":
    """Return the report with paths as they are reached from here, so that editors and terminals open the places."""
    if os.path.relpath(kb.root) == ".":
        return report
    paths = {path: os.path.relpath(kb.root / path).replace(os.sep, "/") for path in {one.path for one in report.findings}}
    return report._replace(findings=tuple(one._replace(path=paths[one.path]) for one in report.findings))
