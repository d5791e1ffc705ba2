"""The names that a file's front matter gives its article, read without reading the article."""

import re
from collections.abc import Callable
from functools import cache

from kcs_cli.article.front_matter import LARGEST_FRONT_MATTER, FieldError, FrontMatter, take_apart
from kcs_cli.article.model import unique
from kcs_cli.knowledge_base.config import Config
from kcs_cli.text.outside import BOM

ENDS = {
    mark: re.compile(rb"[\n\r](?:" + end + rb")[ \t]*(?:[\n\r]|$)")
    for mark, end in ((b"-", rb"---|\.\.\."), (b"+", rb"\+\+\+"), (b"{", rb"\}"))
}
LARGEST = 4 * LARGEST_FRONT_MATTER + 10  # bytes


def reading_own_names(config: Config) -> Callable[[bytes], tuple[str, ...] | None]:
    """Return what reads the id and the former ids of a file's text: the same front matter once; None where it is broken."""

    @cache
    def names_of(front: bytes) -> tuple[str, ...] | None:
        try:
            values = FrontMatter(take_apart(front)[1], config)
        except (FieldError, UnicodeDecodeError):
            return None
        return unique((values.text("id"), *values.aliases()))

    return lambda content: names_of(_front(content))


def _front(content: bytes) -> bytes:
    """Return the beginning of a file up to the end of its front matter; nothing where it has none."""
    mark = content.removeprefix(BOM)[:1]
    if mark not in ENDS:
        return b""
    end = ENDS[mark].search(content, 0, LARGEST)
    return content[: end.end()] if end else content[:LARGEST]
