"""What a change did to an article's text: white space, front matter, a phrase, or something readers rely on."""

from collections.abc import Sequence

from kcs_cli.article.front_matter import UnclosedFrontMatterError, split
from kcs_cli.history.past import ChangeKind
from kcs_cli.knowledge_base.config import Config
from kcs_cli.text.display import decoded


def compare_texts(before: Sequence[bytes], after: bytes, config: Config) -> ChangeKind:
    """Return what was done to a text; `before` has several in a merge."""
    if len(before) > 1:
        return _merge_kind(before, after)
    old, new = before[0] if before else b"", after
    if old.split() == new.split():
        return ChangeKind.white_space
    return _field_kind(old, new, config)


def _merge_kind(before: Sequence[bytes], after: bytes) -> ChangeKind:
    """Return whether a merge says something that none of its sides said, or drops what all of them said."""
    sides = [set(map(_joined, text.splitlines())) for text in before]
    result = set(map(_joined, after.splitlines()))
    said, agreed = frozenset[bytes]().union(*sides), sides[0].intersection(*sides)
    return ChangeKind.substantive if result - said or agreed - result else ChangeKind.merged


def _joined(line: bytes) -> bytes:
    """Return a line without its white space at the ends, and runs of it as one."""
    return b" ".join(line.split())


def _field_kind(old: bytes, new: bytes, config: Config) -> ChangeKind:
    """Return what was done where the words differ: in the body, or in which fields."""
    from kcs_cli.article.front_matter import FieldError, take_apart

    if _body(old) != _body(new):
        return ChangeKind.substantive
    try:
        (_, were), (_, are) = take_apart(old), take_apart(new)
    except (FieldError, UnicodeDecodeError):
        return ChangeKind.substantive
    changed = {name for name in {*were, *are} if were.get(name) != are.get(name)}
    if changed & {*config.history.fields, *config.fields.title, *config.fields.kind}:
        return ChangeKind.substantive
    return ChangeKind.phrase if changed and changed <= {*config.fields.said} else ChangeKind.fields


def _body(content: bytes) -> list[str]:
    """Return the words of a text below its front matter."""
    text = decoded(content, "replace")
    try:
        return split(text).body.split()
    except UnclosedFrontMatterError:
        return text.split()
