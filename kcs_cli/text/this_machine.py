"""Hosts that are this machine."""

from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """Tell whether a host is this machine: what goes there is not seen by others."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
