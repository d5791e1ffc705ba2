"""An article corrected in the editor: what was saved is checked, and committed with the case."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.article import Article, BrokenArticle
from kcs_cli.case_key import stored_case
from kcs_cli.change import VOCABULARIES, change
from kcs_cli.errors import KcsError
from kcs_cli.events import Event
from kcs_cli.feedback import SHORT, find_flag
from kcs_cli.git import asked, git
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.reading import read_article, take_apart
from kcs_cli.report import Table
from kcs_cli.search.engine import Card


class FixReport(NamedTuple):
    """What was corrected: `difference` is a unified diff, `uncommitted` that the file is not as in the last commit."""

    article: str
    title: str
    path: str
    difference: str
    added: tuple[str, ...]
    flags: tuple[str, ...]
    uncommitted: bool
    commit: str = ""

    def tables(self) -> Sequence[Table]:
        """Return it as a line."""
        done = "committed" if self.commit else "saved" if self.difference else "unchanged"
        return (Table("", ("done", "article", "path", "commit"), ((done, self.article, self.path, self.commit[:12]),)),)


def flags_to_close(kb: KnowledgeBase, names: Sequence[str]) -> tuple[str, ...]:
    """Return the short ids of open flags. Raise NotFoundError for one that is not open."""
    events: list[Event] = kb.record.open_flags() if names else []
    return tuple(find_flag(name, events).id[-SHORT:] for name in names)


def complaints(kb: KnowledgeBase, card: Card, before: tuple[Article, str]) -> list[str]:
    """Return what is wrong with the file as it is now, and was not before."""
    article = read_article(kb.root, card.path, kb.config)
    if isinstance(article, BrokenArticle):
        return [f"{article.path}, line {article.line}: {article.reason}"]
    found = [f"{card.path}: the id was {before[0].id}: an article keeps it for life"] if article.id != before[0].id else []
    _, fields = take_apart((kb.root / card.path).read_bytes())
    for field, vocabulary in VOCABULARIES.items():
        words = [str(fields[name]) for name in getattr(kb.config, f"fields_{field}") if fields.get(name)]
        known = [choice.value for choice in vocabulary]
        old = str(getattr(before[0], field))
        found += [f"{card.path}: {field} cannot be {word}; one of {', '.join(known)}" for word in words[:1]
                  if word.lower().replace("_", "-").replace(" ", "-") not in known and word not in before[1]
                  and word != old]  # fmt: skip
    return found


def unsound(card: Card) -> KcsError:
    """Return the error of a file that was saved with faults."""
    return KcsError(
        f"{card.path} is saved, but not sound: see above", f"Correct it: kcs fix {card.id}; nothing was committed"
    )


def report_fix(kb: KnowledgeBase, card: Card, before: tuple[Article, str], flags: tuple[str, ...]) -> FixReport:
    """Compare the file with what it was."""
    after = kb.source(card)
    difference = change(before, after, ["title"]).difference
    added = tuple(line[1:] for line in difference.split("\n") if line.startswith("+") and not line.startswith("+++"))
    uncommitted = bool(kb.git_top and asked(kb.git_top, "status", "--porcelain", "--", str(kb.root / card.path)))
    return FixReport(card.id, after[0].title, card.path, difference, added, flags, uncommitted)


def commit(kb: KnowledgeBase, report: FixReport, message: str | None, case: str | None) -> FixReport:
    """Commit the one file, whatever else is staged, with the person's own hooks. Raise GitError."""
    top, file = kb.git_top, str(kb.root / report.path)
    if top is None:
        return report
    trailers = [f"Case: {stored_case(case, kb.config, os.environ)}"] if case else []
    trailers += [f"Closes-flag: {flag}" for flag in report.flags]
    subject = " ".join((message or f"Fix {report.title}").split())
    text = "\n\n".join([subject, "\n".join(trailers)]).strip() + "\n"
    if not asked(top, "ls-files", "--", file):
        git(top, "add", "--intent-to-add", "--", file)
    git(top, "commit", "--quiet", "--only", "--file=-", "--", file, stdin=text.encode("utf-8", "replace"))
    return report._replace(commit=asked(top, "rev-parse", "HEAD"), uncommitted=False)
