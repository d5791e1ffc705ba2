"""The local log of quizzes: what was asked and whether the article was found.

It never leaves the machine, and names nobody. JSON lines in the files of what was read (`ReadLog`), version 1:
`{"v": 1, "base", "words", "articles", "chosen", "found", "rank", "tried", "seconds", "at", "round", "month"}`
for a question that was played (`articles` are right, `chosen` is empty where somebody gave up; `rank` is the best one
that a right article had among the hits, null where no search showed it; `tried` are the words of the searches, scrubbed;
`round` is when that began, `month` that of a set for everyone, else empty).
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.read_log import ReadLog, read_log
from kcs_cli.text.dates import sound_moment


class PlayedQuestion(NamedTuple):
    """One question as it was played."""

    words: str
    articles: tuple[str, ...]
    chosen: str
    found: bool
    rank: int | None
    tried: tuple[str, ...]
    seconds: int
    at: str = ""
    round: str = ""
    month: str = ""


class QuizLog:
    """What was played, in the log of what was read."""

    def __init__(self, log: ReadLog) -> None:
        self.log = log

    def note_played(self, now: datetime, played: PlayedQuestion) -> None:
        """Note a question that was played."""
        self.log.append(now, {**played._asdict(), "at": now.isoformat(timespec="milliseconds")})

    def played(self) -> list[PlayedQuestion]:
        """Return all questions that were played, the oldest first."""
        return [played for entry in self.log.entries() if (played := _as_played(entry))]


def quiz_log(kb: KnowledgeBase) -> QuizLog:
    """Return the log of quizzes."""
    return QuizLog(read_log(kb))


def _as_played(entry: Mapping[str, Any]) -> PlayedQuestion | None:
    """Return the question of a line; None for another kind of line, and for one that is not sound."""
    with suppress(ValueError, KeyError, TypeError):
        if not sound_moment(entry["at"]):
            return None
        rank = None if entry["rank"] is None else int(entry["rank"])
        return PlayedQuestion(
            words=str(entry["words"]),
            articles=tuple(map(str, entry["articles"])),
            chosen=str(entry["chosen"]),
            found=bool(entry["found"]),
            rank=rank,
            tried=tuple(map(str, entry["tried"])),
            seconds=int(entry["seconds"]),
            at=entry["at"],
            round=str(entry["round"]),
            month=str(entry["month"]),
        )
    return None
