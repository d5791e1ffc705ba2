"""Which rules are asked: all, or those that somebody names, by rule or by group."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from kcs_cli.errors import KcsError
from kcs_cli.lint.engine.rule import Rule
from kcs_cli.lint.engine.settings import LintSettings
from kcs_cli.lint.registry import RULES


def chosen_rules(select: Sequence[str], ignore: Sequence[str]) -> dict[str, Rule]:
    """Return the rules that are asked; a word names several, apart by commas. Raise KcsError for one that names none."""
    wanted = _named(select) if select else set(RULES)
    left_out = _named(ignore)
    found = {name: rule for name, rule in RULES.items() if name in wanted and name not in left_out}
    if not found:
        raise KcsError("No rule is left to ask", "Leave out --ignore, or name more with --select; kcs standard lists them")
    return found


def known_rule(name: str) -> Rule:
    """Return a rule by its name. Raise KcsError."""
    if name in RULES:
        return RULES[name]
    near = get_close_matches(name, RULES, 1, 0.5)
    raise KcsError(f"There is no rule {name}", f"Did you mean {near[0]}?" if near else "kcs standard lists them")


def asked_by_name(settings: LintSettings, words: Iterable[str]) -> LintSettings:
    """Return the settings in which rules that are named are asked, also those that are off everywhere."""
    return settings.asking({name: RULES[name].severity for name in _words(words) if name in RULES})


def groups() -> dict[str, list[str]]:
    """Return the names of the rules by group, as words of a command line: `front-matter`."""
    found: dict[str, list[str]] = {}
    for rule in RULES.values():
        found.setdefault(_as_group(rule.group), []).append(rule.name)
    return found


def _as_group(name: str) -> str:
    """Return a group's name as one word."""
    return name.replace("'", "").replace(" ", "-")


def _named(words: Iterable[str]) -> set[str]:
    """Return the rules that words name. Raise KcsError."""
    by_group: Mapping[str, Sequence[str]] = groups()
    return {name for word in _words(words) for name in by_group.get(_as_group(word), ()) or (known_rule(word).name,)}


def _words(words: Iterable[str]) -> list[str]:
    """Return the words that are apart by commas. Raise KcsError where there is none."""
    found = [part.strip() for word in words for part in word.split(",")]
    if not all(found):
        raise KcsError("A rule without a name is none", "Write --select links,personal-data; kcs standard lists them")
    return found
