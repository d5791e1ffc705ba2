"""`article-too-long`: an article of more than a few pages."""

import re
from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World

UNSPACED = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
CHARACTERS = 2  # of Chinese, Japanese or Korean that a word has on average


def check(page: Page, _: World, options: Options) -> Iterator[Spot]:
    """Find that it has too many words, code and all."""
    most, body = options["words"], page.parts.body
    shortest = 2 if body.isascii() else 1  # characters that a word takes at the least, with its space
    if isinstance(most, int) and len(body) > most * shortest and (words := count_words(body)) > most:
        message = f"The article has {words:,} words, more than {most:,}: one issue and one resolution each, linked by a path"
        yield Spot(page.role_line("title"), message)


def count_words(text: str) -> int:
    """Count words; where they are not parted by spaces, two characters are one."""
    if text.isascii():
        return len(text.split())
    characters = len(re.findall(UNSPACED, text))
    return len(re.sub(UNSPACED, " ", text).split()) + characters // CHARACTERS


RULE = Rule(
    name="article-too-long",
    group="structure",
    severity=Severity.warning,
    reason="On a call nobody reads more than a page: an article is a page or less (KCS v6, technique 5.1).",
    good=Example("---\ntitle: Fax is silent\n---\n\n## Issue\n\nThe fax does not ring.\n"),
    bad=Example(f"---\ntitle: Fax is silent\n---\n\n## Issue\n\n{'The fax does not ring. ' * 250}\n"),
    check=check,
    options={"words": 1_200},
)
