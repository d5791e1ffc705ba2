"""Salesforce Knowledge: rows of Knowledge__kav as Data Export, Data Loader and reports write them, in CSV.

A row is a version of an article in a language. The fields are those of the object reference, Knowledge__kav:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_knowledge__kav.htm
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from re import match, sub

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.importers.salesforce_rows import CUSTOM, NUMBERS, section_rank, side_table, spooled_rows
from kcs_cli.migration.source.bundle import Bundle, first_bytes, open_bundle, saved_file, some_names
from kcs_cli.migration.source.record import BrokenRecord, SourcePerson, SourceRecord, SourceRevision, SourceVotes
from kcs_cli.migration.source.sound import checked_records
from kcs_cli.migration.source.spool import opened_spool
from kcs_cli.migration.source.worded_value import (
    confidence_named,
    is_html,
    is_true,
    listed,
    moment_of,
    number_of,
    source_fields,
)
from kcs_cli.text.display import writable, writable_line
from kcs_cli.text.outside import readable

CHANNELS = (  # from the widest audience to the narrowest
    ("isvisibleinpkb", "pkb", Audience.public),
    ("isvisibleincsp", "csp", Audience.customer),
    ("isvisibleinprm", "prm", Audience.partner),
    ("isvisibleinapp", "application", Audience.internal),
)
CATEGORY = "datacategorygroup."
WHOLE = "(?:content|body|detail|article|text|rich)"  # custom fields that hold all of an article: they need no heading
Cells = Mapping[str, str]


def _is_salesforce(source: Path) -> bool:
    """Tell whether the first line of a file, or the name of one in a folder, is that of Knowledge__kav."""
    if source.is_dir() or source.suffix.lower() == ".zip":
        return any(name.lower().endswith("__kav.csv") for name in some_names(source))
    head = readable(first_bytes(source), bom=True).lower().partition("\n")[0]
    words = ("knowledgearticleid", "publishstatus", "isvisibleinpkb", "urlname", CATEGORY, "ismasterlanguage")
    return source.suffix.lower() == ".csv" and sum(word in head for word in words) > 1


def _records(source: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield the articles. Raise KcsError for a file that cannot be read, or has none."""
    return checked_records(source, IMPORTER.title, _read_rows(open_bundle(source)))


