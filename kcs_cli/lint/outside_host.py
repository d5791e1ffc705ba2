"""The hosts of addresses on the web: which may be asked, and which nobody has.

lychee looks at numbers only, and not at all of them; names are looked up here.
"""

import re
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from ipaddress import ip_address, ip_network
from urllib.parse import unquote, urlsplit

EXAMPLE = re.compile(
    r"(?:^|\.)(?:example(?:\.(?:com|net|org|edu))?|test|invalid|localhost|local|internal)\.?$", re.IGNORECASE
)
NO_SUCH_HOST = frozenset(getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name))
# Numbers of another kind written as such of version 6 (mapped, compatible, NAT64, 6to4, Teredo), and those of a site:
# whatever is in them, what they lead to is decided by a machine of ours
TRANSLATED = tuple(map(ip_network, (
    "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10",
)))  # fmt: skip
LookUp = Callable[[str], Sequence[str]]


class HostStanding(StrEnum):
    """What is known of a host before it is asked."""

    public = "public"
    private = "private"  # it may be a machine of ours, and an article is not to reach it
    nameless = "there is no host of that name"
    silent = "its name cannot be looked up"


def host_of(address: str) -> str:
    """Return the host of an address; nothing where it is nobody's matter: an example, or with a password."""
    with suppress(ValueError):
        parts = urlsplit(address)
        host = unquote(parts.hostname or "").lower()
        is_nobodys = parts.scheme not in ("http", "https") or parts.username is not None or EXAMPLE.search(host)
        return "" if is_nobodys else host
    return ""


def standing(host: str, look_up: LookUp) -> HostStanding:
    """Tell what is known of a host."""
    try:
        return HostStanding.public if all(map(is_public, look_up(host))) else HostStanding.private
    except socket.gaierror as error:
        return HostStanding.nameless if error.errno in NO_SUCH_HOST else HostStanding.silent
    except (OSError, ValueError):  # ValueError: a name that cannot be one
        return HostStanding.silent


def is_public(address: str) -> bool:
    """Tell whether a number is that of a host on the public web."""
    with suppress(ValueError):
        number = ip_address(address.partition("%")[0])
        return number.is_global and not number.is_multicast and not any(number in one for one in TRANSLATED)
    return False


def numbers_of(host: str) -> list[str]:
    """Return the numbers of a host. Raise OSError, ValueError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
