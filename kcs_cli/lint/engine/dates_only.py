"""Tells whether a change moves the dates of an article and leaves all else as it was."""

import re
from typing import TYPE_CHECKING

from kcs_cli.article.front_matter import plain_text
from kcs_cli.text.dates import read_day

if TYPE_CHECKING:
    from kcs_cli.lint.engine.page import Page

OF_REVIEW = re.compile("review|verif|confirm|check", re.IGNORECASE)  # `last_reviewed` says that somebody looked
OF_WORK = re.compile("updat|modif|chang|revis", re.IGNORECASE)


def dates_moved(page: "Page") -> list[str]:
    """Return the dates of an article that a change moves forward; none where it does anything else but white space."""
    before = page.before
    if before is None or page.article is None or before.article is None:
        return []
    changed = [name for name in {**page.fields, **before.fields} if page.fields.get(name) != before.fields.get(name)]
    if not all(_is_moved(name, before, page) for name in changed):
        return []
    return changed if before.parts.body.split() == page.parts.body.split() else []


def _is_moved(name: str, before: "Page", page: "Page") -> bool:
    """Tell whether a date that says when somebody worked on an article became later; a first one has to tell of a review.

    A date that is written in another way, and one that is put back, are repairs.
    """
    was, order = plain_text(before.fields.get(name)), page.config.fields.dates
    now = read_day(plain_text(page.fields.get(name)), order)
    if not now or not (name in page.config.fields.updated or OF_REVIEW.search(name) or OF_WORK.search(name)):
        return False
    day = read_day(was, order)
    return bool(OF_REVIEW.search(name)) if not was else bool(day and day < now)
