"""Opens the index of a knowledge base on its cluster, as the configuration and the environment say."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import find_index_folder
from kcs_cli.search.cluster.access import ClusterAccess, cluster_access
from kcs_cli.search.cluster.client import Client
from kcs_cli.search.cluster.edit import EditedEngine, edited_paths
from kcs_cli.search.cluster.engine import ClusterEngine
from kcs_cli.search.cluster.fallback import FallbackEngine
from kcs_cli.search.cluster.known_mapping import KnownMapping
from kcs_cli.search.cluster.rest import Rest
from kcs_cli.search.cluster.shelf import Shelf
from kcs_cli.search.engine.seam import Engine


def open_client(kb: KnowledgeBase, seconds: float = 0) -> Client:
    """Return what asks the cluster of a base. Raise ConfigError, and ClusterError without the extra."""
    return Client(_access(kb), seconds or kb.config.search.seconds)


def open_cluster(kb: KnowledgeBase, own: Callable[[], Engine]) -> FallbackEngine:
    """Return the engine over the cluster, for which `own` answers where that does not. Raise ConfigError."""
    access = _access(kb)  # at once: what is wrong there is no cluster that is down
    opened = cache(lambda: _opened(kb, Client(access, kb.config.search.seconds), own))
    return FallbackEngine(opened, own, kb.tell, Rest(_file(kb, "down")) if kb.config.search.fallback else None)


def _file(kb: KnowledgeBase, name: str) -> Path | None:
    """Return where something is kept about the cluster: that it did not answer, what its index was made from."""
    folder = find_index_folder(kb.root, kb.git, os.environ)
    return folder / "cluster" / name if folder else None


def _opened(kb: KnowledgeBase, client: Client, own: Callable[[], Engine]) -> ClusterEngine:
    """Return the engine over what a client asks, with what was edited here."""
    return EditedEngine(Shelf(client, KnownMapping(_file(kb, "mapping"))), own, lambda commit: edited_paths(kb, commit))


def _access(kb: KnowledgeBase) -> ClusterAccess:
    """Return how the cluster of a base is reached; no credentials lie in the repository."""
    return cluster_access(kb.config.search, os.environ, (kb.root, *((kb.git_top,) if kb.git_top else ())))
