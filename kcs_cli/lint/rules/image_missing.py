"""`image-missing`: an image whose file is not there."""

from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.site_file import is_of_site
from kcs_cli.lint.engine.targets import has_file, ignored_of, is_left_alone, leaves_repository, targets
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, options: Options) -> Iterator[Spot]:
    """Find images that are not there."""
    for target in targets(page):
        link = target.link
        if not (link.is_image and target.named) or leaves_repository(target, world) or has_file(target, world):
            continue
        if not (is_of_site(target.named, page.path, world) or is_left_alone(target, world, ignored_of(options))):
            yield Spot(link.line, f"There is no image {target.named}", link.column, target.length)


OTHER = {"images/reset.png": "PNG"}
RULE = Rule(
    name="image-missing",
    group="links",
    severity=Severity.error,
    reason="Where a picture shows what to press, its gap leaves the reader alone.",
    good=Example("## Resolution\n\n![The reset key](images/reset.png)\n", OTHER),
    bad=Example("## Resolution\n\n![The reset key](images/rest.png)\n", OTHER),
    check=check,
    options={"ignore": ()},
)
