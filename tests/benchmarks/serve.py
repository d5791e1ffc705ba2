"""Load on `kcs serve`: `python -m tests.benchmarks.serve [BASE] [--seconds 30]`, on 127.0.0.1 alone, 30 seconds at most.

The base is copied, served by a process of its own, and asked by 32 clients while commits arrive. Told are searches a second
and core (by the CPU time of the server, what it takes in included), median and 95th percentile at 32 clients and at one,
memory, errors, and answers that lack a commit that was made longer ago than the refresh interval when they were asked for: a
watcher asks for each commit ten times a second until it is found, each client for the newest every eighth time.
"""

import argparse
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

from tests import make

CLIENTS = 32
LONGEST = 30.0
REFRESH = 2.0
PAUSE = 1.5  # seconds between commits
QUESTIONS = (
    "deployment fails", "cannot log in", "indexer stuck", "error 500 after upgrade", "cache is not cleared",
    "payment page is white", "cron does not run", "where is the log", "permission denied", "database is locked",
)  # fmt: skip


class Load:
    """What the clients saw."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.times: list[float] = []
        self.errors: list[str] = []
        self.stale: list[float] = []
        self.late: list[float] = []
        self.until = 0.0
        self.made: list[tuple[str, float]] = []  # the word that each commit brought, and when it was made
        self.checked = 0

    def ask(self, number: int) -> None:
        """Ask one question after another."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        count = number
        while time.monotonic() < self.until:
            count += 1
            began = time.monotonic()
            word, committed = self.made[-1] if self.made and count % 8 == 0 else ("", began)
            try:
                connection.request("GET", f"/api/v1/search?q={word or quote(QUESTIONS[count % len(QUESTIONS)])}&limit=5")
                answer = connection.getresponse()
                content = json.loads(answer.read())
                if answer.status != 200 or "hits" not in content:
                    self.errors.append(f"{answer.status} {content}")
                elif word and began - committed > REFRESH:
                    self.checked += 1
                    if not any(word in hit["title"] for hit in content["hits"]):
                        self.stale.append(began - committed)
            except (OSError, ValueError, http.client.HTTPException) as error:
                self.errors.append(repr(error))
                connection.close()
            self.times.append(time.monotonic() - began)
        connection.close()

    def commit(self, root: Path) -> None:
        """Commit an article after the other, and look how long it takes until each is found."""
        number = 0
        folder = str(Path(json.loads(get(self.port, "/api/v1/search?q=error&limit=1"))["hits"][0]["path"]).parent) + "/"
        while time.monotonic() < self.until - 2 * REFRESH:
            number += 1
            word = f"zqword{number:03}x"
            text = make.article(f"The {word} blinks", f"## Issue\n\n{word} blinks.\n\n## Resolution\n\n1. Stop {word}.\n")
            make.commit(root, {f"{folder}bench-{number}.md": text})
            self.made.append((word, time.monotonic()))
            self._await(*self.made[-1])
            time.sleep(PAUSE)

    def _await(self, word: str, committed: float) -> None:
        """Ask for a word until its article is found."""
        while time.monotonic() < self.until + 10:
            began = time.monotonic()
            address = f"/api/v1/search?q={word}&typing=true"
            if any(word in hit["title"] for hit in json.loads(get(self.port, address))["hits"]):
                self.late.append(time.monotonic() - committed)
                return
            if began - committed > REFRESH:
                self.stale.append(began - committed)
            time.sleep(0.1)


def get(port: int, address: str) -> str:
    """Ask once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", address)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def seconds_of(process: int) -> float:
    """Return the CPU time of a process."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(process: int) -> str:
    """Return the memory of a process, now and at most."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    known = dict(line.split(":", 1) for line in lines if line.startswith(("VmRSS", "VmHWM")))
    return ", ".join(f"{name} {int(value.split()[0]) / 1024:.0f} MB" for name, value in known.items())


def run(base: Path, seconds: float, folder: Path) -> None:
    """Serve a copy of a base and ask it."""
    root = folder / "kb"
    shutil.copytree(base, root, symlinks=True)
    make.git(root, "config", "user.email", "bench@example.org")
    make.git(root, "config", "user.name", "Bench")
    command = [sys.executable, "-m", "kcs_cli", "serve", "--root", str(root), "--port", "0", "--rate", "0"]
    with (folder / "log").open("w+") as log:
        server = subprocess.Popen([*command, "--refresh", str(REFRESH)], stderr=log, stdout=log)
        try:
            measure(server, _port(folder / "log"), root, min(seconds, LONGEST))
        finally:
            server.terminate()
            server.wait(20)


def _port(log: Path) -> int:
    """Wait until the server says where it is."""
    for _ in range(600):
        if "http://127.0.0.1:" in (text := log.read_text()):
            return int(text.partition("http://127.0.0.1:")[2].partition("/")[0])
        time.sleep(0.1)
    raise SystemExit(log.read_text())


def measure(server: subprocess.Popen, port: int, root: Path, seconds: float) -> None:
    """Have the clients ask, and print what they saw."""
    load = Load(port)
    one = Load(port)
    one.until = time.monotonic() + 2
    one.ask(0)
    print(f"one client: {told(one.times)}")
    idle = seconds_of(server.pid)
    load.until = time.monotonic() + seconds
    threads = [threading.Thread(target=load.ask, args=(number,)) for number in range(CLIENTS)]
    threads.append(threading.Thread(target=load.commit, args=(root,)))
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, used = time.monotonic() - began, seconds_of(server.pid) - idle
    times = load.times
    print(f"{len(times)} searches by {CLIENTS} clients in {wall:.1f} s: {len(times) / wall:.0f} a second")
    print(f"server: {used:.1f} CPU s, {len(times) / used:.0f} searches a second and core, {memory_of(server.pid)}")
    print(f"{CLIENTS} clients: {told(times)}")
    print(f"{len(load.late)} commits found after {', '.join(f'{one:.1f}' for one in load.late)} s")
    refreshes = [line for line in get(port, "/metrics").splitlines() if line.startswith("kcs_refresh")]
    print("; ".join(refreshes))
    looked = f"of {load.checked} that were looked at (refresh every {REFRESH:g} s)"
    print(f"{len(load.errors)} errors, {len(load.stale)} answers too old {looked}")
    print("\n".join(load.errors[:5] + [f"{one:.1f} s" for one in load.stale[:5]]))


def told(times: list[float]) -> str:
    """Return how long calls took."""
    known = sorted(times)
    return f"median {known[len(known) // 2] * 1000:.0f} ms, p95 {known[int(len(known) * 0.95)] * 1000:.0f} ms"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", nargs="?", type=Path, default=Path())
    parser.add_argument("--seconds", type=float, default=LONGEST)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(given.base.resolve(), given.seconds, Path(folder))


if __name__ == "__main__":
    main()
