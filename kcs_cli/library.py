"""Which article files there are: looked at before every search, so nothing here reads one."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from kcs_cli.config import Config
from kcs_cli.errors import KcsError

NO_ARTICLES = frozenset((
    "readme.md", "contributing.md", "contributors.md", "contribute.md", "code_of_conduct.md", "code-of-conduct.md", "toc.md",
    "summary.md", "license.md", "licence.md", "notice.md", "changelog.md", "history.md", "security.md", "support.md",
    "authors.md", "maintainers.md", "governance.md", "codeowners.md", "metadata.md", "pull_request_template.md",
    "issue_template.md", "claude.md", "agents.md",
))  # fmt: skip
NO_ARTICLE_FOLDERS = frozenset(("templates", "article-templates", "node_modules", "venv", "__pycache__", "site-packages"))


class Library:
    """The article files of one knowledge base; `kcs_cli.reading` reads them."""

    def __init__(self, root: Path, config: Config) -> None:
        self.root = root
        self.config = config
        self.folder = config.articles_folder.strip("/") or ("knowledge" if (root / "knowledge").is_dir() else "")
        if ".." in Path(self.folder).parts or Path(config.articles_folder).is_absolute():
            raise KcsError(
                f"articles.folder is {config.articles_folder!r}, outside the knowledge base",
                "Name a folder below the one that holds kcs.toml",
            )
        if not (root / self.folder).is_dir():
            raise KcsError(f"There is no folder {self.folder} in {root}", "Correct `folder` in [articles] of kcs.toml")

    def fingerprint(self) -> int:
        """Return a number that changes when a file below the folder does, by its time, size and place on disk.

        This runs at every search: one `lstat` a file and nothing else. A new name shows in the time of its folder.
        """
        total = 0
        for folder, entries in self.folders():
            total += hash((Path(folder).stat().st_mtime_ns, folder.count("/")))
            for entry in entries:
                stat = entry.stat(follow_symlinks=False)
                total += hash((stat.st_mtime_ns, stat.st_size, stat.st_ino))
        return total

    def listing(self) -> dict[str, str]:
        """Return path → stamp of every article file; another stamp means that the file may have changed.

        Symbolic links are not followed, hidden folders not entered.
        """
        from fnmatch import translate

        excluded = re.compile("|".join(map(translate, self.config.articles_exclude)) or r"(?!)")
        skip = len(str(self.root)) + 1
        found = {}
        for folder, entries in self.folders():
            for entry in entries:
                path = portable(f"{folder}/{entry.name}"[skip:])
                if (
                    entry.name.lower() not in NO_ARTICLES
                    and not excluded.match(path)
                    and entry.is_file(follow_symlinks=False)
                ):
                    stat = entry.stat(follow_symlinks=False)
                    found[path] = f"{stat.st_mtime_ns} {stat.st_size} {stat.st_ino}"
        return found

    def folders(self) -> Iterator[tuple[str, list[os.DirEntry[str]]]]:
        """Yield each folder that may hold articles, with what ends in .md there."""
        stack = [f"{self.root}/{self.folder}".rstrip("/")]
        while stack:
            folder = stack.pop()
            entries = []
            try:
                with os.scandir(folder) as found:
                    for entry in found:
                        name = entry.name
                        if name[0] == ".":
                            continue
                        if name[-3:] == ".md":
                            entries.append(entry)
                        elif entry.is_dir(follow_symlinks=False) and name not in NO_ARTICLE_FOLDERS:
                            stack.append(f"{folder}/{name}")
            except OSError:
                continue  # gone meanwhile, or not ours to read
            yield folder, entries


def portable(path: str) -> str:
    """Return a path that is valid Unicode; a name in another encoding can then not be opened, and is reported so."""
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
