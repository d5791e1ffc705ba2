"""`compliance-unowned`: an article under compliance that no named owner answers for, or that is never reviewed."""

from collections.abc import Iterator

from kcs_cli.article.review_calendar import Calendar, read_calendar
from kcs_cli.knowledge_base.vocabulary import Confidence, Governance
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at, name_of_value
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find what is missing; what is archived needs neither, and `review: never` with a reason was somebody's decision."""
    article = page.article
    if article is None or article.governance is not Governance.compliance or article.confidence is Confidence.archived:
        return
    name = name_of_value(page, "governance")
    if not world.owners_of(article):
        owner = page.config.fields.owner[0]
        hint = f"name one ({owner}: somebody@example.org, or a line in CODEOWNERS)"
        yield found_at(page, name, page.values.text("governance"), f"It is under compliance and has no owner: {hint}")
    if read_calendar(page.fields, page.config.fields.dates, page.config.fields.review_every) == Calendar():
        hint = "say how often it is reviewed (review_every: 180d)"
        yield found_at(page, name, page.values.text("governance"), f"It is under compliance: {hint}")


RULE = Rule(
    name="compliance-unowned",
    group="state",
    severity=Severity.error,
    reason="Only its owner may change what the law or a contract asks, and only a review finds that it has changed.",
    good=Example("---\ntitle: Keeping of logs\ngovernance: compliance\nowner: ana@example.org\nreview_every: 180d\n---\n"),
    bad=Example("---\ntitle: Keeping of logs\ngovernance: compliance\n---\n"),
    check=check,
)
