"""HTML that is safe to put on any page: no program, no style, no address but of pages, mail and files beside it."""

import re

from kcs_cli.render.markdown.element import ADMONITIONS, SHOWN
from kcs_cli.render.markdown.parser import read_markdown

FORMS = frozenset("form fieldset legend input label font".split())
LANGUAGE = re.compile(r'class="language-([\w+#.-]+)"')
SCHEMES = {"http", "https", "mailto"}
KEPT = {
    "a": {"href", "title"}, "img": {"src", "alt", "title", "width", "height"}, "abbr": {"title"}, "ol": {"start"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "details": {"open"},
}  # fmt: skip
CLASSES = {"div": {"admonition", "tab", *ADMONITIONS}, "p": {"admonition-title", "tab-title", "code-title"}}


def safe_html(text: str) -> str:
    """Return a markdown text as safe HTML."""
    return clean_html(read_markdown(text).html)


def clean_html(html: str) -> str:
    """Return the HTML of a markdown text made safe."""
    import nh3

    languages = {"code": {f"language-{name}" for name in LANGUAGE.findall(html)}}
    cleaned = nh3.clean(
        html, tags=SHOWN - FORMS, clean_content_tags={"script", "style"}, attributes=KEPT, link_rel=None,
        allowed_classes={**CLASSES, **languages}, url_schemes=SCHEMES,
    )  # fmt: skip
    return cleaned.strip()
