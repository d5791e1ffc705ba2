"""What was taken back, as a report."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.journal.deed import Deed
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.text.display import OptionalText, quantity, shorten

COLUMNS: Columns = ("done", Column("kind", "what"), Column("id", "article"), "title", "case", "text")


class UndoneArticle(NamedTuple):
    """An article of what was taken back."""

    id: str
    title: OptionalText


class UndoReport(NamedTuple):
    """What was taken back, or would be (`dry_run`): its kind, when it was done, its articles, its case, what it said.

    `paths` are the files that are as they were before.
    """

    kind: str
    at: str
    undone: tuple[UndoneArticle, ...]
    case: OptionalText
    text: OptionalText
    paths: tuple[str, ...]
    dry_run: bool

    def tables(self) -> Sequence[Table]:
        """Return it, one article a line."""
        done = "would be taken back" if self.dry_run else "taken back"
        rows = tuple(
            (done, self.kind, one.id, one.title, self.case, self.text) for one in self.undone or (UndoneArticle("", ""),)
        )
        return (Table("", COLUMNS, rows),)


def report_undo(deed: Deed, dry_run: bool) -> UndoReport:
    """Return what is taken back."""
    return UndoReport(
        kind=deed.kind,
        at=deed.at,
        undone=tuple(UndoneArticle(*one) for one in deed.articles),
        case=deed.case,
        text=deed.text,
        paths=tuple(dict.fromkeys(edit.path for edit in deed.edits)),
        dry_run=dry_run,
    )


def deed_said(deed: Deed) -> str:
    """Name a deed in a few words: its kind, title and id, its case."""
    of = ""
    if deed.articles:
        id_, title = deed.articles[0]
        more = f" and {quantity(len(deed.articles) - 1, 'other')}" if len(deed.articles) > 1 else ""
        of = f" of {shorten(title, 50)} ({id_}){more}" if title else f" of {id_}{more}"
    elif deed.text:
        of = f" “{shorten(deed.text, 50)}”"
    return f"{deed.kind}{of}{f', case {deed.case}' if deed.case else ''}"
