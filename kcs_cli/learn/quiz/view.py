"""What a player sees: the question, hits in one line each, and whether the answer was right."""

from collections.abc import Callable, Sequence
from textwrap import wrap

from kcs_cli.article.card import Card
from kcs_cli.learn.quiz.log import PlayedQuestion
from kcs_cli.learn.quiz.question import Question
from kcs_cli.search.engine.mark_up import title_as_read
from kcs_cli.text.display import in_shell, one_line, pad, quantity, shorten, width

Paint = Callable[[str, str], str]  # text, style → text
INDENT = "    "
MOST_LINES = 4  # of a question
LONGEST_ID = 12  # columns: the beginning of an id is enough for kcs show, and one chooses by the title
HELP = (
    "Search as with kcs search, until you see the article that answers the customer; then type its number. s skips the "
    "question, q ends the round. None of it is noted as a customer's search."
)


def render_help(questions: int, columns: int) -> str:
    """Say how it is played."""
    return "\n".join(wrap(f"{quantity(questions, 'question')} of customers. {HELP}", columns))


def render_question(question: Question, number: int, of: int, columns: int, paint: Paint) -> str:
    """Write a question."""
    head = f"{number} of {of}  "
    lines = wrap(f"“{one_line(question.words)}”", columns - len(head)) or [""]
    lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1] + " …"] if len(lines) > MOST_LINES else lines
    shown = [paint(line, "title") for line in lines]
    return "\n".join(["", paint(head, "faint") + shown[0], *(" " * len(head) + line for line in shown[1:])])


def render_hits(cards: Sequence[Card], columns: int, paint: Paint) -> str:
    """Write hits, one a line: the rank, the title, the id."""
    if not cards:
        return f"{INDENT}Nothing found."
    ids = [shorten(one_line(card.id), LONGEST_ID) for card in cards]
    room = columns - len(INDENT) - 2 - max(map(width, ids))
    titles = (pad(shorten(one_line(title_as_read(card.title)), room), room) for card in cards)
    return "\n".join(
        paint(f"{rank:>2}  ", "faint") + title + "  " + paint(id_, "id")
        for rank, (title, id_) in enumerate(zip(titles, ids, strict=True), 1)
    )


def render_verdict(played: PlayedQuestion, right: Sequence[Card], own_rank: int | None, columns: int, paint: Paint) -> str:
    """Say whether the answer was right; of one that was not, which article it is and how it would have been found."""
    if played.found:
        searches = quantity(len(played.tried), "search", "searches")
        return f"{INDENT}Right: rank {played.rank}, {searches}, {played.seconds:,} s."
    lines = wrap(" ".join(("Not that one." if played.chosen else "Skipped.", "The answer is:")), columns - len(INDENT))
    for card in right:
        lines.append(paint(shorten(one_line(title_as_read(card.title)), columns - len(INDENT)), "title"))
        lines.append(f"kcs show {paint(in_shell(one_line(card.id)), 'id')}")
    return "\n".join(INDENT + line for line in (*lines, *wrap(_led_there(played, own_rank), columns - len(INDENT))))


def _led_there(played: PlayedQuestion, own_rank: int | None) -> str:
    """Say which search leads to the article."""
    own = f"The customer's own words lead there, at rank {own_rank}"
    if played.rank:
        return f"It was there, at rank {played.rank} of a search of yours."
    if own_rank is None:
        return "Not even the customer's own words find it among the first ten: the article lacks them, not you."
    return f"{own}; none of your searches showed it." if played.tried else f"{own}."
