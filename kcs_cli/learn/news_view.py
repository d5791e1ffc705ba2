"""What changed in the articles a person uses, for a terminal."""

from collections.abc import Callable
from textwrap import wrap

from kcs_cli.learn.news_report import NewsOfArticle, NewsReport
from kcs_cli.text.display import one_line, shorten

Paint = Callable[[str, str], str]
INDENT = "     "


def render_news(report: NewsReport, columns: int, paint: Paint) -> str:
    """Write the articles, each with what happened, what its fields were and are, and its lines."""
    articles = ("\n".join(_lines(n, one, columns, paint, full=report.full)) for n, one in enumerate(report.articles, 1))
    return "\n\n".join(["\n".join(wrap(report.summary, columns)), *articles])


def _lines(number: int, one: NewsOfArticle, columns: int, paint: Paint, *, full: bool) -> list[str]:
    """Write an article's news."""
    title = shorten(one_line(one.title) or one.article, columns - len(INDENT))
    head = [f"{number:>3}. {paint(title, 'title')}", INDENT + paint(one_line(one.article), "id")]
    what = wrap(one_line(one.what), columns, initial_indent=INDENT, subsequent_indent=INDENT)
    return [*head, *what, *(line for text in one.shown(full=full) for line in _indented(one_line(text), columns))]


def _indented(text: str, columns: int) -> list[str]:
    """Cut a line of a difference to the columns."""
    return wrap(text, columns, initial_indent=INDENT, subsequent_indent=f"{INDENT}  ", break_on_hyphens=False) or [INDENT]
