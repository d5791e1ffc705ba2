"""Texts in the cells of a spreadsheet, where some are taken for formulas and run."""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r\n]")  # those that are guarded already are guarded again, so that each is read back


def guarded(text: str) -> str:
    """Return a text so that no spreadsheet runs it: an apostrophe stands before what looks like a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that was guarded."""
    return text[1:] if text.startswith("'") and FORMULA.match(text, 1) else text
