"""`alias-taken`: a former id that is another article's id, or a former id of it."""

from collections.abc import Iterator

from kcs_cli.article.card import Known
from kcs_cli.article.model import Article
from kcs_cli.article.version import are_translations
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at, value_text
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find the aliases by which another article goes; translations may have one address in common."""
    article = page.article
    for alias in article.aliases if article else ():
        name = alias.casefold()
        others = [one for one in world.by_name.get(name, ()) if article and not _may_have(name, article, one)]
        if others:
            what = "the id" if others[0].id.casefold() == alias.casefold() else "an alias"
            message = f"The alias {value_text(alias)} is {what} of {others[0].path}, too"
            yield _found(page, alias, message)


def _found(page: Page, alias: str, message: str) -> Spot:
    """Point at an alias under the name under which it stands: a site's redirects may be beside kcs's own."""
    names = [name for name in page.config.fields.aliases if name in page.fields]
    spots = [found_at(page, name, alias, message) for name in names]
    return next((spot for spot in spots if spot.column > 1), spots[0])


def _may_have(name: str, article: Article, other: Known) -> bool:
    """Tell whether another article may have a name too: it is this one, or this one in another language."""
    return other.path == article.path or (other.id.casefold() != name and are_translations(article, other))


OTHER = {"vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\n---\n"}
RULE = Rule(
    name="alias-taken",
    group="identity",
    severity=Severity.error,
    reason="A case that names the id is counted for one of two articles, and nobody knows for which.",
    good=Example("---\nid: kb-7h3k9m\naliases: [kb-9q8r7s]\ntitle: Fax is silent\n---\n", OTHER),
    bad=Example("---\nid: kb-7h3k9m\naliases: [kb-2c4d6f]\ntitle: Fax is silent\n---\n", OTHER),
    check=check,
)
