"""Findings as SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""

import json
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from kcs_cli.lint.engine.finding import Finding, LintReport
from kcs_cli.lint.engine.rule import Rule, Severity
from kcs_cli.lint.registry import RULES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.off: "none"}


def render(report: LintReport) -> str:
    """Write the findings with the rules they come from."""
    names = [name for name in RULES if any(one.rule == name for one in report.findings)]
    run = {
        "tool": {
            "driver": {"name": "kcs", "version": version("kcs-cli"), "rules": [_describe(RULES[name]) for name in names]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, names) for one in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _describe(rule: Rule) -> dict[str, Any]:
    """Describe a rule."""
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.reason},
        "help": {"text": f"kcs lint --explain {rule.name}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.group]},
    }


def _result(one: Finding, names: list[str]) -> dict[str, Any]:
    """Write one finding."""
    region: dict[str, Any] = {"startLine": one.line, "startColumn": one.column}
    if one.length:
        region["endColumn"] = one.column + one.length
    index = {"ruleIndex": names.index(one.rule)} if one.rule in names else {}
    return {
        "ruleId": one.rule,
        **index,
        "level": LEVELS[one.severity],
        "message": {"text": one.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(one.path)}, "region": region}}],
        "partialFingerprints": {"kcs/v1": one.fingerprint},
    }
