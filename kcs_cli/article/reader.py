"""An article file, read into an article or set aside with its line and reason."""

import re
from collections.abc import Container, Iterable, Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from stat import S_ISREG
from typing import Any, Protocol, TypeVar

from kcs_cli.article.card import Card
from kcs_cli.article.component import without_components
from kcs_cli.article.file_name import take_name_apart
from kcs_cli.article.front_matter import FileParts, UnclosedFrontMatterError, split, split_unreadable
from kcs_cli.article.hashtag import find_hashtags
from kcs_cli.article.language import detect
from kcs_cli.article.model import Article, BrokenArticle, Fault, unique
from kcs_cli.article.own_address import own_addresses
from kcs_cli.article.review_text import review_texts
from kcs_cli.article.section import find_sections, title_heading, without_comments
from kcs_cli.article.withdrawal import withdrawal_of
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import digest_of
from kcs_cli.files.markdown_file import is_mdx
from kcs_cli.knowledge_base.config import Config, heading_roles
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.text.dates import read_day
from kcs_cli.text.display import decoded, on_one_line
from kcs_cli.text.gram import normal
from kcs_cli.text.outside import exact, readable

LARGEST_ARTICLE = 1_000_000  # bytes
LARGEST_FRONT_MATTER = 50_000  # characters; deeper nesting than this can hold is no front matter
DEEPEST_FRONT_MATTER = 500  # brackets, columns of indent, dots in a name
NOTHING = frozenset(("", "~", "null", "Null", "NULL"))  # in YAML
FIELD = re.compile(r"[ \t]*+[\"']?([\w.-]++)[\"']?[ \t]*+[:=](.*)")
BLOCK = frozenset(("|", ">", "|-", ">-", "|+", ">+"))  # of a text on the lines below
Choice = TypeVar("Choice", bound=StrEnum)
Read = Article | BrokenArticle


def read_card(kb: KnowledgeBase, card: Card) -> tuple[Article, str]:
    """Read an article's file: the article and its text. Raise KcsError when it cannot be read any more."""
    article = _readable(read_article(kb.root, card.path, kb.config))
    return article._replace(language=card.language), read_source(kb.root, card.path)


def read_sound_card(kb: KnowledgeBase, card: Card) -> tuple[Article, str]:
    """Do so, and raise KcsError also where its front matter cannot be read: no one can say what it stands for."""
    article, text = read_card(kb, card)
    _readable(sound(article))
    return article, text


def _readable(article: Read) -> Article:
    """Return what is an article. Raise KcsError with the line of what is none."""
    if isinstance(article, BrokenArticle):
        raise KcsError(f"{article.path}, line {article.line}: {article.reason}", "Correct the file")
    return article


def sound(article: Read) -> Read:
    """Set an article aside whose front matter cannot be read: for what changes it, or goes by its fields."""
    if isinstance(article, BrokenArticle) or article.fault is None:
        return article
    return BrokenArticle(article.path, *article.fault, digest=article.digest)


def read_to_edit(kb: KnowledgeBase, card: Card) -> tuple[Article, str]:
    """Read an article's file to change it: the article, and its text with BOM and line ends. Raise KcsError."""
    article, _ = read_sound_card(kb, card)
    return article, exact((kb.root / card.path).read_bytes())


class Including(Protocol):
    """Puts what an article includes into its body (see `article.include`)."""

    def body_of(self, path: str, body: str, audience: Audience) -> tuple[str, tuple[str, ...]]:
        """Return the body with it, and the files that it depends on."""
        ...


def read_article(root: Path, path: str, config: Config, including: Including | None = None) -> Read:
    """Read one file, or say on which line and why it is no article (see `read_content`); `including`: with what it shows."""
    try:
        file = root / path
        # Before it is opened: a pipe of that name would be waited for
        status = file.stat()
        if file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
            return BrokenArticle(path, 1, "cannot be read: it is a link out of the base")
        if not S_ISREG(status.st_mode):
            return BrokenArticle(path, 1, "cannot be read: it is no ordinary file")
        if status.st_size > LARGEST_ARTICLE:
            return too_large(path, status.st_size)
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return BrokenArticle(path, 1, f"cannot be read: {reason}")
    return read_content(path, content, config, including)


