"""What is handed out of a base comes back, in every format: the articles, their fields, their texts."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings

from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.migration.export_registry import EXPORTERS
from kcs_cli.migration.handout.export_source import ExportSource
from kcs_cli.migration.importers import html, kcs, table, zendesk
from kcs_cli.migration.source.record import BrokenRecord, SourceRecord
from kcs_cli.render.markdown.parser import read_markdown
from kcs_cli.render.markdown.tree import read_tree
from kcs_cli.text.display import one_line
from tests.migration.exporters.random_base import articles, handed_out, opened


class Essence(NamedTuple):
    """What of an article every format has to give back; of its text the words."""

    id: str
    title: str
    words: str
    audience: str
    confidence: str
    language: str
    tags: tuple[str, ...]
    names: frozenset[str]
    translation_of: str
    more: tuple[tuple[str, Any], ...]


def words(html: str) -> str:
    return " ".join(read_tree(html).text().split())


def essence_of(article: Article) -> Essence:
    """Return what a file says."""
    return Essence(
        article.id, one_line(article.title), words(read_markdown(article.body).html), article.audience.value,
        article.confidence.value, article.language, article.tags, frozenset((article.id, *article.aliases)),
        article.translation_of,
        (("governance", article.governance.value), ("kind", article.kind.value), ("said", article.said)),
    )  # fmt: skip


def essence_in(record: SourceRecord) -> Essence:
    """Return what was read of an export."""
    revision = record.revisions[-1]
    html = revision.html or read_markdown(revision.markdown).html
    more = {"said": (), **{name: record.fields[name] for name in ("governance", "kind", "said") if name in record.fields}}
    return Essence(
        record.key, one_line(revision.title), words(html), str(record.audience), str(record.confidence), record.language,
        record.tags, frozenset(record.old_names), record.translation_of, tuple(sorted(more.items())),
    )  # fmt: skip


def read_zendesk(place: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Read with the importer; and see that Zendesk itself would show each article to its readers and no others."""
    tables = {file.stem: json.loads(file.read_text("utf-8"))[file.stem] for file in place.glob("*.json")}
    segments = {None: "Everyone", **{one["id"]: one["name"] for one in tables["user_segments"]}}
    by_number = {one["id"]: one for one in tables["articles"]}
    for one in (*tables["articles"], *tables["translations"]):
        article = by_number[one.get("source_id", one["id"])]
        assert segments[article["user_segment_id"]] == NAMES[one["kcs"]["audience"][0]]
    return zendesk.IMPORTER.read(place)


NAMES = {"internal": "Agents and admins", "partner": "Partners", "customer": "Signed-in users", "public": "Everyone"}


READERS = {"json": kcs.IMPORTER.read, "csv": table.IMPORTER.read, "zendesk": read_zendesk, "html": html.IMPORTER.read}


@pytest.mark.parametrize("format", EXPORTERS)
@settings(max_examples=12, deadline=None)
@given(files=articles())
def test_what_is_handed_out_comes_back(format, files):
    with TemporaryDirectory() as folder:
        handed_out(ExportSource(opened(Path(folder, "kb"), files), Audience.internal), format, Path(folder, "out"))
        read = [essence_in(record) for record in READERS[format](Path(folder, "out"))]
    written = {one.id: one for one in (essence_of(parse(path, text.encode(), Config())) for path, text in files.items())}
    keys = {one.id: min(one.names & written.keys()) for one in read}  # a page is known by its name, an article by its id
    numbers = {**keys, **{key: key for key in written}}
    found = {keys[one.id]: one._replace(id=keys[one.id]) for one in read}
    assert found.keys() == written.keys()
    for key, one in found.items():
        told = one.translation_of and (numbers.get(one.translation_of) or "kb-1")
        names = one.names & written[key].names  # it may have one more by now: the number it has in Zendesk
        assert one._replace(translation_of=told, names=names) == written[key]
