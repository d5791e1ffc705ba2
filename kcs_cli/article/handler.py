"""YAML, TOML and JSON front matter told apart, read and written: handlers of python-frontmatter with our fences and loaders.

To be imported in functions only: python-frontmatter and PyYAML cost 40 ms.
"""

import re
from collections.abc import Mapping
from typing import Any

from frontmatter import Post, dumps
from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from kcs_cli.article.literal import new_field
from kcs_cli.text.display import on_one_line


class LoadError(ValueError):
    """Front matter that cannot be read, with the line of its source, from 0."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class YamlFrontMatter(YAMLHandler):
    """Between `---` and `---` or `...`; every scalar is the text it is (`id: 000123`, `owner: no`), tags build nothing."""

    FM_BOUNDARY = re.compile(r"\A---[^\S\n]*$|(?<=\n)(?:---|\.\.\.)[^\S\n]*$", re.MULTILINE)

    def load(self, fm: str, **_: object) -> Any:
        """Read the source. Raise LoadError."""
        import yaml

        try:
            return super().load(fm, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        except yaml.MarkedYAMLError as error:
            # What never ends is wrong where it begins, as a quote that is open
            is_open = error.problem == "found unexpected end of stream" and error.context_mark
            mark = error.context_mark if is_open else error.problem_mark or error.context_mark
            where = f" (column {mark.column + 1})" if mark else ""
            line = min(mark.line if mark else 0, fm.count("\n"))  # YAML has more line ends than we
            raise LoadError(line, f"bad YAML: {error.problem or error.context or 'not readable'}{where}") from error
        except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
            raise LoadError(0, f"bad YAML: {on_one_line(str(error))}") from error

    def export(self, metadata: Mapping[str, Any], **_: object) -> str:
        """Write fields, quoted where any reader of YAML needs it."""
        return "\n".join(new_field(name, value, 0) for name, value in metadata.items())


class TomlFrontMatter(BaseHandler):
    """Between `+++` and `+++`; the library's own handler needs the package `toml`, which knows an older TOML."""

    FM_BOUNDARY = re.compile(r"^\+\+\+[^\S\n]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def load(self, fm: str) -> dict[str, Any]:
        """Read the source. Raise LoadError."""
        import tomllib

        try:
            return tomllib.loads(fm)
        except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
            place = re.search(r"at line (\d+)", str(error))
            raise LoadError(int(place[1]) - 1 if place else 0, f"bad TOML: {error}") from error


class JsonFrontMatter(JSONHandler):
    """From a line `{` that a name in quotes follows to a line `}`; a number is the text it is."""

    FM_BOUNDARY = re.compile(r'\A\{$(?=\s*["}])|(?<=\n)\}$', re.MULTILINE)

    def load(self, fm: str, **_: object) -> Any:
        """Read the source. Raise LoadError."""
        from json import JSONDecodeError, dumps

        try:
            fields = super().load(fm, parse_int=str, parse_float=str)
            dumps(fields, ensure_ascii=False).encode("utf-8")
            return fields
        except UnicodeEncodeError as error:
            raise LoadError(0, "bad JSON: half of a character (\\ud800 to \\udfff)") from error
        except JSONDecodeError as error:
            raise LoadError(error.lineno - 1, f"bad JSON: {error.msg} (column {error.colno})") from error
        except RecursionError as error:
            raise LoadError(0, f"bad JSON: {error}") from error


HANDLERS: Mapping[str, BaseHandler] = {"yaml": YamlFrontMatter(), "toml": TomlFrontMatter(), "json": JsonFrontMatter()}


def new_front_matter(fields: Mapping[str, Any]) -> str:
    """Write fields as front matter, without the line end of its last line."""
    post = Post("", HANDLERS["yaml"])
    post.metadata.update(fields)  # a field may be called `content`
    return dumps(post)
