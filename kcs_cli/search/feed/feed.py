"""Feeds the cluster from git: what was committed since the commit that its index has, or all of it into a new index.

The commit is noted when all of its articles are there: killed before, the next one does the same again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from time import monotonic
from typing import Any, NamedTuple

from kcs_cli.article.include.include import WHEREVER, note_name
from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.article.reader import set_aside_doubles
from kcs_cli.errors import ClusterError
from kcs_cli.git.folder import GitFolders
from kcs_cli.git.repository import Repository
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.exclusion import TOPIC_PAGES, is_article
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import CODEOWNERS, OWNERS
from kcs_cli.search.cluster.client import Client, quoted
from kcs_cli.search.cluster.coding import WEIGHTS, encoder_of, weights_of
from kcs_cli.search.cluster.document import cluster_document, document_line
from kcs_cli.search.cluster.mapping import CLAUSES, index_body, meta
from kcs_cli.search.cluster.opening import open_client
from kcs_cli.search.cluster.shelf import PRIMARY, Shelf
from kcs_cli.search.engine.analyst import Analyst
from kcs_cli.search.engine.base_language import with_languages
from kcs_cli.search.feed.bulk import Bulk, wait_for_copies
from kcs_cli.search.feed.commit_tree import CommitTree, commit_tree
from kcs_cli.search.feed.feed_plan import FeedPlan, IndexOnCluster, find_plan, indices_of
from kcs_cli.search.feed.feed_report import FeedReport
from kcs_cli.search.feed.lease import Lease, LeaseHeldError, feeding
from kcs_cli.text.outside import portable

SECONDS = 120.0  # for one request
SAMPLED = 5_000  # articles by which it is weighed what pieces of words mean
PATIENCE = 60.0  # seconds for the copies of a new index
EVERYTHING: dict[str, Any] = {"match_all": {}}
TRIES = 3  # for articles that a cluster took and lost: all of its nodes died at once
TAUGHT = "taught"  # in the `_meta`: the mark of what links had taught


class Feeder(NamedTuple):
    """All that one feeding has in its hands."""

    kb: KnowledgeBase
    git: GitFolders
    client: Client
    lease: Lease


def feed(kb: KnowledgeBase, git: GitFolders, *, rebuild: bool = False) -> FeedReport:
    """Bring the cluster to the commit of this clone. Raise KcsError; of two feeders one yields, which its report says."""
    _ = record(kb).ledger  # takes in the journal, which has taught words
    client, started = open_client(kb, SECONDS), monotonic()
    try:
        with feeding(client) as lease:
            feeder = Feeder(kb, git, client, lease)
            report = _fed(feeder, find_plan(kb, git, client, rebuild=rebuild))
    except LeaseHeldError as error:
        return FeedReport(client.index, "", "", 0, 0, yielded_to=str(error))
    return report._replace(seconds=round(monotonic() - started, 1))


def _fed(feeder: Feeder, plan: FeedPlan) -> FeedReport:
    """Do what is to be done: a new index first, where one is needed, then what was committed since."""
    kb, client = feeder.kb, feeder.client
    read, is_built = 0, plan.build is not None
    if plan.build:
        with commit_tree(kb, feeder.git, plan.build.stamp.commit) as tree:
            read = _build(feeder, tree, plan.build, is_begun=plan.is_begun)
        now = plan.build
    else:
        assert plan.now, "there is an index, or one is built"
        now = plan.now
    for name in plan.litter:
        client.ask("DELETE", f"{quoted(name)}?ignore_unavailable=true")
    removed = 0
    if (now.stamp.commit, now.more.get(TAUGHT)) != (plan.commit, _mark(kb)):
        with commit_tree(kb, feeder.git, plan.commit) as tree:
            more, removed = _update(feeder, tree, now)
        read += more
    return FeedReport(client.index, now.name, plan.commit, read, removed, is_rebuilt=is_built, rebuilt_because=plan.reason)


def _mark(kb: KnowledgeBase) -> str:
    from kcs_cli.search.phrase import taught_phrases

    return taught_phrases(kb).mark


def _build(feeder: Feeder, tree: CommitTree, new: IndexOnCluster, *, is_begun: bool) -> int:
    """Make a new index of all articles beside the one in use, or go on with one that was begun; then switch to it."""
    client, place = feeder.client, quoted(new.name)
    paths, sent = tree.library.listing(), 0
    client.ask("PUT", "_cluster/settings", CLAUSES)
    if is_begun:
        client.ask("POST", f"{place}/_refresh")
        lacking = _lacking(_shelf(client, new), paths)
        feeder.kb.tell(f"A new index was begun: {len(paths) - len(lacking):,} of {len(paths):,} articles are there already")
    else:
        _begin(feeder, new, _weights(tree, paths))
        lacking = set(paths)
    for _ in range(TRIES):
        sent += _send(feeder, tree, new, paths, lacking)
        # On the disks of all copies, before it is looked whether all are there: only then no crash takes them again
        client.ask("PUT", f"{place}/_settings", {"index.translog.durability": "request"})
        client.ask("POST", f"{place}/_flush")
        client.ask("POST", f"{place}/_refresh")
        if not (lacking := _lacking(_shelf(client, new), paths)):
            break
    else:
        raise ClusterError(f"The cluster lost {len(lacking):,} articles that it had taken", "`kcs cluster sync` sends them")
    wait_for_copies(client, new.name, PATIENCE)
    feeder.lease.renew()
    _switch(client, new)
    return sent


def _begin(feeder: Feeder, new: IndexOnCluster, weights: str) -> None:
    """Make the index: empty, and nobody is led to it before the switch."""
    new.more.update({"alias": feeder.client.index, WEIGHTS: weights, TAUGHT: _mark(feeder.kb)})
    body = index_body(new.stamp, **new.more)
    body["settings"]["index"]["translog"] = {"durability": "async"}  # what a crash takes is sent again
    try:
        feeder.client.ask("PUT", quoted(new.name), body)
    except ClusterError:
        if not any(one.name == new.name for one in indices_of(feeder.client)):  # else the answer to our own was lost
            raise


def _lacking(shelf: Shelf, paths: Sequence[str]) -> set[str]:
    """Return the articles that an index has not."""
    if shelf.count(EVERYTHING) == len(paths):
        return set()
    return {*paths} - {source["path"] for source in shelf.sources(EVERYTHING, "path")}


def _send(feeder: Feeder, tree: CommitTree, new: IndexOnCluster, paths: Sequence[str], lacking: Set[str]) -> int:
    """Send the articles that an index has not, and return how many."""
    if not lacking:
        return 0
    known = _shelf(feeder.client, new).counts.values["lang"] if len(lacking) < len(paths) else {}
    bulk = _bulk(feeder, new)
    # All are read, for only so two files with one id are told apart
    _put(bulk, (one for one in tree.refresh.read_all(paths) if one.path in lacking), known, new)
    bulk.flush()
    return bulk.sent


def _update(feeder: Feeder, tree: CommitTree, now: IndexOnCluster) -> tuple[int, int]:
    """Take in what differs between two commits, and what was taught since; return how much was read, and removed."""
    client, shelf = feeder.client, _shelf(feeder.client, now)
    mark = _mark(feeder.kb)
    suspects = _suspects(feeder.kb, feeder.git, tree, shelf, now)
    ids = {one["card"]["id"] for one in shelf.having("path", sorted({*suspects.read, *suspects.gone}), "card")}
    read = {path: tree.refresh.read(path) for path in feeder.kb.progress(sorted(suspects.read))}
    ids |= {article.id for article in read.values() if isinstance(article, Article)}
    related = {one["path"] for one in shelf.having("id", sorted(ids), "path")} - suspects.gone
    all_paths = sorted({*read, *related})
    bulk = _bulk(feeder, now)
    articles = set_aside_doubles(read.get(path) or tree.refresh.read(path) for path in all_paths)
    _put(bulk, articles, shelf.counts.values["lang"], now)
    for path in sorted(suspects.gone):
        bulk.remove(path)
    bulk.flush()
    client.ask("POST", f"{quoted(now.name)}/_refresh")
    feeder.lease.renew()
    now.more[TAUGHT] = mark
    _note(client, now, tree.commit)
    return len(all_paths), len(suspects.gone)


class FeedSuspects(NamedTuple):
    """Articles to be read again, and those that are gone, by their paths in the base."""

    read: Set[str]
    gone: Set[str]


def _suspects(kb: KnowledgeBase, git: GitFolders, tree: CommitTree, shelf: Shelf, now: IndexOnCluster) -> FeedSuspects:
    """Return what may be otherwise than the index has it."""
    between = ("diff", "--name-only", "-z", "--no-renames", now.stamp.commit, tree.commit, "--")
    names = [portable(name) for name in Repository(git.top).ask(*between).split("\0") if name]
    start = f"{kb.base}/" if kb.base else ""
    changed = [name.removeprefix(start) for name in names if name.startswith(start)]
    if any(map(_is_of_all, names)):
        there = set(tree.library.listing())
        return FeedSuspects(there, {one["path"] for one in shelf.sources(EVERYTHING, "path")} - there)
    library = tree.library
    may_be = [path for path in changed if is_article(path, library.folder, library.excluded)]
    found = set(library.changed_at(may_be))
    taught = tree.refresh.taught.changed_since(str(now.more.get(TAUGHT, "")))
    lessons = {one["path"] for one in shelf.having("name", [name.lower() for name in taught], "path")} if taught else set()
    included = [*changed, *(WHEREVER + note_name(path) for path in changed)]
    including = {one["path"] for one in shelf.having("included", included, "path")} if changed else set()
    gone = set(changed) - found
    gone = {one["path"] for one in shelf.having("path", sorted(gone), "path")} if gone else set()
    others = {path for path in (*lessons, *including) if (library.root / path).is_file()} - gone
    return FeedSuspects(found | others, gone)


def _is_of_all(name: str) -> bool:
    """Tell whether a file decides of others: who owns them, or whether they are articles."""
    *folders, own = name.split("/")
    is_owners = name in CODEOWNERS or own in (OWNERS, f"{OWNERS}_ALIASES")
    return is_owners or any(own in TOPIC_PAGES.get(folder.casefold(), ()) for folder in folders)


def _put(bulk: Bulk, articles: Iterable[Article | BrokenArticle], known: Mapping[str, int], index: IndexOnCluster) -> None:
    """Send articles, each analysed in its language."""
    encoder = encoder_of(index.more.get(WEIGHTS))
    for article, language in with_languages(articles, known, Analyst().language):
        bulk.put(article.path, document_line(cluster_document(article, language, encoder)))


def _weights(tree: CommitTree, paths: Sequence[str]) -> str:
    """Return what pieces of words weigh in the base, by a part of its articles; nothing where meaning does not count."""
    if tree.library.config.search.meaning <= 0:
        return ""
    return weights_of(_sound(tree.refresh.read(path) for path in paths[:: max(1, len(paths) // SAMPLED)]))


def _sound(read: Iterable[Article | BrokenArticle]) -> Iterator[Article]:
    return (one for one in read if isinstance(one, Article))


def _bulk(feeder: Feeder, index: IndexOnCluster) -> Bulk:
    return Bulk(feeder.client, index.name, feeder.lease.renew)


def _shelf(client: Client, index: IndexOnCluster) -> Shelf:
    """Return what is in one index, whichever the name stands for, as its first copy has it."""
    shelf = Shelf(Client(client.access._replace(alias=index.name), SECONDS))
    shelf.preference = PRIMARY
    return shelf


def _note(client: Client, index: IndexOnCluster, commit: str) -> None:
    """Note which commit an index has."""
    client.ask("PUT", f"{quoted(index.name)}/_mapping", meta(index.stamp._replace(commit=commit), **index.more))


def _switch(client: Client, new: IndexOnCluster) -> None:
    """Have the name stand for an index, and drop those that it stood for: a reader sees the old one or the new one."""
    others = [one for one in indices_of(client) if one.name != new.name]
    actions: list[dict[str, Any]] = [{"add": {"index": new.name, "alias": client.index}}]
    actions += [{"remove_index": {"index": one.name}} for one in others]
    try:
        client.ask("POST", "_aliases", {"actions": actions})
    except ClusterError:
        if [one.name for one in indices_of(client) if one.is_used] != [new.name]:  # else the answer to our own was lost
            raise
