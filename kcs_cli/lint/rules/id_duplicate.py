"""`id-duplicate`: an id that another article has, here or on the branch that the change goes to."""

from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at, name_of_value, value_text
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find the other article of the same id; capitals do not matter."""
    id_ = page.values.text("id")
    if not id_ or page.article is None:
        return
    path = _path_here(page, world, id_.casefold()) or _path_before(page, world, id_.casefold())
    if path:
        yield found_at(page, name_of_value(page, "id"), id_, f"The id {value_text(id_)} is that of {path}, too")


def _path_here(page: Page, world: World, id_: str) -> str:
    """Return the path of another article of the id; nothing where there is none, or it took the id of this one just now."""
    had_it = page.before is not None and page.before.id.casefold() == id_
    same = (one.path for one in world.by_name.get(id_, ()) if one.path != page.path and one.id.casefold() == id_)
    return next((path for path in same if not (had_it and path in world.change.touched)), "")


def _path_before(page: Page, world: World, id_: str) -> str:
    """Return the path that the id has where the change began, if the change brings it to this page and leaves that alone."""
    if not page.has_before or (page.before and page.before.id.casefold() == id_):
        return ""
    path = world.ids_before.get(id_, "")
    return "" if path == page.path or path in world.change.touched else path


OTHER = {"vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\n---\n"}
RULE = Rule(
    name="id-duplicate",
    group="identity",
    severity=Severity.error,
    reason="Of two articles with one id, search keeps the first and sets the other aside.",
    good=Example("---\nid: kb-7h3k9m\ntitle: Fax is silent\n---\n", OTHER),
    bad=Example("---\nid: kb-2c4d6f\ntitle: Fax is silent\n---\n", OTHER),
    check=check,
)
