"""How customers do not begin: the openers that say nothing."""

import re
from collections.abc import Mapping
from functools import lru_cache

from kcs_cli.lint.engine.rule import Option

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


def found_opener(text: str, openers: Prefixes) -> str:
    """Return the words at the beginning of a text that are one of the openers; nothing where it is none."""
    beginning = text[:200].replace("’", "'")
    skipped = re.match(ARTICLE, beginning, re.IGNORECASE)
    start = skipped.end() if skipped else 0
    words = beginning[start:].lower()
    found = [one for one in openers.get(words[:1], ()) if words.startswith(one) and _is_end(words, len(one))]
    return text[: start + max(map(len, found))] if found else ""


def _is_end(words: str, place: int) -> bool:
    """Tell whether a word ends at a place; a Chinese one ends anywhere."""
    return words[place - 1] > "\u3000" or not words[place : place + 1].isalnum()


@lru_cache
def as_prefixes(*options: Option) -> Prefixes:
    """Return openers as they are compared, by their first characters."""
    words = [one.strip().lower() for openers in options if isinstance(openers, tuple) for one in openers if one.strip()]
    return {first: tuple(one for one in words if one[0] == first) for first in {one[0] for one in words}}
