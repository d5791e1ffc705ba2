"""What customers call things that articles call otherwise: the pairs of a knowledge base, if it has any."""

from kcs_cli.files.plain_file import is_there
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import SYNONYMS
from kcs_cli.search.engine.synonym import Synonym


@once
def synonyms(kb: KnowledgeBase) -> tuple[Synonym, ...]:
    """Return the pairs. Raise KcsError for what is no file, ConfigError for what it cannot say."""
    if not is_there(kb.root / SYNONYMS):
        return ()
    from kcs_cli.search.synonym_file import read_synonyms  # checking what it says loads much

    return read_synonyms(kb.root)
