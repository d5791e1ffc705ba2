"""`kcs cluster`: the index on a cluster, fed from git."""

from enum import StrEnum
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


class ClusterAction(StrEnum):
    """What is done."""

    sync = "sync"
    status = "status"
    check = "check"


def cluster(
    action: Annotated[
        ClusterAction,
        typer.Argument(
            help="`sync` sends what was committed; `status` says how it stands; `check` compares answers.",
        ),
    ] = ClusterAction.status,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="With sync: a new index, beside the one in use.")] = False,
    sample: Annotated[int, typer.Option("--sample", min=1, max=10_000, help="With check: how many questions.")] = 50,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Keep the articles on an OpenSearch cluster: an extra.

    It is for bases and teams that outgrew one machine. [search] urls in kcs.toml, or KCS_SEARCH_URLS, has its
    addresses. What is sent is what was committed.
    `check` exits with 1 where the cluster answers otherwise than the clone's own index.
    """
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if action is ClusterAction.sync:
        from kcs_cli.search.feed.feed import feed

        if kb.git is None:
            raise KcsError(f"{kb.root} is in no git repository", "git init: the cluster is fed with what was committed")
        output.show(feed(kb, kb.git, rebuild=rebuild), format)
    elif action is ClusterAction.status:
        from kcs_cli.search.cluster.opening import open_client
        from kcs_cli.search.feed.state import find_state

        output.show(find_state(kb.git, open_client(kb)), format)
    else:
        from kcs_cli.search.feed.sample_check import check_sample

        report = check_sample(kb, sample)
        output.show(report, format)
        raise typer.Exit(0 if report.is_alike else 1)
