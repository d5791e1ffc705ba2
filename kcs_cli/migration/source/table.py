"""What a source has beside its articles, by kind and number: sections, people, readers."""

from collections.abc import Callable, Mapping
from typing import Any

from kcs_cli.migration.source.record import SourcePerson
from kcs_cli.migration.source.value import SourceNumber, as_name, is_number

DEEPEST = 10  # sections in one another
Above = Callable[[Mapping[str, Any]], tuple[str, Any]]  # a section → the kind and number of what it lies in


class SourceTables:
    """Objects of an export that articles name by their number; a number that is not there is an empty one."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], Mapping[str, Any]] = {}

    def add(self, kind: str, value: Any, number: str = "id") -> None:
        """Take one, if it has a number."""
        if isinstance(value, dict) and is_number(value.get(number)):
            self.values[kind, as_name(value[number])] = value

    def find(self, kind: str, number: SourceNumber) -> Mapping[str, Any]:
        """Return one."""
        return self.values.get((kind, as_name(number)), {})

    def person(self, number: SourceNumber) -> SourcePerson:
        """Return who has a number, by name where the people are in the export."""
        found = self.find("person", number)
        name = found.get("name") or " ".join(str(found.get(part) or "") for part in ("firstName", "lastName"))
        return SourcePerson(name=str(name).strip(), email=str(found.get("email") or ""), number=as_name(number))

    def folders(self, kind: str, number: SourceNumber, above: Above) -> tuple[str, ...]:
        """Return the names of the section with a number and of those it lies in, the outermost first."""
        names: list[str] = []
        while as_name(number) and len(names) < DEEPEST:
            folder = self.find(kind, number)
            names.append(str(folder.get("name") or "").strip())
            kind, number = above(folder)
        return tuple(name for name in reversed(names) if name)
