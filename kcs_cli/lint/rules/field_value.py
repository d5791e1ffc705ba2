"""`field-value`: a kind, confidence, audience or governance that the standard does not know."""

from collections.abc import Iterator
from typing import NamedTuple

from kcs_cli.knowledge_base.vocabulary import VOCABULARIES, as_word
from kcs_cli.lint.engine.nearest import nearest
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.run import file_text
from kcs_cli.lint.engine.value_place import can_set, found_at, name_of_value, value_text, with_value
from kcs_cli.lint.engine.world import World

KNOWN = {role: tuple(choice.value for choice in vocabulary) for role, vocabulary in VOCABULARIES.items()}
SYNONYMS = {  # with one right answer; none that lets more people read: `external` may be partners, customers, everyone
    "kind": {
        "howto": "how-to", "how-tos": "how-to", "faq": "question", "q&a": "question", "qa": "question",
        "error": "known-error", "known-issue": "known-error", "knownerror": "known-error", "problems": "problem",
    },
    "confidence": {
        "draft": "wip", "work-in-progress": "wip", "in-progress": "wip", "unvalidated": "not-validated",
        "notvalidated": "not-validated", "published": "validated", "approved": "validated", "final": "validated",
        "verified": "validated", "valid": "validated", "obsolete": "archived", "retired": "archived", "archive": "archived",
    },
    "audience": {
        "private": "internal", "intern": "internal", "partners": "partner", "customers": "customer", "everyone": "public",
    },
}  # fmt: skip


class ForeignValue(NamedTuple):
    """A value outside the vocabulary of its field, under its name; `right`: the one right answer, if there is one.

    `written` is the name under which that is written: the same, but where the field is the site's.
    """

    name: str
    written: str
    value: str
    known: tuple[str, ...]
    right: str


def _wrong_values(page: Page) -> Iterator[ForeignValue]:
    """Yield the values that are read as the default, since they mean nothing."""
    for role, known in KNOWN.items():
        if page.fields.keys().isdisjoint(page.config.fields.names(role)):
            continue
        value = page.values.text(role)
        word = as_word(value)
        if value and word not in known:
            name = name_of_value(page, role)
            written = page.values.written_name(role)
            yield ForeignValue(name, written, value, known, SYNONYMS.get(role, {}).get(word, ""))


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the values outside the vocabularies."""
    for name, written, value, known, right in _wrong_values(page):
        near = right or nearest(as_word(value), known)
        hint = f"the nearest is {near}" if near else f"one of {', '.join(known)}"
        spot = found_at(page, name, value, f"{name} cannot be {value_text(value)}; {hint}")
        yield spot._replace(is_fixable=bool(right) and can_set(page, written, right))


def fix(page: Page, _: World, __: Options) -> str:
    """Write the values of the standard for other words that mean the same."""
    text = file_text(page)
    for wrong in _wrong_values(page):
        text = with_value(text, wrong.written, wrong.right) if wrong.right else text
    return text


RULE = Rule(
    name="field-value",
    group="front matter",
    severity=Severity.error,
    reason="A word that the standard does not know is read as the default: a final article is not trusted, say.",
    good=Example("---\ntitle: Fax is silent\nconfidence: validated\n---\n"),
    bad=Example("---\ntitle: Fax is silent\nconfidence: final\n---\n"),
    check=check,
    fix=fix,
)
