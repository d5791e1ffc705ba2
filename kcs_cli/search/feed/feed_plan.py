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

MISSING = 404


class IndexOnCluster(NamedTuple):
    """An index, what it was made from, and what else is kept with that; `is_used`: the name stands for it."""

    name: str
    stamp: ClusterStamp
    more: dict[str, Any]
    is_used: bool


class FeedPlan(NamedTuple):
    """The commit to bring the cluster to; the index in use, if it stays; or the one to `build`, and why."""

    commit: str
    now: IndexOnCluster | None = None
    build: IndexOnCluster | None = None
    is_begun: bool = False
    reason: str = ""


def find_plan(kb: KnowledgeBase, git: GitFolders, client: Client, *, rebuild: bool) -> FeedPlan:
    """Compare the cluster with the clone. Raise KcsError where the clone is older, or the index is another base's."""
    repository = Repository(git.top)
    commit = repository.find_commit("HEAD")
    if not commit:
        raise KcsError("Nothing is committed here", "git commit: the cluster has what was committed")
    indices = indices_of(client)
    want = stamp(commit, _config_at(kb, repository, commit), base_of(kb, repository))
    now = next((one for one in indices if one.is_used), None)
    reason = "it is asked for" if rebuild else _reason(repository, now, want)
    if not reason:
        return FeedPlan(commit, now=now)
    begun = next((one for one in indices if one.more.get("building") and _can_go_on(repository, one, want)), None)
    if begun and not rebuild:
        return FeedPlan(commit, build=begun, is_begun=True, reason=reason)
    return FeedPlan(commit, build=_new_index(client, want), reason=reason)


def indices_of(client: Client) -> list[IndexOnCluster]:
    """Return the indices of ours that the name stands for, or that were begun for it. Raise ClusterError."""
    found = client.ask("GET", f"{quoted(client.index)}-*/_mapping?filter_path=*.mappings._meta")
    try:
        used = set(client.ask("GET", f"_alias/{quoted(client.index)}"))
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
        raise KcsError(f"The cluster has a later commit ({have.commit[:10]}) than this clone", "git pull")
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
