"""E-mail addresses in a text, also as people write them for other people: `ana (at) example (dot) org`."""

import re
from collections.abc import Iterator

HOST = r"[\w-]+(?:\.[\w-]+)*\.(?:[A-Za-z]{2,63}(?![A-Za-z0-9_])|[^\W\d_]{2,63}(?!\w)|xn--[\w-]+)"
NO_HOST = (  # `icon@2x.png`, `react@18.2.0-rc.next`, `ana@srv.example.org:~/www`, `ana@srv.example.org:docs/a.md`
    r"(?!\dx\.|v?\d+(?:\.\d+)+|[\w.-]+:(?:[~/]|[\w.-]+/))"
)
NO_NAME = r"(?!git@|(?<=%)[0-9A-Fa-f]{2}@)"  # `git@github.com:org/base.git`, `%20@fields`
ADDRESS = rf"(?<![\w.+-]){NO_NAME}[\w.+-](?:[\w.+-]|'(?=\w)){{0,99}}+(?:@|%40){NO_HOST}{HOST}"
DOT = r"(?: ?[\[({] ?(?:dot|punkt|punto|point|taškas|kropka|\.) ?[\])}] ?|\.)"
BRACKETED = (
    r"(?i)(?<![\w.+-])[\w.+-]{1,64}+ ?[\[({] ?(?:at|ät|@|a) ?[\])}] ?"
    rf"[\w-]{{1,63}}(?:{DOT}[\w-]{{1,63}}){{0,4}}{DOT}[a-z]{{2,20}}\b"
)
SPOKEN = r"(?i)(?<![\w.+-])[\w.+-]{2,64}+ at [\w-]{1,63} (?:dot|punkt) (?:[\w-]{1,63} dot )?(?:com|net|org|[a-z]{2})\b"
BEFORE = r"[\u2e80-\u9fff\uac00-\ud7af]+(?=[A-Za-z0-9])"  # words of a script that puts no space before an address


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Find e-mail addresses."""
    lower = text.lower()
    if "@" in text or "%40" in text:
        yield from (_without_words_before(found) for found in re.finditer(ADDRESS, text))
    if re.search(r"[\[({] ?(?:at|ät|@|a) ?[\])}]", lower):
        yield from (found.span() for found in re.finditer(BRACKETED, text))
    if " at " in lower and (" dot " in lower or " punkt " in lower):
        yield from (found.span() for found in re.finditer(SPOKEN, text))


def _without_words_before(found: re.Match[str]) -> tuple[int, int]:
    """Return where an address is, without the Chinese words that are written up to it."""
    before = re.match(BEFORE, found[0])
    return found.start() + (before.end() if before else 0), found.end()
