import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.search.semantic.vector_file import VectorFile
from tests import make

STEPS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 3), st.booleans()), max_size=30
)  # article, rows (0: gone), whether the file is opened anew


def vectors(seed, rows):
    return np.full((rows, 4), seed, dtype=np.float32)


def kept(file):
    matrix = file.matrix()
    return {
        path: (one.revision, matrix[one.start : one.start + one.passages].tolist()) for path, one in file.articles.items()
    }


@pytest.fixture
def file(tmp_path):
    one = VectorFile(tmp_path / "semantic", "m")
    with one.writing():
        one.add({"a.md": ("r1", vectors(1, 2)), "b.md": ("r2", vectors(2, 1))})
    return one


def test_what_is_kept_is_read_back(file):
    assert kept(VectorFile(file.folder, "m")) == kept(file) == {
        "a.md": ("r1", [[1] * 4] * 2), "b.md": ("r2", [[2] * 4]),
    }  # fmt: skip


def test_vectors_of_another_model_are_none(file):
    assert kept(VectorFile(file.folder, "other")) == {}


def test_another_model_begins_anew_and_leaves_nothing_behind(file):
    other = VectorFile(file.folder, "other")
    with other.writing():
        other.add({"a.md": ("r1", vectors(9, 1))})
    assert kept(VectorFile(file.folder, "other")) == {"a.md": ("r1", [[9] * 4])}
    assert len(list(file.folder.glob("vectors-*"))) == 1


@pytest.mark.parametrize("left", [b'["c.md","r3",3,', b"[1]\n", b"\xff\n"])
def test_what_a_killed_process_left_of_a_line_spoils_at_most_the_cache(file, left):
    with (file.folder / "articles").open("ab") as stream:
        stream.write(left)
    again = VectorFile(file.folder, "m")
    assert set(kept(again)) in ({"a.md", "b.md"}, set())
    with again.writing():
        again.add({"c.md": ("r3", vectors(3, 1))})
    assert kept(VectorFile(file.folder, "m"))["c.md"] == ("r3", [[3] * 4])


def test_vectors_without_their_line_are_passed_over(file):
    with (file.folder / file.header.file).open("ab") as stream:
        stream.write(b"torn!")
    again = VectorFile(file.folder, "m")
    with again.writing():
        again.add({"c.md": ("r3", vectors(3, 1))})
    assert kept(VectorFile(file.folder, "m")) == {
        "a.md": ("r1", [[1] * 4] * 2), "b.md": ("r2", [[2] * 4]), "c.md": ("r3", [[3] * 4]),
    }  # fmt: skip


def test_lines_without_their_vectors_are_no_articles(file):
    make.damage(file.folder / file.header.file, b"")
    assert kept(VectorFile(file.folder, "m")) == {}


def test_a_second_writer_is_refused(file):
    with file.writing(), pytest.raises(TimeoutError), VectorFile(file.folder, "m").writing():
        pass


@settings(deadline=None, max_examples=60)
@given(STEPS)
def test_after_any_steps_the_file_has_what_was_last_kept(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("v")
    file, expected = VectorFile(folder, "m"), {}
    for number, (path, rows, anew) in enumerate(steps):
        file = VectorFile(folder, "m") if anew else file
        with file.writing():
            if rows:
                expected[path] = (f"r{number}", vectors(number, rows).tolist())
                file.add({path: (f"r{number}", vectors(number, rows))})
            elif path in expected:
                del expected[path]
                file.forget([path])
                file.compact()
    assert kept(VectorFile(folder, "m")) == expected == kept(file)
