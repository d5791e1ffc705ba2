"""Has ready what a question will ask of a cluster, in few requests: the index of a clone answers each in a microsecond.

It is put to a rehearsal first, as if each of its words were known; then, with what is known of these, as if none of their
variants were. What is foreseen changes no answer: something that was not is another request.
"""

from kcs_cli.search.cluster.reader import ClusterReader
from kcs_cli.search.cluster.rehearsal import Rehearsal
from kcs_cli.search.cluster.request import Ranking
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.evidence import judges
from kcs_cli.search.engine.mixing import JOINS, LANGUAGES
from kcs_cli.search.engine.query import Query
from kcs_cli.search.engine.question import SPARE, Inquiry
from kcs_cli.search.engine.question_language import language_questions
from kcs_cli.search.engine.questioner import Questioner

KNOWN, UNKNOWN = 1, 0  # articles that a word is guessed to be in
ROUNDS = (KNOWN, UNKNOWN, UNKNOWN)  # of a pasted text it is known only then which of its words are asked for


def foresee_language(reader: ClusterReader, questioner: Questioner, text: str) -> None:
    """Have the words of a question counted, and in the articles of each language."""
    reader.begin(text)
    rehearsal = Rehearsal(reader, KNOWN)
    _rehearse(Inquiry(questioner, Query(text=text), Where()), rehearsal)
    rehearsal.matching([one for several in language_questions(questioner, text).values() for one in several])
    rehearsal.look_up()


def foresee(reader: ClusterReader, inquiry: Inquiry, limit: int) -> None:
    """Have the words of a question counted, those that they may have been meant to be, and its articles ranked."""
    guesses = ROUNDS if reader.begin(inquiry.query.text) else ROUNDS[1:]
    for guess in guesses:
        rehearsal = Rehearsal(reader, guess)
        _rehearse(inquiry, rehearsal)
        if not rehearsal.look_up() and guess == UNKNOWN:
            break  # all is known
    if inquiry.query.has_words and inquiry.clauses:
        _rank(reader, inquiry, limit)


def _rehearse(inquiry: Inquiry, rehearsal: Rehearsal) -> None:
    """Do what asks the index for words."""
    questioner = Questioner(rehearsal, inquiry.questioner.words)
    questioner.synonyms, questioner.meant = inquiry.questioner.synonyms, inquiry.questioner.meant
    twin = Inquiry(questioner, inquiry.query, inquiry.where)
    _ = twin.clauses
    twin.needles(twin.words, list(questioner.heard.values()))


def _rank(reader: ClusterReader, inquiry: Inquiry, limit: int) -> None:
    """Have the articles ranked that have the words, and those that mean the same; and the first ones counted."""
    may_mean = inquiry.by_meaning and not inquiry.questioner.languages.keys().isdisjoint(LANGUAGES)
    meant = inquiry.by_meaning.meant if inquiry.by_meaning and may_mean else None
    rankings = [Ranking(inquiry.full, limit + SPARE)]
    if meant and (nearest := meant.nearest(JOINS)):
        rankings.append(Ranking(inquiry.among(nearest), len(nearest)))
    parts = {id(one.query): one.query for one in inquiry.clauses if one.is_evidence or judges(one)}
    reader.look_up(questions=(inquiry.about(()),), rankings=rankings, parts=list(parts.values()))
