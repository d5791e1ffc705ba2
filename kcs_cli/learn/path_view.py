"""The way through a domain, for a terminal: what is read and found, then two or three lines an article."""

from collections.abc import Callable

from kcs_cli.learn.path_report import PathReport, Step, tick
from kcs_cli.search.engine.mark_up import title_as_read
from kcs_cli.text.display import one_line, pad, quantity, shorten

Paint = Callable[[str, str], str]
MARKS = "read  found  "
INDENT = " " * len(MARKS) + "    "
DOT = " · "


def render_path(report: PathReport, columns: int, paint: Paint) -> str:
    """Write where the reader is, the articles, and what to do next."""
    done = [f"Read: {shorten(one_line(report.ticked_off), columns - 6)}", ""] if report.ticked_off else []
    steps = [line for number, one in enumerate(report.steps, 1) for line in _step_lines(number, one, columns, paint)]
    return "\n".join([*done, one_line(report.summary), "", paint(MARKS.rstrip(), "faint"), *steps, "", *report.next_steps])


def _step_lines(number: int, one: Step, columns: int, paint: Paint) -> list[str]:
    """Write an article: its title; its id, state and reuse; what customers ask."""
    room = columns - len(INDENT)
    marks = pad(f" {tick(one.is_read)}", 6) + pad(f"  {tick(one.is_found)}", len(MARKS) - 6)
    title = paint(shorten(one_line(title_as_read(one.title)), room), "title")
    facts = [one_line(one.id), one.confidence, *([one.kind] if one.kind == "path" else []), *_used(one)]
    question = [paint(shorten(f"“{one_line(one.question)}”", room), "faint")] if one.question else []
    return [f"{marks}{number:>2}. {title}", *(INDENT + line for line in (shorten(DOT.join(facts), room), *question))]


def _used(one: Step) -> list[str]:
    """Say how much an article is used: its cases, else the links to it."""
    links = [quantity(one.links, "link")] if one.links else []
    return [quantity(one.cases, "case")] if one.cases else links
