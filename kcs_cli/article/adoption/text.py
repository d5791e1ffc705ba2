"""The text of a kcs.toml that an adoption proposes."""

from collections.abc import Iterator, Sequence
from typing import Any

from kcs_cli.article.adoption.adoption_report import AdoptionReport
from kcs_cli.article.adoption.field_choice import FieldChoices, SettingChoice
from kcs_cli.article.adoption.make import reserved_by
from kcs_cli.knowledge_base.config import Config, SiteKind
from kcs_cli.knowledge_base.config_text import HEAD, table_text, tables
from kcs_cli.text.display import quantity

Setting = tuple[tuple[str, str], tuple[Any, str]]  # a table and its key; the value, and what was seen


def adopted_text(report: AdoptionReport) -> str:
    """Write a kcs.toml with what an adoption proposes, each value with its count."""
    chosen = dict([*_places(report), *_names(report), *_rest(report)])
    head = HEAD + f"# Proposed by `kcs init --adopt` from {report.articles} articles; the counts say from how many.\n"
    return head + "".join(table_text(table, chosen) for table, _ in tables())


def _places(report: AdoptionReport) -> Iterator[Setting]:
    """Yield what makes the site, and where its articles are."""
    if report.site.kind is not SiteKind.plain:
        yield ("site", "kind"), (report.site.kind.value, report.site.evidence)
    if report.folder:
        yield ("articles", "folder"), (report.folder, f"{report.in_folder} of {report.articles} articles")
    if report.site.exclude:
        patterns = [*Config().articles.exclude, *report.site.exclude]
        yield ("articles", "exclude"), (patterns, f"of the site, which has no pages of {', '.join(report.site.exclude)}")
    if report.inline_tags:
        yield ("articles", "inline_tags"), (True, f"{report.inline_tags} of {report.articles} articles")


def _names(report: AdoptionReport) -> Iterator[Setting]:
    """Yield the names of fields and the headings of sections."""
    choices = FieldChoices(report.fields, report.misfits, reserved_by(report.site.kind))
    for role in choices.roles:
        seen = [f"{name} {n}" for one in report.fields if one.role == role for name, n in one.values]
        seen += [f"{one.name} {one.articles}, which is none: {one.reason}" for one in report.misfits if one.role == role]
        names = choices.names(role)
        apart = choices.written_apart.get(names[0])
        seen += [f"{report.site.kind.value} goes by {apart}: kcs writes {names[0]}"] if apart else []
        yield ("fields", role), (list(names), ", ".join(seen))
    for one in report.sections:
        seen = [f"{name} {n}" for name, n in one.values]
        yield ("sections", one.role), (_with_defaults(Config().sections.headings(one.role), one), ", ".join(seen))


def _rest(report: AdoptionReport) -> Iterator[Setting]:
    """Yield how dates are written, and the language."""
    if len(report.dates) == 1:  # where both are there, no date that may mean two days is guessed
        order, n = next(iter(report.dates.items()))
        yield ("fields", "dates"), (order, f"of {quantity(n, 'date')} with a day after the 12th")
    if report.language:
        seen = report.languages[report.language]
        yield ("defaults", "language"), (report.language, f"detected in {seen} of {report.articles} articles")


def _with_defaults(usual: Sequence[str], choice: SettingChoice) -> list[str]:
    """Return what was found, then the defaults that it does not have: an article written the usual way is read too."""
    found = [value for value, _ in choice.values]
    return [*found, *(value for value in usual if value.lower() not in {other.lower() for other in found})]
