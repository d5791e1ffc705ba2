"""Personal data and secrets in what customers wrote: found before it enters history, replaced before it is stored."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

from kcs_cli.errors import ConfigError
from kcs_cli.text.outside import readable

KINDS = ("secret", "e-mail", "iban", "card", "phone", "national-id")

SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212"
ODD = rf"(?![\x00-\x7f])[\d{SPACES}{HYPHENS}\uff01-\uff5e]"  # the last ones are full-width
SECRETS = (  # signs of them in lower case: without one, and without a long word, a text has none
    "pass", "pwd", "pw:", "pw=", "otp", "tan:", "tan is", "tan ist", "verification", "security code",
    "confirmation code", "sms code", "one-time", "access code", "code de", "cvv", "cvc", "验证码", "basic",
    "kennwort", "token", "secret", "key", "schl", "mdp", "slapta", "hasło", "haslo", "contrase", "wachtwoord",
    "clé", "klucz", "pin:", "pin :", "pin=", "pin =", "pin is", "pin ist", "pin est", "puk", "session", "sig=",
    "zugangsdaten", "credentials", "login", "bearer", "authorization", "begin", "密码", "密碼", "口令", "密钥",
    "密鑰", "パスワード", "暗証番号", "비밀번호", "парол", " -u", " --user", "private-lines", "hook",
)  # fmt: skip
MARK = r"[=:@\d]|----"  # of which one stands beside a secret's sign
LONG_WORD = r"[\w-]{16}"
LETTER_AND_DIGIT = r"\d(?:(?=[A-Za-z])|(?<=[A-Za-z]\d))"
ADDRESSES = r"@|%40|[\[({] ?(?:at|ät|a) ?[\])}]| (?:dot|punkt) "
NUMBERS = r"\d(?:(?:[ ()/.+-]{0,3}\d){5}|\d[A-Za-z]\d\d[A-Za-z]\d{3})"  # Italy has one with letters between
SIGNS = (  # of a line with something personal, in lower case: what RE2 looks for, and what is there besides
    ("|".join(SECRETS), MARK),
    (f"{NUMBERS}|{ADDRESSES}", ""),
    (r"\d[a-z]|[a-z]\d", LONG_WORD),
)
FEWEST_OF_BANKS = 12  # digits of what banks give
OVERLAP = 60  # characters of a long line that a configured pattern sees twice
# A bound: of 6,000 texts put together of such data at random none needed more than two
PASSES = 5


def _as_plain(text: str) -> str:
    """Return a text with plain characters for others of the same meaning: a digit for a full-width one, a space for all."""
    return text if text.isascii() else re.sub(ODD, lambda odd: _plain(odd[0]), text)


@lru_cache(1000)
def _plain(character: str) -> str:
    """Return the plain character that stands for one."""
    if character.isdecimal():
        return str(int(character))
    if character in SPACES:
        return " "
    return "-" if character in HYPHENS else chr(ord(character) - 0xFEE0)


class PersonalData(NamedTuple):
    """Something personal or secret: its kind, its text and where it starts."""

    kind: str
    text: str
    start: int


def suspects(text: str) -> set[int]:
    """Return the lines, from 0, that have a sign of something personal: most have none.

    RE2 looks for all signs at once: it is ten times as fast as Python, which looks for one after the other.
    """
    lower = _as_plain(text).lower().encode("utf-8", "replace")
    return {
        number
        for pattern, besides in SIGNS
        for number, line in _lines_with(pattern, lower)
        if not besides or re.search(besides, readable(line))
    }


def _lines_with(pattern: str, content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a text, with their numbers, in which a pattern of RE2 is found."""
    number = end = 0
    for found in _compiled(pattern).finditer(content):
        number += content.count(b"\n", end, found.start())
        end = found.start()
        yield number, found[0]


@cache
def _compiled(pattern: str) -> Any:
    """Compile a pattern for RE2 that finds the lines that have it."""
    import re2

    return re2.compile(rf"(?m)^.*(?:{pattern}).*$")


def _has_secret_sign(lower: str) -> bool:
    """Tell whether a text may say a secret: its name stands there, and what parts them or a digit."""
    return ("://" in lower and "@" in lower) or (any(sign in lower for sign in SECRETS) and bool(re.search(MARK, lower)))


def _has_token_sign(text: str) -> bool:
    """Tell whether a text may have a maker's token: a long word, and letters beside digits."""
    return bool(re.search(LETTER_AND_DIGIT, text) and re.search(LONG_WORD, text))


def scrub(text: str, patterns: Sequence[str] = (), kept: Collection[str] = (), is_checked: bool = True) -> str:
    """Replace e-mail addresses, IBANs, card and telephone numbers, national ids and secrets by their kind: `<e-mail>`.

    What is of the kinds `kept` stays.
    """
    found = [one for one in find_personal(text, patterns, is_checked) if one.kind not in kept]
    return _replaced(text, [(one.start, one.start + len(one.text), f"<{one.kind}>") for one in found])


def find_personal(
    text: str, patterns: Sequence[str] = (), is_checked: bool = True, languages: Collection[str] = ()
) -> tuple[PersonalData, ...]:
    """Return what is personal or secret, in the order of the text. `patterns` are those of national ids.

    `languages` are those in whose countries telephone numbers are looked for, too, that no word tells of. `is_checked`:
    numbers that only look like a telephone's or a person's are checked with libraries that take a tenth of a second to load;
    else they count. Raise ConfigError for a pattern that is no regular expression.
    """
    plain = _as_plain(text)
    found: list[PersonalData] = []
    for _ in range(PASSES):
        new = _find_once(_hidden(plain, found), found, partial(_finders, patterns, is_checked, languages))
        if not new:
            break
        restored = (one._replace(text=text[one.start : one.start + len(one.text)]) for one in new)
        found = sorted((*found, *restored), key=start_of)
    return tuple(found)


