"""The templates of a help centre: those that come with kcs, and a base's own before them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcs_cli.errors import ConfigError, KcsError
from kcs_cli.files.atomic import digest_of

if TYPE_CHECKING:
    from jinja2 import Environment

LOOK = Path(__file__).with_name("look")
OWN_STYLE = "own.css"


class SiteTemplates:
    """Writes pages by templates; those of a base may show what pages are given, and run nothing."""

    def __init__(self, root: Path, folder: str) -> None:
        self.folder = _own_folder(root, folder)
        self.environment = self._environment()

    def _environment(self) -> "Environment":
        """Return what reads the templates. Raise KcsError without the extra."""
        try:
            from jinja2 import FunctionLoader
            from jinja2.sandbox import ImmutableSandboxedEnvironment
        except ImportError as error:
            raise KcsError(f"kcs site needs an extra ({error})", "pip install 'kcs-cli[site]'") from error
        return ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self.file), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )

    def file(self, name: str) -> str | None:
        """Return the text of a file of the look: a base's own, or else the one of kcs, which is `kcs/NAME` as well."""
        if self.folder and name.endswith((".html", ".css")) and not name.startswith("kcs/"):
            own = self.folder / name
            if own.is_file() and own.resolve().is_relative_to(self.folder):
                return _text_of(own)
        ours = LOOK / name.removeprefix("kcs/")
        return ours.read_text("utf-8") if ours.parent == LOOK and ours.is_file() else None

    def digest(self) -> str:
        """Return all templates as a short name: others make other pages."""
        return digest_of("\0".join(self._texts()).encode())

    def _texts(self) -> Iterator[str]:
        """Yield names and texts of all files."""
        for folder in filter(None, (LOOK, self.folder)):
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    yield file.relative_to(folder).as_posix()
                    yield file.read_text("utf-8", "replace")

    def page(self, template: str, **given: Any) -> str:
        """Return a page. Raise KcsError for a template that cannot be followed."""
        try:
            return self.environment.get_template(template).render(**given)
        except KcsError:
            raise
        except Exception as error:  # whatever the words of a template may lead to, as `{{ 1 / 0 }}`
            where = f", line {error.lineno}" if hasattr(error, "lineno") else ""
            raise KcsError(
                f"The template {template}{where} cannot be followed: {error}", "Correct it in the folder of [site] templates"
            ) from error

    def program(self) -> str:
        """Return the program of the search, which is never a base's own: nothing of a base runs in a reader's browser."""
        return (LOOK / "search.js").read_text("utf-8")

    def style(self) -> str:
        """Return the style of all pages, a base's additions behind it."""
        return "\n".join(filter(None, (self.file("site.css"), self.file(OWN_STYLE))))


def _text_of(file: Path) -> str:
    """Return the text of a template. Raise KcsError."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise KcsError(f"The template {file.name} cannot be read: {error}", "Write it as UTF-8") from error


def _own_folder(root: Path, folder: str) -> Path | None:
    """Return the folder of a base's own templates, None where it has none. Raise ConfigError for one elsewhere."""
    if not folder:
        return None
    place = (root / folder).resolve()
    if not place.is_relative_to(root.resolve()) or not place.is_dir():
        raise ConfigError("site.templates is no folder of the base", 'Write it as templates = "site/look"')
    return place
