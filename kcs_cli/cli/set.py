"""`kcs set` and `kcs state`: change fields of articles."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.personal import check_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.display import in_shell

IfOption = Annotated[
    list[str] | None, typer.Option("--if", metavar="FIELD=VALUE", help="Only where the field has this value; else exit 1.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]


def set_fields(
    words: Annotated[list[str], typer.Argument(metavar="ID... FIELD=VALUE...", help="Articles, and what to set.")],
    only_if: IfOption = None,
    dry_run: DryRunOption = False,
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Set fields of articles; nothing else of their files changes.

    FIELD+=VALUE adds to tags, aliases or said; FIELD= removes the field.
    """
    names, wanted = [word for word in words if "=" not in word], [word for word in words if "=" in word]
    if not names or not wanted:
        raise KcsError("kcs set needs articles, and what to set", "kcs set kb-7h3k9m owner=ana@example.org")
    _run(names, wanted, only_if, dry_run, format, root, allow or [])


def state(
    words: Annotated[
        list[str], typer.Argument(metavar="ID... STATE", help="Articles; wip, not-validated, validated, archived.")
    ],
    only_if: IfOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Set how far articles may be trusted."""
    if len(words) < 2:
        raise KcsError("kcs state needs articles, and their state", f"kcs state {in_shell(words[0])} validated")
    _run(words[:-1], [f"confidence={words[-1]}"], only_if, dry_run, format, root, [])


def _run(
    names: list[str],
    wanted: list[str],
    only_if: list[str] | None,
    dry_run: bool,
    format: Format,
    root: str | None,
    allow: list[str],
) -> None:
    """Change the fields and show what changed; exit with 1 when a condition kept an article as it was."""
    from kcs_cli.article.field import ChangeReport, read_assignment, read_condition
    from kcs_cli.solve.edit import set_fields as change_fields

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    assignments = [read_assignment(word, kb.config) for word in wanted]
    conditions = [read_condition(word, kb.config) for word in only_if or []]
    check_personal([one.value for one in assignments if one.field != "owner"], kb.config, allow)
    report: ChangeReport = change_fields(kb, names, assignments, conditions, dry_run)
    output.show(report, format)
    for advice in dict.fromkeys(one.remark for one in report.changed if one.remark):
        output.tell(advice)
    if report.is_refused:
        raise typer.Exit(1)
