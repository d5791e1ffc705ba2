"""`secret-field`: a password or key in the front matter."""

import re
from collections.abc import Iterator

from kcs_cli.article.front_matter import plain_text
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.placeholder import STANDS_FOR
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import one_line, shorten

SECRET = re.compile(
    r"(?:.*[_. -])?(?:passw(?:or)?d|passphrase|pwd|passwort|kennwort|secret(?:[_. -]?key)?|"
    r"(?:api|access|private|auth)[_. -]?(?:key|token|secret)|client[_. -]?secret|token|credentials?)"
)
DEEPEST = 4  # tables within tables that are looked at
SHORTEST = 6  # characters of a secret
MOST = 200  # fields


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the fields that are called like a secret and have a value that may be one."""
    for top, value in list(page.fields.items())[:MOST]:
        for name, one in _scalars(str(top), value):
            if SECRET.fullmatch(name.lower()) and _may_be_secret(one):
                line = page.line_of_value(str(top), one)
                yield Spot(line, f"{shorten(one_line(name), 40)} has a secret; keep it out of the repository, and change it")


def _scalars(name: str, value: object, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the names and values of a field, also within tables and lists."""
    if depth >= DEEPEST or isinstance(value, bool):
        return
    if isinstance(value, dict):
        for inner, one in list(value.items())[:MOST]:
            yield from _scalars(str(inner), one, depth + 1)
    elif isinstance(value, list):
        for one in value[:MOST]:
            yield from _scalars(name, one, depth + 1)
    else:
        yield name[:200], plain_text(value)


def _may_be_secret(value: str) -> bool:
    """Tell whether a value may be a secret: one word that stands for nothing else, of some length."""
    return len(value) >= SHORTEST and not re.search(r"\s|^https?://[^@]*$", value) and not re.search(STANDS_FOR, value)


RULE = Rule(
    name="secret-field",
    group="safety",
    severity=Severity.error,
    reason="Who can read the repository can use the secret, and history keeps it after it is deleted.",
    good=Example("---\ntitle: Fax is silent\napi_key: ${FAX_KEY}\n---\n"),
    bad=Example("---\ntitle: Fax is silent\napi_key: 7h3k9m2c4d6f\n---\n"),
    check=check,
    hides_line=True,
)
