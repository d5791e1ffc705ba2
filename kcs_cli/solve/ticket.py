"""A help desk's ticket, as JSON or text, read into what an article begins with."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kcs_cli.article.model import unique
from kcs_cli.errors import KcsError
from kcs_cli.text.display import fold, on_one_line, shorten, unix
from kcs_cli.text.letter import GREETING

WRAPPERS = ("ticket", "issue", "result", "incident", "request", "data", "fields")  # of Zendesk, Jira, ServiceNow, …
KEYS: Mapping[str, tuple[str, ...]] = {  # the first that has a text counts
    "title": ("subject", "title", "summary", "short_description"),
    "issue": ("description_text", "plain_body", "description", "body", "comment", "comments", "text", "content"),
    "resolution": ("resolution_text", "resolution", "solution", "close_notes", "answer"),
    "case": ("key", "number", "case", "id"),
    "url": ("html_url", "url", "link", "self"),
}
SAID = ("said", "phrases", "requester_phrases")
TAGS = ("tags", "labels")
ENVIRONMENT = ("environment", "product", "version", "versions", "platform", "os", "browser")
TEXT_KEYS = ("text", "content", "body", "plain_body", "comments", "display_value", "value")  # where an object has its text
BLOCKS = ("paragraph", "heading", "listItem", "codeBlock", "hardBreak", "tableRow")  # of Jira's document format
HEADER = r"([A-Za-z][\w -]{0,30}):[ \t]*(.*)"
HEADERS = {"subject": "title", "title": "title", "summary": "title", "environment": "environment", "product": "environment",
           "version": "environment", "case": "case", "ticket": "case", "number": "case", "id": "case", "url": "url",
           "link": "url", "tags": "tags", "labels": "tags", "resolution": "resolution"}  # fmt: skip
DEEPEST = 40
LONGEST_TITLE = 120  # characters of a first line that is taken for a title; a longer one is a letter that begins
SHORTEST = 6  # characters of a sentence that says something
SENTENCE_END = r"(?<=[.!?])\s+|(?<=[。！？])"


class Ticket(NamedTuple):
    """What a ticket says."""

    title: str = ""
    issue: str = ""
    said: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    environment: str = ""
    resolution: str = ""
    case: str = ""
    url: str = ""


def read_ticket(text: str, name: str, title: str = "") -> Ticket:
    """Read a ticket from a file of that name. Raise KcsError for broken JSON, and for what is not one ticket.

    Under a title that is given its own stays as what the customer said: by such words others will search.
    """
    if not text.lstrip().startswith(("{", "[")):
        return _from_text(text, title)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("[") and not name.endswith(".json"):
            return _from_text(text, title)  # `[ERROR] …`
        raise KcsError(f"{name} is no JSON: {error}", "Export the ticket again, or give it as text") from error
    return _titled(_from_json(content, name), title)


def _from_json(content: Any, name: str) -> Ticket:
    """Read a ticket as help desks export it."""
    fields = _unwrapped(content, name)
    known = {field: next((text for key in keys if (text := _text_of(fields.get(key)))), "") for field, keys in KEYS.items()}
    if isinstance(fields.get("resolution"), dict):  # Jira's `Fixed`: a state, not what to do
        known["resolution"] = _text_of(fields.get("resolution_text")) or _text_of(fields.get("solution"))
    return Ticket(
        **known,
        said=_texts_of(fields, SAID),
        tags=_texts_of(fields, TAGS),
        environment="\n".join(_texts_of(fields, ENVIRONMENT)),
    )


def _unwrapped(content: Any, name: str) -> dict[str, Any]:
    """Return a ticket's fields, those of the objects around it below its own. Raise KcsError for what is not one."""
    fields: dict[str, Any] = {}
    while isinstance(content, dict | list):
        if isinstance(content, list):
            if len(content) != 1:
                raise KcsError(f"{name} has {len(content)} tickets", "Give one ticket")
            content = content[0]
            continue
        inner = next((key for key in WRAPPERS if isinstance(content.get(key), dict | list)), None)
        fields |= {key: value for key, value in content.items() if key != inner}
        content = content[inner] if inner else None
    if not any(_text_of(fields.get(key)) for field in ("title", "issue") for key in KEYS[field]):
        raise KcsError(f"{name} has neither subject nor description", "Give a ticket as your help desk exports it, or text")
    return fields


