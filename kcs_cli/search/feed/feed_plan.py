"""What a feeding has to do: an index to go on with, one to be finished, or a new one and why."""

import os
from secrets import token_hex
from typing import Any, NamedTuple

from kcs_cli.errors import ClusterError, KcsError
from kcs_cli.git.folder import GitFolders
from kcs_cli.git.repository import Repository
from kcs_cli.git.revision import is_shallow
from kcs_cli.knowledge_base.config import FILE_NAME, Config
from kcs_cli.knowledge_base.config_file import parse_config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.cluster.client import Client, quoted
from kcs_cli.search.cluster.mapping import ClusterStamp, read_meta, read_stamp, stamp
from kcs_cli.search.cluster.shelf import understood
from kcs_cli.text.outside import portable

MISSING = 404
SAMPLED = 1_000  # articles by which an index is known as that of this base


class IndexOnCluster(NamedTuple):
    """An index, what it was made from, and what else is kept with that; `is_used`: the name stands for it."""

    name: str
    stamp: ClusterStamp
    more: dict[str, Any]
    is_used: bool


class FeedPlan(NamedTuple):
    """The commit to bring the cluster to; the index in use, if it stays; or the one to `build`, and why.

    `is_begun`: a feeder that was killed left it half made. `litter`: other such indices, which nobody can go on with.
    """

    commit: str
    now: IndexOnCluster | None = None
    build: IndexOnCluster | None = None
    is_begun: bool = False
    reason: str = ""
    litter: tuple[str, ...] = ()


def find_plan(kb: KnowledgeBase, git: GitFolders, client: Client, *, rebuild: bool) -> FeedPlan:
    """Compare the cluster with the clone. Raise KcsError where the clone is older, or the index is another base's."""
    repository = Repository(git.top)
    commit = repository.find_commit("HEAD")
    if not commit:
        raise KcsError("Nothing is committed here", "git commit: the cluster has what was committed")
    indices = indices_of(client)
    want = stamp(commit, _config_at(kb, repository, commit), base_of(kb, repository))
    now = next((one for one in indices if one.is_used), None)
    if now and rebuild:
        _check_rebuilt(kb, repository, client, now, want)
    reason = "it is asked for" if rebuild else _reason(repository, now, want)
    unfinished = [one for one in indices if not one.is_used]
    begun = next((one for one in unfinished if _can_go_on(repository, one, want)), None)
    if begun:  # with or without a reason today: somebody had one to begin it
        return FeedPlan(commit, build=begun, is_begun=True, reason=reason or "it was begun")
    if reason:
        return FeedPlan(commit, build=_new_index(client, want), reason=reason)
    litter = tuple(one.name for one in unfinished if repository.find_commit(one.stamp.commit))
    return FeedPlan(commit, now=now, litter=litter)


def indices_of(client: Client, *, local: bool = False) -> list[IndexOnCluster]:
    """Return the indices of ours that the name stands for, and those that were begun for it. Raise ClusterError.

    `local`: as one node knows it, which needs no manager.
    """
    where = f"local={str(local).lower()}"
    found = client.ask("GET", f"{quoted(client.index)}-*/_mapping?filter_path=*.mappings._meta&{where}")
    try:
        used = set(client.ask("GET", f"_alias/{quoted(client.index)}?{where}"))
    except ClusterError as error:
        if error.status != MISSING:
            raise
        used = set()
    indices = []
    with understood():
        for name, mapping in found.items():
            made_from, more = read_stamp(mapping), dict(read_meta(mapping))
            if made_from and more.get("alias") == client.index:
                own = {key: value for key, value in more.items() if key not in ClusterStamp._fields}
                indices.append(IndexOnCluster(name, made_from, own, name in used))
    return sorted(indices)


def base_of(kb: KnowledgeBase, repository: Repository) -> str:
    """Return what tells this base from others: its first commit and its folder; nothing in a shallow clone."""
    if is_shallow(repository.top):
        return ""
    first = min(repository.find("rev-list", "--max-parents=0", "HEAD").split(), default="")
    return f"{first[:16]}:{kb.base}"


def _reason(repository: Repository, now: IndexOnCluster | None, want: ClusterStamp) -> str:
    """Return why a new index is needed; nothing where the one in use can go on. Raise KcsError."""
    if now is None:
        return "there was none"
    have = now.stamp
    is_known = bool(repository.find_commit(have.commit))
    if have.base and want.base and have.base != want.base and not is_known:
        hint = "[search] index_name names one of its own; or `kcs cluster sync --rebuild` where history was rewritten"
        raise KcsError("The index on the cluster is another base's", hint)
    if is_known and have.commit != want.commit and repository.is_ancestor(want.commit, have.commit):
        hint = "git pull; or `kcs cluster sync --rebuild` where it was taken back"
        raise KcsError(f"The cluster has a later commit ({have.commit[:10]}) than this clone", hint)
    if not is_known:
        if repository.remotes:
            hint = "git pull; or `kcs cluster sync --rebuild` where history was rewritten and it is gone"
            raise KcsError(f"The cluster has a commit that this clone does not know ({have.commit[:10]})", hint)
        return "its commit is gone"
    if not have.is_readable:
        return "another version of kcs made it"
    if have.reading != want.reading:
        return f"{FILE_NAME} has articles read otherwise"
    return "" if repository.is_ancestor(have.commit, want.commit) else "history was rewritten"


def _check_rebuilt(
    kb: KnowledgeBase, repository: Repository, client: Client, now: IndexOnCluster, want: ClusterStamp
) -> None:
    """Raise KcsError for an index of another base; one of this base before its history was rewritten has its articles."""
    if repository.find_commit(now.stamp.commit):
        return
    answer = client.ask("POST", f"{quoted(now.name)}/_search", {"size": SAMPLED, "_source": ["path"]})
    with understood():
        there = {str(hit["_source"]["path"]) for hit in answer["hits"]["hits"]}
    place = f"{want.commit}:{kb.base}" if kb.base else want.commit
    here = set(map(portable, repository.ask("ls-tree", "-r", "-z", "--name-only", place).split("\0")))
    same = len(there & here)
    if same * 2 < len(there):
        known = f"{same:,} of {len(there):,} articles there are in this one"
        hint = "[search] index_name names one of its own; who gives that index up deletes it on the cluster first"
        raise KcsError(f"The index on the cluster is another base's ({known})", hint)


def _can_go_on(repository: Repository, one: IndexOnCluster, want: ClusterStamp) -> bool:
    """Tell whether an index that was begun is worth finishing."""
    same = one.stamp._replace(commit=want.commit, base=want.base) == want
    return same and bool(repository.find_commit(one.stamp.commit)) and repository.is_ancestor(one.stamp.commit, want.commit)


def _config_at(kb: KnowledgeBase, repository: Repository, commit: str) -> Config:
    """Return the configuration of a commit. Raise ConfigError."""
    place = f"{kb.base}/{FILE_NAME}" if kb.base else FILE_NAME
    answer = repository.run("show", f"{commit}:{place}")
    return parse_config("" if answer.status else answer.out, f"{FILE_NAME} of {commit[:10]}", os.environ)


def _new_index(client: Client, one: ClusterStamp) -> IndexOnCluster:
    return IndexOnCluster(f"{client.index}-{one.commit[:10]}-{token_hex(3)}", one, {}, is_used=False)
