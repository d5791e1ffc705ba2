"""`kcs init`: begin a knowledge base, or adopt a repository that has articles already."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import FILE_NAME, Config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.library import Library
from kcs_cli.knowledge_base.start import Ci
from kcs_cli.render.format import Format
from kcs_cli.text.display import in_shell, quantity

if TYPE_CHECKING:
    from kcs_cli.knowledge_base.start import StartReport
    from kcs_cli.lint.engine.finding import LintReport
    from kcs_cli.migration.trial import Trial

COMPLETION = "TAB completes ids, titles, tags and options once your shell knows how: kcs completion --help"


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder; it is made where it is missing.")] = Path(),
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Look at the articles that are there and propose a kcs.toml for them.")
    ] = False,
    ci: Annotated[
        Ci | None, typer.Option("--ci", help="Write the workflow that lints pull requests, too; in a base only that.")
    ] = None,
    kcs: Annotated[
        str | None,
        typer.Option(
            "--kcs", metavar="REQUIREMENT", help="What the workflow installs; default: kcs as it was installed here."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --adopt: show all that, and write nothing.")] = False,
    ai: Annotated[
        bool, typer.Option("--ai", help="Write what AI agents on the command line read: AGENTS.md, a skill; nothing else.")
    ] = False,
    case_key: Annotated[
        bool, typer.Option("--case-key", help='Make the key for [privacy] cases = "hash"; nothing else.')
    ] = False,
    format: FormatOption = Format.table,
) -> None:
    """Begin a knowledge base; nothing that exists is overwritten.

    It has a kcs.toml, templates, and a sample article.
    """
    from kcs_cli.journal.case_number import make_key
    from kcs_cli.knowledge_base.place import refuse_git_directory
    from kcs_cli.knowledge_base.requirement import checked_requirement, installed_requirement

    if case_key:
        file, new = make_key()
        output.tell(f"{'The key is in' if new else 'There is a key already in'} {file}; your colleagues need the same file")
        return
    _check_together(adopt=adopt, dry_run=dry_run, has_ci=ci is not None, has_kcs=kcs is not None)
    requirement = (checked_requirement(kcs) if kcs is not None else installed_requirement()) if ci else ""
    folder = folder.expanduser().resolve()
    refuse_git_directory(folder)
    if ai:
        output.show(_add_ai(folder), format)
        return
    if not adopt:
        output.show(_begun(folder, ci, requirement), format)
        output.tell(COMPLETION)
        return
    _adopt(folder, format, dry_run=dry_run)
    if ci and not dry_run:
        output.tell(
            f"Written: {', '.join(_add_ci(folder, ci, requirement).written_files) or 'nothing, the workflow is there'}"
        )


def _check_together(*, adopt: bool, dry_run: bool, has_ci: bool, has_kcs: bool) -> None:
    """Raise KcsError for an option that needs another one."""
    if has_kcs and not has_ci:
        raise KcsError("--kcs says what a workflow installs", "kcs init --ci github --kcs REQUIREMENT")
    if dry_run and not adopt:
        raise KcsError("--dry-run shows what --adopt would write", "Add --adopt")


def _adopt(folder: Path, format: Format, *, dry_run: bool) -> None:
    """Say what is proposed for a base and what comes of it, then write it; what is there already stays. Raise KcsError."""
    from kcs_cli.knowledge_base.start import start
    from kcs_cli.migration.trial import tried_text

    report, findings = _proposal(folder)
    text, file = tried_text(report), folder / FILE_NAME
    if file.exists():
        output.tell(f"{_name(file)} is there already and was not changed; the proposal would be:")
        typer.echo(text, err=True)
    output.show(report, format)
    if dry_run:
        output.tell("Nothing was written")
    elif start(folder, {FILE_NAME: text}, ()).written_files:
        output.tell(f"{_name(file)} written; read it, then try: kcs search WORDS")
        _adopt_findings(folder, findings)


def _proposal(folder: Path) -> "Trial":
    """Look at the articles that are there, and try what is proposed. Raise KcsError where there are none."""
    from kcs_cli.article.adoption.adoption import adopt
    from kcs_cli.migration.trial import try_out

    if not folder.is_dir():
        raise KcsError(f"There is no folder {folder}", "Name a repository with articles, or leave out --adopt")
    report = adopt(folder, output.progress)
    if not report.articles:
        raise KcsError(f"{folder} has no articles (*.md) to learn from", "kcs init, without --adopt, begins a new base")
    return try_out(folder, report, output.progress)


def _adopt_findings(folder: Path, findings: "LintReport | None" = None) -> tuple[str, ...]:
    """Write the baseline of a base in which lint finds much: from then on it tells what is new. Return its name."""
    from kcs_cli.article.adoption.outlook import MUCH
    from kcs_cli.lint.baseline import USUAL, written_baseline

    found = written_baseline(KnowledgeBase.open(str(folder)), more_than=MUCH, report=findings)
    if found:
        output.tell(f"{_name(folder / USUAL)} has its {quantity(found, 'finding')}: kcs lint tells what is new")
    return (USUAL,) if found else ()


def _name(file: Path) -> str:
    """Return how a file is told: by its name where it is here."""
    return file.name if file.parent == Path.cwd() else str(file)


def _begun(folder: Path, ci: Ci | None, requirement: str) -> "StartReport":
    """Write what a new knowledge base has; in one that is there already only the workflow, where that is asked for."""
    from kcs_cli.knowledge_base.start import start

    if ci and (folder / FILE_NAME).exists():
        report = _add_ci(folder, ci, requirement)
        return report._replace(written_files=(*report.written_files, *_adopt_findings(folder)))
    files, following = _first_files(folder)
    report = start(folder, files, (*_git_begun(folder), following))
    if not ci:
        return report
    more = _add_ci(folder, ci, requirement)
    return report._replace(
        written_files=(*report.written_files, *more.written_files),
        kept_files=(*report.kept_files, *more.kept_files),
        next=(*report.next, *more.next),
    )


def _first_files(folder: Path) -> tuple[dict[str, str], str]:
    """Return the files of a new base, without the sample where articles are, and the command to go on with."""
    from kcs_cli.knowledge_base.start import SAMPLE, first_files

    files, name = first_files(), in_shell(str(folder))
    there = folder.is_dir() and Library(folder, Config()).listing()
    if not there or (folder / SAMPLE).exists():
        return files, f"kcs search --root {name} new article not found"
    del files[SAMPLE]
    said = f"{quantity(len(there), 'article')} here already: no sample is written"
    if (folder / FILE_NAME).exists() or (folder / SAMPLE).parent.exists():
        output.tell(said)
        return files, f"kcs index --root {name}"
    del files[FILE_NAME]  # better made of what is there
    output.tell(f"{said}, kcs init --adopt makes the kcs.toml")
    return files, f"kcs init --adopt {name}"


def _git_begun(folder: Path) -> tuple[str, ...]:
    """Return the command that a folder needs before git can have its files; none where it is in a repository."""
    from kcs_cli.git.repository import find_work_tree

    return () if find_work_tree(folder) else (f"git init {in_shell(str(folder))}",)


def _git_add(top: Path, names: Iterable[str]) -> str:
    """Return the command that adds files below a folder, as it is typed here."""
    there = "" if top == Path.cwd() else f" -C {in_shell(str(top))}"
    return f"git{there} add {' '.join(names)}"


def _add_ai(folder: Path) -> "StartReport":
    """Write what AI agents read; say what belongs into a file that is there already. Raise KcsError."""
    from kcs_cli.knowledge_base.start import AGENTS, SKILL, ai_files, start

    report = start(folder, ai_files(), (*_git_begun(folder), _git_add(folder, (AGENTS, SKILL))))
    if AGENTS in report.kept_files:
        output.tell(f"{_name(folder / AGENTS)} is there already and was not changed; this belongs into it:")
        typer.echo(ai_files()[AGENTS], err=True)
    return report


def _add_ci(folder: Path, ci: Ci, requirement: str) -> "StartReport":
    """Write the workflow where the repository's CI looks for it: at its top. Raise KcsError."""
    from kcs_cli.git.repository import find_work_tree
    from kcs_cli.knowledge_base.start import GITLAB, GITLAB_JOB, ci_files, start

    top = find_work_tree(folder) or folder
    up = "../" * len(folder.relative_to(top).parts)
    files = ci_files(ci, folder.relative_to(top).as_posix(), requirement)
    contents = {f"{up}{name}": text for name, text in files.items()}
    report = start(folder, contents, (_git_add(top, files),))
    include = f'write into {GITLAB}: include: [{{local: "{GITLAB_JOB}"}}]'
    return report._replace(next=(include,)) if f"{up}{GITLAB}" in report.kept_files else report
