"""`kcs export --check`: the proof that nothing leaks, by every channel of this house."""

import logging
from collections.abc import Iterator, Sequence

import typer

from kcs_cli.channel.leak_output import CHANNELS, LeakChannel, LeakOutput, LeakQuestion
from kcs_cli.cli import output
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.render.format import Format


def show_leaks(kb: KnowledgeBase, audience: Audience | None, *, is_json: bool) -> None:
    """Look for leaks to an audience, to all outside unless one is named, and say what was found. Raise KcsError, Exit."""
    from kcs_cli.channel.leak_check import check_leaks

    if audience is Audience.internal:
        raise KcsError("Internal readers may see everything", "Name partner, customer or public, or leave --audience out")
    outside = [one for one in Audience if one is not Audience.internal]
    logging.disable(logging.ERROR)  # what servers note of their calls
    try:
        report = check_leaks(kb, [audience] if audience else outside, all_channels())
    except OSError as error:
        raise KcsError(
            f"The copy for the check cannot be written ({error.strerror or error})", "Set TMPDIR to a folder with room"
        ) from error
    finally:
        logging.disable(logging.NOTSET)
    if is_json:
        output.show(report, Format.json)
    elif report.leaks:
        output.show_text("\n".join(report.lines()))
    output.tell(report.summary)
    for one in report.not_checked:
        output.tell(f"not checked: {one.channel}; {one.reason}")
    if report.leaks:
        raise typer.Exit(1)


def all_channels() -> Sequence[LeakChannel]:
    """Return all ways out."""
    return (
        *CHANNELS,
        LeakChannel("mcp", _tool_outputs, ("mcp",), "mcp"),
        LeakChannel("web", _web_outputs, ("starlette", "jinja2", "uvicorn"), "serve"),
    )


def _tool_outputs(asked: LeakQuestion) -> Iterator[LeakOutput]:
    """Yield what the tools for AI agents answer."""
    from kcs_cli.mcp.leak_answers import tool_outputs

    yield from tool_outputs(asked)


def _web_outputs(asked: LeakQuestion) -> Iterator[LeakOutput]:
    """Yield what is answered over HTTP."""
    from kcs_cli.web.leak_answers import web_outputs

    yield from web_outputs(asked)
