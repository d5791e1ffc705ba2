"""Where a repository's CODEOWNERS is: the first of three places at which there is a file."""

from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from kcs_cli.files.plain_file import open_plain
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import CODEOWNERS

LARGEST = 3_000_000  # bytes; GitHub does not load a larger one


class CodeownersFile(NamedTuple):
    """The file that counts, with one byte more than GitHub loads; `passed_over` says what else has such a name."""

    path: str = ""
    content: bytes = b""
    passed_over: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """A text that changes when the file does; nothing where there is none."""
        return f"{self.path} {len(self.content)} {crc32(self.content):08x}" if self.path else ""


@once
def codeowners_file(kb: KnowledgeBase) -> CodeownersFile:
    """Return the file of the repository; none where there is no repository."""
    return find_codeowners(kb.git_top) if kb.git_top else CodeownersFile()


def find_codeowners(top: Path) -> CodeownersFile:
    """Find the file in a work tree; what is none, or nobody may read, is passed over, as GitHub does."""
    passed_over: list[str] = []
    for place in CODEOWNERS:
        try:
            with open_plain(top / place) as stream:
                return CodeownersFile(place, stream.read(LARGEST + 1), tuple(passed_over))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            passed_over.append(f"{place} is passed over: {error.strerror or 'it cannot be read'}")
    return CodeownersFile(passed_over=tuple(passed_over))
