"""The pages of a base's files, read as they are needed."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from kcs_cli.lint.engine.page import Page

MOST_HELD = 5_000  # pages with their fields and sections, 40 KB each; of more, all at once would take gigabytes


class FilePages:
    """The pages of some files, each as often as they are gone through; of many, each is read anew, and none is held."""

    def __init__(self, paths: Sequence[str], read: Callable[[str], Page | None]) -> None:
        self.paths = paths
        self.read = read

    @property
    def are_held(self) -> bool:
        """Tell whether the pages stay in memory once they are read."""
        return len(self.paths) <= MOST_HELD

    @cached_property
    def held(self) -> tuple[Page, ...]:
        """All pages that can be read."""
        return tuple(filter(None, map(self.read, self.paths)))

    def __len__(self) -> int:
        return len(self.paths)

    def __iter__(self) -> Iterator[Page]:
        for page in self.held if self.are_held else filter(None, map(self.read, self.paths)):
            yield page
            page.let_go()
