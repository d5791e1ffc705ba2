"""What is known of an article before it is written."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from kcs_cli.article.field import Assignment
from kcs_cli.article.front_matter import NOTHING
from kcs_cli.article.model import unique
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.search.engine.query import LONGEST, parse
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.search.session import is_soon
from kcs_cli.text.display import shorten, writable, writable_line
from kcs_cli.text.gram import normal
from kcs_cli.text.identifier import slug
from kcs_cli.text.privacy import KINDS

LONGEST_TITLE = 120  # of one that was not given
KIND = rf"(?<!\\)<(?:{'|'.join(KINDS)})>"  # as what is personal is replaced; markdown would take it for HTML and hide it
RESERVED = r"con|prn|aux|nul|com\d|lpt\d"  # no file names on Windows
STALE = timedelta(hours=12)  # an older search was another customer's


class Draft(NamedTuple):
    """What is known of an article to be. `body` takes the place of the template's; `more` are other fields."""

    title: str
    kind: Kind
    said: tuple[str, ...] = ()
    issue: str = ""
    environment: str = ""
    resolution: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    owner: str = ""
    language: str = ""
    more: Mapping[str, str] = {}
    assignments: tuple[Assignment, ...] = ()


def words_of(search: LoggedSearch | None, now: datetime) -> str:
    """Return the words of a search that found nothing useful: no article of it was looked at, none came of it."""
    if search is None or search.shown or not is_soon(search, now, STALE):
        return ""
    query = parse(search.words)
    words = [query.text, *query.prefixes, *(restriction.text for restriction in query.restrictions)]
    return writable(" ".join(filter(None, words)))


def with_words(draft: Draft, words: str) -> Draft:
    """Put what was searched for into a draft: the first phrase, and the issue where none is given."""
    if not words:
        return draft
    return draft._replace(
        said=unique((writable_line(words), *draft.said)), issue=draft.issue or ("" if draft.body else words)
    )


def with_gap(draft: Draft, wordings: Sequence[str]) -> Draft:
    """Put what several people asked into a draft: all their wordings as phrases, the commonest as title and issue."""
    first, *_ = wordings
    issue = draft.issue or ("" if draft.body else first)
    return draft._replace(title=draft.title or title_of(first), said=unique((*draft.said, *wordings)), issue=issue)


def texts_of(draft: Draft) -> tuple[str, ...]:
    """Return all texts of a draft that may have personal data; its owner is meant to be a person."""
    others = (one.value for one in draft.assignments if one.field != "owner")
    parts = (draft.title, *draft.said, draft.issue, draft.environment, draft.resolution, draft.body, *draft.tags)
    return (*dict.fromkeys(parts), *draft.more.values(), *others)


def redacted(draft: Draft, replace: Callable[[str], str]) -> Draft:
    """Return a draft with what is personal in those texts replaced."""

    def in_markdown(text: str) -> str:
        return re.sub(KIND, r"\\\g<0>", replace(text)) if replace(text) != text else text

    return draft._replace(
        title=replace(draft.title),
        said=unique(map(replace, draft.said)),
        issue=in_markdown(draft.issue),
        environment=in_markdown(draft.environment),
        resolution=in_markdown(draft.resolution),
        body=in_markdown(draft.body),
        tags=unique(map(replace, draft.tags)),
        more={name: replace(value) for name, value in draft.more.items()},
        assignments=tuple(
            one if one.field == "owner" else one._replace(value=replace(one.value)) for one in draft.assignments
        ),
    )


def title_of(words: str) -> str:
    """Return a title made of words: their first line."""
    return shorten(writable_line(words.strip().split("\n")[0]), LONGEST_TITLE)


def question(draft: Draft) -> str:
    """Return what a draft asks: its title, phrases and issue; the search takes their rarest words."""
    return normal("\n".join((draft.title, *draft.said, draft.issue or draft.body))[:LONGEST])


def clean(draft: Draft) -> Draft:
    """Return a draft whose texts can be written and read back. Raise KcsError for a title that cannot."""
    title = writable_line(draft.title)
    if title in NOTHING:
        raise KcsError(f"The article has no title{f' ({title} stands for none)' if title else ''}", 'kcs new "TITLE"')
    return draft._replace(
        title=title,
        said=tuple(phrase for phrase in unique(map(writable_line, draft.said)) if phrase not in NOTHING),
        tags=tuple(tag for tag in unique(map(writable_line, draft.tags)) if tag not in NOTHING),
        issue=writable(draft.issue),
        environment=writable(draft.environment),
        resolution=writable(draft.resolution),
        body=writable(draft.body),
        more={name: writable_line(value) for name, value in draft.more.items() if value},
    )


def file_names(title: str) -> Iterator[str]:
    """Yield names for an article's file, without end: `slug.md`, `slug-2.md`, …"""
    name = slug(title)
    if not re.fullmatch(RESERVED, name):
        yield f"{name}.md"
    number = 2
    while True:
        yield f"{name}-{number}.md"
        number += 1
