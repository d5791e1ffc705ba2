"""`personal-data`: somebody's address, number or secret, as capture finds them."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

from kcs_cli.article.language import detect_surely
from kcs_cli.article.model import unique
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.placeholder import is_placeholder
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import lines_of
from kcs_cli.lint.engine.world import World
from kcs_cli.text.national_phone import CANDIDATE, is_mobile
from kcs_cli.text.privacy import PersonalData, find_personal, mask, start_of, suspects

WORDS = ("description", "summary")  # fields with words of customers, beside the title and the phrases
NAMES = {"e-mail": "An e-mail address", "iban": "An account number", "card": "A card number", "phone": "A telephone number"}
HOTLINE = re.compile(r"(?<![\w.-])(?:\+?1[ -])?\(?(?:0?800|888|877|866|855|844|833)\)?[ -]\d{3}(?![\d.])")
NEAR = 10  # lines
LONGEST = 10_000  # characters of a line: a longer one is no text that somebody wrote


def check(page: Page, world: World, options: Options) -> Iterator[Spot]:
    """Find what is personal or secret, each once a line; what the organisation says of itself is neither."""
    allowed = options["allowed"]
    patterns = allowed if isinstance(allowed, tuple) else ()
    languages = cache(lambda: _languages(page))  # told where a line may have a number of their countries: few have
    for number in _suspects(page):
        line = page.line(number)[:LONGEST]
        spoken = languages() if CANDIDATE.search(line) else ()
        everything = find_personal(line, page.config.privacy.patterns, languages=spoken)
        found = {one.text: one for one in reversed(everything)}
        for one in sorted(found.values(), key=start_of):
            is_allowed = any(fnmatchcase(one.text, pattern) for pattern in patterns)
            is_public = is_placeholder(one, line) or _is_beside_hotline(one, page, number, spoken)
            if not is_allowed and not is_public and not world.own_names.has(one):
                what = NAMES.get(one.kind, f"A {one.kind.replace('-', ' ')}")
                yield Spot(number, f"{what} ({mask(one)}) stands here; write <{one.kind}>", one.start + 1, len(one.text))


def _is_beside_hotline(one: PersonalData, page: Page, number: int, languages: tuple[str, ...]) -> bool:
    """Tell whether a telephone number stands where the organisation says how it is called: near one free of charge."""
    near = (page.line(other) for other in range(max(1, number - NEAR), min(len(page.lines), number + NEAR) + 1))
    return one.kind == "phone" and any(map(HOTLINE.search, near)) and not is_mobile(one.text, languages)


def _languages(page: Page) -> tuple[str, ...]:
    """Return the languages in whose countries a page's telephone numbers may be: its own, and the base's."""
    own = (page.article.language or detect_surely(page.article)) if page.article else ""
    return unique((own, page.config.defaults.language))


def _suspects(page: Page) -> list[int]:
    """Return the numbers of the lines that may have something personal: of the fields with words, and of the body."""
    numbers = [*_words_lines(page), *range(page.parts.body_line, len(page.lines) + 1)]
    if page.config.privacy.patterns:
        return numbers
    return sorted({line + 1 for line in suspects(page.text)}.intersection(numbers))


def _words_lines(page: Page) -> Iterator[int]:
    """Yield the lines of the fields with words; who owns and reviews an article may be named by address."""
    names = {page.name_of("title"), page.name_of("said"), *WORDS}
    return (number for key in page.keys if key.name in names for number in lines_of(page, key.name))


RULE = Rule(
    name="personal-data",
    group="safety",
    severity=Severity.error,
    reason="What is in the history of a repository is there for ever, and everybody who reads the article reads it.",
    good=Example("## Issue\n\n<e-mail> gets no mail; write to help@example.org, or call +1 555 0100.\n"),
    bad=Example("## Issue\n\nRuth Miller (r.miller@fax-friends.net) gets no mail.\n"),
    check=check,
    options={"allowed": ()},
    hides_line=True,
)
