"""`field-unknown`: a field whose name seems a misspelt one; where `strict`, any field that is not known."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from kcs_cli.article.review_text import FIELDS
from kcs_cli.knowledge_base.config import Config
from kcs_cli.lint.engine.nearest import nearest
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import value_text
from kcs_cli.lint.engine.world import World

OF_RULES = ("translation_of", "steps")  # other rules read them
LIKE = 0.8
MOST = 100  # fields of an article that are looked at
DAY = ("", "on", "at", "date")  # `updated_on` means `updated`
SHORTEST = 4  # letters: shorter names are too like one another
OTHER_WORDS = (
    "reviewer", "reviewers", "reviews", "preview", "overview", "stage", "languages", "translation", "translations",
    "translation_key", "review_on", "review_date", "subtitle", "doctype", "types", "dates", "step",
)  # fmt: skip


def check(page: Page, _: World, options: Options) -> Iterator[Spot]:
    """Find the names that nobody reads."""
    more = options["known"]
    known = _known_names(page.config, more if isinstance(more, tuple) else ())
    for name in islice(page.fields, MOST):
        if name in known:
            continue
        near = _meant(page, name, known)
        if near or options["strict"]:
            hint = f"; the nearest is {near}" if near else ""
            yield Spot(page.line_of(name), f"No field is called {value_text(name)}{hint}", length=len(name))


def _meant(page: Page, name: str, known: tuple[str, ...]) -> str:
    """Return the name that was meant: one that is much alike and has no value of its own in this article."""
    near = _near_name(name, known)
    same = next((names for names in page.config.fields.all_names if near in names), (near,))
    return "" if any(other in page.fields for other in same) else near


@cache
def _known_names(config: Config, more: tuple[str, ...]) -> tuple[str, ...]:
    """Return all names that kcs or the base reads."""
    fields = (name for names in config.fields.all_names for name in names)
    return tuple(dict.fromkeys((*fields, *config.history.fields, *FIELDS, *OF_RULES, *more)))


@lru_cache(4096)
def _near_name(name: str, known: tuple[str, ...]) -> str:
    """Return the known name that is much alike; a name with more words to it (`updated_by`) is another one."""
    word = name.casefold()
    if word in known:
        return word
    near = nearest(word, known, LIKE) if len(word) >= SHORTEST and word not in OTHER_WORDS else ""
    more = re.split("[-_]", word.removeprefix(near))
    return "" if near and word.startswith(near) and len(more) > 1 and more[-1] not in DAY else near


RULE = Rule(
    name="field-unknown",
    group="front matter",
    severity=Severity.warning,
    reason="A field under a misspelt name is read by nobody, and the article has the default instead.",
    good=Example("---\ntitle: Fax is silent\nlanguage: en\nproduct_line: Fax\n---\n"),
    bad=Example("---\ntitle: Fax is silent\nlanguge: en\n---\n"),
    check=check,
    options={"strict": False, "known": ()},
)
