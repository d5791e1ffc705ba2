"""`kcs lint`: does it keep the content standard?"""

import os
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.options import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_named
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.lint.format.formats import FindingFormat
from kcs_cli.text.display import quantity

if TYPE_CHECKING:
    from kcs_cli.lint.engine.finding import LintReport
    from kcs_cli.lint.engine.rule import Rule
    from kcs_cli.lint.linter import Linter
    from kcs_cli.lint.scope import Scope


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
    fix: Annotated[bool, typer.Option("--fix", help="Repair what has one right answer.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --fix: only show the difference.")] = False,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Fail on new findings only; written if it is not there."),
    ] = None,
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
    from kcs_cli.lint.baseline import new_findings
    from kcs_cli.lint.engine.rule import Severity
    from kcs_cli.lint.engine.settings import read_settings
    from kcs_cli.lint.linter import Linter
    from kcs_cli.lint.registry import RULES

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if explain is not None:
        from kcs_cli.lint.engine.standard import rule_page

        output.show_text(rule_page(_known_rule(explain), read_settings(kb.root, RULES)))
        return
    asked = {"--staged": staged, "--changed-from": changed_from is not None, "--stdin": stdin, "--fix": fix}
    _check_together({**asked, "--stdin-path": stdin_path is not None, "--dry-run": dry_run})
    targets = _read_targets(kb, outputs or [])
    rules = [word for word in paths or [] if word in RULES and not Path(word).exists()]
    files = [word for word in paths or [] if word not in rules]
    linter = Linter(kb, _scope(kb, files, changed_from, stdin_path, staged=staged), looks_outside=external)
    linter.rules = {name: RULES[name] for name in rules} or RULES
    if fix and repair(linter, dry_run=dry_run):
        return
    report = new_findings(linter, baseline, os.environ)
    _show(report, format or (FindingFormat.github if os.environ.get("GITHUB_ACTIONS") == "true" else FindingFormat.text), kb)
    for wanted, file in targets:
        text = _written(report, wanted, kb)
        write_named(file, f"{text}\n" if text else "")
    if report.count(Severity.error) or (fail_on is FailOn.warning and report.count(Severity.warning)):
        raise typer.Exit(1)


def _known_rule(name: str) -> "Rule":
    """Return a rule by its name. Raise KcsError."""
    from kcs_cli.lint.registry import RULES

    if name in RULES:
        return RULES[name]
    near = get_close_matches(name, RULES, 1, 0.5)
    raise KcsError(f"There is no rule {name}", f"Did you mean {near[0]}?" if near else "kcs standard lists them")


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


def _read_targets(kb: KnowledgeBase, outputs: list[str]) -> list[tuple[FindingFormat, Path]]:
    """Read where findings are written to. Raise KcsError for a file named twice, and for an article."""
    targets = [_read_target(text) for text in outputs]
    files = [file.resolve() for _, file in targets]
    for file in files:
        if files.count(file) > 1:
            raise KcsError(f"{file} is named twice", "Name a file for each format")
        if file.is_relative_to(kb.root) and kb.library.is_article(file.relative_to(kb.root).as_posix()):
            raise KcsError(f"{file} is an article", "Name another file")
    return targets


def _read_target(text: str) -> tuple[FindingFormat, Path]:
    """Read FORMAT=FILE. Raise KcsError."""
    name, _, file = text.partition("=")
    if not file or name not in tuple(FindingFormat):
        raise KcsError(f"--output {text} names no format and file", f"Write it as sarif=FILE; there are {_known_formats()}")
    return FindingFormat(name), Path(file)


def _known_formats() -> str:
    """Return the names of the formats."""
    return ", ".join(FindingFormat)


def _show(report: "LintReport", format: FindingFormat, kb: KnowledgeBase) -> None:
    """Print the findings; GitHub gets a summary of the step besides."""
    if format is FindingFormat.text:
        _show_text(report.below(_folder_here(kb)))
    else:
        output.show_text(_written(report, format, kb))
    if format is FindingFormat.github:
        from kcs_cli.lint.format.github import step_summary

        output.add_to_summary(step_summary(report.below(kb.base)))


def _show_text(report: "LintReport") -> None:
    """Print the findings for people: on a terminal by file, and by rule at the end; in a pipe one by one, for editors."""
    from kcs_cli.lint.format.text import conclusion, write
    from kcs_cli.render.report import Table

    if output.is_terminal():
        from kcs_cli.lint.view import finding_trees

        trees = finding_trees(report, output.columns())
        output.show_trees(trees, (report.rules, Table("", lines=tuple(conclusion(report)))))
    else:
        output.show_text(write(report, output.columns()))


def _written(report: "LintReport", format: FindingFormat, kb: KnowledgeBase) -> str:
    """Write the findings; where a review shows them, with paths from the top of the repository."""
    from kcs_cli.lint.format.formats import FROM_TOP, render_findings

    return render_findings(report.below(kb.base if format in FROM_TOP else ""), format)


def _folder_here(kb: KnowledgeBase) -> str:
    """Return the knowledge base's folder as it is reached from here, so that editors and terminals open the places."""
    folder = os.path.relpath(kb.root)
    return "" if folder == "." else folder.replace(os.sep, "/")
