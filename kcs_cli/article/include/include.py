"""Reads what articles include, each file of a run once: in its place in the text, on the line of the words that name it."""

from collections.abc import Sequence
from contextlib import suppress
from os.path import relpath
from pathlib import Path
from posixpath import dirname

from kcs_cli.article.front_matter import FieldError, FrontMatter, take_apart
from kcs_cli.article.include.part import body_of, part_of, readable
from kcs_cli.article.include.place import Places
from kcs_cli.article.include.seam import on_its_line
from kcs_cli.article.include.site_data import SiteData
from kcs_cli.article.include.syntax import Directive, Reference, find_directives
from kcs_cli.files.markdown_file import is_markdown, without_ending
from kcs_cli.knowledge_base.library import Library
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.text.display import decoded

DEEPEST = 5  # files that include one another
MOST = 300  # inclusions of an article, those of its includes among them
LONGEST = 60_000  # characters that are included in an article
MOST_READ = 2_000_000  # bytes that are read for it
MOST_HELD = 50_000_000  # bytes of files that are held to be included again
IN_SENTENCE = 200  # characters of a value that stays in its sentence
WHEREVER = "*/"  # before the name of a note that is not there, in place of a folder: wherever it will be


class Includes:
    """The files and values that the articles of a library include, each read once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.root = str(library.root)
        self.top = str(library.git.top) if library.git else self.root
        self.contents: dict[str, bytes | None] = {}
        self.held = 0
        self.names: dict[str, str] | None = None
        self.audiences: dict[str, Audience | None] = {}
        self.places = Places(self.top, self.note_named)
        self.data = SiteData(self.content)

    def unread(self) -> "Includes":
        """Return the same, with nothing of it read yet: another process reads it itself."""
        return Includes(Library(self.library.root, self.library.config))

    def body_of(self, path: str, body: str, audience: Audience) -> tuple[str, tuple[str, ...]]:
        """Return an article's body with what it includes, and the files that it depends on, by their paths from the root."""
        if not (found := find_directives(body)):
            return body, ()
        reading = _Reading(self, audience)
        text = reading.with_included(f"{self.root}/{path}", body, found, ())
        return text, tuple(sorted(reading.files))

    def content(self, file: str) -> bytes | None:
        """Return a file's bytes, read once; None where it cannot be read."""
        if file not in self.contents:
            content = None
            with suppress(OSError):
                content = Path(file).read_bytes()
            self.held += len(content or b"")
            if self.held > MOST_HELD:
                self.contents, self.held = {}, len(content or b"")
            self.contents[file] = content
        return self.contents[file]

    def name(self, file: str) -> str:
        """Return a file's path from the root of the base."""
        start = f"{self.root}/"
        return file.removeprefix(start) if file.startswith(start) else relpath(file, self.root)

    def note_named(self, target: str) -> str:
        """Return the file of a note by its name alone, the one with the shortest path of several."""
        if self.names is None:
            files = (f"{folder}/{name}" for folder, names in self.library.folders() for name in names)
            self.names = {note_name(file): file for file in sorted(files, key=lambda file: (-len(file), file))}
        return self.names.get(note_name(target), "")

    def may_see(self, file: str, content: bytes, audience: Audience) -> bool:
        """Tell whether the readers of an article may read a file: an article of its own may be for fewer."""
        if file not in self.audiences:
            self.audiences[file] = self._audience(file, content)
        own = self.audiences[file]
        return own is None or not own.is_narrower_than(audience)

    def _audience(self, file: str, content: bytes) -> Audience | None:
        """Return who may read a file; None where nothing says it, and it is no article."""
        if not is_markdown(file):
            return None
        config = self.library.config
        try:
            fields = take_apart(content)[1]
        except (FieldError, UnicodeDecodeError):
            return Audience.internal
        is_said = any(name in fields for name in config.fields.names("audience"))
        if not is_said and not self.library.is_article(self.name(file)):
            return None
        return FrontMatter(fields, config).choice("audience", config.defaults.audience)


class _Reading:
    """What one article includes, as far as it was read."""

    def __init__(self, includes: Includes, audience: Audience) -> None:
        self.includes = includes
        self.audience = audience
        self.files: set[str] = set()
        self.left, self.room, self.read = MOST, LONGEST, MOST_READ

    def with_included(self, file: str, text: str, found: Sequence[Directive], above: Sequence[str]) -> str:
        """Return the text of a file with what it includes; `above` are the files that are being included."""
        parts, place = list[str](), 0
        for one in found:
            parts += [text[place : one.start], self.in_place_of(one, file, text[one.start : one.end], (*above, file))]
            place = one.end
        return "".join([*parts, text[place:]])

    def in_place_of(self, one: Directive, file: str, written: str, above: Sequence[str]) -> str:
        """Return what is shown where a directive stands, with the line ends that it has; nothing for what is not there."""
        if one.syntax.is_value:
            text = self.value(one, file, above)
        else:
            texts = [text for reference in one.references if (text := self.text(one, reference, file, above)) is not None]
            text = "\n".join(filter(None, (one.words, *texts))) if texts else None
        if text is None:
            return written if one.syntax.stays else one.words + "\n" * written.count("\n")
        if one.syntax.is_value and "\n" not in text and len(text) <= IN_SENTENCE:
            return text
        if len(above) > 1:  # it is on the lines of a file that is included itself
            return text
        text = text[: self.room]
        self.room -= len(text)
        return written * one.syntax.keeps + on_its_line(text) + "\n" * written.count("\n") * (not one.syntax.keeps)

    def value(self, one: Directive, file: str, above: Sequence[str]) -> str | None:
        """Return a value of the site's data, with what it includes itself."""
        folders = tuple(self.includes.places.folders_above(dirname(file)))
        text, asked = self.includes.data.value(one.references[0].target, folders)
        self.files.update(map(self.includes.name, asked))
        return text if text is None else self.expanded(file, text, above)

    def text(self, one: Directive, reference: Reference, file: str, above: Sequence[str]) -> str | None:
        """Return the text of a file that is included; None where there is none."""
        place = self.includes.places.find(reference.target, one.syntax, dirname(file))
        if not place.file:
            names = [WHEREVER + note_name(reference.target)] if one.syntax.by_name else []
            self.files.update((*names, *map(self.includes.name, place.waited_for)))
            return None
        self.files.add(self.includes.name(place.file))
        content = self.includes.content(place.file)
        self.read -= len(content or b"")
        is_shut = place.file in above or self.read < 0
        if content is None or is_shut or not self.includes.may_see(place.file, content, self.audience):
            return ""
        try:
            text = decoded(content)
        except UnicodeDecodeError:
            return ""
        text = part_of(body_of(place.file, text), reference.part)
        return readable(place.file, self.expanded(place.file, text, above))

    def expanded(self, file: str, text: str, above: Sequence[str]) -> str:
        """Return a text with what it includes itself, as deep as files may be in one another."""
        self.left -= 1
        if self.left < 0 or len(above) > DEEPEST or not (found := find_directives(text)):
            return text
        return self.with_included(file, text, found, above)


def note_name(path: str) -> str:
    """Return the name by which a note is embedded, in lower case."""
    return without_ending(path.rpartition("/")[2]).casefold()
