"""`name-not-portable`: a file name that some system refuses or takes for another one."""

import re
from collections.abc import Iterator
from unicodedata import is_normalized

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World

# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
# Five characters at least: the names that Windows reserves, `con` to `lpt9`, are shorter
PLAIN = re.compile(r"(?:[a-z0-9_-]{5,}(?:\.[a-z0-9_-]+)*/)*+[a-z0-9_-]{5,}(?:\.[a-z0-9_-]+)+")  # nothing can be wrong
REFUSED = re.compile(r"[<>:\"|?*\\\x00-\x1f]")
RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]) *(?:\..*)?")
LONGEST = 200  # characters of a path: Windows has 260 with the folder the repository is in


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find what is wrong with the path; of two that differ in capitals only, the later one is named."""
    is_plain = len(page.path) <= LONGEST and PLAIN.fullmatch(page.path)
    for message in () if is_plain else (*_wrong_parts(page.path), *_wrong_whole(page.path)):
        yield Spot(1, message)
    if page.before and page.before.path == page.path:
        return  # it is no new name
    same = [path for path in world.known.by_folded_path.get(page.path.casefold(), ()) if path != page.path]
    if same and (page.has_before or min(same) < page.path):
        yield Spot(1, f"{min(same)} has the same name but for capitals: Windows and macOS keep one of them only")


def _wrong_parts(path: str) -> Iterator[str]:
    """Yield what is wrong with a folder's or the file's name."""
    for part in path.split("/"):
        if sign := REFUSED.search(part):
            shown = sign[0] if sign[0].isprintable() else f"U+{ord(sign[0]):04X}"
            yield f"Windows has no file names with {shown}"
        if part[-1:] in (".", " "):
            yield f"Windows drops the {'dot' if part[-1] == '.' else 'blank'} at the end of “{part}”"
        if RESERVED.fullmatch(part):
            yield f"Windows reserves the name {part}"


def _wrong_whole(path: str) -> Iterator[str]:
    """Yield what is wrong with a path as a whole."""
    if len(path) > LONGEST:
        yield f"The path has {len(path)} characters; with more than {LONGEST} Windows may refuse it"
    if not is_normalized("NFC", path):
        yield "The path has accents apart from their letters (not NFC): systems take it for two files"


RULE = Rule(
    name="name-not-portable",
    group="safety",
    severity=Severity.error,
    reason="Whoever clones the repository on another system does not get the file, or gets one in place of two.",
    good=Example("---\ntitle: Fax is silent\n---\n", path="fax-is-silent.md"),
    bad=Example("---\ntitle: Fax is silent\n---\n", path="fax: silent?.md"),
    check=check,
)
