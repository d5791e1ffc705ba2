"""An article corrected in the editor: what was saved is checked, and committed with the case."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.article.front_matter import FieldError, plain_text, take_apart
from kcs_cli.article.model import Article, BrokenArticle, path_names
from kcs_cli.article.reader import read_article, read_to_edit, sound
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.git.repository import Repository
from kcs_cli.journal.deed import Deed, remember, written_file
from kcs_cli.journal.event import Event
from kcs_cli.journal.flag import find_flag
from kcs_cli.journal.note import recount
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import VOCABULARIES, as_word
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.index.opener import engine
from kcs_cli.search.name import find_card, flag_at, names
from kcs_cli.solve import edit, flag
from kcs_cli.text.difference import unified
from kcs_cli.text.display import OptionalText, in_shell, one_line
from kcs_cli.text.identifier import short_event
from kcs_cli.text.outside import exact, readable

COLUMNS: Columns = ("done", Column("id", "article"), "title", "path", Column("commit", "commit", lambda commit: commit[:12]))


class FixReport(NamedTuple):
    """What was corrected: `difference` is a unified diff, `is_uncommitted` that the file is not as in the last commit."""

    id: str
    title: str
    path: str
    difference: OptionalText
    added: tuple[str, ...]
    closes: tuple[str, ...]
    is_uncommitted: bool
    commit: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return it as a line."""
        done = "committed" if self.commit else "saved" if self.difference else "unchanged"
        return (Table("", COLUMNS, ((done, self.id, self.title, self.path, self.commit),)),)


