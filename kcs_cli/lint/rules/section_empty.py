"""`section-empty`: a heading with nothing below it."""

import re
from collections.abc import Iterator

from kcs_cli.article.model import Section
from kcs_cli.article.section import without_comments
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import value_text
from kcs_cli.lint.engine.world import World

LETTER, DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
STEP = re.compile(r"(?m)^[ \t]*\d+[.)][ \t]*$")


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find the empty sections; an article in progress has some, and a heading may have headings below it instead.

    Where the template's text is left, that is `placeholder-left`'s.
    """
    article = page.article
    if article and article.confidence is Confidence.wip:
        return
    following = [*page.sections[1:], None]
    for section, after in zip(page.sections, following, strict=False):
        is_parent = after is not None and after.level > section.level
        if section.heading and not is_parent and not _has_content(section):
            lines = map(str.strip, section.text.split("\n"))
            if not (article and section.text and world.prompts(article.kind).intersection(lines)):
                yield Spot(section.line, f"There is nothing below “{value_text(section.heading)}”: fill it, or take it out")


def _has_content(section: Section) -> bool:
    """Tell whether a section says something; comments, and the numbers of steps that are still to come, do not."""
    text = without_comments(section.text) if "<!--" in section.text else section.text
    return bool(LETTER.search(text) or (text.strip() and DIGIT.search(STEP.sub("", text))))


RULE = Rule(
    name="section-empty",
    group="structure",
    severity=Severity.error,
    reason="Whoever is on a call looks there first, and finds nothing.",
    good=Example("---\ntitle: Fax is silent\n---\n\n## Issue\n\nThe fax does not ring.\n"),
    bad=Example("---\ntitle: Fax is silent\n---\n\n## Issue\n\nThe fax does not ring.\n\n## Resolution\n\n<!-- Steps -->\n"),
    check=check,
)
