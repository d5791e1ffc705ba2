"""How much is asked of an index at once changes how often it is asked, and no answer."""

from typing import Any

import pytest

from kcs_cli.search.engine.answer import Answer, SearchOptions, Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.query import parse
from tests import make

ARTICLES = {
    "a.md": make.article("Log in to the Wi-Fi", "The printer needs IPv6 and a password.", id="wifi"),
    "b.md": make.article("Share a calendar", "Permission denied? Log in again: error 0x80070005.", id="calendar"),
    "c.md": make.article("Kalender teilen", "Die Berechtigung fehlt. Melden Sie sich wieder an.", id="kalender"),
    "d.md": make.article("会议日历", "共享日历没有权限。", id="chinese"),
}
QUESTIONS = (
    "login", "wifi ipv 6", "calender permision", "kalenderr", "0x80070005", "日历权限", "printer*", "title:calendar share",
    '"log in" -printer', "rfkjylfhm", "zzzz",
)  # fmt: skip


class CountingReader:
    """Passes questions on to an index, and counts them."""

    def __init__(self, reader: Any, at_once: int) -> None:
        self.reader = reader
        self.at_once = at_once
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        return getattr(self.reader, name)


def answered(question: str, at_once: int) -> tuple[Answer, CountingReader]:
    engine: TantivyEngine = make.engine(ARTICLES)
    reader = engine.reader = CountingReader(engine.reader, at_once)  # type: ignore[assignment]
    return engine.search(parse(question), Where(), 5, SearchOptions(explain=True, judge=True, facets=True)), reader


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_the_same_however_much_is_asked_at_once(question):
    (one, _), (several, reader) = answered(question, 1), answered(question, 1000)
    assert several == one
    assert len([name for name in reader.calls if name != "counts"]) <= 20
