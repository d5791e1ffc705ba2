"""Texts that are hard on a linter: real articles mangled, fragments put together, random bytes."""

import random
from collections.abc import Sequence

PIECES = (
    b"---\n", b"---\n", b"+++\n", b"id: kb-2c4d6f\n", b"id: [1, {2: 3}]\n", b"id: &a [*a]\n", b"title:\n",
    b"title: 2026-01-02\n", b"kind: {a: b}\n", b"said:\n  - \n  - [x]\n", b"said: !!binary aGk=\n",
    b"updated: 99999-99-99\n", b"review_every: -1d\n", b"tags: !!python/object:os.system\n",
    b"aliases: [a, A, \xc3\xa4]\n", b"translation_of: 7\n", b"a: &b {c: *b}\n", b"? [x]\n: y\n", b"x: |\n  y\n",
    b"\"q: z\n", b"'\n", b"\t- x\n", b"# One\n", b"## Issue\n", b"### \n", b"####### x\n", b"Setext\n===\n", b"-\n-\n",
    b"## Resolution\n", b"[a](b.md#c \"d\")", b"[a][b]", b"![x](y z.png)", b"[", b"](", b"](<", b"\\](",
    b"<a href='javascript:x'>", b"<script", b"<!--", b"-->", b"<!-- kcs-disable link-broken: x -->", b"<!-- kcs-disable",
    b"```\n", b"~~~~\n", b"`", b"``", b"    x\n", b"\r\n", b"\r", b"\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xed\xa0\x80", b"\xf0\x9f\x92\xa9", b"<<<<<<< HEAD\n", b"=======\n",
    b">>>>>>> x\n", b"4111 1111 1111 1111", b"a@b.de", b"+49 170 5551234", b"LT121000011101001000",
    b"AKIAIOSFODNN7EXAMPLE", b"Error: 0x80070005", b"TODO", b"{{title}}", b"\xe4\xbd\xa0\xe5\xa5\xbd", b"a" * 300,
    b"(" * 200, b"[" * 200, b"*" * 200, b"> " * 100, b"- " * 100, b" " * 300, b"|" * 100, b"&" * 50, b"a@" * 100,
    b"1 " * 200, b"../" * 60, b"\\" * 60,
)  # fmt: skip


def hostile(chance: random.Random, articles: Sequence[bytes]) -> bytes:
    """Return a text of one of the three kinds."""
    kind = chance.random()
    if kind < 0.6 and articles:
        return mangled(chance, chance.choice(articles))
    if kind < 0.95:
        head = b"---\n" if chance.random() < 0.7 else b""
        return head + b"".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 40)))
    return chance.randbytes(chance.randrange(0, 3_000))


def mangled(chance: random.Random, article: bytes) -> bytes:
    """Return an article with some bytes cut out, doubled, flipped, or pieces put in."""
    text = bytearray(article)
    for _ in range(chance.randrange(1, 12)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((1, 3, 20, 200)))
        change = chance.randrange(4)
        if change == 0:
            del text[start:end]
        elif change == 1:
            text[start:start] = text[start:end] * chance.choice((1, 2, 30))
        elif change == 2 and start < len(text):
            text[start] = chance.randrange(256)
        else:
            text[start:start] = chance.choice(PIECES)
    return bytes(text)
