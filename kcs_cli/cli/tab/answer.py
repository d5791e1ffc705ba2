"""Answers a shell's TAB: `kcs --complete SHELL WORD...`, of bash with the whole line; whatever is wrong, in silence."""

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kcs_cli.cli.tab.candidate import candidates, index_of, is_file
from kcs_cli.cli.tab.line import FOLDER, find_context, read_table
from kcs_cli.cli.tab.shell import SHELLS, plain_word, words_of

FILES = "\tfiles"  # a line that leaves the word to the shell
UNSEEN = r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]"  # would change a terminal or a line


def answer_tab(arguments: Sequence[str]) -> None:
    """Write what the last word of a command line may become, a line each."""
    with suppress(Exception):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]  # or suppressed
        sys.stdout.writelines(f"{line}\n" for line in _lines(*arguments))
        sys.stdout.flush()


def _lines(shell: str, *line: str) -> list[str]:
    """Return the lines of the answer."""
    words = words_of(line[0])[1:] or [""] if shell == "bash" else list(line)
    raw = words[-1]
    table = read_table()
    context = find_context([plain_word(word) for word in words], table)
    if folder := context.given.get(FOLDER):
        os.chdir(Path(folder).expanduser())
    if is_file(context.kind):
        found = candidates(context, table, index_of(context)) if context.command == "lint" and context.typed else []
        return [*SHELLS[shell](found, context.before, raw), FILES]
    found = [one for one in candidates(context, table, index_of(context)) if not re.search(UNSEEN, one.value + one.typed)]
    return list(SHELLS[shell](found, context.before, raw))