def read_content(path: str, content: bytes, config: Config, including: Including | None = None) -> Read:
    """Read the bytes of a file, or say on which line and why they are no article.

    Of one whose front matter cannot be read there is its text, and the `fault`.
    """
    digest = digest_of(content)
    try:
        parts, front_matter = take_apart(content)
        return _with_included(path, parts, front_matter, config, including)._replace(digest=digest)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return BrokenArticle(path, line, f"not UTF-8: byte 0x{content[error.start]:02x}", digest=digest)
    except FieldError as error:
        return _faulty(path, content, config, including)._replace(digest=digest, fault=Fault(error.line, error.reason))


def _with_included(
    path: str, parts: FileParts, front_matter: dict[str, Any], config: Config, including: Including | None
) -> Article:
    """Make an article, with the text that it includes where that is wanted."""
    if including is None:
        return article_of(path, parts, front_matter, config)
    audience = Values(front_matter, config).choice("audience", config.defaults.audience)
    body, files = including.body_of(path, parts.body, audience)
    return article_of(path, parts._replace(body=body), front_matter, config)._replace(included=files)


def _faulty(path: str, content: bytes, config: Config, including: Including | None) -> Article:
    """Make an article of a file whose front matter cannot be read.

    Who may see it is not known, so only those may who see all.
    """
    parts = split_unreadable(decoded(content))
    article = _with_included(path, parts, {}, config, including)
    title = _written_title(parts.source, config.fields.names("title"))
    return article._replace(audience=Audience.internal, title=title or article.title)


def _written_title(source: str, names: Container[str]) -> str:
    """Return what stands behind the title's name, a colon in it or not; the most that a reader can be told."""
    lines = filter(None, map(FIELD.match, source.split("\n")))
    title = next((one[2].strip().rstrip(",").strip("\"'") for one in lines if one[1] in names), "")
    return "" if title in BLOCK else plain_text(_bare(title))


def too_large(path: str, size: int) -> BrokenArticle:
    """Set a file aside that is no text a person wrote."""
    return BrokenArticle(path, 1, f"too large: {size:,} bytes, at most {LARGEST_ARTICLE:,}", digest=f"{size}")


def read_source(root: Path, path: str) -> str:
    """Return a file's text as it is, without BOM."""
    return readable((root / path).read_bytes(), bom=True)


def parse(path: str, content: bytes, config: Config) -> Article:
    """Make an article of a file's bytes. Raise UnicodeDecodeError or FieldError."""
    return article_of(path, *take_apart(content), config)


def article_of(path: str, parts: FileParts, front_matter: dict[str, Any], config: Config) -> Article:
    """Make an article of a file's text in parts, its front matter read."""
    values = Values(front_matter, config)
    roles = heading_roles(config)
    body = without_components(parts.body) if is_mdx(path) else parts.body
    sections = find_sections(body, parts.body_line, roles)
    heading = title_heading(sections, roles)
    name = take_name_apart(path)
    article = Article(
        path=path,
        id=values.text("id") or path.rsplit(".", 1)[0],
        title=_bare(values.text("title")) or (heading.heading if heading else name.title),
        kind=values.choice("kind", config.defaults.kind),
        confidence=_confidence(values, config),
        audience=values.choice("audience", config.defaults.audience),
        governance=values.choice("governance", config.defaults.governance),
        owner=values.text("owner") or config.defaults.owner,
        tags=_tags(values, body),
        language=values.text("language").replace("_", "-").split("-")[0].lower() or name.suffix,
        said=values.texts("said"),
        environment=values.texts("environment", separator=","),
        aliases=values.texts("aliases", separator=","),
        updated_on=values.day("updated"),
        body=body,
        body_line=parts.body_line,
        sections=sections,
        translation_of=values.text("translation_of"),
        review=review_texts(front_matter, config.fields.review_every),
        addresses=own_addresses(front_matter),
    )
    return article if article.language else article._replace(language=_default_language(article, name.folder, config))


def _confidence(values: "Values", config: Config) -> Confidence:
    """Return how far an article may be trusted; what its site would not show is archived, whatever it says besides."""
    today = datetime.now(UTC).date()
    if withdrawal_of(values.front_matter, today, config.fields.dates):
        return Confidence.archived
    return values.choice("confidence", config.defaults.confidence)


def _default_language(article: Article, folder: str, config: Config) -> str:
    """Return the configured language; in a folder of another one (`de/`) that one, where the text is in it."""
    usual: str = config.defaults.language
    return folder if usual and folder not in ("", usual) and detect(article) == folder else usual


def _bare(title: str) -> str:
    """Return a title without comments: a template's prompt is none."""
    return without_comments(title).strip() if "<!--" in title else title


