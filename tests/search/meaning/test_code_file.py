import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.search.engine.answer import NearPassage
from kcs_cli.search.meaning.code import BYTES
from kcs_cli.search.meaning.code_file import NAME, ArticleCodes, CodeFile, fresh_codes, near_rows, with_changes, written
from kcs_cli.search.meaning.piece_table import PIECES

WEIGHTS = bytes([7]) * PIECES
ONE = ArticleCodes(5, b"\x01" * BYTES, b"\xff" * BYTES + b"\x0f" * BYTES, (9, 31))
BARE = ArticleCodes(2**64 - 1, b"\x00" * BYTES, b"", ())
articles = st.dictionaries(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8),
    st.builds(
        lambda revision, codes: ArticleCodes(
            revision, bytes([revision % 256]) * BYTES, b"".join(bytes([n]) * BYTES for n in codes), tuple(codes)
        ),
        st.integers(0, 2**64 - 1),
        st.lists(st.integers(0, 255), max_size=3),
    ),
    max_size=6,
)


@given(articles)
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read(known):
    read = CodeFile(written(known, WEIGHTS, 12, 3, b"mark"))
    assert read.by_path() == known
    assert (bytes(read.weights), read.counted, read.changed, bytes(read.mark)) == (WEIGHTS, 12, 3, b"mark")
    assert [read.path(read.find(path)) for path in known] == list(known)
    assert read.find("not there") is None


@given(articles, articles, st.data())
@settings(max_examples=60, deadline=None)
def test_with_changes_a_file_is_as_if_it_had_been_written_so(known, new, data):
    gone = data.draw(st.sets(st.sampled_from([*known, "not there"])))
    codes = CodeFile(written(known, WEIGHTS, 12, 3, b"mark"))
    changed = with_changes(codes, new, gone - new.keys(), 4, b"another")
    left = {path: one for path, one in known.items() if path not in gone}
    assert changed == written({**left, **new}, WEIGHTS, 12, 4, b"another")


def test_the_nearest_passage_of_an_article():
    codes = CodeFile(written({"a.md": ONE, "b.md": BARE}, WEIGHTS, 2, 0, b""))
    asked = int.from_bytes(b"\x0f" * BYTES, "big")
    assert codes.near(0, asked) == NearPassage(1.0, 31)
    assert codes.near(0, int.from_bytes(b"\x01" * BYTES, "big")) == NearPassage(1.0, 0)
    assert codes.near(1, asked) == NearPassage(0.0, 0)


def test_codes_that_differ_in_few_bits():
    asked = int.from_bytes(b"\x0f" * BYTES, "big")
    assert near_rows(ONE.blocks, asked, 0) == [(0, 1)]
    assert near_rows(ONE.blocks, asked, 768) == [(384, 0), (0, 1)]


@pytest.mark.parametrize("content", [b"", b"nothing", bytes(40)])
def test_a_file_that_is_none_is_none(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    assert CodeFile.open(tmp_path) is None


@pytest.mark.parametrize("cut", [1, 100, 30_000])
def test_a_file_that_was_cut_is_none(tmp_path, cut):
    (tmp_path / NAME).write_bytes(written({"a.md": ONE}, WEIGHTS, 1, 0, b"")[:-cut])
    assert CodeFile.open(tmp_path) is None


def test_codes_of_another_version_are_none(tmp_path):
    content = written({"a.md": ONE}, WEIGHTS, 1, 0, b"")
    (tmp_path / NAME).write_bytes(b"kcscode0" + content[8:])
    assert CodeFile.open(tmp_path) is None


def test_codes_are_fresh_as_long_as_the_index_is_the_same(tmp_path):
    (tmp_path / "meta.json").write_text("{1}")
    (tmp_path / NAME).write_bytes(written({"a.md": ONE}, WEIGHTS, 1, 0, b"{1}"))
    assert fresh_codes(tmp_path).by_path() == {"a.md": ONE}
    (tmp_path / "meta.json").write_text("{2}")
    assert fresh_codes(tmp_path) is None


def test_where_there_are_none_none_are_fresh(tmp_path):
    assert fresh_codes(tmp_path) is None
