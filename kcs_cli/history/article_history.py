"""What an article was: its history, and its text at a time."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.article.field import FIELDS as FIELDS_TO_SET
from kcs_cli.article.field import role_of
from kcs_cli.article.front_matter import FieldError, FrontMatter, plain_text, take_apart
from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.git.object import reading_objects
from kcs_cli.git.process import answer_line, git_text
from kcs_cli.history.article_history_report import (
    FIELDS,
    CommitFacts,
    HistoryReport,
    Values,
    report_history,
)
from kcs_cli.history.opening import history, whole_pasts
from kcs_cli.history.past import Change, ChangeKind, Past
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.text.dates import end_of, read_day
from kcs_cli.text.display import in_shell, quantity
from kcs_cli.text.outside import readable

DAY = r"\d{4}-\d\d-\d\d"
BLOB = r"[0-9a-f]{4,64}"


def article_history(kb: KnowledgeBase, card: Card, field: str = "") -> HistoryReport:
    """Return the history of an article, or of one of its fields. Raise KcsError where there is none."""
    role = role_of(field, kb.config) if field else ""
    past = whole_pasts(kb, [card.path], lambda past: past.changes)[card.path]
    if not past.changes:
        raise KcsError(
            f"{card.path} was never committed: it has no history yet", f"git add {in_shell(card.path)} && git commit"
        )
    values = _values_of(kb, past, role)
    if role and past.is_complete and not _is_field(role, values):
        near = get_close_matches(field.lower(), FIELDS_TO_SET, 1, 0.6)
        raise NotFoundError(
            f"{card.id} never had a field {field}",
            f"Did you mean {near[0]}?" if near else f"kcs history {in_shell(card.id)}",
        )
    usual = {} if field else {name: str(getattr(kb.config.defaults, name)) for name in FIELDS}
    told = CommitFacts(values, usual, _subjects(kb, past), names(kb))
    verified = record(kb).of_article(card.ids, EventKind.verify)
    return report_history((card.id, card.title, card.path), past, told, verified, role)


def _is_field(role: str, values: Mapping[str, Values | None]) -> bool:
    """Tell whether every article may have a field, or one of these texts has it."""
    return role in (*FIELDS_TO_SET, "id") or any(known.get(role) for known in values.values() if known)


def _values_of(kb: KnowledgeBase, past: Past, field: str) -> dict[str, Values | None]:
    """Return the fields of each of an article's texts that are in this clone; None for one that is no article."""
    blobs = list(dict.fromkeys(change.blob for change in past.changes if change.blob))
    with reading_objects(history(kb).top) as objects:
        texts = zip(blobs, objects.read_all(blobs), strict=True)
        return {blob: fields_of(kb, text, field) for blob, text in texts if text is not None}


def fields_of(kb: KnowledgeBase, content: bytes, field: str) -> Values | None:
    """Return the fields of a text: those that every article has, with their defaults, and one more as it is written."""
    try:
        article = parse("x.md", content, kb.config)
        values = {name: str(getattr(article, name)) for name in FIELDS}
        if field and field not in values:
            front_matter = take_apart(content)[1]
            is_known = field in (*FIELDS_TO_SET, "id")
            value = FrontMatter(front_matter, kb.config).value(field) if is_known else front_matter.get(field)
            values[field] = ", ".join(map(plain_text, value)) if isinstance(value, list) else plain_text(value)
    except (FieldError, UnicodeDecodeError):
        return None
    return values


def _subjects(kb: KnowledgeBase, past: Past) -> dict[str, str]:
    """Return what the commits say, in their first line."""
    oids = dict.fromkeys(change.commit.oid for change in past.changes)
    lines = git_text(history(kb).top, "log", "--no-walk=unsorted", "--encoding=UTF-8", "--format=%H %s", *oids).split("\n")
    return {line.partition(" ")[0]: line.partition(" ")[2] for line in lines}


def names(kb: KnowledgeBase) -> Callable[[str], str]:
    """Return what turns an address into a name, by people.toml or by git."""
    who, known = people(kb), history(kb).lineage.commits.mailmap.names

    def called(address: str) -> str:
        name = who.called(address)
        return name if name != address else known.get(address, address)

    return called


def begun(kb: KnowledgeBase, changes: Sequence[Change], holds: Callable[[Article], bool]) -> Change | None:
    """Return the change since which something holds of an article without a break; None where it does not hold now."""
    first = None
    with reading_objects(history(kb).top) as objects:
        for change in changes:
            article = read_revision(kb, change.path, objects.find(change.blob) if change.blob else None)
            if article is not None and not holds(article):
                break
            first = change if article else first
    return first


