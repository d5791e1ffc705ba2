"""Three nodes of OpenSearch, each a process of its own: started, killed and revived by their pids."""

import json
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cluster.jar import class_path, find_java

NODES, HEAP = 3, "512m"
JVM = (  # a test cluster lives for minutes: the optimising compiler costs more than it gives
    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED",
    "--add-modules=jdk.incubator.vector",
)  # fmt: skip
LOGGING = """status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %marker%m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""
PATIENCE = 240.0  # seconds for a start on a busy machine


class NodesLostError(Exception):
    """The nodes did not become a green cluster; with what they wrote."""


class Nodes:
    """The nodes in a folder. Each reads a pipe of ours and ends with it: no kill of this process leaves one behind."""

    def __init__(self, folder: Path, number: int = NODES) -> None:
        self.folder = folder
        self.class_path = class_path()
        ports = _free_ports(2 * number)
        self.http, self.transport = ports[:number], ports[number:]
        self.processes: list[subprocess.Popen[bytes]] = []
        for n in range(number):
            self._configure(n)
            self.processes.append(self._begin(n))

    @property
    def urls(self) -> list[str]:
        """The addresses of all nodes."""
        return [f"http://127.0.0.1:{port}" for port in self.http]

    def kill(self, n: int) -> None:
        """Kill a node as a machine dies."""
        self.processes[n].kill()
        self.processes[n].wait()
        self.processes[n].stdin.close()

    def revive(self, n: int) -> None:
        """Start a node again over what it kept."""
        self.processes[n] = self._begin(n)

    def hang(self, n: int) -> None:
        """Have a node stand still: its lines stay open, and nothing is answered."""
        self.processes[n].send_signal(signal.SIGSTOP)

    def wake(self, n: int) -> None:
        """Let it go on."""
        self.processes[n].send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End all nodes, first gently."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        end = time.monotonic() + 15
        for process in self.processes:
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdin.close()

    def manager(self) -> int:
        """Return which node manages the cluster."""
        nodes = self.ask("_cat/cluster_manager?format=json")
        return int(nodes[0]["node"].removeprefix("node"))

    def ask(self, path: str) -> object:
        """Ask the first node that answers."""
        for url in self.urls:
            try:
                with urllib.request.urlopen(f"{url}/{path}", timeout=5) as answer:
                    return json.load(answer)
            except (OSError, ValueError):
                continue
        return None

    def wait(self) -> None:
        """Wait until all nodes form a green cluster. Raise NodesLostError."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and all(process.poll() is None for process in self.processes):
            health = self.ask("_cluster/health")
            if isinstance(health, dict) and health["number_of_nodes"] == len(self.processes) and health["status"] == "green":
                return
            time.sleep(0.2)
        said = [out.read_text("utf-8", "replace")[-1500:] for out in sorted(self.folder.glob("node*/out"))]
        raise NodesLostError("\n".join(said))

    def _configure(self, n: int) -> None:
        """Write what a node reads at its start."""
        config = self.folder / f"node{n}" / "config"
        config.mkdir(parents=True)
        (config / "log4j2.properties").write_text(LOGGING)
        (config / "opensearch.yml").write_text(
            f"cluster.name: kcs-{self.transport[0]}\nnode.name: node{n}\nnetwork.host: 127.0.0.1\n"
            f"http.port: {self.http[n]}\ntransport.port: {self.transport[n]}\n"
            f"discovery.seed_hosts: {json.dumps([f'127.0.0.1:{port}' for port in self.transport])}\n"
            f"cluster.initial_cluster_manager_nodes: {json.dumps([f'node{i}' for i in range(len(self.http))])}\n"
            "cluster.routing.allocation.disk.threshold_enabled: false\ncluster.info.update.interval: 10s\n"
        )

    def _begin(self, n: int) -> "subprocess.Popen[bytes]":
        """Start a node."""
        home = self.folder / f"node{n}"
        java = find_java()
        line = [f"{java}/bin/java", "-Xms128m", f"-Xmx{HEAP}", *JVM, "-cp", self.class_path, "OneNode", str(home)]
        with (home / "out").open("ab") as out:
            return subprocess.Popen(line, cwd=home, stdin=subprocess.PIPE, stdout=out, stderr=out, start_new_session=True)


@contextmanager
def running_nodes() -> Iterator[Nodes]:
    """Run a cluster as long as it is needed."""
    folder = Path(tempfile.mkdtemp(prefix="kcs-cluster-"))
    nodes = None
    try:
        nodes = Nodes(folder)
        nodes.wait()
        yield nodes
    finally:
        if nodes:
            nodes.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _free_ports(number: int) -> list[int]:
    """Find free ports, held all at once so that they differ."""
    held = [socket.socket() for _ in range(number)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports
