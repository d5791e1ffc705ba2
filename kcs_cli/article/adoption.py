"""Proposes a kcs.toml for a repository whose conventions kcs did not choose, with the counts it decided from."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kcs_cli.article.hashtag import find_hashtags
from kcs_cli.article.language import detect, detect_text
from kcs_cli.article.model import BrokenArticle
from kcs_cli.article.reader import plain_text, read_article, sound, take_apart
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.config_text import HEAD, table_text, tables
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.render.report import Table
from kcs_cli.text.dates import DateOrder, order_shown
from kcs_cli.text.display import OptionalText, fold, quantity

MOST_FIELDS = 0.02  # share of the articles that must have a front-matter name, and …
NEARLY_ALL = 0.95  # share of the articles that a folder must have to be the only one
SAMPLE, MANY_SHORT = 300, 50  # characters of a short text, and so many texts, that are looked at together
FEWEST_HEADINGS = 2  # … number of articles that must have a heading, to be proposed

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


class Sighting(NamedTuple):
    """What was seen in one article: its front matter, its headings, its language, its folder.

    `sample` is how a text begins that is too short to tell its language; `hashtags` are the tags in the text.
    """

    front_matter: Mapping[str, Any]
    headings: tuple[str, ...]
    language: str
    folder: str
    sample: str = ""
    is_broken: bool = False
    hashtags: tuple[str, ...] = ()


class SeenName(NamedTuple):
    """A name or a heading, and in how many articles it was seen."""

    name: str
    articles: int


class SettingChoice(NamedTuple):
    """One setting to write: the values, each with the number of articles it was seen in, and the role's name."""

    role: str
    values: tuple[SeenName, ...]


class AdoptionReport(NamedTuple):
    """A proposal: where the articles are, which names and headings play which role. `without_role` names play none.

    `dates`: what comes first in the articles' dates, each with the number of dates that show it. `without_id` counts the
    articles that go by their path, `inline_tags` those with tags in their text, where the base uses those.
    """

    articles: int
    folder: str
    in_folder: int
    fields: tuple[SettingChoice, ...]
    sections: tuple[SettingChoice, ...]
    language: OptionalText
    languages: Mapping[str, int]
    without_role: tuple[SeenName, ...]
    dates: Mapping[str, int] = MappingProxyType({})
    without_id: int = 0
    inline_tags: int = 0

    def tables(self) -> Sequence[Table]:
        """Return what was chosen and what was left over, with counts."""
        chosen = [("folder", self.folder or ".", self.in_folder)] if self.folder else []
        chosen += [("articles.inline_tags", "true", self.inline_tags)] if self.inline_tags else []
        chosen += [(f"fields.{c.role}", name, n) for c in self.fields for name, n in c.values]
        chosen += [("fields.id", "(none)", self.without_id)] if self.without_id else []
        chosen += [("fields.dates", order, n) for order, n in self.dates.items()]
        chosen += [(f"sections.{c.role}", name, n) for c in self.sections for name, n in c.values]
        chosen += [("language", language, n) for language, n in self.languages.items()]
        return (
            Table(f"Of {self.articles:,} articles:", ("role", "found", "articles"), tuple(chosen)),
            Table("Front matter without a role:", ("name", "articles"), self.without_role),
        )


def propose(articles: Sequence[Sighting]) -> AdoptionReport:
    """Decide from what was seen which names and headings play which role."""
    names = Counter(name for article in articles for name, value in article.front_matter.items() if value not in (None, ""))
    headings = Counter(heading for article in articles for heading in dict.fromkeys(article.headings))
    folders = Counter(article.folder for article in articles)
    languages = _count_languages(articles)
    folder, in_folder = folders.most_common(1)[0] if folders else ("", 0)
    commonest = next(iter(languages), "")
    fields = tuple(choice for role in FIELD_NAMES if (choice := _choose_field(role, articles, names)).values)
    used = {name for choice in fields for name, _ in choice.values}
    return AdoptionReport(
        articles=len(articles),
        folder=folder if in_folder >= len(articles) * NEARLY_ALL else "",
        in_folder=in_folder,
        fields=fields,
        sections=tuple(choice for role in HEADING_WORDS if (choice := _choose_headings(role, headings)).values),
        language=commonest if len(languages) == 1 else "",
        languages=dict(languages.most_common(5)),
        without_id=_count_without_id(articles, fields),
        without_role=tuple(SeenName(name, n) for name, n in names.most_common(12) if name not in used),
        dates=_date_orders(articles),
        inline_tags=_count_tagged(articles),
    )


def _count_without_id(articles: Iterable[Sighting], fields: Iterable[SettingChoice]) -> int:
    """Return how many articles would go by their path."""
    names = {*Config().fields.id, *(name for one in fields if one.role == "id" for name, _ in one.values)}
    sound = (article.front_matter for article in articles if not article.is_broken)
    return sum(not any(plain_text(fields.get(name)) for name in names) for fields in sound)


