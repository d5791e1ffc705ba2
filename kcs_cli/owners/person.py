"""Who is meant by `--mine`, `--owner` and `--team`."""

from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people


def persons_of(kb: KnowledgeBase, owner: str | None, team: str | None, *, mine: bool) -> frozenset[str] | None:
    """Return who is meant by `--mine`, `--owner` or `--team`; None for anybody. Raise KcsError for an unknown team."""
    if mine:
        return frozenset((people(kb).one(_address(kb, record(kb).journal.person)),))
    if team:
        return people(kb).members(team)
    return people(kb).stands_for(owner) if owner else None


def _address(kb: KnowledgeBase, person: str) -> str:
    """Return the address that the repository's `.mailmap` gives a person."""
    from kcs_cli.git.mailmap import read_mailmap

    author = f"<{person}>"
    return read_mailmap(kb.git_top, [author]).address(author) if kb.git_top else person
