"""What stands for somebody's address, number or secret and is none: examples, placeholders, addresses of a team."""

import re

from kcs_cli.lint.engine.sample_address import is_no_ones_address
from kcs_cli.text.privacy import PersonalData

NUMBERS = frozenset((  # the test cards of payment providers, the IBANs of registries
    "4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556", "5555555555554444", "5105105105105100",
    "5200828282828210", "2223003122003222", "378282246310005", "371449635398431", "6011111111111117", "6011000990139424",
    "3056930009020004", "30569309025904", "36227206271667", "38520000023237", "3530111333300000", "3566002020360505",
    "de89370400440532013000", "gb82west12345698765432", "gb29nwbk60161331926819", "fr1420041010050500013m02606",
    "es9121000418450200051332", "nl91abna0417164300", "at611904300234573201", "ch9300762011623852957",
    "lt121000011101001000", "be68539007547034", "it60x0542811101000000123456", "pl61109010140000071219812874",
))  # fmt: skip
NO_PERSON = (  # numbers of nobody: https://en.wikipedia.org/wiki/Fictitious_telephone_number; free hotlines
    r"^1?555|55501\d\d$|^1?[2-9]\d\d555\d{4}$|2079460\d{3}$|^1?8(?:00|88|77|66|55|44|33)\d{7}$|^(?:00)?800|^0800|^\d\d800|12345|0{5}|(\d)\1{5}"
)
PUBLIC_LINE = re.compile(  # what a number that everybody may call is called
    r"(?i)hot ?line|help ?(?:line|desk)|support(?: line| number| team)?(?: at| on)?\W{0,4}$|service desk|switchboard"
    r"|reception\b|toll[- ]free|zentrale|kundenservice|kundendienst|service client|standard téléphonique|atención al cliente"
    r"|numero verde|servizio clienti|infolinia|nemokama|klantenservice|gratis nummer|linha de apoio|горячая линия|客服|热线"
    r"|フリーダイヤル"
)
STANDS_FOR = (
    r"(?i)your|example|sample|placeholder|change|dummy|redact|hidden|secret_?here|token_?here|todo|insert|replace|xxx|\.\.\.|…"
    r"|0123456|(.)\1{5}|[<>{}\[\]()$%*]|^(?:user(?:name)?:)?[\"']?(?:p[a@]ss\w*|pwd|secret|token|test\w{0,4}|admin\w{0,4}|my\w*|none|null|true"
    r"|false|foo|bar|abc|abcdef|123\w{0,6}|env|vault|op|ssm|arn)\b"
)
JWT_EXAMPLE = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwI"
KEY = re.compile(r"[A-Za-z0-9+/]{24}")
SAYS = r"[=:]\s{0,9}|\s(?:is|ist|lautet|est|es|yra|to|jest|è):?\s{1,9}|\s{0,3}[是为為は]\s{0,3}"
NAME = rf"[\w\"' -]{{1,60}}?(?:{SAYS})|(?i:bearer)\s{{1,9}}"


def is_placeholder(found: PersonalData, line: str) -> bool:
    """Tell whether it is nobody's; `line` is the one it stands on."""
    match found.kind:
        case "e-mail":
            return is_no_ones_address(found, line)
        case "phone":
            return _is_no_ones_number(found.text) or bool(PUBLIC_LINE.search(line, 0, found.start))
        case "card" | "iban":
            return re.sub(r"[ -]", "", found.text).lower() in NUMBERS
        case "secret":
            return _is_no_secret(found.text)
    return False


def _is_no_ones_number(number: str) -> bool:
    """Tell whether a telephone number is an example's, a hotline, or rather some other number."""
    digits = re.sub(r"\D", "", number)
    is_other = digits.startswith("00") and " " not in number.strip()  # of an order, of a measurement
    return is_other or bool(re.search(NO_PERSON, digits))


def _is_no_secret(text: str) -> bool:
    """Tell whether what looks like a secret with its name is a placeholder, a word or a piece of a program."""
    if text.startswith("-----BEGIN"):
        key = text.split("KEY-----", 1)[-1].strip()
        return bool(key) and not KEY.search(key)
    is_login = not re.match(NAME, text) or bool(re.fullmatch(r"[^\s/:@]+:[^\s/@]+", text) and "=" not in text)
    value = text.rpartition(":")[2] if is_login else re.sub(rf"\A(?:{NAME})", "", text)
    return _is_no_password(value.strip("\"'`,;.")) or text.startswith(JWT_EXAMPLE)


def _is_no_password(value: str) -> bool:
    """Tell whether a value is no password: short, a word, or what stands for one."""
    has_both = re.search(r"\d", value) and re.search(r"[^\W\d]", value)
    return len(value) < 6 or not has_both or bool(re.search(STANDS_FOR, value))
