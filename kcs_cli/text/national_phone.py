"""Telephone numbers as the countries of some languages write them, without their own number and without a word that says so.

Where a text's language is known, the library's numbering plans tell what is a number there: with the 0 before it in any
groups, else in the groups of its country alone. What stands beside an order's name or a unit is none.
"""

import re
from collections.abc import Iterable, Iterator

REGIONS = {  # the countries in which a language is spoken at work, the largest first
    "de": ("DE", "AT", "CH"), "en": ("GB", "US"), "fr": ("FR", "BE", "CH"), "es": ("ES", "MX", "AR"), "it": ("IT",),
    "pt": ("PT", "BR"), "nl": ("NL", "BE"), "pl": ("PL",), "lt": ("LT",), "lv": ("LV",), "et": ("EE",), "fi": ("FI",),
    "sv": ("SE",), "da": ("DK",), "nb": ("NO",), "no": ("NO",), "cs": ("CZ",), "sk": ("SK",), "hu": ("HU",), "ro": ("RO",),
    "bg": ("BG",), "el": ("GR",), "hr": ("HR",), "sl": ("SI",), "tr": ("TR",), "ru": ("RU",), "uk": ("UA",),
    "zh": ("CN", "TW", "HK"), "ja": ("JP",), "ko": ("KR",), "ar": ("SA", "EG"), "he": ("IL",), "fa": ("IR",), "hi": ("IN",),
}  # fmt: skip
CANDIDATE = re.compile(r"(?<![\w.,:/+-])(?<![\w][#_])\(?\d(?:[ ()/-]{0,3}\d){6,12}(?![\w-]|[.,:]\d)")
BARE = re.compile(r"0\d{9,11}|1[3-9]\d{9}")  # a number without a blank that is likely to be one
DAY = re.compile(r"\d{1,2}[ /-]\d{1,2}[ /-]\d{4}.*|\d{4}[ /-]\d\d[ /-]\d\d.*")
TRUNK = ("0", "8")  # before a number at home; in Lithuania and Russia an 8
BESIDE = 40  # characters before a number that may say what it is
GROUPS = 3  # of digits in a number that does not begin with 0: two may be anything
OTHER_NUMBER = re.compile(  # of an order, of a place on earth: what stands before it, in the languages of support
    r"(?i)(?:(?<!in )order|invoice|customer|contract|serial|article|item|part|ticket|case|ref|model|version|build|s/n|port"
    r"|epoch|offset|bestell|auftrag|rechnung|kunden|artikel|vertrag|serie|zähler|konto|steuer|sendung|commande|facture"
    r"|contrat|réf|siret|siren|article|pedido|factura|contrato|ordine|fattura|contratto|matricola|articolo|p\.? ?iva"
    r"|zamówieni|faktur|umow|nip|regon|artykuł|numer seryjny|kod|užsakym|sąskait|sutart|kodas|bestelling|factuur|klantn|kvk"
    r"|encomenda|fatura|nif|nipc|cif|nº|n°|заказ|сч[её]т|договор|инн|кпп|артикул|订单|发票|序列|编号|型号|坐标|注文|請求"
    r"|製造|伝票|座標|coord|koord|lat|lon)[^\d\n]{0,16}$"
)
SAID = re.compile(  # of a mobile number that is written without a blank
    r"(?i)(?:\bn[uú]mer\w*|nummer|\btel|\bcel[lu]|m[oó]v[ei]l|mobil|\bkom|\bcall|\bring\b|chiam|llam|\blig[au]|zadzwo|\bbel\b"
    r"|appel|skambin|anruf|ruf|erreich|contact|тел|номер|звон|手机|电话|電話|携帯)[^\d\n]{0,30}$"
)
UNIT = re.compile(
    r"[ \u00a0]?(?:€|\$|£|¥|%|zł|руб|円|元|EUR|USD|PLN|GBP|CHF|Kč|kr|[kKMGT]i?B|B|bytes?|octets?|Zeilen|rows|ms|s|h)(?!\w)"
)


def find_national_phones(text: str, languages: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Find the numbers of the countries in which some languages are spoken."""
    regions = [region for language in languages for region in REGIONS.get(language, ())]
    for found in CANDIDATE.finditer(text) if regions else ():
        # A bracket may be around a whole number: `(0151 2398)`
        start = found.start() + (found[0].startswith("(") and ")" not in found[0])
        number, end = text[start : found.end()], found.end()
        before = text[max(0, start - BESIDE) : start]
        beside = OTHER_NUMBER.search(before) or UNIT.match(text, end)
        is_said = bool(SAID.search(before))
        if not beside and not DAY.fullmatch(number) and any(_is_of(number, region, is_said=is_said) for region in regions):
            yield start, end


def _is_of(number: str, region: str, *, is_said: bool) -> bool:
    """Tell whether a country has a number, and writes it so; `is_said`: a word before it speaks of numbers."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    groups = re.findall(r"\d+", number)
    if not phonenumbers.is_valid_number(parsed):
        return False
    if len(groups) == 1:
        is_mobile = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
        return bool(BARE.fullmatch(number)) or (is_said and is_mobile)
    if number.lstrip("(").startswith("0"):
        return True
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    is_written_so = _without_trunk(groups) == _without_trunk(re.findall(r"\d+", written))
    return len(groups) >= GROUPS and (is_written_so or (is_said and all(len(one) > 1 for one in groups)))


def is_mobile(number: str, languages: Iterable[str]) -> bool:
    """Tell whether a number is that of a mobile phone, or may be one, wherever one of some languages is spoken."""
    import phonenumbers

    regions = [None, *(region for language in languages for region in REGIONS.get(language, ()))]
    for region in regions:
        try:
            parsed = phonenumbers.parse(number, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
    return True


def _without_trunk(groups: list[str]) -> list[str]:
    """Return a number's groups without what is dialled before them at home."""
    return groups[1:] if groups[0] in TRUNK else groups
