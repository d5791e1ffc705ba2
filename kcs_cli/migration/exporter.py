"""What writes one format: a module of `exporters/` each, listed in `export_registry`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from kcs_cli.migration.handout.export_source import ExportSource


class Exporter(NamedTuple):
    """One format, as `--format` names it: the `lines` of one file, or what fills a folder. Both write as they read."""

    name: str
    title: str
    lines: Callable[[ExportSource], Iterator[str]] | None = None
    fill: Callable[[ExportSource, Path], None] | None = None