def flags_to_close(kb: KnowledgeBase, card: Card, names: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of open flags on an article. Raise NotFoundError for one that is not there, or on another."""
    events: list[Event] = record(kb).of_article(card.ids, EventKind.flag) if names else []
    wanted = [flag_at(kb, name) for name in names]
    for name in wanted:
        if not any(event.id.endswith(name.strip().lower()) for event in events):
            other = find_flag(name, record(kb).open_flags())
            raise NotFoundError(
                f"{short_event(other.id)} is a flag on {other.article}", f"kcs fix {in_shell(other.article)}"
            )
    return tuple(find_flag(name, events).id for name in wanted)


def check_closes(kb: KnowledgeBase, report: FixReport, before: "Version") -> None:
    """Raise KcsError where flags are to be closed, and nothing was changed that could answer them: blanks do not."""
    if report.closes and _lines(before.text) == _lines(readable((kb.root / report.path).read_bytes())):
        names = ", ".join(map(short_event, report.closes))
        raise KcsError(
            f"{report.path} was not changed: {names} {'is' if len(report.closes) == 1 else 'are'} open as before",
            f'Where nothing needs to be changed: kcs unflag {short_event(report.closes[0])} -m "why"',
        )


def _lines(text: str) -> list[str]:
    """Return the lines that have anything, with how far they are indented: that may be what was wrong."""
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def close(kb: KnowledgeBase, report: FixReport, before: "Version", message: str | None, case: str | None) -> None:
    """Close the flags that no commit closed, and remember what was done."""
    if report.difference:
        way_out = f"git revert {report.commit[:12]}" if report.commit else f"kcs fix {in_shell(report.id)}"
        # What was changed before the editor opened was looked at as well: it is a part of what was corrected
        edits = (written_file(report.path, before.text or None, exact((kb.root / report.path).read_bytes())),)
        remember(kb, Deed("fix", ((report.id, report.title),), case or "", edits=edits, way_out=way_out))
    for name in report.closes if not report.commit else ():
        flag.unflag(kb, name, message or "Fixed")


def find(kb: KnowledgeBase, name: str) -> Card:
    """Return the article a person means, or the file of that name that cannot be read; with the id of the last commit."""
    wanted = names(kb).plain_name(name)
    broken = next((one for one in engine(kb).broken() if wanted and wanted in one.names), None)
    card = _blank(broken) if broken else find_card(kb, name)
    ids = (plain_text(read_committed(kb, card).fields.get(field)) for field in kb.config.fields.id)
    return card._replace(id=next(filter(None, ids), card.id))


def _blank(broken: BrokenArticle) -> Card:
    """Return the card of a file of which nothing but the place is known."""
    path = broken.path
    return Card(
        id=broken.id or path.rsplit(".", 1)[0],
        path=path,
        title=path,
        kind="",
        confidence="",
        audience="",
        owner="",
        tags=(),
        language="",
        said=(),
        updated_on=None,
        body="",
        body_line=broken.line,
        headings=(),
    )


def read_now(kb: KnowledgeBase, card: Card) -> Article | BrokenArticle:
    """Read the file as it is now; one whose front matter cannot be read is no article here."""
    return sound(read_article(kb.root, card.path, kb.config))


def mature(kb: KnowledgeBase, card: Card, was: Article | BrokenArticle) -> None:
    """Let an article that was corrected be work in progress no longer where it has a resolution, but heed the person."""
    now = read_now(kb, card)
    if isinstance(was, BrokenArticle) or isinstance(now, BrokenArticle) or now.digest == was.digest:
        return
    if now.confidence is was.confidence:
        edit.mature(kb, card)


class Version(NamedTuple):
    """An article's text as the last commit has it, and the fields of its front matter; nothing where none has it."""

    text: str = ""
    fields: Mapping[str, Any] = {}


def read_committed(kb: KnowledgeBase, card: Card) -> Version:
    """Return what the file was before the person's changes: those that are saved already are looked at as well."""
    if kb.git_top is None:
        return _version(readable((kb.root / card.path).read_bytes()))
    path = (kb.root / card.path).relative_to(kb.git_top).as_posix()
    # As a checkout has it: where .gitattributes names a filter, an encoding or `ident`, git stores another text
    return _version(Repository(kb.git_top).run("cat-file", "--filters", f"HEAD:{path}").out)


def _version(text: str) -> Version:
    """Return a text with its fields; those of one that cannot be read are not known."""
    try:
        return Version(text, take_apart(text.encode())[1])
    except (FieldError, UnicodeError):
        return Version(text)


def with_new_id(kb: KnowledgeBase, card: Card, before: Version) -> Card:
    """Return an article with the id that it was given just now; what it was called until then stays a former name."""
    article = read_now(kb, card)
    if _has_id(kb, before) or isinstance(article, BrokenArticle) or article.id == path_names(card.path)[1]:
        return card
    if "," not in card.path:  # which parts names
        with suppress(KcsError):  # as in JSON: it goes by its path all the same, for as long as git tells of its moves
            edit.add_former_name(kb, card, path_names(card.path)[1])
    return card._replace(id=article.id)


def _has_id(kb: KnowledgeBase, version: Version) -> bool:
    """Tell whether a text has an id of its own."""
    return any(plain_text(version.fields.get(field)) for field in kb.config.fields.id)


def complaints(kb: KnowledgeBase, card: Card, before: Version) -> list[str]:
    """Return what is wrong with the file as it is now, and was not before."""
    article = read_now(kb, card)
    if isinstance(article, BrokenArticle):
        return [f"{article.path}, line {article.line}: {article.reason}"]
    found = [f"{card.path}: the id was {card.id}: an article keeps it for life"] if article.id != card.id else []
    now = _version(exact((kb.root / card.path).read_bytes()))
    for field, vocabulary in VOCABULARIES.items():
        names = [name for name in kb.config.fields.names(field) if plain_text(now.fields.get(name))]
        word = plain_text(now.fields[names[0]]) if names else ""
        known = [choice.value for choice in vocabulary]
        if word and as_word(word) not in known and word != plain_text(before.fields.get(names[0])):
            found.append(f"{card.path}: {field} cannot be {word}; one of {', '.join(known)}")
    return found


def unsound(card: Card) -> KcsError:
    """Return the error of a file that was saved with faults."""
    return KcsError(
        f"{card.path} is saved, but not sound: see above",
        f"Correct it: kcs fix {in_shell(card.path)}; nothing was committed",
    )


def report_fix(kb: KnowledgeBase, card: Card, before: Version, flags: tuple[str, ...]) -> FixReport:
    """Compare the file with what it was."""
    article, text = read_to_edit(kb, card)
    changes = unified(before.text, text, card.path, card.path, around=1)
    uncommitted = bool(kb.git_top and Repository(kb.git_top).is_changed(kb.root / card.path))
    return FixReport(
        id=card.id,
        title=article.title,
        path=card.path,
        difference=changes,
        added=added_lines(kb, article, changes),
        closes=flags,
        is_uncommitted=uncommitted,
    )


def added_lines(kb: KnowledgeBase, article: Article | None, changes: str) -> tuple[str, ...]:
    """Return the lines that a unified diff of an article adds, but for that with its owner."""
    # The head goes by its place: told by its signs, an added line `++ x` would be taken for it and not be looked at
    lines = (line for line in changes.split("\n")[2:] if line.startswith("+"))
    return tuple(line[1:] for line in lines if article is None or not _names_owner(kb, article, line))


def _names_owner(kb: KnowledgeBase, article: Article, line: str) -> bool:
    """Tell whether an added line is the field that says whose the article is: that is meant to be a person."""
    name = line[1:].replace("=", ":").partition(":")[0].strip()
    return name in kb.config.fields.owner and article.owner in line


def commit(kb: KnowledgeBase, report: FixReport, message: str | None, case: str | None) -> FixReport:
    """Commit the one file, whatever else is staged, with the person's own hooks. Raise GitError."""
    if kb.git_top is None:
        return report
    trailers = [f"Case: {case}"] if case else []
    trailers += [f"Closes-flag: {short_event(flag)}" for flag in report.closes]
    subject = one_line(message or "") or f"Fix {one_line(report.title)}"
    text = "\n\n".join([subject, "\n".join(trailers)]).strip() + "\n"
    with edit.edit_lock(kb):  # two at once would both want the index of git, which makes nobody wait
        made = Repository(kb.git_top).commit_files([kb.root / report.path], text)
    recount(kb)
    return report._replace(commit=made, is_uncommitted=False)
