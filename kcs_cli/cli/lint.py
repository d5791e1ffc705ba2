"""`kcs lint`: does it keep the content standard?"""

import os
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.lint.format.formats import FindingFormat
from kcs_cli.text.display import quantity

if TYPE_CHECKING:
    from kcs_cli.lint.linter import Linter
    from kcs_cli.lint.scope import Scope


class LintCommand(TyperCommand):
    """Takes `--baseline` without a value for the base's own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put in the value that is left out."""
        pairs = zip(args, [*args[1:], "-"], strict=False)
        return super().parse_args(
            ctx, [f"{one}=" if one == "--baseline" and next_[:1] == "-" else one for one, next_ in pairs]
        )


class FailOn(StrEnum):
    """From which severity on lint fails."""

    error = "error"
    warning = "warning"


def lint(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files or folders, else the whole base; or a rule's name: only that rule."),
    ] = None,
    changed_from: Annotated[
        str | None, typer.Option("--changed-from", metavar="REF", help="Only what changed since this branch left REF.")
    ] = None,
    staged: Annotated[bool, typer.Option("--staged", help="Only what the next commit changes, as it is staged.")] = False,
    stdin: Annotated[bool, typer.Option("--stdin", help="Read the article from stdin, for an editor.")] = False,
    stdin_path: Annotated[
        str | None, typer.Option("--stdin-path", metavar="P", help="With --stdin: whose text it is.")
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="RULE", help="All that this rule finds, line by line; several.")
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULES", help="Ask only these rules or groups: links,title-twice."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULES", help="Leave these rules or groups out.")
    ] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="How much each rule finds, and no finding.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Repair what has one right answer.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --fix: only show the difference.")] = False,
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="[FILE]",
            help="Fail on new findings only; written if it is not there. Without FILE lint-baseline.json, which counts "
            "whenever the base has it.",
        ),
    ] = None,
    no_baseline: Annotated[bool, typer.Option("--no-baseline", help="Show what the base's baseline silences, too.")] = False,
    external: Annotated[
        bool, typer.Option("--external", help="Let lychee look whether outside addresses are still there; for a schedule.")
    ] = False,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="Exit 1 from this severity on.")] = FailOn.error,
    explain: Annotated[str | None, typer.Option("--explain", metavar="RULE", help="Show a rule with its examples.")] = None,
    format: Annotated[
        FindingFormat | None, typer.Option("--format", help="How to write it: text; in GitHub Actions github.")
    ] = None,
    outputs: Annotated[
        list[str] | None, typer.Option("--output", metavar="FORMAT=FILE", help="Write it to a file, too; several.")
    ] = None,
    root: RootOption = None,
) -> None:
    """Check articles against the content standard.

    Exit 1 when they do not keep it. In a pull request's CI only what it touches, and what it breaks elsewhere, is looked at.
    """
    from kcs_cli.cli.finding_output import read_targets, show_findings, show_statistics, write_targets
    from kcs_cli.lint.baseline import new_findings
    from kcs_cli.lint.engine.rule import Severity

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if explain is not None:
        _explain(kb, explain)
        return
    asked = {"--staged": staged, "--changed-from": changed_from is not None, "--stdin": stdin, "--fix": fix}
    _check_together({**asked, "--stdin-path": stdin_path is not None, "--dry-run": dry_run})
    targets = read_targets(kb, outputs or [])
    named, files = _rules_and_files(paths or [])
    chosen = [*named, *(rule or []), *(select or [])]
    linter = _linter(
        kb, _scope(kb, files, changed_from, stdin_path, staged=staged), chosen, ignore or [], looks_outside=external
    )
    if fix and repair(linter, dry_run=dry_run):
        return
    known = None if no_baseline else _baseline(kb, baseline)
    report = new_findings(linter, known, os.environ, **({"most": None} if statistics else {}))
    if statistics:
        show_statistics(report, format)
    else:
        is_first_look = format is None and linter.scope.is_whole and not chosen and known is None
        show_findings(report, format, kb, is_first_look=is_first_look)
    write_targets(report, targets, kb)
    if report.count(Severity.error) or (fail_on is FailOn.warning and report.count(Severity.warning)):
        raise typer.Exit(1)


def _explain(kb: KnowledgeBase, name: str) -> None:
    """Show the page of a rule. Raise KcsError."""
    from kcs_cli.lint.choice import known_rule
    from kcs_cli.lint.engine.settings import read_settings
    from kcs_cli.lint.engine.standard import rule_page
    from kcs_cli.lint.registry import RULES

    output.show_text(rule_page(known_rule(name), read_settings(kb.root, RULES)))


def _rules_and_files(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the words into names of rules, and files or folders."""
    from kcs_cli.lint.registry import RULES

    rules = [word for word in words if word in RULES and not Path(word).exists()]
    return rules, [word for word in words if word not in rules]


def _linter(
    kb: KnowledgeBase, scope: "Scope", chosen: Sequence[str], ignored: Sequence[str], *, looks_outside: bool
) -> "Linter":
    """Return what looks at the scope with the rules that are asked. Raise KcsError."""
    from kcs_cli.lint.choice import asked_by_name, chosen_rules
    from kcs_cli.lint.linter import Linter

    linter = Linter(kb, scope, looks_outside=looks_outside)
    linter.rules = chosen_rules(chosen, ignored)
    linter.settings = asked_by_name(linter.settings, chosen)
    return linter


def _baseline(kb: KnowledgeBase, asked: str | None) -> Path | None:
    """Return the baseline that counts: the one that is named, else the base's own."""
    from kcs_cli.lint.baseline import USUAL, usual_baseline

    return Path(asked) if asked else kb.root / USUAL if asked is not None else usual_baseline(kb)


def _scope(
    kb: KnowledgeBase, paths: list[str], changed_from: str | None, stdin_path: str | None, *, staged: bool
) -> "Scope":
    """Return what is looked at. Raise KcsError."""
    from kcs_cli.lint.scope import scope_of_change, scope_of_files, scope_of_staged, scope_of_text

    if stdin_path is not None:
        return scope_of_text(kb, stdin_path, sys.stdin.buffer.read())
    if staged:
        return scope_of_staged(kb, paths)
    return scope_of_files(kb, paths, os.environ) if changed_from is None else scope_of_change(kb, changed_from, paths)


def _check_together(asked: Mapping[str, bool]) -> None:
    """Raise KcsError for options that cannot be together, or need another one."""
    sources = [name for name in ("--staged", "--changed-from", "--stdin") if asked[name]]
    if len(sources) > 1:
        raise KcsError(f"{' and '.join(sources)} cannot be together", "Leave out all but one")
    for name, needed in (("--stdin", "--stdin-path"), ("--stdin-path", "--stdin"), ("--dry-run", "--fix")):
        if asked[name] and not asked[needed]:
            raise KcsError(f"{name} needs {needed}", f"Add {needed}")
    if asked["--fix"] and (asked["--stdin"] or asked["--staged"]):
        raise KcsError("--fix repairs files, and not what is staged or read from stdin", "Name the file, or nothing")


def repair(linter: "Linter", *, dry_run: bool) -> bool:
    """Repair what can be, and say what; tell whether that is all that was asked for."""
    from kcs_cli.lint.repair import repairs, write_all

    found = repairs(linter)
    if dry_run:
        output.show_text("\n".join(one.diff for one in found))
        return True
    write_all(linter.kb, found)
    output.tell(f"{quantity(len(found), 'file')} repaired")
    linter.look_again()
    return False
