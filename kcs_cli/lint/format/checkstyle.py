"""Findings as Checkstyle XML, which most review tools read."""

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from kcs_cli.lint.engine.finding import LintReport
from kcs_cli.lint.format.xml import write_xml


def render(report: LintReport) -> str:
    """Write the findings by file."""
    root = Element("checkstyle", version="4.3")
    for path, found in groupby(report.findings, key=lambda one: one.path):
        file = SubElement(root, "file", name=path)
        for one in found:
            SubElement(
                file, "error", line=str(one.line), column=str(one.column), severity=one.severity.value,
                message=one.message, source=f"kcs.{one.rule}",
            )  # fmt: skip
    return write_xml(root)
