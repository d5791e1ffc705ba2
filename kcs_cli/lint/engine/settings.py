"""Which rules are asked, how bad their findings are, and with what options: `[lint]` in kcs.toml."""

from collections.abc import Mapping
from difflib import get_close_matches
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.errors import ConfigError
from kcs_cli.files.plain_file import is_there
from kcs_cli.knowledge_base.config import FILE_NAME
from kcs_cli.knowledge_base.toml_place import line_of, value_text
from kcs_cli.lint.engine.rule import Option, Options, Rule, Severity
from kcs_cli.text.glob import GlobIndex


class RuleSetting(NamedTuple):
    """How one rule is asked."""

    severity: Severity
    options: Options


class LintSettings:
    """How each rule is asked, everywhere and below the paths that say it otherwise: the last pattern that matches wins."""

    def __init__(self, everywhere: Mapping[str, RuleSetting], by_path: Mapping[str, Mapping[str, RuleSetting]]) -> None:
        self.everywhere = everywhere
        self.by_path = by_path
        self.patterns = tuple(by_path)
        self.index = GlobIndex([pattern.rstrip("/") for pattern in by_path])
        self.below = lru_cache(maxsize=1)(self._below)  # all rules are asked of one file, then of the next

    def knows(self, rule: str) -> bool:
        """Tell whether there is a rule of a name."""
        return rule in self.everywhere

    def of(self, rule: str, path: str) -> RuleSetting:
        """Return how a rule is asked of a file."""
        return next((one[rule] for one in self.below(path) if rule in one), self.everywhere[rule])

    def asking(self, severities: Mapping[str, Severity]) -> "LintSettings":
        """Return the settings with those of some rules that are off everywhere asked with a severity."""
        off = {name: one for name, one in self.everywhere.items() if name in severities and one.severity is Severity.off}
        asked = {name: one._replace(severity=severities[name]) for name, one in off.items()}
        return LintSettings({**self.everywhere, **asked}, self.by_path) if asked else self

    def _below(self, path: str) -> list[Mapping[str, RuleSetting]]:
        """Return the settings of the patterns that match a path, the last first."""
        likely = (self.patterns[number] for number in reversed(self.index.candidates(path)))
        return [self.by_path[one] for one in likely if fnmatch(path, one) or fnmatch(path, f"{one.rstrip('/')}/*")]


def default_settings(rules: Mapping[str, Rule]) -> LintSettings:
    """Return the settings of a knowledge base that says nothing."""
    return LintSettings({name: RuleSetting(rule.severity, rule.options) for name, rule in rules.items()}, {})


def read_settings(root: Path, rules: Mapping[str, Rule]) -> LintSettings:
    """Read `[lint]` of kcs.toml: `rule = "off"`, or a table with `severity` and options. Raise ConfigError."""
    file = root / FILE_NAME
    if not is_there(file):
        return default_settings(rules)
    import tomllib

    try:
        text = file.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text).get("lint", {})
    except (ValueError, OSError, RecursionError) as error:
        raise ConfigError(f"{file} cannot be read: {error}", "Correct that line") from error
    reader = SettingsReader(file, text, rules)
    if not isinstance(table, dict):
        raise reader.error("lint", f"lint is a table, not {value_text(table)}", "Write [lint], rules below")
    paths = table.pop("paths", {})
    if not isinstance(paths, dict) or not all(isinstance(value, dict) for value in paths.values()):
        raise reader.error("paths", "lint.paths has a table for each path", '[lint.paths."drafts/*"], rules below')
    standard = default_settings(rules).everywhere
    everywhere = {**standard, **reader.settings(table, standard)}
    by_path = {
        pattern: SettingsReader(file, text, rules, f'lint.paths."{pattern}"').settings(one, everywhere)
        for pattern, one in paths.items()
    }
    return LintSettings(everywhere, by_path)


class SettingsReader:
    """Reads the rules' settings, with the file and the line in every error."""

    def __init__(self, file: Path, text: str, rules: Mapping[str, Rule], table: str = "lint") -> None:
        self.file = file
        self.text = text
        self.rules = rules
        self.table = table

    def error(self, key: str, message: str, hint: str) -> ConfigError:
        """Return an error with its place."""
        return ConfigError(f"{self.file}, line {line_of(self.text, self.table, key)}: {message}", hint)

    def settings(self, table: Mapping[str, Any], before: Mapping[str, RuleSetting]) -> dict[str, RuleSetting]:
        """Read a table of rules; what it leaves out stays as before. Raise ConfigError."""
        return {name: self.setting(name, value, before) for name, value in table.items()}

    def setting(self, name: str, value: object, before: Mapping[str, RuleSetting]) -> RuleSetting:
        """Read how one rule is asked. Raise ConfigError."""
        if name not in self.rules:
            near = get_close_matches(name, self.rules, 1, 0.5)
            raise self.error(name, f"there is no rule {name}", f"Did you mean {near[0]}?" if near else "kcs standard")
        known = before[name]
        if isinstance(value, str):
            return RuleSetting(self.severity(name, value), known.options)
        if not isinstance(value, dict):
            raise self.error(name, f"{name} cannot be {value_text(value)}", 'Write "error", "warning", "off", or a table')
        options = {key: self.option(name, key, one) for key, one in value.items() if key != "severity"}
        return RuleSetting(self.severity(name, value.get("severity", known.severity.value)), {**known.options, **options})

    def severity(self, name: str, value: object) -> Severity:
        """Read a severity. Raise ConfigError."""
        if value not in tuple(Severity):
            raise self.error(
                name, f"the severity of {name} cannot be {value_text(value)}", 'It is "error", "warning" or "off"'
            )
        return Severity(str(value))

    def option(self, name: str, key: str, value: Any) -> Option:
        """Read an option of a rule. Raise ConfigError."""
        options = self.rules[name].options
        if key not in options:
            known = ", ".join(("severity", *options))
            raise self.error(name, f"{name} has no option {key}", f"It knows {known}")
        default = options[key]
        value = tuple(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value
        # To Python `true` is a whole number: `longest = true` would be a limit of 1
        fits = isinstance(value, type(default)) and isinstance(value, bool) == isinstance(default, bool)
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if not fits:
            raise self.error(name, f"{key} of {name} cannot be {value_text(value)}", f"Its default is {value_text(default)}")
        return value  # type: ignore[no-any-return]  # it is of the default's type
