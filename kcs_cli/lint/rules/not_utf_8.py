"""`not-utf-8`: a file that is not UTF-8 text."""

from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import decoded

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the first byte that is not UTF-8, or the first NUL byte."""
    if page.content.startswith(UTF_16):
        yield Spot(1, "The file is UTF-16; save it as UTF-8")
    elif page.undecodable:
        # The decoder counts from behind a byte order mark
        start = page.undecodable.start + (3 if page.content.startswith(b"\xef\xbb\xbf") else 0)
        byte = page.content[start]
        yield _at(
            page, start, f"Byte 0x{byte:02X} is not UTF-8 (in Windows-1252 {_as_windows(byte)}); save the file as UTF-8"
        )
    elif b"\0" in page.content:
        yield _at(page, page.content.index(b"\0"), "A NUL byte is no text; remove it")


def _as_windows(byte: int) -> str:
    """Return what a byte is on an old Windows."""
    return f"it is {bytes([byte]).decode('cp1252', 'replace')}".replace("it is \ufffd", "it is nothing")


def _at(page: Page, place: int, message: str) -> Spot:
    """Point at a byte by its line and column."""
    before = decoded(page.content[:place], "replace")
    return Spot(before.count("\n") + 1, message, len(before) - before.rfind("\n"), 1)


RULE = Rule(
    name="not-utf-8",
    group="safety",
    severity=Severity.error,
    reason="Other programs read other characters, or refuse the file, and search does not find the article.",
    good=Example("---\ntitle: Gerät faxt nicht\n---\n"),
    bad=Example("---\ntitle: Ger\udce4t faxt nicht\n---\n"),
    check=check,
)
