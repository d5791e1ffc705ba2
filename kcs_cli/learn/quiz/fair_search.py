"""The search of a quiz: its questions themselves do not lead to their answers, or one would but paste them."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from kcs_cli.article.card import Card
from kcs_cli.article.model import Article
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.learn.quiz.question import Question
from kcs_cli.search.ask import open_meaning
from kcs_cli.search.evaluation.snapshot import BaseState, state_here
from kcs_cli.search.index.reading import with_phrases
from kcs_cli.search.same_question import words_number
from kcs_cli.text.privacy import scrub


class FairSearch:
    """Searches as `kcs search` does, with the articles of a round known by all but the words of its questions."""

    def __init__(self, kb: KnowledgeBase, questions: Sequence[Question]) -> None:
        self.kb = kb
        self.questions = questions

    def find(self, typed: str) -> list[Card]:
        """Return the first articles for what a player typed."""
        return [match.card for match in self.state.matches(typed, self.kb.config.search.limit)]

    @cached_property
    def state(self) -> BaseState:
        """The knowledge base without those words, made when somebody first searches."""
        here = state_here(self.kb)
        here.meaning = open_meaning(self.kb)
        asked = {id_: words_number(one.words) for one in self.questions for id_ in one.articles}  # one question an article
        articles = (one for one in here.read if isinstance(one, Article) and one.id in asked)
        return here.altered({one.path: self.without(one, asked[one.id]) for one in articles})

    def without(self, article: Article, question: int) -> Article:
        """Return an article that is not known by a question, whose words have a number."""
        said, asked = (tuple(self.others(phrases, question)) for phrases in (article.said, article.asked))
        mark = "" if said == article.said else "-unsaid"  # another document than that of the file
        kept = tuple(self.others((one.words for one in article.faint), question))
        faint = tuple(one for one in article.faint if one.words in kept)
        return with_phrases(article._replace(said=said, digest=article.digest.partition(" ")[0] + mark), asked, faint)

    def others(self, phrases: Iterable[str], question: int) -> Iterable[str]:
        """Return those phrases that have not just the words of the question."""
        patterns = self.kb.config.privacy.patterns
        return (phrase for phrase in phrases if words_number(scrub(phrase, patterns)) != question)
