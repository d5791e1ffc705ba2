"""`field-missing`: a field that every article needs; the title may be the first heading."""

from collections.abc import Iterator

from kcs_cli.knowledge_base.config import heading_roles
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import fold


def check(page: Page, _: World, options: Options) -> Iterator[Spot]:
    """Find the fields that are not there; `required` are fields of the standard, or other names in the front matter."""
    required = options["required"]
    if page.article is None or not isinstance(required, tuple):
        return
    for field in required:
        names = page.config.fields.names(field)
        if any(name in page.fields for name in names):
            continue
        if field != "title":
            yield Spot(1, f"There is no {names[0]}")
        elif not _has_title_heading(page):
            yield Spot(1, f"There is no {names[0]}, neither as a field nor as the first heading (# …)")


def _has_title_heading(page: Page) -> bool:
    """Tell whether the first heading is the title: of level 1, and no name of a section."""
    first = next(iter(page.headings), None)
    return bool(first and first.level == 1 and first.text and fold(first.text) not in heading_roles(page.config))


RULE = Rule(
    name="field-missing",
    group="front matter",
    severity=Severity.error,
    reason="A reader chooses by the title; without one, results show the name of the file.",
    good=Example("---\nid: kb-7h3k9m\ntitle: Fax is silent\n---\n\n## Issue\n\nThe fax does not ring.\n"),
    bad=Example("---\nid: kb-7h3k9m\n---\n\n## Issue\n\nThe fax does not ring.\n"),
    check=check,
    options={"required": ("title",)},
)
