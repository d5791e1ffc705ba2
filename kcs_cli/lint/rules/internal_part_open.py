"""`internal-part-open`: a part for internal readers of which nobody knows where it begins or ends."""

from collections.abc import Iterator

from kcs_cli.article.internal_part import find_open_parts
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World

MESSAGES = {
    "begin": "This internal part is not closed: other readers see nothing of what follows; add <!-- /{} -->",
    "end": "No internal part begins before this: other readers see nothing of what is above; add <!-- {} -->",
    "comment": "This comment is not closed: readers see nothing of what follows; add -->",
}


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find marks without their other half, and the comment without its end."""
    text = page.parts.body
    if "<" not in text or "!" not in text:
        return
    mark = next(iter(page.config.channel.internal_marks), "")
    for part in find_open_parts(text, page.config.channel):
        line = text.count("\n", 0, part.start)
        column = part.start - text.rfind("\n", 0, part.start)
        yield Spot(page.parts.body_line + line, MESSAGES[part.kind].format(mark), column, part.end - part.start)


RULE = Rule(
    name="internal-part-open",
    group="safety",
    severity=Severity.error,
    reason="What is not closed is hidden to the end, so that nothing gets out: readers miss the answer instead.",
    good=Example("## Resolution\n\nReset the fax.\n\n<!-- internal -->\nThe code is in the safe.\n<!-- /internal -->\n"),
    bad=Example("## Resolution\n\n<!-- internal -->\nThe code is in the safe.\n\nReset the fax.\n"),
    check=check,
)
