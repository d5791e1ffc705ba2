"""The server's house: the base as it is served now, kept fresh beside the calls, and threads for the work."""

import logging
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import anyio
from anyio import from_thread, to_thread

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.web.call import WebCall
from kcs_cli.web.caller import Caller
from kcs_cli.web.metric import Metrics
from kcs_cli.web.problem import RefusedError
from kcs_cli.web.served import ServedBase, open_served

TAKEN_IN, UNCHANGED, PUT_OFF, FAILED = "taken in", "unchanged", "put off", "failed"  # what came of a look
AGAIN = 0.2  # seconds after a look that was put off
FORGETS = 0.9  # how much of a long refresh is expected of the next one
READERS = 2  # calls that read at a time: more would wait for the same cores
Answer = TypeVar("Answer")
log = logging.getLogger("kcs.serve")


class Access(NamedTuple):
    """Who may come in, and how.

    `usual` is who comes without a token, None where nobody may. `proxy_header` names the person where one of `proxies`
    asks. `hosts` are the names that the server goes by; `rate` calls a second are answered to each caller, 0 all.
    """

    usual: Caller | None
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    proxy_header: str = ""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    rate: float = 0.0


class House:
    """The base that is served. `now` is replaced as a whole: a call that has one keeps it to its end."""

    def __init__(self, root: Path, audiences: Callable[[], Iterable[Audience]], refresh_seconds: float) -> None:
        self.root = root
        self.audiences = audiences
        self.refresh_seconds = refresh_seconds
        self.metrics = Metrics()
        self.reading = anyio.CapacityLimiter(READERS)
        self.writing = anyio.CapacityLimiter(1)
        self.refreshing = anyio.CapacityLimiter(1)
        self.wake: Callable[[], None] = lambda: None
        self.took = 0.0  # seconds that a refresh takes
        _load()
        self.now = self._opened(None) or self._opened_patiently()

    async def work(self, caller: Caller, session: str, work: Callable[[WebCall], Answer], *, writes: bool = False) -> Answer:
        """Do some work of a call in a thread. Raise KcsError."""
        served = self.now
        if caller.audience not in served.seen:  # a token that was made a moment ago
            self.wake()
            raise RefusedError(
                503, "The index for these readers is being made", "Ask again in some seconds", Retry_After="5"
            )

        if not self.root.is_dir():  # what is noted would be a folder in its place
            raise RefusedError(503, "The knowledge base is not there", "Ask again when it is", Retry_After="5")

        def worked() -> Answer:
            call = WebCall(served, caller, session, tell, self.wake)
            try:
                return work(call)
            finally:
                call.close()

        return await to_thread.run_sync(worked, limiter=self.writing if writes else self.reading)

    async def keep_fresh(self) -> None:
        """Take in what is new every so many seconds, for good; calls go on meanwhile."""
        is_put_off = False
        while True:
            woken = anyio.Event()
            self.wake = partial(_wake, woken)
            # Twice an interval, and so early that what was committed just after a look is served in time on a busy
            # machine, too; a base that takes long leaves the calls half of the time
            early = self.refresh_seconds / 2 - 2 * self.took
            pause = AGAIN if is_put_off else max(early, self.refresh_seconds / 4)
            with anyio.move_on_after(max(pause, self.took)):
                await woken.wait()
            is_put_off = await to_thread.run_sync(self.refresh, limiter=self.refreshing) == PUT_OFF

    def refresh(self) -> str:
        """Open the base anew beside the one that is served, and have it in its place; return what came of it."""
        result = self._refreshed()
        self.metrics.count_refresh(result)
        return result

    def _refreshed(self) -> str:
        """Do so."""
        try:
            opened = self._opened(self.now)
        except KcsError as error:
            log.warning("%s; what was read before is served. %s", error.message, error.hint)
            return FAILED
        except Exception as error:  # a bug must not end the freshness of a server that runs for months
            log.error("Taking in what is new failed (%s)", type(error).__name__)
            return FAILED
        if opened is None:
            return PUT_OFF
        result = UNCHANGED if opened.mark == self.now.mark else TAKEN_IN
        self.now = opened
        return result

    def _opened(self, before: ServedBase | None) -> ServedBase | None:
        """Open the base, and note how long that took."""
        began = time.monotonic()
        opened = open_served(self.root, self.audiences(), tell, before)
        if opened:
            took = self.metrics.gauges["kcs_refresh_seconds"] = time.monotonic() - began
            self.took = max(took, self.took * FORGETS)
            self.metrics.gauges["kcs_articles"] = opened.seen[Audience.internal].articles
            self.metrics.gauges["kcs_refreshed_at_seconds"] = opened.opened_at
        return opened

    def _opened_patiently(self) -> ServedBase:
        """Wait until git has done what it is at, and open the base. Raise KcsError."""
        for _ in range(50):
            time.sleep(0.1)
            if opened := self._opened(None):
                return opened
        raise KcsError("git is changing the files", "Start again when it is done")


def tell(text: str) -> None:
    """Say something in the server's log."""
    log.warning("%s", text)


def _load() -> None:
    """Load what reads an article, so that the first one that changes is served as soon as the others."""
    from kcs_cli.article.language import detect_text
    from kcs_cli.search.index import refresh  # noqa: F401 - is loaded where something changed

    detect_text("An article in a language")


def _wake(woken: anyio.Event) -> None:
    """Wake the refresher, from its own thread or from one of its workers."""
    try:
        from_thread.run_sync(woken.set)
    except RuntimeError:
        woken.set()
