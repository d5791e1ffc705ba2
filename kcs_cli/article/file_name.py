"""What the name of an article's file tells: a title in words, a language, of which article it is a translation."""

import re
from functools import lru_cache
from typing import NamedTuple

# Languages that sites are published in. Left out is what more often is something else between two dots: `ml`, `sh`, `ts`.
LANGUAGES = frozenset((
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa",
    "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "lt",
    "lv", "mk", "mn", "mr", "ms", "nb", "ne", "nl", "nn", "no", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv",
    "sw", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi", "zh",
))  # fmt: skip
TAG = r"(?i)([a-z]{2})(?:[-_](?:[a-z]{4}[-_])?[a-z]{2,4})?"  # de, pt-BR, zh_Hant, zh-Hans-CN
UNNAMED = frozenset(("index", "_index", "readme"))  # files that stand for their folder
DAY = r"\d{4}-\d\d-\d\d-(?=.)"  # before the name, as Jekyll dates its posts


class FileName(NamedTuple):
    """A path in parts: the folders and the bare name without any language; the language of a suffix and of a folder."""

    folders: tuple[str, ...]
    name: str
    suffix: str
    folder: str

    @property
    def language(self) -> str:
        """The language that the path names; the file's own suffix says it more surely than a folder."""
        return self.suffix or self.folder

    @property
    def article(self) -> str:
        """What all translations of an article have in common: the path without suffix and without language."""
        return "/".join((*self.folders, self.name)).lower()

    @property
    def title(self) -> str:
        """The file's name in words; that of the folder for a file that stands for it."""
        name = self.folders[-1] if self.name.lower() in UNNAMED and self.folders else self.name
        return in_words(name)


@lru_cache(64)  # of an article several ask, one after the other
def take_name_apart(path: str) -> FileName:
    """Take an article's path apart: `docs/install.de.md`, `de/docs/install.md`."""
    *folders, file = path.split("/")
    name = file.rpartition(".")[0] or file
    bare, _, last = name.rpartition(".")
    suffix = code_in(last) if bare else ""
    place = next((place for place, folder in enumerate(folders) if code_in(folder)), len(folders))
    return FileName(
        folders=(*folders[:place], *folders[place + 1 :]),
        name=bare if suffix else name,
        suffix=suffix,
        folder=code_in(folders[place]) if place < len(folders) else "",
    )


def code_in(text: str) -> str:
    """Return the language that a suffix or a folder is named after; nothing where it is named after none."""
    found = re.fullmatch(TAG, text)
    return found[1].lower() if found and found[1].lower() in LANGUAGES else ""


def in_words(name: str) -> str:
    """Write a name in words: `fax-is-silent`, `fax_is_silent`; one with spaces keeps the hyphens of its words."""
    name = re.sub(DAY, "", name)
    words = name if " " in name.strip() else re.sub(r"[-_+]+", " ", name)
    return " ".join(words.split()) or name
