"""Benchmark of the screen: CPU time from a key to new hits, in a base of any size, on the screen of a pilot.

    python -m tests.benchmarks.screen [--articles 25000] [--folder DIR]

`--folder` names a knowledge base that is there already. Questions are typed key by key; each time is that of the whole
process: the search, the hits, and the screen of 80×24 painted with them. What follows when the typing rests is told by
itself: the whole answer, where that was not it, and the article. A burst is 100 keys at once. The time of the engine alone,
of an article that is shown, and that of the start until the line takes words, stand beside it.
"""

import argparse
import asyncio
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.events import Key

from kcs_cli.cli.screen.action import make_screen
from kcs_cli.cli.screen.app import ScreenApp
from kcs_cli.cli.screen.typed_question import REST
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import reply
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.index.opener import engine
from kcs_cli.search.report import SearchReport
from tests.benchmarks.articles import write_articles

IMPORT = "import time; t = time.process_time(); import kcs_cli.cli.screen.action; print(time.process_time() - t)"


def spent(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of something."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def told(name: str, times: list[float]) -> None:
    """Print the median of some times, what 95 of 100 keep within, and the slowest."""
    most = sorted(times)[len(times) * 95 // 100]
    print(f"  {name:<34} {statistics.median(times):7.1f} ms CPU; 95 %: {most:.1f}; at most {max(times):.1f}")


async def typed(app: ScreenApp, text: str) -> tuple[list[float], list[float]]:
    """Type a text key by key; return what each took until its hits were painted, and what followed when typing rested."""
    keys, rests = [], []
    for character in text:
        painted = await shown_next(app)
        start = time.process_time()
        app.line.post_message(Key(character, character))
        await painted.wait()
        keys.append((time.process_time() - start) * 1000)
        start = time.process_time()
        await app.typed.is_answered.wait()
        await asyncio.sleep(2 * REST)
        rests.append((time.process_time() - start) * 1000)
    return keys, rests


async def shown_next(app: ScreenApp) -> asyncio.Event:
    """Return what is set as soon as the hits that are shown next are painted."""
    painted = asyncio.Event()
    show = type(app).show

    def show_once(report: SearchReport | None, chosen: int = 0) -> None:
        app.show = partial(show, app)
        app.show(report, chosen)
        app.screen.call_after_refresh(painted.set)

    app.show = show_once
    return painted


async def burst(app: ScreenApp, text: str) -> tuple[float, int]:
    """Type a text at once; return the CPU milliseconds and how many questions the index was asked."""
    asked: list[str] = []
    search = app.conversation.search
    app.conversation.search = lambda words, quick=False: asked.append(words) or search(words, quick)
    start = time.process_time()
    for character in text:
        app.line.post_message(Key(character, character))
    while app.line.value != text or app.typed.words != text:
        await asyncio.sleep(0)
    await app.typed.is_answered.wait()
    return (time.process_time() - start) * 1000, len(asked)


async def measure(folder: Path, questions: list[str]) -> None:
    """Print the figures of one knowledge base."""
    start = time.process_time()
    app = make_screen(KnowledgeBase.open(str(folder)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        print(f"  the screen, once that is loaded    {(time.process_time() - start) * 1000:7.1f} ms CPU")
        await app.workers.wait_for_complete()  # the index is opened before the first key
        times: list[float] = []
        rests: list[float] = []
        for question in questions:
            keys, after = await typed(app, question)
            times, rests = times + keys, rests + after
            app.line.value = ""
            await pilot.pause(0.05)
        told("a key to new hits", times)
        told("then, when the typing rests", rests)
        took, asked = await burst(app, (questions[0] * 3)[:100])
        print(f"  a burst of 100 keys                {took:7.1f} ms CPU, {asked} questions asked")
        hit = app.hits[0]
        pages = [
            (await app.aside(lambda: spent(lambda: app.conversation.marked_page(hit, 80, coloured=True)))) or 0.0
            for _ in range(10)
        ]
        told("an article, set and marked", pages[1:])
    app.worker.shutdown(wait=True)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=25_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    load = [
        float(subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, check=True).stdout) * 1000
        for _ in range(5)
    ]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        if not options.folder:
            write_articles(folder / "knowledge", options.articles)
        kb = KnowledgeBase.open(str(folder))
        cards = engine(kb).all_cards()
        print(f"{len(cards):,} articles")
        told("loading the screen, with Textual", load)
        questions = [card.title.lower() for card in cards[:: max(1, len(cards) // 5)]][:5]
        del cards
        gc.collect()
        gc.freeze()  # as the screen does: neither the cards nor what is loaded is looked through again
        alone = [
            spent(lambda w=question[:n]: reply(kb, w, Where(), 10))
            for question in questions
            for n in range(1, len(question))
        ]
        told("the search alone", alone)
        asyncio.run(measure(folder, questions))


if __name__ == "__main__":
    main()
