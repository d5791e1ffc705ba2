"""What front-matter names mean, by the names that bases in the wild have for each role, and by what their values are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kcs_cli.article.file_name import code_in
from kcs_cli.article.review_calendar import calendar_of
from kcs_cli.knowledge_base.vocabulary import VOCABULARIES, as_word
from kcs_cli.text.dates import possible_days

MOST = 0.5  # share of a name's values that must be of its role

# Front-matter names that are used for each role in knowledge bases in the wild, the most telling first.
FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "kb-id", "kbid", "kb_id", "article-id", "article_id", "articleId", "exl-id", "uuid", "guid", "ms.assetid"),
    "title": ("title", "headline", "name"),
    "tags": ("tags", "tag", "keywords", "labels", "topics", "categories", "category", "feature", "ms.topic", "components",
             "section", "subsection"),
    "environment": ("environment", "appliesto", "applies_to", "applies-to", "appliesTo", "product", "products",
                    "product_name", "ms.prod", "ms.service", "ms.subservice", "versions", "version", "platform", "platforms",
                    "os", "solution"),
    "owner": ("owner", "owners", "owner_slack", "owner_team", "owning_team", "article_owner", "responsible", "maintainer",
              "maintainers", "team", "author", "authors", "assignee", "ms.author", "contact", "created_by"),
    "audience": ("audience", "visibility", "access"),
    "governance": ("governance",),
    "confidence": ("confidence", "state", "status", "validation"),
    "updated": ("updated", "reviewed", "last_reviewed", "last-reviewed", "last_reviewed_on", "reviewed_on", "reviewed_at",
                "last_review", "audit_date", "last_updated", "last-updated", "lastUpdated", "updated_at", "updated_on",
                "lastmod", "lastModified", "last_modified", "last_modified_at", "last_modified_date", "last-update",
                "last_update", "modified", "modified_date", "date_modified", "ms.date", "date"),
    "review_every": ("review_every", "review_in", "review_interval", "review_frequency", "review_cycle", "next_review",
                     "next_review_on", "next_review_date", "review_by", "review_due"),
    "language": ("language", "lang", "locale", "ms.locale"),
    "said": ("said", "phrases", "questions", "search_terms"),
    "aliases": ("aliases", "redirect_from", "former_ids", "old_paths"),
    "kind": ("kind", "type", "article_type", "doc-type", "content_type"),
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
