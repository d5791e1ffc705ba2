"""What an article was: its history, and its text at a time."""

import re
from collections.abc import Callable
from datetime import datetime, time
from typing import NamedTuple

from kcs_cli.article import Article
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.events import EventKind
from kcs_cli.git import asked, git_text
from kcs_cli.git_objects import reading_objects
from kcs_cli.history import FIELDS, HistoryReport, Told, Values, report_history
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.past import Change, Past
from kcs_cli.people import read_people
from kcs_cli.reading import FieldError, parse, plain_text, take_apart
from kcs_cli.retrospect import whole_pasts
from kcs_cli.search.engine import Card

DAY = r"\d{4}-\d\d-\d\d"
BLOB = r"[0-9a-f]{4,64}"


def article_history(kb: KnowledgeBase, name: str, field: str = "") -> HistoryReport:
    """Return the history of an article, or of one of its fields. Raise KcsError where there is none."""
    card = kb.card(name)
    past = whole_pasts(kb, [card.path], lambda past: past.changes)[card.path]
    if not past.changes:
        raise KcsError(f"{card.path} was never committed: it has no history yet", f"git add {card.path} && git commit")
    told = Told(values_of(kb, past, field), subjects(kb, past), names(kb))
    verified = kb.record.of_article(card.ids, EventKind.verify)
    return report_history((card.id, card.title, card.path), past, told, verified, field)


def values_of(kb: KnowledgeBase, past: Past, field: str) -> dict[str, Values | None]:
    """Return the fields of each of an article's texts; None for one that is no article, or is not in this clone."""
    blobs = list(dict.fromkeys(change.blob for change in past.changes if change.blob))
    with reading_objects(kb.history.top) as objects:
        return {blob: fields_of(kb, text, field) for blob, text in zip(blobs, objects.read_all(blobs), strict=True)}


def fields_of(kb: KnowledgeBase, content: bytes | None, field: str) -> Values | None:
    """Return the fields of a text: those that every article has, with their defaults, and one more as it is written."""
    if content is None:
        return None
    try:
        article = parse("x.md", content, kb.config)
        values = {name: str(getattr(article, name)) for name in FIELDS}
        if field and field not in values:
            value = take_apart(content)[1].get(field)
            values[field] = ", ".join(map(plain_text, value)) if isinstance(value, list) else plain_text(value)
    except (FieldError, UnicodeDecodeError):
        return None
    return values


def subjects(kb: KnowledgeBase, past: Past) -> dict[str, str]:
    """Return what the commits say, in their first line."""
    oids = dict.fromkeys(change.commit.oid for change in past.changes)
    lines = git_text(
        kb.history.top, "log", "--no-walk=unsorted", "--no-show-signature", "--format=%H %s", *oids
    ).splitlines()
    return {line.partition(" ")[0]: line.partition(" ")[2] for line in lines}


def names(kb: KnowledgeBase) -> Callable[[str], str]:
    """Return what turns an address into a name, by people.toml or by git."""
    people, known = read_people(kb.root), kb.history.lineage.commits.mailmap.names

    def called(address: str) -> str:
        name = people.called(address)
        return name if name != address else known.get(address, address)

    return called


class Then(NamedTuple):
    """An article as it was: its text, the commit, and how many changes there were since."""

    article: Article
    text: str
    commit: str
    at: str
    since: int

    @property
    def remark(self) -> str:
        """Say as of when it is."""
        changes = f"{self.since} changes since" if self.since != 1 else "1 change since"
        return (
            f"as it was from {self.at[:10]} on (commit {self.commit[:10]}); {changes if self.since else 'not changed since'}"
        )


def article_at(kb: KnowledgeBase, name: str, when: str) -> Then:
    """Return an article as it was on a day, at a commit, or at one of its revisions. Raise KcsError."""
    card = kb.card(name)
    past = whole_pasts(kb, [card.path])[card.path]
    change = find_change(kb, card, past, when)
    with reading_objects(kb.history.top) as objects:
        content = objects.find(change.blob)
    if content is None:
        raise KcsError(f"The text of {card.id} at {when} is not in this clone", "Get all of it: git fetch --refetch")
    try:
        article = parse(card.path, content, kb.config)
    except (FieldError, UnicodeDecodeError) as error:
        raise KcsError(f"{card.id} was no readable article then: {error}", f"git show {change.blob}") from error
    since = past.changes.index(change)
    text = content.decode("utf-8-sig", "replace")
    return Then(article._replace(path=change.path), text, change.commit.oid, change.commit.at.isoformat(), since)


def find_change(kb: KnowledgeBase, card: Card, past: Past, when: str) -> Change:
    """Return the change that made an article what it was then. Raise NotFoundError where it was not there."""
    if not past.changes:
        raise NotFoundError(f"{card.path} was never committed", f"kcs show {card.id}")
    if re.fullmatch(BLOB, when) and (found := [change for change in past.changes if change.blob.startswith(when)]):
        return found[0]
    commit = commit_of(kb, when)
    tree = kb.history.tree(commit) if commit else {}
    change = next((change for change in past.changes if tree.get(change.path) == change.blob), None)
    if change is None or not change.blob:
        raise NotFoundError(f"{card.id} was not there then: {when}", begin(past))
    return change


def commit_of(kb: KnowledgeBase, when: str) -> str:
    """Return the commit of a day's end, or of a revision; nothing where history begins later. Raise NotFoundError."""
    if re.fullmatch(DAY, when):
        try:
            day = datetime.combine(datetime.fromisoformat(when), time.max, kb.now().tzinfo)
        except ValueError as error:
            raise NotFoundError(f"{when} is no day", "Write it as 2026-11-22") from error
        return kb.history.commit_at(day)
    commit = asked(kb.history.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{when}^{{commit}}")
    if not commit:
        raise NotFoundError(f"{when} is neither a day nor a revision git knows", "Write it as 2026-11-22, or a commit")
    return commit


def begin(past: Past) -> str:
    """Say when an article began."""
    first = past.changes[-1]
    if past.created:
        return f"It was created on {first.on} by {', '.join(first.commit.by)}"
    return f"This clone knows it since {first.on}; what was before: git fetch --unshallow"
