import json
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.search.engine.answer import Where
from kcs_cli.search.log import LONGEST_WORDS, MOST_HITS, SearchLog, this_terminal
from kcs_cli.search.log_line import LoggedSearch
from tests import make

NOW = datetime(2024, 5, 6, 10, 11, 12, 345678, tzinfo=UTC)
LATER = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture
def log(tmp_path):
    return SearchLog(tmp_path, "tty1", "kb")


def entries(folder) -> list[dict[str, object]]:
    return [json.loads(line) for file in sorted((folder / "searches").iterdir()) for line in file.read_text().splitlines()]


def note(log, words="vpn", hits=(("kb-1", 3),), now=NOW):
    log.note_search(now, words, Where(), hits, len(hits))


def test_a_search_is_noted_with_words_filters_and_hits(tmp_path, log):
    log.note_search(NOW, "vpn ačiū", Where({"tag": ("a", "b"), "owner": ()}), [("kb-1", 3), ("kb-2", 1)], 7)
    (entry,) = entries(tmp_path)
    assert entry.pop("id").startswith("20240506T101112345678-")
    assert entry == {
        "v": 1,
        "at": "2024-05-06T10:11:12.345+00:00",
        "terminal": "tty1",
        "base": "kb",
        "words": "vpn ačiū",
        "filters": {"tag": ["a", "b"]},
        "hits": [["kb-1", 3], ["kb-2", 1]],
        "found": 7,
    }


def test_what_was_shown_is_noted_with_its_search_and_rank(tmp_path, log):
    note(log, hits=[("kb-1", 3), ("kb-2", 1)])
    last = log.last_search()
    log.note_shown(NOW, last, "kb-2")
    assert entries(tmp_path)[1] == {
        "v": 1,
        "search": last.id,
        "at": "2024-05-06T10:11:12.345+00:00",
        "shown": "kb-2",
        "rank": 2,
    }


def test_each_month_has_a_file(tmp_path, log):
    note(log)
    note(log, now=LATER)
    assert sorted(file.name for file in (tmp_path / "searches").iterdir()) == ["2024-05.jsonl", "2024-06.jsonl"]


def test_nobody_else_may_read_the_log(tmp_path, log):
    note(log)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "searches", tmp_path / "searches/2024-05.jsonl")]
    assert modes == [0o700, 0o600]


def test_personal_data_is_not_noted(tmp_path, log):
    note(log, "mail of ana@example.org and pwd=x")
    assert entries(tmp_path)[0]["words"] == "mail of <e-mail> and <secret>"


def test_of_a_long_text_the_beginning_is_noted(tmp_path, log):
    note(log, "é" * 100_000, [(f"kb-{n}", n) for n in range(300)])
    (entry,) = entries(tmp_path)
    assert (entry["words"], len(entry["hits"])) == ("é" * LONGEST_WORDS, MOST_HITS)


def test_text_that_is_no_unicode_is_noted_with_marks(tmp_path, log):
    note(log, "a\ud800b\nc")
    assert entries(tmp_path)[0]["words"] == "a?b\nc"


def test_the_last_search_of_this_terminal_is_known(tmp_path, log):
    note(log, "first")
    note(log, "second", [("kb-2", 5), ("kb-3", 1)])
    note(SearchLog(tmp_path, "tty2", "kb"), "other")
    assert log.last_search()[1:7] == ("second", {"kb-2": 5, "kb-3": 1}, "2024-05-06T10:11:12.345+00:00", (), "tty1", None)


def test_the_last_search_knows_what_was_shown_from_it_and_written_because_of_it(log):
    note(log, "first", [("kb-2", 5)])
    log.note_shown(NOW, log.last_search(), "kb-2")
    note(log, "second", [("kb-2", 5), ("kb-3", 1)])
    log.note_shown(NOW, log.last_search(), "kb-3")
    log.note_shown(NOW, log.last_search(), "kb-new")
    assert log.last_search().shown == ("kb-3", "kb-new")


def test_an_article_written_because_of_a_search_has_rank_0(tmp_path, log):
    note(log)
    log.note_shown(NOW, log.last_search(), "kb-new")
    assert (entries(tmp_path)[1]["shown"], entries(tmp_path)[1]["rank"]) == ("kb-new", 0)


