"""`never-word`: a word of `[channel] never` where readers outside would see it."""

from collections.abc import Iterator

from kcs_cli.article.audience import never_words
from kcs_cli.article.internal_part import without_internal
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import lines_of
from kcs_cli.lint.engine.world import World

MESSAGE = "“{}” is a word that no {} reader may see: the article is left out of all that goes out"


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find each word once, on the first line that has it."""
    config, article = page.config, page.article
    if not config.channel.never or article is None or article.audience is Audience.internal:
        return
    seen = without_internal(page.parts.body, config.channel)
    lines = set(seen.split("\n"))
    body = range(page.parts.body_line, len(page.lines) + 1)
    numbers = [*_field_lines(page), *(number for number in body if page.line(number) in lines)]
    for word in never_words("\n".join((article.title, *article.tags, seen)), config):
        only = config._replace(channel=config.channel._replace(never=(word,)))
        first = next((number for number in numbers if any(never_words(page.line(number), only))), page.parts.body_line)
        yield Spot(first, MESSAGE.format(word, article.audience))


def _field_lines(page: Page) -> Iterator[int]:
    """Yield the lines of the fields that readers outside see."""
    names = {page.name_of("title"), page.name_of("tags")}
    return (number for key in page.keys if key.name in names for number in lines_of(page, key.name))


SETTINGS = {"kcs.toml": '[channel]\nnever = ["Bluebird"]\n'}
TEXT = "---\ntitle: Fax is silent\naudience: customer\n---\n\n## Resolution\n\n1. Restart it.\n"
RULE = Rule(
    name="never-word",
    group="safety",
    severity=Severity.error,
    reason="A code name or a system of one's own is no word for customers, and its article reaches nobody.",
    good=Example(f"{TEXT}\n<!-- internal -->\nBluebird must run.\n<!-- /internal -->\n", SETTINGS),
    bad=Example(f"{TEXT}\nBluebird must run.\n", SETTINGS),
    check=check,
)
