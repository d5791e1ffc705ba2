"""Asks the web, by lychee, whether addresses that articles name are still there.

An article is data that anybody may have written: only public hosts are asked, and nothing of it but the address goes out.
lychee follows redirections wherever they lead, though: a public host can send it to one of ours. What does not answer
today may answer tomorrow: only what says that it is gone counts as gone.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies

from kcs_cli.lint.lychee import ask_lychee, find_lychee
from kcs_cli.lint.outside_host import HostStanding, LookUp, host_of, numbers_of, standing

GONE = (404, 410)
NAMES_AT_ONCE = 16
NO_NETWORK = "there is no network"
CONTROL = "example.com"  # has a number wherever there is a network: https://www.iana.org/domains/reserved


class OutsideReport(NamedTuple):
    """Which addresses are gone, and which could not be checked, each with the reason."""

    gone: Mapping[str, str]
    unknown: Mapping[str, str]


def ask_web(addresses: Iterable[str], look_up: LookUp = numbers_of) -> OutsideReport:
    """Ask for addresses, each once. Raise KcsError."""
    program = find_lychee()
    known = _standings(addresses, look_up)
    troubles = ask_lychee(program, _with(known, HostStanding.public))
    gone = {address: one.why for address, one in troubles.items() if one.status in GONE}
    unknown = {address: one.why for address, one in troubles.items() if one.status not in GONE}
    unknown |= dict.fromkeys(_with(known, HostStanding.silent), HostStanding.silent.value)
    if nameless := _with(known, HostStanding.nameless):
        if standing(CONTROL, look_up) is HostStanding.public:
            gone |= dict.fromkeys(nameless, HostStanding.nameless.value)
        else:
            unknown |= dict.fromkeys(nameless, NO_NETWORK)
    return OutsideReport(gone=gone, unknown=unknown)


def _standings(addresses: Iterable[str], look_up: LookUp) -> dict[str, HostStanding]:
    """Tell of each address that matters what is known of its host; a proxy knows names that are unknown here.

    But one of a single word is a machine beside the proxy, and of nobody on the web.
    """
    hosts = {address: host for address in addresses if (host := host_of(address))}
    names = sorted(set(hosts.values()))
    with ThreadPoolExecutor(NAMES_AT_ONCE) as pool:
        known = dict(zip(names, pool.map(partial(standing, look_up=look_up), names), strict=True))
    proxies = getproxies()
    unsure = (HostStanding.nameless, HostStanding.silent)
    by_proxy = [one for one, host in hosts.items() if known[host] in unsure and urlsplit(one).scheme in proxies]
    asked = {
        address: HostStanding.public if "." in hosts[address].strip(".") else HostStanding.silent for address in by_proxy
    }
    return {address: known[host] for address, host in hosts.items()} | asked


def _with(known: Mapping[str, HostStanding], wanted: HostStanding) -> list[str]:
    """Return the addresses whose hosts stand so."""
    return [address for address, one in known.items() if one is wanted]
