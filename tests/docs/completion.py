"""What completion knows of the commands, written to kcs_cli/cli/tab/table.json; `--check` compares it.

`python -m tests.docs.completion`. Typer takes longer to load than a TAB may take.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

from typer.main import get_command

from kcs_cli.cli.app import app
from kcs_cli.cli.command import COMMANDS
from kcs_cli.cli.help import topics
from kcs_cli.cli.tab.line import OWN_NAMES, TABLE
from kcs_cli.lint.choice import groups
from kcs_cli.lint.registry import RULES
from kcs_cli.measure.registry import MEASURES
from kcs_cli.text.privacy import KINDS
from tests.docs.reference import command_of, visible


def table() -> Mapping[str, Any]:
    """Return the commands with their arguments and options, and the words that have a list of their own."""
    return {
        "options": {**options(get_command(app).params), "--help": ("", "Show how it is typed.")},
        "commands": {name: command(name) for name in COMMANDS},
        "words": {
            "RULE": {rule.name: rule.reason for rule in RULES.values()},
            "RULES": {**dict.fromkeys(groups(), "a group of rules"), **{rule.name: rule.reason for rule in RULES.values()}},
            "REPORT": {one.MEASURE.name: one.MEASURE.about for one in MEASURES},
            "ALLOW": dict.fromkeys(KINDS, "personal data"),
            "TOPIC": dict.fromkeys(topics(), "a page that explains"),
            "COMMAND": {name: one.summary for name, one in COMMANDS.items()},
        },
    }


def command(name: str) -> Mapping[str, Any]:
    """Return a command: what it does, what its arguments and the values of its options are."""
    parsed = command_of(name)
    arguments = [value_name(one) for one in parsed.params if one.param_type_name == "argument"]
    return {"about": COMMANDS[name].summary, "arguments": arguments, "options": options(visible(parsed.params))}


def options(parameters: list[Any]) -> Mapping[str, tuple[str, str]]:
    """Return the options with what their values are, nothing for a switch, and what they do."""
    known = [one for one in parameters if one.param_type_name == "option"]
    return {
        name: ("" if one.is_flag else value_name(one), one.help or "")
        for one in known
        for name in (*one.opts, *one.secondary_opts)
    }


def value_name(parameter: Any) -> str:
    """Return what a value is: as its option is called, the words to choose from, else its name in the help."""
    own = parameter.opts[0].lstrip("-").upper()
    if own in OWN_NAMES:
        return own
    choices = "|".join(str(getattr(one, "value", one)) for one in getattr(parameter.type, "choices", ()))
    return choices or parameter.metavar or parameter.name.upper()


def text() -> str:
    """Return the table as it is written."""
    return json.dumps(table(), ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Write the table, or say that it is not as the commands are."""
    if "--check" not in arguments:
        TABLE.write_text(text(), "utf-8")
        return 0
    is_right = TABLE.read_text("utf-8") == text()
    sys.stderr.write("" if is_right else f"Not as the commands are: {TABLE.name}. Run: make reference\n")
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
