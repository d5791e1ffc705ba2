"""Who is who: people with their addresses and handles, and teams, from kcs.toml or people.toml."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from msgspec import UNSET, Meta, Struct

from kcs_cli.errors import ConfigError, KcsError
from kcs_cli.knowledge_base.config import FILE_NAME
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.toml_place import line_of, value_text
from kcs_cli.knowledge_base.toml_table import (
    TableField,
    TextField,
    TextsField,
    convert_table,
    convert_value,
    no_choice,
    read_toml,
    text_of,
)
from kcs_cli.text.dates import read_day
from kcs_cli.text.display import on_one_line

PEOPLE_FILE = "people.toml"
EVERYWHERE = "*"  # the domain of a licence that holds for all
PersonTable = Annotated[dict[str, Any], Meta(title="is a table", description='Write [people."{key}"], keys below')]


class PersonFields(Struct, forbid_unknown_fields=True):
    """What may be said of a person: `left` is a day or true, `licence` one word, or a table of them by knowledge domain."""

    name: TextField = ""
    also: TextsField = []
    left: Any = False
    licence: Any = UNSET


@once
def people(kb: KnowledgeBase) -> "People":
    """Return who is who. Raise ConfigError."""
    return read_people(kb.root)


class Licence(StrEnum):
    """What a person has shown to be able to do, one step after the other (KCS v6, proficiency)."""

    candidate = "candidate"
    contributor = "contributor"
    publisher = "publisher"
    coach = "coach"
    domain_expert = "domain-expert"

    def covers(self, needed: "Licence") -> bool:
        """Tell whether who has this licence may do what another one is needed for; coaches and experts may do all."""
        steps = list(Licence)
        return steps.index(self) >= min(steps.index(needed), steps.index(Licence.publisher))


class Person(NamedTuple):
    """A person: `also` are other addresses and handles, `left_on` the day they left, the first day where unknown.

    `licence` is what they have shown in general, `licences` in single knowledge domains.
    """

    address: str
    name: str = ""
    also: tuple[str, ...] = ()
    left_on: date | None = None
    licence: Licence | None = None
    licences: Mapping[str, Licence] = {}


class People(NamedTuple):
    """Persons by their addresses, teams with their members' addresses, and every other name with the address it means.

    `handles` are the teams' names on the code host, by their names here, and `hosts` the other way round; `mailmap` old
    addresses with the new ones.
    """

    persons: Mapping[str, Person] = {}
    teams: Mapping[str, frozenset[str]] = {}
    known: Mapping[str, str] = {}
    handles: Mapping[str, str] = {}
    mailmap: Mapping[str, str] = {}
    hosts: Mapping[str, str] = {}

    def one(self, name: str) -> str:
        """Return the address a person is known by, or a team's name; an unknown one as it is, in lower case."""
        folded = bare(name)
        if folded in self.hosts:
            return self.hosts[folded]
        if folded in self.known:
            return self.known[folded]
        address = self.mailmap.get(folded, folded)
        return self.known.get(address, address)

    def called(self, address: str) -> str:
        """Return a person's name; their address where it is not known."""
        person = self.persons.get(self.one(address))
        return person.name if person and person.name else address

    def has_left(self, name: str, on: date) -> bool:
        """Tell whether a person has left by a day."""
        person = self.persons.get(self.one(name))
        return bool(person and person.left_on and person.left_on <= on)

    @property
    def has_licences(self) -> bool:
        """Tell whether somebody's licence is stated."""
        return any(person.licence or person.licences for person in self.persons.values())

    def licence(self, name: str, domains: Iterable[str] = ()) -> Licence | None:
        """Return a person's highest licence in any of some knowledge domains; None where none is stated."""
        person = self.persons.get(self.one(name))
        if person is None:
            return None
        stated = [licence for licence in (person.licence, *map(person.licences.get, domains)) if licence]
        return max(stated, key=list(Licence).index, default=None)

    def members(self, team: str) -> frozenset[str]:
        """Return a team's members. Raise KcsError for a team nobody described."""
        members = self.teams.get(team.strip().casefold())
        if members is None:
            near = get_close_matches(team.casefold(), self.teams, 1, 0.5)
            hint = f"Did you mean {near[0]}?" if near else f"Describe it in [teams] of {FILE_NAME} or {PEOPLE_FILE}"
            raise KcsError(f"There is no team {team}", hint)
        return members

    def stands_for(self, owner: str) -> frozenset[str]:
        """Return the persons an owner means: a person, or the members of a team; one nobody described is itself."""
        name = self.one(owner)
        return self.teams.get(name) or frozenset((self.handles.get(name, name),))


