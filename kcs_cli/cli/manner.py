"""How kcs speaks in this run: whether in colours, how much on stderr."""

import os
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from kcs_cli.errors import ConfigError
from kcs_cli.knowledge_base.config import Color
from kcs_cli.knowledge_base.config_file import read_personal

if TYPE_CHECKING:
    from kcs_cli.cli.fields import FieldChoice


class Manner:
    """What the command line says of it; the environment, the user's settings and the terminal say the rest."""

    def __init__(self) -> None:
        self.color: Color | None = None
        self.is_quiet = False
        self.choice: FieldChoice | None = None


MANNER = Manner()


def has_colours(stream: IO[str]) -> bool:
    """Tell whether what is written to a stream has colours."""
    color = MANNER.color or _color_of_environment() or _usual_color()
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


def _usual_color() -> Color:
    """Return what the person's settings say; what is wrong with them is said elsewhere."""
    with suppress(ConfigError):
        return read_personal(os.environ).color
    return Color.auto
