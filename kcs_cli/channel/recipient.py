"""Who is told of something: by mail, in Slack, in Teams; and about which articles."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.people import PEOPLE_FILE, People

OWNERS = "owners"
ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]{1,250}")
NOBODY_READS = re.compile(r"(^|[.+_-])no-?reply(@|[.+_-])", re.IGNORECASE)


class Way(StrEnum):
    """How a message gets to people."""

    mail = "mail"
    slack = "slack"
    teams = "teams"


class Recipient(NamedTuple):
    """Somebody to be told: `address` is of a mail, or the team whose channel it is; empty where none is known.

    `persons`: only what one of them answers for (None: everything); `scope` says so in words.
    """

    way: Way
    name: str
    address: str
    persons: frozenset[str] | None = None
    scope: str = ""


def recipients(words: Iterable[str], people: People, owners: Iterable[str], on: date) -> list[Recipient]:
    """Return whom words stand for, each once; who has left is nobody. Raise KcsError for a word that means nobody."""
    found: dict[tuple[Way, str], Recipient] = {}
    for word in words:
        for one in _meant(word.strip(), people, owners):
            if one.way is not Way.mail or not people.has_left(one.address or one.name, on):
                found.setdefault((one.way, one.address or one.name), one)
    return list(found.values())


def _meant(word: str, people: People, owners: Iterable[str]) -> Iterator[Recipient]:
    """Yield whom a word stands for."""
    way, _, team = word.partition(":")
    if way in (Way.slack, Way.teams):
        members = people.members(team) if team else None
        yield Recipient(Way(way), word, team.strip().casefold(), members, f"team {team}" if team else "")
    elif word == OWNERS:
        for person in sorted({person for owner in owners for person in people.stands_for(owner)}):
            yield _by_mail(person, people, frozenset((person,)), people.called(person))
    elif word.casefold() in people.teams:
        for person in sorted(people.members(word)):
            yield _by_mail(person, people, people.members(word), f"team {word}")
    elif people.one(word) in people.persons or ADDRESS.fullmatch(people.one(word)):
        yield _by_mail(people.one(word), people, None, "")
    else:
        known = (OWNERS, "slack", "teams", *people.teams, *people.known)
        near = get_close_matches(word.casefold(), known, 1, 0.5)
        hint = f"Did you mean {near[0]}?" if near else f"An address, a team of {PEOPLE_FILE}, {OWNERS}, slack, or teams"
        raise KcsError(f"{word or 'Nothing'} is nobody who can be told", hint)


def _by_mail(person: str, people: People, persons: frozenset[str] | None, scope: str) -> Recipient:
    """Return a person to be written to."""
    known = people.persons.get(person)
    names = (person, *(known.also if known else ()))
    address = next((one for one in names if ADDRESS.fullmatch(one) and not NOBODY_READS.search(one)), "")
    return Recipient(Way.mail, people.called(person), address, persons, scope)
