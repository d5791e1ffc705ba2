"""`step-missing`: a step of a path that leads to no article, or to an archived one."""

import re
from collections.abc import Iterator

from kcs_cli.article.link import destination_path
from kcs_cli.files.markdown_file import is_markdown
from kcs_cli.knowledge_base.vocabulary import Confidence, Kind
from kcs_cli.lint.engine.link_hint import MOST_HINTS, hint, may_lead, with_links_led
from kcs_cli.lint.engine.page import Page, PageLink
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.targets import LinkTarget, article_of, inner_targets, is_missing, is_step
from kcs_cli.lint.engine.world import World

ID = re.compile(r"(?<![\w(/.-])kb-[0-9a-hjkmnp-tv-z]{6}(?![\w/.-]*[\w/-])")  # in a step's words


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find steps that are missing or archived."""
    if page.article is None or page.article.kind is not Kind.path:
        return
    hints, linked = 0, tuple(_linked(page))
    for target in (*linked, *_named(page), *_listed(page, world)):
        article = article_of(target, world)
        message, is_fixable = "", False
        if article and article.confidence == Confidence.archived and page.article.confidence is not Confidence.archived:
            message = f"The step {article.id} ({article.path}) is archived; lead on without it, or to what took its place"
        elif is_missing(target, world):
            hints += 1
            is_fixable = target in linked and may_lead(target, world)
            message = f"There is no article {target.named} for this step{hint(target, world) if hints <= MOST_HINTS else ''}"
        if message:
            yield Spot(target.link.line, message, target.link.column, target.length, is_fixable=is_fixable)


def _linked(page: Page) -> Iterator[LinkTarget]:
    """Yield the steps that are links."""
    return (target for target in inner_targets(page) if is_step(page, target.link.line))


def _named(page: Page) -> Iterator[LinkTarget]:
    """Yield the steps that are named by id in the words of a step."""
    if "kb-" not in page.parts.body:
        return
    for number, line in page.prose.items():
        if "kb-" in line and is_step(page, number):
            yield from (_target_of(match[0], number, match.start() + 1) for match in ID.finditer(line))


def _listed(page: Page, world: World) -> Iterator[LinkTarget]:
    """Yield the steps of the field `steps`, by ids or paths; other words are none."""
    steps = page.fields.get("steps")
    for step in steps if isinstance(steps, list) else ():
        if isinstance(step, str) and (ID.fullmatch(step) or is_markdown(step) or step.casefold() in world.by_name):
            number = page.line_of_value("steps", step)
            yield _target_of(step, number, page.line(number).find(step) + 1, page.path)


def _target_of(name: str, line: int, column: int, path: str = "") -> LinkTarget:
    """Return what an id or a path leads to."""
    return LinkTarget(PageLink(line, column, name, is_image=False), name, destination_path(name, path), "")


def fix(page: Page, world: World, _: Options) -> str:
    """Lead steps to where their articles are now, where there is one of that name."""
    return with_links_led(page, world, [target for target in _linked(page) if is_missing(target, world)])


OTHER = {"network/set-up-vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\n---\n"}
PATH = "---\ntitle: Nothing works\nkind: path\n---\n\n## Steps\n\n1. Check the [VPN]({}).\n"
RULE = Rule(
    name="step-missing",
    group="evolve loop",
    severity=Severity.error,
    reason="A path is as long as its first missing step.",
    good=Example(PATH.format("network/set-up-vpn.md"), OTHER),
    bad=Example(PATH.format("set-up-vpn.md"), OTHER),
    check=check,
    fix=fix,
)
