"""lychee, the link checker: run once over a list of addresses, and its answer read.

It reads `lychee.toml`, `.lycheeignore` and more where it is started, and they can make it send passwords, or ask elsewhere:
so it starts in an empty folder, never in a knowledge base.
"""

import os
import sysconfig
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import msgspec

from kcs_cli.errors import KcsError
from kcs_cli.text.display import one_line
from kcs_cli.text.outside import readable

if TYPE_CHECKING:
    from subprocess import CompletedProcess

PROGRAM = "lychee.exe" if os.name == "nt" else "lychee"
INSTALL = "pip install 'kcs-cli[external]'"
FILE = "addresses.html"  # HTML says where an address ends; in plain text that is guessed
ALWAYS = (
    "--format=json", "--verbose", "--no-progress",  # verbose: what is there is named, too
    "--exclude-all-private", "--scheme=http", "--scheme=https",
)  # fmt: skip
PATIENCE = ("--timeout", "10", "--max-retries", "1")
LONGEST = 600.0  # seconds for all addresses: some hosts only hold us
SECRETS = ("GITHUB_TOKEN",)  # lychee would ask GitHub with it
SAFE = "/%:@!$&'()*+,;=~?[]"
SLOW = "it does not answer in time"
UNSAID = "lychee says nothing of it"


class Trouble(NamedTuple):
    """What is wrong with an address, and the status where its host answers one."""

    why: str
    status: int | None = None


class _Status(msgspec.Struct):
    text: str
    code: int | None = None
    details: str | None = None


class _Span(msgspec.Struct):
    line: int


class _Row(msgspec.Struct):
    status: _Status
    span: _Span | None = None


class _Answer(msgspec.Struct):
    """What lychee prints, as far as it matters here: its rows by file."""

    success_map: dict[str, list[_Row]]
    excluded_map: dict[str, list[_Row]]
    error_map: dict[str, list[_Row]]
    timeout_map: dict[str, list[_Row]]


def find_lychee(folders: Iterable[str] = ()) -> str:
    """Return the program: the one beside kcs, else one on the PATH, never one in the current folder. Raise KcsError."""
    for folder in folders or (sysconfig.get_path("scripts"), *os.get_exec_path()):
        file = Path(folder, PROGRAM)
        if file.is_absolute() and file.is_file() and os.access(file, os.X_OK):
            return str(file)
    raise KcsError("Addresses on the web are checked by lychee, which is not installed", INSTALL)


def ask_lychee(
    program: str, addresses: Sequence[str], patience: Sequence[str] = PATIENCE, longest: float = LONGEST
) -> dict[str, Trouble]:
    """Ask for all addresses, and return those with which something is wrong. Raise KcsError.

    Where that takes too long nothing is known of any.
    """
    import subprocess
    from tempfile import TemporaryDirectory

    if not addresses:
        return {}
    command = [program, *ALWAYS, *patience, FILE]
    known = {name: value for name, value in os.environ.items() if name not in SECRETS}
    try:
        with TemporaryDirectory(prefix="kcs-") as folder:
            Path(folder, FILE).write_text("".join(map(_link, addresses)), "ascii")
            done = subprocess.run(
                command, cwd=folder, env=known, stdin=subprocess.DEVNULL, capture_output=True, timeout=longest, check=False
            )
    except subprocess.TimeoutExpired:  # one silent host: what else was found must not be lost for it
        return dict.fromkeys(addresses, Trouble(f"lychee was not done after {longest:g} seconds; name a folder to ask less"))
    except OSError as error:
        raise KcsError(f"lychee cannot be run ({error.strerror})", INSTALL) from error
    return _troubles(_answer(done), addresses)


def _link(address: str) -> str:
    """Write an address as a link on a line of its own."""
    return f'<a href="{escape(quote(address, SAFE, errors="surrogateescape"))}"></a>\n'


def _answer(done: "CompletedProcess[bytes]") -> _Answer:
    """Read what lychee printed. Raise KcsError."""
    try:
        return msgspec.json.decode(done.stdout, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        said = one_line(readable(done.stderr))[:200] or f"status {done.returncode}"
        raise KcsError(f"lychee gives no answer that kcs can read ({said})", f"{INSTALL} --upgrade") from error


def _troubles(answer: _Answer, addresses: Sequence[str]) -> dict[str, Trouble]:
    """Return what is wrong with which address; lychee writes them in its own way, so they go by their lines."""
    said: dict[int, Trouble | None] = dict.fromkeys(_by_line(answer.success_map, answer.excluded_map))
    said |= {line: _error(status) for line, status in _by_line(answer.error_map).items()}
    said |= dict.fromkeys(_by_line(answer.timeout_map), Trouble(SLOW))
    found = {address: said.get(line, Trouble(UNSAID)) for line, address in enumerate(addresses, 1)}
    return {address: trouble for address, trouble in found.items() if trouble}


def _by_line(*maps: dict[str, list[_Row]]) -> dict[int, _Status]:
    """Return the rows of some maps by the lines that they are about."""
    return {row.span.line: row.status for rows in maps for file in rows.values() for row in file if row.span}


def _error(status: _Status) -> Trouble:
    """Return what an error says: the status of the host, else what kept it from answering."""
    if status.code is None:
        return Trouble(one_line(status.details or status.text)[:200])
    return Trouble(f"it answers {status.code}", status.code)
