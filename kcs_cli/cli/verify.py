"""`kcs verify`: confirm that an article is right."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.personal import check_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.display import in_shell, on_one_line


def verify_article(
    names: Annotated[list[str], typer.Argument(metavar="ID", help="Id, alias, path, or number in the last list.")],
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="The case that showed it.")] = None,
    tested: Annotated[str | None, typer.Option("--tested", metavar="TEXT", help="What you tried, in a sentence.")] = None,
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Confirm an article, with evidence.

    It is noted in the journal, the article stays as it is; from then on it counts as reviewed.
    """
    from kcs_cli.solve import verify

    if len(names) > 1:
        raise KcsError(f"One article at a time: {verify.BULK}", f'kcs verify {in_shell(names[0])} --tested "what you tried"')
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    check_personal([on_one_line(tested or "")], kb.config, allow or [])
    output.show(verify.verify(kb, names[0], case, tested), format)
