"""Telephone numbers in a text: with a country's number, said to be one, or written as one country alone writes them.

What is only likely is checked with the numbering plans of all countries (the library `phonenumbers`), which are loaded for
that alone; a search's words are not worth their time, and there the likely counts.
"""

import re
from collections.abc import Iterator

WORDS = (  # of what is said to be a telephone number; each is looked for in lower case before a pattern is tried
    "tel", "tél", "phon", "mob", "móvil", "handy", "cell", "fax", "nummer", "durchwahl", "rückruf", "portable",
    "numéro", "numer", "kom", "whatsapp", "viber", "ring", "number", "festnetz", "致电", "dial", "call", "reach",
    "text", "line", "ruf", "erreich", "appel", "joi", "skambin", "dzwo", "chiam", "llám", "bel", "тел", "contact",
    "ph", "电话", "電話", "手机", "手機", "拨打", "撥打", "传真", "傳真", "联系", "携帯", "전화",
)  # fmt: skip
LABEL = (
    r"\b(?:tel|tél|tele?[fp]h?[oó]o?n\w{0,12}|tél[eé]phone\w{0,3}|teléfono\w?|phone|mob(?:ile?|il|il\w{2,8})?|móvil|handy(?:nummer)?"
    r"|cell(?:ulare|phone)?|fax\w{0,8}|festnetz|rufnummer|durchwahl|rückruf\w{0,6}|portable|komórka|тел|телефон\w{0,3}|ph|whatsapp|viber"
    r"|contact number|direct line|caller id)\b|电话|電話|手机|手機|传真|傳真|携帯|전화|联系方式"
)
CALL = (
    r"\b(?:call|reach(?:ed)?|text|dial|ring|ruf\w{0,6}|zurückrufen|anrufen|erreich\w{0,4}|appele[rz]\w{0,3}|rappele[rz]"
    r"|joindre|joignable|mon numéro|mano numeris|skambin\w{0,6}|zadzwo\w{0,4}|dzwoni\w{0,4}|pod numer|chiam\w{0,6}"
    r"|llám\w{0,5}|bel|(?:number|nummer|numéro|numeris|numer) (?:is|ist|est|yra|to))\b|请拨打|拨打|致电|联系"
)
DIGITS = r"\(?\d(?:[ ()/.-]{0,3}\d){5,13}(?![A-Za-z0-9_-])"
FOUND = r">>|<(?:secret|e-mail|iban|card|phone|national-id)>"  # what was found before is hidden, or replaced
GAP = rf"(?:(?!{FOUND})[^\d\n+(]){{0,30}}+"  # words between
SAID = rf"(?i)(?!(?<=<)phone>)(?:{LABEL})(?P<gap>{GAP})(?<![A-Za-z0-9_])(?P<value>{DIGITS})"
ASKED = rf"(?i)(?:{CALL}){GAP}(?<![A-Za-z0-9_-])(?P<value>{DIGITS})"
INTERNATIONAL = r"(?:(?<![A-Za-z0-9_.-])|(?<=\d)(?=\+))(?:\+|00)[1-9](?:[ ()/.-]{0,3}\d){7,13}(?![A-Za-z0-9_-]|\.\d)"
OWN_SHAPES = (  # of one country, written without its number and without a word that says so
    ("FR", r"0[1-9](?:[ .-]\d\d){4}"),
    ("DE", r"01[5-7]\d{1,2}[ /-]{1,3}\d{6,8}|01[5-7]\d[ /-]{1,3}\d{3}[ -]\d{2}[ -]?\d{2,3}"),
    ("GB", r"07\d{3} \d{3} ?\d{3}|020 \d{4} \d{4}|01\d{2} \d{3} \d{4}"),
    ("US", r"\([2-9]\d\d\) ?[2-9]\d\d-\d{4}|[2-9]\d\d-[2-9]\d\d-\d{4}"),
    ("LT", r"8[ -]6\d\d[ -]?\d{5}"),
    ("CN", r"1[3-9]\d[ -]\d{4}[ -]\d{4}"),
    ("JP", r"0[789]0-\d{4}-\d{4}"),
    ("NL", r"06-\d{8}"),
)
SHAPED = "|".join(f"(?P<{region}>{shape})" for region, shape in OWN_SHAPES)
ALONE = rf"(?<![A-Za-z0-9_.:/+-])(?<![A-Za-z0-9][ #])(?:{SHAPED})(?![A-Za-z0-9_-]|\.\d| \d)"
REGIONS = ("DE", "GB", "US", "FR", "LT", "PL", "CN", "IT", "ES", "NL", "JP", "AT", "CH", "BE", "AU", "IN", "BR", "LV", "EE")
NO_NUMBER = (  # a day, an address, a version, a place on earth
    r"\+?\d{4}-\d\d-\d\d.*|\d{1,3}(?:\.\d{1,3}){3}.*|\d+(?:\.\d+){3,}|\+?\d{1,3}\.\d{4,}.*|\d{1,2}\.\d{1,2}\.\d{4}.*|\+\d{4,}\.\d+"
)
AS_NUMBERS_BEGIN = (
    r"\(?0|\(?[2-9]\d\d\)?[-. ]\d{3}[-. ]\d{4}|8[ -]?[3-6]|1[3-9]\d{9}$|\d{3}[ -]\d{3}[ -]\d{3}$"
    r"|3\d\d \d{3} \d{4}$|6\d\d \d{3} \d{3}"
)


