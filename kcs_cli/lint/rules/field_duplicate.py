"""`field-duplicate`: a field that stands in the front matter twice."""

from collections.abc import Iterator

from kcs_cli.lint.engine.page import Key, Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the names that were there before."""
    first: dict[str, int] = {}
    for name, line in _exact_keys(page):
        if first.setdefault(name, line) != line:
            yield Spot(line, f"{name} stands on line {first[name]}, too: only the last one counts", length=len(name))


def _exact_keys(page: Page) -> list[Key]:
    """Return the names as YAML reads them, where some seem to be there twice; in TOML that is unreadable already."""
    if page.parts.syntax != "yaml" or page.field_error or len({key.name for key in page.keys}) == len(page.keys):
        return []
    from kcs_cli.article.edit.splice import EditError
    from kcs_cli.article.edit.yaml import read_pairs

    try:
        keys = [key[0] for key, _ in read_pairs(page.parts.source + "\n")]
    except EditError:
        return []  # in braces
    return [Key(str(getattr(key, "value", "")), page.parts.line + key.start_mark.line) for key in keys]


RULE = Rule(
    name="field-duplicate",
    group="front matter",
    severity=Severity.error,
    reason="Of a field that is there twice, often after a merge, one value is lost and nobody sees which.",
    good=Example("---\ntitle: Fax is silent\nowner: ana@example.org\n---\n"),
    bad=Example("---\ntitle: Fax is silent\nowner: ana@example.org\nowner: ben@example.org\n---\n"),
    check=check,
)
