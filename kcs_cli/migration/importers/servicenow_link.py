"""Links between ServiceNow's articles: one page shows them all, and the number behind `?` says which."""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

HREF = re.compile(r"""\b(href\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
PAGE = re.compile(r"(?:^|/)(?:kb_view|kb_article|kb_knowledge)\.do\?|[?&]id=kb_article(?:_view)?(?:&|$)")
NUMBER = re.compile(r"[?&](?:sysparm_article|sys_kb_id|sys_id)=([A-Za-z0-9]+)")
ATTACHED = re.compile(r"""["']([^"']*\bsys_attachment\.do\?[^"']*?\bsys_id=([0-9a-f]{32})[^"']*)""", re.IGNORECASE)
OTHERS = re.compile(r"^(?:https?:)?//(?:support\.servicenow\.com|hi\.service-now\.com)/")  # the maker's articles


def article_address(number: str) -> str:
    """Return an address that names one article alone."""
    return f"/kb_view.do?sysparm_article={number}"


def with_article_links(html: str, numbers: Mapping[str, str]) -> str:
    """Return a text whose links to articles have these addresses; `numbers` are of all articles, by each name of one."""

    def lead(found: re.Match[str]) -> str:
        address = unescape(found[2] or found[3] or "")
        number = NUMBER.search(address)
        if not number or not PAGE.search(address) or OTHERS.match(address):
            return found[0]
        is_here = "//" not in address or number[1] in numbers
        target = article_address(numbers.get(number[1], number[1]))
        return f'{found[1]}"{escape(target)}"' if is_here else found[0]

    return HREF.sub(lead, html)


def attached(html: str) -> Iterator[tuple[str, str]]:
    """Yield the addresses of pictures and files in a text, and the number that each has."""
    yield from ((unescape(address), number) for address, number in ATTACHED.findall(html))
