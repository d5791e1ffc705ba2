"""What scripts of India write in several ways: a nasal before a consonant as a letter or as a dot, हिन्दी or हिंदी."""

from functools import cache

SCRIPTS = (0x900, 0x980, 0xA00, 0xA80, 0xB00, 0xC00, 0xC80, 0xD00)  # Devanagari, Bengali …: their letters in one order
ANUSVARA, VIRAMA = 0x02, 0x4D
BLOCK = 0x80  # characters of a script
NASALS = {  # with the consonants before which it is written as a dot as well: हिन्दी, हिंदी
    0x19: range(0x15, 0x19), 0x1E: range(0x1A, 0x1E), 0x23: range(0x1F, 0x23), 0x28: range(0x24, 0x28),
    0x2E: (*range(0x2A, 0x2E), 0x35),
}  # fmt: skip
CHILLUS = {  # consonants without a vowel that have a letter of their own, in Bengali and Malayalam
    "\u09ce": "\u09a4\u09cd", "\u0d7a": "\u0d23\u0d4d", "\u0d7b": "\u0d28\u0d4d", "\u0d7c": "\u0d30\u0d4d",
    "\u0d7d": "\u0d32\u0d4d", "\u0d7e": "\u0d33\u0d4d", "\u0d7f": "\u0d15\u0d4d",
}  # fmt: skip


@cache
def pattern() -> str:
    """Return what finds a nasal without a vowel before a consonant of its own place, and the letters that stand for two."""
    nasals = (
        f"{chr(script + nasal)}{chr(script + VIRAMA)}[\u200c\u200d]?(?=[{''.join(chr(script + one) for one in places)}])"
        for script in SCRIPTS
        for nasal, places in NASALS.items()
    )
    return f"[{''.join(CHILLUS)}]|{'|'.join(nasals)}"


def replaced(piece: str) -> str:
    """Return what stands for such a piece of text: for a nasal the dot; for a mark that is left out nothing."""
    return CHILLUS.get(piece, chr(ord(piece[0]) // BLOCK * BLOCK + ANUSVARA) if len(piece) > 1 else "")
