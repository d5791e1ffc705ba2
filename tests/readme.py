"""What README.md shows of the program itself; cog writes it there, `make docs` checks it."""

import inspect
from importlib import import_module

from typer.main import get_command_from_info
from typer.models import CommandInfo

from kcs_cli.cli.app import COMMANDS
from kcs_cli.knowledge_base.config import settings as all_settings
from kcs_cli.knowledge_base.config_text import toml_value

INDENT = "    "


def commands() -> str:
    """Return every command: what it does, its arguments and options."""
    return "\n\n".join(command(name, place) for name, place in COMMANDS.items())


def command(name: str, place: str) -> str:
    """Return one command."""
    module, _, function = place.partition(":")
    callback = getattr(import_module(module), function)
    info = CommandInfo(name=name, callback=callback)
    parsed = get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)
    rows = ["| option | meaning |", "|---|---|"]
    for parameter in parsed.params:
        option = parameter.param_type_name == "option"
        shown = (
            ", ".join([*parameter.opts, *parameter.secondary_opts])
            if option
            else (parameter.metavar or parameter.name.upper()).strip("[]")
        )
        rows.append(f"| `{shown}` | {(parameter.help or '').replace('|', chr(92) + '|')} |")
    return f"### `kcs {name}`\n\n{inspect.getdoc(callback)}\n\n" + "\n".join(rows)


def settings() -> str:
    """Return the configuration table."""
    rows = ["| table | key | variable | default | meaning |", "|---|---|---|---|---|"]
    for one in all_settings():
        about = one.about.replace("…", "front-matter names" if one.table == "fields" else "…")
        rows.append(f"| `[{one.table}]` | `{one.key}` | `{one.variable}` | `{toml_value(one.default)}` | {about} |")
    return "\n".join(rows)
