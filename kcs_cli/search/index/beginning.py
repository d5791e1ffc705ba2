"""What begins as somebody typed it, for completion: read from the index as it is, in a millisecond.

Nothing is built, written or said; where there is no index of this version nothing begins so.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kcs_cli.git.folder import GitFolders
from kcs_cli.knowledge_base.place import index_places

if TYPE_CHECKING:
    from tantivy import Schema, Searcher

BEGINNING = "beginning"  # the field: a name or title as it is typed, the id, the title, a tab between
MOST_TERMS = 1000  # an article has about five names
MOST = 100  # more than anybody looks through


class Beginning(NamedTuple):
    """An article of which a name, or the title, begins as typed: that name in lower case, or the title."""

    name: str
    id: str
    title: str


class IndexAsItIs(NamedTuple):
    """An index that is read whatever has changed since it was made."""

    searcher: "Searcher"
    schema: "Schema"

    def articles(self, typed: str) -> list[Beginning]:
        """Return the articles that begin as typed: those whose id does, then by title, then by path."""
        if len(known := self._articles_of(self._ids(typed))) >= MOST:  # of thousands of titles and paths none would be shown
            return known
        wanted = typed.lower()
        found = (term.split("\t") for term in self._terms(BEGINNING, wanted, MOST_TERMS))
        read = [Beginning(name if name != title.lower() else title, id_, title) for name, id_, title in found]
        articles: dict[str, Beginning] = {}
        for one in sorted(read, key=lambda one: (not one.id.lower().startswith(wanted), one.name != one.title, one.name)):
            articles.setdefault(one.id, one)
        return list(articles.values())[:MOST]

    def _ids(self, typed: str) -> list[str]:
        """Return the ids that begin as typed, or so in small or in capital letters."""
        return [id_ for one in dict.fromkeys((typed, typed.lower(), typed.upper())) for id_ in self._terms("id", one, MOST)]

    def _articles_of(self, ids: Sequence[str]) -> list[Beginning]:
        """Return the sound articles of some ids, by these; none where they are few."""
        from tantivy import Query

        if len(ids) < MOST:
            return []
        hits = self.searcher.search(Query.term_set_query(self.schema, "id", list(ids)), len(ids), count=False).hits
        cards = [json.loads(self.searcher.doc(address)["card"][0]) for _, address in hits]
        found = [Beginning(name=one["id"].lower(), id=one["id"], title=one["title"]) for one in cards if "title" in one]
        return sorted(found, key=lambda one: one.name)[:MOST]

    def values(self, field: str, typed: str) -> list[str]:
        """Return the values of a filter's field that begin as typed."""
        return sorted(self._terms(field, typed.lower(), MOST))

    def headings(self, name: str) -> list[str]:
        """Return the headings of the article of a name."""
        from tantivy import Query

        query = Query.term_query(self.schema, "name", name.lower(), "basic")
        for _, address in self.searcher.search(query, 1, count=False).hits:
            headings, _, _ = self.searcher.doc(address)["prose"][0].partition(b"\n")
            return [heading for _, heading in json.loads(headings)]
        return []

    def _terms(self, field: str, beginning: str, most: int) -> list[str]:
        """Return the terms of a field that begin so; the filter leaves out those of articles that are gone."""
        from tantivy import Query

        return [term for term, _ in self.searcher.terms_with_prefix(field, beginning, Query.all_query(), most)]


def open_as_it_is(root: Path, git: GitFolders | None, environ: Mapping[str, str]) -> IndexAsItIs | None:
    """Return the index of a knowledge base; None where there is none."""
    from tantivy import Index

    for place in index_places(root, git, environ):
        current = place / "current"
        if current.is_file():
            index = Index.open(str(place / current.read_text("utf-8").strip()))
            return IndexAsItIs(index.searcher(), index.schema)
    return None
