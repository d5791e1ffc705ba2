"""Runs the calls of a service's clients: one after another, in a thread, with errors as kcs says them."""

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import TypeVar

import anyio
from anyio import from_thread, to_thread
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.progress import Progress, Step
from kcs_cli.mcp.service import ToolCall, ToolService

Answer = TypeVar("Answer")
COLLECTED = 20  # calls after which garbage is collected
BETWEEN = 0.2  # seconds between two words on how far work is
log = logging.getLogger(__name__)


class ToolRunner:
    """The tools of one service: each call runs in a thread, one after another; what is wrong is said as kcs says it."""

    def __init__(self, service: ToolService) -> None:
        self.service = service
        self.told = set[str]()
        self.calls = 0
        self.turn = anyio.CapacityLimiter(1)  # an index is written by one call at a time

    async def run(self, ctx: Context, case: str, work: Callable[[ToolCall], Answer], *, writes: bool = False) -> Answer:
        """Do some work for a tool. Raise ToolError for what the client can mend."""
        try:
            return await self.work(ctx, case, work, writes=writes)
        except KcsError as error:
            raise ToolError(self.said(error)) from error

    async def work(
        self, ctx: Context | None, case: str, work: Callable[[ToolCall], Answer], *, writes: bool = False
    ) -> Answer:
        """Open the base and do some work there. Raise KcsError."""

        def worked() -> Answer:
            call = self.service.open(case, self.tell, _progress(ctx), writes=writes)
            try:
                return work(call)
            finally:
                call.close()
                self._collect()

        return await to_thread.run_sync(worked, limiter=self.turn)

    def _collect(self) -> None:
        """Collect garbage now and then: what a question leaves is held in circles, and has files open."""
        self.calls += 1
        if self.calls % COLLECTED == 0:
            gc.collect()

    def tell(self, text: str) -> None:
        """Say something to whoever runs the server, once."""
        if text not in self.told:
            self.told.add(text)
            log.warning(text)

    def said(self, error: KcsError) -> str:
        """Return what a client is told of an error: where the base lies only where everything may be known."""
        end = "" if error.message.endswith(("?", "!", ".")) else "."
        text = f"{error.message}{end} Hint: {error.hint}" if error.hint else error.message
        return text if self.service.audience == "internal" else text.replace(str(self.service.root), "the knowledge base")


def _progress(ctx: Context | None) -> Progress:
    """Return what tells a client how far long work is, now and then."""

    def told(steps: Sequence[Step], label: str = "Reading articles") -> Iterator[Step]:
        said_at = monotonic()
        for number, step in enumerate(steps, 1):
            yield step
            if ctx is not None and monotonic() - said_at >= BETWEEN:
                said_at = monotonic()
                from_thread.run(ctx.report_progress, number, len(steps), label)

    return told
