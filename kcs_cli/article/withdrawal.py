"""What an article's front matter says, in the words of site generators, of its not being meant to be read now."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kcs_cli.text.dates import DateOrder, read_day

YES = frozenset(("true", "yes", "on", "1"))
NO = frozenset(("false", "no", "off", "0"))
SHOWN = ("published", "publish")  # of Jekyll; of Obsidian
EXPIRY = ("expiryDate", "expirydate", "expiry_date", "expires", "expires_on", "valid_until")
FIELDS = frozenset(("draft", *SHOWN, *EXPIRY))


def withdrawal_of(fields: Mapping[str, Any], today: date, order: DateOrder) -> str:
    """Return the field by which a site would not show an article today, as it is written; nothing for most articles."""
    if FIELDS.isdisjoint(fields):
        return ""
    if str(fields.get("draft", "")).casefold() in YES:
        return f"draft: {fields['draft']}"
    for name in SHOWN:
        if str(fields.get(name, "")).casefold() in NO:
            return f"{name}: {fields[name]}"
    for name in EXPIRY:
        if (day := read_day(fields.get(name), order)) and day < today:
            return f"{name}: {fields[name]}"
    return ""
