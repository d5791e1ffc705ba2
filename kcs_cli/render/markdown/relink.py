"""HTML of a text with its links leading elsewhere."""

import re
from collections.abc import Callable
from html import escape, unescape

TAG = re.compile(r"<(a|img)\b([^<>]*)>")
ADDRESS = re.compile(r'\s(?:href|src)="([^"]*)"')
ALT = re.compile(r'\salt="([^"]*)"')
Leads = Callable[[str], str]  # an address as it is written → one for the reader, or nothing


def relinked(html: str, lead: Leads) -> str:
    """Return HTML with its links leading where readers may go; of others the words, of images the description."""

    def tag(found: re.Match[str]) -> str:
        written = ADDRESS.search(found[2])
        if not written:
            return found[0]
        address = lead(unescape(written[1]).strip())
        if address:
            begin, end = written.span(1)
            return f"<{found[1]}{found[2][:begin]}{escape(address)}{found[2][end:]}>"
        alt = ALT.search(found[2]) if found[1] == "img" else None
        return f"({alt[1]})" if alt and alt[1].strip() else "" if found[1] == "img" else "<a>"

    return re.sub(r"<a>(.*?)</a>", r"\1", TAG.sub(tag, html), flags=re.DOTALL)
