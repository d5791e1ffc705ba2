"""Where readers say that an article did not help."""

from typing import Any
from urllib.parse import quote

from kcs_cli.errors import ConfigError

STARTS = ("https://", "http://", "mailto:", "/")


class FeedbackLink:
    """The address of mail, of an issue or of the web face that a base's settings name."""

    def __init__(self, setting: str) -> None:
        self.address = _address(setting.strip())

    def of(self, id_: Any, title: Any) -> str:
        """Return where it leads from an article's page; nothing where readers write nowhere."""
        return self.address.replace("{id}", quote(str(id_), safe="")).replace("{title}", quote(str(title), safe=""))


def _address(given: str) -> str:
    """Return an address with places for an article's id and title. Raise ConfigError for what is none."""
    if not given or given.startswith(STARTS):
        return given
    if "@" in given and " " not in given:
        return f"mailto:{given}?subject={{id}}%20{{title}}"
    raise ConfigError(
        "site.feedback is neither an address of mail nor of the web", 'Write it as feedback = "help@example.org"'
    )
