"""Parts of wikitext between tags, as `<pre>…</pre>`: found in one pass, however many of them do not end."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple


class WikiSection(NamedTuple):
    """A part: the name of its tag, what is said in the tag, and what is between it and its end."""

    name: str
    said: str
    text: str


def replaced_sections(text: str, names: str, replace: Callable[[WikiSection], str]) -> str:
    """Return a text in which all parts with these tags, written as `pre|ref`, are replaced; what does not end stays."""
    tags = list(re.finditer(rf"(?i)<(/?)({names})\b([^<>]*)>", text))
    ends: dict[str, list[re.Match[str]]] = defaultdict(list)
    for tag in tags:
        if tag[1]:
            ends[tag[2].lower()].append(tag)
    pieces, at = [], 0
    for tag in tags:
        if tag.start() < at or tag[1]:
            continue
        name, said = tag[2].lower(), tag[3]
        is_empty = said.endswith("/")
        place = bisect_left(ends[name], tag.end(), key=re.Match.start)
        after = ends[name][place : place + 1]
        if not is_empty and not after:
            continue
        inner, end = ("", tag.end()) if is_empty else (text[tag.end() : after[0].start()], after[0].end())
        pieces += [text[at : tag.start()], replace(WikiSection(name=name, said=said, text=inner))]
        at = end
    return "".join((*pieces, text[at:]))
