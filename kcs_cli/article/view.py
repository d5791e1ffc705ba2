"""An article as a page for a terminal, or as it is."""

import re

from kcs_cli.article.front_matter import split, split_unreadable
from kcs_cli.article.model import Flag
from kcs_cli.article.report import ArticleReport
from kcs_cli.article.section import find_headings
from kcs_cli.render.markdown.setting import Marks, no_marks
from kcs_cli.render.terminal import Screen, set_markdown
from kcs_cli.text.display import fold, one_line, quantity, shorten, unix
from kcs_cli.text.identifier import short_event

WORD = re.compile(r"\w+")

MOST_OF_A_FLAG = 300  # columns


def render_raw(report: ArticleReport) -> str:
    """Return the article's own text."""
    return report.markdown.rstrip("\n")


def render_page(
    report: ArticleReport, columns: int, coloured: bool, hyperlinks: bool = False, marks: Marks = no_marks
) -> str:
    """Return a page: a head of facts, the text set for a terminal, the other fields; `marks` finds words to be marked."""
    screen = Screen(columns=columns, coloured=coloured, hyperlinks=hyperlinks, marks=marks)
    if report.section:
        return set_markdown(report.markdown, screen)
    facts = _facts(report)
    fields = _other_fields(report, "\n".join([report.title, *facts]))
    return set_markdown(_body(report), screen, one_line(report.title), facts, fields)


def render_plain(report: ArticleReport, columns: int) -> str:
    """Return the text alone, without decoration: below its title, links with their addresses."""
    screen = Screen(columns=columns, is_plain=True)
    text = set_markdown(_body(report), screen)
    return text if report.section else f"{one_line(report.title)}\n\n{text}".rstrip("\n")


def render_html(report: ArticleReport) -> str:
    """Return the text as safe HTML, below its title."""
    from html import escape

    from kcs_cli.render.markdown.safe import safe_html

    html = safe_html(_body(report))
    return html if report.section else f"<h1>{escape(one_line(report.title))}</h1>\n{html}"


def _facts(report: ArticleReport) -> list[str]:
    """Write what a reader should know before the text."""
    updated = f"updated {report.updated_on}" if report.updated_on and not report.changed_on else ""
    days = (("created", report.created_on), ("changed", report.changed_on), ("confirmed", report.verified_on))
    lines = [
        (f"broken front matter, line {report.fault.line}: {report.fault.reason}" if report.fault else "",),
        (report.id, report.kind, report.confidence, report.audience, _owner(report), updated),
        tuple(f"{name} {day}" for name, day in days if day),
        (report.path, ", ".join(report.tags), report.language),
        (f"solved or helped {quantity(report.cases, 'case')}, the last on {report.used_on}" if report.cases else "",),
        tuple(f"“{phrase}”" for phrase in report.said),
        *map(_flag_facts, report.open_flags),
    ]
    return [" · ".join(one_line(fact) for fact in line if fact) for line in lines if any(line)]


def _owner(report: ArticleReport) -> str:
    """Name the owner; a guess is marked."""
    return f"{report.owner} (guess)" if report.owner_source == "guess" else report.owner


def _flag_facts(flag: Flag) -> tuple[str, ...]:
    """Write an open flag."""
    return (
        f"flag {short_event(flag.event)}",
        flag.why,
        shorten(one_line(flag.text), MOST_OF_A_FLAG),
        f"{flag.by} on {flag.at[:10]}",
    )


def _other_fields(report: ArticleReport, shown: str) -> list[str]:
    """Write the fields of the front matter that have words the head does not show."""
    from kcs_cli.article.front_matter import FieldError, take_apart

    try:
        _, fields = take_apart(report.markdown.encode("utf-8", "replace"))
    except (FieldError, UnicodeDecodeError):
        return []
    lines = [f"{name}: {one_line(text)}" for name, value in fields.items() if (text := _field_text(value))]
    known = frozenset(WORD.findall(shown))
    return [line for line in lines if not known.issuperset(WORD.findall(line.partition(": ")[2]))]


def _field_text(value: object) -> str:
    """Write a field's value on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text}" for key, one in value.items() if (text := _field_text(one)))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_field_text, value)))
    return "" if value is None else str(value)


def _body(report: ArticleReport) -> str:
    """Return the text without front matter, and without the heading that says the title again."""
    if report.section:
        return report.markdown
    body = (split_unreadable if report.fault else split)(unix(report.markdown)).body
    lines = body.split("\n")
    title = next((h for h in find_headings(lines) if fold(h.text) == fold(report.title)), None)
    return "\n".join([*lines[: title.line], *lines[title.after :]] if title else lines)
