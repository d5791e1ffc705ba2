"""What lint found: the report that every format is made of."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.lint.engine.rule import Severity
from kcs_cli.render.report import Column, Columns, Table, unread
from kcs_cli.text.display import OptionalText, on_one_line, quantity

LONGEST_LINE = 1_000  # characters of a line that formats write with each of its findings


class Finding(NamedTuple):
    """One finding: where (line and column from 1, `length` characters), which rule, and the line as it is.

    `fingerprint` stays when lines move: it is made of the rule, the article's id and the line's words. `is_fixable`: `--fix`
    repairs it. `more`: it stands for so many of its rule in the file that are not shown.
    """

    path: str
    line: int
    column: int
    length: int
    rule: str
    severity: Severity
    message: str
    text: OptionalText
    id: str
    fingerprint: str
    is_fixable: bool = False
    more: int = 0

    @property
    def short_text(self) -> str:
        """The line as formats write it: of one of 100 KB with a thousand findings the beginning."""
        return self.text if len(self.text) <= LONGEST_LINE else f"{self.text[:LONGEST_LINE]}…"


class LintReport(NamedTuple):
    """The findings by path and line; the files looked at; how many findings a baseline or a comment silenced."""

    findings: tuple[Finding, ...]
    files: int
    in_baseline: int = 0
    disabled: int = 0

    def count(self, severity: Severity) -> int:
        """Count the findings of a severity."""
        return sum(one.severity is severity for one in self.findings)

    @property
    def summary(self) -> str:
        """Say in one line what was found."""
        errors, warnings = self.count(Severity.error), self.count(Severity.warning)
        found = f"{quantity(errors, 'error')}, {quantity(warnings, 'warning')}" if self.findings else "Nothing found"
        silent = [(self.in_baseline, "in the baseline"), (self.disabled, "disabled")]
        rest = ", ".join(f"{number:,} {where}" for number, where in silent if number)
        return f"{found} in {quantity(self.files, 'file')}{f' ({rest})' if rest else ''}."

    def below(self, folder: str) -> "LintReport":
        """Return the report with paths that begin with a folder: as a repository's reviewers read them."""
        moved = [one._replace(path=f"{folder}/{one.path}") for one in self.findings] if folder else self.findings
        return self._replace(findings=tuple(moved))

    def with_short_lines(self) -> "LintReport":
        """Return the report with lines as formats write them."""
        return self._replace(findings=tuple(one._replace(text=one.short_text) for one in self.findings))

    def tables(self) -> Sequence[Table]:
        """Return the findings, one a line."""
        columns: Columns = (
            Column("", "place"),
            *unread("path", "line", "column", "length"),
            "rule",
            "severity",
            "message",
            *unread("text", "id", "fingerprint", "is_fixable", "more"),
        )
        rows = tuple(
            (f"{f.path}:{f.line}:{f.column}", f.path, f.line, f.column, f.length, f.rule, f.severity.value, f.message,
             f.text, f.id, f.fingerprint, f.is_fixable, f.more)
            for f in self.findings
        )  # fmt: skip
        return (*([Table("", columns, rows)] if rows else []), Table(self.summary))


def with_fingerprints(findings: Sequence[Finding]) -> list[Finding]:
    """Give each finding its fingerprint: equal ones of an article are numbered."""
    seen: Counter[str] = Counter()
    lines = {text: on_one_line(text.casefold()) for text in {one.text for one in findings}}
    keys = {(one.rule, one.id, one.text) for one in findings}  # a line may have thousands
    names = {key: fingerprint(key[0], key[1], lines[key[2]]) for key in keys}
    found = []
    for one in findings:
        name = names[one.rule, one.id, one.text]
        seen[name] += 1
        found.append(one._replace(fingerprint=name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return found


def fingerprint(rule: str, article: str, words: str) -> str:
    """Return a short name for a rule's finding on a line of an article."""
    from hashlib import blake2b

    return blake2b(f"{rule}\0{article}\0{words}".encode("utf-8", "replace"), digest_size=8).hexdigest()


def named_by_path(findings: Sequence[Finding]) -> list[str]:
    """Return the findings' fingerprints as they were while the article had no id: by its path."""
    by_path = [one._replace(id=one.path.rsplit(".", 1)[0]) for one in findings]
    return [one.fingerprint for one in with_fingerprints(by_path)]
