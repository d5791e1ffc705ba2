"""Findings as a GitLab Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

import json
from collections import Counter

from kcs_cli.lint.engine.finding import LintReport
from kcs_cli.lint.engine.rule import Severity

SEVERITIES = {Severity.error: "major", Severity.warning: "minor"}


def render(report: LintReport) -> str:
    """Write the findings; GitLab wants each fingerprint once, so copies of an article are numbered."""
    seen: Counter[str] = Counter()
    found = []
    for one in report.findings:
        seen[one.fingerprint] += 1
        copy = f"/{seen[one.fingerprint]}" if seen[one.fingerprint] > 1 else ""
        place = {"path": one.path, "lines": {"begin": one.line}}
        found.append({
            "description": one.message, "check_name": one.rule, "fingerprint": f"{one.fingerprint}{copy}",
            "severity": SEVERITIES[one.severity], "location": place,
        })  # fmt: skip
    return json.dumps(found, ensure_ascii=False, indent=1)
