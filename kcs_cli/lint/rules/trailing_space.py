"""`trailing-space`: blanks at the end of a line; two spaces in the body are a line break, and code is left alone."""

from collections.abc import Iterator, Sequence

from kcs_cli.article.front_matter import FieldError, read_front_matter
from kcs_cli.article.link import LINE
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.run import file_text
from kcs_cli.lint.engine.world import World

BLANKS = " \t"
BREAK = "  "  # https://spec.commonmark.org/0.31.2/#hard-line-breaks


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the lines that end with blanks to no purpose."""
    for number in _numbers(page):
        line = page.line(number)
        bare = len(line.rstrip(BLANKS))
        more = "; two spaces are a line break" if _cleaned(page, number, line) != line[:bare] else ""
        yield Spot(number, f"Blanks end the line{more}", bare + 1, len(line) - bare, is_fixable=True)


def _numbers(page: Page) -> Sequence[int]:
    """Return the numbers of the lines to clean."""
    text = page.text
    if " \n" not in text and "\t\n" not in text and text[-1:] not in (" ", "\t"):
        return ()
    return [*_front_numbers(page), *(n for n, line in page.prose.items() if line != _cleaned(page, n, line))]


def _front_numbers(page: Page) -> list[int]:
    """Return the lines of the front matter that end with blanks, unless blanks are part of a value: a text after `|`."""
    lines = page.parts.source.split("\n")
    bare = [line.rstrip(BLANKS) for line in lines]
    if lines == bare or page.field_error:
        return []
    try:
        is_same = read_front_matter(page.parts._replace(source="\n".join(bare))) == page.fields
    except FieldError:
        return []
    return [n for n, (a, b) in enumerate(zip(lines, bare, strict=True), page.parts.line) if a != b] if is_same else []


def _cleaned(page: Page, number: int, line: str) -> str:
    """Return a line without blanks at its end, but with its line break."""
    bare = line.rstrip(BLANKS)
    return bare + BREAK if bare and line.endswith(BREAK) and number >= page.parts.body_line else bare


def fix(page: Page, _: World, __: Options) -> str:
    """Take the blanks away; line ends and all else stay."""
    wanted = frozenset(_numbers(page))
    parts = []
    for number, found in enumerate(LINE.finditer(file_text(page)), 1):
        line = found[0].rstrip("\r\n")
        parts += [_cleaned(page, number, line) if number in wanted else line, found[0][len(line) :]]
    return "".join(parts)


RULE = Rule(
    name="trailing-space",
    group="structure",
    severity=Severity.warning,
    reason="Blanks that nobody sees make lines differ that are the same, and a change longer than it is.",
    good=Example("---\ntitle: Fax is silent\n---\n\n## Issue\n\nThe fax does not ring.  \nIt does not answer.\n"),
    bad=Example("---\ntitle: Fax is silent\n---\n\n## Issue \n\nThe fax does not ring.\n"),
    check=check,
    fix=fix,
)