def _count_tagged(articles: Sequence[Sighting]) -> int:
    """Count the articles with tags in their text that another has too; none where so few have them that it is chance."""
    used = Counter(tag.casefold() for article in articles for tag in article.hashtags)
    tagged = sum(any(used[tag.casefold()] > 1 for tag in article.hashtags) for article in articles)
    return tagged if tagged > len(articles) * MOST_FIELDS else 0


def _date_orders(articles: Iterable[Sighting]) -> dict[str, int]:
    """Return what comes first in the dates of all fields, where a day after the 12th shows it; the commonest first."""
    shown = (order_shown(value) for article in articles for value in article.front_matter.values())
    return dict(Counter(order.value for order in shown if order is not DateOrder.clear).most_common())


def _choose_field(role: str, articles: Sequence[Sighting], names: Counter[str]) -> SettingChoice:
    """Return the front-matter names for a role: known ones, often enough, whose values fit."""
    found = [
        SeenName(name, names[name])
        for name in FIELD_NAMES[role]
        if names[name] > len(articles) * MOST_FIELDS and fits(role, [a.front_matter.get(name) for a in articles])
    ]
    best = sorted(found, key=lambda item: -item[1])[:1] if role == "id" else found[:3]
    return SettingChoice(role, tuple(best))


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


def _choose_headings(role: str, headings: Counter[str]) -> SettingChoice:
    """Return the headings for a role, as the base writes them, the commonest first."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for heading, count in headings.most_common():
        folded = fold(heading)
        if role_of(folded) == role:
            counts[folded] += count
            spelled.setdefault(folded, heading.rstrip(" :"))
    return SettingChoice(role, tuple(SeenName(spelled[f], n) for f, n in counts.most_common(12) if n >= FEWEST_HEADINGS))


def role_of(heading: str) -> str:
    """Return the role of the first word list that a heading is made of, with at most three words more."""
    for role, words in HEADING_WORDS.items():
        if (found := re.match(rf"(?:\d+[.)] )?(?:possible |proposed |the )?(?:{words})(?!\w)", heading)) and (
            len(heading[found.end() :].split()) <= 3 or role == "environment"
        ):
            return role
    return ""


def adopted_text(report: AdoptionReport) -> str:
    """Write a kcs.toml with what an adoption proposes, each value with its count."""
    chosen: dict[tuple[str, str], tuple[Any, str]] = {}
    if report.folder:
        chosen["articles", "folder"] = (report.folder, f"{report.in_folder} of {report.articles} articles")
    if report.inline_tags:
        chosen["articles", "inline_tags"] = (True, f"{report.inline_tags} of {report.articles} articles")
    usual = Config()
    chosen |= {
        ("fields", one.role): (_with_defaults(usual.fields.names(one.role), one), _counts(one)) for one in report.fields
    }
    chosen |= {
        ("sections", one.role): (_with_defaults(usual.sections.headings(one.role), one), _counts(one))
        for one in report.sections
    }
    if len(report.dates) == 1:  # where both are there, no date that may mean two days is guessed
        order, n = next(iter(report.dates.items()))
        chosen["fields", "dates"] = (order, f"of {quantity(n, 'date')} with a day after the 12th")
    if report.language:
        seen = report.languages[report.language]
        chosen["defaults", "language"] = (report.language, f"detected in {seen} of {report.articles} articles")
    head = HEAD + f"# Proposed by `kcs init --adopt` from {report.articles} articles; the counts say from how many.\n"
    return head + "".join(table_text(table, chosen) for table, _ in tables())


def _with_defaults(usual: Sequence[str], choice: SettingChoice) -> list[str]:
    """Return what was found, then the defaults that it does not have: an article written the usual way is read too."""
    found = [value for value, _ in choice.values]
    return [*found, *(value for value in usual if value.lower() not in {other.lower() for other in found})]


def _counts(choice: SettingChoice) -> str:
    """Write the counts of a choice."""
    return ", ".join(f"{name} {n}" for name, n in choice.values)


def survey(root: Path, path: str, config: Config) -> Sighting:
    """Look at a file for `kcs init --adopt`: its own front-matter names and headings, whatever they mean."""
    article = sound(read_article(root, path, config))
    folder = path.split("/")[0] if "/" in path else ""
    if isinstance(article, BrokenArticle):
        return Sighting({}, (), "", folder, is_broken=True)
    _, front_matter = take_apart((root / path).read_bytes())
    headings = tuple(section.heading for section in article.sections if section.heading)
    language = article.language or detect(article)
    sample = "" if language else article.body[:SAMPLE]
    hashtags = find_hashtags(article.body)
    return Sighting(front_matter, headings, language, folder, sample=sample, hashtags=hashtags)


def _count_languages(articles: Sequence[Sighting]) -> Counter[str]:
    """Count articles by language; where each is too short to tell, all of them together tell."""
    languages = Counter(article.language for article in articles if article.language)
    if not languages and (together := detect_text(" ".join(article.sample for article in articles[:MANY_SHORT]))):
        languages[together] = len(articles)
    return languages
