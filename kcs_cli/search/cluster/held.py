"""The codes of all articles, held in the clone: what is near a question though it has none of its words.

They are asked for once, and after the cluster was fed those of the articles that it took in since: by their sequence
numbers, which OpenSearch counts. As in a clone's own index, of a large base only the titles are compared.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kcs_cli.files.atomic import write_atomic
from kcs_cli.knowledge_base.progress import Tell, silent
from kcs_cli.search.cluster.coding import article_codes_of
from kcs_cli.search.cluster.mapping import BLOCK_CODES, SEQUENCE, TITLE_CODE
from kcs_cli.search.cluster.shelf import Shelf, hits_of, understood
from kcs_cli.search.meaning.code import Encoder
from kcs_cli.search.meaning.code_file import NAME, ArticleCodes, CodeFile, with_changes, written
from kcs_cli.text.outside import readable

WITH_BLOCKS = 20_000  # articles, of more only the titles' codes are held: 100 bytes and a path each
MOST = 300_000  # articles; of more none is found by meaning alone
PAGE = 5_000  # articles of one request: a megabyte or two
GONE = 1.05  # times as many articles held as there are: so many are gone that all are asked for again


def held_codes(shelf: Shelf, encoder: Encoder, folder: Path, tell: Tell = silent) -> CodeFile | None:
    """Return the codes as the index has them now; None for a base that is too large. Raise ClusterError."""
    if shelf.counts.articles > MOST:
        return None
    fields = (TITLE_CODE, BLOCK_CODES) if shelf.counts.articles <= WITH_BLOCKS else (TITLE_CODE,)
    state = " ".join((shelf.mapping[0], *fields))
    known = CodeFile.open(folder)
    if known and (taken := _taken(known, state)) is not None and len(known) <= GONE * shelf.counts.articles + 1:
        if taken >= shelf.counts.sequence:
            return known
    else:
        known, taken = None, -1
        if shelf.counts.articles > WITH_BLOCKS:
            tell(f"The cluster is asked once what its {shelf.counts.articles:,} articles mean")
    found = dict(_articles(shelf, fields, taken))
    content = _content(known, found, encoder, f"{state} {shelf.counts.sequence}".encode())
    with suppress(OSError):  # a disk that is full: they are asked for again
        folder.mkdir(parents=True, exist_ok=True)
        write_atomic(folder / NAME, content)
    return CodeFile(content)


def _taken(codes: CodeFile, state: str) -> int | None:
    """Return up to which number a file has what the index took in; None for one of another index."""
    before, _, number = readable(bytes(codes.mark)).rpartition(" ")
    return int(number) if before == state and number.isdecimal() else None


def _content(known: CodeFile | None, found: Mapping[str, ArticleCodes | None], encoder: Encoder, mark: bytes) -> bytes:
    """Return the content of a file of all codes, with those that were found in place of what was known."""
    new = {path: codes for path, codes in found.items() if codes}
    if known:
        return with_changes(known, new, found.keys() - new.keys(), 0, mark)
    return written(new, encoder.weights, len(new), 0, mark)


def _articles(shelf: Shelf, fields: tuple[str, ...], taken: int) -> Iterator[tuple[str, ArticleCodes | None]]:
    """Yield by path the codes of each article that the index took in after a number; None for one without codes."""
    body: dict[str, Any] = {
        "size": PAGE,
        "_source": False,
        "stored_fields": "_none_",  # columns are read alone: texts need not be unpacked for them
        "docvalue_fields": ["path", *fields],
        "query": {"range": {SEQUENCE: {"gt": taken}}},
        "sort": [{SEQUENCE: "asc"}],
        "track_total_hits": False,
    }
    while True:
        hits = hits_of(shelf.search(body))
        with understood():
            for hit in hits:
                yield hit["fields"]["path"][0], article_codes_of(hit["fields"])
            if len(hits) < PAGE:
                return
            body["search_after"] = hits[-1]["sort"]