@cache  # asked for every article, of few people
def bare(name: str) -> str:
    """Return a name as it is compared: `Ana <ANA@example.org>` is ana@example.org."""
    begin, end = name.rfind("<"), name.rfind(">")
    inner = name[begin + 1 : end] if 0 <= begin < end else name
    return on_one_line(inner).casefold()


def read_people(root: Path, read: Callable[[Path], str | None] = text_of) -> People:
    """Read who is who, from the files or as they were at another time. Raise ConfigError."""
    found = ((file, _read_tables(file, read)) for file in (root / FILE_NAME, root / PEOPLE_FILE))
    tables = [(file, *table) for file, table in found if table]
    persons: dict[str, Person] = {}
    known: dict[str, str] = {}
    for file, text, content in tables:
        for address, fields in _table_of(file, text, content, "people").items():
            person = _read_person(f"{file}, line {line_of(text, 'people', address)}", bare(address), fields)
            for name in dict.fromkeys((person.address, *person.also)):
                if name in known:
                    raise ConfigError(f"{file}: {name} is {known[name]} already", "Describe a person once")
                known[name] = person.address
            persons[person.address] = person
    teams = dict(team for file, text, content in tables for team in _read_teams(file, text, content, known))
    handles = {name: team.handle for name, team in teams.items() if team.handle not in ("", name)}
    hosts = {handle: name for name, handle in reversed(handles.items())}  # of two teams the first
    return People(persons, {name: team.members for name, team in teams.items()}, known, handles, hosts=hosts)


def _read_tables(file: Path, read: Callable[[Path], str | None]) -> tuple[str, dict[str, Any]] | None:
    """Read a TOML file: its text, and what it says; None where there is none. Raise ConfigError."""
    found = read_toml(file, read)
    if found is None:
        return None
    text, content = found
    if file.name == PEOPLE_FILE and (other := next((name for name in content if name not in ("people", "teams")), None)):
        raise ConfigError(f"{file}, line {line_of(text, other, '')}: kcs knows no `{other}`", "It knows people, teams")
    return text, content


def _table_of(file: Path, text: str, content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a table of the file; an empty one where it has none. Raise ConfigError."""
    table: Mapping[str, Any] = convert_value(
        content.get(name, {}), TableField, f"{file}, line {line_of(text, name, '')}", name
    )
    return table


def _read_person(place: str, address: str, value: object) -> Person:
    """Read one person. Raise ConfigError."""
    fields = convert_table(convert_value(value, PersonTable, place, address), PersonFields, place)
    left_on = date.min if fields.left is True else read_day(fields.left)
    if fields.left is not False and not left_on:
        raise ConfigError(f"{place}: left must be a day or true, not {value_text(fields.left)}", "Write it as 2026-11-22")
    by_domain = fields.licence if isinstance(fields.licence, dict) else {EVERYWHERE: fields.licence}
    licences = {domain.casefold(): _read_licence(place, one) for domain, one in by_domain.items() if one is not UNSET}
    general = licences.pop(EVERYWHERE, None)
    return Person(
        address=address,
        name=fields.name,
        also=tuple(map(bare, _listed(fields.also))),
        left_on=left_on,
        licence=general,
        licences=licences,
    )


def _read_licence(place: str, value: object) -> Licence:
    """Read a licence, whatever its capitals. Raise ConfigError for one there is not."""
    word = "-".join(value.replace("_", " ").casefold().split()) if isinstance(value, str) else ""
    if word not in list(Licence):
        raise no_choice(Licence, place, "licence", value, word)
    return Licence(word)


def _listed(texts: str | list[str]) -> list[str]:
    """Return a list of texts; one alone will do."""
    return [texts] if isinstance(texts, str) else texts


class Team(NamedTuple):
    """A team's members, and what it is called on the code host (`@org/team`)."""

    members: frozenset[str]
    handle: str = ""


def _read_teams(file: Path, text: str, content: Mapping[str, Any], known: Mapping[str, str]) -> Iterator[tuple[str, Team]]:
    """Yield each team under its name, and under that on the code host (`@org/team`), with its members."""
    for name, value in _table_of(file, text, content, "teams").items():
        place = f"{file}, line {line_of(text, 'teams', name)}"
        entries = list(map(bare, _listed(convert_value(value, TextsField, place, f"teams.{name}"))))
        hosts = [entry for entry in entries if entry.startswith("@") and "/" in entry]
        members = frozenset(known.get(entry, entry) for entry in entries if entry not in hosts)
        yield from ((alias, Team(members, hosts[0] if hosts else "")) for alias in (name.casefold(), *hosts))
