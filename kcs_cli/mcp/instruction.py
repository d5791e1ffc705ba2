"""What clients are told of a server: instructions made of the base's state, and prompts for the two things agents do."""

import re

from kcs_cli.mcp.data_mark import NOTICE, as_data
from kcs_cli.mcp.model import StatusAnswer
from kcs_cli.mcp.search import SearchRequest, count_facets
from kcs_cli.mcp.service import ToolCall
from kcs_cli.mcp.state import status
from kcs_cli.text.display import one_line, quantity

MOST_TAGS = 12
TAG = re.compile(r"[\w./&+#-]+(?: [\w./&+#-]+){0,2}")
READ = (
    "search with the customer's own words, as they are: error texts and whole messages too. "
    "Where nothing_fits is true, do not answer from the hits: ask for more, or say that nothing is known. "
    "show the best hit before you answer, and name its id. Only confidence validated is trusted: say so of anything else."
)
WRITE = (
    "When an article solved the case, link it with the revision that show gave: what was delivered can be recalled by it. "
    "flag what is wrong. Where nothing answers, new writes a draft for people to look at. Never pass on personal data."
)


def instructions(call: ToolCall) -> str:
    """Return what a model should know before it asks."""
    now = status(call)
    begin = f"Knowledge base {one_line(now.name)}: {quantity(now.articles, 'article')} that {now.audience} readers may see"
    return "\n".join(
        filter(None, (f"{begin}{_languages(now)}.", _states(now), _tags(call), READ, WRITE if now.can_write else "", NOTICE))
    )


def _languages(now: StatusAnswer) -> str:
    """Say in which languages the articles are."""
    return f", in {', '.join(filter(None, now.languages)) or 'no known language'}" if now.articles else ""


def _states(now: StatusAnswer) -> str:
    """Say how far they may be trusted."""
    counts = ", ".join(f"{number} {state}" for state, number in now.confidence.items())
    return f"Confidence: {counts}." if counts else ""


def _tags(call: ToolCall) -> str:
    """Name the commonest tags."""
    counts = count_facets(call, SearchRequest("")).facets.get("tag", {})
    tags = [tag for tag in counts if TAG.fullmatch(tag)][:MOST_TAGS]  # a sentence in this place could be an order
    return f"Commonest tags, to filter by: {', '.join(tags)}." if tags else ""


def answer_prompt(case: str, question: str, can_write: bool) -> str:
    """Return what to do to answer a case."""
    last = (
        f"4. When the customer confirms that it helped, call link with that id, its revision and case {case!r}."
        if can_write
        else "4. Name the article's id and revision, so that a person can link it to the case."
    )
    return f"""Answer case {case} from the knowledge base.

1. Call search with the customer's words below, unchanged; if nothing fits, once more in other words.
2. Call show for the best hit and read it whole before you answer.
3. Answer only from what it says, in the customer's language, and name the article's id. Say so where it is not validated.
   If nothing fits, say that you do not know; do not make an answer up.
{last}

{as_data(question, "what the customer says")}"""


def capture_prompt(case: str, notes: str, can_write: bool) -> str:
    """Return what to do to capture what a case taught."""
    last = (
        f"3. Call new with title, said, issue, environment, resolution and case {case!r}: it becomes a draft."
        if can_write
        else "3. Write title, said, issue, environment and resolution, so that a person can capture them with kcs new."
    )
    return f"""Capture what case {case} taught, as an article.

1. Call search with the problem's words first: if an article says it already, link or flag that one instead.
2. Keep the customer's words in said. Leave out names, addresses, numbers of people: personal data is refused.
{last}

{as_data(notes, "what is known of the case")}"""
