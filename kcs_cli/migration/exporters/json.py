"""A base as one JSON document, an article a line: what programs read, and what loses nothing."""

from collections.abc import Iterator

from kcs_cli.migration.exporter import Exporter
from kcs_cli.migration.handout.export_source import ExportSource
from kcs_cli.render.format import FORMAT_VERSION, as_json, to_json


def lines(source: ExportSource) -> Iterator[str]:
    """Yield the lines of the document."""
    yield f'{{"kcs": {FORMAT_VERSION}, "audience": {to_json(source.audience.value)}, "exported_articles": ['
    before = ""
    for article in source.articles():
        if before:
            yield f"{before},"
        before = to_json(as_json(article))
    yield f"{before}]}}"


EXPORTER = Exporter(name="json", title="one JSON document, an article a line", lines=lines)
