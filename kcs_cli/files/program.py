"""Programs of this machine: never one that lies in the current folder, which may be somebody else's work tree."""

import os
from collections.abc import MutableMapping
from pathlib import Path


def find_program(name: str) -> str | None:
    """Return where a program is, looked for in the folders of PATH that are not relative; None where there is none.

    `shutil.which` looks into the current folder first on Windows, before Python 3.12 whatever is set.
    """
    endings = os.environ.get("PATHEXT", "").split(os.pathsep) if os.name == "nt" else [""]
    for folder in os.get_exec_path():
        for ending in endings:
            file = Path(folder, f"{name}{ending}")
            if file.is_absolute() and file.is_file() and os.access(file, os.X_OK):
                return str(file)
    return None


def leave_current_folder(environ: MutableMapping[str, str]) -> None:
    """Keep Windows from starting programs of the current folder by their bare names: `git` is one of them."""
    environ["NoDefaultCurrentDirectoryInExePath"] = "1"
