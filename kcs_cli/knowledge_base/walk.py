"""The walk through the folders of a base, before every search: links are followed once, and never out of the base."""

import os
from collections.abc import Iterable, Iterator
from posixpath import exists, isdir

from kcs_cli.files.markdown_file import is_markdown
from kcs_cli.files.temporary import remove_if_stale
from kcs_cli.knowledge_base.exclusion import Exclusions

IGNORE_FILE = ".gitignore"
OUTSIDE = "it is a link out of the base"
NOWHERE = "it is a link that leads nowhere"
TWICE = "it is a link to what is read already"
HIDDEN = "it is a link to what is hidden"
Folder = tuple[str, list[str]]  # its path, and the names of the markdown files in it


class Walk:
    """One walk below a folder.

    After it `links` are the links that are not followed, each with why, and `followed` the others, each with the path that
    it leads to; all from the root. `ignore_rules` are the files met that say what git ignores.
    """

    def __init__(self, root: str, excluded: Exclusions) -> None:
        self.root = root
        self.excluded = excluded
        self.ignore_rules: list[str] = []
        self.links: dict[str, str] = {}
        self.followed: dict[str, str] = {}
        self.walked: dict[str, str] = {}  # real path of each folder walked: its path

    def folders(self, top: str) -> Iterator[Folder]:
        """Yield each folder that may hold articles, with the names there of markdown files."""
        walked, links, held = list[str](), list[str](), dict[str, list[str]]()
        for folder, names, linked in self._plain(top):
            walked.append(folder)
            if linked:
                links += (f"{folder}/{name}" for name in linked)
                held[folder] = names
            else:
                yield folder, names
        if links:
            self._note(walked, top)
            yield from self._linked(links, held)

    def _plain(self, top: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield the folders below one, with the names of their markdown files, and of links in them."""
        stack, left_out, skip = [top], self.excluded.named, len(self.root) + 1
        while stack:
            folder = stack.pop()
            names, links = list[str](), list[str]()
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        name = entry.name
                        if name[0] == ".":
                            self._pass_over(folder, name)
                        elif entry.is_dir(follow_symlinks=False):
                            is_left_out = name.casefold() in left_out and self.excluded.leaves_out(f"{folder}/{name}"[skip:])
                            stack += [] if is_left_out else [f"{folder}/{name}"]
                        elif entry.is_symlink():
                            links.append(name)
                        elif is_markdown(name):
                            names.append(name)
            except OSError:
                continue  # gone meanwhile, or not ours to read
            yield folder, names, links

    def _pass_over(self, folder: str, name: str) -> None:
        """Note a hidden file that says what git ignores; remove what a kcs that was killed left beside an article."""
        self.ignore_rules += [f"{folder}/{name}"] * (name == IGNORE_FILE)
        remove_if_stale(folder, name)

    def _note(self, walked: Iterable[str], top: str) -> None:
        """Note the real paths of folders walked below one: none of them is a link."""
        real = os.path.realpath(top)
        for folder in walked:
            self.walked.setdefault(real + folder[len(top) :], folder)

    def _linked(self, links: list[str], held: dict[str, list[str]]) -> Iterator[Folder]:
        """Yield the folders that links lead to, and those in which links to files are; each file is read once."""
        inside, files = os.path.realpath(self.root), list[str]()
        for link in (waiting := sorted(links)):  # which grows meanwhile
            real = os.path.realpath(link)
            reason = self._refusal(real, inside)
            if reason or not isdir(real):
                files += [link] if not reason and is_markdown(link) else ()
                if is_markdown(link) or isdir(real):
                    self._refuse(link, reason)
            elif real in self.walked:
                self._refuse(link, TWICE)
            elif not self.excluded.leaves_out(link[len(self.root) + 1 :]):
                self.followed[link[len(self.root) + 1 :]] = real[len(inside) + 1 :]
                for folder, names, linked in self._plain(link):
                    place = real + folder[len(link) :]
                    if self.walked.setdefault(place, folder) == folder:
                        waiting += (f"{folder}/{name}" for name in linked)
                        held[folder] = names
        self._keep_files(files, held, inside)
        yield from held.items()

    def _keep_files(self, files: Iterable[str], held: dict[str, list[str]], inside: str) -> None:
        """Add links to files to the names of their folders, unless the file itself is an article, or has a link already."""
        seen = set[str]()
        for link in files:
            real = os.path.realpath(link)
            folder, _, name = real.rpartition("/")
            own = self.walked.get(folder)
            is_article = (
                own is not None and is_markdown(name) and not self.excluded.match(f"{own}/{name}"[len(self.root) + 1 :])
            )
            if is_article or real in seen:
                self._refuse(link, TWICE)
            else:
                seen.add(real)
                above, _, name = link.rpartition("/")
                held[above].append(name)
                self.followed[link[len(self.root) + 1 :]] = real[len(inside) + 1 :]

    def _refusal(self, real: str, inside: str) -> str:
        """Say why a link is not followed that leads to a place; nothing where it is."""
        if not exists(real):
            return NOWHERE
        if not real.startswith(f"{inside}/") and real != inside:
            return OUTSIDE
        return HIDDEN if "/." in real[len(inside) :] else ""

    def _refuse(self, link: str, reason: str) -> None:
        """Note why a link is not followed, where it is one of a folder or of markdown."""
        if reason:
            self.links[link[len(self.root) + 1 :]] = reason
