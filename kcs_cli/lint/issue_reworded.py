"""`issue-reworded`: words of a customer that a change removes or rewords."""

from collections.abc import Iterator

from kcs_cli.document import without_comments
from kcs_cli.lint.page import Page
from kcs_cli.lint.rule import Example, Found, Options, Rule, Severity
from kcs_cli.lint.world import World
from kcs_cli.text import joined, shorten

SHOWN = 60  # columns of a phrase


def check(page: Page, _: World, __: Options) -> Iterator[Found]:
    """Find the phrases and the lines of the issue that were there before and are not any more."""
    if page.before is None or page.article is None:
        return
    now = joined(page.text).casefold()
    for phrase in page.before.said:
        if phrase.casefold() not in {one.casefold() for one in page.said}:
            yield Found(page.role_line("said"), f"The customer's phrase “{shorten(phrase, SHOWN)}” was removed or reworded")
    line = next((section.line for section in page.sections if section.role == "issue"), page.parts.body_line)
    for statement in statements(page.before):
        if joined(statement).casefold() not in now:
            shown = shorten(joined(statement), SHOWN)
            yield Found(line, f"The issue statement “{shown}” was removed or reworded; add yours beside it")


def statements(page: Page) -> Iterator[str]:
    """Yield the paragraphs of the issue."""
    for section in page.sections:
        if section.role == "issue":
            yield from filter(str.strip, without_comments(section.text).split("\n\n"))


BEFORE = "---\nid: kb-7h3k9m\nsaid: [fax is dead]\n---\n\n## Issue\n\nThe fax is dead since we moved.\n"
RULE = Rule(
    name="issue-reworded",
    group="customers' words",
    severity=Severity.error,
    reason="Issue statements belong to the requestor: the words in which one customer asked are those of the next.",
    good=Example(BEFORE + "\nThe fax does not ring.\n", before=BEFORE),
    bad=Example(BEFORE.replace("is dead since we moved", "does not ring after the relocation"), before=BEFORE),
    check=check,
    only_changes=True,
)
