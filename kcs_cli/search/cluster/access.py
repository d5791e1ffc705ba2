"""Where a cluster is and who asks it: addresses from the configuration, credentials from the environment alone.

A file of the base can name neither credentials nor a file with them: who may change kcs.toml would have anybody's sent.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from kcs_cli.errors import ConfigError
from kcs_cli.files.plain_file import open_plain
from kcs_cli.knowledge_base.config import SearchConfig
from kcs_cli.text.outside import exact
from kcs_cli.text.this_machine import is_this_machine

USER, PASSWORD, TOKEN = "KCS_SEARCH_USER", "KCS_SEARCH_PASSWORD", "KCS_SEARCH_TOKEN"
CREDENTIALS, CA = "KCS_SEARCH_CREDENTIALS", "KCS_SEARCH_CA"
LARGEST = 16_000  # bytes of a file with credentials
NAME = r"[a-z0-9][a-z0-9._-]{0,99}"  # of an index, as OpenSearch takes it
NAME_THEM = "Name its nodes: KCS_SEARCH_URLS=https://node1:9200, or [search] urls in kcs.toml"


class ClusterAccess(NamedTuple):
    """The nodes' addresses, the index's name, what the header `Authorization` says, and a file of certificates to trust."""

    urls: tuple[str, ...]
    alias: str
    authorization: str = ""
    certificates: str = ""


def cluster_access(config: SearchConfig, environ: Mapping[str, str], places: tuple[Path, ...]) -> ClusterAccess:
    """Return how the cluster is reached; `places` are folders that may have no credentials. Raise ConfigError."""
    if not config.urls:
        raise ConfigError("No address of a cluster is known", NAME_THEM)
    if not re.fullmatch(NAME, config.index_name):
        raise ConfigError(f"[search] index_name cannot be {config.index_name!r}", "Small letters, digits, `-`, `_` and `.`")
    authorization = _authorization(environ, places)
    for url in config.urls:
        _check_url(url, is_secret=bool(authorization))
    return ClusterAccess(
        urls=tuple(dict.fromkeys(url.rstrip("/") for url in config.urls)),
        alias=config.index_name,
        authorization=authorization,
        certificates=_certificates(environ),
    )


def _check_url(url: str, *, is_secret: bool) -> None:
    """Raise ConfigError for what is no address, has a password in it, or would send one that others can read."""
    try:
        known = urlsplit(url)
        is_fit = known.scheme in ("http", "https") and bool(known.hostname) and (known.port or 1) > 0
    except ValueError:
        is_fit = False
    if not is_fit or known.query or known.fragment or re.search(r"[^!-~]", url):
        shown = re.sub(r"//.*@", "//…@", url)  # what stands before @ may be a password
        raise ConfigError(f"{shown!r} is no address of a node", "Write it as https://node1.example.org:9200")
    if known.username is not None or known.password is not None:
        raise ConfigError(f"The address of {known.hostname} has credentials in it", f"{USER} and {PASSWORD} have them")
    if is_secret and known.scheme == "http" and not is_this_machine(known.hostname or ""):
        raise ConfigError(f"Credentials would be sent to {known.hostname} unencrypted", f"https://{known.netloc}")


def _authorization(environ: Mapping[str, str], places: tuple[Path, ...]) -> str:
    """Return what the header says: of a file that the environment names, else of the environment itself."""
    if named := environ.get(CREDENTIALS, "").strip():
        return _of_line(_read(Path(named).expanduser(), places), CREDENTIALS)
    if token := environ.get(TOKEN, "").strip():
        return _of_line(token, TOKEN, is_token=True)
    user, password = environ.get(USER, ""), environ.get(PASSWORD, "")
    if bool(user) != bool(password):
        lacking = PASSWORD if user else USER
        raise ConfigError(f"{USER} and {PASSWORD} go together; {lacking} is not set", f"{lacking}=…, or {CREDENTIALS}=FILE")
    return _of_line(f"{user}:{password}", USER) if user else ""


def _of_line(line: str, source: str, *, is_token: bool = False) -> str:
    """Return the header of `user:password`, or of a token."""
    if is_token or ":" not in line:
        if not re.fullmatch(r"[!-~]+", line):
            raise ConfigError(f"{source} has no token that can be sent", "A token has no spaces")
        return f"Bearer {line}"
    return f"Basic {exact(b64encode(line.encode()))}"


def _read(file: Path, places: tuple[Path, ...]) -> str:
    """Return the first line of a file with credentials, which lies in no repository."""
    within = (place for place in places if _is_in(file, place))
    if place := next(within, None):
        raise ConfigError(f"{file} has credentials and lies in {place}", f"{CREDENTIALS} names a file elsewhere")
    try:
        with open_plain(file) as stream:
            lines = exact(stream.read(LARGEST), bom=True).splitlines()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8"
        raise ConfigError(f"{file} cannot be read ({reason})", f"{CREDENTIALS} names a file: user:password") from error
    if not lines or not lines[0].strip():
        raise ConfigError(f"{file} is empty", "Its first line is user:password, or a token")
    return lines[0].strip()


def _is_in(file: Path, place: Path) -> bool:
    """Tell whether a file lies in a folder, by its name or by where that leads."""
    return any(one.is_relative_to(other) for one in (file.absolute(), file.resolve()) for other in (place, place.resolve()))


def _certificates(environ: Mapping[str, str]) -> str:
    """Return the file of certificates to trust besides those of the system; nothing where none is named."""
    named = environ.get(CA, "").strip()
    if named and not Path(named).expanduser().is_file():
        raise ConfigError(f"{named}, which {CA} names, is no file", "A file of certificates (PEM)")
    return str(Path(named).expanduser()) if named else ""
