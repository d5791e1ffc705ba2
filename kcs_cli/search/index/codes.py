"""The codes of articles' meaning, beside the index and as fresh as it is."""

from pathlib import Path
from typing import TYPE_CHECKING

from kcs_cli.errors import IndexDamagedError, IndexUnwritableError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.progress import Progress
from kcs_cli.search.index.folder import IndexFolder
from kcs_cli.search.index.opener import asks_cluster, cluster, index_folder, open_index

if TYPE_CHECKING:
    from kcs_cli.search.engine.answer import QuestionMeaning
    from kcs_cli.search.meaning.code_file import CodeFile


def meaning_of(kb: KnowledgeBase, text: str) -> "QuestionMeaning | None":
    """Return what a question means; None where that is off, or the table knows nothing of it."""
    if kb.config.search.meaning <= 0 or not text.strip():
        return None
    if asks_cluster(kb):
        folder = index_folder(kb)
        return cluster(kb).meaning(text, kb.config.search.meaning, folder.folder / "cluster" if folder else None)
    if (codes := article_codes(kb)) is None:
        return None
    from kcs_cli.search.meaning.asked_meaning import asked_meaning

    return asked_meaning(codes, text, kb.config.search.meaning)


@once
def article_codes(kb: KnowledgeBase) -> "CodeFile | None":
    """Return the codes; those that are lacking or damaged are made. None where they cannot be: words are searched then."""
    from kcs_cli.search.meaning.code_file import CodeFile, fresh_codes

    opened, folder = open_index(kb), index_folder(kb)
    if opened.in_memory or folder is None:
        from kcs_cli.search.meaning.upkeep import make_codes

        return CodeFile(make_codes(opened.engine))
    generation = folder.generation()
    return (fresh_codes(generation) if generation else None) or _made(folder, kb.progress)


def _made(folder: IndexFolder, progress: Progress) -> "CodeFile | None":
    """Make the codes of the index in use, unless another process is writing or the disk refuses."""
    from kcs_cli.search.meaning.code_file import fresh_codes
    from kcs_cli.search.meaning.upkeep import write_codes

    try:
        with folder.writing(0.0, lambda _: None):
            engine, generation = folder.open(), folder.generation() or Path()
            if engine and not fresh_codes(generation):
                write_codes(engine, generation, progress)
            return fresh_codes(generation) if engine else None
    except (IndexUnwritableError, IndexDamagedError, OSError):
        return None
