"""Holds what lint found against the baseline of an old knowledge base."""

from collections.abc import Mapping
from pathlib import Path

from kcs_cli.baseline import read_baseline, write_baseline
from kcs_cli.errors import KcsError
from kcs_cli.lint.finding import LintReport
from kcs_cli.linting import Linter
from kcs_cli.text import counted


def adopted(linter: Linter, baseline: Path | None, environ: Mapping[str, str]) -> LintReport:
    """Return the findings; without those of the baseline, which is written where there is none yet. Raise KcsError."""
    if baseline is None:
        return linter.report(frozenset())
    known = read_baseline(baseline)
    if known is not None:
        return linter.report(known)
    if environ.get("CI"):
        raise KcsError(f"There is no baseline {baseline}", "Write it on your machine with the same command, and commit it")
    if not linter.scope.is_whole:
        raise KcsError(f"There is no baseline {baseline}, and only a part is looked at", "Write it for the whole base first")
    report = linter.report(frozenset())
    write_baseline(baseline, report)
    linter.kb.tell(f"{counted(len(report.findings), 'finding')} adopted in {baseline}: from now on only new ones fail")
    return report._replace(findings=(), in_baseline=len(report.findings))
