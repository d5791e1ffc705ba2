"""The section of a CODEOWNERS file for compliance articles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.article.model import OwnerSource
from kcs_cli.knowledge_base.codeowners import OWNER, pattern_of
from kcs_cli.knowledge_base.vocabulary import Governance
from kcs_cli.owners.owner_report import OwnedArticle
from kcs_cli.render.report import Table
from kcs_cli.text.display import one_line

NO_HANDLES: Mapping[str, str] = MappingProxyType({})
BEGIN, END = "# kcs: compliance articles (kcs owners --codeowners)", "# kcs: end"


class SectionReport(NamedTuple):
    """The section of a CODEOWNERS file for compliance articles."""

    lines: tuple[str, ...]

    def tables(self) -> Sequence[Table]:
        """Return the lines as they are."""
        return (Table("", lines=self.lines),)


def codeowners_section(
    articles: Iterable[OwnedArticle], place: Callable[[str], str], handles: Mapping[str, str] = NO_HANDLES
) -> SectionReport:
    """Return a section for CODEOWNERS with the owners of compliance articles.

    `place` returns a path in the repository; `handles` are the teams' names on the code host.
    """
    wanted = [one for one in articles if one.governance == Governance.compliance]
    return SectionReport((BEGIN, *(_section_line(one, place(one.path), handles) for one in wanted), END))


def _section_line(one: OwnedArticle, path: str, handles: Mapping[str, str]) -> str:
    """Return an article's line; a comment where nobody is named, or GitHub could not read it."""
    owners = () if one.ownership.owner_source in (OwnerSource.guess, OwnerSource.nobody) else one.ownership.owners
    owners = tuple(handles.get(owner.casefold(), owner) for owner in owners)
    pattern = pattern_of(path)
    if not pattern:
        return f"# {one_line(path)}: CODEOWNERS has no pattern for this name"
    if not owners:
        return f"# {pattern}: nobody is named"
    if not all(map(OWNER.fullmatch, owners)):
        return f"# {pattern}: {one_line(one.owner)} is no user, team or e-mail address"
    return f"{pattern} {' '.join(owners)}"
