"""`verified-by-own-author`: an article that a change makes validated on the word of its own author alone."""

from collections.abc import Iterator

from kcs_cli.knowledge_base.people import Licence
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.lint.engine.licensed import domains
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at, name_of_value
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find that nobody confirmed it but those who wrote it.

    Without a confirmation: that one person wrote it whose licence does not say that they may validate it. Where nobody
    ever confirmed an article with `kcs verify`, confirmations are not in use; where it is not known who wrote one that was
    there before, it may have been somebody else.
    """
    if not _is_made_validated(page) or not world.verified_by or not (writers := _find_writers(page, world)):
        return
    verifiers = {world.people.one(person) for name in _names(page) for person in world.verified_by.get(name, ())}
    if verifiers <= writers and (verifiers or _is_one_who_may_not(writers, page, world)):
        only = "only its author confirmed it" if verifiers else "nobody but its author has seen to it"
        message = f"It is made validated, and {only}: let somebody else try it and say kcs verify"
        yield found_at(page, name_of_value(page, "confidence"), page.values.text("confidence"), message)


def _is_one_who_may_not(writers: frozenset[str], page: Page, world: World) -> bool:
    """Tell whether one person alone wrote it, of whom no licence says that they validate articles."""
    licences = (world.people.licence(person, domains(page)) or Licence.candidate for person in writers)
    return len(writers) == 1 and not any(licence.covers(Licence.contributor) for licence in licences)


def _is_made_validated(page: Page) -> bool:
    """Tell whether the change makes it validated."""
    old = page.before.article if page.before else None
    if page.article is None or (page.before and old is None):
        return False
    return page.article.confidence is Confidence.validated and (old is None or old.confidence is not Confidence.validated)


def _find_writers(page: Page, world: World) -> frozenset[str]:
    """Return who wrote an article: the authors of the change, and of what was there before; nobody where one is unknown."""
    authors = world.change.authors.get(page.path, frozenset())
    if page.before:
        if page.path not in world.writers:  # ask about all at once
            world.written_by(
                (page.path, *(one.path for one in world.around.pages() if one.before and _is_made_validated(one)))
            )
        earlier = world.writers[page.path]
        authors = authors | earlier if earlier else earlier
    return frozenset(map(world.people.one, authors))


def _names(page: Page) -> tuple[str, ...]:
    """Return the ids under which an article may have been confirmed."""
    return page.article.ids if page.article else (page.id,)


BEN = "---\nid: kb-2c4d6f\ntitle: Fax is silent\nconfidence: validated\n---\n"
RULE = Rule(
    name="verified-by-own-author",
    group="state",
    severity=Severity.warning,
    reason="Who wrote an article knows what it leaves out; whether it is complete, the next who uses it can tell.",
    good=Example(BEN, before=""),
    bad=Example(BEN.replace("kb-2c4d6f", "kb-7h3k9m"), before=""),
    check=check,
    only_changes=True,
)
