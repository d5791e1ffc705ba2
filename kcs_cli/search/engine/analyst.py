"""What tells an article's language and makes its document: the two things that take most of the time that an index does."""

from typing import TYPE_CHECKING

from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.search.engine import schema

if TYPE_CHECKING:
    from tantivy import Document, Schema


class Analyst:
    """Does both when it is asked."""

    def language(self, article: Article) -> str:
        """Return the language an article seems to be written in, or nothing."""
        from kcs_cli.article.language import detect  # a search asks for none

        return detect(article)

    def document(self, fields: "Schema", article: Article | BrokenArticle, language: str) -> "Document":
        """Return an article's document, analysed in a language."""
        return schema.document(fields, article, language)


class KeptDocuments(Analyst):
    """Keeps the documents for the next index of much the same articles, read in the same way."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str, str], Document] = {}  # by path, digest and language

    def document(self, fields: "Schema", article: Article | BrokenArticle, language: str) -> "Document":
        """Return the document that it has, or a new one."""
        if isinstance(article, BrokenArticle):
            return super().document(fields, article, language)
        key = article.path, article.digest, language
        if key not in self.known:
            self.known[key] = super().document(fields, article, language)
        return self.known[key]
