"""What was imported from a source, kept in the base so that all who have a clone know it: a line a record.

`.kcs/import/NAME.jsonl`, version 1: first `{"kcs-import": 1, "source": NAME}`, then one object a record, by key.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import DecodeError, Struct, ValidationError
from msgspec.json import Decoder, Encoder

from kcs_cli.errors import KcsError

VERSION = 1
FOLDER = ".kcs/import"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")
ID = re.compile(r"kb-[0-9a-z]{6}")


class ImportedRecord(Struct, omit_defaults=True):
    """One record as it was imported.

    `digest` tells whether the source has changed it since, `blob` names the text that it made, of which `revisions` were
    taken. `files` are its attachments: address → path and blob; `lost` the addresses of articles that the source did not
    have. `beside` is where the source's text lies for a person to choose.
    """

    key: str
    id: str
    digest: str
    blob: str
    revisions: int = 1
    files: dict[str, tuple[str, str]] = {}
    lost: tuple[str, ...] = ()
    beside: str = ""


to_line = Encoder().encode
DECODER = Decoder(ImportedRecord)


def memory_path(name: str) -> str:
    """Return where the notes on a source are, from the root of the base. Raise KcsError for a name that is none."""
    if not NAME.fullmatch(name):
        raise KcsError(f"A source cannot be called {name}", "Small letters, digits and hyphens: --name help-center")
    return f"{FOLDER}/{name}.jsonl"


def read_memory(root: Path, name: str) -> dict[str, ImportedRecord]:
    """Return what was imported from a source, by key. Raise KcsError for notes that cannot be read."""
    file = root / memory_path(name)
    try:
        head, *lines = file.read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise KcsError(f"{file} cannot be read ({error})", "Look at its rights, or restore it: git checkout") from error
    try:
        version = json.loads(head)["kcs-import"]
        known = [_checked(DECODER.decode(line)) for line in lines if line]
    except (DecodeError, ValidationError, ValueError, KeyError, TypeError) as error:
        raise KcsError(
            f"{file} cannot be read ({error})", "Restore it from git, as it was before: git checkout HEAD~1 -- .kcs"
        ) from error
    if version != VERSION:
        raise KcsError(f"{file} was written by another kcs (version {version})", "Use that one, or a newer kcs")
    return {one.key: one for one in known}


def _checked(one: ImportedRecord) -> ImportedRecord:
    """Return notes on a record that lead nowhere out of the base. Raise ValueError for others."""
    paths = [one.beside, *(path for path, _ in one.files.values())]
    parts = [part for path in paths for part in path.replace("\\", "/").split("/")]
    if not ID.fullmatch(one.id) or not {"..", ".git"}.isdisjoint(parts) or any(path.startswith("/") for path in paths):
        raise ValueError(f"what it says of {one.key[:60]!r} leads out of the base")
    return one


def memory_text(name: str, records: Mapping[str, ImportedRecord]) -> bytes:
    """Return the notes on a source as a file."""
    head = json.dumps({"kcs-import": VERSION, "source": name}).encode()
    lines: Iterable[bytes] = (to_line(records[key]) for key in sorted(records))
    return b"\n".join((head, *lines)) + b"\n"
