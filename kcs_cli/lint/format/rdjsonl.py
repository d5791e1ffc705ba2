"""Findings as reviewdog reads them: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf; columns count bytes."""

import json

from kcs_cli.lint.engine.finding import Finding, LintReport


def render(report: LintReport) -> str:
    """Write the findings, one a line."""
    return "\n".join(json.dumps(_diagnostic(one), ensure_ascii=False) for one in report.findings)


def _diagnostic(one: Finding) -> dict[str, object]:
    """Write one finding."""
    ends = [one.column, one.column + one.length] if one.length else [one.column]
    places = [{"line": one.line, "column": _column_in_bytes(one, column)} for column in ends]
    return {
        "message": one.message,
        "location": {
            "path": one.path,
            "range": dict(zip(("start", "end"), places, strict=False)),
        },
        "severity": one.severity.value.upper(),
        "source": {"name": "kcs"},
        "code": {"value": one.rule},
    }


def _column_in_bytes(one: Finding, column: int) -> int:
    """Return a column counted in bytes of UTF-8."""
    beyond = max(0, column - 1 - len(one.text))  # blanks at the end of the line
    return len(one.text[: column - 1].encode("utf-8", "replace")) + beyond + 1
