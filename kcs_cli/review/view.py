"""What deserves eyes, for a terminal: two or three lines an article, the reasons whole."""

from collections.abc import Callable
from textwrap import wrap

from kcs_cli.review.review_report import ReviewReport, remarks
from kcs_cli.review.staleness import Stale
from kcs_cli.text.display import one_line, pad, shorten, width

Paint = Callable[[str, str], str]
INDENT = "     "


def render_review(report: ReviewReport, columns: int, paint: Paint) -> str:
    """Write the groups, each article with its reasons, then what is not listed."""
    groups = [
        "\n".join([paint(heading, "title"), *(article_lines(n, one, columns, paint) for n, one in enumerate(articles, 1))])
        for heading, articles in report.groups
        if articles
    ]
    rest = "\n".join(line for text in remarks(report) for line in wrap(text, columns))
    return "\n\n".join([*groups, rest] if rest else groups)


def _owner_column(one: Stale, columns: int) -> str:
    """Write who answers for an article; that it is a guess is never cut off."""
    mark = " (guess)" if one.owner_source == "guess" else ""
    return shorten(one_line(", ".join(one.owners)) or "no owner", columns - len(mark)) + mark


def article_lines(number: int, one: Stale, columns: int, paint: Paint) -> str:
    """Write an article: its title and owner, its id, its reasons."""
    owner = _owner_column(one, columns // 3)
    room = columns - len(INDENT) - width(owner) - 2
    title = shorten(one_line(one.title), room)
    head = f"{number:>3}. {title}{pad('', room - width(title))}  {paint(owner, 'faint')}"
    reasons = wrap(one_line("; ".join(one.reasons)), columns - len(INDENT), break_long_words=False, break_on_hyphens=False)
    return "\n".join([head, INDENT + paint(one_line(one.id), "id"), *(INDENT + line for line in reasons)])
