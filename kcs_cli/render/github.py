"""Annotations as GitHub's runner reads them: one line of text with its own escapes."""

from collections.abc import Mapping

SHOWN = 10  # annotations of a severity


def annotation(level: str, message: str, places: Mapping[str, object]) -> str:
    """Write an annotation: error, warning or notice, at a file and line, under a title."""
    properties = ",".join(f"{name}={_escape_property(str(value))}" for name, value in places.items())
    return f"::{level} {properties}::{_escape(message)}"


def _escape(text: str) -> str:
    """Write a text of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    """Write a property of a command."""
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def harmless(line: str) -> str:
    """Return a line of the log, that does not begin with a colon, so that it is no command."""
    # The runner takes `##[error]` for a command anywhere in a line, not at its beginning only
    return line.replace("##[", "# #[")
