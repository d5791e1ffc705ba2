"""Decides from what was seen which names and headings play which role."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kcs_cli.article.adoption.adoption_report import AdoptionReport
from kcs_cli.article.adoption.field_choice import LEAST, SeenName, SettingChoice, choose_fields, count_names, is_enough
from kcs_cli.article.adoption.heading import HEADING_WORDS, role_of
from kcs_cli.article.adoption.make import reserved_by
from kcs_cli.article.adoption.sighting import Sighting
from kcs_cli.article.adoption.site import Site
from kcs_cli.article.file_name import take_name_apart
from kcs_cli.article.front_matter import plain_text
from kcs_cli.article.language import detect_text
from kcs_cli.text.dates import DateOrder, order_shown
from kcs_cli.text.display import fold

NEARLY_ALL = 0.95  # share of the articles that a folder must have to be the only one
MANY_SHORT = 50  # short texts that are looked at together to tell their language
FEWEST_HEADINGS = 2  # articles that must have a heading, to be proposed
MOST_HEADINGS = 12  # of a role
PLAIN = Site()


def propose(articles: Sequence[Sighting], site: Site = PLAIN, paths: Sequence[str] = ()) -> AdoptionReport:
    """Decide from what was seen which names and headings play which role."""
    headings = Counter(heading for article in articles for heading in dict.fromkeys(article.headings))
    languages = _count_languages(articles)
    folder, in_folder = _folder_of(articles, site)
    commonest = next(iter(languages), "")
    choices = choose_fields(articles, reserved_by(site.kind))
    used = {name for choice in choices.fields for name, _ in choice.values}
    sections = (_choose_headings(role, headings, len(articles)) for role in HEADING_WORDS)
    return AdoptionReport(
        articles=len(articles),
        folder=folder,
        in_folder=in_folder,
        fields=choices.fields,
        sections=tuple(choice for choice in sections if choice.values),
        language=commonest if len(languages) == 1 else "",
        languages=dict(languages.most_common(5)),
        without_id=_count_without_id(articles, choices.names("id")),
        without_role=tuple(SeenName(name, n) for name, n in count_names(articles).most_common(12) if name not in used),
        dates=_date_orders(articles),
        inline_tags=_count_tagged(articles),
        site=site,
        misfits=choices.misfits,
        language_forms=_count_translations(paths),
        link_forms=_count_links(articles),
    )


def _folder_of(articles: Sequence[Sighting], site: Site) -> tuple[str, int]:
    """Return the folder of the articles, and how many are in it: the site's, else one that nearly all are in."""
    if site.folder:
        return site.folder, len(articles)
    folders = Counter(article.folder for article in articles)
    folder, in_folder = folders.most_common(1)[0] if folders else ("", 0)
    return folder if in_folder >= len(articles) * NEARLY_ALL else "", in_folder


def _count_links(articles: Sequence[Sighting]) -> dict[str, int]:
    """Count the articles by the ways in which they write links."""
    counts = Counter(form for article in articles for form in article.links)
    return {form: n for form, n in counts.most_common() if is_enough(n, len(articles))}


def _count_translations(paths: Sequence[str]) -> dict[str, int]:
    """Count the paths that name a language, by how they do."""
    names = [take_name_apart(path) for path in paths]
    counts = {"a.de.md": sum(bool(one.suffix) for one in names), "de/a.md": sum(bool(one.folder) for one in names)}
    return {form: n for form, n in counts.items() if is_enough(n, len(paths))}


def _count_without_id(articles: Iterable[Sighting], names: Sequence[str]) -> int:
    """Return how many articles would go by their path."""
    sound = (article.front_matter for article in articles if not article.is_broken)
    return sum(not any(plain_text(fields.get(name)) for name in names) for fields in sound)


def _count_tagged(articles: Sequence[Sighting]) -> int:
    """Count the articles with tags in their text that another has too; none where so few have them that it is chance."""
    used = Counter(tag.casefold() for article in articles for tag in article.hashtags)
    tagged = sum(any(used[tag.casefold()] > 1 for tag in article.hashtags) for article in articles)
    return tagged if tagged > len(articles) * LEAST else 0


def _date_orders(articles: Iterable[Sighting]) -> dict[str, int]:
    """Return what comes first in the dates of all fields, where a day after the 12th shows it; the commonest first."""
    shown = (order_shown(value) for article in articles for value in article.front_matter.values())
    return dict(Counter(order.value for order in shown if order is not DateOrder.clear).most_common())


def _choose_headings(role: str, headings: Counter[str], articles: int) -> SettingChoice:
    """Return the headings for a role, as the base writes them, the commonest first."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for heading, count in headings.most_common():
        folded = fold(heading)
        if role_of(folded) == role:
            counts[folded] += count
            spelled.setdefault(folded, heading.rstrip(" :"))
    enough = ((f, n) for f, n in counts.most_common(MOST_HEADINGS) if n >= FEWEST_HEADINGS and is_enough(n, articles))
    return SettingChoice(role, tuple(SeenName(spelled[f], n) for f, n in enough))


def _count_languages(articles: Sequence[Sighting]) -> Counter[str]:
    """Count articles by language; where each is too short to tell, all of them together tell."""
    languages = Counter(article.language for article in articles if article.language)
    if not languages and (together := detect_text(" ".join(article.sample for article in articles[:MANY_SHORT]))):
        languages[together] = len(articles)
    return languages
