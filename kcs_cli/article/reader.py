"""An article file, read into an article or set aside with its line and reason."""

import re
from collections.abc import Container, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import Any, Protocol

from kcs_cli.article.card import Card
from kcs_cli.article.component import without_blocks, without_components
from kcs_cli.article.file_name import take_name_apart
from kcs_cli.article.front_matter import FieldError, FileParts, FrontMatter, plain_text, split_unreadable, take_apart
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
from kcs_cli.knowledge_base.config import Config, SiteKind, heading_roles
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.text.display import decoded
from kcs_cli.text.gram import normal
from kcs_cli.text.outside import exact, readable

LARGEST_ARTICLE = 1_000_000  # bytes
FIELD = re.compile(r"[ \t]*+[\"']?([\w.-]++)[\"']?[ \t]*+[:=](.*)")
BLOCK = frozenset(("|", ">", "|-", ">-", "|+", ">+"))  # of a text on the lines below
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
    audience = FrontMatter(front_matter, config).choice("audience", config.defaults.audience)
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
    values = FrontMatter(front_matter, config)
    roles = heading_roles(config)
    body = without_components(parts.body) if is_mdx(path) else parts.body
    body = without_blocks(body) if config.site.kind is SiteKind.vuepress else body
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
        addresses=own_addresses(front_matter, config.site.kind),
    )
    return article if article.language else article._replace(language=_default_language(article, name.folder, config))


def _confidence(values: FrontMatter, config: Config) -> Confidence:
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


def _tags(values: FrontMatter, body: str) -> tuple[str, ...]:
    """Return the tags of the front matter and, where the base uses them, those in the text (`#basic`)."""
    inline = find_hashtags(body) if values.config.articles.inline_tags else ()
    return unique((*(normal(tag).lstrip("#") for tag in values.texts("tags", separator=",")), *inline))


def set_aside_doubles(articles: Iterable[Read]) -> Iterator[Read]:
    """Let the first file keep an id that several claim; the others are set aside. The articles come by path."""
    keepers: dict[str, str] = {}
    for article in articles:
        if isinstance(article, Article) and (keeper := keepers.setdefault(article.id, article.path)) != article.path:
            reason = f"duplicate id {article.id}: it is {keeper}'s"
            yield BrokenArticle(article.path, 1, reason, id=article.id, digest=article.digest)
        else:
            yield article
