"""How kcs speaks in this run: whether in colours, how much on stderr."""

import os
from enum import StrEnum
from typing import IO


class Color(StrEnum):
    """When there are colours."""

    auto = "auto"
    always = "always"
    never = "never"


class Manner:
    """What the command line says of it; the environment, the user's settings and the terminal say the rest."""

    def __init__(self) -> None:
        self.color: Color | None = None
        self.is_quiet = False


MANNER = Manner()


def has_colours(stream: IO[str]) -> bool:
    """Tell whether what is written to a stream has colours."""
    color = MANNER.color or _color_of_environment() or Color.auto
    return stream.isatty() if color is Color.auto else color is Color.always


def _color_of_environment() -> Color | None:
    """Return what the variables say, the narrower first; None where they say nothing."""
    if (own := os.environ.get("KCS_COLOR", "")) in tuple(Color):
        return Color(own)
    if os.environ.get("NO_COLOR"):
        return Color.never
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return Color.always
    return Color.never if os.environ.get("TERM") == "dumb" else None