def _tags(values: "Values", body: str) -> tuple[str, ...]:
    """Return the tags of the front matter and, where the base uses them, those in the text (`#basic`)."""
    inline = find_hashtags(body) if values.config.articles.inline_tags else ()
    return unique((*(normal(tag).lstrip("#") for tag in values.texts("tags", separator=",")), *inline))


def take_apart(content: bytes) -> tuple[FileParts, dict[str, Any]]:
    """Return a file's text in parts, lines ended by line feeds, and its front matter. Raise as `parse` does."""
    text = decoded(content)
    try:
        parts = split(text)
    except UnclosedFrontMatterError as error:
        raise FieldError(1, str(error)) from error
    return parts, read_front_matter(parts)


class Values:
    """The values of one front matter, asked by what they mean."""

    def __init__(self, front_matter: dict[str, Any], config: Config) -> None:
        self.front_matter = front_matter
        self.config = config

    def value(self, name: str) -> Any:
        """Return the first value there is under the field's names."""
        for one in self.config.fields.names(name):
            value = self.front_matter.get(one)
            if value is not None and (isinstance(value, list | dict) or plain_text(value)):
                return value
        return None

    def text(self, name: str) -> str:
        """Return a scalar as text on one line."""
        return plain_text(self.value(name))

    def texts(self, name: str, separator: str = "") -> tuple[str, ...]:
        """Return a list of texts; a single text is cut at the separator."""
        value = self.value(name)
        if isinstance(value, list):
            return unique(map(plain_text, value))
        text = plain_text(value)
        return unique(part.strip() for part in (text.split(separator) if separator else [text]))

    def choice(self, name: str, default: Choice) -> Choice:
        """Return one of a vocabulary, or the default for a word outside it."""
        word = self.text(name).lower().replace("_", "-").replace(" ", "-")
        found: Choice = _by_value(type(default)).get(word, default)
        return found

    def day(self, name: str) -> date | None:
        """Return a date; None for what is none, or may be two."""
        return read_day(self.text(name), self.config.fields.dates)


@cache
def _by_value(choices: type[StrEnum]) -> dict[str, Any]:
    """Return the words of a vocabulary by how they are written."""
    return {choice.value: choice for choice in choices}


def plain_text(value: Any) -> str:
    """Return a scalar as text on one line; nothing for a list, a table, or what stands for nothing."""
    if isinstance(value, list | dict) or value is None:
        return ""
    try:
        text = on_one_line(str(value))
    except ValueError:  # a TOML number of thousands of digits
        return ""
    return "" if text in NOTHING else text


class FieldError(Exception):
    """Front matter that cannot be read, with its line in the file."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def read_front_matter(parts: FileParts) -> dict[str, Any]:
    """Return the front matter's names and values. Raise FieldError."""
    if not parts.source.strip():
        return {}
    if len(parts.source) > LARGEST_FRONT_MATTER or _is_too_deep(parts.source):
        raise FieldError(parts.line, "the front matter is too large or too deeply nested")
    from kcs_cli.article.handler import HANDLERS, LoadError

    try:
        values: Any = HANDLERS[parts.syntax].load(parts.source)
    except LoadError as error:
        raise FieldError(parts.line + error.line, error.reason) from error
    if not isinstance(values, list | dict) and not plain_text(values):
        return {}
    if not isinstance(values, dict):
        raise FieldError(parts.line, "the front matter is no list of `name: value` lines")
    return {str(name): value for name, value in values.items()}


def _is_too_deep(source: str) -> bool:
    """Tell whether brackets, indents or dotted names nest so deeply that a reader would overflow its stack or hang."""
    if len(source) <= DEEPEST_FRONT_MATTER:
        return False
    deepest = max(
        # Also `- - - a` and `? ? ? a`, which nest in YAML without an indent
        max(source.count("["), source.count("{"), len(line) - len(line.lstrip(" -?:")), line.partition("=")[0].count("."))
        for line in source.split("\n")
    )
    return deepest > DEEPEST_FRONT_MATTER


def set_aside_doubles(articles: Iterable[Read]) -> Iterator[Read]:
    """Let the first file keep an id that several claim; the others are set aside. The articles come by path."""
    keepers: dict[str, str] = {}
    for article in articles:
        if isinstance(article, Article) and (keeper := keepers.setdefault(article.id, article.path)) != article.path:
            reason = f"duplicate id {article.id}: it is {keeper}'s"
            yield BrokenArticle(article.path, 1, reason, id=article.id, digest=article.digest)
        else:
            yield article
