"""Tests of the local log of quizzes."""

from datetime import UTC, datetime

from kcs_cli.learn.quiz.log import PlayedQuestion, QuizLog
from kcs_cli.search.read_log import ReadLog

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
PLAYED = PlayedQuestion("it is dead", ("kb-1", "kb-2"), "kb-2", True, 3, ("fax", "dead fax"), 21, "", "round", "2026-11")


def test_what_was_played_is_read_back(tmp_path):
    log = QuizLog(ReadLog(tmp_path, ""))
    log.note_played(NOW, PLAYED)
    log.note_played(NOW.replace(month=12), PLAYED._replace(rank=None, chosen="", found=False))
    first = PLAYED._replace(at="2026-11-25T09:00:00.000+00:00")
    second = PLAYED._replace(at="2026-12-25T09:00:00.000+00:00", rank=None, chosen="", found=False)
    assert log.played() == [first, second]
    assert sorted(path.name for path in (tmp_path / "quiz").iterdir()) == ["2026-11.jsonl", "2026-12.jsonl"]


def test_what_is_read_is_noted_once_somebody_has_begun(tmp_path):
    log = QuizLog(ReadLog(tmp_path, ""))
    log.log.note_read(NOW, "kb-0")
    assert (log.log.read(), list(tmp_path.iterdir())) == (frozenset(), [])
    log.log.begin()
    log.log.note_read(NOW, "kb-1")
    assert (log.log.read(), log.played()) == ({"kb-1"}, [])


def test_another_base_of_the_repository_has_its_own(tmp_path):
    QuizLog(ReadLog(tmp_path, "one")).note_played(NOW, PLAYED)
    assert QuizLog(ReadLog(tmp_path, "two")).played() == []


def test_torn_and_foreign_lines_are_passed_over(tmp_path):
    log = QuizLog(ReadLog(tmp_path, ""))
    log.note_played(NOW, PLAYED)
    file = tmp_path / "quiz" / "2026-11.jsonl"
    sound = file.read_bytes()
    others = [
        b"null", b"[1]", b"\xff\xfe", b'{"v": 2, "base": ""}', b'{"v": 1, "base": "", "words": "x"}', b"[" * 100_000,
        sound.replace(b'"rank": 3', b'"rank": "x"').strip(), sound.replace(b"2026-11-25T09", b"x").strip(), sound[:-20],
    ]  # fmt: skip
    file.write_bytes(b"\n".join([*others[:-1], sound + others[-1]]))
    log.note_played(NOW, PLAYED)
    assert len(log.played()) == 2


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "quiz").write_text("a file")
    for log in (QuizLog(ReadLog(tmp_path, "")), QuizLog(ReadLog(None, ""))):
        log.note_played(NOW, PLAYED)
        log.log.note_read(NOW, "kb-1")
        assert (log.played(), log.log.read()) == ([], frozenset())
