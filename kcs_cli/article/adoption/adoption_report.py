"""What an adoption proposes, with the counts it decided from."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.render.report import Table
from kcs_cli.text.display import OptionalText


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
