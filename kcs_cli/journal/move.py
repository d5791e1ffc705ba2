"""Where articles without an id are that have moved since something was noted of them by their path."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.git.log import read_log
from kcs_cli.git.process import answer_line, git_text, run_git
from kcs_cli.git.revision import is_shallow
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.knowledge_base.progress import Tell
from kcs_cli.text.display import quantity
from kcs_cli.text.outside import kept_bytes, portable

TIP = "HEAD of moves"  # the commit up to which moves were taken in
FEW = 20  # names without a slash; more of them are ids, for which git is not asked what was not committed yet


class MovedFiles(NamedTuple):
    """What moved in a repository (`top`; None: there is none), for the knowledge base in its folder `base` at `root`.

    `folder` is that of its articles. Where they are below one, a name without a slash is an id, and git need not be asked.
    """

    root: Path
    top: Path | None
    base: str
    tell: Tell
    folder: str = ""

    def follow(self, ledger: Ledger) -> None:
        """Have the ledger know articles by their paths of today; a path that is a file again is that file's."""
        known = ledger.moves.names(self.base)
        lost = [name for name in known if ("/" in name or not self.folder) and not self.is_there(name)]
        found = self.places(ledger, lost) if lost else {}
        self.tell_unknown(ledger, sum("/" in name and name not in found for name in lost))
        changed = {name: now for name in known if (now := found.get(name, name)) != known[name]}
        if changed:
            ledger.words.touch(ledger.moves.call(self.base, changed))

    def is_there(self, name: str) -> bool:
        """Tell whether a name is the path of a file; one that no system could have is none."""
        try:
            return (self.root / f"{name}.md").is_file()
        except (OSError, ValueError):
            return False

    def places(self, ledger: Ledger, lost: list[str]) -> dict[str, str]:
        """Return where the files of some names went, as far as that is known."""
        if self.top:
            take_in_moves(ledger, self.top)
        found = self.ways(lost, ledger.moves.all())
        missing = [name for name in lost if name not in found]
        missing = missing if len(missing) <= FEW else [name for name in missing if "/" in name]
        if missing and self.top:
            found |= self.ways(missing, ledger.moves.all() | dict(_uncommitted_moves(self.top)))
        return found

    def ways(self, lost: list[str], moves: Mapping[str, str]) -> dict[str, str]:
        """Follow names from move to move; return those that lead to a file, with the last one."""
        found = {}
        for name in lost:
            path, seen = self.place(name), set[str]()
            while path in moves and path not in seen:
                seen.add(path)
                path = moves[path]
                if (now := self.name(path)) and self.is_there(now):
                    found[name] = now
        return found

    def place(self, name: str) -> str:
        """Return the path in the repository of an article that goes by its path."""
        return f"{self.base}/{name}.md" if self.base else f"{name}.md"

    def name(self, place: str) -> str:
        """Return what an article goes by at a path in the repository; nothing outside the knowledge base."""
        prefix = f"{self.base}/" if self.base else ""
        return place.removeprefix(prefix).rsplit(".", 1)[0] if place.startswith(prefix) and place.endswith(".md") else ""

    def tell_unknown(self, ledger: Ledger, missing: int) -> None:
        """Say once that articles may have moved where nothing knows of moves."""
        tip, seen = f"lost of {self.base}", str(missing)
        if not missing or ledger.tips().get(tip) == seen:
            return
        ledger.moves.take_in((), {tip: seen}, anew=False)
        if self.top is None or is_shallow(self.top):
            why = "this clone is shallow: git fetch --unshallow tells" if self.top else "there is no git that tells"
            self.tell(f"Of {quantity(missing, 'article')} in the journal there is no file any more; whether it moved is not "
                      f"known: {why}")  # fmt: skip


def take_in_moves(ledger: Ledger, top: Path) -> None:
    """Take in the moves of the commits since the last one seen; of all where that does not lead to the last one."""
    head, seen = answer_line(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"), ledger.tips().get(TIP, "")
    if not head or seen == f"{head} {is_shallow(top)}":
        return
    before, _, was_shallow = seen.partition(" ")
    continues = was_shallow == str(is_shallow(top)) and answer_line(top, "merge-base", before, head) == before
    revisions = f"{before}..{head}" if continues else head
    has_all_texts = not answer_line(top, "config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$")
    moves = (
        (portable(entry.sources[0][0]), portable(entry.path))
        for commit in read_log(top, revisions, has_all_texts=has_all_texts)
        for entry in commit.entries
        if entry.status == "R" and entry.sources
    )
    ledger.moves.take_in(moves, {TIP: f"{head} {is_shallow(top)}"}, anew=not continues)


def former_places(ledger: Ledger, top: Path | None, paths: Sequence[str]) -> tuple[str, ...]:
    """Return paths, and those that files had before they moved there, as far as the current branch tells."""
    if top:
        take_in_moves(ledger, top)
    found, moves = list(paths), ledger.moves.all()
    for place in found:  # which grows meanwhile
        found += [was for was, now in moves.items() if now == place and was not in found]
    return tuple(found)


def _uncommitted_moves(top: Path) -> Iterator[tuple[str, str]]:
    """Yield the moves that the next commit would make, and those that git was not told of, where the text is the same."""
    diff = ("diff", "--no-ext-diff", "-M", "--raw", "--no-abbrev", "-z", "HEAD")
    words = iter(git_text(top, *diff).split("\0"))
    gone: dict[str, str] = {}
    for word in words:
        *_, blob, _, status = word.split(" ") if word else ("", "", "")
        path = next(words, "")
        if status.startswith("R"):
            yield portable(path), portable(next(words, ""))
        elif status == "D":
            gone[blob] = path
    # git hash-object parts the paths that it reads by line feeds: a name that has one cannot be asked for
    new = [
        path
        for path in git_text(top, "ls-files", "-z", "--others", "--exclude-standard").split("\0")
        if path.endswith(".md") and "\n" not in path
    ]
    if gone and new:
        stdin = kept_bytes("\n".join(new))
        blobs = run_git(top, "hash-object", "--stdin-paths", stdin=stdin).out.split()
        yield from ((portable(gone[blob]), portable(path)) for blob, path in zip(blobs, new, strict=False) if blob in gone)