def find_phones(text: str, is_checked: bool = True) -> Iterator[tuple[int, int]]:
    """Find telephone numbers; `is_checked`: what is only likely is looked up in the numbering plans."""
    for found in re.finditer(INTERNATIONAL, text) if "+" in text or "00" in text else ():
        is_sure = found[0].startswith("+") or not is_checked
        if not re.fullmatch(NO_NUMBER, found[0]) and (is_sure or _is_valid(f"+{found[0][2:]}", ())):
            yield found.span()
    lower = text.lower()
    if any(word in lower for word in WORDS):
        yield from _find_said(text, is_checked)
    for found in re.finditer(ALONE, text) if re.search(r"\d[ )./-]", text) else ():
        if not is_checked or _is_valid(found[0], (str(found.lastgroup),)):
            yield found.span()


def _find_said(text: str, is_checked: bool) -> Iterator[tuple[int, int]]:
    """Find what is said to be a number: after `Tel.:` any number, after `Call` one that begins as such numbers do."""
    for found in re.finditer(SAID, text):
        value = found["value"]
        is_told = bool(re.search(r"[:#]\s{0,3}$|^\.\s{0,3}$|[-.]?nr\.?:?\s{0,3}$", found["gap"]))
        if not re.fullmatch(NO_NUMBER, value) and (is_told or _is_likely(value, is_checked) or _is_grouped(value)):
            yield found.span("value")
    for found in re.finditer(ASKED, text):
        if not re.fullmatch(NO_NUMBER, found["value"]) and _is_likely(found["value"], is_checked):
            yield found.span("value")


def _is_likely(number: str, is_checked: bool) -> bool:
    """Tell whether a number that somebody speaks of as one is one."""
    return bool(re.match(AS_NUMBERS_BEGIN, number)) and (not is_checked or _is_valid(number, REGIONS))


def _is_grouped(number: str) -> bool:
    """Tell whether a number has as many digits as a telephone's has, in groups."""
    return len(re.findall(r"\d", number)) >= 9 and len(re.findall(r"\d+", number)) >= 3


def _is_valid(number: str, regions: tuple[str, ...]) -> bool:
    """Tell whether a numbering plan has a number: that of its country, or of one of these."""
    import phonenumbers

    for region in regions or (None,):
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            pass
    return False
