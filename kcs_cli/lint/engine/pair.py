"""Two articles that are alike: whether that is said, on which of their pages, and how the other one is called."""

from kcs_cli.article.card import Known
from kcs_cli.article.section import role_text
from kcs_cli.lint.engine.page import Page


def is_answered_by(page: Page, other: Known, touched: frozenset[str]) -> bool:
    """Tell whether a page is new and the other article was there before, with an answer."""
    return page.is_new and other.path not in touched and any(map(str.isalpha, role_text(other, "resolution", page.config)))


def is_turn(page: Page, other: Known) -> bool:
    """Tell whether a pair is named on this page: on the later one of the two, on the one that a change touches."""
    return page.has_before or other.path < page.path


def named(article: Known) -> str:
    """Return an article's id and path; its path alone where that is all it has."""
    return article.path if article.path.startswith(article.id) else f"{article.id} ({article.path})"
