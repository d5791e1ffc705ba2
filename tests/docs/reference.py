"""What docs/reference shows of the program itself; cog writes it there, `make docs` checks it."""

import inspect
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from kcs_cli.cli.app import app
from kcs_cli.cli.command import COMMANDS, readers
from kcs_cli.cli.example import EXAMPLES
from kcs_cli.journal.event import json_schema
from kcs_cli.knowledge_base.config import personal_settings
from kcs_cli.knowledge_base.config import settings as all_settings
from kcs_cli.knowledge_base.config_text import toml_value
from kcs_cli.lint.engine.rule import Example, Rule
from kcs_cli.lint.registry import RULES
from kcs_cli.migration.registry import IMPORTERS


def commands() -> str:
    """Return every command by who uses it: what it does, its arguments and options, examples."""
    return "\n\n".join(f"## {who}\n\n{commands_of(who)}" for who in readers())


def commands_of(who: str) -> str:
    """Return the commands of some readers."""
    return "\n\n".join(command(name) for name, one in COMMANDS.items() if one.readers == who)


def command(name: str) -> str:
    """Return one command."""
    parsed = command_of(name)
    rows = ["| option | meaning |", "|---|---|", *map(option_row, visible(parsed.params))]
    examples = ["```console", *(f"$ {example}" for example in EXAMPLES[name]), "```"]
    about = inspect.cleandoc(parsed.help or "")
    return "\n\n".join((f"### `kcs {name}`", about, "\n".join(rows), "\n".join(examples)))


def command_of(name: str) -> Any:
    """Return a command as it is parsed."""
    return get_command(app).get_command(None, name)


def visible(parameters: list[Any]) -> list[Any]:
    """Return the parameters of a command's own, without those that every command has."""
    return [one for one in parameters if not getattr(one, "hidden", False)]


def option_row(parameter: Any) -> str:
    """Return the row of an option or an argument."""
    return f"| `{option_name(parameter)}` | {cell(parameter.help or '')} |"


def option_name(parameter: Any) -> str:
    """Return how an option or an argument is written."""
    if parameter.param_type_name == "option":
        return ", ".join([*parameter.opts, *parameter.secondary_opts])
    return str((parameter.metavar or parameter.name.upper()).strip("[]"))


def cell(text: str) -> str:
    """Return a text as a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def settings() -> str:
    """Return the configuration table."""
    rows = ["| table | key | variable | default | meaning |", "|---|---|---|---|---|"]
    for one in all_settings():
        about = cell(one.about.replace("…", "front-matter names" if one.table == "fields" else "…"))
        rows.append(f"| `[{one.table}]` | `{one.key}` | `{one.variable}` | `{toml_value(one.default)}` | {about} |")
    return "\n".join(rows)


def personal() -> str:
    """Return the table of the settings of people."""
    rows = ["| key | variable | default | meaning |", "|---|---|---|---|"]
    rows += [
        f"| `{one.key}` | `{one.variable}` | `{toml_value(one.default)}` | {cell(one.about)} |"
        for one in personal_settings()
    ]
    return "\n".join(rows)


def rules() -> str:
    """Return every rule of the content standard, with its examples."""
    groups = dict.fromkeys(rule.group for rule in RULES.values())
    return "\n\n".join(
        "\n\n".join([f"## {group.capitalize()}", *(rule_text(rule) for rule in RULES.values() if rule.group == group)])
        for group in groups
    )


def sources() -> str:
    """Return every format that is imported, and what of it is not carried over."""
    rows = (f"| `{one.name}` | {one.title} | {'; '.join(one.lost)} |" for one in IMPORTERS)
    return "\n".join(["| `--from` | source | not carried over |", "|---|---|---|", *rows])


def rule_text(rule: Rule) -> str:
    """Return one rule."""
    options = [f"option `{name}`" for name in rule.options]
    marks = [str(rule.severity), *(["`--fix` repairs it"] if rule.fix else []), *options]
    marks += ["only of a change"] if rule.only_changes else []
    return "\n\n".join(
        (
            f"### {rule.name}",
            f"{'; '.join(marks).capitalize()}.",
            rule.reason,
            example("Bad", rule.bad),
            example("Good", rule.good),
        )
    )


def example(title: str, one: Example) -> str:
    """Return an example as code, with what was before where the rule looks at a change."""
    texts = ([("before", one.before)] if one.before else []) + [("", one.text)]
    return "\n\n".join(f"{title}{', ' * bool(when)}{when}:\n\n{fenced(plain(text))}" for when, text in texts)


def plain(text: str) -> str:
    """Return a text with its hidden characters written out."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)


def fenced(text: str) -> str:
    """Return a text as code that it cannot end."""
    return f"~~~~markdown\n{text.rstrip(chr(10))}\n~~~~"


def events() -> str:
    """Return the fields of an event."""
    schema = json_schema()
    known = schema["$defs"]
    rows = ["| field | type | meaning |", "|---|---|---|"]
    for name, field in known["Event"]["properties"].items():
        rows.append(f"| `{name}` | {type_of(field, known)} | {cell(EVENT_FIELDS[name])} |")
    return "\n".join(rows)


def event_words() -> str:
    """Return the words that some fields of an event may have."""
    known = json_schema()["$defs"]
    lists = ((title, one["enum"]) for title, one in sorted(known.items()) if "enum" in one)
    return "\n".join(f"- **{title}**: {', '.join(f'`{word}`' for word in words)}" for title, words in lists)


def type_of(field: Any, known: Any) -> str:
    """Return the type of a field of an event in words."""
    return " or ".join(dict.fromkeys(types_of(field, known)))


def types_of(field: Any, known: Any) -> Iterator[str]:
    """Yield the types a field may have."""
    if "anyOf" in field:
        for one in field["anyOf"]:
            yield from types_of(one, known)
    elif "$ref" in field:
        yield field["$ref"].rpartition("/")[2]
    elif "enum" in field:
        yield ", ".join(f"`{value}`" for value in field["enum"])
    elif field["type"] == "array":
        yield f"list of {type_of(field['items'], known)}"
    else:
        yield {"string": "text", "integer": "number", "boolean": "true or false"}.get(field["type"], field["type"])


EVENT_FIELDS = {
    "v": "the version of the event's fields",
    "id": "26 characters that sort by time",
    "at": "when it happened, ISO 8601 with its zone",
    "by": "who did it: an e-mail address",
    "kind": "what it says",
    "base": "the folder of the knowledge base in its repository",
    "article": "the article's id, or an address outside",
    "revision": "the git blob of the article's file as it was then",
    "draft": "no commit had that revision",
    "case": "the case, plain or hashed",
    "use": "of a link: what the article did for the case",
    "words": "the words of the search that led to it; of a forget: what the article is not to be known by",
    "earlier": "the words in which the same was asked just before that search",
    "rank": "the rank the article had in that search",
    "why": "of a flag: what kind of wrong",
    "vote": "of a rating: what the reader thought",
    "text": "what was said: of a flag, its answer, a confirmation, thanks",
    "ends": "earlier events that no longer hold: links taken back, the flag closed, what was undone",
}