def read_revision(kb: KnowledgeBase, path: str, content: bytes | None) -> Article | None:
    """Return the article that a text is; None for what is none, or is not here."""
    try:
        return parse(path, content, kb.config) if content is not None else None
    except (FieldError, UnicodeDecodeError):
        return None


def is_archived(article: Article) -> bool:
    """Tell whether an article is archived."""
    return article.confidence is Confidence.archived


def plain_fields(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return front matter as texts; of a table nothing."""
    return {name: ", ".join(map(plain_text, v)) if isinstance(v, list) else plain_text(v) for name, v in fields.items()}


class PastArticle(NamedTuple):
    """An article as it was: its text, and as of when that is, in words."""

    article: Article
    text: str
    remark: str


def article_at(kb: KnowledgeBase, card: Card, when: str) -> PastArticle:
    """Return an article as it was on a day, at a commit, or at one of its revisions. Raise KcsError."""
    past = whole_pasts(kb, [card.path])[card.path]
    path, blob, remark = _find_revision(kb, card, past, when)
    with reading_objects(history(kb).top) as objects:
        content = objects.find(blob)
    if content is None:
        hint = "Get all of it: git fetch --refetch --no-filter"
        raise KcsError(f"The text of {card.id} at {when} is not in this clone", hint)
    try:
        article = parse(card.path, content, kb.config)
    except (FieldError, UnicodeDecodeError) as error:
        raise KcsError(f"{card.id} was no readable article then: {error}", f"git show {blob}") from error
    return PastArticle(article._replace(path=path), readable(content, bom=True), remark)


def _find_revision(kb: KnowledgeBase, card: Card, past: Past, when: str) -> tuple[str, str, str]:
    """Return path and text of an article then, and as of when it is. Raise NotFoundError where it was not there."""
    if not past.changes:
        raise NotFoundError(f"{card.path} was never committed", f"kcs show {in_shell(card.id)}")
    if re.fullmatch(BLOB, when) and (found := [change for change in past.changes if change.blob.startswith(when)]):
        return found[0].path, found[0].blob, _remark(past, found[0])
    commit = _commit_of(kb, when)
    tree = history(kb).tree(commit) if commit else {}
    led_there = set(git_text(history(kb).top, "rev-list", commit).split()) if commit else set()
    known = (change for change in past.changes if change.commit.oid in led_there)
    change = next((change for change in known if tree.get(change.path) == change.blob), None)
    if change and change.blob:
        return change.path, change.blob, _remark(past, change)
    elsewhere = next((path for path in (card.path, *(change.path for change in past.changes)) if path in tree), "")
    if elsewhere:
        return elsewhere, tree[elsewhere], f"as it is at commit {commit[:10]}, which is not in the current branch"
    if not past.is_complete:
        raise NotFoundError(f"What {card.id} was then ({when}) is not in this clone", _begin(past))
    raise NotFoundError(f"{card.id} was not there then: {when}", _begin(past))


def _remark(past: Past, change: Change) -> str:
    """Say as of when a revision is."""
    changes = past.changes.index(change)
    since = f"{quantity(changes, 'change')} since" if changes else "not changed since"
    is_known = change.kind is not ChangeKind.boundary
    began = f"from {change.on} on" if is_known else "from when on is not in this clone"
    return f"as it was {began} (commit {change.commit.oid[:10]}); {since}"


def _commit_of(kb: KnowledgeBase, when: str) -> str:
    """Return the commit of a day's end, or of a revision; nothing where history begins later. Raise NotFoundError."""
    if re.fullmatch(DAY, when):
        day = read_day(when)
        if not day:
            raise NotFoundError(f"{when} is no day", "Write it as 2026-11-22")
        now = kb.now()
        end = end_of(day, now)
        return history(kb).commit_at(end) if end < now else history(kb).head
    commit = answer_line(history(kb).top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{when}^{{commit}}")
    if not re.fullmatch(BLOB, commit):
        raise NotFoundError(f"{when} is neither a day nor a revision git knows", "Write it as 2026-11-22, or a commit")
    return commit


def _begin(past: Past) -> str:
    """Say when an article began."""
    first = past.changes[-1]
    if past.created:
        return f"It was created on {first.on} by {', '.join(first.commit.by)}"
    return f"This clone knows it since {first.on}; what was before: git fetch --unshallow"
