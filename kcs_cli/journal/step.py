"""What git's history says of the paths and the names of articles' files, taken into the ledger commit by commit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from zlib import crc32

from kcs_cli.files.markdown_file import ENDINGS
from kcs_cli.git.log import CommittedFile, LoggedCommit, read_log
from kcs_cli.git.object import reading_objects
from kcs_cli.git.process import answer_line
from kcs_cli.git.revision import is_shallow
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.ledger.moves import Holder, MoveStep
from kcs_cli.journal.replaced_file import with_replaced
from kcs_cli.knowledge_base.config import Config
from kcs_cli.text.outside import portable

TIP = "HEAD of moves"  # the commit up to which steps were taken in, and how
NO_NAMES = "-"
Names = Mapping[str, Sequence[str]]  # text → the names it gives its article


def take_in_steps(ledger: Ledger, top: Path, config: Config, *, with_names: bool) -> None:
    """Take in the commits since the last one seen; all where that does not lead to the last one, or names are new.

    `with_names`: the names in front matter are wanted, too; to read them takes longer, so it waits until one is missing.
    """
    head, seen = answer_line(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"), ledger.tips().get(TIP, "")
    before, _, way = seen.partition(" ")
    has_names = bool(way) and not way.endswith(NO_NAMES)
    named = _fields(config) if with_names or has_names else NO_NAMES
    now = f"{is_shallow(top)}/{len(ENDINGS)} {named}"
    if not head or seen == f"{head} {now}":
        return
    continues = way == now and answer_line(top, "merge-base", before, head) == before
    has_all_texts = not answer_line(top, "config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$")
    commits = list(read_log(top, f"{before}..{head}" if continues else head, has_all_texts=has_all_texts))
    commits = with_replaced(top, commits) if has_all_texts else commits
    known, last = (ledger.moves.steps(), ledger.moves.last_number()) if continues else ([], 0)
    steps = list(_steps(commits, known, last))
    # Of a partial clone git would fetch the texts
    names = _names_of(top, commits, config) if named != NO_NAMES and has_all_texts else {}
    holders = _holders(commits, names, last)
    ledger.moves.take_in(steps, holders, {TIP: f"{head} {now}"}, anew=not continues)


def _fields(config: Config) -> str:
    """Return a word for the fields that names are read from: with others all is read again."""
    return f"{crc32(repr((config.fields.names('id'), config.fields.names('aliases'))).encode()):x}"


def _steps(commits: Iterable[LoggedCommit], known: Iterable[MoveStep], last: int) -> Iterator[MoveStep]:
    """Yield what commits did to paths, the oldest first."""
    gone: dict[str, str] = {}  # text → the path it had
    for step in known:
        _note_gone(gone, step)
    for number, commit in enumerate(commits, last + 1):
        left = {entry.sources[0][0] for entry in commit.entries if entry.status == "R" and entry.sources}
        for entry in commit.entries:
            for step in _steps_of(number, commit.oid, entry, left, gone):
                _note_gone(gone, step)
                yield step


def _steps_of(number: int, commit: str, entry: CommittedFile, left: set[str], gone: Mapping[str, str]) -> Iterator[MoveStep]:
    """Yield what a commit did to the path of one file; `left` are the paths that others moved from in it."""
    path = portable(entry.path)
    before, text = entry.sources[0] if entry.sources else ("", "")
    if entry.status == "R" and before != entry.path:
        yield MoveStep(number, commit, portable(before), path, entry.blob)
    elif not entry.blob:
        yield MoveStep(number, commit, path, "", text)
    elif entry.path in left:  # another article takes the place
        yield MoveStep(number, commit, "", path, entry.blob)
    elif not entry.sources:
        # Deleted in one commit and added in another one: a move in two steps
        was = gone.get(entry.blob, path)
        yield MoveStep(number, commit, was if was != path else "", path, entry.blob)


def _note_gone(gone: dict[str, str], step: MoveStep) -> None:
    """Note where a text was that was deleted; where one is again, that is over."""
    if step.now:
        gone.pop(step.blob, None)
    else:
        gone[step.blob] = step.was


def _names_of(top: Path, commits: Iterable[LoggedCommit], config: Config) -> Names:
    """Return what names the texts give their articles that commits made, and those they came from."""
    from kcs_cli.article.own_name import reading_own_names

    own_names = reading_own_names(config)
    made = (entry for commit in commits for entry in commit.entries if entry.blob and not _is_same(entry))
    blobs = list(dict.fromkeys(blob for entry in made for blob in (entry.blob, *_texts_before(entry))))
    if not blobs:
        return {}
    with reading_objects(top) as objects:
        return {blob: own_names(text or b"") or () for blob, text in zip(blobs, objects.read_all(blobs), strict=True)}


def _holders(commits: Iterable[LoggedCommit], names: Names, last: int) -> Iterator[Holder]:
    """Yield which files got names, the oldest first."""
    for number, commit in enumerate(commits, last + 1):
        for entry in commit.entries:
            had = {name for blob in _texts_before(entry) for name in names.get(blob, ())}
            for name in names.get(entry.blob, ()) if not _is_same(entry) else ():
                if name not in had:
                    yield Holder(name, number, commit.oid, portable(entry.path))


def _is_same(entry: CommittedFile) -> bool:
    """Tell whether a file has a text that it had before."""
    return entry.blob in _texts_before(entry)


def _texts_before(entry: CommittedFile) -> tuple[str, ...]:
    """Return the texts that a file had before."""
    return tuple(blob for _, blob in entry.sources)
