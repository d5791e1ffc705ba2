"""`link-to-archived`: a link to an article that is archived."""

from collections.abc import Iterator

from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.targets import article_of, inner_targets, is_step
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find links to archived articles in one that is not; a path's steps are `step-missing`'s."""
    if page.article is None or page.article.confidence is Confidence.archived:
        return
    for target in inner_targets(page):
        article = None if is_step(page, target.link.line) else article_of(target, world)
        if article and article.confidence == Confidence.archived:
            message = f"{article.id} ({article.path}) is archived; link to what took its place"
            yield Spot(target.link.line, message, target.link.column, target.length)


OLD = {"fax-1.md": "---\nid: kb-2c4d6f\ntitle: Old fax\nconfidence: archived\n---\n"}
RULE = Rule(
    name="link-to-archived",
    group="links",
    severity=Severity.warning,
    reason="What is archived is not kept right any more, and whoever follows the link does not see that at once.",
    good=Example("---\nconfidence: archived\n---\n\nSee [the old fax](fax-1.md).\n", OLD),
    bad=Example("---\nconfidence: validated\n---\n\nSee [the old fax](fax-1.md).\n", OLD),
    check=check,
)
