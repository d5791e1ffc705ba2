"""Which folders have parts that articles are put together from, and no articles."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kcs_cli.article.adoption.sighting import Sighting

MOST = 0.5  # share of the other files that have a title, where one without is a part
PARTIALS = r"(?i)^_|include|partial|snippet|shared|common|reus"  # folders of what articles are put together from
PARTS = r"(?i)_?(?:partial|snippet|fragment|reusable|shared|include)s?"  # … by the whole name
FEW_TITLED = 0.1  # share of the files in such a folder that may have a title


def find_partials(paths: Sequence[str], articles: Sequence[Sighting]) -> Iterator[str]:
    """Yield patterns of the folders."""
    yield from _never_shown(paths, articles)
    yield from _partials(paths, articles)


def _never_shown(paths: Sequence[str], articles: Sequence[Sighting]) -> Iterator[str]:
    """Yield patterns of the folders whose own page says that nothing in them becomes a page: what others include."""
    for path, article in zip(paths, articles, strict=True):
        folder, _, file = path.rpartition("/")
        is_partial = file.startswith("_index.") and re.search(PARTIALS, folder.rpartition("/")[2])
        if is_partial and _is_never_rendered(article.front_matter):
            yield f"{folder}/*"


def _partials(paths: Sequence[str], articles: Sequence[Sighting]) -> Iterator[str]:
    """Yield patterns of folders that are called after parts, where hardly a file has a title and most others have one."""
    inside: dict[str, list[bool]] = {}
    for path, article in zip(paths, articles, strict=True):
        *folders, _ = path.split("/")
        place = next((n for n, folder in enumerate(folders) if re.fullmatch(PARTS, folder)), len(folders))
        name = "/".join(folders[: place + 1]) if place < len(folders) else ""
        inside.setdefault(name, []).append("title" in article.front_matter)
    others = inside.pop("", [])
    if sum(others) > len(others) * MOST:
        yield from (f"{folder}/*" for folder, titled in inside.items() if sum(titled) <= len(titled) * FEW_TITLED)


def _is_never_rendered(fields: Any) -> bool:
    """Tell whether front matter says `build: {render: never}`, of the page or of all below it."""
    tables = [fields, *_tables(fields.get("cascade"))]
    builds = (build for table in tables for name in ("build", "_build") for build in _tables(table.get(name)))
    return any(build.get("render") in ("never", "false", False) for build in builds)


def _tables(value: Any) -> list[dict[str, Any]]:
    """Return a table, or those of a list."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
