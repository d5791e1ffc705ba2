"""What `kcs new` is given: files, stdin, fields, addresses; each checked."""

import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kcs_cli.errors import KcsError
from kcs_cli.files.plain_file import open_plain
from kcs_cli.knowledge_base.config import Config
from kcs_cli.text.outside import exact

if TYPE_CHECKING:
    from kcs_cli.article.field import Assignment
    from kcs_cli.solve.ticket import Ticket

LARGEST = 1_000_000  # bytes of a ticket or a body
ADDRESS = r"https?://[^\s/]\S*"


def read_assignments(fields: Sequence[str], config: Config) -> "tuple[Assignment, ...]":
    """Read what `--set` says. Raise KcsError for a field or value that seems mistyped."""
    from kcs_cli.article.field import read_assignment
    from kcs_cli.solve.capture_report import check_field

    assignments = tuple(read_assignment(text, config) for text in fields)
    for one in assignments:
        check_field(one.field)
    return assignments


def read_text(source: str) -> str:
    """Read a file, or stdin for `-`, as far as it is no larger than a text may be. Raise KcsError."""
    name = "stdin" if source == "-" else source
    try:
        with nullcontext(sys.stdin.buffer) if source == "-" else open_plain(Path(source).expanduser()) as stream:
            content = stream.read(LARGEST + 1)  # whoever pipes a gigabyte gets an answer at once
        if len(content) > LARGEST:
            raise KcsError(f"{name} is larger than {LARGEST:,} bytes", "Give one ticket or one text")
        return exact(content, bom=True)
    except UnicodeDecodeError as error:
        raise KcsError(f"{name} is not UTF-8: byte 0x{error.object[error.start]:02x}", "Save it as UTF-8") from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise KcsError(f"{name} cannot be read ({reason})", "Name a file, or - for stdin") from error


def check_no_file(case: str, way_out: str) -> None:
    """Raise KcsError for a case number that is the name of a ticket's file here, as `kcs search --case` takes one."""
    with suppress(OSError):  # a name that is too long, which is refused as a number, too
        if Path(case).suffix and Path(case).is_file():
            raise KcsError(f"{case} is a file, not the number of a case", way_out)


def checked_language(lang: str | None) -> str:
    """Return a language as articles have it. Raise KcsError."""
    if lang and not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][^\W_]++)*+", lang):
        raise KcsError(f"{lang} is no language", "Write its code: en, de, lt, …")
    return re.split("[-_]", lang)[0].lower() if lang else ""


def checked_address(url: str) -> str:
    """Return an address of the web. Raise KcsError."""
    if not re.fullmatch(ADDRESS, url, re.IGNORECASE):
        raise KcsError(f"{url} is no address of the web", "Write it as https://host/path")
    return url


def address_of(ticket: "Ticket") -> str:
    """Return a ticket's address where it is one of the web."""
    return ticket.url if re.fullmatch(ADDRESS, ticket.url, re.IGNORECASE) else ""
