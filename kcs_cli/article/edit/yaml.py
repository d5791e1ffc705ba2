"""Where a field stands in YAML front matter, and the splices that change it."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from kcs_cli.article.edit.splice import (
    EditError,
    Splice,
    line_end,
    line_of,
    line_start,
    longer_flow,
    whole_lines,
)
from kcs_cli.article.literal import HIDDEN, block, flow, is_block, new_field, quote, scalar

Event = Any  # of yaml.events; its marks count characters
Node = tuple[Event, ...]  # the events of one scalar, alias, list or mapping
PROPERTIES = re.compile(r"(?:[&!]\S*|#.*|\s+)*")


class YamlField(NamedTuple):
    """One `name: value`; `colon` is the place after its colon."""

    name: str
    key: Node
    value: Node
    colon: int


def setting(source: str, name: str, value: str | Sequence[str] | None) -> list[Splice]:
    """Give a field a value, or remove it."""
    field, rest = _find_field(source, name)
    if field:
        _refuse_used_anchors(source, field.key + field.value if value is None else field.value, rest)
    if value is None:
        return [_all_lines(source, field)] if field else []
    if field is None:
        column = _column_of(source, _start_of(rest)) if rest else 0
        return [Splice(len(source) - 1, len(source) - 1, "\n" + " " * column + new_field(name, value, column))]
    if not isinstance(value, str) and _stays_block(value, field.value[0]):
        return _block_in_place(source, field, list(value))
    return _line_in_place(source, field, _scalar_like(field.value[0], value) if isinstance(value, str) else flow(value))


def adding(source: str, name: str, value: str) -> list[Splice]:
    """Put one more entry after the last one of a list."""
    field, rest = _find_field(source, name)
    assert field
    _refuse_used_anchors(source, field.value[:1], rest)
    start, last = field.value[0], _end_of(source, field._replace(value=field.value[:-1]))
    if start.flow_style:
        return longer_flow(
            source, _start_of(field.value), last, field.value[-1].start_mark.index, scalar(value, in_flow=True)
        )
    end = line_end(source, last)
    return [Splice(end, end, "\n" + "".join(_dash_style(source, start)) + scalar(value))]


def is_list(source: str, name: str) -> bool:
    """Tell whether a field is written as a list, and not as an alias of one."""
    field, _ = _find_field(source, name)
    return field is not None and _is_kind(field.value[0], "SequenceStart")


def others(source: str, names: Collection[str]) -> list[tuple[Any, ...]]:
    """Return what all other fields say: linear in the source, however much its aliases stand for."""
    for name in names:
        _find_field(source, name)  # raises where it cannot be told
    rest = (pair for pair in read_pairs(source) if getattr(pair[0][0], "value", None) not in names)
    kept = ("anchor", "tag", "implicit", "value", "style")
    return [(type(event), *(getattr(event, key, None) for key in kept)) for pair in rest for node in pair for event in node]


def _find_field(source: str, name: str) -> tuple[YamlField | None, Node]:
    """Return a field, and the events of all others. Raise EditError where it cannot be told."""
    pairs = read_pairs(source)
    same = [(key, value) for key, value in pairs if getattr(key[0], "value", None) == name]
    rest = tuple(event for pair in pairs if pair not in same for event in (*pair[0], *pair[1]))
    alias = next((key for key, _ in pairs if _is_kind(key[0], "Alias")), None)
    if alias:
        raise EditError(line_of(source, _start_of(alias)), "a field's name is written as an alias")
    if len(same) > 1:
        raise EditError(line_of(source, _start_of(same[1][0])), f"the field {name} is there {len(same)} times")
    if not same:
        return None, rest
    key, value = same[0]
    start = _start_of(key)
    colon = re.compile(r"[ \t]*:").match(source, key[0].end_mark.index)
    if colon is None or source[line_start(source, start) : start].strip(" "):
        raise EditError(line_of(source, start), f"the field {name} is not written as `name: value`")
    return YamlField(name, key, value, colon.end()), rest


@lru_cache(maxsize=2)  # one source is asked about field by field
def read_pairs(source: str) -> tuple[tuple[Node, Node], ...]:
    """Return the names and values of the mapping that the front matter is.

    Raise EditError for `{name: value}`, and for what cannot be taken apart.
    """
    import yaml

    try:
        events: list[Event] = list(yaml.parse(source, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
    except yaml.YAMLError as error:  # a byte order mark that is a character below the fence
        raise EditError(1, "the front matter can be read, and not be taken apart: edit it by hand") from error
    if len(events) < 3 or not _is_kind(events[2], "MappingStart"):
        return ()
    if events[2].flow_style:
        raise EditError(line_of(source, events[2].start_mark.index), "the front matter is written in braces")
    inside = _nodes(events[3:-3])
    return tuple(zip(inside, inside, strict=True))


def _nodes(events: Iterable[Event]) -> Iterator[Node]:
    """Cut events into nodes."""
    depth, node = 0, []
    for event in events:
        node.append(event)
        depth += _is_kind(event, "SequenceStart", "MappingStart") - _is_kind(event, "SequenceEnd", "MappingEnd")
        if depth == 0:
            yield tuple(node)
            node = []


def _is_kind(event: Event, *kinds: str) -> bool:
    """Tell whether an event is of one of these kinds; a name, since importing yaml is slow."""
    return type(event).__name__.removesuffix("Event") in kinds


def _refuse_used_anchors(source: str, node: Node, rest: Node) -> None:
    """Raise EditError for an anchor that goes while another field needs it."""
    used = {event.anchor for event in rest if _is_kind(event, "Alias")}
    for event in node:
        if not _is_kind(event, "Alias") and (anchor := getattr(event, "anchor", None)) in used and anchor:
            raise EditError(line_of(source, event.start_mark.index), f"another field refers to it (*{anchor})")


def _start_of(node: Node) -> int:
    """Return where a node begins, with its anchor and tag."""
    return int(node[0].start_mark.index)


def _end_of(source: str, field: YamlField) -> int:
    """Return where the last thing of a field's value ends; the end of a block is written nowhere."""
    value = field.value
    last = next(event for event in reversed(value) if not _is_kind(event, "SequenceEnd", "MappingEnd") or _is_written(event))
    end = int(last.end_mark.index)
    if _is_text_block(last) and "+" not in _header(source, last):
        return len(source[:end].rstrip(" \t\n"))
    return max(end - _is_text_block(last), field.colon)


