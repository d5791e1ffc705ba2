"""What an adoption proposes, with the counts it decided from, and what comes of it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.article.adoption.field_choice import FieldChoices, Misfit, SeenName, SettingChoice
from kcs_cli.article.adoption.make import reserved_by
from kcs_cli.article.adoption.outlook import Outlook
from kcs_cli.article.adoption.site import Site
from kcs_cli.render.report import Column, Table
from kcs_cli.text.display import OptionalText, quantity

SHOWN_NAMES = 6  # names without a role that are shown


class AdoptionReport(NamedTuple):
    """A proposal: where the articles are, which names and headings play which role. `without_role` names play none.

    `dates`: what comes first in the articles' dates, each with the number of dates that show it. `without_id` counts the
    articles that go by their path, `inline_tags` those with tags in their text, where the base uses those. `misfits` are
    names that are not taken for what they are called. `language_forms` counts the articles by how they name a language,
    `link_forms` by how they write links.
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
    site: Site = Site()
    misfits: tuple[Misfit, ...] = ()
    language_forms: Mapping[str, int] = MappingProxyType({})
    link_forms: Mapping[str, int] = MappingProxyType({})
    outlook: Outlook = Outlook()

    def tables(self) -> Sequence[Table]:
        """Return what was chosen and what was left over, with counts, and last what comes of it."""
        chosen = [("site.kind", f"{self.site.kind}: {self.site.evidence}")]
        chosen += [("articles.folder", f"{self.folder} {self.in_folder:,}")] if self.folder else []
        chosen += [("articles.exclude", ", ".join(self.site.exclude))] if self.site.exclude else []
        chosen += [("articles.inline_tags", f"true {self.inline_tags:,}")] if self.inline_tags else []
        chosen += [(f"fields.{one.role}", _counts(one.values)) for one in self.fields]
        chosen += [("fields.dates", _joined(self.dates))] if self.dates else []
        chosen += [(f"sections.{one.role}", _counts(one.values)) for one in self.sections]
        chosen += [("languages", _joined(self.languages))] if self.languages else []
        chosen += [("… are written as", _joined(self.language_forms))] if self.language_forms else []
        chosen += [("links are written as", _joined(self.link_forms))] if self.link_forms else []
        names = self.without_role
        rest = f", {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
        chosen += [("without a role", f"{_counts(names[:SHOWN_NAMES])}{rest}")] if names else []
        apart = FieldChoices(self.fields, self.misfits, reserved_by(self.site.kind)).written_apart
        chosen += (
            [("kcs writes", f"{', '.join(apart)}: {self.site.kind} goes by {', '.join(apart.values())}")] if apart else []
        )
        misfits = tuple((f"{one.name} ({one.articles:,})", one.role, one.reason) for one in self.misfits)
        return (
            Table(
                f"Of {quantity(self.articles, 'article')}:",
                (Column("role", "setting"), Column("name", "seen, in how many")),
                tuple(chosen),
            ),
            Table("Not taken over:", ("name", Column("role", "is no"), Column("reason", "why")), misfits),
            *self.outlook.tables(self.without_id),
        )


def _counts(values: Sequence[SeenName]) -> str:
    """Write names with their counts."""
    return ", ".join(f"{name} {n:,}" for name, n in values)


def _joined(counts: Mapping[str, int]) -> str:
    """Write the same of a mapping."""
    return ", ".join(f"{name} {n:,}" for name, n in counts.items())
