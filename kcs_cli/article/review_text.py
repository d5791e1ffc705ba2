"""What an article's front matter says of its review, as texts: few say anything, and an index keeps it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kcs_cli.text.display import on_one_line

FIELDS = ("review", "review_every", "review_reason")
EVERY = FIELDS[1:2]


def review_texts(fields: Mapping[str, Any], every: Sequence[str] = EVERY) -> tuple[str, ...]:
    """Return the texts of the fields, in their order; nothing where none says when the review is to be.

    `every` are the names that a base has for `review_every`.
    """
    if "review" not in fields and not any(name in fields for name in every):
        return ()
    often = next(filter(None, (_text(fields.get(name)) for name in every)), "")
    found = (_text(fields.get("review")), often, _text(fields.get("review_reason")))
    return found if any(found[:2]) else ()


def _text(value: object) -> str:
    """Return a scalar as text on one line."""
    try:
        return on_one_line(str(value)) if isinstance(value, str | int | float | date) else ""
    except ValueError:  # a TOML number of thousands of digits
        return ""
