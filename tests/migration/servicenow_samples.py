"""Made-up exports of ServiceNow's knowledge, as JSON, XML and CSV."""

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from tests.migration.helpdesk_world import SECTIONS, Sample, filled, german_text, pages_of, people, save_json

Cell = tuple[str, str]  # what a field holds, and what is shown for it where that is another thing


def _knowledge_rows(made: Sequence[Sample]) -> list[dict[str, Cell]]:
    """Return the versions of all articles and translations, as ServiceNow has them."""
    states = {"published": "published", "draft": "draft", "retired": "retired"}
    readers = {"public": "", "customer": "Customers", "partner": "Partner portal", "internal": "Staff"}
    rows: list[dict[str, Cell]] = []
    for one in made:
        for version, text in enumerate(one.texts, 1):
            is_last = version == len(one.texts)
            begun = one.created + timedelta(days=20 * (version - 1))
            changed = one.updated if is_last else begun + timedelta(days=20)
            body = filled(text, one, "/kb_view.do?sysparm_article=KB{:07}".format, "sys_attachment.do?sys_id=1")
            rows.append(_knowledge_row(one, version, begun, changed, body) | {
                "workflow_state": (states[one.state] if is_last else "outdated", ""),
                "can_read_user_criteria": (f"{5:032x}" if readers[one.readers] else "", readers[one.readers]),
            })  # fmt: skip
        if one.german:
            row = _knowledge_row(one, 1, one.created, one.updated, german_text(one))
            rows.append(row | {
                "number": (f"KB{one.number + 500_000:07}", ""), "sys_id": (f"{one.number + 500_000:032x}", ""),
                "language": ("de", ""), "short_description": (one.german, ""), "workflow_state": ("published", ""),
                "parent": (f"{one.number * 10 + len(one.texts):032x}", f"KB{one.number:07}"),
            })  # fmt: skip
    return rows


def _knowledge_row(one: Sample, version: int, begun: datetime, changed: datetime, text: str) -> dict[str, Cell]:
    author = people()[one.author]
    return {
        "number": (f"KB{one.number:07}", ""), "sys_id": (f"{one.number * 10 + version:032x}", ""),
        "short_description": (one.title, ""), "text": (text, ""), "wiki": ("", ""), "article_type": ("text", ""),
        "workflow_state": ("published", ""), "valid_to": ("2100-01-01", ""), "published": (f"{begun:%Y-%m-%d}", ""),
        "kb_knowledge_base": (f"{1:032x}", "Service desk"), "kb_category": (f"{2:032x}", SECTIONS[one.section][1].title()),
        "can_read_user_criteria": ("", ""), "roles": ("", ""), "version": (f"{3:032x}", f"{version}.0"),
        "display_number": (f"KB{one.number:07} v{version}.0", ""), "language": ("en", ""), "parent": ("", ""),
        "meta": (", ".join(one.tags), ""), "author": (f"{author.number:032x}", author.name),
        "author.email": (author.email, ""), "sys_created_on": (f"{begun:%Y-%m-%d %H:%M:%S}", ""),
        "sys_updated_on": (f"{changed:%Y-%m-%d %H:%M:%S}", ""), "sys_view_count": (str(one.views), ""),
        "helpful_count": (str(one.helpful), ""), "rating": ("", ""),
    }  # fmt: skip


def write_servicenow(made: Sequence[Sample], folder: Path) -> None:
    """Write pages of the Table API, with what is shown beside what is held."""
    for number, page in enumerate(pages_of(_knowledge_rows(made)), 1):
        save_json(folder / f"kb_knowledge_{number}.json", {"result": [_shown(row) for row in page]})


def _shown(row: dict[str, Cell]) -> dict[str, Any]:
    return {name: {"value": held, "display_value": shown or held} for name, (held, shown) in row.items()}


def write_servicenow_xml(made: Sequence[Sample], folder: Path) -> None:
    """Write one file of all rows, in the unload format."""

    def element(name: str, cell: Cell) -> str:
        shown = f" display_value={quoteattr(cell[1])}" if cell[1] else ""
        text = f"<![CDATA[{cell[0]}]]>" if "<" in cell[0] else escape(cell[0], quote=False)
        return f"<{name}{shown}>{text}</{name}>\n"

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "kb_knowledge.xml").open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<unload unload_date="2024-06-01 08:00:00">\n')
        for row in _knowledge_rows(made):
            fields = "".join(element(name, cell) for name, cell in row.items() if "." not in name)
            file.write(f'<kb_knowledge action="INSERT_OR_UPDATE">\n{fields}</kb_knowledge>\n')
        file.write("</unload>\n")


def write_servicenow_csv(made: Sequence[Sample], folder: Path) -> None:
    """Write one file of all rows as a list exports them: what is shown, or else what is held."""
    rows = _knowledge_rows(made)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "kb_knowledge.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(rows[0])
        writer.writerows([shown or held for held, shown in row.values()] for row in rows)
