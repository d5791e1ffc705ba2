"""How site generators write that the text of another file, or a value, stands in a place: a table of their ways."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.article.component import CODE
from kcs_cli.files.markdown_file import ENDINGS

PAGES = (*ENDINGS, ".html", ".txt")
PARTIALS = ("_includes", "includes", "_partials", "partials", "_snippets", "snippets")
SITE = ("docs", "content", "source", "src")  # folders that a site is made of
IMPORT = re.compile(r"^import\s+(?P<name>[A-Z]\w*)\s+from\s+[\"'](?P<target>[^\"'\n]+)[\"']", re.MULTILINE)
RAW = re.compile(r"\{%-?\s*(raw|verbatim)\s*-?%\}.*?\{%-?\s*end\1\s*-?%\}", re.DOTALL)
LONGEST_END = 20  # characters of its end
INCLUDING = re.compile(
    r"(?i).*(?:include|read-?file|snippet|embed|partial|fragment|reus|transclu|shared|code_?sample|codenew)"
)
NAMED = re.compile(r"\b(?:file|path|src|page|name|include|snippet)\s*=\s*(?:\"([^\"]+)\"|'([^']+)'|`([^`]+)`|([^\s\"'`]+))")
FIRST = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|`([^`]+)`|([^\s\"'`=]+)(?=\s|$))")
SAID = re.compile(r"=\s*(?:\"([^\"]* [^\"]*)\"|'([^']* [^']*)')")  # words that a directive hands over to what it includes
INSERTING = frozenset(
    ("Snippet", "Include", "Partial", "Markdown", "MarkdownInclude", "Import")
)  # components that name a file
INSERTS = re.compile(rf"<(?:{'|'.join(sorted(INSERTING))})\b")
CODE_SPANS = re.compile(CODE, re.MULTILINE)


class Reference(NamedTuple):
    """A file by the name that is written, or a value by its dotted name; `part` of the text is meant, nothing for all."""

    target: str
    part: str = ""


class Syntax(NamedTuple):
    """One way of writing it: `sign` stands in every text that has it.

    A file is looked for in `folders` beside the article and above, with `endings` where it is written without; `is_value`: a
    value of the site's data is meant. `stays`: where there is no such file the words stay as they are, for they may be
    something else; `keeps`: in any case. `in_code`: also in code it is no sample. `is_beside`: the file may lie where the
    article does; `by_name`: it is the note of that name, wherever it lies.
    """

    sign: str
    pattern: str
    read: Callable[[re.Match[str], Mapping[str, str]], Sequence[Reference]]
    folders: Sequence[str] = ()
    endings: Sequence[str] = PAGES
    is_value: bool = False
    stays: bool = False
    keeps: bool = False
    in_code: bool = True
    is_beside: bool = True
    by_name: bool = False


class Directive(NamedTuple):
    """What is written in a place of a text, and the words that it says itself."""

    start: int
    end: int
    syntax: Syntax
    references: Sequence[Reference]
    words: str = ""


def find_directives(text: str) -> list[Directive]:
    """Return what a text includes, in its order; most texts have no sign of any."""
    signs = {sign for begin, signs in SIGNS.items() if begin in text for sign in signs if sign in text}
    found = [one for syntax in SYNTAXES if syntax.sign in signs for one in _directives(syntax, text)] if signs else []
    if not found:
        return found
    last = max(text.rfind("endraw"), text.rfind("endverbatim"))  # what begins after it never ends
    raw = [match.span() for match in RAW.finditer(text, 0, last + LONGEST_END)] if last > 0 else []
    code = [match.span() for match in CODE_SPANS.finditer(text)] if "`" in text or "~~~" in text else []
    kept, end = list[Directive](), 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        is_sample = _is_within(code, one.start)
        if one.start >= end and not _is_within(raw, one.start) and (one.syntax.in_code or not is_sample):
            kept.append(one._replace(syntax=one.syntax._replace(stays=True)) if is_sample else one)
            end = one.end
    return kept


def without_includes(text: str) -> str:
    """Return a text without what includes a file, whether it is there or not: of that the words it says itself are left."""
    parts, place = list[str](), 0
    for one in find_directives(text):
        if not (one.syntax.is_value or one.syntax.stays or one.syntax.keeps):
            parts += [text[place : one.start], one.words, "\n" * text.count("\n", one.start, one.end)]
            place = one.end
    return "".join([*parts, text[place:]])


def _is_within(spans: Sequence[tuple[int, int]], place: int) -> bool:
    """Tell whether a place is in one of some spans, which come one after the other."""
    number = bisect_right(spans, place, key=lambda span: span[0])
    return number > 0 and place < spans[number - 1][1]


def _directives(syntax: Syntax, text: str) -> Iterator[Directive]:
    """Yield what a text has of one syntax."""
    imports = {match["name"]: match["target"] for match in IMPORT.finditer(text)} if syntax.sign == "<" else {}
    if syntax.sign == "<" and not imports and not INSERTS.search(text):
        return
    for match in re.finditer(syntax.pattern, text, re.MULTILINE | re.IGNORECASE):
        if references := syntax.read(match, imports):
            said = SAID.findall(match[0]) if syntax.sign in ("{%", "{{") else ()
            yield Directive(match.start(), match.end(), syntax, references, " ".join(a or b for a, b in said))


def _target(match: re.Match[str], _: Mapping[str, str]) -> Sequence[Reference]:
    """Read what is named as `target`, and `part`."""
    return (Reference(match["target"].strip(), (match.groupdict().get("part") or "").strip()),)


def _argument(arguments: str) -> str:
    """Return the file that the arguments of a directive name: the first, else the one that is called so."""
    found = FIRST.match(arguments) or NAMED.search(arguments)
    return next(filter(None, found.groups()), "") if found else ""


def _shortcode(match: re.Match[str], _: Mapping[str, str]) -> Sequence[Reference]:
    """Read a shortcode that includes a file."""
    if not INCLUDING.match(match["name"]) or not (target := _argument(match["arguments"])):
        return ()
    return (Reference(target),)


def _own_shortcode(match: re.Match[str], _: Mapping[str, str]) -> Sequence[Reference]:
    """Read a shortcode of the site's own: its text is in a file of its name."""
    return (
        () if INCLUDING.match(match["name"]) or match["name"] in ("param", "ref", "relref") else (Reference(match["name"]),)
    )


