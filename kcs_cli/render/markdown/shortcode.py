"""What is called in a text, and what it means: shortcodes of Hugo, tags of Jekyll, `:::image:::` of Microsoft's pages."""

import re
from collections.abc import Container, Mapping
from html import escape
from typing import NamedTuple

from kcs_cli.render.markdown.element import ADMONITIONS, UNSAID

MOST = 2_000  # characters of a call
CALL = re.compile(
    rf"\{{\{{(?P<hugo>[<%])-?\s*+(?P<end>/?)\s*+(?P<name>[\w./-]*+)(?P<given>(?:(?![>%]\}}\}}).){{0,{MOST}}}+)[>%]\}}\}}"
    rf"|\{{%-?\s*+(?P<tag>[\w.]++)(?P<values>(?:(?!%\}}).){{0,{MOST}}}+)%\}}"
    rf"|:{{3,}}(?P<piece>[a-z][\w-]*+)(?P<fields>(?:(?!:::)[^\n]){{0,{MOST}}}+):{{3,}}",
    re.DOTALL,
)
FLAVOUR = re.compile(r"\[!([A-Za-z]+)[ \t]+((?:[^\]\[]|\[[^\]\[]*+\]){1,500}+)\](?:\(([^()\s]*+)(?:\s+\"[^\"]*+\")?\))?")
CITED = ("include", "code", "video", "tab")
LITERAL = re.compile(r"\{\{[<%]\s*/\*")
ENDED = re.compile(r"\{\{[<%]-?\s*+/\s*+([\w./-]++)|\{%-?\s*+end(\w++)")
VALUE = re.compile(r"(?:([\w-]+)\s*+=\s*+)?(\"[^\"]*+\"|'[^']*+'|`[^`]*+`|[^\s\"'`]++)")
IMAGES = frozenset("figure img image asset_img imgproc asset_path".split())
TITLES = ("title", "name", "header", "summary", "label", "tabname")
WORDS = ("content", "text", "body", "message")
PLAIN = frozenset("ref relref url link absurl relurl".split())
UNSAID_TAGS = frozenset("raw endraw".split())
CODES = frozenset("highlight code code-toggle codeblock".split())
COMMENTS = frozenset(("comment",))


class Call(NamedTuple):
    """A call: its name in lower case, its values by name and by place; `ends` what was called.

    `is_closed`: nothing is within; `is_literal`: only shown.
    """

    name: str
    named: Mapping[str, str]
    placed: tuple[str, ...]
    ends: bool
    is_closed: bool = False
    is_literal: bool = False

    def first(self, names: tuple[str, ...], place: int = 0) -> str:
        """Return the first value there is under some names, else the one at a place."""
        return self.value(names) or (self.placed[place] if len(self.placed) > place else "")

    def value(self, names: tuple[str, ...]) -> str:
        """Return the first value there is under some names."""
        return next((self.named[name] for name in names if self.named.get(name)), "")


def read_call(match: re.Match[str]) -> Call:
    """Read what CALL has matched."""
    name = match["name"] or match["tag"] or match["piece"] or ""
    given = (match["given"] or match["values"] or match["fields"] or "").strip().removesuffix("-")
    values = [(key.lower(), value.strip("\"'`")) for key, value in VALUE.findall(given.removesuffix("/"))]
    name, ends = name.lower(), bool(match["end"])
    if match["tag"] and name.startswith("end"):
        name, ends = name.removeprefix("end"), True
    elif match["piece"] and name.endswith("-end"):
        name, ends = name.removesuffix("-end"), True
    named = {key: value for key, value in values if key}
    placed = tuple(value for key, value in values if not key)
    is_closed = given.endswith("/") and bool(match["hugo"])
    return Call(
        name=name, named=named, placed=placed, ends=ends, is_closed=is_closed, is_literal=bool(LITERAL.match(match[0]))
    )


def ended_names(text: str) -> frozenset[str]:
    """Return the names of the calls that a text ends somewhere."""
    return frozenset((first or second).lower() for first, second in ENDED.findall(text))