def _is_written(event: Event) -> bool:
    """Tell whether a list or mapping ends with a bracket."""
    return bool(event.end_mark.index > event.start_mark.index)


def _is_text_block(event: Event) -> bool:
    """Tell whether it is a `|` or `>` text."""
    return _is_kind(event, "Scalar") and event.style in ("|", ">")


def _header(source: str, event: Event) -> str:
    """Return the first line of a `|` or `>` text up to its comment."""
    found = re.compile(r"(?:[&!]\S*\s+)*[|>][-+\d]*").match(source, event.start_mark.index)
    return found[0] if found else ""


def _column_of(source: str, position: int) -> int:
    """Return how far a position is from the beginning of its line."""
    return position - line_start(source, position)


def _all_lines(source: str, field: YamlField) -> Splice:
    """Remove a field with the comments below it that are indented as its own: they would join a text above it."""
    lines = whole_lines(source, _start_of(field.key), _end_of(source, field))
    deeper = _column_of(source, _start_of(field.key)) + 1
    comments = re.compile(rf"(?:(?: *\n)* {{{deeper},}}#.*\n)*").match(source, lines.end)
    return lines._replace(end=comments.end()) if comments else lines


def _stays_block(values: Sequence[str], old: Event) -> bool:
    """Choose how a list is written: as the old list is, else as a new one."""
    return not old.flow_style if values and _is_kind(old, "SequenceStart") else is_block(values)


def _dash_style(source: str, start: Event) -> tuple[str, str]:
    """Return the indent of a block list's dashes, and the dash with the space after it."""
    found = PROPERTIES.match(source, start.start_mark.index)
    dash = found.end() if found else start.start_mark.index
    spaces = re.compile(r"-( +)(?=[^ #\n])").match(source, dash)
    return " " * _column_of(source, dash), spaces[0] if spaces else "- "


def _block_in_place(source: str, field: YamlField, values: list[str]) -> list[Splice]:
    """Replace a value by a list with an entry a line."""
    old, start = field.value[0], _start_of(field.value)
    indent, dash = " " * (_column_of(source, _start_of(field.key)) + 2), "- "
    if _is_kind(old, "SequenceStart") and not old.flow_style:
        indent, dash = _dash_style(source, old)
    if _is_on_line_of_its_own(source, field):
        end = _end_of(source, field)
        return [Splice(start, end, block(" " * _column_of(source, start), dash, values).lstrip())]
    first, *more = _removal(source, field)
    end = line_end(source, first.end)
    return [first._replace(start=field.colon), *more, Splice(end, end, block(indent, dash, values))]


def _line_in_place(source: str, field: YamlField, text: str) -> list[Splice]:
    """Replace a value by one that has no line feed."""
    start, old = _start_of(field.value), field.value[0]
    if _is_kind(old, "SequenceStart", "MappingStart") and not old.flow_style and _is_on_line_of_its_own(source, field):
        end = _end_of(source, field)
        is_commented = source[end : line_end(source, end)].strip()
        gone = Splice(start, end, "") if is_commented else whole_lines(source, start, end)
        return [Splice(field.colon, field.colon, f" {text}"), gone]
    first, *more = _removal(source, field)
    return [first._replace(text=f" {text}" if first.start == field.colon else text), *more]


def _is_on_line_of_its_own(source: str, field: YamlField) -> bool:
    """Tell whether a value begins below its name."""
    return "\n" in source[field.colon : _start_of(field.value)]


def _removal(source: str, field: YamlField) -> list[Splice]:
    """Remove a value and leave the comment after it; the lines of a `|` text are a splice of their own."""
    start, end = max(_start_of(field.value), field.colon), _end_of(source, field)
    if _is_text_block(field.value[0]):
        head = start + len(_header(source, field.value[0]))
        below = line_end(source, head) + 1
        return [Splice(start, head, ""), *([Splice(below, line_end(source, end) + 1, "")] if end > below else [])]
    return [Splice(start if end > start else field.colon, end if end > start else field.colon, "")]


def _scalar_like(old: Event, text: str) -> str:
    """Write a text in the quotes that the old value has, unless it had them because it needed them."""
    is_habit = _is_kind(old, "Scalar") and old.style in ("'", '"') and scalar(old.value) == old.value
    if not is_habit or HIDDEN.search(text):
        return scalar(text)
    return quote(text) if old.style == '"' else "'" + text.replace("'", "''") + "'"
