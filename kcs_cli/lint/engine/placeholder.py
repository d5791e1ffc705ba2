"""What stands for somebody's address, number or secret and is none: examples, placeholders, addresses of a team."""

import re

from kcs_cli.text.privacy import PersonalData

EXAMPLE_HOST = (  # https://www.rfc-editor.org/rfc/rfc2606, and what instructions write instead
    r"(?i)(?:^|[@.])(?:example|test|invalid|localhost|local|internal|mail)$|(?:^|[@.])"
    r"(?:example|contoso|fabrikam|acme|x+|(?:your|my|some)?-?(?:company|domain|host|site|server|email|mail|org|organi[sz]ation)|here)"
    r"\.[a-z]{2,6}(?:\.[a-z]{2})?$"
)
FILE_SUFFIX = r"(?i)\.(?:png|jpe?g|gif|svg|webp|tgz|zip|whl|jar|js|ts|css|json|ya?ml|toml|md|html?|txt|service|timer)$"
ROLES = frozenset((
    "abuse", "admin", "administrator", "all", "billing", "careers", "contact", "dev", "feedback", "git", "hello", "help",
    "helpdesk", "hotline", "hr", "info", "it", "jobs", "kontakt", "legal", "list", "mail", "mailer", "marketing", "news",
    "noreply", "office", "orders", "postmaster", "press", "privacy", "root", "sales", "security", "service", "servicedesk",
    "support", "team", "webmaster", "email", "firstname", "lastname", "first", "second", "foo", "doe", "johndoe", "janedoe",
    "mustermann", "vorname", "nachname", "name", "recipient", "reply", "sender", "somebody", "someone", "test", "user",
    "username", "xxx", "you", "your", "youremail", "yourname", "my", "grp", "group", "beta", "community",
))  # fmt: skip
TEAMS = (
    "support", "service", "helpdesk", "team", "admin", "sales", "beta", "community", "partner", "noreply", "security",
    "secure", "policy", "devel",
)  # fmt: skip
NUMBERS = frozenset((  # the test cards of payment providers, the IBANs of registries
    "4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556", "5555555555554444", "5105105105105100",
    "5200828282828210", "2223003122003222", "378282246310005", "371449635398431", "6011111111111117", "6011000990139424",
    "3056930009020004", "30569309025904", "36227206271667", "38520000023237", "3530111333300000", "3566002020360505",
    "de89370400440532013000", "gb82west12345698765432", "gb29nwbk60161331926819", "fr1420041010050500013m02606",
    "es9121000418450200051332", "nl91abna0417164300", "at611904300234573201", "ch9300762011623852957",
    "lt121000011101001000", "be68539007547034", "it60x0542811101000000123456", "pl61109010140000071219812874",
))  # fmt: skip
NO_PERSON = (  # numbers of nobody: https://en.wikipedia.org/wiki/Fictitious_telephone_number; free hotlines
    r"^1?555|55501\d\d$|2079460\d{3}$|^1?8(?:00|88|77|66|55|44|33)\d{7}$|^(?:00)?800|^0800|^\d\d800|12345|0{5}|(\d)\1{5}"
)
STANDS_FOR = (
    r"(?i)your|example|sample|placeholder|change|dummy|redact|hidden|secret_?here|token_?here|todo|insert|replace|xxx|\.\.\.|…"
    r"|(.)\1{5}|[<>{}\[\]()$%*]|^(?:user(?:name)?:)?[\"']?(?:pass\w*|pwd|secret|token|test\w{0,4}|admin\w{0,4}|my\w*|none|null|true"
    r"|false|foo|bar|abc|abcdef|123\w{0,6}|env|vault|op|ssm|arn)\b"
)
JWT_EXAMPLE = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwI"
KEY = re.compile(r"[A-Za-z0-9+/]{24}")
NAME = r"[\w\"' -]{1,60}?[=:]\s{0,9}|(?i:bearer)\s{1,9}"


def is_placeholder(found: PersonalData, line: str) -> bool:
    """Tell whether it is nobody's; `line` is the one it stands on."""
    match found.kind:
        case "e-mail":
            return _is_no_ones_address(found.text) or line[: found.start].endswith("://")
        case "phone":
            return _is_no_ones_number(found.text)
        case "card" | "iban":
            return re.sub(r"[ -]", "", found.text).lower() in NUMBERS
        case "secret":
            return _is_no_secret(found.text)
    return False


def _is_no_ones_address(address: str) -> bool:
    """Tell whether an e-mail address is an example's or a team's."""
    name, _, _ = address.lower().partition("@")
    words = re.split(r"[._+-]+", name)
    is_team = words[0] in ROLES or words[-1] in ROLES or name.startswith(TEAMS) or name.endswith(TEAMS)
    return bool(is_team or re.search(EXAMPLE_HOST, address) or re.search(FILE_SUFFIX, address))


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
