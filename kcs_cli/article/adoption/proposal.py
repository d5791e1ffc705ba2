"""Decides from what was seen which names and headings play which role."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kcs_cli.article.adoption.adoption_report import AdoptionReport, SeenName, SettingChoice
from kcs_cli.article.adoption.role import FIELD_NAMES, HEADING_WORDS, fits, role_of
from kcs_cli.article.adoption.sighting import Sighting
from kcs_cli.article.language import detect_text
from kcs_cli.article.reader import plain_text
from kcs_cli.knowledge_base.config import Config
from kcs_cli.text.dates import DateOrder, order_shown
from kcs_cli.text.display import fold

MOST_FIELDS = 0.02  # share of the articles that must have a front-matter name, and …
NEARLY_ALL = 0.95  # share of the articles that a folder must have to be the only one
MANY_SHORT = 50  # short texts that are looked at together to tell their language
FEWEST_HEADINGS = 2  # … number of articles that must have a heading, to be proposed


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


def _count_languages(articles: Sequence[Sighting]) -> Counter[str]:
    """Count articles by language; where each is too short to tell, all of them together tell."""
    languages = Counter(article.language for article in articles if article.language)
    if not languages and (together := detect_text(" ".join(article.sample for article in articles[:MANY_SHORT]))):
        languages[together] = len(articles)
    return languages
