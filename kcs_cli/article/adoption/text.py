"""The text of a kcs.toml that an adoption proposes."""

from collections.abc import Sequence
from typing import Any

from kcs_cli.article.adoption.adoption_report import AdoptionReport, SettingChoice
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.config_text import HEAD, table_text, tables
from kcs_cli.text.display import quantity


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
