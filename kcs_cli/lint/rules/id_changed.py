"""`id-changed`: an article that a change gives another id, or takes its id away."""

from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at, name_of_value, value_text
from kcs_cli.lint.engine.world import World


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find that the id is not what it was, and is no alias either."""
    if page.before is None or page.article is None:
        return
    old, new = page.before.values.text("id"), page.values.text("id")
    if old and old != new and old.casefold() not in {alias.casefold() for alias in page.article.aliases}:
        message = f"The id was {value_text(old)}: keep it, or put it into {page.config.fields.aliases[0]}"
        yield found_at(page, name_of_value(page, "id"), new, message)


BEFORE = "---\nid: kb-7h3k9m\ntitle: Fax is silent\n---\n"
RULE = Rule(
    name="id-changed",
    group="identity",
    severity=Severity.error,
    reason="An article keeps its id for life: links, cases and flags name it by the old one.",
    good=Example("---\nid: kb-5x8y2z\naliases: [kb-7h3k9m]\ntitle: Fax is silent\n---\n", before=BEFORE),
    bad=Example("---\nid: kb-5x8y2z\ntitle: Fax is silent\n---\n", before=BEFORE),
    check=check,
    only_changes=True,
)