def _parameter(match: re.Match[str], _: Mapping[str, str]) -> Sequence[Reference]:
    """Read a shortcode that shows a value of the site's configuration."""
    return (Reference(f"params.{_argument(match['arguments'])}"),)


def _tag(match: re.Match[str], _: Mapping[str, str]) -> Sequence[Reference]:
    """Read a tag of Liquid or Jinja that includes a file."""
    target = _argument(match["arguments"])
    is_file = "." in target or match["tag"].startswith("include")
    return (Reference(target),) if target and is_file else ()


def _reusable(match: re.Match[str], _: Mapping[str, str]) -> Sequence[Reference]:
    """Read a tag that names a reusable text by its folders, with dots between."""
    return (Reference(match["target"].replace(".", "/")),)


def _snippets(match: re.Match[str], _: Mapping[str, str]) -> Sequence[Reference]:
    """Read snippets, one or a block of them: `file:section`, `file:2:5`; one that a semicolon begins is none."""
    names = [line.strip() for line in (match.groupdict().get("block") or match.groupdict().get("target") or "").split("\n")]
    parts = [name.partition(":") for name in names if name and not name.startswith((";", "http:", "https:"))]
    return tuple(Reference(target, part) for target, _, part in parts)


def _embed(match: re.Match[str], _: Mapping[str, str]) -> Sequence[Reference]:
    """Read an embedded note; a picture or a film is none."""
    target = match["target"].strip()
    is_note = target and not re.search(r"\.(?!md$|mdx$|markdown$)[A-Za-z][A-Za-z0-9]{1,4}$", target)
    return (Reference(target, (match["part"] or "").strip()),) if is_note else ()


def _component(match: re.Match[str], imports: Mapping[str, str]) -> Sequence[Reference]:
    """Read a component that is a file of markdown, or names one."""
    name = match["name"] or match["value"]
    target = imports.get(name, "")
    if not target and name in INSERTING:
        found = NAMED.search(match["arguments"] or "")
        return (Reference(next(filter(None, found.groups()))),) if found else ()
    is_raw = "raw" in target
    target = re.sub(r"^.*!|\?raw$", "", target)
    return (Reference(target),) if is_raw or target.lower().endswith(PAGES) else ()


def _partial(match: re.Match[str], _: Mapping[str, str]) -> Sequence[Reference]:
    """Read a partial of Ruby, whose file has a low line before its name."""
    folder, slash, name = (match["target"] or match["symbol"]).rpartition("/")
    return (Reference(f"{folder}{slash}_{name.removeprefix('_')}"),)


