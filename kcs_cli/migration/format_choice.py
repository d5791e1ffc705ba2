"""Which importer reads a source: the one that is named, or the one whose format it has."""

from collections.abc import Sequence
from pathlib import Path

from kcs_cli.errors import KcsError
from kcs_cli.migration.importer import Importer


def find_importer(source: Path, name: str | None, importers: Sequence[Importer]) -> Importer:
    """Return the importer of a name, or the one whose format a source has. Raise KcsError, with the formats there are."""
    known = ", ".join(one.name for one in importers)
    if not source.exists():
        raise KcsError(f"There is no {source}", f"Name an export: {known}")
    if name is not None:
        found = next((one for one in importers if one.name == name.strip().lower()), None)
        if found is None:
            raise KcsError(f"kcs knows no format {name}", f"--from one of: {known}")
        return found
    fitting = [one for one in importers if one.is_source(source)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " or ".join(one.name for one in fitting)
        raise KcsError(f"{source} may be from {names}", f"Say which: --from {fitting[0].name}")
    raise KcsError(f"{source} is in no format that kcs knows", f"Say which it is: --from {known}")
