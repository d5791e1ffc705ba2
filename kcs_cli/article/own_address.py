"""Where a site has an article, as its front matter says."""

from collections.abc import Iterator, Mapping
from typing import Any

from kcs_cli.article.model import unique
from kcs_cli.text.display import on_one_line

FIELDS = ("permalink", "slug", "url", "redirect_from")


def own_addresses(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the addresses; one elsewhere (`https://…`) and a pattern (`/:year/:title/`) are none."""
    return unique(text for text in _texts(fields) if ":" not in text)


def _texts(fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of the fields."""
    for value in map(fields.get, FIELDS):
        yield from (on_one_line(one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
