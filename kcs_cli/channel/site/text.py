"""The text of an article as its page has it: one first heading, parts that scroll by keyboard, links that lead to pages."""

import re
from html import unescape
from itertools import count

from kcs_cli.migration.exporters.html_page import FIRST, HEADING, MARK_UP, with_anchors
from kcs_cli.text.display import fold

IMAGE = re.compile(r"<img\b([^<>]*)>")
STEPS = re.compile(r"<ol[^>]*>(.*?)</ol>", re.DOTALL)
STEP = re.compile(r"<li>(.*?)</li>", re.DOTALL)
WITHIN = re.compile(r"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|s|small|span|strong|sub|sup|u)\b[^<>]*>")  # part no words
SHIFT = re.compile(r"<(/?)h([1-5])>")


def page_text(html: str, title: str, table: str) -> str:
    """Return safe HTML as the text below a page's title; `table` is what a table is called for those who do not see it."""
    begin = FIRST.match(html)
    if begin and fold(unescape(MARK_UP.sub("", begin[1]))) == fold(title):
        html = html[begin.end() :].lstrip()
    if "<h1>" in html:
        html = SHIFT.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}>", html)
    html = _in_order(html)
    html = html.replace("<pre>", '<pre tabindex="0">')
    html = _with_tables(html.replace("<th></th>", "<td></td>"), table)
    return with_anchors(IMAGE.sub(_image, html)) if HEADING.search(html) else IMAGE.sub(_image, html)


def _with_tables(html: str, called: str) -> str:
    """Return HTML whose tables scroll by themselves, each with a name of its own."""
    several, numbers = html.count("<table>") > 1, count(1)

    def begun(_: re.Match[str]) -> str:
        number = f" {next(numbers)}" if several else ""
        return f'<div class="wide" tabindex="0" role="region" aria-label="{called}{number}"><table>'

    return re.sub("<table>", begun, html).replace("</table>", "</table></div>")


def _in_order(html: str) -> str:
    """Return HTML whose headings leave out no level: who listens to a page goes from heading to heading."""
    levels: list[int] = []

    def level(found: re.Match[str]) -> str:
        while levels and levels[-1] >= int(found[1]):
            levels.pop()
        levels.append(int(found[1]))
        now = min(len(levels) + 1, 6)
        return f"<h{now}>{found[2]}</h{now}>"

    return HEADING.sub(level, html)


def _image(found: re.Match[str]) -> str:
    """Return an image with a description, if only an empty one, that is loaded when it comes into view."""
    alt = "" if " alt=" in found[1] else ' alt=""'
    return f'<img loading="lazy"{alt}{found[1]}>'


def plain(html: str) -> str:
    """Return the words of HTML."""
    return " ".join(unescape(MARK_UP.sub(" ", WITHIN.sub("", html))).split())


def summary(html: str, most: int) -> str:
    """Return how the text below the headings begins."""
    return plain(HEADING.sub(" ", html))[:most]


def steps_of(html: str) -> tuple[str, ...]:
    """Return the steps that a text lists first."""
    found = STEPS.search(html)
    return tuple(filter(None, map(plain, STEP.findall(found[1])))) if found and "<ol" not in found[1] else ()
