"""Merges one article into another: the files in an order that a kill at any moment leaves whole."""

import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.article.link_move import ArticleMove, moved_links, wiki_name
from kcs_cli.article.model import Article, unique
from kcs_cli.article.reader import LARGEST_ARTICLE, read_to_edit
from kcs_cli.article.site_lead import site_lead
from kcs_cli.errors import NotFoundError
from kcs_cli.git.process import answer_line
from kcs_cli.git.revision import revision_of
from kcs_cli.journal.deed import Deed, remember, written_file
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.index.opener import all_cards
from kcs_cli.search.name import find_card, names
from kcs_cli.solve.edit import edit_lock, write_files
from kcs_cli.solve.merge_report import (
    FileChange,
    MergeReport,
    describe_change,
    find_advice,
    find_gains,
    merged_text,
    refuse_merge,
)
from kcs_cli.text.difference import unified
from kcs_cli.text.outside import exact

NO_FILE = "/dev/null"  # what git calls the other side of a file that is removed


class Rewrite(NamedTuple):
    """A file's new text, None for one that is removed."""

    path: str
    text: str | None


def merge(kb: KnowledgeBase, name: str, into: str, *, dry_run: bool) -> MergeReport:
    """Make one article of two: `into` gets the phrases, tags and ids of the other, whose file goes last of all.

    Stopped at any moment, the same merge goes on where it was; once it is done, doing it again does nothing.
    """
    target = find_card(kb, into)
    old = _other_card(kb, name, target)
    if old.path == target.path and name.strip().casefold() in (alias.casefold() for alias in target.aliases):
        return MergeReport(
            id=target.id,
            merged_id=name,
            title=target.title,
            merged_title="",
            gains={},
            changed=(),
            dropped_text="",
            dry_run=dry_run,
            advice=(f"{name} is {target.id} already",),
        )
    with edit_lock(kb):
        report, rewrites = plan(kb, old, target, dry_run)
        if not dry_run:
            # Before the file goes: of a draft in no commit this is the only copy, should the process end in between
            report = _keep_dropped(kb, old, target, report)
            way_out = "git status shows what it changed, git restore takes it back"
            edits = tuple(written_file(one.path, exact((kb.root / one.path).read_bytes()), one.text) for one in rewrites)
            # Before they are written: stopped in between, the merge goes on from files that kcs wrote
            remember(kb, Deed("merge", ((old.id, old.title), (target.id, target.title)), edits=edits, way_out=way_out))
            carry_out(kb, rewrites)
    return report


def _other_card(kb: KnowledgeBase, name: str, target: Card) -> Card:
    """Return the article to be merged; of a merge that was stopped both go by its names, and the target is not meant."""
    try:
        return find_card(kb, name)
    except NotFoundError:
        others = [card for card in names(kb).cards(name) if card.path != target.path]
        if len(others) != 1:
            raise
        return others[0]


def plan(kb: KnowledgeBase, old_card: Card, target_card: Card, dry_run: bool) -> tuple[MergeReport, list[Rewrite]]:
    """Return what a merge does, and the files in the order they are written. Raise KcsError for one that is refused."""
    (old, old_text), (target, text) = read_to_edit(kb, old_card), read_to_edit(kb, target_card)
    refuse_merge(old, target)
    gains = find_gains(old, target, record(kb).paths_noted())
    files_here = [name for _, found in kb.library.folders() for name in found]
    move = ArticleMove(
        path=old.path,
        ids=frozenset(id_.casefold() for id_ in (old.id, *old.aliases)),
        new_path=target.path,
        new_id=target.id,
        name=wiki_name(old.path, files_here),
        new_name=wiki_name(target.path, files_here),
        lead=site_lead(kb, _cards(kb)),
    )
    files, rewrites = [], []
    for path, before, after, links in _changed_files(kb, (target, text, merged_text(text, target, gains, kb.config)), move):
        fields = gains if path == target.path else ()
        files.append(FileChange(path, describe_change(fields, links), links, unified(before, after, path, path)))
        rewrites.append(Rewrite(path, after))
    files.append(FileChange(old.path, "removed", 0, unified(old_text, "", old.path, NO_FILE)))
    report = MergeReport(
        id=target.id,
        merged_id=old.id,
        title=target.title,
        merged_title=old.title,
        gains=gains,
        changed=tuple(files),
        dropped_text=old.body.strip("\n"),
        dry_run=dry_run,
        advice=tuple(find_advice(old, target)),
    )
    return report, [*rewrites, Rewrite(old.path, None)]


def _cards(kb: KnowledgeBase) -> Iterator[Card]:
    """Yield all cards once somebody asks: a base that is no site needs none, and of many articles they cost a second."""
    yield from all_cards(kb)


def _changed_files(
    kb: KnowledgeBase, target: tuple[Article, str, str], move: ArticleMove
) -> Iterator[tuple[str, str, str, int]]:
    """Yield path, text, new text and number of links of the files that change, the target's first."""
    article, text, merged = target
    others = ((path, before, before) for path, before in _readable_files(kb) if path not in (article.path, move.path))
    for path, before, fields_set in ((article.path, text, merged), *others):
        after, links = moved_links(fields_set, path, move)
        if after != before:
            yield path, before, after, links


def _readable_files(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Yield the markdown files and their texts, README and tables of contents too; one that is no text has no links."""
    for file in sorted(Path(folder) / name for folder, found in kb.library.folders() for name in found):
        with suppress(OSError, ValueError):
            if file.is_file() and not file.is_symlink() and file.stat().st_size <= LARGEST_ARTICLE:
                yield file.relative_to(kb.root).as_posix(), exact(file.read_bytes())


def carry_out(kb: KnowledgeBase, rewrites: Sequence[Rewrite]) -> None:
    """Write the files in their order, each whole or not at all. Raise KcsError."""
    write_files(kb, rewrites, "the merge is not finished", "the same command then goes on")


def _keep_dropped(kb: KnowledgeBase, old: Card, target: Card, report: MergeReport) -> MergeReport:
    """Keep the revision that is dropped in the repository, and say how to commit and how to see it again."""
    top = kb.git_top
    if top is None:
        return report._replace(advice=(*report.advice, f"There is no git repository: {old.path} is gone for good"))
    file = kb.root / old.path
    revision = revision_of(top, file)
    advice = f"{old.path} was in no commit as it was; for a while it can be seen: git cat-file -p {revision.blob}"
    is_tracked = answer_line(top, "--literal-pathspecs", "ls-files", "--", str(file))
    paths = unique([target.path, *(one.path for one in report.changed if is_tracked or one.path != old.path)])
    return report._replace(
        revision=revision.blob,
        command=_commit_command(kb.root, paths, f"Merge {report.merged_id} into {report.id}"),
        advice=(*report.advice, *([advice] if revision.draft else [])),
    )


def _commit_command(root: Path, paths: Sequence[str], message: str) -> str:
    """Return the command that commits these files and nothing else, from where the person stands."""
    place = [] if Path.cwd() == root else ["-C", str(root)]
    is_pattern = any(path.startswith(":") or set(path) & set("*?[\\") for path in paths)
    git = shlex.join(["git", *place, *(["--literal-pathspecs"] if is_pattern else [])])
    files = shlex.join(paths)
    return f"{git} add -A -- {files} && {git} commit -m {shlex.quote(message)} -- {files}"
