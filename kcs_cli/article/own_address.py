"""Where a site has an article, as its front matter says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kcs_cli.article.model import unique
from kcs_cli.knowledge_base.config import SiteKind
from kcs_cli.text.display import on_one_line

FIELDS = ("permalink", "slug", "url", "redirect_from")
OF_DOCUSAURUS = (*FIELDS, "id")  # in the place of the file's name; many folders have an `intro`


def own_addresses(fields: Mapping[str, Any], kind: SiteKind = SiteKind.plain) -> tuple[str, ...]:
    """Return the addresses on a site; one elsewhere (`https://…`) and a pattern (`/:year/:title/`) are none."""
    names = OF_DOCUSAURUS if kind is SiteKind.docusaurus else FIELDS
    return unique(text for text in _texts(fields, names) if ":" not in text)


def _texts(fields: Mapping[str, Any], names: Sequence[str]) -> Iterator[str]:
    """Yield the texts of the fields of some names."""
    for value in map(fields.get, names):
        yield from (on_one_line(one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
