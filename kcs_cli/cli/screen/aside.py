"""Work beside the screen: one thread owns the knowledge base and does everything that takes time, in turn."""

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import TypeVar

import typer
from textual import events
from textual.app import App, SuspendNotSupported

from kcs_cli.cli.screen.conversation import Conversation
from kcs_cli.cli.screen.question import YesOrNo
from kcs_cli.errors import KcsError

NO_SIGNALS = (AttributeError, NotImplementedError, RuntimeError, ValueError)  # Windows, a loop beside the main thread
AHEAD = 0.5  # seconds that a key waits for the one before
LATER = 0.2  # seconds
T = TypeVar("T")


class AsideApp(App[None]):
    """A screen whose keys are answered while something is done; what is being done comes to its end, whatever ends it."""

    conversation: Conversation

    def __init__(self) -> None:
        super().__init__()
        self.worker = ThreadPoolExecutor(1)
        self.question: Future[bool | None] | None = None

    def on_load(self) -> None:
        """Leave in good order when the terminal is closed, or somebody ends kcs."""
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            self.leave_on(name)

    def leave_on(self, name: str) -> None:
        """Leave when a signal comes, where there are such."""
        with suppress(*NO_SIGNALS):
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self.exit)

    async def on_event(self, event: events.Event) -> None:
        """Hand a key on, and wait until it is dealt with: the next one, typed ahead, may be for another part."""
        await super().on_event(event)
        if isinstance(event, events.Key) and self.focused:
            dealt = asyncio.Event()
            self.focused.call_later(dealt.set)
            with suppress(TimeoutError):
                await asyncio.wait_for(dealt.wait(), AHEAD)

    def on_unmount(self) -> None:
        """Ask nothing any more, and begin nothing."""
        if self.question and not self.question.done():
            self.question.set_result(False)
        self.worker.shutdown(wait=False, cancel_futures=True)

    def say(self, text: str) -> None:
        """Tell the person something."""
        raise NotImplementedError  # each screen says it in its own place

    async def aside(self, work: Callable[..., T], *arguments: object) -> T | None:
        """Do something with the knowledge base in its own thread, and tell what it tells; None where kcs cannot."""
        result = None
        try:
            result = await asyncio.get_running_loop().run_in_executor(self.worker, lambda: work(*arguments))
        except KcsError as error:
            self.say(told_of(error))
        if told := self.conversation.told:
            self.say(" · ".join(told))
            told.clear()
        return result

    def ask(self, question: str, usual: bool) -> bool:
        """Ask the person yes or no, from that thread, which waits."""
        self.question = Future()
        self.call_from_thread(self.push_screen, YesOrNo(question, usual), self.question.set_result)
        return bool(self.question.result())

    def outside(self, work: Callable[[], object]) -> None:
        """Do something on the plain terminal, which a person may break off."""
        with suppress(*NO_SIGNALS):
            asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)  # Ctrl-C ends the work, not the screen
        failed = ""
        with ExitStack() as stack:
            with suppress(SuspendNotSupported):
                stack.enter_context(self.suspend())
            try:  # here: the screen comes back only where nothing is raised
                work()
            except KcsError as error:
                failed = told_of(error)
            except (KeyboardInterrupt, typer.Exit):
                pass
        self.set_timer(LATER, lambda: self.leave_on("SIGINT"))  # a Ctrl-C of that work is still on its way
        self.say(failed)


def told_of(error: KcsError) -> str:
    """Write on one line what kcs could not do, and what helps."""
    return ". ".join(filter(None, (error.message, error.hint)))
