"""Where a value stands in the front matter, and the front matter with another one in its place."""

import re
from collections.abc import Sequence

from kcs_cli.article.front_matter import FileParts
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Spot
from kcs_cli.text.display import one_line, shorten
from kcs_cli.text.outside import kept

SHOWN = 60  # columns of a value in a message
PLAIN = re.compile(r"[\w-]+:(?:\s|$)|[ #-]|$")  # a line of front matter that takes a new field at its end


def value_text(value: str) -> str:
    """Return a value as a message shows it: short, on one line."""
    return shorten(one_line(value[:500]), SHOWN)


def name_of_value(page: Page, role: str) -> str:
    """Return the name under which a field of the standard has the value that counts; nothing where none has one."""
    return page.values.name_of(role)


def lines_of(page: Page, name: str) -> range:
    """Return the numbers of the lines of a field: from its name to the next field, or to the end of the front matter."""
    first = page.line_of(name)
    following = next((key.line for key in page.keys if key.line > first), max(page.parts.body_line - 1, first + 1))
    return range(first, following)


def found_at(page: Page, name: str, value: str, message: str) -> Spot:
    """Point at a value of a field; at the field where the value is written in another way."""
    for number in lines_of(page, name) if value else ():
        column = page.line(number).find(value, len(name) if number == page.line_of(name) else 0)
        if column >= 0:
            return Spot(number, message, column + 1, len(value))
    return Spot(page.line_of(name), message)


def can_set(page: Page, name: str, value: str) -> bool:
    """Tell whether `with_value` gives a field another value; where that is sure it is not tried, which costs 3 ms."""
    if name not in page.fields and _takes_fields(page.parts):
        return True
    text = kept(page.content)
    return with_value(text, name, value) != text


def _takes_fields(parts: FileParts) -> bool:
    """Tell whether a field can stand after the others for sure: nothing there may go on over the lines that follow."""
    if not parts.syntax:
        return True
    is_text = "|" in parts.source or ">" in parts.source
    return parts.syntax == "yaml" and not is_text and all(map(PLAIN.match, parts.source.split("\n")))


def with_value(text: str, name: str, value: str) -> str:
    """Return a file's text with another value of a field; the same text where that cannot be done safely."""
    from kcs_cli.article.edit.field import EditError, set_field  # costs every check, and is for repairs alone

    try:
        return set_field(text, name, value)
    except EditError:
        return text


def with_entry(text: str, name: str, value: str, before: Sequence[str]) -> str:
    """Return a file's text with one more entry in a list, of which `before` are known; the same where that is not safe."""
    from kcs_cli.article.edit.field import EditError, add_to_list, opened, set_field

    try:
        is_text = isinstance(opened(text).fields.get(name), str)  # `aliases: a, b` is two
        return set_field(text, name, [*before, value]) if is_text else add_to_list(text, name, value)
    except EditError:
        return text
