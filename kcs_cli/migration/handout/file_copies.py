"""The images and attachments of articles, copied beside what is handed out."""

import shutil
from pathlib import Path

from kcs_cli.migration.handout.page_names import PageNames


class FileCopies:
    """Copies files of a base into a folder, each once; what cannot be read is counted in `lost`."""

    def __init__(self, root: Path, folder: Path, names: PageNames) -> None:
        self.root = root
        self.folder = folder
        self.names = names
        self.copied: dict[str, str] = {}
        self.lost = 0

    def copy(self, path: str) -> str:
        """Copy the file of a path; return where it is now, nothing where it cannot be read."""
        if path not in self.copied:
            *folders, file = path.split("/")
            name, dot, ending = file.rpartition(".")
            self.copied[path] = self._copy(
                path, self.names.new(("files", *folders), name or file, f"{dot}{ending}" * bool(name))
            )
        return self.copied[path]

    def _copy(self, path: str, place: str) -> str:
        """Copy one file."""
        target = self.folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(self.root / path, target, follow_symlinks=False)
        except OSError:
            target.unlink(missing_ok=True)
            self.lost += 1
            return ""
        return place
