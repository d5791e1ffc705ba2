"""What a rule of the content standard is, and what it finds."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kcs_cli.lint.engine.page import Page
    from kcs_cli.lint.engine.world import World


class Severity(StrEnum):
    """How bad a finding is; `off`: the rule is not asked."""

    error = "error"
    warning = "warning"
    off = "off"


class Spot(NamedTuple):
    """What a rule found on a page: on which line of the file, from 1, at which column, from 1, over how many characters.

    `is_fixable`: the rule's `fix` mends it.
    """

    line: int
    message: str
    column: int = 1
    length: int = 0
    is_fixable: bool = False


Option = str | int | float | bool | tuple[str, ...]
Options = Mapping[str, Option]
NOTHING: Mapping[str, str] = MappingProxyType({})
NO_OPTIONS: Options = MappingProxyType({})
Check = Callable[["Page", "World", Options], Iterable[Spot]]
Fix = Callable[["Page", "World", Options], str]


class Example(NamedTuple):
    """An article's file that a rule approves of or not; other files beside it, by their paths; the file as it was before.

    `path` is the file's; `before` None: the rule looks at no change; empty: the article is new.
    """

    text: str
    others: Mapping[str, str] = NOTHING
    before: str | None = None
    path: str = "article.md"


class Rule(NamedTuple):
    """A rule: its name for ever, its severity where nothing else is configured, why there is it, and its examples.

    `check` yields what is wrong on a page. `fix` returns the page's text repaired, where there is one right answer. A rule
    with `only_changes` is asked only where it is known what a page was before. `options` have their defaults. The lines
    that a rule with `hides_line` finds are not shown: they have what nobody is to read. What a rule with `summed_up` finds
    in most files is one finding of the base: so many files, and these words.
    """

    name: str
    group: str
    severity: Severity
    reason: str
    good: Example
    bad: Example
    check: Check
    fix: Fix | None = None
    options: Options = NO_OPTIONS
    only_changes: bool = False
    hides_line: bool = False
    summed_up: str = ""
