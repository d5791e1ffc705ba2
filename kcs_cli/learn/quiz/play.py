"""`kcs quiz`: rounds of real customers' questions on a knowledge base, played and counted."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.learn.quiz.fair_search import FairSearch
from kcs_cli.learn.quiz.log import PlayedQuestion, quiz_log
from kcs_cli.learn.quiz.pool import QuestionFilter, QuestionPool, draw
from kcs_cli.learn.quiz.question import ExportReport, Question, as_choice
from kcs_cli.learn.quiz.result import (
    QuestionTally,
    ResultsReport,
    RoundReport,
    SharedReport,
    report_results,
    report_round,
    report_shared,
    unfound,
)
from kcs_cli.learn.quiz.view import (
    Paint,
    render_help,
    render_hits,
    render_question,
    render_verdict,
)
from kcs_cli.search.ask import ask, find
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.index.opener import all_cards
from kcs_cli.text.privacy import scrub

FIRST_PROMPT, PROMPT = "search > ", "number, or search > "
SKIP, QUIT = "s", "q"
LONGEST_RANK = 3  # digits
MOST_SHOWN = 2  # right articles of a question that was missed
LONGEST_TRIED = 300  # characters of a player's search that are kept
HITS = 10  # of an exported question, from which the wrong answers are


class Dialog(NamedTuple):
    """A player's terminal: `read` returns a line that answers a prompt, None at the end."""

    read: Callable[[str], str | None]
    say: Callable[[str], None]
    columns: int
    paint: Paint


def play(kb: KnowledgeBase, wanted: QuestionFilter, dialog: Dialog) -> RoundReport:
    """Play a round until it or the input ends; each question is noted as soon as it is played. Raise KcsError."""
    known, questions = draw(kb, wanted)
    log, begun, played = quiz_log(kb), kb.now(), []
    dialog.say(render_help(len(questions), dialog.columns))
    fair = FairSearch(kb, questions)
    for number, question in enumerate(questions, 1):
        dialog.say(render_question(question, number, len(questions), dialog.columns, dialog.paint))
        turn = Turn(kb, question, dialog, fair)
        outcome = turn.play()
        if outcome is None:
            break
        one = outcome._replace(round=begun.isoformat(timespec="milliseconds"), month=wanted.month)
        log.note_played(kb.now(), one)
        played.append(one._replace(at=kb.now().isoformat()))
        dialog.say(_verdict(kb, known, one, dialog))
    dialog.say("")
    return report_round(len(questions), played, _titles(known.cards), wanted.month)


class Turn:
    """One question while it is played."""

    def __init__(self, kb: KnowledgeBase, question: Question, dialog: Dialog, fair: FairSearch) -> None:
        self.kb = kb
        self.fair = fair
        self.question = question
        self.dialog = dialog
        self.begun = kb.now()
        self.hits: list[Card] = []
        self.tried: list[str] = []
        self.ranks: list[int] = []  # at which a right article stood

    @property
    def prompt(self) -> str:
        """What is asked for: a rank once there are hits."""
        return PROMPT if self.hits else FIRST_PROMPT

    def play(self) -> PlayedQuestion | None:
        """Take lines until one is an answer; None where the round ends instead."""
        while (line := self.dialog.read(self.prompt)) is not None and (typed := line.strip()).casefold() != QUIT:
            if typed.casefold() == SKIP:
                return self.outcome(None)
            # By its length first: `int()` refuses 4,301 digits, and a case number is a search
            if typed.isdecimal() and len(typed) <= LONGEST_RANK and 1 <= int(typed) <= len(self.hits):
                return self.outcome(int(typed))
            if typed:
                self.search(typed)
        return None

    def search(self, typed: str) -> None:
        """Search and show the hits; unlike a customer's search it is not noted."""
        self.hits = self.fair.find(typed)
        self.tried.append(scrub(typed[:LONGEST_TRIED], self.kb.config.privacy.patterns))
        self.ranks += [rank for rank, card in enumerate(self.hits, 1) if card.id in self.question.articles][:1]
        self.dialog.say(render_hits(self.hits, self.dialog.columns, self.dialog.paint))

    def outcome(self, rank: int | None) -> PlayedQuestion:
        """Return how it ended: with the article at a rank, or with none."""
        chosen = self.hits[rank - 1].id if rank else ""
        is_found = chosen in self.question.articles
        seconds = round((self.kb.now() - self.begun).total_seconds())
        best = rank if is_found else min(self.ranks, default=None)
        return PlayedQuestion(
            words=self.question.words,
            articles=self.question.articles,
            chosen=chosen,
            found=is_found,
            rank=best,
            tried=tuple(self.tried),
            seconds=seconds,
        )


def _verdict(kb: KnowledgeBase, known: QuestionPool, one: PlayedQuestion, dialog: Dialog) -> str:
    """Return what is said of an answer."""
    ids = [] if one.found else [id_ for id_, _ in find(kb, one.words)]
    own_rank = next((rank for rank, id_ in enumerate(ids, 1) if id_ in one.articles), None)
    right = [known.cards[id_] for id_ in one.articles[:MOST_SHOWN]]
    return render_verdict(one, right, own_rank, dialog.columns, dialog.paint)


def export(kb: KnowledgeBase, wanted: QuestionFilter) -> ExportReport:
    """Return the questions of a round with answers to choose from, for a form. Raise KcsError."""
    known, questions = draw(kb, wanted)
    choices = []
    for one in questions:
        hits = [match.card for match in ask(kb, parse(one.words), Where(), HITS).matches]
        choices.append(as_choice(one, known.cards[one.articles[0]], hits))
    return ExportReport(tuple(choices))


def results(kb: KnowledgeBase, month: str) -> ResultsReport:
    """Return how the rounds went that were played in this clone."""
    return report_results(quiz_log(kb).played(), _titles_now(kb), month)


def shared_results(kb: KnowledgeBase, month: str) -> SharedReport:
    """Return what may be handed on of that."""
    return report_shared(quiz_log(kb).played(), _titles_now(kb), month)


def unfound_questions(kb: KnowledgeBase) -> tuple[QuestionTally, ...]:
    """Return the questions that nobody here found the article of: candidates for gaps."""
    return unfound(quiz_log(kb).played(), _titles_now(kb))


def _titles_now(kb: KnowledgeBase) -> dict[str, str]:
    """Return the titles of the articles there are, by id."""
    return _titles({card.id: card for card in all_cards(kb)})


def _titles(cards: Mapping[str, Card]) -> dict[str, str]:
    """Return the titles of articles, by id."""
    return {id_: card.title for id_, card in cards.items()}
