"""Boxes of a page that stand out of its text (a note, a warning), and the quotes they become."""

import re
from typing import Any

NOTES = {  # what a box is called → the word before its text
    "note": "Note", "info": "Note", "information": "Note", "notice": "Note", "hint": "Tip", "tip": "Tip", "success": "Tip",
    "important": "Important", "warning": "Warning", "warn": "Warning", "caution": "Caution", "danger": "Danger",
    "error": "Danger", "alert": "Warning",
}  # fmt: skip
BOXES = re.compile(r"(?i)(?:^|[\s_-])(?:callout|admonition|alert|panel|macro|box|note|message|infobox|notice)(?:$|[\s_-])")
TITLE = re.compile(r"\A#{2,6} (.+)\n*")  # of a box, which is no part of the article


def note_of(el: Any) -> str:
    """Return the word for a box that stands out of the text; nothing for what is none."""
    names = classes_of(el).lower()
    if not names or not (BOXES.search(names) or names in NOTES):
        return ""
    return next((word for part in re.split(r"[\s_-]+", names)[::-1] if (word := NOTES.get(part))), "")


def as_note(word: str, text: str) -> str:
    """Write a box as a quote that begins with its word."""
    bare = TITLE.sub(
        lambda title: "" if title[1].strip(" :").casefold() == word.casefold() else f"**{title[1]}**\n\n", text.strip()
    )
    if re.match(rf"\W*{word}\b", bare, re.IGNORECASE) is None:
        is_block = bare.startswith(("```", "- ", "1. ", "#", "|", ">"))
        bare = f"**{word}:**\n\n{bare}" if is_block else f"**{word}:** {bare}"
    quoted = "\n".join(f"> {line}".rstrip() for line in bare.split("\n"))
    return f"\n\n{quoted}\n\n"


def classes_of(el: Any) -> str:
    """Return the classes of a tag as one text."""
    known = el.get("class") or ()
    return known if isinstance(known, str) else " ".join(known)
