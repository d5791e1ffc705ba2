"""What an AI agent waits for: rows of `python -m tests.benchmarks`, and 1,000 calls of each tool that reads.

A server in a process of its own, asked by the official client over stdin and stdout; its CPU time without that of its start.
The reference is the same search within a process, by a base that is opened anew each time.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import anyio
from mcp import Client, StdioServerParameters, stdio_client

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import reply
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.index.opener import all_cards
from tests.benchmarks.search import KCS, QUESTION, TYPER, cpu, peak_memory
from tests.benchmarks.table import Bases, Row, ms

CALLS = 1_000
PUBLIC = "KCS_DEFAULTS_AUDIENCE"  # generated articles say nothing of their readers


def warm_answers(bases: Bases) -> Iterator[Row]:
    """Compare a warm answer of each tool that reads with the search itself."""
    for size in sorted(bases.sizes & {2_500, 25_000}):
        root = bases.of(size)
        bare = _searches(root, 100)
        name = all_cards(KnowledgeBase.open(str(root)))[size // 2].id
        calls = {"search": {"query": QUESTION}, "show": {"id": name}, "facets": {"query": QUESTION}, "status": {}}
        jobs = [("internal", tool, arguments) for tool, arguments in calls.items()]
        for audience, tool, arguments in [*jobs, ("customer", "search", calls["search"])]:
            took = _warm(root, audience, tool, arguments, CALLS if size <= 2_500 else CALLS // 10)
            yield Row(
                job=f"kcs mcp, {tool} for {audience} readers, {size:,} articles",
                reference=f"search in a process {ms(bare)}",
                now=f"{took / bare:.1f} × ({ms(took)})",
                wanted="≤ 30 ms of 2,500",
            )


def beginnings(bases: Bases) -> Iterator[Row]:
    """Tell what it takes until a client is served."""
    root = bases.of(min(bases.sizes))
    typer = min(cpu(TYPER, root) for _ in range(5))
    took = min(_served(root, "internal", "status", {}, 0) for _ in range(5))
    yield Row(
        job=f"kcs mcp, until it is asked, {min(bases.sizes):,} articles",
        reference=f"import typer {ms(typer)}",
        now=f"{took / typer:.1f} × ({ms(took)})",
        wanted="",
        memory=peak_memory([*KCS, "mcp", "--root", str(root)], root),
    )


def _searches(root: Path, calls: int) -> float:
    """Return the CPU seconds of a search within this process, the first left out."""

    def search() -> None:
        reply(KnowledgeBase.open(str(root)), QUESTION, Where(), 5)

    search()
    begun = time.process_time()
    for _ in range(calls):
        search()
    return (time.process_time() - begun) / calls


def _warm(root: Path, audience: str, tool: str, arguments: dict[str, object], calls: int) -> float:
    """Return the CPU seconds of one call, of many: those of a server that was asked once taken off."""
    once = min(_served(root, audience, tool, arguments, 1) for _ in range(3))
    return (_served(root, audience, tool, arguments, calls + 1) - once) / calls


def _served(root: Path, audience: str, tool: str, arguments: dict[str, object], calls: int) -> float:
    """Return the CPU seconds of a server from begin to end, its git included; each answer is looked at."""
    command = [*KCS, "mcp", "--root", str(root), "--audience", audience]
    server = StdioServerParameters(command=sys.executable, args=command[1:], env={**os.environ, PUBLIC: "public"})

    async def ask() -> None:
        async with Client(stdio_client(server)) as client:
            for _ in range(calls):
                assert not (await client.call_tool(tool, arguments)).is_error

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    anyio.run(ask)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


ROWS = (warm_answers, beginnings)
