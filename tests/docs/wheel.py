"""Checks a wheel as it is installed: `python -m tests.docs.wheel dist/*.whl` says what it lacks."""

import sys
from pathlib import Path
from zipfile import ZipFile

from kcs_cli.cli.command import COMMANDS

ROOT = Path(__file__).parents[2]


def lacking(wheel: Path) -> list[str]:
    """Return which man pages, pages of topics, JSON Schemas and files of the table of meaning a wheel lacks."""
    manual = [f"share/man/man1/{name}.1" for name in ("kcs", *(f"kcs-{name}" for name in COMMANDS))]
    topics = [f"concept/{path.name}" for path in (ROOT / "docs/concept").glob("*.md")]
    schemas = [f"schemas/{path.name}" for path in (ROOT / "kcs_cli/schemas").glob("*.json")]
    table = [f"search/meaning/{name}" for name in ("rows.bin", "words.bin", "table.LICENSE.txt")]
    wanted = (*manual, *topics, *schemas, *table)
    with ZipFile(wheel) as files:
        names = files.namelist()
    return [one for one in wanted if not any(name.endswith(f"/{one}") for name in names)]


if __name__ == "__main__":
    missing = lacking(Path(sys.argv[1]))
    sys.exit(f"The wheel lacks {', '.join(missing)}" if missing else 0)
