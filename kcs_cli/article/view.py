"""An article as a page for a terminal, or as it is."""

from kcs_cli.article.model import Flag
from kcs_cli.article.report import ArticleReport
from kcs_cli.render.terminal import set_markdown
from kcs_cli.text.display import one_line, quantity, shorten

MOST_OF_A_FLAG = 300  # columns


def render_raw(report: ArticleReport) -> str:
    """Return the article's own text."""
    return report.source.rstrip("\n")


def render_page(report: ArticleReport, columns: int, coloured: bool) -> str:
    """Return a page: a head of facts, then the sections, set for a terminal."""
    if report.section:
        return set_markdown(_body(report), columns, coloured)
    return set_markdown(_body(report), columns, coloured, one_line(report.title), tuple(_facts(report)))


def _facts(report: ArticleReport) -> list[str]:
    """Write what a reader should know before the text."""
    updated = f"updated {report.updated_on.isoformat()}" if report.updated_on else ""
    lines = [
        (report.id, report.kind, report.confidence, report.audience, report.owner, updated),
        (report.path, ", ".join(report.tags), report.language),
        (f"solved or helped {quantity(report.cases, 'case')}, the last on {report.used_on}" if report.cases else "",),
        tuple(f"“{phrase}”" for phrase in report.said),
        *map(_flag_facts, report.flags),
    ]
    return [" · ".join(one_line(fact) for fact in line if fact) for line in lines if any(line)]


def _flag_facts(flag: Flag) -> tuple[str, ...]:
    """Write an open flag."""
    return f"flag {flag.id}", flag.why, shorten(one_line(flag.text), MOST_OF_A_FLAG), f"{flag.by} on {flag.at[:10]}"


def _body(report: ArticleReport) -> str:
    """Return the sections as markdown, headings one level for all so that they stand at the left."""
    if report.section:
        return report.source
    return "\n\n".join(
        f"{f'**{s.heading}**' if s.heading and s.heading != report.title else ''}\n\n{s.text}" for s in report.sections
    )
