"""A record as the article that it makes: its text, its files, where its links lead, whom it belongs to."""

from collections.abc import Callable, Mapping, Sequence
from posixpath import relpath
from urllib.parse import quote, unquote

from kcs_cli.knowledge_base.config import Config
from kcs_cli.migration.intake.address_book import AddressBook
from kcs_cli.migration.intake.article_text import KnownAs, article_file, body_of, fields_of, names_of, title_of
from kcs_cli.migration.intake.attachment import ImportedFile
from kcs_cli.migration.intake.author import Authors
from kcs_cli.migration.intake.location import BaseNames, Location
from kcs_cli.migration.intake.survey import Survey
from kcs_cli.migration.source.record import SourceRecord, SourceRevision


class Conversion:
    """Makes articles of the records of one source."""

    def __init__(
        self, survey: Survey, places: Mapping[str, Location], names: BaseNames, authors: Authors, config: Config
    ) -> None:
        self.survey = survey
        self.places = places
        self.book = AddressBook(survey.entries)
        self.authors = authors
        self.config = config
        self.owners = names.owners
        self.aliases: dict[str, str] = {}  # those that this import gives, folded → the record that they are of

    def known_as(self, record: SourceRecord) -> KnownAs:
        """Return what an article goes by; a former name that another article has stays that one's."""
        place = self.places[record.key]
        group = record.translation_of or record.key
        original = self.places.get(record.translation_of)
        aliases = [name for name in names_of(record) if self._may_have(name.casefold(), place.id, group)]
        return KnownAs(
            id=place.id,
            aliases=tuple(aliases),
            owner=self.authors.owner(record.owner),
            translation_of=original.id if original else "",
        )

    def _may_have(self, name: str, id_: str, group: str) -> bool:
        """Tell whether an article may go by a name: it does already, or no other one does that is no translation of it."""
        owners = self.owners.get(name)
        return id_ in owners if owners else self.aliases.setdefault(name, group) == group

    def content(
        self, record: SourceRecord, revision: SourceRevision, known_as: KnownAs, lead: Callable[[str], str]
    ) -> bytes:
        """Return the file of a revision. Raise UnwritableError."""
        fields = fields_of(record, title_of(record, revision), known_as, self.config)
        return article_file(fields, body_of(revision, lead, self.survey.fragments))

    def stub(self, record: SourceRecord, known_as: KnownAs) -> bytes:
        """Return the file of an article of whose first text the source knows nothing. Raise UnwritableError."""
        return article_file(fields_of(record, title_of(record, record.revisions[0]), known_as, self.config), "")

    def leading(self, record: SourceRecord, files: Sequence[ImportedFile], lost: list[str]) -> Callable[[str], str]:
        """Return what says where an address leads from a record's article; what leads nowhere is added to `lost`."""
        entry, place = self.survey.entries[record.key], self.places[record.key]
        kept = {name: file.path for file in files for name in (file.address, unquote(file.address))}

        def lead(address: str) -> str:
            if path := kept.get(address) or kept.get(unquote(address)):
                return _relative(path, place.path)
            target = self.book.find(address, entry)
            fragment = f"#{target.fragment}" if target.fragment else ""
            if target.key == record.key:
                return fragment or quote(place.path.rpartition("/")[2])
            if target.key and (there := self.places.get(target.key)):
                return _relative(there.path, place.path) + fragment
            if target.key or target.is_lost:
                lost.append(address)
            return target.address or (address if target.key else "")

        return lead

    def is_found(self, record: SourceRecord, address: str) -> bool:
        """Tell whether an address that led nowhere when a record was imported leads to an article now."""
        return self.book.find(address, self.survey.entries[record.key]).key in self.places


def _relative(path: str, page: str) -> str:
    """Return the way from an article to a file, as a link has it."""
    # Both from `/`: of relative paths relpath would ask in which folder kcs was called
    return quote(relpath(f"/{path}", f"/{page}/.."), safe="/._-~()!',") if path != page else quote(page.rpartition("/")[2])
