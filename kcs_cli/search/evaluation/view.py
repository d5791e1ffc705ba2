"""Queries that lost their article as annotations of GitHub Actions, and the rest of the report as lines of the log."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from kcs_cli.render.github import SHOWN, annotation, harmless
from kcs_cli.render.report import Report
from kcs_cli.render.table import render_table

if TYPE_CHECKING:
    from kcs_cli.search.evaluation.link import Loss

TITLE = "kcs test"


class TestedFormat(StrEnum):
    """How the report of a test is written."""

    table = "table"
    json = "json"
    markdown = "markdown"
    csv = "csv"
    github = "github"


def render_losses(report: Report, losses: "Sequence[Loss]", folder: str) -> str:
    """Write the annotations, at files below a folder of the repository, and the tables."""
    shown = [_as_annotation(one, folder) for one in losses[:SHOWN]]
    return "\n".join([*shown, *(harmless(f"| {line}".rstrip()) for line in render_table(report).split("\n"))])


def _as_annotation(one: "Loss", folder: str) -> str:
    """Write a loss as an annotation of the whole file, if there still is one."""
    path = f"{folder}/{one.path}" if folder else one.path
    places = {"file": path, "line": 1, "col": 1} if one.path else {}
    return annotation("error", one.message, {**places, "title": TITLE})
