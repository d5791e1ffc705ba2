"""The days articles were created and last worked on, as git tells them, where a search finds them without reading history.

A small cache beside the history: written by what reads the history, and continued by a look at the few commits made since.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date

from kcs_cli.article.model import ArticleDays
from kcs_cli.files.cache import Cache
from kcs_cli.git.folder import GitFolders, head_commit
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import find_days_file
from kcs_cli.text.dates import iso_day
from kcs_cli.text.outside import kept_bytes

VERSION, PATIENCE = 2, 10.0  # of the tables; seconds to wait for another process that writes
TABLES = """
create table state (head text, whole integer);
create table days (path blob primary key, created text, worked text) without rowid;
"""


Known = tuple[dict[str, ArticleDays], str]  # by path in the repository; as of which commit
NOTHING: Known = ({}, "")


def days_of(kb: KnowledgeBase, paths: Iterable[str]) -> dict[str, ArticleDays]:
    """Return the days of articles, by their paths, without reading history; nothing for one that is not known."""
    if kb.git is None:
        return {}
    places = {f"{kb.base}/{path}" if kb.base else path: path for path in paths}
    cache, head = _cache(kb.git), head_commit(kb.git)
    known, seen = cache.read(_reading(places), NOTHING)
    if seen and head and seen != head:
        from kcs_cli.history.recent_commit import days_since  # starts git: only where there are new commits

        note_days(kb.git, head, days_since(kb, seen, head, lambda changed: cache.read(_reading(changed), NOTHING)[0]))
        known, _ = cache.read(_reading(places), NOTHING)
    return {places[place]: days for place, days in known.items()}


def note_days(git: GitFolders, head: str, days: Mapping[str, ArticleDays], *, anew: bool = False) -> None:
    """Note the days of articles, by their paths in the repository, as of a commit; `anew` for all there are.

    Where it cannot be written they stay unknown.
    """
    rows = [(_key(place), _text(one.created), _text(one.worked)) for place, one in days.items()]
    with suppress(sqlite3.Error):
        connection = _cache(git).open()
        connection.execute("begin immediate")
        for table in ("state", "days") if anew else ("state",):
            connection.execute(f"delete from {table}")
        connection.execute("insert into state values (?, ?)", (head, anew))
        connection.executemany("insert or replace into days values (?, ?, ?)", rows)
        connection.execute("commit")
        connection.close()


def has_all_days(git: GitFolders, head: str) -> bool:
    """Tell whether the days of all articles are noted as of a commit, as the whole history has them."""
    query = "select 1 from state where head = ? and whole"
    return _cache(git).read(lambda connection: connection.execute(query, (head,)).fetchone() is not None, False)


def _cache(git: GitFolders) -> Cache:
    """Return the cache; None where nothing can be written."""
    return Cache(find_days_file(git), VERSION, lambda connection: connection.executescript(TABLES), PATIENCE)


def _reading(places: Iterable[str]) -> Callable[[sqlite3.Connection], Known]:
    """Return what reads the days of paths in the repository, and as of which commit they are."""

    def read(connection: sqlite3.Connection) -> Known:
        seen = connection.execute("select head from state").fetchone()
        query = "select created, worked from days where path = ?"
        rows = ((place, connection.execute(query, (_key(place),)).fetchone()) for place in places)
        return {place: ArticleDays(*map(_day, row)) for place, row in rows if row}, str(seen[0]) if seen else ""

    return read


def _key(place: str) -> bytes:
    """Return a path as git has it: its bytes, which need not be UTF-8."""
    return kept_bytes(place)


def _day(text: str) -> date | None:
    """Return a day; None for none."""
    return iso_day(text) if text else None


def _text(day: date | None) -> str:
    """Return a day as it is stored."""
    return day.isoformat() if day else ""
