"""`kcs mcp`: the knowledge base as tools of the Model Context Protocol."""

import gc
import os
import signal
from threading import Thread
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience

STOPPED = 130  # the status of what Ctrl-C ends


def serve_agents(
    audience: Annotated[
        Audience, typer.Option("--audience", help="Who reads the answers: nothing for fewer readers is known then.")
    ] = Audience.internal,
    write: Annotated[bool, typer.Option("--write", help="Let agents link, flag, rate, and write drafts.")] = False,
    case: Annotated[
        str, typer.Option("--case", metavar="CASE", help="The case of calls that name none; else KCS_CASE.")
    ] = "",
    root: RootOption = None,
) -> None:
    """Serve the knowledge base to AI agents, over stdin and stdout.

    An agent's program starts this itself: name it `kcs mcp` there. It only reads unless --write says otherwise.
    """
    try:
        from kcs_cli.mcp.server import make_server
        from kcs_cli.mcp.service import ToolService
    except ImportError as error:
        raise KcsError(f"kcs mcp needs an extra ({error})", "pip install 'kcs-cli[mcp]'") from error
    kb = KnowledgeBase.open(root, output.tell)
    if output.is_interactive():
        output.tell("An AI agent's program starts this itself and talks to it; Ctrl-C ends it")
    gc.enable()
    service = ToolService(kb.root, audience, case, can_write=write)
    server = make_server(service)
    gc.freeze()  # what is loaded stays
    Thread(target=service.remember_days, daemon=True).start()  # of a long history that takes longer than a client waits
    signal.signal(signal.SIGINT, lambda *_: os._exit(STOPPED))  # else it waits for a line of stdin that may never come
    server.run()