ARGUMENTS = r"(?P<arguments>(?:[^{}\"`<>%]|\"[^\"{}]*+\"|`[^`{}]*+`|[<>%](?!\}\}))*+)"
SYNTAXES = (
    Syntax("{{", rf"\{{\{{[<%][ \t]*(?P<name>param)\b{ARGUMENTS}[>%]\}}\}}", _parameter, is_value=True, stays=True),
    Syntax("{{", rf"\{{\{{[<%]\s*(?P<name>[a-z][\w/.-]*+){ARGUMENTS}[>%]\}}\}}", _shortcode,
           (*PARTIALS, "content", "content/includes", "examples", "assets", "static", "data")),
    Syntax("{{", rf"\{{\{{[<%]\s*(?P<name>[a-z][\w/.-]*+){ARGUMENTS}[>%]\}}\}}", _own_shortcode,
           ("layouts/shortcodes", "layouts/_shortcodes"), (".md", ".html"), stays=True, keeps=True, is_beside=False),
    Syntax("{%", r"\{%-?\s*(?:indented_)?data(?:_reference)?\s+(?P<target>variables\.[\w.-]+)[^%{}]*+%\}", _target,
           is_value=True),
    Syntax("{%", r"\{%-?\s*(?:indented_)?data(?:_reference)?\s+(?P<target>reusables\.[\w.-]+)[^%{}]*+%\}", _reusable,
           ("data",), (".md",), is_beside=False),
    Syntax("{%", r"\{%-?\s*(?P<tag>include[\w-]*|render|snippet|embed|fragment)\s+(?P<arguments>(?:[^%{}]|%(?!\}))*+)%\}",
           _tag, (*PARTIALS, "docs")),
    Syntax("{{", r"\{\{-?\s*(?P<target>[a-z_]\w*(?:[.-]\w+)*+)\s*(?:\|[^{}]*+)?-?\}\}", _target, is_value=True, stays=True),
    Syntax("{{$include", r"\{\{\$include\s+(?P<target>[^{}\s]++)\s*\}\}", _target, PARTIALS),
    Syntax("{{embed", r"\{\{embed\s+\[\[(?P<target>[^\[\]#]++)(?:#(?P<part>[^\[\]]*+))?\]\]\s*\}\}", _embed, ("pages",),
           ENDINGS, in_code=False, by_name=True),
    Syntax("{!", r"\{!\s*(?P<target>[^!{}\n]++)!\}", _target, ("docs", *PARTIALS)),
    Syntax("8<", r"(?:^|(?<=[ \t>]))-+8<-+[ \t]+([\"'])(?P<target>[^\"'\n]++)\1[ \t]*$", _snippets,
           (*PARTIALS, "docs", "docs/_snippets", "docs/snippets", "docs/includes")),
    Syntax("8<", r"^[ \t]*+-+8<-+[ \t]*\n(?P<block>(?:(?![ \t]*-+8<-+)[^\n]*+\n)*+)[ \t]*+-+8<-+[ \t]*$", _snippets,
           (*PARTIALS, "docs", "docs/_snippets", "docs/snippets", "docs/includes")),
    Syntax("![[", r"!\[\[(?P<target>[^\[\]|#]*+)(?:#(?P<part>[^\[\]|]*+))?(?:\|[^\[\]]*+)?\]\]", _embed, ("pages",),
           ENDINGS, in_code=False, by_name=True),
    Syntax("[!", r"\[!(?:include|code(?:-\w+)?)\s*\[[^\[\]]*+\]\(\s*(?P<target>[^()\s?#]++)[^()]*+\)\s*\]", _target,
           PARTIALS),
    Syntax("!INCLUDE", r"^[ \t]*!include[ \t]+\"?(?P<target>[^\"\n]++)\"?[ \t]*$", _target, PARTIALS),
    Syntax("include", r"<!--\s*@include:?\s*(?P<target>[^\s<>{#]+?)(?=[\s{#]|-->)[^<>\n]*-->", _target, SITE),
    Syntax("<<<", r"^<<<[ \t]*(?P<target>[^\s{}\[\]#]++)(?:#(?P<part>[\w-]+))?[^\n]*$", _target, SITE, ()),
    Syntax(":include", r"\[[^\[\]]*+\]\((?P<target>[^()\s]++)\s+['\"]:include[^'\"\n]*['\"]\)", _target),
    Syntax("include}", r"^(?P<fence>`{3,}|:{3,})\{(?:literal)?include\}[ \t]*(?P<target>\S+)[^\n]*+"
           r"(?:\n(?!(?P=fence))[^\n]*+)*+(?:\n(?P=fence)[^\n]*+)?", _target),
    Syntax("::include", r"::include\{file=(?P<target>[^{}\s]++)\}", _target),
    Syntax("<%=", r"<%=\s*(?:partial|render|render_partial|render_file)[\s(]+(?::(?P<symbol>\w+)|[\"'](?P<target>[^\"'\n]+)"
           r"[\"'])(?:[^%<]|%(?!>)|<(?!%))*+%>", _partial, ("source", "source/partials", "partials"),
           (".md", ".html.md", ".md.erb", ".html.md.erb", ".html.erb", ".erb", ".html", ".haml")),
    Syntax("<", r"<(?P<name>[A-Z]\w*)\b(?P<arguments>[^<>]*+)>|\{(?P<value>[A-Z]\w*)\}", _component, ("snippets", *PARTIALS),
           in_code=False, stays=True),
)  # fmt: skip
# The signs by what is in them: few texts have any of that
SIGNS = {
    part: frozenset(one.sign for one in SYNTAXES if part in one.sign)
    for part in ("{{", "{%", "{!", "<", "[", "include", "INCLUDE")
}
