"""What front-matter names and headings mean, by the words that knowledge bases in the wild have for each role."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence

# Front-matter names that are used for each role in knowledge bases in the wild, the most telling first.
FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "kb-id", "kbid", "article-id", "article_id", "exl-id", "uuid", "guid", "ms.assetid"),
    "title": ("title", "headline", "name"),
    "tags": ("tags", "tag", "keywords", "labels", "topics", "categories", "category", "feature", "ms.topic"),
    "owner": ("owner", "owners", "author", "authors", "maintainer", "assignee", "ms.author", "contact"),
    "audience": ("audience", "visibility", "access"),
    "confidence": ("confidence", "state", "status", "validation"),
    "updated": ("updated", "reviewed", "last_reviewed", "last-reviewed", "last_updated", "last-updated", "lastmod",
                "last-update", "modified", "ms.date", "date"),
    "language": ("language", "lang", "locale", "ms.locale"),
    "said": ("said", "phrases", "questions", "search_terms"),
    "aliases": ("aliases", "redirect_from", "former_ids"),
    "kind": ("kind", "type", "article_type", "doc-type"),
}  # fmt: skip
VOCABULARY = {"audience": frozenset(Audience), "confidence": frozenset(Confidence)}

# What headings begin with, by role, in the languages support is written in.
HEADING_WORDS: Mapping[str, str] = {
    "environment": r"environments?|affected (?:products?|versions?|editions?)|applies to|versions? affected|umgebung"
    r"|betroffene|environnement|entorno|ambiente|среда|окружение|środowisko|aplinka|环境|環境",
    "issue": r"issues?|problems?|steps to reproduce|symptoms?|questions?|error message"
    r"|problembeschreibung|frage|problème|symptômes?|problemas?"
    r"|síntomas?|sintomi|проблема|симптом|вопрос|problema|klausimas|simptomai|问题|症状|問題|質問",
    "resolution": r"(?:re)?solutions?|solving|workarounds?|fix(?:es)?|answers?|steps(?! to reproduce)|procedure"
    r"|remed(?:y|ies)|lösung(?:en)?"
    r"|antwort|réponse|solución|respuesta|soluzione|risposta|решение|ответ|rozwiązanie|sprendimas|atsakymas|解决|解決|回答|答案",
    "cause": r"causes?|root cause|reasons?|why|ursachen?|grund|origine|causas?|причина|przyczyna|priežast(?:is|ys)|原因",
}


def fits(role: str, values: Iterable[Any]) -> bool:
    """Tell whether values can play a role: ids differ from each other, states are words that kcs knows."""
    given = [_scalar(value) for value in values if value is not None and value != ""]
    if role == "id":
        return len(set(given)) == len(given)
    if role in VOCABULARY:
        return sum(value.lower().replace(" ", "-") in VOCABULARY[role] for value in given) > len(given) / 2
    return bool(given)


def _scalar(value: Any) -> str:
    """Return a value as text; lists and tables are alike, and a number of thousands of digits is no text."""
    if isinstance(value, list | dict):
        return "[]"
    try:
        return str(value)
    except ValueError:
        return ""


def role_of(heading: str) -> str:
    """Return the role of the first word list that a heading is made of, with at most three words more."""
    for role, words in HEADING_WORDS.items():
        if (found := re.match(rf"(?:\d+[.)] )?(?:possible |proposed |the )?(?:{words})(?!\w)", heading)) and (
            len(heading[found.end() :].split()) <= 3 or role == "environment"
        ):
            return role
    return ""