def _read_rows(bundle: Bundle) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield the articles, each with its versions; then the rows that are none."""
    people = {row["id"]: row for row in side_table(bundle, "user.csv", ("id", "name", "email"))}
    groups = side_table(bundle, "__datacategoryselection.csv", ("parentid", "datacategoryname"))
    categories: dict[str, list[str]] = {}
    for row in groups:
        categories.setdefault(row["parentid"], []).append(row["datacategoryname"])
    with opened_spool() as spool:
        broken: list[BrokenRecord] = []
        sections: set[str] = set()
        for name in bundle.ending("__kav.csv") or bundle.ending(".csv"):
            with saved_file(bundle, name) as file:
                broken += spooled_rows(file, name, spool, sections)
        for _, rows in spool.by_key():
            yield from _articles([json.loads(row) for row in rows], sections, people, categories)
        yield from broken


def _articles(
    rows: list[Cells], sections: set[str], people: Mapping[str, Cells], categories: Mapping[str, list[str]]
) -> Iterator[SourceRecord]:
    """Yield one article in each language that it has."""
    by_language: dict[str, list[Cells]] = {}
    for row in rows:
        by_language.setdefault(row.get("language", "").replace("_", "-"), []).append(row)
    said = rows[-1].get("articlemasterlanguage", "").replace("_", "-")
    marked = (language for language, those in by_language.items() if is_true(those[-1].get("ismasterlanguage", "")))
    master = said if said in by_language else next(marked, next(iter(by_language)))
    for language, versions in by_language.items():
        record = _article(versions, sections, people, categories)._replace(language=language)
        is_master = language == master
        yield record if is_master else record._replace(key=f"{record.key}/{language}", translation_of=record.key)


def _article(
    versions: list[Cells], sections: set[str], people: Mapping[str, Cells], categories: Mapping[str, list[str]]
) -> SourceRecord:
    """Return an article of its versions in one language: drafts only where nothing else is there."""
    published = [row for row in versions if row.get("publishstatus", "").lower() != "draft"] or versions
    last, states = published[-1], Counter(row.get("publishstatus", "").lower() for row in published)
    key = next(last[column] for column in NUMBERS if column in last)
    revisions = tuple(_revision(row, sections, people) for row in published)
    created = moment_of(last.get("articlecreateddate", "") or published[0].get("createddate", ""))
    chosen = [part for column, cell in last.items() if column.startswith(CATEGORY) for part in cell.split("+")]
    return SourceRecord(
        key=key,
        revisions=revisions,
        created=created,
        updated=revisions[-1].at or created,
        audience=_audience(last),
        confidence=_confidence(last, is_online=bool(states["online"])),
        tags=listed(";".join((*chosen, *categories.get(last.get("id", ""), ())))),
        owner=_person(last, "owner", people) or revisions[0].author,
        old_names=tuple(dict.fromkeys(last[column] for column in ("articlenumber", *NUMBERS[:-1]) if column in last)),
        addresses=_addresses(last),
        votes=SourceVotes(views=number_of(last.get("articletotalviewcount", ""))),
        fields=source_fields(
            (sub(r"__c$", "", name), cell) for name, cell in last.items() if name.endswith(CUSTOM) and name not in sections
        ),
    )


def _audience(row: Cells) -> Audience | None:
    """Return the widest audience that a version is shown to, a draft to nobody; None where the export does not say it."""
    if row.get("publishstatus", "").lower() == "draft":
        return Audience.internal
    if "channels" in row:
        return next((audience for _, word, audience in CHANNELS if word in row["channels"].lower()), Audience.internal)
    if any(column in row for column, _, _ in CHANNELS):
        return next((audience for column, _, audience in CHANNELS if is_true(row.get(column, ""))), Audience.internal)
    return None


def _confidence(row: Cells, *, is_online: bool) -> Confidence | None:
    """Return how far an article is to be trusted: what was validated, else whether it is published."""
    state = row.get("publishstatus", "")
    if state.lower() == "draft" or (state.lower() == "archived" and not is_online):
        return confidence_named(state)
    validation = row.get("validationstatus", "").lower()
    if validation.startswith("validated"):
        return Confidence.validated
    return confidence_named(validation.replace("work in progress", "wip")) or confidence_named(state)


def _revision(row: Cells, sections: set[str], people: Mapping[str, Cells]) -> SourceRevision:
    """Return a version: its summary, then each long custom field below a heading of its name."""
    texts = sorted(((name, row[name]) for name in row if name in sections), key=lambda one: section_rank(one[0]))
    summary = row.get("summary", "")
    parts = [_as_html(summary)] if summary and summary.strip() != row["title"].strip() else []
    for name, text in texts:
        is_whole = len(texts) == 1 and match(WHOLE, name)
        heading = sub(r"__c$", "", name).replace("_", " ").strip().capitalize()
        parts += [_as_html(text)] if is_whole else [f"<h2>{escape(heading)}</h2>", _as_html(text)]
    at = next((row[name] for name in ("lastpublisheddate", "lastmodifieddate", "createddate") if name in row), "")
    author = _person(row, "lastmodifiedby", people) or _person(row, "createdby", people) or SourcePerson()
    return SourceRevision(
        title=writable_line(row["title"]), html=writable("\n".join(parts)), author=author, at=moment_of(at)
    )


def _as_html(text: str) -> str:
    """Return a text area as HTML: paragraphs and lines as they were written; rich text is HTML already."""
    if is_html(text):
        return text
    paragraphs = (part for part in sub(r"\r\n?", "\n", text).strip().split("\n\n") if part.strip())
    return "\n".join(f"<p>{escape(part.strip()).replace(chr(10), '<br>')}</p>" for part in paragraphs)


def _person(row: Cells, role: str, people: Mapping[str, Cells]) -> SourcePerson | None:
    """Return who has a role: by name where the export has it, or the list of users beside it."""
    number = row.get(f"{role}id", "")
    known = people.get(number, {})
    name, email = row.get(f"{role}.name") or known.get("name", ""), row.get(f"{role}.email") or known.get("email", "")
    return SourcePerson(name=name, email=email, number=number) if name or email or number else None


def _addresses(row: Cells) -> tuple[str, ...]:
    """Return the paths that other articles link to."""
    forms = (
        ("knowledgearticleid", "/{}"), ("id", "/{}"), ("urlname", "/s/article/{}"), ("urlname", "/articles/{}"),
        ("id", "/lightning/r/Knowledge__kav/{}/view"), ("knowledgearticleid", "/lightning/r/Knowledge__kav/{}/view"),
    )  # fmt: skip
    return tuple(form.format(row[column]) for column, form in forms if column in row)


IMPORTER = Importer(
    name="salesforce",
    title="Salesforce Knowledge",
    is_source=_is_salesforce,
    read=_records,
    lost=(
        "images in rich text, which stay on Salesforce's servers",
        "files and attached cases",
        "drafts of published articles",
        "record types and approvals",
    ),
)
