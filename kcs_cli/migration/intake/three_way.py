"""An article changed at its source and here: both changes where they do not touch each other, else ours."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.edit.field import EditError, field_names, set_field
from kcs_cli.article.front_matter import FieldError, UnclosedFrontMatterError, split, take_apart
from kcs_cli.git.process import run_git
from kcs_cli.text.outside import exact, kept, kept_bytes

MOST_LINES = 2_000  # of which are compared line by line


class MergedText(NamedTuple):
    """The text of both; `conflicts` are what was changed on both sides: the names of fields, `text` for the body."""

    content: bytes
    conflicts: tuple[str, ...] = ()


def merged(base: bytes, ours: bytes, theirs: bytes) -> MergedText:
    """Put together what changed on two sides since they were one text."""
    if theirs in (base, ours):
        return MergedText(ours)
    if ours == base:
        return MergedText(theirs)
    try:
        text, conflicts = _merged_fields(base, ours, theirs)
        body, is_torn = _merged_bodies(*(_body(exact(one)) for one in (base, ours, theirs)))
    except (FieldError, EditError, UnicodeError, UnclosedFrontMatterError):  # broken here: nobody can say what changed
        return MergedText(ours, ("text",))
    head = text[: len(text) - len(_body(text))]
    content = (head + body).encode()
    return MergedText(content, (*conflicts, *(["text"] if is_torn else [])))


def _body(text: str) -> str:
    """Return what stands below the front matter, with its own line ends."""
    parts = split(text.replace("\r\n", "\n"))
    lines = text.splitlines(keepends=True)
    return "".join(lines[parts.body_line - 1 :]) if parts.syntax else text


def _merged_fields(base: bytes, ours: bytes, theirs: bytes) -> tuple[str, list[str]]:
    """Return our text with the fields that changed at the source, and the names of those that changed on both sides."""
    was, mine, now = (take_apart(one)[1] for one in (base, ours, theirs))
    text, conflicts = exact(ours), []
    for name in dict.fromkeys((*field_names(exact(theirs)), *was)):
        old, own, new = was.get(name), mine.get(name), now.get(name)
        if new in (old, own):
            continue
        if own == old:
            text = set_field(text, name, _value(new))
        elif _is_list(old, own, new):
            text = set_field(text, name, _merged_lists(old or [], own or [], new or []))
        else:
            conflicts.append(name)
    return text, conflicts


def _is_list(*values: object) -> bool:
    """Tell whether all that is there are lists."""
    return all(value is None or isinstance(value, list) for value in values)


def _value(value: object) -> str | list[str] | None:
    """Return a value as it is written."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return None if value is None else str(value)


def _merged_lists(old: Sequence[object], own: Sequence[object], new: Sequence[object]) -> list[str] | None:
    """Return our list with what the source added, without what it took away."""
    kept = [one for one in own if one in new or one not in old]
    result = [str(one) for one in (*kept, *(one for one in new if one not in old and one not in own))]
    return result or None


def _merged_bodies(base: str, ours: str, theirs: str) -> tuple[str, bool]:
    """Return the body of both; where lines were changed on both sides ours, and True."""
    if theirs in (base, ours):
        return ours, False
    if ours == base:
        return theirs, False
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
            (Path(folder) / name).write_bytes(kept_bytes(text))
        answer = run_git(Path(folder), "merge-file", "--stdout", "ours", "base", "theirs")
    if not answer.status:
        return kept(kept_bytes(answer.out)), False
    close = _joined_edits(*(one.splitlines(keepends=True) for one in (base, ours, theirs)))
    return (ours, True) if close is None else (close, False)


def _joined_edits(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> str | None:
    """Return both changes where they touch and do not overlap: a paragraph changed here, and one added below it there.

    git takes that for a conflict: in code a line often belongs to the one beside it, in an article it does not.
    """
    if max(map(len, (base, ours, theirs))) > MOST_LINES:
        return None
    edits = sorted((*_edits(base, ours), *_edits(base, theirs)), key=lambda edit: (edit.start, edit.end))
    if any(one.end > other.start or one[:2] == other[:2] for one, other in pairwise(edits)):
        return None
    parts: list[str] = []
    end = 0
    for edit in edits:
        parts += [*base[end : edit.start], *edit.lines]
        end = edit.end
    return "".join([*parts, *base[end:]])


class LineEdit(NamedTuple):
    """Lines that took the place of some others, from `start` up to `end`."""

    start: int
    end: int
    lines: tuple[str, ...]


def _edits(base: Sequence[str], changed: Sequence[str]) -> Iterator[LineEdit]:
    """Yield what was changed."""
    from difflib import SequenceMatcher

    for tag, start, end, first, last in SequenceMatcher(None, base, changed, autojunk=False).get_opcodes():
        if tag != "equal":
            yield LineEdit(start, end, tuple(changed[first:last]))
