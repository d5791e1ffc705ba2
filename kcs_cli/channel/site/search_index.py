"""The index of a site's own search, made by Pagefind of the pages."""

import sys
from importlib.util import find_spec
from pathlib import Path

from kcs_cli.errors import KcsError

SECONDS = 900


def can_search() -> bool:
    """Tell whether Pagefind is installed."""
    return find_spec("pagefind") is not None


def write_search(folder: Path) -> None:
    """Write the index of the pages in a folder into its folder `pagefind`. Raise KcsError."""
    import subprocess

    command = [sys.executable, "-P", "-m", "pagefind", "--site", str(folder), "--quiet"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise KcsError(f"The search of the site cannot be made ({error})", "Try kcs site build DIR --no-search") from error
    if done.returncode or not (folder / "pagefind" / "pagefind.js").is_file():
        why = (done.stderr or done.stdout).strip().split("\n")[-1]
        raise KcsError(f"The search of the site cannot be made ({why})", "Try kcs site build DIR --no-search")
