"""How a CI gets the kcs that is installed here: what pip noted of where it came from (PEP 610), as a requirement."""

import json
from collections.abc import Mapping
from importlib.metadata import distribution
from typing import Any
from urllib.parse import urlsplit

from kcs_cli.errors import KcsError

NAME = "kcs-cli"
OPEN = ("https", "http")  # what a runner reaches without this machine and its keys


def installed_requirement() -> str:
    """Return what `pip install` needs to install this kcs. Raise KcsError where another machine cannot get it."""
    installed = distribution(NAME)
    noted = installed.read_text("direct_url.json")
    return requirement_of(installed.version, json.loads(noted) if noted else None)


def requirement_of(version: str, origin: Mapping[str, Any] | None) -> str:
    """Return the requirement of a version that came from there; None is a package index. Raise KcsError."""
    if origin is None:
        return f"{NAME}=={version}"
    url, vcs = urlsplit(str(origin.get("url", ""))), origin.get("vcs_info", {})
    if url.scheme not in OPEN or "@" in url.netloc or "dir_info" in origin:
        where = "a folder of this machine" if url.scheme == "file" else "where a CI has no key for"
        raise KcsError(
            f"kcs was installed from {where}: a CI cannot install it from there",
            "Say where it gets kcs: --kcs 'kcs-cli @ git+https://HOST/PATH', or --kcs kcs-cli where an index has it",
        )
    folder = f"#subdirectory={origin['subdirectory']}" if origin.get("subdirectory") else ""
    if vcs:
        return f"{NAME} @ {vcs['vcs']}+{url.geturl()}@{vcs['commit_id']}{folder}"
    return f"{NAME} @ {url.geturl()}{folder}"


def checked_requirement(given: str) -> str:
    """Return a requirement that a person gave, as it stands in a workflow. Raise KcsError for none, and for an option."""
    requirement = given.strip()
    if not requirement.isprintable() or not requirement or requirement.startswith("-"):
        raise KcsError(f"--kcs {given} is no requirement", "As pip install takes it: kcs-cli==1.0, or a git+https address")
    return requirement
