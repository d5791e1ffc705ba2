"""`section-missing`: a section that an article of this kind and confidence needs."""

from collections.abc import Iterator

from kcs_cli.article.model import EVOLVE
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the sections that are missing: an issue always, a resolution unless the article is work in progress.

    Only an article that says its kind is asked: what an adopted base holds may be anything.
    """
    article = page.article
    if article is None or not page.own_text("kind") or article.kind in EVOLVE:
        return
    wanted = ["issue"] if article.confidence is Confidence.wip else ["issue", "resolution"]
    for role in wanted:
        if not page.has(role):
            why = "" if role == "issue" else f": it is {article.confidence}"
            heading = page.config.sections.headings(role)[0]
            yield Spot(page.parts.body_line, f"There is no {role} (## {heading}){why}")


RULE = Rule(
    name="section-missing",
    group="structure",
    severity=Severity.error,
    reason="An article without the customer's issue is not found, and one without a resolution cannot be reused.",
    good=Example("---\ntitle: Fax is silent\nkind: problem\nconfidence: wip\n---\n\n## Issue\n\nThe fax does not ring.\n"),
    bad=Example(
        "---\ntitle: Fax is silent\nkind: problem\nconfidence: validated\n---\n\n## Issue\n\nThe fax does not ring.\n"
    ),
    check=check,
)
