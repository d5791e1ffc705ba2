"""Passwords, keys and tokens in a text: said to be one, or written as their makers write them."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from kcs_cli.text.outside import exact

NAMED = (
    r"(?:password|passwd|pass|pw|passphrase|passcode|pwd|passwort|kennwort|token|secret"
    r"|(?:api|access|private|account|shared|secret)[ _-]?key"
    r"|sharedaccesskey|api[ _-]?schlüssel|mot de passe|mdp|clé[ _-]api"
    r"|slapta[žz]od\w{1,4}|has[łl]o|klucz[ _-]api|contraseña"
    r"|wachtwoord|password di accesso|парол\w)"
)
ASIAN = r"密码|密碼|口令|密钥|密鑰|パスワード|暗証番号|비밀번호"
PLACEHOLDER = (  # `password: <yours>`, as instructions say it
    r"[\"']?(?:<[\w -]{1,40}>|%\w{1,40}%|\$[({]|\$[A-Z_]+(?!\S)|\*+(?!\S)|(?i:your|my)[_-])"
)
SAID = (
    rf"(?i)(?:\b(?:[\w-]{{0,30}}[_-])?{NAMED}(?:_base)?|(?P<asian>{ASIAN}))[\"']?(?P<words>(?: \w{{1,12}}){{0,2}}?)"
    rf"(?P<mark>\s{{0,9}}[=:]\s{{0,9}}|\s{{1,3}}(?:is|ist|lautet|est|es|yra|to|jest|è):?\s{{1,3}}|\s{{0,3}}[是为為は]\s{{0,3}})"
    rf"(?!{PLACEHOLDER}|/[\w.-]*/)(?P<value>\S+)"
)
BARE = rf"(?i)(?:\b{NAMED}|(?P<asian>{ASIAN}))[ \t]{{1,3}}(?!{PLACEHOLDER})(?P<value>\S{{6,}})"
LONG = r"(?i)\b(?:[\w-]{0,30}session[_-]?id|sig)=(?P<value>[\w%+/=-]{16,})"
PIN = (
    r"(?i)(?:\b(?:pin|puk|otp|tan|cvv|cvc|(?:verification|security|confirmation|sms|one-time|login|access) code"
    r"|code de vérification)\b"
    r"|验证码|驗證碼)(?:[ \t]{0,2}[=:]|[ \t](?:is|ist|est)\b|是)[ \t]{0,3}\d{3,8}(?!\w)"
)
BASIC = r"(?i)(?<![\w-])basic[ \t]{1,3}(?P<value>[A-Za-z0-9+/]{8,400}={0,2})(?![\w+/=])"
LOGIN = r"(?i)\b(?:zugangsdaten|credentials|login\w{0,5}|user/pass)[ \t]?[=:][ \t]{0,3}[^\s/]{1,60} ?/ ?(?P<value>\S+)"
SCHEME = (
    rf"(?i)(?<![\w-])bearer\s{{1,9}}(?!{PLACEHOLDER})(?P<value>\S+)"
    rf"|(?<=authorization)[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?(?:basic|token|apikey|digest)\s{{1,9}}(?!{PLACEHOLDER})[\w+/=.~-]{{6,}}"
)
IN_ADDRESS = r"(?i)(?<=://)[^\s/:@]{0,200}:[^\s/@]{1,200}(?=@)"
WEB_HOOK = (
    r"(?<=hooks\.slack\.com/services/)\S{20,}|(?<=hooks\.slack\.com/workflows/)\S{20,}|(?<=webhook\.office\.com/)\S{40,}"
    r"|(?:(?<=discord\.com/api/webhooks/)|(?<=discordapp\.com/api/webhooks/))\d{15,22}/[\w-]{40,}"
)
COMMAND = (
    r"\b(?:curl|wget|https?ie?)\b[^\n|]{0,80}?[ \t](?:-u|--user)[ =](?P<user>[^\s:]{1,80}:[^\s]+)"
    r"|\b(?:sshpass|mysql\w{0,6}|mariadb|plink|docker login)\b[^\n|]{0,80}?[ \t]-p ?(?P<value>[^\s<$-][^\s]*)"
)
KEY_BLOCK = (
    r"-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}(?:(?!-{4,5} ?END)[\s\S])*+"
    r"(?:-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5})?"
    r"|Private-Lines: \d{1,3}\s{1,2}(?:[A-Za-z0-9+/=]{1,80}(?:\s{1,2}|$))++"  # of PuTTY
)
WEB_TOKEN = r"(?<![\w-])eyJ[\w-]{8,}+\.[\w-]++\.[\w-]*+"
MADE = (  # as https://github.com/gitleaks/gitleaks has them, by how they begin
    r"(?<![A-Za-z0-9])(?:(?:gh[pousr]_|github_pat_|gl(?:pat|dt|rt|ptt|ft|soat|cbt|agent|imt)-|xox[abeoprs]-|xapp-|GOCSPX-"
    r"|[srp]k_(?:live|test)_|whsec_|npm_|pypi-AgE|sk-|hf_|do[opr]_v1_|shp(?:at|ca|pa|ss)_|sq0[a-z]{3}-|dckr_[op]at_|gl(?:sa|c)_"
    r"|AGE-SECRET-KEY-1|lin_api_|pul-|PMAK-|NRAK-|sntr[yu]s_|figd_|ATATT3|xkeysib-|tskey-|gsk_|xai-|pplx-|nvapi-|sbp_|rubygems_"
    r"|CFPAT-|r8_|ntn_|EAAC|LTAI)[\w-]{12,}"
    r"|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}|AIza[\w-]{12,}|ya29\.[\w-]{20,}|hv[sbr]\.[\w-]{20,}|dp\.(?:pt|st)\.[\w.-]{20,}"
    r"|SG\.[\w-]{16,}\.[\w-]{16,}|SK[0-9a-f]{32}|key-[0-9a-f]{32}|dapi[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}|\d{8,10}:AA[\w-]{30,}"
    r"|[\w~.]{3}\dQ~[\w~.-]{31,34}|AAAA[\w-]{7}:[\w-]{100,}"
    r"|[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38})(?![A-Za-z0-9])"
)
A_WORD = (  # `Password: required`; a word in small letters before others is prose: `password: a word that you know`
    r"(?i)(?:true|false|null|none|nil|yes|no|required|optional|expired?|invalid|wrong|missing|empty|unknown|incorrect|forgotten"
    r"|hidden|protected|encrypted|string|vergessen|falsch|erforderlich|obligatoire|requis|oublié|requerida|neteisingas|wymagane)"
    r"[\"'`.,;:!?)}\]]*"
)
NO_SECRET = r"\d{1,3}\W*$|[\"']?\d{4}-\d\d-\d\d"  # a few, a day: `token expires="2012-01-17T03:52"`
SET_TO_DAY = r"[\w-]{1,30}=[\"']?\d{4}-\d\d-\d\d"
CHINESE = r"[\u2e80-\u9fff]"
NAMES = (  # of which one stands wherever NAMED or ASIAN is found
    "pass", "pw", "kennwort", "token", "secret", "key", "schl", "mdp", "clé", "slapta", "hasło", "haslo", "klucz",
    "contrase", "wachtwoord", "парол", *ASIAN.split("|"),
)  # fmt: skip
CODES = ("pin", "puk", "otp", "tan", "cvv", "cvc", " code", "code de", "验证码", "驗證碼")
Find = Callable[[str], Iterator[tuple[int, int]]]


def find_told_secrets(text: str) -> Iterator[tuple[int, int]]:
    """Find passwords, keys and tokens by what stands before them; the name of one goes with it."""
    lower = text.lower()
    for signs, find in TOLD:
        if any(sign in lower for sign in signs):
            yield from find(text)


def find_made_secrets(text: str) -> Iterator[tuple[int, int]]:
    """Find tokens by how their makers write them."""
    if "eyJ" in text:
        yield from _spans(WEB_TOKEN, text)
    yield from ((a, b) for a, b in _spans(MADE, text) if _is_random(text[a:b]))


def _spans(pattern: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a pattern matches."""
    return (found.span() for found in re.finditer(pattern, text))


