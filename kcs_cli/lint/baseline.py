"""The findings of an old knowledge base, adopted: only new ones fail.

The file that a base has in its root counts whenever it is there; another one where it is named.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_named
from kcs_cli.files.plain_file import is_there, open_plain
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.lint.engine.finding import LintReport
from kcs_cli.lint.engine.run import MOST_FINDINGS
from kcs_cli.lint.linter import Linter
from kcs_cli.lint.scope import Scope
from kcs_cli.text.display import quantity

VERSION = 1  # of the file: 1 the first
USUAL = "lint-baseline.json"  # in the root of the base


def usual_baseline(kb: KnowledgeBase) -> Path | None:
    """Return the baseline that a base has; None where it has none."""
    return kb.root / USUAL if is_there(kb.root / USUAL) else None


def written_baseline(kb: KnowledgeBase, more_than: int = 0, report: LintReport | None = None) -> int:
    """Adopt what lint finds in a base as it is, and return how much that is; nothing where it is not more than so much.

    `report` is what it found just now. A baseline that is there stays. Raise KcsError.
    """
    if usual_baseline(kb):
        return 0
    report = report or Linter(kb, Scope()).report(frozenset(), most=None)
    if len(report.findings) <= more_than:
        return 0
    _write_baseline(kb.root / USUAL, report)
    return len(report.findings)


def _read_baseline(file: Path) -> frozenset[str] | None:
    """Return the fingerprints of a baseline; None where there is none yet. Raise KcsError."""
    try:
        content = json.loads(_text_of(file))
        found = [one["fingerprint"] for one in content["findings"]]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise KcsError(f"{file} is no baseline that kcs can read", "Name the file that --baseline wrote") from error
    if content.get("kcs") != VERSION or not all(isinstance(one, str) for one in found):
        raise KcsError(f"{file} is a baseline of another kcs", "Name the file that --baseline wrote, or write a new one")
    return frozenset(found)


def _text_of(file: Path) -> bytes:
    """Return what a file has. Raise OSError."""
    with open_plain(file) as stream:
        return stream.read()


def _write_baseline(file: Path, report: LintReport) -> None:
    """Write what was found as the baseline; one finding a line, so that it can be merged. Raise KcsError."""
    rows = sorted((one.path, one.rule, one.fingerprint) for one in report.findings)
    lines = [json.dumps({"path": path, "rule": rule, "fingerprint": name}, ensure_ascii=False) for path, rule, name in rows]
    write_named(file, f'{{"kcs": {VERSION}, "findings": [\n' + ",\n".join(lines) + "\n]}\n")


def new_findings(
    linter: Linter, baseline: Path | None, environ: Mapping[str, str], *, most: int | None = MOST_FINDINGS
) -> LintReport:
    """Return the findings; without those of the baseline, which is written where there is none yet. Raise KcsError.

    `most`: see `lint`.
    """
    if baseline is None:
        return linter.report(frozenset(), most=most)
    known = _read_baseline(baseline)
    if known is not None:
        return linter.report(known, most=most)
    # What a runner writes is gone with it: each run would adopt all findings anew, and none would ever fail
    if environ.get("CI"):
        raise KcsError(f"There is no baseline {baseline}", "Write it on your machine with the same command, and commit it")
    if not linter.scope.is_whole:
        raise KcsError(f"There is no baseline {baseline}, and only a part is looked at", "Write it for the whole base first")
    report = linter.report(frozenset(), most=None)
    _write_baseline(baseline, report)
    is_usual = baseline == linter.kb.root / USUAL
    told = f"{quantity(len(report.findings), 'finding')} adopted in {USUAL if is_usual else baseline}"
    linter.kb.tell(f"{told}: from now on only new ones fail{'; --no-baseline shows them' if is_usual else ''}")
    return report._replace(findings=(), in_baseline=len(report.findings))
