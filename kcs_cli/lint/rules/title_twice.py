"""`title-twice`: two titles that say different things."""

import re
from collections.abc import Iterator
from itertools import islice

from kcs_cli.article.section import find_role
from kcs_cli.knowledge_base.config import heading_roles
from kcs_cli.lint.engine.issue import title_of
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import value_text
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import fold

MARKUP = r"\[!\w+|\]\([^()]*\)|<[^<>]*>|&#?\w+;"  # a site generator's ([!DNL Fax]), where a link leads, tags, entities


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find headings of level 1 that are neither the title nor the name of a section."""
    tops = [heading for heading in page.headings if heading.level == 1]
    if not tops or page.field_error:  # what the title is cannot be read
        return
    if page.headings[0].level > 1 and page.own_text("title"):  # where the first heading is none, they are parts of the text
        return
    roles = heading_roles(page.config)
    title = title_of(page)
    bare = _bare(title)
    others = (one for one in tops if one.text and _bare(one.text) != bare and not find_role(one.text, roles))
    for heading in islice(others, 1):
        message = f"“{value_text(heading.text)}” is another title than “{value_text(title)}”: keep one of them"
        yield Spot(page.parts.body_line + heading.line, message)


def _bare(title: str) -> str:
    """Return a title's letters and digits: mark-up and punctuation make no other title."""
    return "".join(filter(str.isalnum, fold(re.sub(MARKUP, "", title))))


RULE = Rule(
    name="title-twice",
    group="structure",
    severity=Severity.error,
    reason="Results show the one and the page the other: the reader thinks it is the wrong article.",
    good=Example("---\ntitle: Fax is silent\n---\n\n# Fax is silent\n\n## Issue\n\nIt does not ring.\n"),
    bad=Example("---\ntitle: Fax is silent\n---\n\n# Printer prints white pages\n\n## Issue\n\nIt does not ring.\n"),
    check=check,
)
