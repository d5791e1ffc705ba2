"""What front-matter names mean, by the names that bases in the wild have for each role, and by what their values are."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kcs_cli.article.file_name import code_in
from kcs_cli.article.review_calendar import calendar_of
from kcs_cli.knowledge_base.vocabulary import VOCABULARIES, as_word
from kcs_cli.text.dates import possible_days

MOST = 0.5  # share of a name's values that must be of its role

# Front-matter names that are used for each role in knowledge bases in the wild, the most telling first. Capitals and the
# signs between words do not matter: `last-reviewed` is lastReviewed and Last_Reviewed, too.
FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "kb-id", "article-id", "exl-id", "uuid", "guid", "ms.assetid"),
    "title": ("title", "headline", "name"),
    "tags": ("tags", "tag", "keywords", "labels", "topics", "categories", "category", "feature", "ms.topic", "components",
             "section", "subsection"),
    "environment": ("environment", "applies-to", "product", "products", "product-name", "affected-products", "ms.prod",
                    "ms.service", "ms.subservice", "versions", "version", "affected-versions", "platform", "platforms", "os",
                    "solution"),
    "owner": ("owner", "owners", "owner-slack", "owner-team", "owning-team", "article-owner", "responsible", "maintainer",
              "maintainers", "team", "author", "authors", "assignee", "ms.author", "contact", "created-by"),
    "audience": ("audience", "visibility", "access"),
    "governance": ("governance",),
    "confidence": ("confidence", "state", "status", "validation"),
    "updated": ("updated", "reviewed", "last-reviewed", "last-reviewed-on", "last-reviewed-at", "reviewed-on", "reviewed-at",
                "last-review", "last-review-date", "audit-date", "last-updated", "updated-at", "updated-on",
                "lastmod", "last-modified", "last-modified-at", "last-modified-date", "last-update", "modified",
                "modified-date", "date-modified", "ms.date", "date"),
    "review_every": ("review-every", "review-in", "review-interval", "review-frequency", "review-cycle", "review-period",
                     "next-review", "next-review-on", "next-review-date", "review-by", "review-due"),
    "language": ("language", "lang", "locale", "ms.locale"),
    "said": ("said", "phrases", "questions", "search-terms"),
    "aliases": ("aliases", "redirect-from", "former-ids", "old-paths"),
    "kind": ("kind", "type", "article-type", "doc-type", "content-type"),
}  # fmt: skip
TEXTS = ("title", "owner", "language", "updated", "review_every", *VOCABULARIES)  # roles of one text
NEEDS: Mapping[str, str] = {  # in words, why values are none of a role
    "language": "most values are no language's code",
    "updated": "most values are no day",
    "review_every": "most values are no span of time and no day",
    "owner": "most values are lists or tables",
    "title": "most values are lists or tables",
    **dict.fromkeys(VOCABULARIES, "most values are no word of kcs's"),
}


def bare(name: str) -> str:
    """Return a name without capitals, and without the signs between its words."""
    return re.sub(r"[\W_]", "", name.casefold())


def fits(role: str, values: Iterable[Any]) -> bool:
    """Tell whether values can play a role: ids differ from each other, most states are words that kcs knows."""
    given = [_scalar(value) for value in values if value is not None and value != ""]
    if role == "id":
        return len(set(given)) == len(given)
    if role in VOCABULARIES:
        known = frozenset(VOCABULARIES[role])
        return _are_most(given, lambda value: as_word(value) in known)
    return bool(given) and (role not in MEANINGS or _are_most(given, MEANINGS[role]))


def _is_calendar(value: str) -> bool:
    """Tell whether a value says when an article is reviewed again."""
    return not calendar_of(("", value, "")).wrong


MEANINGS: Mapping[str, Callable[[str], bool]] = {
    "language": lambda value: bool(code_in(value)),
    "updated": lambda value: bool(possible_days(value)),
    "review_every": _is_calendar,
    "environment": lambda value: value != "{}",
    "owner": lambda value: value not in ("[]", "{}"),
    "title": lambda value: value not in ("[]", "{}"),
}


def _are_most(values: Sequence[str], is_one: Callable[[str], bool]) -> bool:
    """Tell whether most of the values are of a kind."""
    return sum(map(is_one, values)) > len(values) * MOST


def _scalar(value: Any) -> str:
    """Return a value as text; all lists are alike, all tables, and a number of thousands of digits is no text."""
    if isinstance(value, list | dict):
        return "[]" if isinstance(value, list) and not any(isinstance(one, dict) for one in value) else "{}"
    try:
        return str(value)
    except ValueError:
        return ""
