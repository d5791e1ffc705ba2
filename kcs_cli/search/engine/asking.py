"""Puts questions to one state of an index, whichever engine has it."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from kcs_cli.article.card import Card
from kcs_cli.search.engine.answer import PLAIN, Answer, SearchOptions, Where
from kcs_cli.search.engine.query import Query
from kcs_cli.search.engine.question import Inquiry
from kcs_cli.search.engine.questioner import Questioner
from kcs_cli.search.engine.synonym import Synonym

if TYPE_CHECKING:
    from kcs_cli.search.engine.answer import QuestionMeaning
    from kcs_cli.search.engine.reader import Reader


class AskingEngine:
    """What all engines have in common: `reader` answers for them."""

    instead = ""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self.synonyms: Sequence[Synonym] = ()  # by which questions are read
        self.last_questioner: Questioner | None = None

    def reading(self) -> AbstractContextManager[None]:
        """Translate what the index raises where it cannot be read."""
        return nullcontext()

    def search(self, query: Query, where: Where, limit: int, options: SearchOptions = PLAIN) -> Answer:
        """Answer a question, in the archive only when nothing else matches. Raise IndexDamagedError."""
        with self.reading():
            inquiry = Inquiry(self.questioner(options.meant), query, where, options)
            self.foresee(inquiry, limit)
            return inquiry.answer(limit)

    def foresee(self, inquiry: Inquiry, limit: int) -> None:
        """Have ready what a question will ask, where each question to the index takes a while."""

    def sharing_words(self, text: str, limit: int) -> list[Card]:
        """Return the articles that have most of the rarest words of a text (see there). Raise IndexDamagedError."""
        from kcs_cli.search.engine.shared_word import sharing_words  # for lint alone

        with self.reading():
            return sharing_words(Inquiry(self.questioner(), Query(text=text), Where()), limit)

    def known_words(self, words: Iterable[str]) -> set[str]:
        """Return those of some words that an article has, as any of the base's languages stems them."""
        with self.reading():
            questioner = self.questioner()
            read = {word: questioner.words(word) for word in words}
            questioner.frequencies.look_up(one for several in read.values() for one in several)
            return {word for word, several in read.items() if any(map(questioner.frequencies.of, several))}

    def language_of(self, question: str) -> str:
        """Return the language of a question, of those that the articles are in; nothing where it is not clear."""
        from kcs_cli.search.engine.question_language import question_language  # of a base of several

        with self.reading():
            return question_language(self.questioner(), question)

    def questioner(self, meant: "QuestionMeaning | None" = None) -> Questioner:
        """Return what asks this state of the index a new question; it knows the words that were asked of it before."""
        if self.last_questioner is None or self.last_questioner.reader is not self.reader:
            self.last_questioner = Questioner(self.reader)
        self.last_questioner.synonyms, self.last_questioner.heard, self.last_questioner.meant = self.synonyms, {}, meant
        return self.last_questioner
