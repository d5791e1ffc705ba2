"""Who is meant by `--mine`, `--owner` and `--team`, and by whoever is asked for."""

from kcs_cli.history.opening import history
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import People, bare, people
from kcs_cli.owners.claim import with_mailmap


def persons_of(kb: KnowledgeBase, owner: str | None, team: str | None, *, mine: bool) -> frozenset[str] | None:
    """Return who is meant by `--mine`, `--owner` or `--team`; None for anybody. Raise KcsError for an unknown team."""
    if mine:
        return frozenset((people(kb).one(_address(kb, record(kb).journal.person)),))
    if team:
        return people(kb).members(team)
    return persons_meant(kb, owner) if owner else None


def persons_meant(kb: KnowledgeBase, person: str) -> frozenset[str]:
    """Return who is asked for: by an address, a handle or a team, else by the name that people.toml or git has."""
    known, name = with_mailmap(people(kb), kb, [person]), bare(person)
    meant = known.stands_for(person)
    return meant if "@" in name or meant != {name} else meant | _called(kb, known, name)


def _called(kb: KnowledgeBase, known: People, name: str) -> set[str]:
    """Return the persons of a name; several where git knows one by several addresses."""
    found = {one.address for one in known.persons.values() if bare(one.name) == name}
    if found or kb.git_top is None or not history(kb).head:
        return found
    names = history(kb).lineage.commits.mailmap.names
    return {known.one(address) for address, called in names.items() if bare(called) == name}


def _address(kb: KnowledgeBase, person: str) -> str:
    """Return the address that the repository's `.mailmap` gives a person."""
    from kcs_cli.git.mailmap import read_mailmap

    author = f"<{person}>"
    return read_mailmap(kb.git_top, [author]).address(author) if kb.git_top else person
