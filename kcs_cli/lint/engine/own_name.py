"""The organisation's own public addresses and numbers, told by the articles that name them: they are nobody's secret."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

from kcs_cli.article.card import Known
from kcs_cli.lint.engine.sample_address import is_role
from kcs_cli.text.privacy import PersonalData

SEVERAL = 3  # articles in which a contact stands, or a domain, that the organisation answers for …
MOST_SHARE = 0.02  # … and for a domain this share of all articles
ADDRESS = re.compile(r"(?i)(?<![\w.+-])[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,5}[a-z]{2,24})\b")
LINK = re.compile(r"(?i)https?://((?:[\w-]{1,63}\.){1,5}[a-z]{2,24})\b")
NUMBER = re.compile(r"(?<![\w.+-])(?:\+|\(?0)\d(?:[ ()/.-]{0,3}\d){6,13}(?![\w-])")
SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gob", "gov", "ne", "net", "nhs", "or", "org"))  # before a country's
FREE = frozenset((  # providers of mail to everybody, and what everybody links to
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "gmx.de", "gmx.net", "web.de",
    "t-online.de", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "mail.ru", "yandex.ru", "qq.com",
    "163.com", "126.com", "wp.pl", "o2.pl", "onet.pl", "libero.it", "orange.fr", "free.fr", "laposte.net",
    "github.com", "gitlab.com",
))  # fmt: skip


class OwnNames:
    """What the organisation says of itself: `read` gives all articles, which are read once an address needs to be judged."""

    def __init__(self, read: Callable[[], Sequence[Known]], site: str = "") -> None:
        self.read = read
        self.site = site

    def has(self, found: PersonalData) -> bool:
        """Tell whether an address or a telephone number is one that the organisation shows to everybody."""
        if found.kind == "phone":
            return self.numbers[_digits(found.text)] >= SEVERAL
        if found.kind != "e-mail":
            return False
        name, _, host = found.text.lower().partition("@")
        if domain_of(host) not in self.domains:
            return False
        is_initials = found.text.partition("@")[0].isupper()  # DNS_EA
        return is_initials or not _is_persons(name, host) or self._is_of_base(name, found.text)

    def _is_of_base(self, name: str, address: str) -> bool:
        """Tell whether a name is a word of the base itself (cloudfiles@, of the folder cloud-files), or in many articles."""
        one_word = name.isalnum()
        return _bare(name) in self.words or (one_word and self.addresses[address.lower()] >= SEVERAL)

    @cached_property
    def articles(self) -> Sequence[Known]:
        """All articles."""
        return self.read()

    @cached_property
    def addresses(self) -> Counter[str]:
        """In how many articles each address stands."""
        found = (set(map(str.lower, _wholes(ADDRESS, one.body))) for one in self.articles if "@" in one.body)
        return Counter(address for addresses in found for address in addresses)

    @cached_property
    def numbers(self) -> Counter[str]:
        """In how many articles each telephone number stands, by its digits."""
        found = (set(map(_digits, _wholes(NUMBER, one.body))) for one in self.articles)
        return Counter(number for numbers in found for number in numbers)

    @cached_property
    def domains(self) -> frozenset[str]:
        """The organisation's own domains: of its site, and those with a role's address that many articles name."""
        hosts = (set(LINK.findall(one.body)) | set(ADDRESS.findall(one.body)) for one in self.articles)
        named = Counter(domain for some in hosts for domain in set(map(domain_of, some)))
        with_role = {domain_of(address.partition("@")[2]) for address in self.addresses if is_role(address)}
        least = max(SEVERAL, len(self.articles) * MOST_SHARE)
        often = {domain for domain in with_role if named[domain] >= least}
        site = set(map(domain_of, LINK.findall(self.site)))
        return frozenset((often | site) - FREE)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of folders and tags."""
        return frozenset(_bare(part) for one in self.articles for part in (*one.path.split("/")[:-1], *one.tags))


def domain_of(host: str) -> str:
    """Return the domain that somebody has registered: example.co.uk of www.example.co.uk."""
    labels = host.lower().split(".")
    is_long = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL
    return ".".join(labels[-3:] if is_long else labels[-2:])


def _is_persons(name: str, host: str) -> bool:
    """Tell whether a name may be that of a person: one word, or first and last; `metrics-ea` is none."""
    words = re.split(r"[._+-]+", name)
    if any(word in host.split(".") for word in words):
        return False  # govuk.campaigns@ of a host that is called so
    return len(words) == 1 or "." in name or (len(words) == 2 and "_" in name)


def _wholes(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return what a pattern finds, with all of its groups."""
    return [found[0] for found in pattern.finditer(text)]


def _digits(number: str) -> str:
    """Return a number's digits."""
    return re.sub(r"\D", "", number)


def _bare(word: str) -> str:
    """Return a word's letters and digits alone."""
    return re.sub(r"[\W_]", "", word).lower()
