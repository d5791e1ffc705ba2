"""Rows of Salesforce's exports: those of articles are put aside by article, those beside them are looked up."""

import json
from collections.abc import Iterator
from pathlib import Path
from re import match

from kcs_cli.files.table import ColumnRequest, column_names, read_rows
from kcs_cli.migration.source.bundle import Bundle, saved_file
from kcs_cli.migration.source.record import BrokenRecord
from kcs_cli.migration.source.spool import Spool
from kcs_cli.migration.source.worded_value import is_html, number_of

HINT = "Export Knowledge__kav as CSV: Setup, Data Export, or Data Loader"
NUMBERS = ("knowledgearticleid", "articlenumber", "urlname", "id")  # the first one that is there tells an article apart
CUSTOM = "__c"
LONGEST_FIELD = 120  # characters of a custom field that is no section of the text
ORDER = ("question|issue|problem|symptom|description", "environment", "resolution|solution|answer|steps|how", "cause|root")


def side_table(bundle: Bundle, ending: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the rows of a file that lies beside the articles, if there is one."""
    wanted = ColumnRequest(names={name: (name,) for name in columns}, needed=(), hint=HINT, is_lenient=True)
    for name in bundle.ending(ending):
        with saved_file(bundle, name) as file:
            for _, row in read_rows(file, wanted):
                if not isinstance(row, str):
                    yield dict(zip(columns, row, strict=True))


def spooled_rows(file: Path, name: str, spool: Spool, sections: set[str]) -> Iterator[BrokenRecord]:
    """Put the rows of a file aside, an article's under its number; yield those that are none."""
    columns = tuple(dict.fromkeys(column.casefold().strip() for column in column_names(file)))
    required = ColumnRequest(names={column: (column,) for column in columns}, needed=(), hint=HINT)
    title = ColumnRequest(names={**required.names, "title": ("title",)}, needed=("title",), hint=HINT)
    for number, (line, row) in enumerate(read_rows(file, title), 1):
        cells = (
            {} if isinstance(row, str) else {key: cell for key, cell in zip(title.names, row, strict=True) if cell.strip()}
        )
        key = next((cells[column] for column in NUMBERS if column in cells), "")
        if isinstance(row, str) or not key or "title" not in cells:
            reason = row if isinstance(row, str) else "it has no title" if key else "it has no number"
            yield BrokenRecord(number=number, file=name, reason=f"line {line}: {reason}")
            continue
        sections.update(column for column in cells if column.endswith(CUSTOM) and _is_section(column, cells[column]))
        spool.put(key, json.dumps(cells), number_of(cells.get("versionnumber", "")))


def _is_section(column: str, value: str) -> bool:
    """Tell whether a custom field is a part of the text, and not a value as a product."""
    return is_html(value) or "\n" in value or len(value) > LONGEST_FIELD or section_rank(column) < len(ORDER)


def section_rank(column: str) -> int:
    """Return where a section comes in an article: what was asked before what was answered."""
    return next((place for place, words in enumerate(ORDER) if match(rf"(?:\w*_)?(?:{words})", column)), len(ORDER))