def _find_in_headers(text: str) -> Iterator[tuple[int, int]]:
    """Find what HTTP's headers say."""
    for found in re.finditer(SCHEME, text):
        if found["value"] is None or re.search(r"\d|[._-]", found["value"]) or len(found["value"]) >= 16:
            yield found.span()


def _find_said(text: str) -> Iterator[tuple[int, int]]:
    """Find what is said to be a secret, unless a word follows: `Password: required`."""
    for found in re.finditer(SAID, text):
        if _is_secret(found, text[found.end() : found.end() + 2]):
            yield found.span()
    yield from (found.span() for found in re.finditer(BARE, text) if _is_bare_secret(found))


def _is_secret(found: re.Match[str], after: str) -> bool:
    """Tell whether what follows a secret's name is one; `after` is what follows that."""
    mark, value = found["mark"], found["value"].lstrip("(")
    if re.fullmatch(A_WORD, value) or re.match(CHINESE, value) or re.match(NO_SECRET, value):
        return False
    if mark.strip() in ("=", ":") and not found["words"]:
        is_word = (value.islower() or value.isupper()) and value.strip("\"'.,;:!?()").isalpha()
        return not (is_word and mark[-1:].isspace() and re.match(r"[ \t][\w(]", after))
    return _is_strong(value)