def test_what_was_shown_is_no_search(log):
    note(log)
    log.note_shown(NOW, log.last_search(), "kb-1")
    assert log.last_search().words == "vpn"


def test_the_last_search_may_be_of_the_month_before(tmp_path, log):
    note(log, "mine")
    note(SearchLog(tmp_path, "tty2", "kb"), "other", now=LATER)
    assert log.last_search().words == "mine"


def test_without_a_search_there_is_no_last_one(log):
    assert log.last_search() is None


def test_without_a_folder_nothing_is_noted_and_nothing_fails():
    log = SearchLog(None, "tty1", "kb")
    note(log)
    log.note_shown(NOW, LoggedSearch("x", "y", {"kb-1": 1}), "kb-1")
    assert log.last_search() is None


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path, log):
    make.files(tmp_path, {"searches": "a file in the way"})
    note(log)
    assert log.last_search() is None


def test_a_search_works_where_its_log_cannot_be_written(kb):
    make.files(kb, {".git/kcs/searches": "a file in the way"})
    assert make.run(kb, "search", "vpn", "--format", "ids") == (0, "kb-vpn001\n", "")


@pytest.mark.parametrize(
    "line",
    [
        b'{"v": 1, "id": "x", "wor',
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"v"',
        b"5",
        b'{"v": 2}',
        b'{"v": 1}',
        b"{}",
        b'{"v": 1, "terminal": "tty1"}',
        b'{"v": 1, "terminal": "tty1", "id": "x", "words": "y", "hits": 5}',
        b'{"v": 1, "terminal": "tty1", "id": "x", "words": "y", "hits": [[[], 1]]}',
    ],
)
def test_torn_and_foreign_lines_are_passed_over(tmp_path, log, line):
    note(log)
    with (tmp_path / "searches/2024-05.jsonl").open("ab") as stream:
        stream.write(line + b"\n")
    assert log.last_search().words == "vpn"


def test_a_search_after_a_torn_line_is_not_lost(tmp_path, log):
    note(log, "old")
    with (tmp_path / "searches/2024-05.jsonl").open("ab") as stream:
        stream.write(b'{"v": 1, "id": "2024')
    note(log, "new")
    assert log.last_search().words == "new"


def test_the_last_search_is_found_in_a_long_log(tmp_path, log):
    make.files(tmp_path, {"searches/2024-05.jsonl": b'{"v": 1}\n' * 100_000})
    note(log)
    assert log.last_search().words == "vpn"


def test_a_line_too_long_for_the_tail_is_passed_over(tmp_path, log):
    note(log)
    with (tmp_path / "searches/2024-05.jsonl").open("ab") as stream:
        stream.write(b"x" * 1_000_000 + b"\n")
    assert log.last_search() is None


def test_the_search_log_is_outside_of_the_work_tree(kb):
    make.run(kb, "search", "vpn at ana@example.org", "--tag", "vpn")
    (entry,) = entries(kb / ".git/kcs")
    assert (entry["words"], entry["filters"], entry["hits"][0][0]) == ("vpn at <e-mail>", {"tag": ["vpn"]}, "kb-vpn001")
    assert make.git(kb, "status", "--porcelain") == ""


def test_what_is_shown_by_its_rank_is_noted(kb):
    make.run(kb, "search", "vpn")
    assert make.run(kb, "show", "1").status == 0
    assert [entry.get("shown") for entry in entries(kb / ".git/kcs")] == [None, "kb-vpn001"]


def test_a_terminal_has_a_name():
    assert this_terminal() == this_terminal() != ""


def test_the_last_search_is_that_of_this_knowledge_base(tmp_path, log):
    note(SearchLog(tmp_path, "tty1", "another"), "other")
    assert log.last_search() is None


def test_personal_data_in_filters_is_replaced(tmp_path, log):
    log.note_search(NOW, "vpn", Where({"owner": ("ana@example.org",)}), [], 0)
    assert entries(tmp_path)[0]["filters"] == {"owner": ["<e-mail>"]}


# The searches of some months


def words(log, months=2) -> list[str]:
    return [search.words for search in log.searches(months)]


