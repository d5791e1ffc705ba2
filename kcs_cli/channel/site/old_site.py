"""What is taken over of a site that was built before: pages that are still true, and files that somebody else put there."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from kcs_cli.channel.site.manifest import MARK, names_written


def take_over(old: Path, new: Path) -> None:
    """Have a file of the last time in the site as well."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)


def files_below(folder: Path) -> list[str]:
    """Return the files of a folder and of those in it, but for the mark of a site."""
    return sorted(name for name in _walk(folder, "") if name != MARK)


def _walk(folder: Path, above: str) -> Iterator[str]:
    """Yield the files below a folder, links among them."""
    with os.scandir(folder / above) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(folder, f"{above}{entry.name}/")
            else:
                yield f"{above}{entry.name}"


def keep_others(old: Path, folder: Path) -> None:
    """Take over what kcs did not write the last time, as a CNAME or a .git: unless a page is in its place."""
    if (written := names_written(old)) is None:
        return
    for name in files_below(old):
        if name not in written and not os.path.lexists(folder / name) and _has_room(folder, name):
            take_over(old / name, folder / name)


def _has_room(folder: Path, name: str) -> bool:
    """Tell whether nothing in a folder stands where a folder of a file would be."""
    above = list((folder / name).parents)
    return all(one.is_dir() or not os.path.lexists(one) for one in above[: above.index(folder)])
