"""`kcs standard`: the content standard in force."""

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def standard(format: FormatOption = Format.table, root: RootOption = None) -> None:
    """Show the content standard in force."""
    from kcs_cli.lint.engine.settings import read_settings
    from kcs_cli.lint.engine.standard import describe, standard_page
    from kcs_cli.lint.registry import RULES

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    report = describe(RULES.values(), read_settings(kb.root, RULES))
    if format in (Format.table, Format.markdown):
        output.show_text(standard_page(report))
    else:
        output.show(report, format)
