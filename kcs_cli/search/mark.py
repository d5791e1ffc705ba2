"""The words of a question, to be marked in an article that is read."""

from kcs_cli.article.report import ArticleReport
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.markdown.setting import Marks, no_marks
from kcs_cli.search.engine.passage import question_marks
from kcs_cli.search.log import last_search


def last_marks(kb: KnowledgeBase, report: ArticleReport) -> Marks:
    """Return what finds the words of this terminal's last search, where that has found the article."""
    last = last_search(kb)
    return question_marks(last.words, report.language) if last and report.id in last.lines else no_marks
