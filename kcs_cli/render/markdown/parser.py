"""A markdown text as HTML: parsed by markdown-it, with all that sites and help desks add to markdown."""

import re
from collections import Counter
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from kcs_cli.render.markdown.dialect import BRACES, DEEPEST, teach
from kcs_cli.render.markdown.element import ADMONITIONS
from kcs_cli.render.markdown.shortcode import ended_names, said
from kcs_cli.render.markdown.table_row import keep_cells
from kcs_cli.render.markdown.tag import closed_names, known_html

ALERT = re.compile(r"\[!([A-Za-z]+)\][+-]?[ \t]*([^\n]*)(?:\n|$)")
LEFT_OVER = re.compile(r"\s*</?(?:table|thead|tbody|tfoot|tr|td|th|li|ul|ol|div|p|br|col|colgroup)\b", re.IGNORECASE)
LABEL = re.compile(r"(?m)^[ \t>]*+\[([^\]\n]++)\]:")
TITLE = re.compile(r"(?:title|filename|file|name)=(?:\"([^\"]*)\"|'([^']*)')")
PART = re.compile(r"<(/?)(?:div|details|section|article|aside|blockquote|table)\b", re.IGNORECASE)
SIGNS = re.compile(r"[\[|]|\]:|^[ \t]*+(?:[-*+]|\d+[.)])[ \t]", re.MULTILINE)  # of what takes most time to be set
MOST_SIGNS = 14_000  # of 4,300 articles that people wrote one has 10,400 (a table of emojis), all others less than 2,500
Env = MutableMapping[str, Any]


class HtmlText(NamedTuple):
    """A markdown text as HTML, not yet safe; what nobody sees of it, by kind; definitions that no link uses."""

    html: str
    unseen: Counter[str]
    unused: tuple[tuple[str, str, str], ...]  # label, address, title


def read_markdown(text: str) -> HtmlText:
    """Read a markdown text; one with more mark-up than anybody reads is left as it is written."""
    if sum(1 for _ in SIGNS.finditer(text)) > MOST_SIGNS:
        return HtmlText(html=f"<pre><code>{escape(text)}</code></pre>\n", unseen=Counter(), unused=())
    env: Env = {"ended": ended_names(text), "closed": closed_names(text), "unseen": Counter[str]()}
    md = _parser()
    tokens = md.parse(text, env)
    return HtmlText(
        html=md.renderer.render(tokens, md.options, env), unseen=env["unseen"], unused=_unused(text, tokens, env)
    )


class Outline(NamedTuple):
    """The lines of a text that are code; its headings that stand in nothing else, line → level; parts that begin and end.

    A fence that is never closed is no `code`. `parts`: how many of them a line of HTML opens, or closes (negative).
    `comments`: how many there are.
    """

    code: frozenset[int]
    headings: dict[int, int]
    parts: tuple[tuple[int, int], ...]
    comments: int


def read_outline(text: str) -> Outline:
    """Read how a markdown text is built."""
    env: Env = {"ended": ended_names(text), "closed": closed_names(text), "unseen": Counter[str]()}
    tokens = [token for token in _parser().parse(text, env) if token.map]
    lines = text.split("\n")
    code = [token.map for token in tokens if token.map and (token.type == "code_block" or _is_closed_fence(token, lines))]
    headings = {t.map[0]: int(t.tag[1]) for t in tokens if t.type == "heading_open" and not t.level and t.map}
    parts = [(token.map[0], _opened(token)) for token in tokens if token.map]
    return Outline(
        code=frozenset(line for first, last in code for line in range(first, last)),
        headings=headings,
        parts=tuple(part for part in parts if part[1]),
        comments=env["unseen"]["comment"],
    )


def _is_closed_fence(token: Token, lines: Sequence[str]) -> bool:
    """Tell whether a token is fenced code that ends where its fence is closed, and not only where all ends."""
    if token.type != "fence" or not token.map:
        return False
    last = lines[token.map[1] - 1].strip().lstrip("> \t")
    return token.map[1] - token.map[0] > 1 and (not token.markup or last.startswith(token.markup))


def _opened(token: Token) -> int:
    """Return how many parts of a page the HTML in a token opens, and does not close."""
    html = "".join(part.content for part in (token, *(token.children or ())) if part.type in ("html_block", "html_inline"))
    return sum(-1 if end else 1 for end in PART.findall(html))


