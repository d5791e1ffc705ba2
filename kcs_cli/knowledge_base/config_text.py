"""The text of a kcs.toml: every setting with its default, commented, and what an adoption found."""

import json
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from kcs_cli.knowledge_base.config import Setting, settings
from kcs_cli.text.display import one_line

HEAD = """# The configuration of a kcs knowledge base; every setting is optional.
# A variable KCS_<TABLE>_<KEY>, as KCS_SEARCH_LIMIT, wins over this file.
"""


def default_text() -> str:
    """Write a kcs.toml in which every setting is commented out."""
    return HEAD + "".join(table_text(table, {}) for table, _ in tables())


def tables() -> list[tuple[str, list[Setting]]]:
    """Return the tables in their order, each with its settings."""
    return [(table, list(those)) for table, those in groupby(settings(), lambda one: one.table)]


def table_text(table: str, chosen: Mapping[tuple[str, str], tuple[Any, str]]) -> str:
    """Write one table: what is chosen in force, the rest commented out with its default."""
    lines = [f"\n[{table}]"]
    for one in dict(tables())[table]:
        if (table, one.key) in chosen:
            value, reason = chosen[table, one.key]
            lines += [f"# {one.about}", f"# seen: {one_line(reason)}", f"{one.key} = {toml_value(value)}"]
        else:
            lines += [f"# {one.about}", f"# {one.key} = {toml_value(one.default)}"]
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """Write a text, a number or a list of texts; JSON's strings are TOML's, but for the delete character."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False).replace("\x7f", "\\u007f")
