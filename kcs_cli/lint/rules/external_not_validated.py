"""`external-not-validated`: an article for readers outside the company that says of itself that it is not trusted yet."""

from collections.abc import Iterator

from kcs_cli.knowledge_base.vocabulary import Audience, as_word
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at, name_of_value
from kcs_cli.lint.engine.world import World


def check(page: Page, _: World, options: Options) -> Iterator[Spot]:
    """Find it; an article that does not say its confidence is not asked, and what is archived is out of the search."""
    article, written = page.article, page.values.text("confidence")
    if not written or article is None or article.audience is Audience.internal or article.confidence != as_word(written):
        return
    confidences = options["confidences"]
    if isinstance(confidences, tuple) and article.confidence.value in confidences:
        message = f"It is {article.confidence}, and its audience is {article.audience}: validate it, or keep it internal"
        yield found_at(page, name_of_value(page, "confidence"), written, message)


RULE = Rule(
    name="external-not-validated",
    group="state",
    severity=Severity.error,
    reason="Customers cannot tell a draft from an answer, and act on both.",
    good=Example("---\ntitle: Fax is silent\nconfidence: validated\naudience: public\n---\n"),
    bad=Example("---\ntitle: Fax is silent\nconfidence: not-validated\naudience: public\n---\n"),
    check=check,
    options={"confidences": ("wip", "not-validated")},
)