@lru_cache(1)
def _parser() -> MarkdownIt:
    """Return the parser."""
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    footnote_plugin(md, inline=False, move_to_end=False, always_match_refs=True)
    deflist_plugin(md)
    dollarmath_plugin(md, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    teach(md)
    setattr(md, "normalizeLink", str)  # noqa: B010 - typed a method; addresses stay as they are written
    md.core.ruler.after("block", "cells", keep_cells)
    md.core.ruler.after("cells", "meanings", _find_meanings)
    md.core.ruler.after("inline", "tags", _know_tags)
    for name, rule in RULES.items():
        md.add_render_rule(name, rule)
    return md


def _find_meanings(state: StateCore) -> None:
    """Find what blocks mean: quotes that are alerts, lines of attributes, HTML that its indent made code."""
    for number, token in enumerate(state.tokens):
        before = state.tokens[number - 1] if number else token
        if token.type == "inline":
            _drop_attributes(token, before)
        elif token.type == "code_block" and LEFT_OVER.match(token.content):
            token.type = "html_block"
        if token.type == "inline" and number > 1 and state.tokens[number - 2].type == "blockquote_open":
            _make_alert(state.tokens, number)


def _drop_attributes(token: Token, before: Token) -> None:
    """Leave out the attributes of a heading or a block; a kind of note among them makes it one."""
    if "{" not in token.content:
        return
    lines = token.content.split("\n")
    if before.type == "heading_open":
        lines[-1] = re.sub(rf"[ \t]+{BRACES.pattern}\s*$", "", lines[-1])
    named = [line for line in (lines[0], lines[-1]) if BRACES.fullmatch(line.strip())]
    kinds = re.findall(r"\.([\w-]+)", " ".join(named))
    kind = next((kind for kind in kinds if kind.lower().removesuffix("-title") in ADMONITIONS), "")
    token.content = "\n".join(line for line in lines if line not in named)
    if kind and before.type == "paragraph_open":
        before.attrSet("class", f"admonition {kind.lower()}")
        before.meta["kind"] = kind


def _make_alert(tokens: Sequence[Token], number: int) -> None:
    """Make an alert of a quote that begins `[!NOTE]`."""
    begin, inline = tokens[number - 2], tokens[number]
    if not (mark := ALERT.match(inline.content)):
        return
    inline.content = inline.content[mark.end() :]
    end = next(t for t in tokens[number:] if t.type == "blockquote_close" and t.level == begin.level)
    begin.tag = end.tag = "div"
    begin.attrSet("class", f"admonition {mark[1].lower()}")
    begin.meta["title"] = said(mark[1].lower(), mark[2].strip())


def _know_tags(state: StateCore) -> None:
    """Leave of HTML what a reader sees, and count the rest."""
    for token in state.tokens:
        for part in (token, *(token.children or ())):
            if part.type in ("html_block", "html_inline") and not part.meta:
                part.content = known_html(part.content, state.env["closed"], state.env["unseen"])


def _unused(text: str, tokens: Sequence[Token], env: Env) -> tuple[tuple[str, str, str], ...]:
    """Return the definitions of addresses to which no link leads."""
    parts = [part for token in tokens for part in token.children or ()]
    used = {str(part.attrs.get("href") or part.attrs.get("src")) for part in parts}
    written = {normalizeReference(label): label for label in LABEL.findall(text)}
    return tuple(
        (written.get(label, label), given["href"], given["title"])
        for label, given in env.get("references", {}).items()
        if given["href"] not in used
    )


def _block_open(md: Any, tokens: Sequence[Token], number: int, options: Any, env: Env) -> str:
    """Write the begin of a quote, which may be an alert."""
    begin = str(md.renderToken(tokens, number, options, env))
    title = tokens[number].meta.get("title")
    return f'{begin}<p class="admonition-title">{escape(title)}</p>' if title else begin


def _paragraph_open(md: Any, tokens: Sequence[Token], number: int, options: Any, env: Env) -> str:
    """Write the begin of a paragraph, which may be a note."""
    kind = tokens[number].meta.get("kind")
    if not kind:
        return str(md.renderToken(tokens, number, options, env))
    return f'<div class="admonition {escape(kind)}"><p class="admonition-title">{escape(said(kind, ""))}</p><p>'


def _paragraph_close(md: Any, tokens: Sequence[Token], number: int, options: Any, env: Env) -> str:
    """Write the end of a paragraph."""
    end = str(md.renderToken(tokens, number, options, env))
    return f"{end}</div>" if tokens[number - 2].meta.get("kind") else end


def _fence(_: Any, tokens: Sequence[Token], number: int, __: Any, ___: Env) -> str:
    """Write code, below its title."""
    token = tokens[number]
    language = re.split(r"[\s{,]", token.info.strip(), maxsplit=1)[0]
    title = TITLE.search(token.info)
    above = f'<p class="code-title">{escape(title[1] or title[2])}</p>' if title else ""
    code = escape(token.content)
    return f'{above}<pre><code class="language-{escape(language)}">{code}</code></pre>\n'


def _footnote(_: Any, tokens: Sequence[Token], number: int, __: Any, ___: Env) -> str:
    """Write the sign of a footnote."""
    return f"[{escape(str(tokens[number].meta['label']))}]"


def _footnote_open(_: Any, tokens: Sequence[Token], number: int, __: Any, ___: Env) -> str:
    """Write the begin of a footnote, where it stands."""
    return f'<dl class="footnote"><dt>[{escape(str(tokens[number].meta["label"]))}]</dt><dd>'


def _math(_: Any, tokens: Sequence[Token], number: int, __: Any, ___: Env) -> str:
    """Write a formula in a line as it is."""
    sign = tokens[number].markup
    return f"<code>{sign}{escape(tokens[number].content)}{sign}</code>"


def _math_block(_: Any, tokens: Sequence[Token], number: int, __: Any, ___: Env) -> str:
    """Write a formula on lines of its own as it is."""
    return f"<pre><code>{escape(tokens[number].content.strip())}</code></pre>"


RULES: dict[str, Any] = {
    "blockquote_open": _block_open, "paragraph_open": _paragraph_open, "paragraph_close": _paragraph_close, "fence": _fence,
    "footnote_ref": _footnote, "footnote_reference_open": _footnote_open,
    "footnote_reference_close": lambda *_: "</dd></dl>", "math_inline": _math, "math_inline_double": _math,
    "math_block": _math_block,
}  # fmt: skip
