"""`owner-unknown`: an owner who is neither a person nor a team that the base knows."""

from collections.abc import Iterator

from kcs_cli.knowledge_base.people import PEOPLE_FILE, People, bare
from kcs_cli.lint.engine.nearest import nearest
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at, name_of_value, value_text
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find an owner whom nobody described; where no people are described, all owners are fine."""
    people = world.people
    owner = page.values.text("owner") if people.persons else ""
    if not owner or bare(owner) in people.known or bare(owner) in people.teams:
        return
    near = _meant(bare(owner), people)
    hint = f"the nearest is {near}" if near else f"describe them in {PEOPLE_FILE}"
    yield found_at(page, name_of_value(page, "owner"), owner, f"Nobody knows the owner {value_text(owner)}; {hint}")


def _meant(owner: str, people: People) -> str:
    """Return the address or team that is meant: the one of that name, or one that is much alike."""
    named = (one.address for one in people.persons.values() if one.name.casefold() == owner)
    begins = (address for address in people.known if address.startswith(f"{owner}@"))
    return next(named, "") or next(begins, "") or nearest(owner, (*people.known, *people.teams))


PEOPLE = {"people.toml": '[people."ana@example.org"]\nname = "Ana"\n'}
RULE = Rule(
    name="owner-unknown",
    group="front matter",
    severity=Severity.error,
    reason="Flags and reviews of an article whose owner nobody is go to nobody.",
    good=Example("---\ntitle: Fax is silent\nowner: ana@example.org\n---\n", PEOPLE),
    bad=Example("---\ntitle: Fax is silent\nowner: anna@example.org\n---\n", PEOPLE),
    check=check,
)
