"""What git ignores."""

from collections.abc import Iterable
from pathlib import Path

from kcs_cli.git.process import GitError, start_git
from kcs_cli.text.outside import kept, kept_bytes


def find_ignored(root: Path, paths: Iterable[str], rules: Iterable[str]) -> list[str]:
    """Return which paths below a folder git ignores; what it has committed it does not. `rules` are the files that say so.

    Git is asked only where one of them says anything: it takes as long to start as many files to read.
    """
    if not any(map(_says_anything, rules)):
        return []
    try:
        # As patterns, for it knows no other way; begun with ./, no path is one of those that mean more (`:x`)
        with start_git(root, ("check-ignore", "-z", "--stdin"), globs=True, is_asked=True) as process:
            out, _ = process.communicate(kept_bytes("".join(f"./{path}\0" for path in paths)))
        return [path.removeprefix("./") for path in kept(out).split("\0")[:-1]]
    except GitError:  # it is not there: then nothing says what it would ignore
        return []


def _says_anything(file: str) -> bool:
    """Tell whether a file has a line that is no comment."""
    try:
        lines = kept(Path(file).read_bytes()).split("\n")
    except OSError:
        return False
    return any(line.strip() and not line.startswith("#") for line in lines)
