"""`kcs semantic`: finding by meaning."""

from enum import StrEnum
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


class Action(StrEnum):
    """What is done."""

    show = "show"
    fetch = "fetch"


def semantic(
    action: Annotated[Action, typer.Argument(help="`fetch` fetches a model for English; `show` says how things stand.")] = (
        Action.show
    ),
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="With fetch: an archive fetched elsewhere, or its address.")
    ] = None,
    checksum: Annotated[
        str | None, typer.Option("--sha256", metavar="HEX", help="With --from: what another model's archive must have.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="With fetch: what to call it.")] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Find by meaning as well as by words: an extra.

    It is off until kcs.toml names a model: [semantic] model = "…", the name of one that `kcs semantic fetch` fetched (no
    other command loads one from the network), or the whole path of a folder outside the repository with model.onnx and
    tokenizer.json: what came with a repository is not run.
    """
    from kcs_cli.search.semantic import report

    if action is Action.fetch:
        output.show(report.fetch(source, checksum, name), format)
    else:
        output.show(report.state(KnowledgeBase.open(root, output.tell, output.progress)), format)
