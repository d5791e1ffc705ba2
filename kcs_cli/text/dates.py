"""Dates and times as people write them."""

import re
from datetime import date, datetime, time, timedelta

from kcs_cli.errors import KcsError


def read_since(text: str | None, now: datetime) -> datetime | None:
    """Read a day, or a number of days back. Raise KcsError."""
    if text is None:
        return None
    if days := re.fullmatch(r"(\d{1,5})d", text.strip()):
        return now - timedelta(days=int(days[1]))
    try:
        return datetime.combine(date.fromisoformat(text.strip()), time(), now.tzinfo)
    except ValueError as error:
        raise KcsError(f"{text} is no day", "Write it as 2026-11-22, or 30d for the last 30 days") from error
