"""The words of the content standard: kinds of articles, confidence, audience, governance."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What an article is for; `path` and `procedure` combine other articles (evolve loop)."""

    problem = "problem"
    how_to = "how-to"
    question = "question"
    known_error = "known-error"
    path = "path"
    procedure = "procedure"


class Confidence(StrEnum):
    """How far an article may be trusted (KCS v6, Technique 5.2)."""

    wip = "wip"
    not_validated = "not-validated"
    validated = "validated"
    archived = "archived"


class Audience(StrEnum):
    """The widest audience that may read an article; each includes those before it."""

    internal = "internal"
    partner = "partner"
    customer = "customer"
    public = "public"

    def is_narrower_than(self, other: "Audience") -> bool:
        """Tell whether it has not all readers of another one."""
        order = list(Audience)
        return order.index(self) < order.index(other)


class Governance(StrEnum):
    """Who may change an article: anyone licensed, or its named owners only."""

    experience = "experience"
    compliance = "compliance"


class Origin(StrEnum):
    """Where knowledge came from that nobody of the house wrote."""

    forum = "forum"
    survey = "survey"
    social = "social"
    chat = "chat"
    supplier = "supplier"


VOCABULARIES: Mapping[str, type[StrEnum]] = {
    "kind": Kind,
    "confidence": Confidence,
    "audience": Audience,
    "governance": Governance,
}


def as_word(value: str) -> str:
    """Return a value as vocabularies write it."""
    return value.lower().replace("_", "-").replace(" ", "-")
