"""`matrix.toml` of a knowledge base: what customers contact us about, and what is to become of each topic.

The value-irritant matrix: what irritates customer and company is eliminated, what irritates customers only is simplified,
what irritates the company only is automated, what both value is leveraged (Price and Jaffe, The Best Service Is No
Service, 2008).
"""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from msgspec import UNSET, Meta, Struct

from kcs_cli.errors import ConfigError
from kcs_cli.knowledge_base.toml_place import line_of, value_text
from kcs_cli.knowledge_base.toml_table import TextField, WordsField, convert_table, convert_value, read_toml
from kcs_cli.text.dates import read_day
from kcs_cli.text.display import OptionalText

FILE = "matrix.toml"
TopicTable = Annotated[dict[str, Any], Meta(title="is a table", description='Write [topic."{key}"], keys below')]


class Quadrant(StrEnum):
    """What is to become of a topic."""

    eliminate = "eliminate"
    simplify = "simplify"
    automate = "automate"
    leverage = "leverage"


class TopicFields(Struct, forbid_unknown_fields=True):
    """What may be said of a topic: `fixed` is a day."""

    quadrant: Quadrant
    query: WordsField = []
    tags: WordsField = []
    owner: TextField = ""
    ticket: TextField = ""
    fixed: Any = UNSET
    note: TextField = ""


class Topic(NamedTuple):
    """A topic: what customers say of it (any of `queries`), the `tags` of its articles, who outside support owns its cause.

    `ticket` is where the product's people work on it, `fixed_on` the day from which its cause is gone, or is to be.
    """

    name: str
    quadrant: Quadrant
    queries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owner: OptionalText = ""
    ticket: OptionalText = ""
    fixed_on: date | None = None
    note: OptionalText = ""


def read_topics(root: Path) -> tuple[Topic, ...]:
    """Return the topics of a knowledge base, as the file has them. Raise ConfigError."""
    file = root / FILE
    found = read_toml(file)
    if found is None:
        return ()
    text, content = found
    topics = content.pop("topic", {})
    if content or not isinstance(topics, dict):
        raise ConfigError(f"{file} has something else than topics", 'Write each below a line [topic."name"]')
    return tuple(
        _read_topic(f"{file}, line {line_of(text, f'topic.{_quoted(name)}', '')}", name, topics[name]) for name in topics
    )


def _quoted(name: str) -> str:
    """Write a topic's name as a part of a table's."""
    return f'"{name}"' if "." in name or " " in name else name


def _read_topic(place: str, name: str, value: object) -> Topic:
    """Read one topic. Raise ConfigError."""
    fields = convert_table(convert_value(value, TopicTable, place, name), TopicFields, place)
    fixed_on = read_day(fields.fixed)
    if fields.fixed is not UNSET and not fixed_on:
        raise ConfigError(f"{place}: fixed must be a day, not {value_text(fields.fixed)}", "Write it as 2026-05-01")
    queries, tags = (tuple([words] if isinstance(words, str) else words) for words in (fields.query, fields.tags))
    if not queries and not tags:
        raise ConfigError(f"{place}: it has neither query nor tags", 'query = "what customers say", tags = ["printing"]')
    return Topic(
        name=name,
        quadrant=fields.quadrant,
        queries=queries,
        tags=tags,
        owner=fields.owner.strip(),
        ticket=fields.ticket.strip(),
        fixed_on=fixed_on,
        note=fields.note.strip(),
    )
