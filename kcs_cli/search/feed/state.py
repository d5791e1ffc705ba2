"""How a cluster stands: its nodes, its health, and how far its index is behind this clone."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kcs_cli.errors import ClusterError
from kcs_cli.git.folder import GitFolders
from kcs_cli.git.repository import Repository
from kcs_cli.render.report import Table
from kcs_cli.search.cluster.client import ADDRESSES, MANAGED, OWN_COPY, STRANGER, TRUST, Client, quoted
from kcs_cli.search.cluster.shelf import understood
from kcs_cli.search.feed.feed_plan import IndexOnCluster, indices_of
from kcs_cli.text.display import OptionalText, one_line, shorten

SECONDS = 5.0
UNMANAGED = f"not at all: it has no manager now; {MANAGED}"
LONGEST = 400  # characters of why no node answers


class NodeState(NamedTuple):
    """An address, and what is there: the version that answers, or why nothing does."""

    url: str
    responds: bool
    says: str


class ClusterState(NamedTuple):
    """How it stands. `behind`: the commits that the clone has and the index lacks, None where git cannot tell.

    `size` in bytes is None where a node does not answer.
    `condition` is OpenSearch's own word: green, yellow (a copy is missing), red (articles are missing).
    `building` are new indices that are not whole yet; `blocked` says why nothing can be written.
    """

    alias: str
    nodes: tuple[NodeState, ...]
    condition: str
    index_name: OptionalText
    fed_commit: OptionalText
    behind: int | None
    is_of_this_version: bool
    documents: int
    size: int | None
    building: tuple[str, ...]
    blocked: OptionalText

    def tables(self) -> Sequence[Table]:
        """Return the figures, and the nodes."""
        behind = "unknown" if self.behind is None else f"{self.behind:,} behind" if self.behind else "as this clone"
        rows: tuple[tuple[str, str], ...] = (
            ("health", f"{self.condition}{'' if self.blocked == UNMANAGED else HEALTH.get(self.condition, '')}"),
            ("index", self.index_name or f"none goes by {self.alias}: kcs cluster sync makes it"),
            ("commit", f"{self.fed_commit[:10]}, {behind}" if self.fed_commit else ""),
            (
                "made by",
                "" if not self.fed_commit else "this version" if self.is_of_this_version else "another version of kcs",
            ),
            ("documents", f"{self.documents:,}"),
            ("size", f"{self.size / 1e6:,.1f} MB in all copies" if self.size is not None else ""),
            ("being made", ", ".join(self.building)),
            ("written", self.blocked),
        )
        nodes = tuple((one.url, one.responds, one.says) for one in self.nodes)
        return (
            Table("", ("what", "value"), tuple(row for row in rows if row[1])),
            Table("Nodes:", ("url", "responds", "says"), nodes),
        )


HEALTH = {"yellow": ": a copy is missing, all is answered", "red": ": articles are missing"}


def find_state(git: GitFolders | None, client: Client) -> ClusterState:
    """Ask each node, and one that answers how it stands, as that knows it. Raise ClusterError where none does."""
    nodes = _nodes(client)
    health = client.ask("GET", "_cluster/health?local=true")
    indices = indices_of(client, local=True)
    used = next((one for one in indices if one.is_used), None)
    documents, size = _size(client, used.name) if used else (0, 0)
    with understood():
        return ClusterState(
            alias=client.index,
            nodes=nodes,
            condition=str(health["status"]),
            index_name=used.name if used else "",
            fed_commit=used.stamp.commit if used else "",
            behind=_behind(git, used.stamp.commit) if used and git else None,
            is_of_this_version=bool(used and used.stamp.is_readable),
            documents=documents,
            size=size,
            building=tuple(one.name for one in indices if not one.is_used),
            blocked=_blocked(client, used) if health["discovered_cluster_manager"] else UNMANAGED,
        )


def _nodes(client: Client) -> tuple[NodeState, ...]:
    """Ask each node who it is; from then on those first that answer and find a manager: another is cut off from most nodes.

    Raise ClusterError where none answers, with why of each.
    """
    nodes, failures = list[NodeState](), list[ClusterError]()
    managed, cut_off = list[str](), list[str]()
    for url in client.access.urls:
        try:
            says, is_managed = _node(client, url)
            nodes.append(NodeState(url, responds=True, says=says))
            (managed if is_managed else cut_off).append(url)
        except ClusterError as error:
            nodes.append(NodeState(url, responds=False, says=error.reason))
            failures.append(error)
    if len(failures) < len(nodes):
        client.urls = managed or cut_off
        return tuple(nodes)
    said = ", ".join(f"{urlsplit(one.url).netloc}: {one.says}" for one in nodes)
    hint = next(
        (one.hint for one in failures if one.status in STRANGER or one.hint == TRUST),
        f"Is OpenSearch running there? {ADDRESSES}",
    )
    raise ClusterError(f"No node of the cluster answers ({shorten(said, LONGEST)})", hint)


def _node(client: Client, url: str) -> tuple[str, bool]:
    """Return a node's name and version, and whether it finds a manager. Raise ClusterError for what is no OpenSearch."""
    one = Client(client.access._replace(urls=(url,)), SECONDS)
    said, health = one.ask("GET", ""), one.ask("GET", "_cluster/health?local=true")
    with understood():
        is_managed = bool(health["discovered_cluster_manager"])
        return one_line(
            f"{said['name']} {said['version']['number']}{'' if is_managed else ', finds no manager'}"
        ), is_managed


def _size(client: Client, index: str) -> tuple[int, int | None]:
    """Return how many documents an index has, and its bytes with all copies: None where a node with one does not answer."""
    count = client.ask("GET", f"{quoted(index)}/_count?preference={OWN_COPY}")
    try:
        stats = client.ask("GET", f"{quoted(index)}/_stats/store?filter_path=_all.total.store.size_in_bytes")
    except ClusterError:
        stats = {}
    with understood():
        return int(count["count"]), int(stats["_all"]["total"]["store"]["size_in_bytes"]) if stats else None


def _behind(git: GitFolders, commit: str) -> int | None:
    """Count the commits that the clone has and the index lacks."""
    counted = Repository(git.top).find("rev-list", "--count", f"{commit}..HEAD", "--")
    return int(counted) if counted.isdecimal() else None


def _blocked(client: Client, used: IndexOnCluster | None) -> str:
    """Say so where OpenSearch takes nothing in, or no new index, because a disk is full."""
    if used:
        said = client.ask("GET", f"{quoted(used.name)}/_settings/index.blocks.*?local=true")
        blocks: Mapping[str, Any] = said.get(used.name, {}).get("settings", {}).get("index", {}).get("blocks", {})
        if str(blocks.get("read_only_allow_delete", "")) == "true":
            return "not at all: a disk of the cluster is too full (flood-stage watermark)"
    settings = client.ask("GET", "_cluster/settings?flat_settings=true&local=true").values()
    with understood():
        is_full = any(str(one.get("cluster.blocks.create_index")) == "true" for one in settings)
    return "no new index: its disks are too full (high watermark), or cluster.blocks.create_index says so" if is_full else ""
