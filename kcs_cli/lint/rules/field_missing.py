"""`field-missing`: a field that every article needs; the title may be the first heading of level 1."""

from collections.abc import Iterator

from kcs_cli.article.section import title_heading
from kcs_cli.knowledge_base.config import heading_roles
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World


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
        elif not title_heading(page.sections, heading_roles(page.config)):
            yield Spot(1, f"There is no {names[0]}, neither as a field nor as the first heading (# …)")


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
