import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kcs_cli.files.cache import Cache, is_unwritable


def cache(file: Path | None, version: int = 1) -> Cache:
    return Cache(file, version, lambda connection: connection.execute("create table words (word text)"), patience=0.1)


def words(connection: sqlite3.Connection) -> list[str]:
    return [word for (word,) in connection.execute("select word from words")]


def put(connection: sqlite3.Connection, word: str) -> None:
    connection.execute("insert into words values (?)", (word,))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "words.sqlite"


@pytest.fixture
def kept(file):
    with closing(cache(file).open()) as connection:
        put(connection, "vpn")
    return file


def test_what_was_written_is_there_when_it_is_opened_again(kept):
    assert words(cache(kept).open()) == ["vpn"]


def test_several_open_it_at_once(kept):
    one, other = cache(kept).open(), cache(kept).open()
    put(one, "wlan")
    assert words(other) == ["vpn", "wlan"]


def test_one_of_another_version_begins_empty(kept):
    assert words(cache(kept, version=2).open()) == []
    assert words(cache(kept, version=2).open()) == []


@pytest.mark.parametrize("content", [b"", b"garbage" * 500, b"SQLite format 3\0" + bytes(4000)])
def test_a_damaged_one_begins_empty_and_is_kept_from_then_on(kept, content):
    kept.write_bytes(content)
    with closing(cache(kept).open()) as connection:
        put(connection, "new")
    assert words(cache(kept).open()) == ["new"]


def test_a_renewed_one_is_empty_and_leaves_nothing_beside(kept):
    cache(kept).renewed().close()
    assert (
        words(cache(kept).open()),
        {path.name for path in kept.parent.iterdir()} - {"words.sqlite-wal", "words.sqlite-shm"},
    ) == ([], {"words.sqlite", "words.sqlite.lock"})


def test_without_a_file_it_is_in_memory():
    connection = cache(None).open()
    put(connection, "vpn")
    assert (words(connection), words(cache(None).open()), words(cache(None).renewed())) == (["vpn"], [], [])


def test_a_folder_in_its_place_leaves_it_in_memory(file):
    file.mkdir()
    put(connection := cache(file).open(), "vpn")
    assert (words(connection), list(file.parent.iterdir())) == (["vpn"], [file])


def test_where_the_folder_is_gone_it_is_in_memory(tmp_path):
    assert words(cache(tmp_path / "gone/words.sqlite").open()) == []
    assert not (tmp_path / "gone").exists()


def test_one_that_another_process_holds_alone_is_left_as_it_is(file):
    with closing(sqlite3.connect(file)) as other:
        other.execute("create table words (word text)")
        other.execute("pragma locking_mode = exclusive")
        other.execute("begin exclusive")
        assert words(cache(file).open()) == []
        assert other.execute("select count(*) from words").fetchone() == (0,)
        other.execute("commit")
    with closing(sqlite3.connect(file)) as again:
        assert again.execute("pragma user_version").fetchone() == (0,)


def test_what_lacks_a_table_is_mended_in_its_place(kept):
    connection = cache(kept).open()
    connection.execute("drop table words")
    with pytest.raises(sqlite3.DatabaseError) as found:
        words(connection)
    connection.close()
    put(cache(kept).mended(found.value), "new")
    assert words(cache(kept).open()) == ["new"]


def test_what_cannot_be_written_is_mended_in_memory(kept):
    full = sqlite3.OperationalError("database or disk is full")
    assert is_unwritable(full)
    put(cache(kept).mended(full), "new")
    assert words(cache(kept).open()) == ["vpn"]


def test_it_is_read_without_writing(kept, file):
    assert cache(kept).read(words, []) == ["vpn"]
    assert cache(kept, version=2).read(words, ["otherwise"]) == ["otherwise"]
    assert cache(None).read(words, ["otherwise"]) == ["otherwise"]


def test_one_that_is_not_there_is_read_as_nothing_and_not_made(file):
    assert (cache(file).read(words, []), file.exists()) == ([], False)


def test_a_damaged_one_is_read_as_nothing_and_left_as_it_is(kept):
    kept.write_bytes(b"garbage" * 500)
    assert (cache(kept).read(words, []), kept.read_bytes()) == ([], b"garbage" * 500)


def test_one_that_is_being_written_can_be_read(kept):
    writer = cache(kept).open()
    writer.execute("begin immediate")
    put(writer, "half")
    assert cache(kept).read(words, []) == ["vpn"]
