"""Who wrote at the source, as the base and git know them."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from kcs_cli.git.fast_import import Signature
from kcs_cli.knowledge_base.people import People
from kcs_cli.migration.source.record import SourcePerson
from kcs_cli.text.display import writable_line
from kcs_cli.text.identifier import slug

NOBODY = "unknown"


class Authors:
    """Finds the persons of a source in people.toml, and counts whom it does not find."""

    def __init__(self, people: People, source: str) -> None:
        self.people = people
        self.source = source
        self.unknown: Counter[str] = Counter()

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """The addresses of persons by their names; a name that two have is nobody's."""
        counted = Counter(person.name.casefold() for person in self.people.persons.values() if person.name)
        persons = self.people.persons.items()
        return {one.name.casefold(): address for address, one in persons if counted[one.name.casefold()] == 1}

    def find(self, person: SourcePerson) -> str:
        """Return the address of a person that people.toml describes; nothing for another one."""
        for name in filter(None, (person.email, person.number)):
            if (address := self.people.one(name)) in self.people.persons:
                return address
        return self.by_name.get(writable_line(person.name).casefold(), "")

    def owner(self, person: SourcePerson) -> str:
        """Return whom an article belongs to, and remember who is not known."""
        found = self.find(person)
        if not found and (called := writable_line(person.name or person.email or person.number)):
            self.unknown[called] += 1
        return found

    def sign(self, person: SourcePerson, at: datetime) -> Signature:
        """Return who wrote something, for git; without an address one that no mail can reach."""
        known = self.find(person)
        name = writable_line(person.name) or (self.people.called(known) if known else "")
        made = f"{slug(name or person.number or NOBODY)}@{self.source}.invalid"
        return Signature(name or person.email or NOBODY, person.email or known or made, int(at.timestamp()))
