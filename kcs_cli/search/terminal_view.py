"""A search's hits on a screen: as many as it holds, three lines each, the best first."""

from collections.abc import Mapping
from typing import NamedTuple

from kcs_cli.search.engine.mark_up import title_as_read
from kcs_cli.search.report import Hit, SearchReport
from kcs_cli.search.view import (
    BROKEN_FIELDS,
    CAPTURE,
    DOT,
    INDENT,
    Paint,
    heads,
    marked,
    no_paint,
    render_narrowing,
    shorten_path,
    wrap,
    wrapped,
    wrapped_related,
)
from kcs_cli.text.display import one_line, quantity, shorten, width

LINES = 3  # of a hit
RESERVED = 3  # rows of a screen: the command, what is more, the prompt
NOTHING_ANSWERS = "Nothing here seems to answer this."
SHORTEST_NAME = 24  # columns that an id keeps before facts give way
LEAD = 24  # columns before the first word of a sentence that is too long


class HitScreen(NamedTuple):
    """What hits are shown on, and the facts that most articles have, by name: those are not said."""

    columns: int = 80
    rows: int = 24
    usual: Mapping[str, str] = {}


def render_screen(report: SearchReport, screen: HitScreen, paint: Paint = no_paint, first: int = 0) -> tuple[str, int]:
    """Write the hits from one on that fit a screen, and return them with the rank of the last."""
    above = [*heads(report, screen.columns, codes_only=False), *_doubts(report, screen.columns)] if not first else []
    below = render_narrowing(report.narrow, report.found, screen.columns).split("\n") if report.narrow and not first else []
    room = screen.rows - RESERVED - sum(text.count("\n") + 1 for text in above) - len(below)
    shown = report.hits[first : first + max(1, room // LINES)]
    lines = [line for hit in shown for line in _hit_lines(hit, screen, paint)]
    left = len(report.hits) - first - len(shown)
    if left:
        is_cut = report.found > len(report.hits)  # by -n: how many there are is not known
        below.insert(0, f"… {'' if is_cut else f'{left} '}more: kcs more")
    elif report.related and len(lines) + len(related := wrapped_related(report.related, screen.columns)) <= room:
        below += related
    last = shown[-1].rank if shown else 0
    return "\n".join([*above, *lines, *(paint(line, "faint") for line in below)]), last


def _doubts(report: SearchReport, columns: int) -> list[str]:
    """Say that nothing seems to answer, and that no article is in the language."""
    if report.is_answered or not report.hits:
        return []
    language = f" There is no article in {language_name(report.lacking_language)}." if report.lacking_language else ""
    return wrapped(f"{NOTHING_ANSWERS}{language} {CAPTURE}", columns)


def language_name(code: str) -> str:
    """Return what a language is called; its code where that is not known."""
    from kcs_cli.search.engine.analysis import LANGUAGE_NAMES

    return LANGUAGE_NAMES.get(code, code).capitalize()


def _hit_lines(hit: Hit, screen: HitScreen, paint: Paint) -> list[str]:
    """Write a hit: title, facts, best sentence."""
    room = screen.columns - INDENT
    rank = f"{hit.rank:>{INDENT - 2}}  "
    title = shorten(one_line(title_as_read(hit.title)), screen.columns - len(rank))
    lines = [paint(rank, "faint") + paint(title, "title"), " " * INDENT + _facts(hit, screen, room, paint)]
    sentence = _sentence(hit, room, paint)
    return [line.rstrip() for line in (*lines, *([" " * INDENT + sentence] if sentence else []))]


def _facts(hit: Hit, screen: HitScreen, room: int, paint: Paint) -> str:
    """Write the id and what sets the article apart; the last facts give way to a long id."""
    facts = [(text, style) for text, style in all_facts(hit, screen.usual) if text]
    while facts and room - sum(width(text) + len(DOT) for text, _ in facts) < min(SHORTEST_NAME, width(hit.id)):
        facts.pop()
    left = room - sum(width(text) + len(DOT) for text, _ in facts)
    return DOT.join([paint(shorten_path(one_line(hit.id), left), "id"), *(paint(text, style) for text, style in facts)])


def all_facts(hit: Hit, usual: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what may be said of a hit with its style, the most telling first; nothing of what is usual here."""
    state = "" if hit.confidence == usual.get("state") else hit.confidence
    cases = f"{quantity(hit.cases, 'case')}, last {hit.used_on}" if hit.cases else ""
    return [
        (BROKEN_FIELDS if hit.fault else "", "warn"),
        (state, "warn" if state in ("archived", "wip") else ""),
        (quantity(hit.flags, "flag") if hit.flags else "", "warn"),
        ("" if hit.audience == usual.get("audience") else hit.audience, ""),
        (cases, ""),
        (f"also in {', '.join(one.language for one in hit.translations)}" if hit.translations else "", ""),
        (changed_text(hit.age_days), ""),
        ("" if hit.owner.lower() == usual.get("owner") else _owner(hit), ""),
        ("" if hit.kind == usual.get("kind") else hit.kind, ""),
    ]


def _owner(hit: Hit) -> str:
    """Name the owner; a guess is marked."""
    return f"{one_line(hit.owner)} (guess)" if hit.owner_source == "guess" else one_line(hit.owner)


def changed_text(days: int | None) -> str:
    """Say how long ago somebody last worked on an article; nothing where that is not known."""
    if days is None:
        return ""
    if days < 0:
        return "dated in the future"
    for size, noun in ((365, "year"), (30, "month")):
        if days >= size:
            return f"changed {quantity(days // size, noun)} ago"
    return f"changed {quantity(days, 'day')} ago" if days else "changed today"


def _sentence(hit: Hit, room: int, paint: Paint) -> str:
    """Write the best sentence on one line, from shortly before its first word where it is too long."""
    start, end = hit.sentence or (0, len(hit.passage))
    if width(hit.passage[start:end]) <= room:
        return marked(hit, start, end, paint)
    first = next((mark for mark, _ in hit.marks if start <= mark < end), start)
    before = ""
    if width(hit.passage[start:first]) > room - LEAD:
        start, before = _word_start(hit.passage, max(start, first - LEAD)), "… "
    _, length = wrap(hit.passage[start:end], room - len(before) - 2)[0]
    return f"{before}{marked(hit, start, start + length, paint)}{' …' if start + length < end else ''}"


def _word_start(text: str, place: int) -> int:
    """Return where the next word begins; the place itself in a script without spaces."""
    space = text.find(" ", place, place + LEAD)
    return space + 1 if space >= 0 else place
