"""What an article's front matter says of its review, as texts: few say anything, and an index keeps it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kcs_cli.text.display import on_one_line

FIELDS = ("review", "review_every", "review_reason")


def review_texts(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the texts of the fields, in their order; nothing where none says when the review is to be."""
    if "review" not in fields and "review_every" not in fields:
        return ()
    found = tuple(_text(fields.get(name)) for name in FIELDS)
    return found if any(found[:2]) else ()


def _text(value: object) -> str:
    """Return a scalar as text on one line."""
    try:
        return on_one_line(str(value)) if isinstance(value, str | int | float | date) else ""
    except ValueError:  # a TOML number of thousands of digits
        return ""
