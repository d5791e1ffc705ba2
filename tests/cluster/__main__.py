"""Runs a command with three nodes beside it: `python -m tests.cluster COMMAND …`; says why where there can be none.

Without a command it prints their addresses, and ends them when its standard input does.
"""

import os
import signal
import subprocess
import sys

from tests.cluster.jar import lacking
from tests.cluster.node import running_nodes


def main() -> int:
    """Start the nodes, run the command, end the nodes."""
    if reason := lacking():
        sys.stdout.write(f"The tests with a cluster are skipped: {reason}\n")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the nodes are ended
    with running_nodes() as nodes:
        urls = ",".join(nodes.urls)
        if sys.argv[1:]:
            return subprocess.run(sys.argv[1:], check=False, env={**os.environ, "TEST_CLUSTER_URLS": urls}).returncode
        sys.stdout.write(f"{urls}\n")
        sys.stdout.flush()
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
