"""`field-empty`: a field without a value, or a list with an empty entry; a list without entries is fine."""

from collections.abc import Iterator
from functools import cache

from kcs_cli.article.front_matter import plain_text
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import lines_of
from kcs_cli.lint.engine.world import World

TEXTS = ("title", "kind", "confidence", "audience", "governance", "owner", "language", "updated")
LISTS = ("tags", "said", "aliases")


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the fields that were left empty; those of an article in progress are still to be filled, but for the title.

    An empty id is the matter of `id-missing`.
    """
    texts, lists = _names_of(page.config)
    is_draft = page.article is not None and page.article.confidence is Confidence.wip
    for name, value in page.fields.items():
        if is_draft and name not in page.config.fields.title:
            continue
        if name in texts and (value in ([], {}) or _is_nothing(value)):
            yield Spot(page.line_of(name), f"{name} is empty: give it a value, or take the line out")
        elif isinstance(value, list) and name in lists and any(map(_is_nothing, value)):
            yield Spot(_line_of_gap(page, name), f"{name} has an empty entry: fill it in, or take it out")


@cache
def _names_of(config: Config) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the fields that have one text, and of those that are lists."""
    texts = frozenset(name for role in TEXTS for name in config.fields.names(role))
    return texts, frozenset(name for role in LISTS for name in config.fields.names(role))


def _is_nothing(value: object) -> bool:
    """Tell whether a value is a text without words."""
    return not isinstance(value, list | dict) and not plain_text(value)


def _line_of_gap(page: Page, name: str) -> int:
    """Return the line of the first entry of a list that is empty; that of the list where it is written in brackets."""
    gaps = ("-", '- ""', "- ''", "- ~", "- null")
    return next((number for number in lines_of(page, name) if page.line(number).strip() in gaps), page.line_of(name))


RULE = Rule(
    name="field-empty",
    group="front matter",
    severity=Severity.error,
    reason="An empty field looks filled in to whoever counts fields, and is read as if it were not there.",
    good=Example("---\ntitle: Fax is silent\nowner: ana@example.org\ntags: []\n---\n"),
    bad=Example("---\ntitle: Fax is silent\nowner:\ntags: []\n---\n"),
    check=check,
)
