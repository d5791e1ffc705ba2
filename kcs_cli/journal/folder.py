"""Where the journal is, what it adds up to, and whether it was ever shared: a search looks no further."""

from contextlib import suppress
from pathlib import Path

from kcs_cli.git.folder import may_have_refs
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import LEDGER, find_journal_folder

TOLD = "first-sync"  # in the shared folder: it was synced, or was said that it was not
REFS = "refs/kcs"
UNSYNCED = "Links and flags of colleagues are not here yet: kcs sync"


@once
def journal_folder(kb: KnowledgeBase) -> Path | None:
    """Return the folder that has the journal; None where it cannot be written."""
    return find_journal_folder(kb.root, kb.git)


def ledger_file(kb: KnowledgeBase) -> Path | None:
    """Return the file that has what the journal adds up to; None where there is none yet."""
    folder = journal_folder(kb)
    return folder / LEDGER if folder and (folder / LEDGER).exists() else None


def is_counted(kb: KnowledgeBase) -> bool:
    """Tell whether what the journal adds up to is there as this kcs has it, or there is no journal to add up."""
    if file := ledger_file(kb):
        from kcs_cli.journal.ledger.file import ledger_cache

        return not ledger_cache(file).is_foreign()
    folder = journal_folder(kb)
    has_refs = kb.git is not None and may_have_refs(kb.git, REFS)
    return folder is None or not (has_refs or (folder / "journal").is_dir())


def tell_unsynced(kb: KnowledgeBase) -> None:
    """Say, once in a clone, that what colleagues noted is not here: where there is a remote, and nothing was ever synced.

    It is read from files: no process is started, and no network asked.
    """
    folder = journal_folder(kb)
    if folder is None or kb.git is None or (folder / TOLD).exists() or "[remote " not in _text(kb.git.common / "config"):
        return
    if note_synced(kb) and not may_have_refs(kb.git, REFS):
        kb.tell(UNSYNCED)


def note_synced(kb: KnowledgeBase) -> bool:
    """Remember that nothing more is to be said; return False where that cannot be written."""
    folder = journal_folder(kb)
    if folder is not None:
        with suppress(OSError):
            (folder / TOLD).touch()
            return True
    return False


def _text(file: Path) -> str:
    """Return the text of a file; nothing where it cannot be read."""
    with suppress(OSError):
        return file.read_text("utf-8", "replace")
    return ""
