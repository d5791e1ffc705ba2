"""One markdown file for each owner, with what deserves their eyes: for a scheduled job to mail or post."""

import re
import zlib
from collections.abc import Sequence
from pathlib import Path

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_atomic
from kcs_cli.render.format import escape_markdown
from kcs_cli.review.review_report import ReviewReport
from kcs_cli.review.staleness import Stale
from kcs_cli.text.display import quantity

MARK = "<!-- kcs review-stale --digest -->"
NOBODY = "nobody"


def write_digests(folder: Path, report: ReviewReport, *, of_all: bool = True) -> str:
    """Write the files; if the report is of all owners, take away those of who has nothing to do any more. Say how many.

    Raise KcsError.
    """
    texts = digests(report)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.glob("*.md") if of_all else ():
            # The folder may have files of others: those that kcs did not write have no mark, and stay
            if file.name not in texts and file.is_file() and file.read_text("utf-8", "replace").startswith(MARK):
                file.unlink()
        for name, text in texts.items():
            write_atomic(folder / name, text)
    except OSError as error:
        raise KcsError(f"The digests cannot be written to {folder} ({error.strerror})", "Name another folder") from error
    return quantity(len(texts), "digest")


def digests(report: ReviewReport) -> dict[str, str]:
    """Return file name → text of each owner's digest; an article of two owners is in both."""
    owners = dict.fromkeys(owner for _, articles in report.groups for one in articles for owner in one.owners or (NOBODY,))
    return {file_name(owner): digest(owner, report) for owner in owners}


def file_name(owner: str) -> str:
    """Return a name any system can have: the owner's, with a check sum where that had to be changed."""
    name = re.sub(r"[^A-Za-z0-9@._+-]", "_", owner).lstrip(".")[:100]
    same = name == owner and name.upper().partition(".")[0] not in ("CON", "PRN", "AUX", "NUL")
    return f"{name}.md" if same else f"{name}-{zlib.crc32(owner.encode('utf-8', 'replace')):08x}.md"


def digest(owner: str, report: ReviewReport) -> str:
    """Return an owner's digest."""
    lines = [MARK, "", f"# What deserves eyes: {escape_markdown(owner)}, {report.on}"]
    for heading, articles in report.groups:
        lines += _section(heading, [one for one in articles if owner in (one.owners or (NOBODY,))])
    return "\n".join([*lines, ""])


def _section(heading: str, articles: Sequence[Stale]) -> list[str]:
    """Return a group of articles, each with its reasons."""
    entries = [f"{number}. {_entry(one)}" for number, one in enumerate(articles, 1)]
    return ["", f"## {heading}", "", *entries] if entries else []


def _entry(one: Stale) -> str:
    """Return an article with its reasons."""
    name = f"**{escape_markdown(one.title)}** ({escape_markdown(one.id)}, {escape_markdown(one.path)})"
    guess = " – nobody owns it, you know it best" if one.owner_source == "guess" else ""
    return f"{name}{guess}  \n   {escape_markdown('; '.join(one.reasons))}"
