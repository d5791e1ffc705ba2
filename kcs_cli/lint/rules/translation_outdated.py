"""`translation-outdated`: a translation of an article that was worked on since."""

from collections.abc import Iterator

from kcs_cli.article.card import Known
from kcs_cli.article.link import destination_path
from kcs_cli.files.markdown_file import ENDINGS
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import one_line, shorten

FIELD = "translation_of"


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find that the source is newer than its translation, or that there is none."""
    name = _named(page)
    if not name or page.article is None:
        return
    source = _source_of(page, world)
    line = page.line_of(FIELD)
    if source is None:
        yield Spot(line, f"{FIELD} names no article: {shorten(one_line(name), 80)}")
    elif source.path == page.path:
        yield Spot(line, f"{FIELD} names the article itself")
    elif not page.has_before:  # else it is being worked on
        days = world.days if page.path in world.days else world.worked_on(_paths_of_pairs(page, world))
        theirs, mine = days.get(source.path), days.get(page.path)
        if theirs and mine and theirs > mine:
            message = f"{source.id} ({source.path}) was changed on {theirs}, this translation on {mine}; carry it over"
            yield Spot(line, message)


def _named(page: Page) -> str:
    """Return what a page says it is a translation of."""
    value = page.fields.get(FIELD)
    return value.strip() if isinstance(value, str) else ""


def _source_of(page: Page, world: World) -> Known | None:
    """Return the article a page is a translation of, by its id, a former id, or its path from the page or from the root."""
    name = _named(page)
    known = next(iter(world.by_name.get(name.casefold(), ())), None)
    paths = (name, destination_path(name, page.path), *(name + ending for ending in ENDINGS))
    return known or next((world.by_path[path] for path in paths if path in world.by_path), None)


def _paths_of_pairs(page: Page, world: World) -> Iterator[str]:
    """Yield the paths of all translations that are looked at and of their sources: git is asked about them at once."""
    for one in (page, *world.around.pages()):
        source = _source_of(one, world) if _named(one) else None
        yield from (one.path, source.path) if source else ()


OTHER = {"fax.md": "---\nid: kb-2c4d6f\ntitle: Fax is silent\n---\n"}
RULE = Rule(
    name="translation-outdated",
    group="evolve loop",
    severity=Severity.warning,
    reason="Customers get another answer in each language.",
    good=Example("---\ntitle: Fax ist stumm\ntranslation_of: kb-2c4d6f\n---\n", OTHER),
    bad=Example("---\ntitle: Fax ist stumm\ntranslation_of: kb-9g1gkv\n---\n", OTHER),
    check=check,
)