def call_html(match: re.Match[str], ended: Container[str]) -> str:
    """Return what a call means as HTML; `ended` are the names of calls that have something within."""
    call = read_call(match)
    if call.is_literal:
        return escape(re.sub(r"/\*|\*/", "", match[0]))
    if not call.name and not call.ends:
        return escape(match[0])
    if call.ends:
        return _end(call.name)
    if call.name in UNSAID_TAGS:
        return ""
    if call.name in IMAGES and (html := _image(call)):
        return html
    return _called(call, has_content=call.name in ended and not call.is_closed)


def _end(name: str) -> str:
    """Return the end of what was called."""
    if name in ("details", "expand", "collapse", "accordion"):
        return "</details>"
    return "</div>" if name in ADMONITIONS or name in ("tab", "tabitem") else ""


def _called(call: Call, *, has_content: bool) -> str:
    """Return the begin of what is called, with its end where nothing is within."""
    name = call.name
    if name in ("include", "include_relative", "partial") and call.placed:
        name = call.placed[0].rsplit("/", 1)[-1].split(".")[0].lower()
        call = call._replace(placed=call.placed[1:]) if name in ADMONITIONS else call
    end = "" if has_content else "</div>"
    if name in ADMONITIONS:
        return admonition(*_kind(name, call)) + escape(call.value(WORDS)) + end
    if has_content and name in ("tab", "tabitem"):
        return f'<div class="tab"><p class="tab-title">{escape(call.first(TITLES))}</p>'
    if has_content and name in ("details", "expand", "collapse", "accordion"):
        return f"<details><summary>{escape(call.first(TITLES) or 'Details')}</summary>"
    if call.name in PLAIN and call.placed:
        return escape(call.placed[0])
    words = _words(call)
    return f"<em>[{escape(call.name)}{' ' if words else ''}{escape(words)}]</em>" if words or not has_content else ""


def _kind(name: str, call: Call) -> tuple[str, str]:
    """Return the kind and the title of an admonition."""
    kind = (call.first(("type", "kind", "level", "color"), 0).lower() if name in UNSAID else "") or name
    place = 1 if name in UNSAID and "type" not in call.named else 0
    return kind, call.first(("title", "header", "heading"), place)


def _words(call: Call) -> str:
    """Return the values of a call as they are read."""
    return " ".join([*call.placed, *(f"{key}={value}" for key, value in call.named.items())])


def _image(call: Call) -> str:
    """Return the image that is called; nothing where no file is named."""
    source = call.first(("src", "source", "file", "path"))
    if not source:
        return ""
    words = [call.named[key] for key in ("alt", "alt-text", "caption", "title") if call.named.get(key)]
    alt = " - ".join(dict.fromkeys(words)) or " ".join(call.placed[1:])
    image = f'<img src="{escape(source)}" alt="{escape(alt)}">'
    return f'<a href="{escape(call.named["link"])}">{image}</a>' if call.named.get("link") else image


def admonition(kind: str, title: str) -> str:
    """Return the begin of an admonition."""
    return f'<div class="admonition {escape(kind)}"><p class="admonition-title">{escape(said(kind, title))}</p>'


def said(kind: str, title: str) -> str:
    """Return what stands above an admonition: its kind, and its title where that says more."""
    name = "" if kind in UNSAID else kind.replace("-", " ").capitalize()
    if title.casefold().startswith(name.casefold()):
        return title
    return f"{name}: {title}" if title else name


def flavour_html(match: re.Match[str]) -> str:
    """Return what FLAVOUR has matched, `[!UICONTROL Save]`, as HTML."""
    name, words, address = match[1].lower(), escape(match[2]), match[3]
    if name in CITED:
        return f"<em>[{name} {words}{f' ({escape(address)})' if address else ''}]</em>"
    if name == "uicontrol":
        words = f"<strong>{words}</strong>"
    return f'<a href="{escape(address)}">{words}</a>' if address else words
