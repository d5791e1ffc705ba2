"""Where on a command line somebody pressed TAB: which kind of word stands there."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

# Written by `python -m tests.docs.completion`: Typer, which knows it, takes longer to load than a TAB may take
TABLE = Path(__file__).with_name("table.json")
OWN_NAMES = ("TAG", "OWNER", "STATE", "AUDIENCE", "KIND", "LANG", "PATH", "FOLDER", "ALLOW", "SECTION")
ROOT, FOLDER = "--root", "-C"
COMMAND, OPTION, NOTHING = "COMMAND", "OPTION", ""
Options = Mapping[str, Sequence[str]]  # name → what its value is, nothing for a switch; what it does


class CompletionContext(NamedTuple):
    """The word a TAB completes: its kind, as it was typed so far, what of it stays (`--tag=`), and what is known before.

    `options` are those that may stand there, `given` the values of the options before, `words` the arguments.
    """

    kind: str
    typed: str
    before: str
    command: str
    options: Options
    given: Mapping[str, str]
    words: tuple[str, ...]


def read_table() -> Mapping[str, Any]:
    """Return what is known of the commands: their arguments and options, and words that have a list of their own."""
    table: Mapping[str, Any] = json.loads(TABLE.read_text("utf-8"))
    return table


def find_context(line: Sequence[str], table: Mapping[str, Any]) -> CompletionContext:
    """Return the context of the last word of a line, which begins after `kcs`."""
    *before, typed = line or ("",)
    context, waiting = _read(before, table)
    context = context._replace(typed=typed)
    if waiting:
        return context._replace(kind=context.options[waiting][0])
    name, sign, value = typed.partition("=")
    if sign and name in context.options:
        return context._replace(kind=context.options[name][0], typed=value, before=f"{name}=")
    if typed.startswith("-"):
        return context._replace(kind=OPTION)
    return context._replace(kind=_argument_kind(table, context.command, len(context.words)))


def _read(line: Sequence[str], table: Mapping[str, Any]) -> tuple[CompletionContext, str]:
    """Return what the words before say, and the option that waits for its value."""
    command, words, waiting = "", list[str](), ""
    given: dict[str, str] = {}
    options: Options = table["options"]
    for word in line:
        if waiting:
            given[waiting] = str(Path(given.get(FOLDER, ""), word)) if waiting == FOLDER else word
            waiting = ""
        elif word.startswith("-") and len(word) > 1:
            name, sign, value = word.partition("=")
            if sign:
                given[name] = value
            elif options.get(name, [""])[0]:
                waiting = name
        elif command:
            words.append(word)
        elif word in table["commands"]:
            command = word
            options = {**options, **table["commands"][word]["options"]}
    context = CompletionContext(
        kind=NOTHING, typed="", before="", command=command, options=options, given=given, words=tuple(words)
    )
    return context, waiting


def _argument_kind(table: Mapping[str, Any], command: str, number: int) -> str:
    """Return what the argument of a number is; the last one takes all that follow when dots say so."""
    if not command:
        return COMMAND
    kinds: Sequence[str] = table["commands"][command]["arguments"]
    if number < len(kinds):
        return kinds[number]
    return kinds[-1] if kinds and (kinds[-1].endswith("...") or "... " in kinds[-1] or kinds[-1] == "WORDS") else NOTHING