def test_the_searches_of_all_terminals_are_known_the_oldest_first(tmp_path, log):
    note(log, "first", [("kb-2", 5)])
    note(SearchLog(tmp_path, "tty2", "kb"), "second", [], NOW.replace(minute=12))
    first, second = log.searches(1)
    assert first[1:7] == ("first", {"kb-2": 5}, "2024-05-06T10:11:12.345+00:00", (), "tty1", 1)
    assert second[1:7] == ("second", {}, "2024-05-06T10:12:12.345+00:00", (), "tty2", 0)


def note_at(log, minute: int, words: str, hits=(("kb-2", 5), ("kb-3", 1))) -> None:
    note(log, words, hits, NOW.replace(minute=minute))


def test_each_search_knows_what_was_shown_from_it(log):
    for minute, shown in enumerate((["kb-3", "kb-2"], ["kb-new"], [])):
        note_at(log, minute, str(minute))
        for article in shown:
            log.note_shown(NOW, log.last_search(), article)
    assert [search.shown for search in log.searches(1)] == [("kb-3", "kb-2"), ("kb-new",), ()]


@pytest.mark.parametrize(("months", "known"), [(1, ["june"]), (2, ["may", "june"]), (3, ["april", "may", "june"])])
def test_the_searches_are_those_of_so_many_months(log, months, known):
    for month, name in ((4, "april"), (5, "may"), (6, "june")):
        note(log, name, now=NOW.replace(month=month))
    assert words(log, months) == known


def test_the_searches_are_those_of_this_knowledge_base(tmp_path, log):
    note(SearchLog(tmp_path, "tty1", "another"), "other")
    note(log, "mine")
    assert words(log) == ["mine"]


def test_without_a_log_there_are_no_searches(log):
    assert (words(log), words(SearchLog(None, "tty1", "kb"))) == ([], [])


def test_a_month_that_cannot_be_read_is_passed_over(tmp_path, log):
    note(log)
    (tmp_path / "searches/2024-06.jsonl").mkdir()
    assert words(log) == ["vpn"]


FIELDS = {"v": 1, "id": "x", "at": NOW.isoformat(), "terminal": "tty1", "base": "kb", "words": "other", "hits": []}
FOREIGN = [
    b'{"v": 1, "id": "x", "wor', b"", b"\xff\xfe", b"null", b"[]", b'"v"', b"5", b"{}", b'{"shown": 5}',
    b'{"shown": "kb-1", "search": []}',
    *(json.dumps(FIELDS | wrong).encode() for wrong in (
        {"v": 2}, {"at": "soon"}, {"at": 5}, {"at": None}, {"at": "2024-05-06T10:11:12"}, {"hits": 5}, {"hits": [[[], 1]]},
        {"hits": [1]}, {"base": None}, {"id": []},
    )),
    *(json.dumps({name: value for name, value in FIELDS.items() if name != left_out}).encode() for left_out in FIELDS),
]  # fmt: skip


@pytest.mark.parametrize("line", FOREIGN, ids=range(len(FOREIGN)))
def test_a_torn_or_foreign_line_is_no_search(tmp_path, log, line):
    note(log)
    with (tmp_path / "searches/2024-05.jsonl").open("ab") as stream:
        stream.write(line + b"\n")
    assert words(log) == ["vpn"]


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda one: st.lists(one) | st.dictionaries(
    st.sampled_from([*FIELDS, "search", "shown"]), one)))  # fmt: skip
def test_whatever_json_a_line_has_reading_the_log_never_fails(content):
    with TemporaryDirectory() as folder:
        log = SearchLog(make.files(Path(folder), {"searches/2024-05.jsonl": json.dumps(content) + "\n"}), "tty1", "kb")
        assert (log.searches(1), log.last_search()) == ([], None)


def test_a_terminal_is_named_by_its_device(kb):
    named = "from kcs_cli.search.log import this_terminal; print(this_terminal())"
    first, second = make.terminal(kb, f"'{sys.executable}' -c '{named}'", "tty").splitlines()
    assert first == second


def test_without_a_terminal_it_is_named_by_the_session(kb):
    named = "import os; from kcs_cli.search.log import this_terminal; print(this_terminal() == f'session-{os.getsid(0)}')"
    done = subprocess.run(
        [sys.executable, "-c", named], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True\n"
