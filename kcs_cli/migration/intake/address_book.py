"""By which addresses the articles of a source were linked, and what an address in a text leads to now."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from kcs_cli.migration.intake.survey import SourceEntry

SAFE = ("http", "https", "mailto", "tel", "ftp", "ftps", "sftp", "ssh", "sms", "callto")
LEADING = re.compile(r"(?:article-?)?(\d+)(?:[-_].*)?")  # `360001-How-to-pay`: the words behind the number may be old
NAMING = re.compile(r"(?i)(?:^|&)(?:\w*(?:id|article|number|name|title|node|topic)|p|q)=([^&=]{1,100})")  # not `page=2`
ENDINGS = re.compile(r"(?i)(?:\.html?|\.md|\.aspx?|\.php|/)$")


class SourceTarget(NamedTuple):
    """What an address leads to: the record of a `key`, or else an `address` as it is to be written.

    Neither: it is no link that anybody may follow. `is_lost`: it means an article that the source does not have.
    """

    key: str = ""
    address: str = ""
    fragment: str = ""
    is_lost: bool = False


class AddressBook:
    """Finds the record that an address means."""

    def __init__(self, entries: Mapping[str, SourceEntry]) -> None:
        self.entries = entries
        self.by_address: dict[str, list[str]] = {}
        self.by_name: dict[str, list[str]] = {}
        self.hosts: set[str] = set()
        for entry in entries.values():
            for address in entry.addresses:
                self.hosts.add(_host(address))
                for form in _exact_forms(address):
                    self._add(self.by_address, form, entry.key)
            for name in (entry.key, *entry.old_names):
                self._add(self.by_name, name.casefold(), entry.key)
        self.hosts.discard("")

    def _add(self, known: dict[str, list[str]], name: str, key: str) -> None:
        keys = known.setdefault(name, [])
        if key not in keys:
            keys.append(key)

    def find(self, address: str, source: SourceEntry) -> SourceTarget:
        """Return what an address in the text of a record leads to."""
        address = address.strip()
        if address.startswith("#"):
            return SourceTarget(key=source.key, fragment=address[1:])
        try:
            whole = self._whole(address, source)
            parts = urlsplit(whole)
        except ValueError:  # a bracket in a host
            return SourceTarget(address="")
        if parts.scheme and parts.scheme.lower() not in SAFE:
            return SourceTarget()
        if parts.scheme in ("http", "https", "") and (key := self._key(address, whole, source)):
            return SourceTarget(key=key, fragment=parts.fragment)
        is_own = _host(whole) in self.hosts if parts.hostname else not parts.scheme
        return SourceTarget(address=address if _is_beside(address, source) else whole, is_lost=is_own)

    def _whole(self, address: str, source: SourceEntry) -> str:
        """Return an address as it is from the page it stands on."""
        base = next((one for one in source.addresses if "//" in one), "")
        return urljoin(base, address) if base else address

    def _key(self, address: str, whole: str, source: SourceEntry) -> str:
        """Return the key of the record that an address means; nothing where it means none."""
        own = [one for one in source.addresses if "//" not in one]
        near = [urljoin(f"/{one.lstrip('/')}", address) for one in own] if "//" not in address else []
        for form in (form for one in (whole, *near, address) for form in _forms(one)):
            if keys := self.by_address.get(form):
                return self._nearest(keys, source)
        if _host(whole) not in {"", *self.hosts}:
            return ""
        for name in _names(whole):
            if keys := self.by_name.get(name):
                return self._nearest(keys, source)
        return ""

    def _nearest(self, keys: list[str], source: SourceEntry) -> str:
        """Return of several translations that in the language of the page, else the first."""
        return next((key for key in keys if self.entries[key].language == source.language), keys[0])


def _is_beside(address: str, source: SourceEntry) -> bool:
    """Tell whether an address is of a file that should lie beside the page in the export: on the web it is nowhere."""
    is_file = any("//" not in one and not one.startswith("/") for one in source.addresses)
    return is_file and not address.startswith("/") and not urlsplit(address).scheme


def _host(address: str) -> str:
    """Return the host of an address, without `www.`; nothing where it names none."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _forms(address: str) -> Iterable[str]:
    """Return how an address that is looked for may be known: as it is, then without what is behind `?`."""
    return dict.fromkeys([*_exact_forms(address), *_exact_forms(address.partition("?")[0])])


def _exact_forms(address: str) -> list[str]:
    """Return how an address is compared: without its ending, with and without its host.

    What is behind `?` belongs to it: where `viewpage.action?pageId=7` is an article, `viewpage.action` is none.
    """
    parts = urlsplit(address)
    path = "/" + ENDINGS.sub("", unquote(parts.path)).strip("/")
    path = re.sub(r"/(?:\./)+", "/", path).casefold()
    host = _host(address)
    query = f"?{unquote(parts.query)}" if parts.query else ""
    if path == "/" and not query:
        return [f"{host}/"] if host else []
    return [f"{host}{path}{query}", f"{path}{query}"] if host else [f"{path}{query}"]


def _names(address: str) -> Iterator[str]:
    """Yield what an address may call an article by: its last part, the number that begins it, a number in its query."""
    parts = urlsplit(address)
    last = ENDINGS.sub("", unquote(parts.path)).rstrip("/").rpartition("/")[2].casefold()
    if last:
        yield last
    if number := LEADING.fullmatch(last):
        yield number[1]
    yield from (value.casefold() for value in NAMING.findall(unquote(parts.query)))