def _text_of(value: Any, depth: int = 0) -> str:
    """Return a value's text: of an object that of the key which has it, of a list one a line, of HTML its words."""
    if isinstance(value, str):
        return _without_html(value).strip()
    if isinstance(value, bool) or value is None or depth > DEEPEST:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return "\n".join(filter(None, (_text_of(item, depth + 1) for item in value))).strip()
    if isinstance(value, dict) and isinstance(value.get("content"), list):
        return _document_text(value, depth).strip()
    return next((text for key in (*TEXT_KEYS, "name") if (text := _text_of(value.get(key), depth + 1))), "")


def _document_text(node: Mapping[str, Any], depth: int) -> str:
    """Return the text of Jira's document format: a line a block."""
    inner = node.get("content")
    parts: Sequence[Any] = inner if isinstance(inner, list) and depth < DEEPEST else ()
    text = str(node.get("text") or "") + "".join(_document_text(part, depth + 1) for part in parts if isinstance(part, dict))
    return f"{text.rstrip()}\n" if node.get("type") in BLOCKS else text


def _without_html(text: str) -> str:
    """Return the words of HTML; a text that is none stays as it is."""
    if not re.search(r"(?i)</(?:p|div|span|li|td|b|i|a|strong|em|body|pre)>|<br ?/?>", text):
        return text
    import html

    # The line feeds in HTML are spaces, so they go first; those that tags stand for come after
    text = re.sub(r"(?i)<br ?/?>|</(?:p|div|li|tr|h[1-6]|pre)>", "\n", re.sub(r"(?<![ \t])[ \t]*+\n[ \t]*+", " ", text))
    return re.sub(r"\n{3,}", "\n\n", html.unescape(re.sub(r"</?[a-zA-Z][^<>]*+>", "", text)))


def _texts_of(fields: Mapping[str, Any], keys: Sequence[str]) -> tuple[str, ...]:
    """Return all texts of some keys, once each."""
    return tuple(dict.fromkeys(text for key in keys for text in _each_text(fields.get(key)) if text))


def _each_text(value: Any) -> Iterator[str]:
    """Yield the texts of a list, or the one text."""
    yield from (on_one_line(_text_of(item)) for item in (value if isinstance(value, list) else [value]))


def _from_text(text: str, title: str) -> Ticket:
    """Read a ticket as text: headers as a mail has them, else a letter."""
    lines = unix(text).strip().split("\n")
    end = next((n for n, line in enumerate(lines) if not re.fullmatch(HEADER, line)), len(lines))
    headers = [(found[1].strip().lower(), found[2].strip()) for line in lines[:end] if (found := re.fullmatch(HEADER, line))]
    if not {name for name, _ in headers} & {"subject", "title", "summary"}:
        return _from_letter("\n".join(lines).strip(), title)
    known: dict[str, list[str]] = {}
    for name, value in headers:
        known.setdefault(HEADERS.get(name, ""), []).append(value)
    first = {field: values[0] for field, values in known.items()}
    ticket = Ticket(
        title=first["title"],
        issue="\n".join(lines[end:]).strip(),
        tags=tuple(tag.strip() for tag in ",".join(known.get("tags", ())).split(",") if tag.strip()),
        environment="\n".join(known.get("environment", ())),
        resolution=first.get("resolution", ""),
        case=first.get("case", ""),
        url=first.get("url", ""),
    )
    return _titled(ticket, title)


def _titled(ticket: Ticket, title: str) -> Ticket:
    """Return a ticket under a title that is given, if any."""
    if not title or fold(title) == fold(ticket.title):
        return ticket
    return ticket._replace(title=title, said=unique((ticket.title, *ticket.said)))


def _from_letter(text: str, title: str) -> Ticket:
    """Read a text without headers: its first line is the title, unless one is given or it is a letter that begins."""
    first, _, rest = text.partition("\n")
    if title and fold(title) != fold(first.strip()):
        return Ticket(title=title, issue=text, said=unique((_first_sentence(text),)))
    if len(first) > LONGEST_TITLE:
        return Ticket(title=shorten(_first_sentence(text) or first, LONGEST_TITLE), issue=text)
    return Ticket(title=first.strip(), issue=rest.strip())


def _first_sentence(text: str) -> str:
    """Return the first sentence of a letter that is no greeting; nothing where none says something."""
    said = (part for line in text.split("\n") for part in re.split(SENTENCE_END, line.strip()))
    return next((one for one in said if len(one) >= SHORTEST and not re.match(GREETING, one)), "")
