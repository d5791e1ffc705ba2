"""Whether a cluster loses anything, and how long a search takes at most, while its nodes are killed: by hand, in minutes.

    python -m tests.benchmarks.cluster_kills [--searches 500] [--commits 100] [--base GIT_BASE]

Three nodes of its own are killed (SIGKILL) one after the other, the cluster's manager first, and started again. All the
while a copy of the base (else this repository's `knowledge/`) is edited, committed and fed, and an older clone is searched
by titles: each must find its article. For each kill so many searches and commits are made at least. At the end what the
cluster has is compared with what was committed last.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.feed.feed import feed
from tests import make
from tests.cluster.node import running_nodes
from tests.cluster.unrest import SETTINGS, Unrest

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


def begin(base: Path | None, folder: Path) -> Path:
    """Make the base that is fed."""
    if base:
        return make.clone(base, folder / "kb")
    shutil.copytree(KNOWLEDGE, folder / "kb" / "knowledge")
    return make.first_commit(folder / "kb", {})


def main() -> None:
    """Kill, and print what became of it; exit with 1 where something failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--searches", type=int, default=500)
    parser.add_argument("--commits", type=int, default=100)
    given = parser.parse_args()
    for who in ("AUTHOR", "COMMITTER"):
        os.environ |= {f"GIT_{who}_NAME": "Ana", f"GIT_{who}_EMAIL": "ana@example.org"}
    with tempfile.TemporaryDirectory() as scratch, running_nodes() as nodes:
        os.environ |= {"KCS_SEARCH_URLS": ",".join(nodes.urls), **SETTINGS}
        root = begin(given.base, Path(scratch))
        kb = KnowledgeBase.open(str(root))
        print(f"{feed(kb, kb.git).read:,} articles in a new index")
        unrest = Unrest(root, make.clone(root, Path(scratch) / "agent"), nodes)
        unrest.endure(given.searches, given.commits)
        print(unrest.figures())
        print(*unrest.failures()[:20], sep="\n")
        differ = unrest.differences()
        print(f"{len(differ):,} articles differ from what was committed")
    sys.exit(bool(unrest.failures() or differ))


if __name__ == "__main__":
    main()
