"""Shows a report of `kcs test`; in GitHub Actions what is lost stands beside the articles' files."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kcs_cli.cli import output
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import RENDERERS, Format

if TYPE_CHECKING:
    from kcs_cli.render.report import Report
    from kcs_cli.search.evaluation.link import Loss
    from kcs_cli.search.evaluation.view import TestedFormat


def show(kb: KnowledgeBase, report: "Report", format: "TestedFormat | None", losses: "Sequence[Loss]" = ()) -> None:
    """Print a report; GitHub gets a summary of the step besides."""
    from kcs_cli.search.evaluation.view import TITLE, TestedFormat, render_losses

    wanted = format or (TestedFormat.github if os.environ.get("GITHUB_ACTIONS") == "true" else TestedFormat.table)
    if wanted is not TestedFormat.github:
        output.show(report, Format(wanted))
        return
    output.show_text(render_losses(report, losses, kb.base))
    output.add_to_summary(f"### {TITLE}\n\n{RENDERERS[Format.markdown](report)}\n")
