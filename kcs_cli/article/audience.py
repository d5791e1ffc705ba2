"""The article as an audience may see it: whatever goes out of the house goes through here."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from kcs_cli.article.front_matter import FrontMatter, split, take_apart
from kcs_cli.article.include.syntax import without_includes
from kcs_cli.article.internal_part import without_internal
from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.text.display import in_shell, on_one_line, unix
from kcs_cli.text.gram import normal

WIDTH = {audience.value: number for number, audience in enumerate(Audience)}  # from the narrowest
DEFAULTS: Mapping[str, Any] = Article._field_defaults
WIKI_LINK = re.compile(r"(?<!!)\[\[[^\[\]|\n]+\|(?P<words>[^\[\]|\n]+)\]\]")  # to a file, by other words
LETTER = "[A-Za-z0-9_]"
Value = TypeVar("Value")


class NarrowerError(KcsError):
    """An article is asked for readers who may not see it."""


class NeverWordError(KcsError):
    """An article has a word that no reader outside may see."""


def is_narrower(audience: str, wanted: str) -> bool:
    """Tell whether an audience has not all readers of another one."""
    return WIDTH.get(audience, 0) < WIDTH[wanted]


def seen_by(article: Article, source: str, audience: Audience, config: Config) -> Article:
    """Return an article as an audience may see it: without internal parts, comments and internal fields.

    `source` is its file's text. Raise NarrowerError where it is for fewer readers, NeverWordError where a word is left that
    they may not see.
    """
    if article.fault and audience is not Audience.internal:
        raise NarrowerError(
            f"{article.path}, line {article.fault.line}: {article.fault.reason}, so who may see it is not known",
            "Correct the file",
        )
    if is_narrower(article.audience, audience):
        widen = (
            f"kcs set {in_shell(article.id)} audience={audience}"
            if _says_audience(source, config)
            else "[defaults] audience in kcs.toml"
        )
        raise NarrowerError(
            f"{article.id} is for {article.audience} readers, not for {audience} ones",
            f"kcs answer {in_shell(article.id)} --for {article.audience}, or widen it: {widen}",
        )
    if audience is Audience.internal:
        return article
    text = unix(source)
    parts = split(text)
    head = text[: len(text) - len(parts.body)] or "\n"  # what is cut out may not make front matter of what follows
    body = _outward_body(parts.body, config)
    seen = parse(article.path, (head + body).encode("utf-8", "replace"), config)
    dropped = {name: DEFAULTS[name] for name in config.channel.internal_fields if name in DEFAULTS}
    seen = seen._replace(**{"id": article.id, "language": article.language, **dropped})
    for word in never_words("\n".join((seen.title, *seen.tags, seen.body)), config):
        raise NeverWordError(
            f"{article.id} has “{word}”, which no {audience} reader may see",
            "Take it out, or mark the part: <!-- internal --> … <!-- /internal -->; "
            f"kcs show {in_shell(article.id)} has it whole",
        )
    return seen


def _outward_body(body: str, config: Config) -> str:
    """Return a body without internal parts, and without what names a file of the base to be included.

    What that has may be for fewer readers, and so may its name; a link of a wiki is what it says.
    """
    seen = without_internal(body, config.channel)
    if "[[" in seen:
        seen = WIKI_LINK.sub(lambda link: link["words"], seen)
    bare = without_includes(seen)
    return bare if bare == body else without_internal(bare, config.channel)  # what was taken out may have parted a mark


def _says_audience(source: str, config: Config) -> bool:
    """Tell whether a file says itself who may read it."""
    return bool(FrontMatter(take_apart(source.encode("utf-8", "replace"))[1], config).value("audience"))


def outward_fields(values: Mapping[str, Value], audience: Audience, config: Config) -> dict[str, Value]:
    """Return the fields of an article that an audience may see."""
    hidden = () if audience is Audience.internal else config.channel.internal_fields
    return {name: value for name, value in values.items() if name not in hidden}


def never_words(text: str, config: Config) -> Iterator[str]:
    """Yield the words of a text that no reader outside may see."""
    if not config.channel.never:
        return
    compared = on_one_line(normal(text).casefold())
    for word in config.channel.never:
        wanted = re.escape(on_one_line(normal(word).casefold()))
        if wanted and re.search(rf"(?<!{LETTER}){wanted}(?!{LETTER})" if word.isascii() else wanted, compared):
            yield word
