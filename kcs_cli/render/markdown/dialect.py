"""Rules that markdown-it is taught: what site generators and help desks add to markdown, each by what it means."""

import re
from html import escape
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt, helpers
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from kcs_cli.render.markdown.element import ADMONITIONS
from kcs_cli.render.markdown.shortcode import (
    CALL,
    CODES,
    COMMENTS,
    FLAVOUR,
    admonition,
    call_html,
    flavour_html,
    read_call,
    said,
)

DEEPEST = 30  # lists, quotes and the like within each other
DEEPEST_PART = 8  # parts between `:::`; of deeper ones the titles are told
MARKED = re.compile(r"(!!!|\?\?\?\+?|===[!+]*)[ \t]+(.*\S)")
NAMED = re.compile(r"(?P<kinds>[\w-]+(?: +[\w-]+)*?)?[ \t]*(?:\"(?P<title>.*)\")?$")
COLONS = re.compile(r":{3,}[ \t]*(?:\{?\.?(?P<name>[A-Za-z][\w-]*)\}?)?(?P<rest>[^\n]*)$")
ATTRIBUTES = r"(?:[.#][\w:-]+|[\w-]+=(?:\"[^\"]*\"|'[^']*'|[\w./%-]+)|toc)"
BRACES = re.compile(rf"\{{(?::[ \t]*)?{ATTRIBUTES}(?:[ \t]+{ATTRIBUTES})*[ \t]*\}}")
OURS = {"is_ours": True}  # HTML that no article wrote
VARIABLE = re.compile(r"\{\{[^{}\n]*\}\}")


def teach(md: MarkdownIt) -> None:
    """Add the rules to a parser."""
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("table", "too_deep", _too_deep)
    md.block.ruler.before("fence", "marked", _marked, interrupts)
    md.block.ruler.before("fence", "colons", _colons, interrupts)
    md.block.ruler.before("fence", "captured", _captured, interrupts)
    md.inline.ruler.before("link", "flavour", _flavour)
    md.inline.ruler.before("link", "braces", _braces)
    md.inline.ruler.before("link", "call", _call)
    known = {name: getattr(helpers, name) for name in helpers.__all__}
    setattr(md, "helpers", SimpleNamespace(**{**known, "parseLinkDestination": _destination}))  # noqa: B010 - typed a module


def _line(state: StateBlock, line: int) -> str:
    """Return a line without its indent."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take what is nested too deep to be read as one paragraph: the parser would drop it."""
    if state.level < DEEPEST - 4:
        return False
    if not silent:
        state.push("paragraph_open", "p", 1)
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = state.getLines(start, end, 0, False).strip(), [start, end], []
        state.push("paragraph_close", "p", -1)
        state.line = end
    return True


def _html(state: StateBlock, html: str, line: int) -> None:
    """Add HTML of our own."""
    token = state.push("html_block", "", 0)
    token.content, token.map, token.meta = html, [line, line + 1], OURS


