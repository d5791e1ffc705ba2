"""Findings as JUnit XML, for what shows tests: a case for each finding, one that passes where there is none."""

from xml.etree.ElementTree import Element, SubElement

from kcs_cli.lint.engine.finding import LintReport
from kcs_cli.lint.format.text import place
from kcs_cli.lint.format.xml import write_xml


def render(report: LintReport) -> str:
    """Write the findings, each as a failed test of its file."""
    tests, failed = str(max(1, len(report.findings))), str(len(report.findings))
    root = Element("testsuites", name="kcs lint", tests=tests, failures=failed, errors="0")
    suite = SubElement(root, "testsuite", name="kcs lint", tests=tests, failures=failed, errors="0")
    for one in report.findings:
        case = SubElement(
            suite, "testcase", classname=one.path, name=f"{one.rule}, line {one.line}", file=one.path, line=str(one.line)
        )
        failure = SubElement(case, "failure", type=one.severity.value, message=one.message)
        failure.text = f"{place(one)}: {one.message}\n{one.short_text}"
    if not report.findings:
        SubElement(suite, "testcase", classname="kcs", name="lint")
    return write_xml(root)