def _find_once(text: str, before: Sequence[PersonalData], finders: Callable[[str], "Finders"]) -> list[PersonalData]:
    """Return what can be seen while the rest is hidden; a number may be seen only once the one beside it is."""
    taken = bytearray(len(text))
    _mark(taken, before)
    new: list[PersonalData] = []
    for kind, find in finders(text):
        seen = []
        for start, end in find(text):
            if start < end and not any(taken[start:end]):
                seen.append(PersonalData(kind, text[start:end], start))
                _mark(taken, seen[-1:])
        text = _hidden(text, sorted(seen, key=start_of))  # from what is less special: a card is no telephone number
        new += seen
    return new


def _mark(taken: bytearray, found: Sequence[PersonalData]) -> None:
    """Mark the places of what was found."""
    for one in found:
        taken[one.start : one.start + len(one.text)] = b"x" * len(one.text)


def _hidden(text: str, found: Sequence[PersonalData]) -> str:
    """Return a text of the same length in which what was found cannot be seen."""
    # No letter: beside an x a number is part of a word, and was left in 3 of 100 texts made of such data
    return _replaced(text, [(one.start, one.start + len(one.text), ">" * len(one.text)) for one in found])


def start_of(found: PersonalData) -> int:
    """Return where it starts."""
    return found.start


def _replaced(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    """Put other texts in the place of pieces of a text: their starts, ends and the other texts, in order."""
    kept = [0, *(end for _, end, _ in pieces)]
    return "".join(text[end:start] + new for end, (start, _, new) in zip(kept, pieces, strict=False)) + text[kept[-1] :]


Find = Callable[[str], Iterator[tuple[int, int]]]
Finders = Iterator[tuple[str, Find]]


def _finders(patterns: Sequence[str], is_checked: bool, languages: Collection[str], text: str) -> Finders:
    """Yield what finds each kind that the text can have, what is more special first; only that is loaded."""
    lower = text.lower()
    if _has_secret_sign(lower):
        from kcs_cli.text.secret import find_told_secrets

        yield "secret", find_told_secrets
    if _has_token_sign(text):
        from kcs_cli.text.secret import find_made_secrets

        yield "secret", find_made_secrets
    if re.search(ADDRESSES, lower):
        from kcs_cli.text.mail_address import find_addresses

        yield "e-mail", find_addresses
    yield from _number_finders(text, patterns, is_checked)
    if languages and re.search(NUMBERS, text):
        from kcs_cli.text.national_phone import find_national_phones

        yield "phone", lambda text: find_national_phones(text, languages)


def _number_finders(text: str, patterns: Sequence[str], is_checked: bool) -> Finders:
    """Yield what finds numbers of accounts, persons and telephones."""
    is_long = bool(re.search(NUMBERS, text))
    is_of_bank = is_long and sum(map(str.isdecimal, text)) >= FEWEST_OF_BANKS
    if is_of_bank:
        from kcs_cli.text.bank_number import find_cards, find_ibans

        yield "iban", find_ibans
    if is_long:
        from kcs_cli.text.national_id import find_national_ids

        yield "national-id", lambda text: find_national_ids(text, is_checked)
    if is_of_bank:
        yield "card", find_cards
    if patterns:
        yield "national-id", lambda text: _find_patterns(text, patterns)
    if is_long:
        from kcs_cli.text.telephone import find_phones

        yield "phone", lambda text: find_phones(text, is_checked)


def _find_patterns(text: str, patterns: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Find what the configured patterns match, line by line; where they overlap the first one counts."""
    from kcs_cli.text.user_pattern import LONGEST  # few bases have patterns of their own

    finders = [_finder(pattern) for pattern in patterns]
    taken = bytearray(len(text))
    begin = 0
    for line in text.splitlines(keepends=True):
        found = []
        for offset in range(begin, begin + len(line), LONGEST - OVERLAP):
            piece = text[offset : min(offset + LONGEST, begin + len(line))]
            for start, end in ((offset + start, offset + end) for find in finders for start, end in find(piece)):
                if start < end and not any(taken[start:end]):
                    taken[start:end] = b"x" * (end - start)
                    found.append((start, end))
        yield from sorted(found)
        begin += len(line)


def _finder(pattern: str) -> Find:
    """Return what finds a configured pattern. Raise ConfigError."""
    from kcs_cli.text.user_pattern import TooSlowPatternError, spans_of

    try:
        return spans_of(pattern)
    except TooSlowPatternError as error:
        raise ConfigError(
            f"privacy.patterns has {pattern!r}, which would take hours over some texts",
            "Repeat nothing that repeats already, as in (a+)+, or leave out the likes of (?<!…), (?=…) and \\1",
        ) from error
    except (re.error, RecursionError, OverflowError) as error:
        raise ConfigError(
            f"privacy.patterns has {pattern!r}, which is no regular expression: {error}",
            "Correct `patterns` in [privacy] of kcs.toml",
        ) from error


def mask(found: PersonalData) -> str:
    """Return enough of it to know which one is meant, and no more: `j…@e…`, `…67`."""
    if found.kind == "e-mail":
        name, _, host = found.text.partition("@")
        return f"{name[:1]}…@{host[:1]}…"
    return f"{found.text[:3]}…" if found.kind == "secret" else f"…{found.text[-2:]}"
