"""Personal data and secrets in what customers wrote: found before it enters history, replaced before it is stored."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from kcs_cli.errors import ConfigError

KINDS = ("secret", "e-mail", "iban", "card", "phone", "national-id")

NAMED = r"(?:password|passwd|pwd|passwort|kennwort|token|secret|(?:api|access|private)[ _-]?key)"
PLACEHOLDER = (  # `password: <yours>`, as instructions say it
    r"[\"']?(?:<[\w -]{1,40}>|%\w{1,40}%|\$[({]|\$[A-Z_]+(?!\S)|\*+(?!\S))"
)
SECRETS = (
    r"(?i)(?<=://)[^\s/:@]{1,200}:[^\s/@]{1,200}(?=@)"
    rf"|\b(?:bearer\s{{1,9}}|(?:[\w-]{{0,30}}[_-])?{NAMED}[\"']?\s{{0,9}}[=:]\s{{0,9}})(?!{PLACEHOLDER})\S+"
    r"|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END)[\s\S])*+(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?"
    r"|(?<![\w-])eyJ[\w-]{8,}+\.[\w-]++\.[\w-]*+|\b(?:gh[pousr]_|github_pat_|glpat-|sk-|[sr]k_live_|xox[abprs]-|AKIA|ASIA|AIza)[\w-]{12,}"
)
# No addresses are `git@github.com:org/base.git`, `icon@2x.png` and `react@18.2.0`
E_MAIL = r"(?<![\w.+-])(?!git@)[\w.+-]++@(?!\dx\.)[\w-]+(?:\.[\w-]+)*\.(?:[^\W\d_]{2,63}|xn--[\w-]+)(?![\w-])"
IBAN = r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?\b"
CARD = r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)"
CARD_NUMBER = (  # the issuers' ranges and lengths (ISO/IEC 7812): other numbers pass the check digit one time in ten
    r"4\d{15}(?:\d{3})?|(?:5[0-8]|2[2-7]|6\d)\d{14}\d{0,3}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}"
)
LABEL = (  # of a telephone number that is written as people of one country do
    r"\b(?:tel|tél|telefon\w{0,3}|tele?phone|phone|mobile?|handy|cell|fax|rufnummer|teléfono|тел|телефон)\b"
    r"|电话|電話|手机|手機|전화"
)
INTERNATIONAL = r"(?:(?<![\w.-])|(?<=\d)(?=\+))(?:\+|00)[1-9](?:[ ()/.-]{0,2}\d){7,13}(?![\w-])"
NATIONAL = (  # after `Tel.` or `phone:` any number, after a bare `phone` one that begins as such numbers do
    rf"(?i)(?:{LABEL})(?:[ \t]{{0,2}}(?:number|nr|no|is|at)\b){{0,2}}"
    r"(?:\.?[ \t]{0,2}[:.：#][ \t]{0,3}(?=[(\d])|[ \t]{1,3}(?=\(?0|\d{3}[-. ]\d{3}[-. ]\d{4}))"
    r"(?P<value>\(?\d(?:[ ()/.-]{0,2}\d){5,13})(?![\w-])"
)
NO_NUMBER = r"\d{4}-\d\d-\d\d.*|\d{1,3}(?:\.\d{1,3}){3}.*|\d+(?:\.\d+){3,}"  # a day, an address, a version
FEWEST_DIGITS = 6  # of any of these numbers
OVERLAP = 60  # characters of a long line that a configured pattern sees twice
# A bound: of 6,000 texts put together of such data at random none needed more than two
PASSES = 5


class PersonalData(NamedTuple):
    """Something personal or secret: its kind, its text and where it starts."""

    kind: str
    text: str
    start: int


def scrub(text: str, patterns: Sequence[str] = (), kept: Collection[str] = ()) -> str:
    """Replace e-mail addresses, IBANs, card and telephone numbers, national ids and secrets by their kind: `<e-mail>`.

    What is of the kinds `kept` stays.
    """
    found = [one for one in find_personal(text, patterns) if one.kind not in kept]
    return _replaced(text, [(one.start, one.start + len(one.text), f"<{one.kind}>") for one in found])


def find_personal(text: str, patterns: Sequence[str] = ()) -> tuple[PersonalData, ...]:
    """Return what is personal or secret, in the order of the text. `patterns` are those of national ids.

    Raise ConfigError for a pattern that is no regular expression.
    """
    found: list[PersonalData] = []
    for _ in range(PASSES):
        new = _find_once(_hidden(text, found), patterns, found)
        if not new:
            break
        restored = (one._replace(text=text[one.start : one.start + len(one.text)]) for one in new)
        found = sorted((*found, *restored), key=start_of)
    return tuple(found)


def _find_once(text: str, patterns: Sequence[str], before: Sequence[PersonalData]) -> list[PersonalData]:
    """Return what can be seen while the rest is hidden; a number may be seen only once the one beside it is."""
    taken = bytearray(len(text))
    _mark(taken, before)
    new: list[PersonalData] = []
    for kind, find in _finders(text, patterns):
        seen = [PersonalData(kind, text[a:b], a) for a, b in find(text) if a < b and not any(taken[a:b])]
        _mark(taken, seen)
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


def _finders(text: str, patterns: Sequence[str]) -> Iterator[tuple[str, Find]]:
    """Yield what finds each kind that the text can have, what is more special first."""
    if re.search(r"[=:_-]|(?i:bearer)|AKIA|ASIA|AIza", text):
        yield "secret", lambda text: (found.span() for found in re.finditer(SECRETS, text))
    if "@" in text:
        yield "e-mail", lambda text: (found.span() for found in re.finditer(E_MAIL, text))
    if sum(map(str.isdecimal, text)) >= FEWEST_DIGITS:
        yield "iban", _find_ibans
        yield "card", _find_cards
        yield "phone", _find_phones
    if patterns:
        yield "national-id", lambda text: _find_national_ids(text, patterns)


def _find_ibans(text: str) -> Iterator[tuple[int, int]]:
    """Find account numbers: the words that follow one and are no part of it fail the check sum."""
    for found in re.finditer(IBAN, text):
        words = found[0].split(" ")
        last = next((n for n in range(len(words), 0, -1) if is_iban("".join(words[:n]))), 0)
        yield found.start(), found.start() + len(" ".join(words[:last]))


def _find_cards(text: str) -> Iterator[tuple[int, int]]:
    """Find card numbers."""
    for found in re.finditer(CARD, text):
        # Digits of all scripts are found (\d), and the issuers' ranges are written in those of ASCII
        digits = "".join(str(int(d)) for d in found[0] if d.isdecimal())
        if re.fullmatch(CARD_NUMBER, digits) and is_luhn(digits):
            yield found.span()


def _find_phones(text: str) -> Iterator[tuple[int, int]]:
    """Find telephone numbers: those with a country's number, and those that are said to be one."""
    taken = bytearray(len(text))
    for found in re.finditer(INTERNATIONAL, text):
        start, end = found.span()
        taken[start:end] = b"x" * (end - start)
        yield start, end
    for found in re.finditer(NATIONAL, text):
        start, end = found.span("value")
        if not re.fullmatch(NO_NUMBER, found["value"]) and not any(taken[start:end]):
            yield start, end


def _find_national_ids(text: str, patterns: Sequence[str]) -> Iterator[tuple[int, int]]:
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


def is_luhn(digits: str) -> bool:
    """Check a card number's last digit (ISO/IEC 7812-1, Luhn)."""
    doubled = [int(d) * 2 if n % 2 else int(d) for n, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def is_iban(iban: str) -> bool:
    """Check an account number's check digits and length (ISO 13616, mod 97-10)."""
    return 15 <= len(iban) <= 34 and int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


def mask(found: PersonalData) -> str:
    """Return enough of it to know which one is meant, and no more: `j…@e…`, `…67`."""
    if found.kind == "e-mail":
        name, _, host = found.text.partition("@")
        return f"{name[:1]}…@{host[:1]}…"
    return f"{found.text[:3]}…" if found.kind == "secret" else f"…{found.text[-2:]}"
