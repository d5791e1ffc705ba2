"""Case numbers as they are stored: plain, or hashed with a key that is never in the repository."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from kcs_cli.article.model import unique
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_new
from kcs_cli.files.plain_file import is_there
from kcs_cli.knowledge_base.config import Cases, Config
from kcs_cli.text.display import on_one_line
from kcs_cli.text.privacy import find_personal, mask

HASH = "h-"  # before a hashed case number
LONGEST_CASE = 200  # characters


def stored_case(case: str, config: Config, environ: Mapping[str, str]) -> str:
    """Return a case number as it is stored: one line, hashed where the configuration says so. Raise KcsError.

    One that is somebody's address or number is refused where it would be stored plain: it comes into events and commits.
    """
    stored = _as_stored(case, config, environ)
    if config.privacy.cases is Cases.plain:
        _check_nobody(stored, config)
    return stored


def _check_nobody(case: str, config: Config) -> None:
    """Raise KcsError for what is personal; digits alone may be anything, and most are the number of a case."""
    found = () if case.isdecimal() else find_personal(case, config.privacy.patterns)
    if found:
        raise KcsError(
            f"That is no case number but personal data: {found[0].kind} ({mask(found[0])})",
            'Give the number that the help desk gave the case; where cases go by such names: cases = "hash" in [privacy]',
        )


def _as_stored(case: str, config: Config, environ: Mapping[str, str]) -> str:
    """Return a case number as events have it. Raise KcsError for what is none."""
    case = on_one_line(case)
    if not case or len(case) > LONGEST_CASE or not case.isprintable():
        raise KcsError("That is no case number", f"One line of 1 to {LONGEST_CASE} characters: --case 4711")
    # As `kcs events` shows it: hashed once more it would be another case
    if config.privacy.cases is Cases.plain or re.fullmatch(f"{HASH}[0-9a-f]{{24}}", case):
        return case
    return case_hash(case, environ)


def case_hash(case: str, environ: Mapping[str, str]) -> str:
    """Return a case number's keyed hash. Raise KcsError without a key."""
    import hmac

    return HASH + hmac.digest(_read_key(environ), case.encode("utf-8", "replace"), "sha256").hex()[:24]


def case_address(case: str, config: Config) -> str:
    """Return where the help desk shows a case, as the settings have it; nothing where they do not say."""
    from urllib.parse import quote

    return config.personal.case_url.replace("{case}", quote(case, safe=""))


def case_names(case: str, config: Config, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return all that a case may be stored as: the configuration may have asked for hashes before, or not yet."""
    stored, plain = _as_stored(case, config, environ), on_one_line(case)
    try:
        return unique((stored, plain, case_hash(plain, environ)))
    except KcsError:  # there is no key
        return unique((stored, plain))


def _read_key(environ: Mapping[str, str]) -> bytes:
    """Return the key: KCS_CASE_KEY, else the one in kcs's configuration folder. Raise KcsError without one."""
    if key := environ.get("KCS_CASE_KEY", "").strip():
        return os.fsencode(key)
    file = key_file()
    try:
        if is_there(file) and (key := file.read_text("utf-8").strip()):
            return key.encode()
    except (OSError, UnicodeError):
        pass
    raise KcsError(
        f"Case numbers are hashed here, and there is no key in {file}",
        "Ask a colleague for the team's key, or make the first one: kcs init --case-key",
    )


def make_key() -> tuple[Path, bool]:
    """Make a key where there is none; return its file, and whether it is new. Raise KcsError."""
    import secrets

    file = key_file()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = write_new(file, secrets.token_hex(32) + "\n")
        file.chmod(0o600)
    except OSError as error:
        raise KcsError(f"{file} cannot be written ({error.strerror})", "Set the key in KCS_CASE_KEY") from error
    return file, new


def key_file() -> Path:
    """Return the file of the key, in the user's own configuration folder."""
    import platformdirs

    return platformdirs.user_config_path("kcs", appauthor=False) / "case-key"
