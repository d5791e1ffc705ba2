"""Where a link of an imported text leads in the base, and how that is written in markdown."""

import re
from collections.abc import Callable

Lead = Callable[[str], str]  # where an address that a text links to leads in the base


def destination(target: str) -> str:
    """Write an address so that markdown reads it."""
    target = re.sub(r"[\x00-\x1f\x7f]", "", target.strip())
    return re.sub(r"[\s<>()\\]", lambda found: f"%{ord(found[0]):02X}", target)