def _is_bare_secret(found: re.Match[str]) -> bool:
    """Tell whether what follows a secret's name without a sign is one: `the token 4f…`, `Kennwort Sommer24! geht nicht`."""
    value = found["value"]
    is_odd = len(value) >= 16 or found["asian"] or re.search(r"[!#$%&*?@]", value)
    is_odd = is_odd and "](" not in value and "://" not in value and not re.match(SET_TO_DAY, value)
    return bool(is_odd and re.search(r"\d", value) and _is_strong(value) and not re.match(CHINESE, value))


def _is_random(token: str) -> bool:
    """Tell whether a maker's token has what no word has: letters and digits in a row."""
    return any(re.search(r"\d", run) for run in re.findall(r"[A-Za-z0-9]{7,}", token))


def _is_strong(value: str) -> bool:
    """Tell whether a value is no word and no number alone."""
    value = value.strip("\"'`.,;:!?()")
    has_letter = any(map(str.isalpha, value))
    return len(value) >= 5 and has_letter and any(c.isdecimal() or c in "!#$%&+=@^~" for c in value)


def _find_logins(text: str) -> Iterator[tuple[int, int]]:
    """Find passwords beside a name: as HTTP sends them, and as people write them."""
    yield from (found.span() for found in re.finditer(BASIC, text) if _is_login(found["value"]))
    yield from (found.span() for found in re.finditer(LOGIN, text) if _is_strong(found["value"]))


def _is_login(value: str) -> bool:
    """Tell whether a value is a name and a password as HTTP sends them."""
    from base64 import b64decode

    try:
        return ":" in exact(b64decode(value, validate=True))
    except ValueError:
        return False


def _find_in_commands(text: str) -> Iterator[tuple[int, int]]:
    """Find passwords among the arguments of a command."""
    for found in re.finditer(COMMAND, text):
        yield found.span("user" if found["user"] else "value")


TOLD: tuple[tuple[tuple[str, ...], Find], ...] = (  # what finds them, and the words without which it finds nothing
    (("@",), partial(_spans, IN_ADDRESS)),
    (("begin", "private-lines"), partial(_spans, KEY_BLOCK)),
    (("bearer", "authorization"), _find_in_headers),
    (NAMES, _find_said),
    (("session", "sig="), partial(_spans, LONG)),
    (CODES, partial(_spans, PIN)),
    (("basic", "zugangsdaten", "credentials", "login", "user/pass"), _find_logins),
    (("hook",), partial(_spans, WEB_HOOK)),
    ((" -",), _find_in_commands),
)
