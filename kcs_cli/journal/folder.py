"""Where the journal is, and what it adds up to: a search looks no further."""

from pathlib import Path

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import LEDGER, find_journal_folder


@once
def journal_folder(kb: KnowledgeBase) -> Path | None:
    """Return the folder that has the journal; None where it cannot be written."""
    return find_journal_folder(kb.root, kb.git)


def ledger_file(kb: KnowledgeBase) -> Path | None:
    """Return the file that has what the journal adds up to; None where there is none yet."""
    folder = journal_folder(kb)
    return folder / LEDGER if folder and (folder / LEDGER).exists() else None
