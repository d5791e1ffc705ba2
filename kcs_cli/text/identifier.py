"""Names that kcs gives: of articles, of events, of writers; and names of files made of titles."""

import os
import unicodedata
from datetime import datetime

from kcs_cli.text.dates import from_seconds

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: nothing that is misread on the phone
JOINERS = "\u00ad\u200c\u200d"  # within words
SHORT = 8  # characters of an event's id that people see: the end, which is random
LONGEST_SLUG = 80  # bytes: with its suffix and a temporary name it fits into any file system


def crockford(number: int, digits: int) -> str:
    """Write a number in Crockford's base 32 (https://www.crockford.com/base32.html), with zeros at the left."""
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in reversed(range(digits)))


def new_article_id() -> str:
    """Return an id for an article's whole life: `kb-` and 6 random characters, one of 10⁹."""
    return f"kb-{crockford(int.from_bytes(os.urandom(4)), 6)}"


def derived_article_id(*names: str) -> str:
    """Return an id of that kind that is made of names: the same wherever it is made, for articles that are brought in."""
    from hashlib import blake2b

    digest = blake2b("\0".join(names).encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return f"kb-{crockford(int.from_bytes(digest), 6)}"


def event_id(at: datetime, random: bytes) -> str:
    """Return 26 characters that sort by time: 48 bits of milliseconds, 80 random ones (https://github.com/ulid/spec)."""
    return crockford(max(0, int(at.timestamp() * 1000)) << 80 | int.from_bytes(random[:10]), 26)


def short_event(event: str) -> str:
    """Return as much of an event's id as people read and type."""
    return event[-SHORT:]


def time_of(event: str) -> datetime:
    """Return the time in an event's id. Raise ValueError for what is none."""
    number = 0
    for digit in event[:10]:
        number = number << 5 | CROCKFORD.index(digit)
    return from_seconds(number / 1000)


def slug(title: str) -> str:
    """Return a file name for a title in any script: letters and digits in lower case, hyphens between; never empty."""
    # Composed again: casefold takes some letters apart (ǰ), and `name-not-portable` refuses such a name
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", title).casefold())
    kept = ("" if c in JOINERS else c if c.isalnum() or is_mark(c) else " " for c in plain)
    name = "-".join("".join(kept).split()).encode("utf-8", "ignore")[:LONGEST_SLUG].decode("utf-8", "ignore").rstrip("-")
    return name or "article"


def is_mark(character: str) -> bool:
    """Tell whether a character is written on another one: a vowel sign, an accent."""
    return unicodedata.category(character) in ("Mn", "Mc")
