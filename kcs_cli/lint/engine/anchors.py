"""The anchors that an article gives: of its headings, as GitHub and other sites make them, and those it writes itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from kcs_cli.article.section import headings_of
from kcs_cli.lint.engine.nearest import nearest

IMAGE = r"!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])"  # has no words
# A link's words are the heading's.
MARK_UP = r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?|(?<!\\)</?[A-Za-z][^<>]*>"
QUOTED = r"(?m)^[ \t]*(?:>[ \t]?|[-*+][ \t]+|\d{1,9}[.)][ \t]+)+(?=#)"
BRACED = r"\{([^{}\n]{1,200})\}"
BRACED_NAME = r"#([^\s#]+)"
BLOCK_NAME = r"(?m)(?:^|[ \t\])])(\^[\w-]+)[ \t]*$"  # of Obsidian
HTML_NAME = r"(?i)\b(?:id|name)[ \t]?=[ \t]?[\"']?([^\s\"'<>]+)"
HTML_HEADING = r"(?i)<h[1-6]\b[^<>]*>([^<>]*)"
INCLUDED = r"(?im)\[!INCLUDE|\{\{|\{%|--8<--|<!-- ?#include|^import .* from |^:::? ?\{?include"
GITHUB = "user-content-"  # before the anchors in its pages, and in what was copied out of them
MOST = 200  # anchors among which the nearest one is looked for


class Anchors(NamedTuple):
    """The anchors of a body, in lower case: as GitHub makes them; by what all sites' ways to make them have in common.

    `is_open`: a site puts more into the body than is written there.
    """

    names: frozenset[str]
    plain: frozenset[str]
    is_open: bool

    def has(self, anchor: str, *, exact: bool) -> bool:
        """Tell whether there is an anchor; where not `exact`, with the same letters and digits."""
        name = normalize("NFC", anchor).lower().removeprefix(GITHUB).rpartition("#")[2]  # Obsidian: `above#below`
        return name in self.names or (not exact and plain(name) in self.plain)

    def nearest(self, anchor: str) -> str:
        """Return the anchor that is most like another one; nothing where none is, or there are too many to look."""
        return nearest(anchor.lower(), tuple(sorted(self.names))) if len(self.names) <= MOST else ""


@lru_cache(4096)  # many links may lead to one article
def anchors_of(body: str) -> Anchors:
    """Return the anchors of a body."""
    own = (normalize("NFC", name).lower().removeprefix(GITHUB) for name in _own_names(body))
    names = frozenset((*_numbered(_heading_words(body)), *own))
    return Anchors(names, frozenset(map(plain, names)), _includes_more(body))


def _numbered(headings: Iterable[str]) -> set[str]:
    """Return the anchors of headings: a heading's second time has `-1`, its third `-2`, unless another one has that."""
    seen: Counter[str] = Counter()
    found = set[str]()
    for words in headings:
        anchor = name = slug(words)
        while anchor in found:
            seen[name] += 1
            anchor = f"{name}-{seen[name]}"
        found.add(anchor)
    return found


def slug(words: str) -> str:
    """Return the anchor GitHub gives a heading: letters, digits, `-` and `_` in lower case, each space a hyphen."""
    text = normalize("NFC", re.sub(MARK_UP, r"\1", re.sub(IMAGE, "", words.strip()))).lower()
    return "".join("-" if c == " " else c for c in text if c in " -_" or c.isalnum() or category(c)[0] == "M")


def _heading_words(body: str) -> Iterator[str]:
    """Yield the words of the headings, those in quotes and lists and in HTML among them."""
    if ">" in body or "#" in body:
        body = re.sub(QUOTED, "", body)
    yield from (heading.text for heading in headings_of(body))
    if "<h" in body.lower():
        yield from (match[1] for match in re.finditer(HTML_HEADING, body))


def _own_names(body: str) -> Iterator[str]:
    """Yield the anchors that a body writes itself: `{#name}`, `<a id="name">`."""
    for braces in re.finditer(BRACED, body) if "#" in body else ():
        yield from re.findall(BRACED_NAME, braces[1])
    yield from re.findall(BLOCK_NAME, body) if "^" in body else ()
    yield from (match[1] for match in re.finditer(HTML_NAME, body) if "=" in body)


def plain(anchor: str) -> str:
    """Return an anchor's letters and digits alone: what all sites' ways to make one have in common."""
    return "".join(c for c in normalize("NFKD", anchor.casefold()) if c.isalnum())


def _includes_more(body: str) -> bool:
    """Tell whether a site puts more into a body than is written there."""
    return ("{" in body or "include" in body.lower() or "import " in body or "--8<" in body) and bool(
        re.search(INCLUDED, body)
    )
