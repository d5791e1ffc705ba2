"""What an article is: its states, its sections, and the article itself."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance, Kind
from kcs_cli.text.display import OptionalText
from kcs_cli.text.gram import normal

EVOLVE = (Kind.path, Kind.procedure)  # they combine articles of one issue and one resolution each


class OwnerSource(StrEnum):
    """Where it is known from who answers for an article."""

    front_matter = "front matter"
    codeowners = "CODEOWNERS"
    owner_files = "OWNERS"
    guess = "guess"
    nobody = ""


class Section(NamedTuple):
    """A heading and the text below it, up to the next heading.

    `role` is issue, environment, resolution or cause, or empty; `line` is the heading's line in the file,
    counted from 1 (the text before the first heading has an empty heading).
    """

    heading: OptionalText
    role: OptionalText
    level: int
    line: int
    text: OptionalText


class FaintPhrase(NamedTuple):
    """Words of a search that led to an article less surely: they count so many sixths of what a phrase does."""

    words: str
    sixths: int


class Fault(NamedTuple):
    """Why front matter cannot be read, and the line of the file on which that shows."""

    line: int
    reason: str


class Article(NamedTuple):
    """An article; what its file leaves out has the configured default.

    `environment` is what the front matter says of it, besides that section.
    `path` is relative to the knowledge base, with `/`; `body_line` is the file's line on which `body` begins. `asked` are
    words of searches that led to it, `faint` those that count less: of the journal, not of the file. `translation_of` is a
    name of another article. `by_rule` are its owners by CODEOWNERS, or by OWNERS (`rule_source`). `fault`: its front matter
    cannot be read, and nothing of it is known. `review` is what it says of the article's review (`review_texts`), mostly
    nothing.
    `included` are the files that its body shows or waits for, where it was read with them.
    """

    path: str
    id: str
    title: str
    kind: Kind
    confidence: Confidence
    audience: Audience
    governance: Governance
    body: str
    body_line: int
    sections: tuple[Section, ...]
    owner: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    said: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    updated_on: date | None = None
    digest: str = ""
    asked: tuple[str, ...] = ()
    faint: tuple[FaintPhrase, ...] = ()
    environment: tuple[str, ...] = ()
    translation_of: str = ""
    by_rule: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    fault: Fault | None = None
    included: tuple[str, ...] = ()
    rule_source: str = ""

    def section(self, role: str) -> str:
        """Return the text of all sections that play this role."""
        return "\n\n".join(s.text for s in self.sections if s.role == role)

    @property
    def ids(self) -> tuple[str, ...]:
        """The id, the former ones, and the path without suffix, which is the id of an article that has none yet."""
        return unique((self.id, *self.aliases, self.path.rsplit(".", 1)[0]))

    @property
    def names(self) -> tuple[str, ...]:
        """All that a person may call the article by: id, aliases, path and file name, with and without suffix."""
        return unique((self.id, *self.aliases, *path_names(self.path)))

    @property
    def domains(self) -> tuple[str, ...]:
        """The knowledge domains it belongs to: its tags, and the folders it is in, in lower case."""
        return unique(map(str.casefold, (*self.tags, *self.path.split("/")[:-1])))


class ArticleDays(NamedTuple):
    """When an article was created, and when somebody last worked on it; None where that is not known."""

    created: date | None = None
    worked: date | None = None


class Reuse(NamedTuple):
    """How many cases an article solved or helped, the day of the last one, and how many flags on it are open."""

    cases: int = 0
    last_on: date | None = None
    flags: int = 0


class BrokenArticle(NamedTuple):
    """A file that is no readable article: set aside, never fatal. `id` is set when only the id is at fault."""

    path: str
    line: int
    reason: str
    id: OptionalText = ""
    digest: OptionalText = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All that a person may call the file by."""
        return unique((self.id, *path_names(self.path)))


def named_owners(
    owner: str, by_rule: Sequence[str], usual: str = "", rule_source: str = ""
) -> tuple[tuple[str, ...], OwnerSource]:
    """Return who is named as owner, and where, by the article's field and by CODEOWNERS; `usual` is the default owner.

    The default owner is mostly nobody's choice for this article; a line of CODEOWNERS is. `rule_source`: see `Article`.
    """
    own = "" if by_rule and owner == usual else owner
    if owners := tuple(part.strip() for part in own.split(",") if part.strip()):
        return owners, OwnerSource.front_matter
    return (tuple(by_rule), OwnerSource(rule_source or OwnerSource.codeowners)) if by_rule else ((), OwnerSource.nobody)


def path_names(path: str) -> tuple[str, ...]:
    """Return a path and its file name, with and without suffix."""
    file = path.rsplit("/", 1)[-1]
    return path, path.rsplit(".", 1)[0], file, file.rsplit(".", 1)[0]


def tag_names(tag: str) -> tuple[str, ...]:
    """Return a tag as it is compared, and those above it: `#Network/VPN` is network/vpn and network."""
    parts = normal(tag).casefold().lstrip("#").strip("/").split("/")
    return unique("/".join(parts[:n]) for n in range(len(parts), 0, -1))


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values once each, in their order, without the empty ones."""
    return tuple(dict.fromkeys(value for value in values if value))


class Flag(NamedTuple):
    """An open flag: what is wrong with an article; `age_days` since it was raised.

    `owner_source` is where it is known from who answers for the article: front matter, CODEOWNERS, guess.
    """

    event: str
    id: str
    title: OptionalText
    owner: OptionalText
    why: OptionalText
    text: OptionalText
    case: OptionalText
    by: str
    at: str
    age_days: int
    owner_source: OptionalText = ""
