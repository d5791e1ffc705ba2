"""`matrix.toml` of a knowledge base: what customers contact us about, and what is to become of each topic.

The value-irritant matrix: what irritates customer and company is eliminated, what irritates customers only is simplified,
what irritates the company only is automated, what both value is leveraged (Price and Jaffe, The Best Service Is No
Service, 2008).
"""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import ConfigError
from kcs_cli.knowledge_base.config_file import line_of, value_text
from kcs_cli.text.dates import read_day

FILE = "matrix.toml"
KEYS = ("quadrant", "query", "tags", "owner", "ticket", "fixed", "note")


class Quadrant(StrEnum):
    """What is to become of a topic."""

    eliminate = "eliminate"
    simplify = "simplify"
    automate = "automate"
    leverage = "leverage"


class Topic(NamedTuple):
    """A topic: what customers say of it (any of `queries`), the `tags` of its articles, who outside support owns its cause.

    `ticket` is where the product's people work on it, `fixed_on` the day from which its cause is gone, or is to be.
    """

    name: str
    quadrant: Quadrant
    queries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owner: str = ""
    ticket: str = ""
    fixed_on: date | None = None
    note: str = ""


def read_topics(root: Path) -> tuple[Topic, ...]:
    """Return the topics of a knowledge base, as the file has them. Raise ConfigError."""
    import tomllib

    file = root / FILE
    if not file.is_file():
        return ()
    try:
        text = file.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except (ValueError, OSError, RecursionError) as error:
        raise ConfigError(f"{file} cannot be read: {error}", "Correct that line") from error
    topics = content.pop("topic", {})
    if content or not isinstance(topics, dict):
        raise ConfigError(f"{file} has something else than topics", 'Write each below a line [topic."name"]')
    return tuple(
        _read_topic(f"{file}, line {line_of(text, f'topic.{_quoted(name)}', '')}", name, topics[name]) for name in topics
    )


def _quoted(name: str) -> str:
    """Write a topic's name as a part of a table's."""
    return f'"{name}"' if "." in name or " " in name else name


def _read_topic(place: str, name: str, fields: object) -> Topic:
    """Read one topic. Raise ConfigError."""
    if not isinstance(fields, Mapping):
        raise ConfigError(f"{place}: {name} is a table, not {value_text(fields)}", f'Write [topic."{name}"], keys below')
    if wrong := next((key for key in fields if key not in KEYS), ""):
        near = get_close_matches(wrong, KEYS, 1, 0.5)
        raise ConfigError(
            f"{place}: kcs knows no `{wrong}`", f"Did you mean `{near[0]}`?" if near else f"It knows {', '.join(KEYS)}"
        )
    fixed = read_day(fields.get("fixed"))
    if "fixed" in fields and not fixed:
        raise ConfigError(f"{place}: fixed must be a day, not {value_text(fields['fixed'])}", "Write it as 2026-05-01")
    quadrant = _read_quadrant(place, fields.get("quadrant"))
    queries, tags = (_texts(place, key, fields) for key in ("query", "tags"))
    owner, ticket, note = (_text(place, key, fields) for key in ("owner", "ticket", "note"))
    topic = Topic(
        name=name, quadrant=quadrant, queries=queries, tags=tags, owner=owner, ticket=ticket, fixed_on=fixed, note=note
    )
    if not topic.queries and not topic.tags:
        raise ConfigError(f"{place}: it has neither query nor tags", 'query = "what customers say", tags = ["printing"]')
    return topic


def _read_quadrant(place: str, value: object) -> Quadrant:
    """Read a quadrant. Raise ConfigError for one there is not."""
    known = [quadrant.value for quadrant in Quadrant]
    if value in known:
        return Quadrant(str(value))
    near = get_close_matches(str(value), known, 1, 0.5)
    hint = f"Did you mean {near[0]}?" if near else f"One of {', '.join(known)}"
    raise ConfigError(f"{place}: quadrant cannot be {value_text(value)}", hint)


def _texts(place: str, key: str, fields: Mapping[str, object]) -> tuple[str, ...]:
    """Read a list of texts; one alone will do. Raise ConfigError."""
    value = fields.get(key, [])
    values = [value] if isinstance(value, str) else value
    if isinstance(values, list) and all(isinstance(one, str) and one.strip() for one in values):
        return tuple(values)
    raise ConfigError(
        f"{place}: {key} must be a text or a list of texts, not {value_text(value)}", f'{key} = ["one", "two"]'
    )


def _text(place: str, key: str, fields: Mapping[str, object]) -> str:
    """Read a text. Raise ConfigError."""
    value = fields.get(key, "")
    if isinstance(value, str):
        return value.strip()
    raise ConfigError(f"{place}: {key} must be a text, not {value_text(value)}", "Write it in quotes")
