"""One article as a report: its state, its sections, its text."""

import re
from collections.abc import Container, Sequence
from datetime import date
from typing import NamedTuple

from kcs_cli.article.model import Article, Fault, Flag, Reuse, Section, named_owners
from kcs_cli.errors import NotFoundError
from kcs_cli.render.report import Column, Table
from kcs_cli.text.display import OptionalText, fold

NONE = Reuse()
MARK_UP = re.compile(r"\[!\w+ |[\[\]*_`]")  # `[!UICONTROL Save]`, `**so**`


class ArticleReport(NamedTuple):
    """An article, or the one section of it that was asked for. `markdown` is its text as the file has it.

    `cases` it solved or helped, the last one on `used_on`; `open_flags` that are open. `created_on` and `changed_on` (the
    last substantive change) are by git, `verified_on` by the journal, as they were last noted. `owner_source` is where the
    owner is known from: front matter, CODEOWNERS, guess. `fault`: its front matter cannot be read.
    """

    id: str
    title: str
    path: str
    kind: str
    confidence: str
    audience: str
    governance: str
    owner: OptionalText
    owner_source: OptionalText
    tags: tuple[str, ...]
    language: OptionalText
    said: tuple[str, ...]
    aliases: tuple[str, ...]
    updated_on: date | None
    sections: tuple[Section, ...]
    section: OptionalText
    markdown: OptionalText
    cases: int = 0
    used_on: date | None = None
    open_flags: tuple[Flag, ...] = ()
    created_on: date | None = None
    changed_on: date | None = None
    verified_on: date | None = None
    fault: Fault | None = None

    def tables(self) -> Sequence[Table]:
        """Return the article's facts."""
        columns = ("id", "title", "path", "kind", "confidence", "audience", "governance", "owner", "owner_source",
                   Column("tags", "tags", ", ".join), "language", "updated_on", "created_on", "changed_on", "verified_on",
                   "cases", "used_on", "flags")  # fmt: skip
        facts = (self.id, self.title, self.path, self.kind, self.confidence, self.audience, self.governance, self.owner,
                 self.owner_source, self.tags, self.language, self.updated_on, self.created_on, self.changed_on,
                 self.verified_on, self.cases, self.used_on, len(self.open_flags))  # fmt: skip
        return (Table("", columns, (facts,), upright=("field", "value")),)


def report_article(
    article: Article, source: str, section: str | None = None, reuse: Reuse = NONE, flags: Sequence[Flag] = ()
) -> ArticleReport:
    """Make the report of an article; raise NotFoundError for a section it does not have."""
    sections = _find_section(article, section) if section else article.sections
    return ArticleReport(
        id=article.id,
        title=article.title,
        path=article.path,
        kind=article.kind,
        confidence=article.confidence,
        audience=article.audience,
        governance=article.governance,
        owner=article.owner,
        owner_source=named_owners(article.owner, article.by_rule, rule_source=article.rule_source)[1].value,
        tags=article.tags,
        language=article.language,
        said=article.said,
        aliases=article.aliases,
        updated_on=article.updated_on,
        sections=sections,
        section=section or "",
        markdown=_section_text(sections) if section else source,
        cases=reuse.cases,
        used_on=reuse.last_on,
        open_flags=tuple(flags),
        fault=article.fault,
    )


def _find_section(article: Article, wanted: str) -> tuple[Section, ...]:
    """Return the sections that play a role, else those with a heading or its beginning, each with what is below it."""
    found = tuple(s for s in article.sections if s.role == fold(wanted))
    if found:
        return found
    names = dict.fromkeys(s.heading for s in article.sections if s.heading)
    begin = _compared(wanted)
    meant = [name for name in names if _compared(name) == begin] or [
        name for name in names if begin and _compared(name).startswith(begin)
    ]
    if len(meant) > 1 and len(set(map(_compared, meant))) > 1:
        raise NotFoundError(f"{len(meant)} sections of {article.id} begin {wanted}", f"Name one of them: {', '.join(meant)}")
    if meant:
        return _with_those_below(article.sections, frozenset(meant))
    raise NotFoundError(f"{article.id} has no section {wanted}", f"It has {', '.join(names) or 'no headings'}")


def _compared(heading: str) -> str:
    """Return a heading as it is compared: its words, without mark-up."""
    return fold(MARK_UP.sub("", heading)).strip()


def _with_those_below(sections: Sequence[Section], headings: Container[str]) -> tuple[Section, ...]:
    """Return the sections that have one of the headings, each with what is below it."""
    inside, under = 0, list[Section]()
    for section in sections:
        if inside and section.level > inside:
            under.append(section)
            continue
        inside = section.level if section.heading and section.heading in headings else 0
        under += [section] if inside else []
    return tuple(under)


def _section_text(sections: Sequence[Section]) -> str:
    """Write sections as markdown; the first one's own heading is known and left out."""
    first, *rest = sections
    return "\n\n".join([first.text, *(f"{'#' * s.level} {s.heading}\n\n{s.text}" for s in rest)]).strip()
