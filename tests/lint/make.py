"""Asks one rule about an article's text, as lint does: with other articles, files, people and a text before."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from kcs_cli.article.model import Article
from kcs_cli.git.folder import find_git
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.people import People, read_people
from kcs_cli.lint.engine.articles import Articles
from kcs_cli.lint.engine.finding import Finding
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import NO_OPTIONS, NOTHING, Example, Options, Rule
from kcs_cli.lint.engine.run import lint, repair, with_text
from kcs_cli.lint.engine.settings import LintSettings, RuleSetting, default_settings
from kcs_cli.lint.engine.world import Authorship, Surroundings, World

TODAY = date(2026, 11, 25)
CONFIG = Config()
NOBODY = People()


def page_of(example: Example, config: Config = CONFIG) -> Page:
    before = Page(example.path, example.before.encode(), config) if example.before else None
    content = example.text.encode("utf-8", "surrogateescape")
    return Page(example.path, content, config, before=before, has_before=example.before is not None)


def world_of(root: Path, example: Example, config: Config = CONFIG, **known) -> World:
    """Make what is around an example; other files (people.toml) lie below the root. `known` is what `Surroundings` takes."""
    for name, text in example.others.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode("utf-8", "surrogateescape"))

    def articles() -> list[Article]:
        files = {**example.others, example.path: example.text}
        pages = [Page(path, text.encode("utf-8", "surrogateescape"), config) for path, text in sorted(files.items())]
        return [page.article for page in pages if page.article and page.path.endswith(".md")]

    git = find_git(root)
    around = {
        "people": read_people(root),
        "top": git and git.top,
        "today": TODAY,
        "change": Authorship(),
        "answers": answers,
        **known,
    }
    return World(root, config, Articles(articles), Surroundings(**around))


def answers(addresses: Sequence[str]) -> dict[str, str]:
    """Answer as a web on which the addresses that end in /gone are gone."""
    return {address: "404" for address in addresses if address.endswith("/gone")}


def change_of(example: Example) -> dict[str, object]:
    """Make the change that an example is part of, as `Surroundings` takes it: Ana made it, to four articles more likewise.

    Ben confirmed kb-2c4d6f, and nobody any other article.
    """
    pages = [page_of(example._replace(path=path)) for path in (example.path, "b.md", "c.md", "d.md", "e.md")]
    return {
        "change": Authorship({page.path: frozenset(("ana@example.org",)) for page in pages}),
        "pages": lambda: pages,
        "verified_by": lambda: {"kb-2c4d6f": frozenset(("ben@example.org",))},
    }


def asked(
    rule: Rule, root: Path, text: str, *, options: Options = NO_OPTIONS, config: Config = CONFIG, **more
) -> list[Finding]:
    """Return what a rule finds; `more` is what `Example` takes (others, before, path) and `Surroundings` (people, …)."""
    example = Example(text, **{name: more.pop(name) for name in ("others", "before", "path") if name in more})
    settings = LintSettings({rule.name: RuleSetting(rule.severity, {**rule.options, **options})}, {})
    world = world_of(root, example, config, **more)
    found = list(lint([page_of(example, config)], world, settings, {rule.name: rule}).findings)
    if rule.fix and found and not found[0].more:
        left = left_after_repair(rule, page_of(example, config), world, settings)
        assert sorted(one.message for one in found if not one.is_fixable) == left
    return found


def left_after_repair(rule: Rule, page: Page, world: World, settings: LintSettings) -> list[str]:
    """Return what a rule still finds on a page that it repaired: a rule says itself which findings its repair mends."""
    fixed = with_text(page, repair(page, world, settings, {rule.name: rule}))
    return sorted(one.message for one in lint([fixed], world, settings, {rule.name: rule}).findings)


def messages(rule: Rule, root: Path, text: str, **more) -> list[str]:
    """Return what a rule finds as `line:column message`; `more` as in `asked`."""
    return [f"{one.line}:{one.column} {one.message}" for one in asked(rule, root, text, **more)]


def repaired(
    rule: Rule, root: Path, text: str, *, others: Mapping[str, str] = NOTHING, config: Config = CONFIG, **known
) -> str:
    """Return a text as `--fix` leaves it."""
    example = Example(text, others)
    world = world_of(root, example, config, **known)
    return repair(page_of(example, config), world, default_settings({rule.name: rule}), {rule.name: rule})
