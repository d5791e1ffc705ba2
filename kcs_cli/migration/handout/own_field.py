"""What an export of kcs says of an article that its format has no field for: written with it, and read again."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, as_word
from kcs_cli.migration.handout.article_export import ArticleExport
from kcs_cli.migration.source.record import SourcePerson, SourceRecord

OWN_FIELDS = (
    "id", "kind", "confidence", "audience", "governance", "owner", "language", "translation_of", "folders", "tags",
    "aliases", "said",
)  # fmt: skip
AS_THEY_ARE = ("kind", "governance", "said")  # fields that no source has but kcs
OTHER = "field."  # before the name of a field to which kcs gives no meaning
Texts = Mapping[str, Sequence[str]]
Word = TypeVar("Word", bound=StrEnum)


def own_fields(article: ArticleExport) -> dict[str, tuple[str, ...]]:
    """Return the fields of an article as texts, those that say nothing left out."""
    values = ((name, getattr(article, name)) for name in OWN_FIELDS)
    texts = {name: value if isinstance(value, tuple) else (value,) if value else () for name, value in values}
    others = {f"{OTHER}{name}": value for name, value in article.other_fields.items()}
    return {name: value for name, value in (texts | others).items() if value}


def with_own_fields(record: SourceRecord, fields: Texts) -> SourceRecord:
    """Return a record with what an export of kcs says of it besides; without any it is as it was."""
    if not fields.get("id"):
        return record
    one = {name: values[0] for name, values in fields.items() if values}
    return record._replace(
        audience=_word(Audience, one.get("audience", "")) or record.audience,
        confidence=_word(Confidence, one.get("confidence", "")) or record.confidence,
        language=one.get("language", ""),
        translation_of=one.get("translation_of", record.translation_of),
        folders=tuple(fields.get("folders", ())),
        tags=tuple(fields.get("tags", ())),
        owner=person(one.get("owner", "")),
        old_names=tuple(dict.fromkeys((one["id"], *record.old_names, *fields.get("aliases", ())))),
        addresses=tuple(dict.fromkeys((*record.addresses, one["id"]))),
        fields={**record.fields, **_more(fields)},
    )


def _more(fields: Texts) -> dict[str, str | tuple[str, ...]]:
    """Return the fields that are written as they are: those of kcs and of the base, a single text as such."""
    known = {name: fields[name] for name in AS_THEY_ARE if fields.get(name)}
    known |= {name.removeprefix(OTHER): texts for name, texts in fields.items() if name.startswith(OTHER) and texts}
    return {name: tuple(texts) if len(texts) > 1 or name == "said" else texts[0] for name, texts in known.items()}


def person(called: str) -> SourcePerson:
    """Return who is called `Ana Ruiz <ana@example.org>`, by a name, or by an address alone."""
    name, _, email = called.strip().removesuffix(">").rpartition("<")
    if "@" in email and " " not in email:
        return SourcePerson(name=name.strip(), email=email)
    return SourcePerson(name=called.strip())


def _word(vocabulary: type[Word], text: str) -> Word | None:
    """Return one of a vocabulary; None for what is none of it."""
    return next((word for word in vocabulary if word.value == as_word(text)), None)
