"""Whose work helped whose customers: reuse by others, put down to the change of the article that they had."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kcs_cli.history.past import Change, ChangeKind, Past
from kcs_cli.journal.event import Event
from kcs_cli.knowledge_base.people import People
from kcs_cli.text.dates import iso_moment
from kcs_cli.text.display import quantity

MOST_TITLES = 3  # named in a sentence
OTHERS = ""  # who is in no team
Name = Callable[[str], str]


class Credit(NamedTuple):
    """Who wrote an article or `is_improved` it on a day, who wrote it first, and in how many cases that helped others.

    `teams` has the cases of each team, and those of people of no team under no name: a case may be in several.
    """

    id: str
    title: str
    authors: tuple[str, ...]
    is_improved: bool
    on: date
    created_by: tuple[str, ...]
    cases: int
    teams: Mapping[str, int]


def thanks(credits: Iterable[Credit]) -> list[str]:
    """Say whose work helped whose customers, a sentence for each who worked, in the order of their names.

    How often is not said: it would rank people.
    """
    works: dict[str, list[Credit]] = {}
    for credit in credits:
        works.setdefault(enumeration(credit.authors), []).append(credit)
    return [_sentence(by, works[by]) for by in sorted(works, key=str.casefold)]


def _sentence(by: str, works: Sequence[Credit]) -> str:
    """Say what of somebody's work helped whom."""
    titles = list(dict.fromkeys(f"“{one.title}”" for one in works))
    named = enumeration(
        [
            *titles[:MOST_TITLES],
            *([quantity(len(titles) - MOST_TITLES, "more article", "more")] if titles[MOST_TITLES:] else []),
        ]
    )
    teams = sorted({team for one in works for team in one.teams if team})
    others = ["others"] if any(OTHERS in one.teams for one in works) else []
    whose = f"customers of {enumeration([*(f'team {team}' for team in teams), *others])}" if teams else "others' customers"
    return f"{by}: {named} helped {whose}"


def find_credits(article: tuple[str, str], past: Past, links: Sequence[Event], people: People, name: Name) -> list[Credit]:
    """Return whose work on an article (id, title) helped others in the cases of some links, the latest work first."""
    written = _writers(past)
    helped: dict[int, list[Event]] = {}
    works: dict[int, Change] = {}
    for link in links:
        work = _work_behind(past, link)
        if work and people.one(link.by) not in set(map(people.one, (*work.commit.by, *written))):
            works[work.number] = work
            helped.setdefault(work.number, []).append(link)
    newest_first = sorted(works.values(), key=past.changes.index)
    return [_credit(article, one, past, helped[one.number], people, name) for one in newest_first]


def _work_behind(past: Past, link: Event) -> Change | None:
    """Return the last work on an article that a link's revision has; by its time where the revision is not known."""
    later = past.after(iso_moment(link.at), link.revision)
    return next((change for change in past.changes[len(later) :] if change.has_author), None)


def _writers(past: Past) -> tuple[str, ...]:
    """Return the addresses of those who wrote an article first; of one that was brought in with many others, nobody."""
    return past.created.commit.by if past.created and past.created.has_author else ()


def _credit(
    article: tuple[str, str], work: Change, past: Past, links: Sequence[Event], people: People, name: Name
) -> Credit:
    """Return what a change is to be thanked for."""
    improved = work.kind is not ChangeKind.created
    by = names_of(work.commit.by, name)
    first = _writers(past) if improved else ()
    written_by = tuple(one for one in names_of(first, name) if one not in by)
    teams: dict[str, set[str]] = {}
    for link in links:
        for team in _teams_of(people, link.by):
            teams.setdefault(team, set()).add(link.case)
    cases = len({link.case for link in links})
    return Credit(*article, by, improved, work.on, written_by, cases, {team: len(found) for team, found in teams.items()})


def _teams_of(people: People, person: str) -> list[str]:
    """Return the teams somebody is in, by their names here."""
    one = people.one(person)
    return [team for team, members in people.teams.items() if one in members and not team.startswith("@")] or [OTHERS]


def names_of(addresses: Iterable[str], name: Name) -> tuple[str, ...]:
    """Return the names behind addresses, each once: somebody may have several addresses, known as theirs or not."""
    return tuple(dict.fromkeys(map(name, addresses)))


def enumeration(names: Sequence[str]) -> str:
    """Write names one after another: `a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
