"""A base that is fed and searched all the while its cluster's nodes are killed, one after the other, and come back."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import ask
from kcs_cli.search.cluster.opening import open_client
from kcs_cli.search.cluster.shelf import PRIMARY, Shelf
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.feed.feed import feed
from kcs_cli.search.index.opener import open_index
from tests import make
from tests.cluster.node import Nodes

# No other index answers for a cluster that does not
SETTINGS = {"KCS_SEARCH_ENGINE": "opensearch", "KCS_SEARCH_FALLBACK": "false"}
EVERY, KEPT = 4, 20  # commits of which one has a new article, and commits after which that goes
PATIENCE = 300.0  # seconds for a turn


class Deed(NamedTuple):
    """A search or a commit: what the nodes went through meanwhile, how long it took, and what went wrong."""

    kind: str
    phase: str
    seconds: float
    failure: str


class Unrest:
    """One who searches and one who feeds, each in a thread; they go on until all is over."""

    def __init__(self, root: Path, readers: Path, nodes: Nodes) -> None:
        """Have `root` fed, and searched in `readers`, an older clone of it, so that only the cluster can know."""
        self.root, self.readers, self.nodes = root, readers, nodes
        self.phase = "before"
        self.over = threading.Event()
        self.deeds: list[Deed] = []
        self.begun = 0  # how many of them there were when this turn began
        self.enough: dict[str, int] = {}  # by kind, in a turn
        cards = open_index(KnowledgeBase.open(str(root))).engine.all_cards()
        self.titles = {card.title: card.path for card in cards}
        self.paths = sorted(self.titles.values())

    def endure(self, searches: int, commits: int) -> None:
        """Kill each node in turn, the manager first, and let it come back; in each turn so much is done at least."""
        self.enough = {"search": searches, "commit": commits}
        manager = self.nodes.manager()
        workers = [threading.Thread(target=work) for work in (self._search, self._commit)]
        for worker in workers:
            worker.start()
        try:
            for n in (manager, *(n for n in range(len(self.nodes.urls)) if n != manager)):
                self._turn(n)
        finally:
            self.over.set()
            for worker in workers:
                worker.join()

    def _turn(self, n: int) -> None:
        """Kill a node, and start it again when a third of the turn is done."""
        self.begun = len(self.deeds)
        self.phase = "killed"
        self.nodes.kill(n)
        self._wait(1 / 3)
        self.phase = "coming back"
        self.nodes.revive(n)
        self.nodes.wait()
        self.phase = "whole again"
        self._wait(1)

    def share(self, kind: str) -> float:
        """Return how much of what is enough in this turn was done."""
        return sum(deed.kind == kind for deed in self.deeds[self.begun :]) / self.enough[kind]

    def _wait(self, share: float) -> None:
        end = time.monotonic() + PATIENCE
        while min(map(self.share, self.enough)) < share and time.monotonic() < end:
            time.sleep(0.05)

    def _search(self) -> None:
        """Search as a command does, which opens all for one question, and in turn as a server does, which keeps it open."""
        kept = KnowledgeBase.open(str(self.readers))
        self._repeat("search", lambda n: self._ask(kept if n % 2 else KnowledgeBase.open(str(self.readers)), n))

    def _ask(self, kb: KnowledgeBase, n: int) -> None:
        title = list(self.titles)[n % len(self.titles)]
        found = [match.card.path for match in ask(kb, parse(title), Where(archived=True), 10).matches]
        assert self.titles[title] in found, f"{title}: {found}"

    def _commit(self) -> None:
        """Write, commit and feed: an edit each time, now and then a new article, and one that goes."""
        self._repeat("commit", self._commit_one, lambda: self.share("commit") <= self.share("search"))

    def _commit_one(self, n: int) -> None:
        with self._edited(n).open("a") as file:
            file.write(f"\nEdit {n}.\n")
        if n % EVERY == 0:
            self._new(n).write_text(make.article(f"Novelty {n}", f"It is number {n}.\n", id=f"kb-new{n:04}"))
            self._new(n - KEPT).unlink(missing_ok=True)
        make.git(self.root, "add", "-A")
        make.git(self.root, "commit", "-q", "-m", f"edit {n}")
        kb = KnowledgeBase.open(str(self.root))
        report = feed(kb, kb.git)
        assert report.fed_commit == make.head(self.root), report

    def _edited(self, n: int) -> Path:
        return self.root / self.paths[n % len(self.paths)]

    def _new(self, n: int) -> Path:
        return self._edited(n).with_name(f"novelty-{n}.md")

    def _repeat(self, kind: str, do: Callable[[int], None], may: Callable[[], bool] = lambda: True) -> None:
        n = 0
        while not self.over.is_set():
            if not may():  # each leaves the other its part of the processor
                time.sleep(0.01)
                continue
            began, failure, phase = time.monotonic(), "", self.phase
            try:
                do(n)
            except Exception as error:
                failure = f"{n}: {error!r}"
            self.deeds.append(Deed(kind, phase, time.monotonic() - began, failure))
            n += 1

    def failures(self) -> list[Deed]:
        """Return what went wrong."""
        return [deed for deed in self.deeds if deed.failure]

    def figures(self) -> str:
        """Return how much was done, and how long it took."""
        lines = []
        for kind, phase in sorted({(deed.kind, deed.phase) for deed in self.deeds}):
            times = sorted(deed.seconds for deed in self.deeds if (deed.kind, deed.phase) == (kind, phase))
            failed = sum(bool(deed.failure) for deed in self.deeds if (deed.kind, deed.phase) == (kind, phase))
            took = f"median {times[len(times) // 2]:.2f} s, slowest {times[-1]:.2f} s"
            lines.append(f"{kind:<8}{phase:<12}{len(times):>6,} done, {failed} failed, {took}")
        return "\n".join(lines)

    def differences(self) -> list[tuple[str, str]]:
        """Return, with their digests, the articles that the cluster has otherwise than what was committed last."""
        shelf = Shelf(open_client(KnowledgeBase.open(str(self.root)), 30))
        shelf.preference = PRIMARY
        here = open_index(KnowledgeBase.open(str(self.root))).engine.state()
        there = {one["path"]: one["digest"] for one in shelf.sources({"match_all": {}}, "path", "digest")}
        return sorted(there.items() ^ here.items())
