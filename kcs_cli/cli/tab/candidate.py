"""What a word may become: names of commands and options, values from the index, words that have a list of their own."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kcs_cli.cli.tab.line import OPTION, ROOT, CompletionContext

if TYPE_CHECKING:
    from kcs_cli.knowledge_base.place import BaseFolder
    from kcs_cli.search.index.beginning import IndexAsItIs

FILES = ("FILE", "DIR", "PATH...", "FILE...", "RUN", "VOTES")  # what the shell completes itself
SECTIONS = ("issue", "environment", "resolution", "cause")
FIELDS = {  # of the index: what options, words of a question (`tag:`) and fields of an article (`tags=`) call it
    "TAG": "tag", "TAGS": "tag", "OWNER": "owner", "PERSON": "owner", "BY": "owner", "AUDIENCE": "audience", "KIND": "kind",
    "LANG": "lang", "LANGUAGE": "lang", "PATH": "directory", "FOLDER": "directory",
}  # fmt: skip
STATES = ("wip", "not-validated", "validated", "archived")
CHOICES = {
    "STATE": STATES, "CONFIDENCE": STATES, "AUDIENCE": ("internal", "partner", "customer", "public"),
    "GOVERNANCE": ("experience", "compliance"),
}  # fmt: skip
ASKED = ("title", "issue", "environment", "resolution", "cause", "tag", "owner", "state", "audience", "kind", "lang", "path")
SET = ("owner", "confidence", "audience", "governance", "kind", "language", "tags", "title")


class Candidate(NamedTuple):
    """What may stand in the place of a word; `typed` is what began as the word does, where the value does not."""

    value: str
    about: str = ""
    typed: str = ""


def candidates(
    context: CompletionContext, table: Mapping[str, Any], open_index: "Callable[[], IndexAsItIs | None]"
) -> list[Candidate]:
    """Return what a word may become in its context."""
    kind = context.kind.strip("[]")
    if kind == OPTION:
        return _begin(context.typed, {name: about for name, (_, about) in context.options.items()})
    if kind in ("WORDS", "ID... FIELD=VALUE...", "FIELD=VALUE"):
        return _pairs(context, open_index)
    found: list[Candidate] = []
    for one in kind.replace("...", "").replace(" ", "|").split("|"):
        found += _of_kind(one, context, table, open_index)
    return found


def _of_kind(
    kind: str, context: CompletionContext, table: Mapping[str, Any], open_index: "Callable[[], IndexAsItIs | None]"
) -> list[Candidate]:
    """Return what a word of one kind may become; a kind that is not known is a word to choose itself."""
    if kind in table["words"]:
        return _begin(context.typed, table["words"][kind])
    if kind == "PATH" and context.command == "lint":
        return _begin(context.typed, table["words"]["RULE"])
    if kind in CHOICES:
        return _begin(context.typed, dict.fromkeys(CHOICES[kind], ""))
    if kind == "FIELDS":
        return _fields(context)
    if kind in FIELDS or kind in ("ID", "SECTION"):
        return _from_index(kind, context, open_index())
    return [] if kind.isupper() else _begin(context.typed, {kind: ""})


def _fields(context: CompletionContext) -> list[Candidate]:
    """Return the fields that an answer of the command has, after those that are typed already."""
    from kcs_cli.cli.fields import fields_of

    before, comma, typed = context.typed.rpartition(",")
    found = _begin(typed, dict.fromkeys(fields_of(context.command), "")) if context.command else []
    return [one._replace(value=f"{before}{comma}{one.value}") for one in found]


def _from_index(kind: str, context: CompletionContext, index: "IndexAsItIs | None") -> list[Candidate]:
    """Return what the index has of a kind."""
    if kind == "SECTION":
        headings = index.headings(context.words[0]) if index and context.words else []
        others = [heading for heading in headings if heading.lower() not in SECTIONS]
        return _begin(context.typed, {**dict.fromkeys(SECTIONS, "by its role"), **dict.fromkeys(others, "heading")})
    if index is None:
        return []
    if kind == "ID":
        return [Candidate(one.id, one.title, one.name) for one in index.articles(context.typed)]
    return [Candidate(value) for value in index.values(FIELDS[kind], context.typed)]


def _pairs(context: CompletionContext, open_index: "Callable[[], IndexAsItIs | None]") -> list[Candidate]:
    """Return what `field:value` of a question, or `field=value` of an article, may become."""
    if context.kind == "WORDS" and context.typed.startswith("@"):
        return _begin(context.typed, {f"@{name}": words for name, words in _searches(context)})
    sign, fields = (":", ASKED) if context.kind == "WORDS" else ("=", SET)
    name, is_pair, typed = context.typed.partition(sign)
    if is_pair:
        kind = name.rstrip("+").upper()
        inner = context._replace(typed=typed)
        found = _of_kind(kind, inner, {"words": {}}, open_index) if kind in FIELDS or kind in CHOICES else []
        quote = '"' if sign == ":" else ""  # of a question
        return [one._replace(value=f"{name}{sign}{_whole(one.value, quote)}") for one in found]
    is_asked = context.typed or sign == "="
    names = _begin(context.typed, dict.fromkeys((f"{field}{sign}" for field in fields), "")) if is_asked else []
    return [*(_from_index("ID", context, open_index()) if context.kind.startswith("ID") else ()), *names]


def _whole(value: str, quote: str) -> str:
    """Return a value in quotation marks where spaces would take it apart."""
    return f"{quote}{value}{quote}" if " " in value else value


def _begin(typed: str, words: Mapping[str, str]) -> list[Candidate]:
    """Return the words that begin as typed."""
    return [Candidate(word, about) for word, about in words.items() if word.lower().startswith(typed.lower())]


def index_of(context: CompletionContext) -> "Callable[[], IndexAsItIs | None]":
    """Return what opens the index that a command line means."""

    def opened() -> "IndexAsItIs | None":
        from kcs_cli.search.index.beginning import open_as_it_is

        base = _base_of(context)
        return open_as_it_is(base.root, base.git, os.environ)

    return opened


def _base_of(context: CompletionContext) -> "BaseFolder":
    """Return the knowledge base that a command line means. Raise KcsError."""
    from kcs_cli.knowledge_base.config_file import read_personal
    from kcs_cli.knowledge_base.place import find_base

    return find_base(Path.cwd(), context.given.get(ROOT), os.environ, read_personal(os.environ).root)


def _searches(context: CompletionContext) -> tuple[tuple[str, str], ...]:
    """Return the searches that have a name there."""
    from kcs_cli.knowledge_base.config_file import read_config

    return read_config(_base_of(context).root, os.environ).personal.searches


def is_file(kind: str) -> bool:
    """Tell whether the shell itself completes such a word: it knows files best."""
    return kind in FILES
