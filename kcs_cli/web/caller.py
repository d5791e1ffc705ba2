"""Who asks: a person or a bot, for which readers, with which rights."""

from enum import StrEnum
from typing import NamedTuple

from kcs_cli.knowledge_base.vocabulary import Audience


class Right(StrEnum):
    """What a caller may do: read, or note links, flags, votes and drafts, too."""

    read = "read"
    note = "note"


class Caller(NamedTuple):
    """Who asks; `person` stands in the journal, `name` in the log."""

    name: str
    person: str
    audience: Audience = Audience.internal
    rights: tuple[Right, ...] = (Right.read,)

    @property
    def is_internal(self) -> bool:
        """Tell whether everything may be seen."""
        return self.audience is Audience.internal

    @property
    def may_note(self) -> bool:
        """Tell whether anything may be noted."""
        return Right.note in self.rights