def _marked(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read `!!! note "Title"`, `??? note` and `=== "Tab"` with what is indented below."""
    if state.is_code_block(start) or not (mark := MARKED.match(_line(state, start))):
        return False
    is_tab = mark[1][0] == "="
    given = NAMED.match(mark[2])
    if is_tab and not (given and given["title"] is not None):
        return False
    if silent:
        return True
    kind, title = (given["kinds"] or "", given["title"]) if given else (mark[2].split()[0], mark[2].partition(" ")[2])
    kind = (kind or "note").split()[0].lower()
    kinds = "tab" if is_tab else "admonition"
    _open_titled(state, kinds if is_tab else f"{kinds} {kind}", title or "" if is_tab else said(kind, title or ""), start)
    _read_indented(state, start, end)
    state.push("div_close", "div", -1)
    return True


def _open_titled(state: StateBlock, classes: str, title: str, line: int) -> None:
    """Begin a part with a title, in which markdown is read."""
    state.push("div_open", "div", 1).attrSet("class", classes)
    state.push("paragraph_open", "p", 1).attrSet("class", f"{classes.split()[0]}-title")
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = title, [line, line + 1], []
    state.push("paragraph_close", "p", -1)


def _read_indented(state: StateBlock, start: int, end: int) -> None:
    """Read the lines after one that are indented below it, and what is in them."""
    inside = state.sCount[start] + 2  # four columns are the rule, two are met
    after = last = start + 1
    while after < end and (state.isEmpty(after) or state.sCount[after] >= inside):
        after += 1
        last = last if state.isEmpty(after - 1) else after
    known = state.lineMax, state.blkIndent, state.parentType
    filled = [state.sCount[line] for line in range(start + 1, last) if not state.isEmpty(line)]
    state.lineMax, state.blkIndent = last, min([*filled, state.sCount[start] + 4])
    state.md.block.tokenize(state, start + 1, last)
    state.lineMax, state.blkIndent, state.parentType = known
    state.line = last


def _colons(state: StateBlock, start: int, _: int, silent: bool) -> bool:
    """Read a line that begins or ends a part between `:::`: of Docusaurus, VitePress, Pandoc, MyST, Microsoft."""
    line = _line(state, start)
    if state.is_code_block(start) or not line.startswith(":::") or CALL.match(line) or not (mark := COLONS.match(line)):
        return False
    if not silent:
        html = _part(mark["name"] or "", mark["rest"].strip().strip("[]{}"))
        _html(state, _not_too_deep(state, html), start)
        state.line = start + 1
    return True


def _not_too_deep(state: StateBlock, html: str) -> str:
    """Return the begin or end of a part without its tag where it is too deep."""
    before = state.env.get("parts", 0)
    after = state.env["parts"] = max(0, before + html.startswith("<div") - (html == "</div>"))
    return re.sub(r"^</?div[^>]*>", "", html) if max(before, after) > DEEPEST_PART else html


def _part(name: str, rest: str) -> str:
    """Return the begin of a part of a name as HTML, its end for none."""
    kind = name.lower()
    if not kind:
        return f"<p>{escape(rest)}</p>" if rest else "</div>"
    if kind in ADMONITIONS:
        return admonition(kind, rest)
    if kind.endswith("-end"):
        return ""
    if kind in ("moniker", "zone"):  # ended by `::: moniker-end`
        return f"<p><em>[{escape(f'{name} {rest}')}]</em></p>"
    return f"<div><p><em>[{escape(f'{name} {rest}'.strip())}]</em></p>"


def _captured(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read what is code or comment between two calls: `{% highlight %}` and `{% endhighlight %}`."""
    line = _line(state, start)
    if line[:2] not in ("{{", "{%") or state.is_code_block(start) or not (match := CALL.match(line)):
        return False
    call = read_call(match)
    if call.ends or call.is_closed or call.name not in CODES | COMMENTS or call.name not in state.env["ended"]:
        return False
    last = next((n for n in range(start, end) if _ends(state.src[state.bMarks[n] : state.eMarks[n]], call.name)), end)
    if last == end:
        state.env["ended"] = state.env["ended"] - {call.name}  # not looked for again
        return False
    if not silent:
        _capture(state, start, last, match)
    return True


def _ends(line: str, name: str) -> bool:
    """Tell whether a line has the end of what a call of a name has begun."""
    return "{" in line and any((call := read_call(match)).ends and call.name == name for match in CALL.finditer(line))


def _capture(state: StateBlock, start: int, last: int, match: re.Match[str]) -> None:
    """Add what stands between two lines as code; of a comment, nothing."""
    call = read_call(match)
    text = state.getLines(start, last + 1, state.blkIndent, False).lstrip()[len(match[0]) :]
    end = next(found for found in CALL.finditer(text) if (other := read_call(found)).ends and other.name == call.name)
    if call.name in COMMENTS:
        state.env["unseen"]["comment"] += 1
    else:
        token = state.push("fence", "code", 0)
        given = " ".join([*call.placed[:1], *(f'{key}="{value}"' for key, value in call.named.items())])
        token.info, token.content, token.map = given, text[: end.start()].strip("\n") + "\n", [start, last + 1]
        if rest := text[end.end() :].strip():
            _html(state, f"<p>{escape(rest)}</p>", last)
    state.line = last + 1


def _inline_html(state: StateInline, html: str, end: int, silent: bool) -> bool:
    """Add HTML of our own to a line, and go on after it."""
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content, token.meta = html, OURS
    state.pos = end
    return True


def _flavour(state: StateInline, silent: bool) -> bool:
    """Read `[!UICONTROL Save]`, as Adobe's and Microsoft's publishers mark names."""
    if silent or not state.src.startswith("[!", state.pos):  # within a link's words, brackets are counted
        return False
    if not (match := FLAVOUR.match(state.src, state.pos)):
        return False
    return _inline_html(state, flavour_html(match), match.end(), silent)


def _braces(state: StateInline, silent: bool) -> bool:
    """Leave out the attributes that a publisher takes: `{: .note }`, `{:target="_blank"}`."""
    if not state.src.startswith("{:", state.pos) or not (match := BRACES.match(state.src, state.pos)):
        return False
    return _inline_html(state, "", match.end(), silent)


def _call(state: StateInline, silent: bool) -> bool:
    """Read a shortcode, a tag of Jekyll, `:::image:::`."""
    if state.src[state.pos] not in "{:" or not (match := CALL.match(state.src, state.pos)):
        return False
    return _inline_html(state, call_html(match, state.env["ended"]), match.end(), silent)


def _destination(string: str, place: int, maximum: int) -> Any:
    """Read where a link leads, also one that a site generator works out: `{% asset_path x.png %}`, `{{ site.url }}/x`."""
    match = CALL.match(string, place) or VARIABLE.match(string, place) if string.startswith("{", place) else None
    if not match:
        return helpers.parseLinkDestination(string, place, maximum)
    begin = " ".join(read_call(match).placed) if match.re is CALL else "".join(match[0].split())
    rest = helpers.parseLinkDestination(string, match.end(), maximum)
    return SimpleNamespace(ok=True, pos=rest.pos if rest.ok else match.end(), str=begin + (rest.str if rest.ok else ""))
