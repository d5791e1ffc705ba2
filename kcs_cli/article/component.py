"""Markdown with components (MDX) without what is program in it: imports, exports, tags, expressions; lines stay lines."""

import re

from kcs_cli.article.link import lines_outside_fences

CODE = (
    r"^[ \t]*+(?P<fence>`{3,}|~{3,})[^\n]*+(?:\n(?![ \t]*+(?P=fence))[^\n]*+)*+(?:\n[^\n]*+)?"
    r"|(?P<ticks>`++)(?:(?!(?P=ticks)).)++(?P=ticks)"
)
MODULE = r"^(?:import|export)\b[^\n]*+(?:\n(?![ \t]*$)[^\n]*+)*+"  # as far as the next empty line
NOTE = r"\{/\*(?:(?!\*/)[\s\S]){0,500}+\*/\}"  # of so many characters: one that never ends is looked through once
VALUE = r"\"[^\"]*+\"|'[^']*+'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\}"
TAG = rf"</?(?:[A-Z][\w.]*+)?(?:[^<>{{}}\"']|{VALUE})*+>"  # also `<>`; those of HTML have small letters
EXPRESSION = r"\{(?!#)(?:[^{}\n]|\{[^{}\n]*+\})*+\}"  # not `{#anchor}` of a heading
HTML = rf"<[a-z][\w-]*+(?=[^<>]*=\{{)(?:[^<>{{}}\"']|{VALUE})*+>"  # of HTML, with an attribute that is a program
PROGRAM = re.compile(
    rf"(?P<code>{CODE})|(?P<module>{MODULE})|{NOTE}|(?P<tag>(?=<[A-Z>/])(?!</?[a-z]){TAG}|{HTML})|(?P<expression>{EXPRESSION})",
    re.MULTILINE,
)
READ = re.compile(
    r"\b(?:title|label|summary|description|caption|alt|header|heading|text)=(?:\{\s*)?(?P<quote>[\"'`])(.*?)(?P=quote)"
)
TEXT = re.compile(r"\{\s*(?P<quote>[\"'`])(.*)(?P=quote)\s*\}")

BLOCK = re.compile(r"<(script|style)\b", re.IGNORECASE)  # of a Vue component; in a text they begin a line


def without_blocks(body: str) -> str:
    """Return a body without the program and the style that make a page of VitePress a Vue component; lines stay lines."""
    if not BLOCK.search(body):
        return body
    outside = {number for number, _, _ in lines_outside_fences(body, 1)}
    kept, name = list[str](), ""
    for number, line in enumerate(body.split("\n"), 1):
        if not name and number in outside and (begun := BLOCK.match(line)):
            name = begun[1].lower()
        kept.append("" if name else line)
        if f"</{name}>" in line.lower():
            name = ""
    return body if name else "\n".join(kept)  # one that is left open would take the rest of the article with it


def without_components(body: str) -> str:
    """Return a body without imports, exports, comments, tags and expressions; what a tag says in its attributes stays."""
    return PROGRAM.sub(_text_of, body) if "{" in body or "<" in body or "port " in body else body


def _text_of(found: re.Match[str]) -> str:
    """Return what a reader sees of a piece of program, and as many line ends as it has."""
    piece = found[0]
    if found["code"]:
        return piece
    text = ""
    if found["tag"]:
        text = "".join(f"{match[2]} " for match in READ.finditer(piece))
    elif found["expression"] and (literal := TEXT.fullmatch(piece)):
        text = literal[2].replace("\n", " ")
    return text + "\n" * piece.count("\n")
