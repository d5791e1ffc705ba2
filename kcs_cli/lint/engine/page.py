"""An article's file as the rules see it: its text, its fields with their lines, its sections, links and code."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from kcs_cli.article.front_matter import (
    FieldError,
    FileParts,
    FrontMatter,
    UnclosedFrontMatterError,
    plain_text,
    read_front_matter,
    split,
)
from kcs_cli.article.link import LinkForm, lines_outside_fences, without_code
from kcs_cli.article.link_form import formed_links
from kcs_cli.article.model import Article, Section
from kcs_cli.article.reader import article_of
from kcs_cli.article.section import Heading, find_sections, headings_of
from kcs_cli.knowledge_base.config import Config, heading_roles
from kcs_cli.text.display import decoded
from kcs_cli.text.outside import exact

KEY = {
    "yaml": re.compile(r"(?P<quote>[\"']?)(?P<name>[^\s\"'#:\-\[{][^\"':]*+)(?P=quote)[ \t]*+:(?=[ \t]|$)"),
    "toml": re.compile(r"(?P<quote>[\"']?)(?P<name>[\w-]+)(?P=quote)[ \t]*="),
    "json": re.compile(r'[ \t]*"(?P<name>[^"\\]+)"[ \t]*:'),
}
DISABLED = re.compile(r"<!--\s*+kcs-disable\s++(?P<rule>(?:\w|-(?!->))++)\s*+(?::(?P<reason>(?:(?!-->).)*+))?-->")


class Key(NamedTuple):
    """A name in the front matter, and its line in the file."""

    name: str
    line: int


class PageLink(NamedTuple):
    """A link or an image in the body: where it stands in the file (line and column from 1), and where it leads."""

    line: int
    column: int
    destination: str
    is_image: bool
    form: LinkForm = LinkForm.markdown


class Silencer(NamedTuple):
    """A comment that silences a rule: for its section, or for the whole file when it stands before the first heading."""

    rule: str
    reason: str
    line: int
    first: int
    last: int


class Page:
    """One article's file. `before` is the page as it was where that is known: None for a new article.

    `has_before`: it is known what the page was before, if anything. What cannot be read leaves the parts empty.
    """

    def __init__(
        self, path: str, content: bytes, config: Config, *, before: "Page | None" = None, has_before: bool = False
    ) -> None:
        self.path = path
        self.content = content
        self.config = config
        self.before = before
        self.has_before = has_before

    def let_go(self) -> None:
        """Forget what its lines are made of until somebody asks again: it takes ten times as much room as the text."""
        for name in ("text", "lines", "bare_lines", "starts", "prose", "links", "keys"):
            self.__dict__.pop(name, None)

    @property
    def is_new(self) -> bool:
        """Tell whether the change that is looked at adds the article."""
        return self.has_before and self.before is None

    @cached_property
    def undecodable(self) -> UnicodeDecodeError | None:
        """Why the file is not UTF-8."""
        try:
            exact(self.content, bom=True)
        except UnicodeDecodeError as error:
            return error
        return None

    @cached_property
    def text(self) -> str:
        """The file's text without BOM, lines ended by line feeds alone; what is not UTF-8 is replaced."""
        return decoded(self.content, "replace")

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines."""
        return self.text.split("\n")

    @cached_property
    def bare_lines(self) -> list[str]:
        """The file's lines without blanks at their ends, each once: a line may have thousands of findings."""
        return [line.rstrip() for line in self.lines]

    def line(self, number: int) -> str:
        """Return a line by its number, from 1; nothing for one that is not there."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def parts(self) -> FileParts:
        """Front matter and body; where the front matter does not end, all is body."""
        return self._parts_or_error[0]

    @cached_property
    def _parts_or_error(self) -> tuple[FileParts, FieldError | None]:
        """Front matter and body, and that the front matter does not end."""
        try:
            return split(self.text), None
        except UnclosedFrontMatterError as error:
            return FileParts(syntax="", source="", line=1, body=self.text, body_line=1), FieldError(1, str(error))

    @cached_property
    def field_error(self) -> FieldError | None:
        """Why the front matter cannot be read."""
        return self.read_fields[1]

    @property
    def fields(self) -> dict[str, Any]:
        """The front matter's names and values; nothing where it cannot be read."""
        return self.read_fields[0]

    @cached_property
    def read_fields(self) -> tuple[dict[str, Any], FieldError | None]:
        """The front matter's names and values, or why there are none."""
        parts, error = self._parts_or_error
        if error:
            return {}, error
        try:
            return read_front_matter(parts), None
        except FieldError as error:
            return {}, error

    @cached_property
    def values(self) -> FrontMatter:
        """The front matter, asked by what it means."""
        return FrontMatter(self.fields, self.config)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The names at the top level of the front matter with their lines, in their order, repeated ones repeated."""
        pattern = KEY.get(self.parts.syntax)
        if not pattern:
            return ()
        found = ((pattern.match(line), number) for number, line in enumerate(self.parts.source.split("\n"), self.parts.line))
        return tuple(Key(match["name"].strip(), number) for match, number in found if match)

    def name_of(self, role: str) -> str:
        """Return the name under which a field of the standard stands in the front matter; nothing where it does not."""
        names = self.config.fields.names(role)
        return next((name for name in names if name in self.fields), "")

    def line_of(self, name: str) -> int:
        """Return the line of a name in the front matter; 1 where it is not seen."""
        return next((key.line for key in self.keys if key.name == name), 1)

    def line_of_value(self, name: str, value: str) -> int:
        """Return the line on which a value of a field stands: that of a list's entry, or of the field."""
        first = self.line_of(name)
        following = next((key.line for key in self.keys if key.line > first), self.parts.body_line)
        return next((n for n in range(first, following) if value and value in self.line(n)), first)

    def role_line(self, role: str) -> int:
        """Return the line of a field of the standard; 1 where the front matter does not have it."""
        return self.line_of(self.name_of(role))

    @cached_property
    def article(self) -> Article | None:
        """The article; None where the file is none."""
        if self.field_error or self.undecodable:
            return None
        return article_of(self.path, self.parts, self.fields, self.config)

    @cached_property
    def sections(self) -> Sequence[Section]:
        """The sections of the body, with their roles and lines."""
        if self.article:
            return self.article.sections
        return find_sections(self.parts.body, self.parts.body_line, heading_roles(self.config))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the body; `line` counts from 0 at the body's first line."""
        return headings_of(self.parts.body)

    def has(self, role: str) -> bool:
        """Tell whether a section plays a role."""
        return any(section.role == role for section in self.sections)

    @cached_property
    def prose(self) -> Mapping[int, str]:
        """The body's lines that are no fenced code, by their numbers, code within them blotted out with backticks."""
        if "`" not in self.parts.body and "~~~" not in self.parts.body:
            return dict(enumerate(self.parts.body.split("\n"), self.parts.body_line))
        outside = lines_outside_fences(self.text, self.parts.body_line)
        return {number: without_code(line.rstrip("\n")) for number, _, line in outside}

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins in the text."""
        starts, place = [], 0
        for line in self.lines:
            starts.append(place)
            place += len(line) + 1
        return starts

    def number_at(self, place: int) -> int:
        """Return the number of the line that a place in the text is on."""
        return bisect_right(self.starts, place)

    @cached_property
    def links(self) -> tuple[PageLink, ...]:
        """The links, images and reference definitions of the body; what is in code or a comment is none."""
        found = []
        for link in formed_links(self.text, self.parts.body_line):
            number = self.number_at(link.start)
            column = link.start - self.starts[number - 1] + 1
            found.append(PageLink(number, column, link.destination, link.is_image, link.form))
        return tuple(found)

    @cached_property
    def id(self) -> str:
        """The article's id; where it has none, its path without suffix."""
        return self.article.id if self.article else self.path.rsplit(".", 1)[0]

    @property
    def said(self) -> tuple[str, ...]:
        """The customers' phrases."""
        return self.values.texts("said")

    def own_text(self, role: str) -> str:
        """Return a scalar field of the standard as it is written; nothing where the front matter does not have it."""
        return plain_text(self.fields.get(self.name_of(role)))

    @cached_property
    def disabled(self) -> tuple[Silencer, ...]:
        """The comments that silence rules."""
        if "kcs-disable" not in self.text:
            return ()
        begins = [self.parts.body_line + heading.line for heading in self.headings]
        ends = [*(begin - 1 for begin in begins[1:]), len(self.lines)]
        found = []
        for number, line in self.prose.items():
            section = bisect_right(begins, number) - 1
            found += [
                Silencer(
                    rule=match["rule"],
                    reason=(match["reason"] or "").strip(),
                    line=number,
                    first=begins[section] if section >= 0 else 1,
                    last=ends[section] if section >= 0 else len(self.lines),
                )
                for match in DISABLED.finditer(line, 0, line.rfind("-->") + 3)  # what is open is none
            ]
        return tuple(found)
