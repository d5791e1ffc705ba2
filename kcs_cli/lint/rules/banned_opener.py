"""`banned-opener`: a title or an issue that begins with words about who asks, and not with what it is about."""

from collections.abc import Iterator

from kcs_cli.lint.engine.issue import first_sentence, title_line, title_of
from kcs_cli.lint.engine.opener import OPENERS, as_prefixes, found_opener
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World

TITLE_OPENERS = (  # in the issue they are the customer's own words
    "I want", "I need", "I would like", "I'd like", "I am trying to", "I'm trying to", "How to fix",
    "ich möchte", "ich will", "ich brauche", "ich würde gern", "ich hätte gern", "aš noriu", "noriu", "norėčiau",
    "man reikia", "我想", "我要", "我需要", "我希望",
)  # fmt: skip


def check(page: Page, _: World, options: Options) -> Iterator[Spot]:
    """Find the opener of the title, and that of the issue."""
    title = title_of(page)
    if title and (opener := found_opener(title, as_prefixes(options["openers"], options["title_openers"]))):
        yield Spot(title_line(page), f"The title begins with “{opener}”; begin with the thing, and what it does")
    sentence = first_sentence(page)
    if sentence and (opener := found_opener(sentence.text, as_prefixes(options["openers"]))):
        message = f"The issue begins with “{opener}”; write what the customer said, or the thing and what it does"
        yield Spot(sentence.line, message, sentence.column, len(opener))


RULE = Rule(
    name="banned-opener",
    group="customers' words",
    severity=Severity.error,
    reason="Who asks is the same in every article: the first words should tell them apart.",
    good=Example("---\ntitle: Fax is silent after a move\n---\n\n## Issue\n\nMy fax does not ring any more.\n"),
    bad=Example("---\ntitle: I want to send a fax\n---\n\n## Issue\n\nCustomer is unable to send a fax.\n"),
    check=check,
    options={"openers": OPENERS, "title_openers": TITLE_OPENERS},
)
