"""The tokens of a base: a file of hashes, outside every work tree. A token is shown once, when it is made."""

import json
import os
import re
from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated

import msgspec

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import lock, write_atomic
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.text.display import on_one_line
from kcs_cli.web.caller import Caller, Right

FILE = "serve-tokens.json"
PREFIX = "kcs_"  # by which scanners of secrets know one
NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,49}"
LONGEST_PERSON = 100  # characters
LONGEST_TOKEN = 200
PATIENCE = 5.0  # seconds to wait for another process that writes


class HashedToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A token as the file has it; from its hash nobody can tell it: it has 256 random bits."""

    name: Annotated[str, msgspec.Meta(pattern=f"^{NAME}$")]
    person: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_PERSON)]
    audience: Audience
    rights: tuple[Right, ...]
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    made_on: str

    @property
    def caller(self) -> Caller:
        """Return who asks with it."""
        return Caller(self.name, self.person, self.audience, self.rights)


class TokenFile:
    """The tokens in a file; it is read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._look: tuple[int, int, int] | None = None
        self._tokens: tuple[HashedToken, ...] = ()

    def tokens(self) -> tuple[HashedToken, ...]:
        """Return all tokens. Raise KcsError for a file that cannot be read."""
        try:
            look = self.path.stat()
        except FileNotFoundError:
            self._look, self._tokens = None, ()
            return ()
        if (known := (look.st_ino, look.st_mtime_ns, look.st_size)) != self._look:
            self._tokens, self._look = _read(self.path), known
        return self._tokens

    def caller(self, token: str) -> Caller | None:
        """Return who asks with a token; None for one that is not known."""
        if len(token) > LONGEST_TOKEN:
            return None
        hashed = hash_of(token)
        found = None
        for one in self.tokens():  # all are looked at: how long that takes says nothing
            found = one.caller if compare_digest(one.sha256, hashed) else found
        return found

    def add(self, caller: Caller, made_on: str) -> str:
        """Make a token for somebody and return it. Raise KcsError for a name that is taken, or is none."""
        if not re.fullmatch(NAME, caller.name):
            raise KcsError(
                "That is no name of a token", "Letters, digits, dots, dashes, 50 at most: kcs serve --new-token shop"
            )
        person = on_one_line(caller.person)
        if not person or len(person) > LONGEST_PERSON or not person.isprintable():
            raise KcsError("Whose token is it?", "--person ana@example.org, or the name of a bot: the journal names it")
        token = PREFIX + token_urlsafe(32)
        with lock(self.path.with_suffix(".lock"), PATIENCE, lambda: None):
            known = self.tokens()
            if any(one.name == caller.name for one in known):
                raise KcsError(f"There is a token {caller.name} already", f"kcs serve --revoke {caller.name} ends it")
            new = HashedToken(
                name=caller.name, person=person, audience=caller.audience, rights=caller.rights,
                sha256=hash_of(token), made_on=made_on,
            )  # fmt: skip
            self._write((*known, new))
        return token

    def revoke(self, name: str) -> None:
        """End a token. Raise KcsError for one that is not there."""
        with lock(self.path.with_suffix(".lock"), PATIENCE, lambda: None):
            known = self.tokens()
            if all(one.name != name for one in known):
                raise KcsError(f"There is no token {on_one_line(name)[:50]}", "kcs serve --tokens lists them")
            self._write([one for one in known if one.name != name])

    def _write(self, tokens: Sequence[HashedToken]) -> None:
        """Write all tokens, for the eyes of this user alone. Raise KcsError."""
        text = json.dumps({"v": 1, "tokens": msgspec.to_builtins(tokens)}, indent=1) + "\n"
        before = os.umask(0o077)
        try:
            write_atomic(self.path, text)
        except OSError as error:
            raise KcsError(f"{self.path} cannot be written ({error.strerror})", "Name another file: --token-file") from error
        finally:
            os.umask(before)
        self._look = None


class _Content(msgspec.Struct):
    """What the file has."""

    tokens: tuple[HashedToken, ...]
    v: int = 1


def _read(path: Path) -> tuple[HashedToken, ...]:
    """Read the file. Raise KcsError."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Content).tokens
    except (OSError, ValueError) as error:
        raise KcsError(f"{path} is no file of tokens", "Restore it, or delete it and make the tokens anew") from error


def hash_of(token: str) -> str:
    """Return a token's hash."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
