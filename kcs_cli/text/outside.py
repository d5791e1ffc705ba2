"""Bytes from outside as text: what git, files and other programs give is read here, and no other module decodes anything.

Which of the three is a question of what becomes of the text: it is written back, shown, or names something.
"""

BOM = b"\xef\xbb\xbf"  # some editors begin a file with it


def exact(content: bytes, *, bom: bool = False) -> str:
    """Return text that has to be UTF-8; `bom`: one at its beginning is no part of it. Raise UnicodeDecodeError."""
    return (content.removeprefix(BOM) if bom else content).decode("utf-8")


def readable(content: bytes, *, bom: bool = False) -> str:
    """Return text for somebody to read: what is no UTF-8 in it becomes �."""
    return (content.removeprefix(BOM) if bom else content).decode("utf-8", "replace")


def foreign(content: bytes, encoding: str) -> str:
    """Return a text of another program's in its encoding; what that does not know becomes �. Raise LookupError.

    One that begins with the mark of UTF-16 is that.
    """
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return content.decode("utf-16" if marked else encoding, "replace")


def kept(content: bytes) -> str:
    """Return text that `kept_bytes` makes the same bytes of again, whatever they are: a path as git has it."""
    return content.decode("utf-8", "surrogateescape")


def kept_bytes(text: str) -> bytes:
    """Return the bytes that a kept text was made of."""
    return text.encode("utf-8", "surrogateescape")


def portable(name: str) -> str:
    r"""Return a kept name as valid Unicode, each other byte as `\xff`: it can be stored, and names nothing by mistake."""
    return name if name.isascii() else kept_bytes(name).decode("utf-8", "backslashreplace")


def writable_as_utf8(text: str) -> str:
    """Return a text as it can be written: what is no Unicode (half of a pair of surrogates) becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
