"""Numbers of accounts and of cards in a text, told from other numbers by their check digits."""

import re
from collections.abc import Iterator

IBAN = (  # that of an account in Poland is written without its country too
    r"(?<![A-Za-z0-9])(?:[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?"
    r"|\d{2}(?:[ -]?\d{4}){6})(?![A-Za-z0-9])"
)
CARD = r"(?<![A-Za-z0-9_.-])\d(?:[ -]?\d){12,18}(?![A-Za-z0-9_-]|\.\d)"
CARD_NUMBER = (  # the issuers' ranges and lengths (ISO/IEC 7812): other numbers pass the check digit one time in ten
    r"4\d{15}(?:\d{3})?|(?:5[0-8]|2[2-7]|6\d)\d{14}\d{0,3}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}"
)


def find_ibans(text: str) -> Iterator[tuple[int, int]]:
    """Find account numbers: the words that follow one and are no part of it fail the check sum."""
    for found in re.finditer(IBAN, text):
        words = re.split("([ -])", found[0])
        for last in range(len(words), 0, -2):
            number = "".join(words[:last:2])
            if is_iban(f"PL{number}" if number.isdecimal() and len(number) == 26 else number):
                yield found.start(), found.start() + len("".join(words[:last]))
                break


def find_cards(text: str) -> Iterator[tuple[int, int]]:
    """Find card numbers."""
    for found in re.finditer(CARD, text):
        digits = re.sub("[ -]", "", found[0])
        if re.fullmatch(CARD_NUMBER, digits) and is_luhn(digits):
            yield found.span()


def is_luhn(digits: str) -> bool:
    """Check a card number's last digit (ISO/IEC 7812-1, Luhn)."""
    doubled = [int(d) * 2 if n % 2 else int(d) for n, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def is_iban(iban: str) -> bool:
    """Check an account number's check digits and length (ISO 13616, mod 97-10)."""
    is_one = 15 <= len(iban) <= 34 and iban[:2].isalpha()
    return is_one and int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1
