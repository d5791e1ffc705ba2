"""Which rules an adopted base is not asked: it has hardly any of the fields or sections that they are about."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kcs_cli.text.display import one_line

FEW = 0.02  # share of the articles: what fewer of them have is nobody's custom there
NEEDS: Mapping[str, tuple[tuple[str, ...], str]] = {  # what a rule is about: roles of which one will do, and their name
    "field-missing": (("title",), "a title in their front matter"),
    "section-missing": (("issue", "resolution"), "a heading of an issue or a resolution"),
    "section-order": (("issue", "resolution"), "a heading of an issue or a resolution"),
}


class RuleOff(NamedTuple):
    """A rule that a base is not asked, and why."""

    rule: str
    reason: str


def rules_off(articles: int, having: Mapping[str, int]) -> tuple[RuleOff, ...]:
    """Return the rules to leave off in a base; `having` counts the articles with a field or a section, by its role."""
    found = ((rule, max(having.get(role, 0) for role in roles), what) for rule, (roles, what) in NEEDS.items())
    return tuple(
        RuleOff(rule, f"{count:,} of {articles:,} articles have {what}")
        for rule, count, what in found
        if count <= articles * FEW
    )


def lint_table(off: Iterable[RuleOff]) -> str:
    """Write `[lint]` of a kcs.toml with the rules that are off, each below its reason; nothing where there are none."""
    lines = [line for one in off for line in (f"# {one_line(one.reason)}", f'{one.rule} = "off"')]
    return "\n".join(["[lint]", *lines, ""]) if lines else ""
