"""`id-missing`: an article without an id of its own."""

from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.run import file_text
from kcs_cli.lint.engine.value_place import can_set, with_entry, with_value
from kcs_cli.lint.engine.world import World
from kcs_cli.text.identifier import new_article_id

EXAMPLE = "kb-000000"


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find that there is no id."""
    if page.article and not page.own_text("id"):
        message = "The article has no id: it goes by its path, which changes when it is moved"
        yield Spot(1, message, is_fixable=can_set(page, page.config.fields.id[0], EXAMPLE))


def fix(page: Page, world: World, _: Options) -> str:
    """Give the article back the id it had, else one that no other has; what it was called until then stays an alias."""
    id_ = page.before.values.text("id") if page.before else ""
    while not id_ or any(one.path != page.path for one in world.by_name.get(id_.casefold(), ())):
        id_ = new_article_id()
    text = with_value(file_text(page), page.config.fields.id[0], id_)
    if page.article is None or text == file_text(page):
        return text
    return with_entry(text, page.values.written_name("aliases"), page.id, page.article.aliases)


RULE = Rule(
    name="id-missing",
    group="identity",
    severity=Severity.error,
    reason="Links, cases and flags name an article by its id; a path changes when the file is moved.",
    good=Example("---\nid: kb-7h3k9m\ntitle: Fax is silent\n---\n"),
    bad=Example("---\ntitle: Fax is silent\n---\n"),
    check=check,
    fix=fix,
    summed_up="have no id: they go by their paths, which change when they are moved",
)
