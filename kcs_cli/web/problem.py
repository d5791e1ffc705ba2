"""What is answered where a call cannot be: the two lines of a KcsError, as a problem document (RFC 9457)."""

import logging
import traceback
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse

from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.render.format import FORMAT_VERSION
from kcs_cli.text.display import on_one_line
from kcs_cli.text.outside import writable_as_utf8

MEDIA_TYPE = "application/problem+json"
LONGEST = 2_000  # characters of what is said
log = logging.getLogger("kcs.serve")


class RefusedError(KcsError):
    """A call that HTTP has a status of its own for."""

    def __init__(self, status: int, message: str, hint: str = "", **headers: str) -> None:
        super().__init__(message, hint)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def stumble(error: Exception, where: str) -> RefusedError:
    """Log an error that is a bug, by its kind and place: its text may have a customer's words. Return what is answered."""
    lines = " < ".join(f"{one.name} {one.lineno}" for one in traceback.extract_tb(error.__traceback__)[:-6:-1])
    log.error("%s in %s: %s", type(error).__name__, where, lines)
    return RefusedError(500, f"kcs stumbled ({type(error).__name__})", "The server's log says where")


def problem(error: KcsError, root: Path | None = None) -> JSONResponse:
    """Return an error as an answer; `root` is where the base lies, for readers who are not to know."""
    message, hint = (_said(text, root) for text in (error.message, error.hint))
    status = _status(error)
    content: dict[str, Any] = {
        "kcs": FORMAT_VERSION, "error": message, "hint": hint or None, "title": message, "detail": hint or None,
        "status": status,
    }  # fmt: skip
    headers = error.headers if isinstance(error, RefusedError) else {}
    return JSONResponse(content, status, {**headers, "Cache-Control": "no-store"}, MEDIA_TYPE)


def _status(error: KcsError) -> int:
    """Return the status of an error: the caller's, unless it is the disk that refused."""
    if isinstance(error, RefusedError):
        return error.status
    if isinstance(error, NotFoundError):
        return 404
    return 503 if isinstance(error.__cause__, OSError) else 400


def _said(text: str, root: Path | None) -> str:
    """Return a line of an error, without where the base lies; what is no Unicode is replaced."""
    text = text.replace(str(root), "the knowledge base") if root else text
    return writable_as_utf8(on_one_line(text))[:LONGEST]
