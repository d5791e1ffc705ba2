"""Answers as a model reads them: short lines, texts of articles marked as data."""

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import BaseModel

from kcs_cli.mcp.budget import PassagePart, fitted, tokens_of
from kcs_cli.mcp.data_mark import NOTICE, as_data
from kcs_cli.mcp.model import BotHit, FetchAnswer, SearchAnswer, TextAnswer
from kcs_cli.mcp.service import uri_of
from kcs_cli.text.display import on_one_line


class ArticleLink(NamedTuple):
    """An article that an answer names."""

    id: str
    title: str
    uri: str


class ToolContent(NamedTuple):
    """An answer as a client gets it: its text, and the articles that it names."""

    text: str
    articles: Sequence[ArticleLink] = ()


def search_content(answer: SearchAnswer, tokens: int) -> ToolContent:
    """Write hits, within a number of tokens."""
    bare = _written(answer, [""] * len(answer.hits))
    texts = fitted([PassagePart(on_one_line(hit.passage or "")) for hit in answer.hits], tokens - tokens_of(bare))
    return ToolContent(_written(answer, texts), [ArticleLink(hit.id, hit.title, uri_of(hit.id)) for hit in answer.hits])


def _written(answer: SearchAnswer, passages: Sequence[str]) -> str:
    """Write hits with passages."""
    rows = "\n".join(_hit_lines(hit, passage) for hit, passage in zip(answer.hits, passages, strict=True))
    over = "\nNo room for passages: pass a smaller limit, or more max_tokens." if answer.needs_tokens else ""
    more = f"\nMore: cursor {answer.next_cursor}" if answer.next_cursor else ""
    dropped = f"\nWithout {', '.join(answer.dropped)}: with it nothing was found." if answer.dropped else ""
    fits = "Nothing fits well: do not answer from these." if answer.nothing_fits else "The first fits best."
    return f"{len(answer.hits)} of {answer.found} articles. {fits}{over}{dropped}{more}\n{NOTICE}\n{as_data(rows, 'hits')}"


def _hit_lines(hit: BotHit, passage: str) -> str:
    """Write one hit."""
    age = f", {hit.age_days} days old" if hit.age_days is not None else ""
    revision = f", revision {hit.revision}" if hit.revision else ""
    facts = f"{hit.confidence}, {hit.audience}{age}, line {hit.line}{revision}"
    said = f"\n   {passage}" if passage else ""
    return f"{hit.rank}. {on_one_line(hit.title)} [{hit.id}]\n   {facts}{said}"


def text_content(answer: TextAnswer) -> ToolContent:
    """Write an article."""
    known = (answer.confidence, answer.audience, f"revision {answer.revision or 'unknown'}")
    age = (f"{answer.age_days} days old",) if answer.age_days is not None else ()
    flags = (f"flagged: {'; '.join(answer.flags)}",) if answer.flags else ()
    on = f"\nIt goes on at line {answer.next_line}." if answer.next_line else ""
    head = f"[{answer.id}] {', '.join((*known, *age))}\n{NOTICE}{on}"
    title = () if answer.text.startswith("# ") else (f"# {on_one_line(answer.title)}\n",)
    text = "\n".join((*flags, *title, answer.text))
    return ToolContent(f"{head}\n{as_data(text, 'article')}", [ArticleLink(answer.id, answer.title, answer.uri)])


def fetch_content(answer: FetchAnswer) -> ToolContent:
    """Write an article by the names that chat assistants ask for."""
    return ToolContent(answer.model_dump_json(), [ArticleLink(answer.id, answer.title, uri_of(answer.id))])


def plain_content(answer: BaseModel) -> ToolContent:
    """Write what has no text of an article."""
    return ToolContent(answer.model_dump_json(exclude_none=True))
