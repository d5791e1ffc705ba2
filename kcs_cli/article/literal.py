"""Texts and lists of texts, written as values of YAML and TOML."""

import re
from collections.abc import Sequence

HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
SHORT_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
SEEN_AS_OTHER = re.compile(  # by one reader of YAML or another: numbers (also 12:30), truth, nothing, merge
    r"(?i)\d[\d_.,:]*(?:e[-+]?\d+)?|0[xob][\da-f_]+|y|yes|n|no|true|false|on|off|null|<<"
)
# With `=`, `.`, `+` and `~`, which no rule of YAML forbids: readers see a number in .5 and +1, nothing in ~
INDICATORS = "-?:,[]{}#&*!|>'\"%@`=~.+"
LONGEST_FLOW = 80  # characters


def new_field(name: str, value: str | Sequence[str], column: int) -> str:
    """Write a field that is not there yet."""
    key = scalar(name, in_flow=True)
    if isinstance(value, str):
        return f"{key}: {scalar(value)}"
    return f"{key}:" + block(" " * (column + 2), "- ", value) if is_block(value) else f"{key}: {flow(value)}"


def is_block(values: Sequence[str]) -> bool:
    """Choose how a new list is written: in brackets where it is short and of single words."""
    return any(" " in value for value in values) or len(flow(values)) > LONGEST_FLOW


def flow(values: Sequence[str]) -> str:
    """Write a list in brackets."""
    return f"[{', '.join(scalar(value, in_flow=True) for value in values)}]"


def block(indent: str, dash: str, values: Sequence[str]) -> str:
    """Write a list with an entry a line, each after a line feed."""
    return "".join(f"\n{indent}{dash}{scalar(value)}" for value in values)


def scalar(text: str, in_flow: bool = False) -> str:
    """Write a text without quotes where every reader of YAML sees the same text in it; a date stays plain, as usual."""
    is_odd = not text or text != text.strip() or text[0] in INDICATORS or SEEN_AS_OTHER.fullmatch(text)
    has_mark = ": " in text or " #" in text or text[-1:] == ":" or HIDDEN.search(text)
    is_flow_mark = in_flow and re.search(r"[][{},:?]", text)
    return quote(text) if is_odd or has_mark or is_flow_mark else text


def quote(text: str) -> str:
    """Write a text in double quotes, by the escapes that YAML and TOML share."""
    return '"' + HIDDEN.sub(_escaped, text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _escaped(found: re.Match[str]) -> str:
    """Write a character that an editor does not show."""
    return SHORT_ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}")
