"""Which versions of kcs a base needs: `requires = ">=0.3"` at the top of its kcs.toml stops an older one in clear words."""

import re
from typing import Any

from kcs_cli import __version__
from kcs_cli.errors import ConfigError
from kcs_cli.knowledge_base.toml_place import value_text

_CLAUSE = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*(\d{1,9}(?:\.\d{1,9}){0,5})\s*")


def refuse_other_version(needed: Any, place: str, own: str = __version__) -> None:
    """Raise ConfigError where this kcs is not what a base needs, or where nobody can tell what that is."""
    clauses = [_CLAUSE.fullmatch(part) for part in needed.split(",")] if isinstance(needed, str) else [None]
    if None in clauses:
        raise ConfigError(f"{place}: requires cannot be {value_text(needed)}", 'Write it as ">=0.3" or ">=0.3, <2"')
    if not all(_is_met(clause[1], _numbers(own), _numbers(clause[2])) for clause in clauses if clause):
        raise ConfigError(
            f"This base needs kcs {needed.strip()}, and this is {own} ({place})",
            "Install another one, as by `pipx install --force kcs-cli`, or correct `requires` there",
        )


def _numbers(version: str) -> tuple[int, ...]:
    """Return what a version is compared by: `1.0` is `1`."""
    numbers = [int(part) for part in re.findall(r"\d+", re.split(r"[^\d.]", version)[0])]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _is_met(sign: str, own: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Tell whether a version stands so to another."""
    order = (own > other) - (own < other)
    return {">=": order >= 0, "<=": order <= 0, "==": order == 0, "!=": order != 0, ">": order > 0, "<": order < 0}[sign]
