"""Text made fit for people, terminals and files: white space, line ends, characters that nobody sees; widths and cuts."""

import re
import unicodedata
from typing import Annotated

from kcs_cli.text.outside import exact, readable

CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"  # no text has them; tab and line feed are none of them
DIRECTIONS = r"\u200e\u200f\u2028-\u202e\u2066-\u2069"  # a text from right to left may have them, a terminal turns by them
OptionalText = Annotated[str, None]  # of a report: what may be missing, and is an empty text here and null in JSON
COLOURS = r"\x1b(?:\[[\d;:]*[mK]|\][^\x07\x1b]*(?:\x07|\x1b\\))"  # SGR, EL as grep has it, and the links of OSC 8
INVISIBLE = r"[\u200b\u2060-\u2065\ufeff]"


def plain(text: str) -> str:
    """Make text from outside harmless on a terminal: control and direction characters become �, invisible ones nothing."""
    if text.isprintable():  # most texts are, and it tells in a tenth of the time
        return text
    return re.sub(f"[{CONTROLS}{DIRECTIONS}]", "�", re.sub(INVISIBLE, "", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """Make text from outside harmless and put it on one line."""
    return on_one_line(plain(text))


def on_one_line(text: str) -> str:
    """Put a text on one line: any run of white space becomes a space."""
    return " ".join(text.split())


def without_colours(text: str) -> str:
    """Leave out what colours and links words on a terminal: many a log is piped with it."""
    return re.sub(COLOURS, "", text) if "\x1b" in text else text


def writable(text: str) -> str:
    """Make text from outside fit for an article: control characters become spaces, each line ends with a line feed."""
    return re.sub(f"[{CONTROLS}]", " ", unix(text)).strip()


def writable_line(text: str) -> str:
    """Make text from outside fit for a title or a field: on one line, without control characters."""
    return on_one_line(writable(text))


def unix(text: str) -> str:
    """End every line with a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decoded(content: bytes, errors: str = "strict") -> str:
    """Return the text of a file without BOM, every line ended with a line feed. Raise UnicodeDecodeError."""
    return unix(readable(content, bom=True) if errors == "replace" else exact(content, bom=True))


def in_shell(name: str) -> str:
    """Write a name as one types it in a shell: in quotes where it would be more than one word there, or something else."""
    if re.fullmatch(r"[\w@%+=:,./-]+", name):
        return name
    from shlex import quote

    return quote(name)


def width(text: str) -> int:
    """Count the terminal columns a text takes: two for wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shorten(text: str, columns: int) -> str:
    """Cut a text to a number of columns, with … where something is missing."""
    if width(text) <= columns:
        return text
    kept, used = [], 1
    for character in text:
        used += width(character)
        if used > columns:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def pad(text: str, columns: int) -> str:
    """Fill a text with spaces up to a number of columns."""
    return text + " " * (columns - width(text))


def fold(heading: str) -> str:
    """Return a heading as it is compared: lower case, one space, no punctuation at the end."""
    return on_one_line(heading.casefold()).rstrip(" :.!?…：。？")


def quantity(number: int, noun: str, plural: str = "") -> str:
    """Write a count with its noun: `1 article`, `2,461 articles`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
