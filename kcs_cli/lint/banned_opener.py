"""`banned-opener`: a title or an issue that begins with words about who asks, and not with what it is about."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kcs_cli.lint.issue import first_sentence, title_line, title_of
from kcs_cli.lint.page import Page
from kcs_cli.lint.rule import Example, Found, Option, Options, Rule, Severity
from kcs_cli.lint.world import World

Prefixes = Mapping[str, tuple[str, ...]]
ARTICLE = r"(?:the|our|der|die|unser) "
WHO = {
    "customer, caller": (
        "is, isn't, has, wants, wanted, would like, needs, cannot, can not, can't, could not, couldn't, reports, reported"
        ", says, said, states, stated, complains, claims"
    ),
    "user": "wants, would like, needs, cannot, can not, can't, is unable, is not able, reports, reported, says, complains",
    "kunde, kundin, anrufer, anruferin": "möchte, will, wünscht, braucht, kann, hat, ist, meldet, sagt, berichtet, beklagt",
    "benutzer, benutzerin, anwender, anwenderin, nutzer, nutzerin": (
        "möchte, will, wünscht, braucht, kann nicht, kann sich nicht, meldet, sagt, berichtet, beklagt"
    ),
    "klientas, klientė, vartotojas, vartotoja, naudotojas": "nori, norėtų, negali, sako, praneša, skundžiasi, prašo",
}
OPENERS = (
    *(f"{who} {does}" for names, verbs in WHO.items() for who in names.split(", ") for does in verbs.split(", ")),
    *(f"{who}{does}" for who in ("客户", "用户", "顾客") for does in ("想", "希望", "需要", "无法", "不能", "反映", "表示")),
    "客户说",
)
TITLE_OPENERS = (  # in the issue they are the customer's own words
    "I want", "I need", "I would like", "I'd like", "I am trying to", "I'm trying to", "How to fix",
    "ich möchte", "ich will", "ich brauche", "ich würde gern", "ich hätte gern", "aš noriu", "noriu", "norėčiau",
    "man reikia", "我想", "我要", "我需要", "我希望",
)  # fmt: skip


def check(page: Page, _: World, options: Options) -> Iterator[Found]:
    """Find the opener of the title, and that of the issue."""
    title = title_of(page)
    if title and (opener := found_opener(title, as_prefixes(options["openers"], options["title_openers"]))):
        yield Found(title_line(page), f"The title begins with “{opener}”; begin with the thing, and what it does")
    sentence = first_sentence(page)
    if sentence and (opener := found_opener(sentence.text, as_prefixes(options["openers"]))):
        message = f"The issue begins with “{opener}”; write what the customer said, or the thing and what it does"
        yield Found(sentence.line, message, sentence.column, len(opener))


def found_opener(text: str, openers: Prefixes) -> str:
    """Return the words at the beginning of a text that are one of the openers; nothing where it is none."""
    beginning = text[:200].replace("’", "'")
    skipped = re.match(ARTICLE, beginning, re.IGNORECASE)
    start = skipped.end() if skipped else 0
    words = beginning[start:].lower()
    found = [one for one in openers.get(words[:1], ()) if words.startswith(one) and is_end(words, len(one))]
    return text[: start + max(map(len, found))] if found else ""


def is_end(words: str, place: int) -> bool:
    """Tell whether a word ends at a place; a Chinese one ends anywhere."""
    return words[place - 1] > "\u3000" or not words[place : place + 1].isalnum()


@lru_cache
def as_prefixes(*options: Option) -> Prefixes:
    """Return openers as they are compared, by their first characters."""
    words = [one.strip().lower() for openers in options if isinstance(openers, tuple) for one in openers if one.strip()]
    return {first: tuple(one for one in words if one[0] == first) for first in {one[0] for one in words}}


RULE = Rule(
    name="banned-opener",
    group="customers' words",
    severity=Severity.error,
    reason="Who asks is the same in every article: the first words should tell them apart.",
    good=Example("---\ntitle: Fax is silent after a move\n---\n\n## Issue\n\nMy fax does not ring any more.\n"),
    bad=Example("---\ntitle: I want to send a fax\n---\n\n## Issue\n\nCustomer is unable to send a fax.\n"),
    check=check,
    options={"openers": OPENERS, "title_openers": TITLE_OPENERS},
)
