"""`id-malformed`: an id that cannot be typed into a link or a shell as it is."""

from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at, name_of_value, value_text
from kcs_cli.lint.engine.world import World
from kcs_cli.text.identifier import is_mark

LONGEST = 64  # characters
SIGNS = "-._/"


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find what is wrong with an id: its characters, how it begins, its length."""
    id_ = page.values.text("id")
    wrong = "".join(dict.fromkeys(c for c in id_ if not (c.isalnum() or c in SIGNS or is_mark(c))))
    if wrong:
        message = f"has {'a space' if ' ' in wrong else value_text(wrong)}: keep to letters, digits and - . _"
    elif id_[:1] and id_[0] in SIGNS:
        message = f"begins with {id_[0]}: begin with a letter or a digit"
    elif len(id_) > LONGEST:
        message = f"has {len(id_)} characters: {LONGEST} at most"
    else:
        return
    yield found_at(page, name_of_value(page, "id"), id_, f"The id {value_text(id_)} {message}")


RULE = Rule(
    name="id-malformed",
    group="identity",
    severity=Severity.error,
    reason="An id is typed, pasted into links and read out on the phone: spaces and signs break it.",
    good=Example("---\nid: KB-000123\ntitle: Fax is silent\n---\n"),
    bad=Example("---\nid: fax is silent\ntitle: Fax is silent\n---\n"),
    check=check,
)
