"""The text of a kcs.toml: every setting with its default, commented, and what an adoption found."""

import json
from itertools import groupby
from typing import Any

from kcs_cli.knowledge_base.config import ABOUT, SETTINGS, table_and_key

HEAD = """# The configuration of a kcs knowledge base; every setting is optional.
# A variable KCS_<TABLE>_<KEY>, as KCS_SEARCH_LIMIT, wins over this file.
"""


def default_text() -> str:
    """Write a kcs.toml in which every setting is commented out."""
    return HEAD + "".join(table_text(table, {}) for table, _ in tables())


def tables() -> list[tuple[str, list[str]]]:
    """Return the tables in their order, each with its settings."""
    return [(table, list(names)) for table, names in groupby(SETTINGS, lambda name: table_and_key(name)[0])]


def table_text(table: str, chosen: dict[str, tuple[Any, str]]) -> str:
    """Write one table: what is chosen in force, the rest commented out with its default."""
    lines = [f"\n[{table}]"]
    for name in dict(tables())[table]:
        key = table_and_key(name)[1]
        if name in chosen:
            value, reason = chosen[name]
            lines += [f"# {ABOUT[name]}", f"# seen: {comment_text(reason)}", f"{key} = {toml_value(value)}"]
        else:
            lines += [f"# {ABOUT[name]}", f"# {key} = {toml_value(SETTINGS[name])}"]
    return "\n".join(lines) + "\n"


def comment_text(text: str) -> str:
    """Keep a comment on its line, without characters that TOML forbids there."""
    return "".join(character if character.isprintable() else " " for character in text)


def toml_value(value: Any) -> str:
    """Write a text, a number or a list of texts; JSON's strings are TOML's, but for the delete character."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False).replace("\x7f", "\\u007f")
