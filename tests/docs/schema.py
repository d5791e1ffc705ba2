"""The JSON Schemas of all commands, made of their reports: `python -m tests.docs.schema` writes them, `--check` compares."""

import json
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from kcs_cli.cli.command import COMMANDS
from kcs_cli.render.format import FORMAT_VERSION
from tests.docs.answer import ANSWERS, commands_of, report_class
from tests.docs.field import MEANINGS

FOLDER = Path(__file__).parents[2] / "kcs_cli/schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN: Mapping[Any, Mapping[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}
WORDS = {"string": "text", "integer": "number", "number": "number", "boolean": "true or false"}
FORMATS = {"date": "day", "date-time": "time"}
ERROR = "error"


def schemas() -> Mapping[str, Mapping[str, Any]]:
    """Return the schema of every command that has JSON, by its name, and that of an error."""
    found: dict[str, list[str]] = {name: [] for name in COMMANDS}
    for called in ANSWERS:
        for name in commands_of(called):
            found[name].append(called)
    return {**{name: schema(name, answers) for name, answers in found.items() if answers}, ERROR: error_schema()}


def schema(name: str, answers: Sequence[str]) -> Mapping[str, Any]:
    """Return the schema of a command that has some answers."""
    defs: dict[str, Any] = {}
    tops = [{"title": f"kcs {called}", **top(report_class(ANSWERS[called]), defs)} for called in answers]
    return {**head(name, COMMANDS[name].summary), "anyOf": tops, "$defs": dict(sorted(defs.items()))}


def error_schema() -> Mapping[str, Any]:
    """Return the schema of what stands on stderr where kcs could not do it."""
    fields = {"kcs": {"const": FORMAT_VERSION}, "error": text(), "hint": nullable(text())}
    return {**head(ERROR, "What kcs says on stderr with exit 2 where JSON was asked for."), **closed(fields)}


def head(name: str, about: str) -> Mapping[str, Any]:
    """Return how every schema begins."""
    return {"$schema": DIALECT, "$id": f"urn:kcs:{FORMAT_VERSION}:{name}", "title": f"kcs {name}", "description": about}


def top(report: Any, defs: dict[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a whole answer: the fields of its report after the version."""
    return closed({"kcs": {"const": FORMAT_VERSION}, **fields(report, defs)})


def closed(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of an object that has these fields, all of them and no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def fields(record: Any, defs: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas of the fields of a named tuple, each with what it means."""
    hints = get_type_hints(record, include_extras=True)
    return {name: {"description": MEANINGS[name], **kind(hints[name], defs)} for name in record._fields}


def kind(hint: Any, defs: dict[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a type; what a record looks like goes to `defs`."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return nullable(text())
    if origin in (types.UnionType, Union):
        kinds = [kind(one, defs) for one in inner if one is not types.NoneType]
        one = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
        return nullable(one) if types.NoneType in inner else one
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": kind(inner[1], defs)}
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return in_list(inner, defs)
    return one_of(hint, defs)


def one_of(hint: Any, defs: dict[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a record, a word of some, or a plain value."""
    if hasattr(hint, "_fields"):
        if hint.__name__ not in defs:
            defs[hint.__name__] = {}
            defs[hint.__name__] = closed(fields(hint, defs))
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [one.value or None for one in hint]}
    return text() if hint is str else PLAIN[hint]


def in_list(inner: tuple[Any, ...], defs: dict[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a list: of any length, or of so many. A line in a list of texts may be blank."""
    if len(inner) == 1 or inner[1:] == (...,):
        return {"type": "array", "items": {"type": "string"} if inner[0] is str else kind(inner[0], defs)}
    return {
        "type": "array",
        "prefixItems": [kind(one, defs) for one in inner],
        "minItems": len(inner),
        "maxItems": len(inner),
    }


def text() -> dict[str, Any]:
    """Return the schema of a text that says something."""
    return {"type": "string", "minLength": 1}


def nullable(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a value that may be missing."""
    if "enum" in one:
        return {"enum": [*one["enum"], None]}
    if one.get("type") in ("string", "integer", "number", "boolean"):
        return {**one, "type": [one["type"], "null"]}
    return one if {"type": "null"} in one.get("anyOf", ()) else {"anyOf": [one, {"type": "null"}]}


def word(one: Mapping[str, Any]) -> str:
    """Return of what type a field is, in a word or two, whether it may be missing or not."""
    inner = [part for part in one.get("anyOf", ()) if part != {"type": "null"}]
    if inner:
        return " or ".join(dict.fromkeys(map(word, inner)))
    if "$ref" in one or "enum" in one:
        return "object" if "$ref" in one else "text"
    plain = next(name for name in ([one["type"]] if isinstance(one["type"], str) else one["type"]) if name != "null")
    if plain == "array":
        return f"list of {word(one['items'])}" if "items" in one else f"[{', '.join(map(word, one['prefixItems']))}]"
    if plain == "object":
        return f"object: text → {word(one['additionalProperties'])}"
    return FORMATS.get(one.get("format", ""), "") or WORDS[plain]


def types_by_name() -> Mapping[str, Sequence[str]]:
    """Return of which types the fields of each name are, over all commands; one, where all is well."""
    found: dict[str, list[str]] = {}
    for one in schemas().values():
        for name, field in names_of(one):
            if "const" not in field and word(field) not in found.setdefault(name, []):
                found[name].append(word(field))
    return dict(sorted(found.items()))


def names() -> str:
    """Return all names of fields, with their types and what they mean."""
    rows = [f"| `{name}` | {' or '.join(kinds)} | {MEANINGS[name]} |" for name, kinds in types_by_name().items()
            if name in MEANINGS]  # fmt: skip
    return "\n".join(("| name | type | meaning |", "|---|---|---|", *rows))


def names_of(one: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield all fields that a schema names, each with its own schema."""
    yield from one.get("properties", {}).items()
    for part in (*one.get("anyOf", ()), *one.get("$defs", {}).values()):
        yield from names_of(part)


def files() -> Mapping[Path, str]:
    """Return all files of schemas."""
    return {FOLDER / f"{name}.json": json.dumps(one, ensure_ascii=False, indent=1) + "\n" for name, one in schemas().items()}


def main(arguments: list[str]) -> int:
    """Write the schemas, or say which are not as they should be."""
    wanted = files()
    if "--check" not in arguments:
        FOLDER.mkdir(exist_ok=True)
        for path in set(FOLDER.glob("*.json")) - set(wanted):
            path.unlink()
        for path, content in wanted.items():
            path.write_text(content, "utf-8")
        return 0
    stale = [path.name for path, content in wanted.items() if not path.is_file() or path.read_text("utf-8") != content]
    stale += [path.name for path in set(FOLDER.glob("*.json")) - set(wanted)]
    if stale:
        sys.stderr.write(f"Run: make reference ({', '.join(sorted(stale))})\n")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
