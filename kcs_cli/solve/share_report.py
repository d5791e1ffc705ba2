"""What was shared, as a report; and the message of the commit, made of what was done."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.journal.deed import Deed
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.text.display import OptionalText, one_line, quantity, shorten

COLUMNS: Columns = (Column("state", "done"), Column("done", "what"), "path")
SUBJECT = 72  # columns that git's lists leave a subject
# The kinds of deeds, the one that says most first
DONE = {
    "new": "Add {}", "fix": "Fix {}", "set": "Set {fields} of {}",
    "link": "Add what customers say to {}", "accept": "Add what customers say to {}", "lint": "Repair {}",
    "undo": "Take back a change of {}",
}  # fmt: skip


class SharedFile(NamedTuple):
    """A file that was shared: what was done to it, in a line."""

    path: str
    id: OptionalText
    title: OptionalText
    done: str


class KeptFile(NamedTuple):
    """A file that kcs wrote and that was not shared, and why."""

    path: str
    reason: str


class ShareReport(NamedTuple):
    """What was shared, or would be (`dry_run`): `commit` and its message, nothing where there was none to make.

    `pushed` are commits that went to the `branch` at a `remote`. `is_opened`: the branch was made just now, beside a
    `protected_branch` (`protection` says how it is). `sent` and `received` are events of the journal.
    """

    dry_run: bool
    shared: tuple[SharedFile, ...]
    not_shared: tuple[KeptFile, ...]
    commit: OptionalText
    commit_message: OptionalText
    remote: OptionalText = ""
    branch: OptionalText = ""
    protected_branch: OptionalText = ""
    pushed: int = 0
    is_opened: bool = False
    protection: OptionalText = ""
    pull_request: OptionalText = ""
    sent: int = 0
    received: int = 0
    journal_error: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return it, one file a line, then where it went."""
        state = "would be shared" if self.dry_run else "shared" if self.pushed else "committed"
        rows = tuple((state, one.done, one.path) for one in self.shared)
        return (Table("", COLUMNS, rows), Table("", lines=tuple(self._lines())))

    def _lines(self) -> Sequence[str]:
        """Say in sentences where it went."""
        is_news = self.shared or self.pushed or self.sent or self.received
        lines = [] if is_news else ["There is nothing to share"]
        if self.is_opened:
            lines.append(f"{self.protected_branch} is protected at {self.remote}: {self.protection}")
            lines.append(f"{quantity(self.pushed, 'commit')} went to a branch that you are on now: {self.branch}")
            lines += [f"Ask for it to be merged: {self.pull_request}"] if self.pull_request else ["Ask for it to be merged"]
            lines.append(
                f"{self.protected_branch} here is as at {self.remote}. Once it is merged, kcs share goes back to it"
            )
        elif self.pushed:
            verb = f"{quantity(self.pushed, 'commit')} {'would go' if self.dry_run else 'went'}"
            lines.append(f"{verb} to {self.branch} at {self.remote}")
            lines += [f"Open a pull request: {self.pull_request}"] if self.pull_request else []
            if self.protected_branch:
                lines.append(f"Once it is merged, kcs share goes back to {self.protected_branch}")
        if self.sent or self.received:
            lines.append(f"Journal: {'would send' if self.dry_run else 'sent'} {quantity(self.sent, 'event')}"
                         f"{'' if self.dry_run else f', received {self.received:,}'}")  # fmt: skip
        return lines


def done_line(title: str, deeds: Sequence[Deed]) -> str:
    """Say what deeds did to an article, in a line; of a file that is none the deeds say it themselves."""
    if not title:
        texts = "; ".join(dict.fromkeys(deed.text for deed in deeds if deed.text))
        return shorten(one_line(f"Add words: {texts}"), SUBJECT)
    kinds = [deed.kind for deed in deeds]
    if merge := next((deed for deed in deeds if deed.kind == "merge" and "new" not in kinds), None):
        return one_line(f"Merge {merge.articles[0][1]} into {merge.articles[-1][1]}")
    pattern = next((text for kind, text in DONE.items() if kind in kinds), "Change {}")
    names = dict.fromkeys(
        name for deed in deeds if deed.kind == "set" for name in re.findall(r"(?:^| )([\w-]+)\+?=", deed.text)
    )
    return one_line(pattern.replace("{fields}", ", ".join(names)).replace("{}", title))


def commit_message(files: Sequence[SharedFile], cases: Sequence[str], message: str | None) -> str:
    """Return the message of a commit: what was done, unless a person says it, and the cases it was done for."""
    lines = list(dict.fromkeys(one.done for one in files))
    subject, body = one_line(message or ""), ""
    if not subject and len(lines) == 1:
        subject = lines[0]
    elif not subject:
        titles = "; ".join(dict.fromkeys(one.title or one.path for one in files))
        subject = shorten(f"Share {quantity(len(files), 'file')}: {one_line(titles)}", SUBJECT)
        body = "\n".join(f"- {line}" for line in lines)
    trailers = "\n".join(f"Case: {case}" for case in cases)
    return "\n\n".join(filter(None, (subject, body, trailers))) + "\n"
