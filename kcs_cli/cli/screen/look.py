"""What the screen's lines say: hits, facts, keys. Texts of Textual's are made of it elsewhere."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kcs_cli.search.engine.mark_up import title_as_read
from kcs_cli.search.report import Hit, SearchReport
from kcs_cli.search.terminal_view import NOTHING_ANSWERS, all_facts, language_name
from kcs_cli.search.view import DOT, without_said
from kcs_cli.text.display import one_line, quantity, shorten, width

LONGEST_CASE = 20  # columns


class KeyHint(NamedTuple):
    """A key as the foot names it, and what it does in a word."""

    name: str
    does: str


IN_LINE = (
    KeyHint("Enter", "read"), KeyHint("↓", "hits"), KeyHint("Esc", "clear"), KeyHint("F1", "help"),
    KeyHint("Ctrl-C", "quit"),
)  # fmt: skip
ON_HIT = (
    KeyHint("Enter", "read"), KeyHint("l", "link"), KeyHint("f", "flag"), KeyHint("n", "new"), KeyHint("e", "edit"),
    KeyHint("y", "copy"), KeyHint("o", "page"), KeyHint("/", "filters"), KeyHint("c", "case"), KeyHint("?", "help"),
    KeyHint("Esc", "back"), KeyHint("q", "quit"),
)  # fmt: skip
IN_ARTICLE = (KeyHint("Space", "down"), *ON_HIT[1:])
IN_QUESTION = (KeyHint("Enter", "do it"), KeyHint("Esc", "back"))

HELP = """\
Type what the customer says: the hits follow each key, with the article
of the chosen one.

In the line    Enter reads the first hit, ↓ or Tab goes to the hits
On a hit       ↑ ↓ choose, Enter reads, Esc goes to the line
In an article  ↑ ↓ ← → Space PgUp PgDn Home End, Esc goes to the hits

l  link it to the case: it solved it (the case is asked for once)
f  flag it: say what is wrong
n  capture a new article, with these words as its first phrase
e  open it in your editor
y  copy the answer (OSC 52: your terminal may have to allow it)
o  open its page, which its field `url` names
/  filters, with counts
c  set the case; it stays in this terminal (kcs case, KCS_CASE)
q  quit; Ctrl-C does everywhere

A search is logged once: when you go to a hit, or wait five seconds."""


def foot(keys: Sequence[KeyHint], columns: int) -> list[list[KeyHint]]:
    """Return the keys in as many lines as they need."""
    lines: list[list[KeyHint]] = [[]]
    for key in keys:
        if lines[-1] and _columns([*lines[-1], key]) > columns:
            lines.append([])
        lines[-1].append(key)
    return lines


def _columns(keys: Sequence[KeyHint]) -> int:
    """Count the columns of keys, two spaces between them."""
    return sum(width(key.name) + 1 + width(key.does) + 2 for key in keys) - 2


def title(hit: Hit) -> str:
    """Return the title of a hit as it is read."""
    return one_line(title_as_read(hit.title))


def facts(hit: Hit, usual: Mapping[str, str]) -> str:
    """Say what tells whether to open a hit; nothing of what is usual here."""
    return DOT.join(text for text, _ in all_facts(hit, usual) if text)


def proof(hit: Hit) -> str:
    """Say in few columns what tells whether to open a hit."""
    said = (
        quantity(hit.flags, "flag") if hit.flags else "",
        quantity(hit.cases, "case") if hit.cases else "",
        hit.confidence if hit.confidence in ("archived", "wip") else "",
    )
    return DOT.join(filter(None, said))


def about(report: SearchReport | None) -> str:
    """Say what was found, under which conditions, and what speaks against it."""
    if report is None:
        return "Type what the customer says."
    on = " ".join(f"{name}:{one_line(value)}" for name, values in report.filters.items() for value in values)
    unknown = ", ".join(f"“{one_line(word)}”" for word in report.nearest)
    doubt = "" if report.is_answered or not report.hits else f"{NOTHING_ANSWERS.rstrip('.')}: n captures it"
    said = (
        quantity(report.found, "article") if report.hits else "Nothing found; n captures it with these words",
        on,
        doubt,
        f"no article is in {language_name(report.lacking_language)}" if report.lacking_language else "",
        f"no article has {unknown}" if unknown else "",
        without_said(report.dropped).rstrip(".") if report.dropped else "",
        "none has all you insist on" if report.relaxed else "",
        "only archived ones" if report.archived else "",
    )
    return DOT.join(filter(None, said))


def case_label(case: str) -> str:
    """Return the case as the screen's corner says it."""
    return f"case {shorten(one_line(case), LONGEST_CASE)}" if case else "no case"
