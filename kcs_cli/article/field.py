"""Changes of an article's fields: what a person may set, and what the file then is."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from kcs_cli.article.edit.field import EditError, add_to_list, field_names, set_field
from kcs_cli.article.front_matter import FrontMatter, plain_text, take_apart
from kcs_cli.article.model import Article, unique
from kcs_cli.article.section import has_resolution
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import VOCABULARIES, Confidence, Governance, as_word
from kcs_cli.render.report import Cell, Column, Columns, Table, unread
from kcs_cli.text.dates import read_moment
from kcs_cli.text.difference import Transition, transitions, unified
from kcs_cli.text.display import OptionalText, on_one_line

LISTS = ("tags", "aliases", "said")
FIELDS = ("title", *VOCABULARIES, "owner", *LISTS, "language", "updated")
SAME = {"state": "confidence", "lang": "language", "tag": "tags", "alias": "aliases"}


COLUMNS: Columns = (
    Column("id", "article"),
    "title",
    "field",
    Column("before", "old"),
    *unread("after", "reason"),
    Column("", "new"),
    "path",
)


class Assignment(NamedTuple):
    """`field=value`, or `field+=value` for one more in a list."""

    field: str
    value: str
    adds: bool = False


class FieldChange(NamedTuple):
    """What changes in one article: `old` and `new` value by field, and the difference of the file.

    `reason` says why nothing changes, `is_refused` that a condition was not met; `remark` is what to know about it.
    """

    id: str
    path: str
    transitions: tuple[Transition, ...]
    difference: OptionalText
    reason: OptionalText = ""
    is_refused: bool = False
    remark: OptionalText = ""
    title: str = ""


class ChangeReport(NamedTuple):
    """What was changed, or would be (`dry_run`)."""

    changed: tuple[FieldChange, ...]
    dry_run: bool

    @property
    def is_refused(self) -> bool:
        """Tell whether a condition kept an article as it was."""
        return any(one.is_refused for one in self.changed)

    def tables(self) -> Sequence[Table]:
        """Return the changes; of a dry run the differences as well."""
        rows: list[tuple[Cell, ...]] = [
            (one.id, one.title, *field, "", field.after, one.path) for one in self.changed for field in one.transitions
        ]
        rows += [
            (one.id, one.title, "", "", "", one.reason, one.reason, one.path) for one in self.changed if not one.transitions
        ]
        done = Table("", COLUMNS, tuple(rows))
        if not self.dry_run:
            return (done,)
        return (*(Table("", lines=tuple(one.difference.split("\n"))) for one in self.changed if one.difference), done)


def read_assignment(text: str, config: Config) -> Assignment:
    """Read what a person typed. Raise KcsError for what is no assignment, and for a value the standard does not know."""
    name, equals, value = text.partition("=")
    adds = name.endswith("+")
    field = role_of(name.removesuffix("+").strip(), config)
    if not equals or not field:
        raise KcsError(f"{text} sets nothing", "Write field=value, as confidence=validated, or tags+=vpn")
    if field == "id":
        raise KcsError("An article keeps its id for life", "aliases+=NAME gives it another name")
    if adds and field not in LISTS:
        raise KcsError(f"{field} has one value", f"Write {field}={value}")
    if adds and not value.strip():
        raise KcsError(f"{text} adds nothing", f"Write {field}+=VALUE")
    return Assignment(field, _known_value(field, on_one_line(value)), adds)


def read_condition(text: str, config: Config) -> Assignment:
    """Read a condition, `field=value`. Raise KcsError as `read_assignment`."""
    if "+=" in text.partition("=")[0] + "=":
        raise KcsError(f"{text} is no condition", "Write --if field=value, as --if confidence=validated")
    return read_assignment(text, config)


def role_of(name: str, config: Config) -> str:
    """Return the field that a name stands for: its own, one the configuration gives it, or a short one."""
    if name.lower() in (*FIELDS, "id"):
        return name.lower()
    roles = {known: role for role in (*FIELDS, "id") for known in config.fields.names(role)}
    return roles.get(name) or SAME.get(name.lower(), name)


def _known_value(field: str, value: str) -> str:
    """Return a value as the standard writes it. Raise KcsError for one it does not know."""
    if field == "updated" and value and not read_moment(value):
        raise KcsError(f"updated cannot be {value}", "Write it as 2026-11-22")
    if field not in VOCABULARIES:
        return value
    names = [choice.value for choice in VOCABULARIES[field]]
    plain = as_word(value)
    if plain in names:
        return plain
    near = get_close_matches(plain, names, 1, 0.5)
    raise KcsError(
        f"{field} cannot be {value or 'empty'}", f"Did you mean {near[0]}?" if near else f"One of {', '.join(names)}"
    )


def changed_text(text: str, assignments: Sequence[Assignment], article: Article, config: Config) -> str:
    """Return the file's text with the fields set. Raise KcsError where that cannot be done safely."""
    try:
        for one in assignments:
            name = _field_name(one.field, text, config)
            text = _added(text, name, one, article) if one.adds else set_field(text, name, new_value(one))
    except EditError as error:
        raise KcsError(
            f"{article.path}, line {error.line}: {error.reason}", "Change it in the editor: kcs fix ID"
        ) from error
    return text


