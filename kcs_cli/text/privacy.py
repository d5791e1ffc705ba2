"""Personal data and secrets in what customers wrote: found before it enters history, replaced before it is stored."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from kcs_cli.errors import ConfigError

KINDS = ("secret", "e-mail", "iban", "card", "phone", "national-id")

SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212"
SECRETS = (  # signs of them in lower case: without one, and without a long word, a text has none
    "pass", "pwd", "pw:", "pw=", "otp", "tan:", "tan is", "tan ist", "verification", "security code",
    "confirmation code", "sms code", "one-time", "access code", "code de", "cvv", "cvc", "验证码", "basic",
    "kennwort", "token", "secret", "key", "schl", "mdp", "slapta", "hasło", "haslo", "contrase", "wachtwoord",
    "clé", "klucz", "pin:", "pin :", "pin=", "pin =", "pin is", "pin ist", "pin est", "puk", "session", "sig=",
    "zugangsdaten", "credentials", "login", "bearer", "authorization", "begin", "密码", "密碼", "口令", "密钥",
    "密鑰", "パスワード", "暗証番号", "비밀번호", "парол", " -u", " --user", "private-lines", "hook",
)  # fmt: skip
LONG_WORD = r"[\w-]{16}"
ADDRESSES = r"@|%40|[\[({] ?(?:at|ät|a) ?[\])}]| (?:dot|punkt) "
ANYTHING = rf"[=:\d]|----|{ADDRESSES}"  # one of these stands wherever something personal is
LETTER_AND_DIGIT = r"\d(?:(?=[A-Za-z])|(?<=[A-Za-z]\d))"
NUMBERS = r"\d[\d\s()/.\u2010-\u2212-]{5}"
FEWEST_DIGITS, FEWEST_OF_BANKS = 6, 12  # of telephone numbers and national ids, of the others
OVERLAP = 60  # characters of a long line that a configured pattern sees twice
# A bound: of 6,000 texts put together of such data at random none needed more than two
PASSES = 5


class _Plain(dict[int, int]):
    """A plain character for each of the same meaning, made when it is met: a digit for a full-width one, a space for all."""

    def __missing__(self, code: int) -> int:
        self[code] = plain = _plain(chr(code))
        return plain


PLAIN = _Plain()


def _plain(character: str) -> int:
    """Return the plain character that stands for one."""
    code = ord(character)
    if character.isdecimal():
        return ord("0") + int(character)
    if 0xFF01 <= code <= 0xFF5E:  # full-width
        return code - 0xFEE0
    return ord(" ") if character in SPACES else ord("-") if character in HYPHENS else code


class PersonalData(NamedTuple):
    """Something personal or secret: its kind, its text and where it starts."""

    kind: str
    text: str
    start: int


def suspects(lines: Sequence[str]) -> list[int]:
    """Return the places of those lines that have a sign of something personal: most have none, and this costs little."""
    plain = [line if line.isascii() else line.translate(PLAIN) for line in lines]
    lower = [line.lower() for line in plain]
    may_have = re.compile(ANYTHING).search
    some = [place for place, line in enumerate(lower) if may_have(line)]
    # Looked for once in all of them: a text has few of so many signs
    together = "\n".join(lower[place] for place in some)
    signs = [sign for sign in SECRETS if sign in together]
    return [place for place in some if _has_sign(plain[place], lower[place], signs)]


def _has_sign(text: str, lower: str, signs: Sequence[str]) -> bool:
    """Tell whether a text has a sign of something personal; `signs` are those of secrets that are looked for."""
    return bool(
        _has_secret_sign(text, lower, signs)
        or _has_token_sign(text)
        or re.search(NUMBERS, text)
        or re.search(ADDRESSES, lower)
    )


def _has_secret_sign(text: str, lower: str, signs: Sequence[str] = SECRETS) -> bool:
    """Tell whether a text may say a secret: its name stands there, and what parts them or a digit."""
    is_login = "://" in lower and "@" in lower
    return is_login or (any(sign in lower for sign in signs) and bool(re.search(r"[=:@\d]|----", text)))


def _has_token_sign(text: str) -> bool:
    """Tell whether a text may have a maker's token: a long word, and letters beside digits."""
    return bool(re.search(LETTER_AND_DIGIT, text) and re.search(LONG_WORD, text))


def scrub(text: str, patterns: Sequence[str] = (), kept: Collection[str] = (), is_checked: bool = True) -> str:
    """Replace e-mail addresses, IBANs, card and telephone numbers, national ids and secrets by their kind: `<e-mail>`.

    What is of the kinds `kept` stays.
    """
    found = [one for one in find_personal(text, patterns, is_checked) if one.kind not in kept]
    return _replaced(text, [(one.start, one.start + len(one.text), f"<{one.kind}>") for one in found])


def find_personal(text: str, patterns: Sequence[str] = (), is_checked: bool = True) -> tuple[PersonalData, ...]:
    """Return what is personal or secret, in the order of the text. `patterns` are those of national ids.

    `is_checked`: numbers that only look like a telephone's or a person's are checked with libraries that take a tenth of a
    second to load; else they count. Raise ConfigError for a pattern that is no regular expression.
    """
    plain = text if text.isascii() else text.translate(PLAIN)
    found: list[PersonalData] = []
    for _ in range(PASSES):
        new = _find_once(_hidden(plain, found), patterns, found, is_checked)
        if not new:
            break
        restored = (one._replace(text=text[one.start : one.start + len(one.text)]) for one in new)
        found = sorted((*found, *restored), key=start_of)
    return tuple(found)


def _find_once(text: str, patterns: Sequence[str], before: Sequence[PersonalData], is_checked: bool) -> list[PersonalData]:
    """Return what can be seen while the rest is hidden; a number may be seen only once the one beside it is."""
    taken = bytearray(len(text))
    _mark(taken, before)
    new: list[PersonalData] = []
    for kind, find in _finders(text, patterns, is_checked):
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


def _finders(text: str, patterns: Sequence[str], is_checked: bool) -> Iterator[tuple[str, Find]]:
    """Yield what finds each kind that the text can have, what is more special first; only that is loaded."""
    lower = text.lower()
    if _has_secret_sign(text, lower):
        from kcs_cli.text.secret import find_told_secrets

        yield "secret", find_told_secrets
    if _has_token_sign(text):
        from kcs_cli.text.secret import find_made_secrets

        yield "secret", find_made_secrets
    if re.search(ADDRESSES, lower):
        from kcs_cli.text.mail_address import find_addresses

        yield "e-mail", find_addresses
    yield from _number_finders(text, patterns, is_checked)


def _number_finders(text: str, patterns: Sequence[str], is_checked: bool) -> Iterator[tuple[str, Find]]:
    """Yield what finds numbers of accounts, persons and telephones."""
    digits = sum(map(str.isdecimal, text))
    if digits >= FEWEST_OF_BANKS:
        from kcs_cli.text.bank_number import find_cards, find_ibans

        yield "iban", find_ibans
    if digits >= FEWEST_DIGITS:
        from kcs_cli.text.national_id import find_national_ids

        yield "national-id", lambda text: find_national_ids(text, is_checked)
    if digits >= FEWEST_OF_BANKS:
        yield "card", find_cards
    if patterns:
        yield "national-id", lambda text: _find_patterns(text, patterns)
    if digits >= FEWEST_DIGITS:
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
