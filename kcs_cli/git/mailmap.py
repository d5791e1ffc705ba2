"""Who git's authors are: one address and one name a person, by the repository's `.mailmap`."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kcs_cli.files.plain_file import is_there
from kcs_cli.git.process import git
from kcs_cli.text.display import on_one_line

ADDRESS = re.compile(r"<([^<>]*+)>")


class Mailmap(NamedTuple):
    """Authors as commits name them (`Ana <ana@old.example>`) → their address, in lower case; address → name."""

    addresses: dict[str, str]
    names: dict[str, str]

    def address(self, author: str) -> str:
        """Return the address a person goes by."""
        return self.addresses.get(author) or parts(author)[1]


def read_mailmap(top: Path, authors: Iterable[str]) -> Mailmap:
    """Ask git who the authors are. Raise KcsError."""
    is_there(top / ".mailmap")  # git would wait for a pipe
    # Written anew on one line each: an author of two lines would shift the answers of all who follow
    known = {author: "{} <{}>".format(*parts(author)) for author in dict.fromkeys(authors)}
    asked_for = list(dict.fromkeys(known.values()))
    lines = "".join(f"{author}\n" for author in asked_for).encode("utf-8", "replace")
    answers = git(top, "check-mailmap", "--stdin", stdin=lines).splitlines() if asked_for else []
    people = {author: parts(answer) for author, answer in zip(asked_for, answers, strict=False)}
    names = {address: name or address for name, address in people.values()}
    return Mailmap({author: (people.get(as_asked) or parts(author))[1] for author, as_asked in known.items()}, names)


def parts(author: str) -> tuple[str, str]:
    """Return the name and the address of `Ana <ana@example.org>`; of a name alone, that for both."""
    found = ADDRESS.search(author)
    name, address = (author[: found.start()], found[1]) if found else ("", author.strip().strip("<>"))
    clean = on_one_line(name.replace("<", "").replace(">", ""))
    return clean, (on_one_line(address) or clean or "unknown").casefold()
