"""`placeholder-left`: text of the template in an article that is no longer in progress."""

import re
from collections.abc import Iterator

from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import value_text
from kcs_cli.lint.engine.world import World

START, END = r"[ \t>*+_-]*(?:\d+[.)][ \t*_]*)?", r"[*_]*[ \t]*(?:$|[:.!?(…]|(?<=[ \t])[–—-])"
TO_DO = rf"{START}((?:TODO|TBD|FIXME|TBC)(?={END})|Lorem ipsum\b)"  # a “TODO list” is a thing of its own
SIGNS = ("TODO", "TBD", "FIXME", "TBC", "Lorem ipsum")


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find the lines that only tell what to write."""
    article = page.article
    if article is None or article.confidence is Confidence.wip:
        return
    prompts = world.prompts(article.kind)
    if not prompts.isdisjoint(map(str.strip, page.lines)):
        for number, line in enumerate(page.parts.body.split("\n"), page.parts.body_line):
            if line.strip() in prompts:
                yield Spot(number, f"“{value_text(line.strip())}” is the template's: write what it asks for, or take it out")
    if any(sign in page.parts.body for sign in SIGNS):
        for number, line in page.prose.items():
            if found := re.match(TO_DO, line):
                yield Spot(number, f"“{found[1]}” is still to be done", found.start(1) + 1, len(found[1]))


RULE = Rule(
    name="placeholder-left",
    group="structure",
    severity=Severity.error,
    reason="A customer reads the template's question where the answer should be.",
    good=Example("---\ntitle: Fax is silent\n---\n\n## Resolution\n\nPut the cable back.\n"),
    bad=Example("---\ntitle: Fax is silent\n---\n\n## Resolution\n\n<!-- Steps, one action each. -->\n"),
    check=check,
)
