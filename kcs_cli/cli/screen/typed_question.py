"""The words in the line while they are typed, and how far they are answered."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from kcs_cli.cli.screen.aside import AsideApp
from kcs_cli.search.report import SearchReport

REST = 0.15  # seconds without a key after which the typing rests


class TypedQuestion:
    """What is asked by the words in the line: a burst of keys is one question, and what is left behind is not shown.

    In a large base the hits by words alone come first, the whole answer when the typing rests, or something waits for it.
    `show` gets each report, and whether its words have hits on the screen already.
    """

    def __init__(self, app: AsideApp, show: Callable[[SearchReport | None, bool], None]) -> None:
        self.app = app
        self.show = show
        self.words = ""
        self.is_answered = asyncio.Event()
        self.is_answered.set()
        self.waiting = 0  # how many wait for the whole answer
        self.stirred = asyncio.Event()  # a key came, or somebody waits

    def want(self, words: str) -> None:
        """Have these words answered."""
        self.words = words
        self.stirred.set()
        if self.is_answered.is_set():
            self.is_answered.clear()
            self.app.run_worker(self._answer())

    async def whole_answer(self) -> None:
        """Wait until the whole answer is shown, which is asked for at once."""
        self.waiting += 1
        self.stirred.set()
        await self.is_answered.wait()
        self.waiting -= 1

    async def _answer(self) -> None:
        """Ask until the answer is the whole one to the words that stand in the line."""
        begun: str | None = None  # the words whose hits are shown, by words alone
        try:
            while True:
                words = self.words
                is_begun = words == begun
                report = await self.app.aside(self.app.conversation.search, words, not (is_begun or self.waiting))
                if words == self.words:
                    self.show(report, is_begun)
                    if self.app.conversation.is_whole:
                        break
                    begun = words
                    await self._rest()
        finally:
            self.is_answered.set()

    async def _rest(self) -> None:
        """Wait as long as the typing rests, at most a moment; not at all where somebody waits."""
        self.stirred.clear()
        if not self.waiting:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stirred.wait(), REST)
