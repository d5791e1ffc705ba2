"""Checks a wheel as it is installed: `python -m tests.docs.wheel dist/*.whl` says what it lacks."""

import sys
from pathlib import Path
from zipfile import ZipFile

from kcs_cli.cli.command import COMMANDS

ROOT = Path(__file__).parents[2]


def lacking(wheel: Path) -> list[str]:
    """Return which man pages, pages of topics and JSON Schemas a wheel lacks."""
    manual = [f"share/man/man1/{name}.1" for name in ("kcs", *(f"kcs-{name}" for name in COMMANDS))]
    topics = [f"concept/{path.name}" for path in (ROOT / "docs/concept").glob("*.md")]
    schemas = [f"schemas/{path.name}" for path in (ROOT / "kcs_cli/schemas").glob("*.json")]
    with ZipFile(wheel) as files:
        names = files.namelist()
    return [wanted for wanted in (*manual, *topics, *schemas) if not any(name.endswith(f"/{wanted}") for name in names)]


if __name__ == "__main__":
    missing = lacking(Path(sys.argv[1]))
    sys.exit(f"The wheel lacks {', '.join(missing)}" if missing else 0)
