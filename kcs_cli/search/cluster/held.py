"""The codes of all articles of a smaller base, held in the clone: what is near a question though it has none of its words.

They are asked for once after each time the cluster was fed, a kilobyte an article, and kept beside the clone's own index.
"""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kcs_cli.files.atomic import write_atomic
from kcs_cli.search.cluster.mapping import CODES
from kcs_cli.search.cluster.shelf import SOUND, Shelf, understood
from kcs_cli.search.meaning.code import BYTES, Encoder
from kcs_cli.search.meaning.code_file import NAME, ArticleCodes, CodeFile, written

MOST = 5_000  # articles of a base whose codes are held: of more a cluster's first articles are ranked by meaning alone


def held_codes(shelf: Shelf, encoder: Encoder, folder: Path) -> CodeFile:
    """Return the codes as the index has them now. Raise ClusterError."""
    mark = shelf.mark.encode()
    known = CodeFile.open(folder)
    if known and known.mark == mark:
        return known
    with understood():
        articles = dict(_articles(shelf))
        content = written(articles, encoder.weights, len(articles), 0, mark)
        codes = CodeFile(content)
    with suppress(OSError):  # a disk that is full: they are asked for again
        folder.mkdir(parents=True, exist_ok=True)
        write_atomic(folder / NAME, content)
    return codes


def _articles(shelf: Shelf) -> Iterator[tuple[str, ArticleCodes]]:
    """Yield the codes of each article with its path; those that are damaged are left out."""
    for source in shelf.sources(SOUND, "path", CODES):
        kept = source.get(CODES) or {"codes": "", "lines": []}
        content, lines = b64decode(kept["codes"]), tuple(map(int, kept["lines"]))
        if len(content) == BYTES * (len(lines) + 1):
            yield source["path"], ArticleCodes(0, content[:BYTES], content[BYTES:], lines)
