"""`issue-reworded`: words of a customer that a change removes or rewords."""

import re
from collections.abc import Iterator

from kcs_cli.lint.engine.customer_words import WordStock, is_kept, sentences, word_stock
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import value_text
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import on_one_line
from kcs_cli.text.privacy import find_personal

MOST = 200  # sentences of an issue, and phrases, that are looked at
LONGEST = 2_000  # characters of one
MARKS = r"[*`\[\]]"


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find the phrases and the statements of the issue that were there before and are not any more."""
    if page.before is None or page.article is None:
        return
    before, now = _issue_of(page.before), _issue_of(page)
    phrases = [phrase for phrase in page.before.said if phrase not in page.said]
    if not phrases and on_one_line(before) in on_one_line(now):
        return
    there = word_stock("\n\n".join((*page.said, page.parts.body)))
    new = (
        one for one in sentences(now) if one not in before
    )  # a phrase may become a statement; one that was there is another
    for phrase in _lost(page, world, phrases, word_stock("\n\n".join((*page.said, *new)))):
        yield Spot(page.role_line("said"), f"The customer's phrase “{value_text(phrase)}” was removed or reworded")
    statements = _lost(page, world, sentences(before), there)
    line = next((section.line for section in page.sections if section.role == "issue"), 0)
    if statements and not line:
        yield Spot(page.parts.body_line, f"The issue was removed (“{value_text(statements[0])}”)")
        return
    for statement in statements:
        yield Spot(line, f"The issue statement “{value_text(statement)}” was removed or reworded; add yours beside it")


def _issue_of(page: Page) -> str:
    """Return the text of the sections that are the issue."""
    return "\n\n".join(section.text for section in page.sections if section.role == "issue")


def _lost(page: Page, world: World, statements: list[str], there: WordStock) -> list[str]:
    """Return the statements that are not there any more; the template's, and what names a person or a secret, may go."""
    lost_ones = (one[:LONGEST] for one in statements[:MOST] if not is_kept(one[:LONGEST], there))
    gone = [on_one_line(re.sub(MARKS, "", one)) for one in lost_ones]
    prompts = world.prompts(page.article.kind) if gone and page.article else ()
    theirs = (one for one in gone if not any(one in prompt for prompt in prompts))
    return [one for one in theirs if not find_personal(one, page.config.privacy.patterns)]


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
