"""Names for files that are handed out: safe on every system, and no two alike."""

import re
from unicodedata import normalize

from kcs_cli.text.outside import writable_as_utf8

UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\/\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]) *(?:\..*)?")  # no file names on Windows
LONGEST = 120  # bytes of a name


class PageNames:
    """Gives paths; each once, whatever capitals it has."""

    def __init__(self, *taken: str) -> None:
        self.taken = {name.casefold() for name in taken}

    def new(self, folders: tuple[str, ...], name: str, ending: str) -> str:
        """Return a path for a file, with a number where there is one of that name."""
        # A folder `a.html` would stand where the page of an article `a` does
        place = "/".join(re.sub(r"(?i)\.(?=html?$)", "-", safe_name(one)) for one in folders)
        bare, number, path = safe_name(name), 1, ""
        while not path or path.casefold() in self.taken:
            numbered = f"{bare}-{number}" if number > 1 else bare
            path = f"{place}/{numbered}{ending}" if place else f"{numbered}{ending}"
            number += 1
        self.taken.add(path.casefold())
        return path


def safe_name(name: str) -> str:
    """Return a name that a file may have on every system; never hidden, never that of the folder above."""
    plain = UNSAFE.sub("-", normalize("NFC", writable_as_utf8(name))).strip(" .")
    if RESERVED.fullmatch(plain):
        plain = f"{plain}_"
    return plain.encode()[:LONGEST].decode("utf-8", "ignore").rstrip(" .") or "article"
