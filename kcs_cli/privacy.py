"""Personal data and secrets in what customers wrote: replaced before anything is stored."""

import re

SECRETS = (
    r"(?i)(?<=://)[^\s/:@]+:[^\s/@]+(?=@)"
    r"|\b(?:bearer\s+|(?:password|passwd|pwd|token|secret|api[_-]?key|passwort)\s*[=:]\s*)\S+"
    r"|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\b(?:gh[pousr]_|sk-|xox[abp]-|AKIA)[\w-]{12,}"
)
E_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
NUMBERS = (  # what is more special first, so that a card number is not taken for a telephone number
    ("iban", r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"),
    ("card", r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)"),
    ("phone", r"(?<![\w.-])(?:\+|00)\d(?:[ ()/.-]{0,2}\d){7,13}(?![\w-])"),
)
FEWEST_DIGITS = 8  # of any of these numbers


def scrub(text: str) -> str:
    """Replace e-mail addresses, IBANs, card and telephone numbers and secrets by their kind: `<e-mail>`."""
    if re.search(r"[=:_-]|(?i:bearer)|AKIA", text):
        text = re.sub(SECRETS, "<secret>", text)
    if "@" in text:
        text = re.sub(E_MAIL, "<e-mail>", text)
    if sum(map(str.isdecimal, text)) >= FEWEST_DIGITS:
        for kind, pattern in NUMBERS:
            text = re.sub(pattern, lambda found, kind=kind: replacement(kind, found[0]), text)  # type: ignore[misc]
    return text


def replacement(kind: str, found: str) -> str:
    """Return what stands in the text's place; digits that are no card number (Luhn) or IBAN (mod 97) stay."""
    if kind == "card" and not is_luhn(re.sub(r"\D", "", found)):
        return found
    if kind == "iban":
        words = found.split(" ")
        last = next((n for n in range(len(words), 0, -1) if is_iban("".join(words[:n]))), 0)
        return " ".join(["<iban>", *words[last:]]) if last else found
    return f"<{kind}>"


def is_luhn(digits: str) -> bool:
    """Check a card number's last digit (ISO/IEC 7812-1, Luhn)."""
    doubled = [int(d) * 2 if n % 2 else int(d) for n, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def is_iban(iban: str) -> bool:
    """Check an account number's check digits (ISO 13616, mod 97-10)."""
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1
