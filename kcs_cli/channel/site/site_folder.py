"""Builds the site of a base into a folder: whatever happens meanwhile, the old one or the new one is there, and whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kcs_cli.channel.site.builder import SiteBuilder, SiteReport
from kcs_cli.channel.site.manifest import MARK
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import holder, lock
from kcs_cli.files.whole_folder import check_replaceable, write_folder
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import find_shared_folder
from kcs_cli.knowledge_base.vocabulary import Audience

PATIENCE = 600.0  # seconds for another build


def check_site_folder(kb: KnowledgeBase, folder: Path) -> None:
    """Raise KcsError where no site may be built: around the base, or where somebody else's files are."""
    if kb.root.resolve().is_relative_to(folder.resolve()):
        raise KcsError(f"{folder} is the knowledge base itself, or around it", "Name another folder")
    check_replaceable(folder, MARK)


def build_site(kb: KnowledgeBase, audience: Audience, folder: Path, *, has_search: bool) -> SiteReport:
    """Build a site into a folder. Raise KcsError."""
    check_site_folder(kb, folder)
    reports = []
    with _alone(kb):
        builder = SiteBuilder(kb, audience, has_search=has_search)
        write_folder(folder, MARK, lambda aside: reports.append(builder.fill(aside, folder)))
    return reports[0]


@contextmanager
def _alone(kb: KnowledgeBase) -> Iterator[None]:
    """Let no other kcs of this base build meanwhile: it would take away what this one takes over. Raise KcsError."""
    place = find_shared_folder(kb.root, kb.git)
    if place is None:  # nothing can be written there: a reader's copy
        yield
        return
    held = place / "site.lock"
    try:
        with lock(held, PATIENCE, lambda: kb.tell("Another kcs builds a site of this base; waiting for it")):
            yield
    except TimeoutError as error:
        raise KcsError(f"Another kcs{holder(held)} builds a site of this base", "Do it again when that is done") from error
