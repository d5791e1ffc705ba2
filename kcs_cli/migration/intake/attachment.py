"""Files of an article from a source: under safe names, in a folder beside the article that is called as it is."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.migration.source.record import SourceAttachment
from kcs_cli.solve.draft import RESERVED
from kcs_cli.text.display import writable_line
from kcs_cli.text.identifier import slug

LARGEST_ATTACHMENT = 50_000_000  # bytes; hosts refuse more than 100 MB
MOST = 500  # of an article
ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
NO_ENDING = (".md", ".markdown", ".mdx", ".mdown", ".mkd")  # what would be taken for an article


class ImportedFile(NamedTuple):
    """An attachment: what the text calls it, its path in the base, and its blob."""

    address: str
    path: str
    blob: str


class LostFile(NamedTuple):
    """An attachment that is not kept, and why."""

    name: str
    reason: str


def safe_name(name: str) -> str:
    """Return a name for a file that is safe in every system, hides nothing, and makes no article."""
    bare = writable_line(name.replace("\\", "/").rpartition("/")[2])
    stem, ending = os.path.splitext(bare)  # noqa: PTH122 - a name, no path
    ending = ending.lower() if ENDING.fullmatch(ending) else ""
    stem = slug(stem.strip(". ")) if stem.strip(". ") else "file"
    stem = f"file-{stem}" if re.fullmatch(RESERVED, stem) else stem
    return f"{stem}{ending}.txt" if ending in NO_ENDING else f"{stem}{ending}"


def keep_files(
    attachments: tuple[SourceAttachment, ...],
    folder: str,
    known: Mapping[str, tuple[str, str]],
    store: Callable[[bytes], str],
    is_free: Callable[[str, str], bool],
) -> Iterator[ImportedFile | LostFile]:
    """Read the attachments of an article, one after the other; `known` are those of its last import, by address.

    `store` stores a content and names it; `is_free` tells whether it may lie at a path.
    """
    taken = {path.casefold() for path, _ in known.values()}
    for attachment in attachments[:MOST]:
        try:
            content = attachment.read()
        except (KcsError, OSError, ValueError, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
            yield LostFile(attachment.name, f"it cannot be read ({error.message if isinstance(error, KcsError) else error})")
            continue
        if len(content) > LARGEST_ATTACHMENT:
            yield LostFile(attachment.name, f"it has {len(content):,} bytes, more than {LARGEST_ATTACHMENT:,}")
            continue
        blob = store(content)
        paths = (path for path in _paths(folder, safe_name(attachment.name)) if path.casefold() not in taken)
        path = known[attachment.address][0] if attachment.address in known else next(p for p in paths if is_free(p, blob))
        taken.add(path.casefold())
        yield ImportedFile(attachment.address, path, blob)
    if len(attachments) > MOST:
        yield LostFile(attachments[MOST].name, f"the article has {len(attachments):,} files; the first {MOST} are kept")


def _paths(folder: str, name: str) -> Iterator[str]:
    """Yield paths for a file, without end."""
    stem, dot, ending = name.partition(".")
    yield f"{folder}/{name}"
    number = 2
    while True:
        yield f"{folder}/{stem}-{number}{dot}{ending}"
        number += 1
