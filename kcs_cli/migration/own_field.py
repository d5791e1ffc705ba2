"""What an export of kcs says of an article that its format has no field for: written with it, and read again."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, as_word
from kcs_cli.migration.article_export import ArticleExport
from kcs_cli.migration.record import SourceRecord

OWN_FIELDS = (
    "id", "kind", "confidence", "audience", "governance", "owner", "language", "translation_of", "tags", "aliases", "said",
)  # fmt: skip
AS_THEY_ARE = ("kind", "governance", "said")  # fields that no source has but kcs
Word = TypeVar("Word", bound=StrEnum)


def own_fields(article: ArticleExport) -> dict[str, tuple[str, ...]]:
    """Return the fields of an article as texts, those that say nothing left out."""
    values = ((name, getattr(article, name)) for name in OWN_FIELDS)
    texts = {name: value if isinstance(value, tuple) else (value,) if value else () for name, value in values}
    return {name: value for name, value in texts.items() if value}


def with_own_fields(record: SourceRecord, fields: Mapping[str, Sequence[str]]) -> SourceRecord:
    """Return a record with what an export of kcs says of it besides; without any it is as it was."""
    if not fields.get("id"):
        return record
    one = {name: values[0] for name, values in fields.items() if values}
    names = dict.fromkeys((one["id"], *record.old_names, *fields.get("aliases", ())))
    more = {name: tuple(fields[name]) if name == "said" else one[name] for name in AS_THEY_ARE if fields.get(name)}
    return record._replace(
        audience=_word(Audience, one.get("audience", "")) or record.audience,
        confidence=_word(Confidence, one.get("confidence", "")) or record.confidence,
        language=one.get("language", ""),
        translation_of=one.get("translation_of", record.translation_of),
        tags=tuple(fields.get("tags", ())),
        old_names=tuple(names),
        addresses=tuple(dict.fromkeys((*record.addresses, one["id"]))),
        fields={**record.fields, **more},
    )


def _word(vocabulary: type[Word], text: str) -> Word | None:
    """Return one of a vocabulary; None for what is none of it."""
    return next((word for word in vocabulary if word.value == as_word(text)), None)