def _added(text: str, name: str, one: Assignment, article: Article) -> str:
    """Add to a list; `tags: a, b` is one text and two tags, and stays one. Raise EditError."""
    values = [one.value] if one.field == "said" else list(filter(None, map(str.strip, one.value.split(","))))
    new = unique(value for value in values if value not in getattr(article, one.field))
    old = take_apart(text.encode())[1].get(name)
    if new and one.field != "said" and isinstance(old, str) and plain_text(old):
        return set_field(text, name, longer_text(old, new))
    for value in new:
        text = add_to_list(text, name, value)
    return text


def longer_text(old: str, entries: Iterable[str]) -> str:
    """Return a list that is written as one text, `a,b` or `a, b`, with more entries, parted as the others are."""
    comma = "," if "," in old and ", " not in old else ", "
    return comma.join((old.rstrip(" ,"), *entries))


def new_value(one: Assignment) -> str | list[str] | None:
    """Return what is written: a list for a field that is one, None to remove a field."""
    if one.field in LISTS and one.value:
        parts = [one.value] if one.field == "said" else one.value.split(",")
        return [part.strip() for part in parts if part.strip()]
    return one.value or None


def _field_name(field: str, text: str, config: Config) -> str:
    """Return the name a field has in a file, else the one it should have. Raise KcsError for one nobody knows."""
    present = field_names(text)
    if field in FIELDS:
        return FrontMatter(take_apart(text.encode())[1], config).written_name(field)
    if field in present:
        return field
    near = get_close_matches(field, [*FIELDS, *present], 1, 0.6)
    hint = f"Did you mean {near[0]}?" if near else f"kcs knows {', '.join(FIELDS)}; others must be in the article already"
    raise KcsError(f"There is no field {field}", hint)


def current_value(article: Article, text: str, field: str, config: Config) -> str:
    """Return a field's value as text; of a field of the article's own as its front matter has it. Raise KcsError."""
    if field in FIELDS:
        value: Any = getattr(article, {"updated": "updated_on"}.get(field, field))
        return ", ".join(value) if isinstance(value, tuple) else str(value or "")
    name = _field_name(field, text, config)
    raw = take_apart(text.encode())[1].get(name, "")
    return ", ".join(map(plain_text, raw)) if isinstance(raw, list) else plain_text(raw)


def is_met(condition: Assignment, article: Article, text: str, config: Config) -> bool:
    """Tell whether a field has a value; lists may be written with or without spaces. Raise KcsError."""
    wanted = condition.value
    if condition.field in LISTS and condition.field != "said":
        wanted = ", ".join(filter(None, map(str.strip, wanted.split(","))))
    return current_value(article, text, condition.field, config) == wanted


def change(
    before: tuple[Article, str], after: tuple[Article, str], wanted: Sequence[Assignment], config: Config
) -> FieldChange:
    """Return what differs between an article and the same one changed."""
    old, new = before[0], after[0]
    if before[1] == after[1]:
        left = next((reason for one in wanted if (reason := _left(after, one, config))), "has it already")
        return FieldChange(new.id, new.path, (), "", reason=left, title=new.title)
    fields = unique(one.field for one in wanted)
    were, are = ({field: _value_of(version, field, config) for field in fields} for version in (before, after))
    changed = transitions(were, are)
    lines = unified(before[1], after[1], old.path, new.path, around=1)
    skipped = "" if changed else "no value changed, only how it is written"  # an empty field was taken out
    return FieldChange(new.id, new.path, changed, lines, skipped, remark=advice(old, new), title=new.title)


def _left(version: tuple[Article, str], one: Assignment, config: Config) -> str:
    """Say why a field that was to be removed has a value all the same: a site's redirects, a default of the base."""
    value = "" if one.value else _value_of(version, one.field, config)
    return f"{value} stays: there is no {_field_name(one.field, version[1], config)} to take out" if value else ""


def _value_of(version: tuple[Article, str], field: str, config: Config) -> str:
    """Return a field's value in one version of an article; nothing where it is not there."""
    try:
        return current_value(*version, field, config)
    except KcsError:
        return ""


def advice(old: Article, new: Article) -> str:
    """Say what a person who changes an article should know; nothing is forbidden."""
    if old.governance is Governance.compliance:
        return f"{old.id} is under compliance: {old.owner or 'its owner'} must agree"
    if new.confidence is Confidence.validated and not has_resolution(new):
        return f"{new.id} has no resolution yet"
    return ""
