"""What a help desk or a wiki knows of one article, whatever the format it was exported in."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.text.display import OptionalText


class SourcePerson(NamedTuple):
    """Who wrote something at the source: the name, the address where the export has it, the source's own number."""

    name: str = ""
    email: str = ""
    number: str = ""


class SourceAttachment(NamedTuple):
    """A file of an article: what its text calls it, the name to keep it by, and what reads its bytes from the export."""

    address: str
    name: str
    read: Callable[[], bytes]


class SourceRevision(NamedTuple):
    """What an article said at one time: its title and text as HTML or as markdown, by whom and when."""

    title: str
    html: str = ""
    markdown: str = ""
    author: SourcePerson = SourcePerson()
    at: datetime | None = None


class SourceVotes(NamedTuple):
    """How often an article was read and voted on, as far as the source says."""

    views: int = 0
    helpful: int = 0
    unhelpful: int = 0


class SourceRecord(NamedTuple):
    """One article of a source, in one language.

    `key` tells it apart in its source for ever, over every export (`360001`, `360001/de`); `revisions` are all the source
    has, the oldest first, never empty; `created` and `updated` are in UTC. `translation_of` is another record's key.
    `folders` are the sections it lies in, the outermost first; `old_names` its numbers and names there, `addresses` the
    web addresses and paths by which other articles link to it. `fields` are further front-matter fields as they will be
    written. What is None the source does not say.
    """

    key: str
    revisions: tuple[SourceRevision, ...]
    created: datetime | None = None
    updated: datetime | None = None
    audience: Audience | None = None
    confidence: Confidence | None = None
    language: str = ""
    translation_of: str = ""
    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owner: SourcePerson = SourcePerson()
    old_names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    attachments: tuple[SourceAttachment, ...] = ()
    votes: SourceVotes = SourceVotes()
    fields: Mapping[str, str | tuple[str, ...]] = MappingProxyType({})


class BrokenRecord(NamedTuple):
    """A record that cannot be read: its number in the export, counted from 1, the file, and what is wrong with it.

    The number 0 says something of a file as a whole, as how many records of it are left out on purpose.
    """

    number: int
    file: OptionalText
    reason: str
