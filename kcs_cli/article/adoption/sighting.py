"""What is seen in one article, whatever it means."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.article.adoption.heading import without_steps
from kcs_cli.article.adoption.make import MAKES
from kcs_cli.article.front_matter import take_apart
from kcs_cli.article.hashtag import CODE, find_hashtags
from kcs_cli.article.language import detect
from kcs_cli.article.model import BrokenArticle
from kcs_cli.article.reader import read_article, sound
from kcs_cli.knowledge_base.config import Config, SiteKind

SAMPLE = 300  # characters of a short text that are looked at together with others
LINK_FORMS = {  # ways to write a link to another article or a file of the base
    "[[name]]": r"\[\[(?![!\s])[^\[\]\n]+\]\]",
    "{{< ref >}}": r"\{\{[<%]-? *(?:rel)?ref\b",
    "{% link %}": r"\{% *(?:link|post_url)\b",
    "file.md": r"\]\((?!\w+:|/)[^()\s]+\.mdx?(?:#[^()\s]*)?\)",
    "/path": r"\]\(/(?!/)[^()\s]*\)",
    "page.html": r"\]\((?!\w+:|/)[^()\s]+\.html?(?:#[^()\s]*)?\)",
    "page": r"\]\((?!\w+:|/|#)[^()\s.]+(?:\.\.?/[^()\s.]*)*/?(?:#[^()\s]*)?\)",
}


class Sighting(NamedTuple):
    """What was seen in one article: its front matter, its headings, its language, its folder.

    `sample` is how a text begins that is too short to tell its language; `hashtags` are the tags in the text, `marks` the
    makes whose words or fields it has, `links` the ways in which it writes links.
    """

    front_matter: Mapping[str, Any]
    headings: tuple[str, ...]
    language: str
    folder: str
    sample: str = ""
    is_broken: bool = False
    hashtags: tuple[str, ...] = ()
    marks: tuple[SiteKind, ...] = ()
    links: tuple[str, ...] = ()


def survey(root: Path, path: str, config: Config) -> Sighting:
    """Look at a file for `kcs init --adopt`: its own front-matter names and headings, whatever they mean."""
    article = sound(read_article(root, path, config))
    folder = path.split("/")[0] if "/" in path else ""
    if isinstance(article, BrokenArticle):
        return Sighting({}, (), "", folder, is_broken=True)
    _, front_matter = take_apart((root / path).read_bytes())
    headings = tuple(without_steps((one.level, one.heading) for one in article.sections if one.heading))
    language = article.language or detect(article)
    sample = "" if language else article.body[:SAMPLE]
    hashtags = find_hashtags(article.body)
    prose = re.sub(CODE, " ", article.body)
    return Sighting(front_matter, headings, language, folder, sample=sample, hashtags=hashtags)._replace(
        marks=_marks(prose, front_matter), links=tuple(name for name, form in LINK_FORMS.items() if re.search(form, prose))
    )


def _marks(prose: str, front_matter: Mapping[str, Any]) -> tuple[SiteKind, ...]:
    """Return the makes of which there is something in an article."""
    return tuple(one.kind for one in MAKES if not front_matter.keys().isdisjoint(one.fields) or re.search(one.words, prose))
