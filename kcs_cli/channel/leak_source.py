"""What an audience may not see of a base, found with the code that leaves it out, and without it: it may have a fault."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from kcs_cli.article.audience import WIDTH, is_narrower, never_words, outward_fields
from kcs_cli.article.card import Card
from kcs_cli.article.front_matter import UnclosedFrontMatterError, split
from kcs_cli.article.include.syntax import without_includes
from kcs_cli.article.internal_part import without_internal
from kcs_cli.article.link import visible_text
from kcs_cli.article.reader import read_source
from kcs_cli.channel.address import OPENED
from kcs_cli.channel.leak_words import Secret, SecretWords
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import FILE_NAME, ChannelConfig, Config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance, Kind
from kcs_cli.search.index.opener import all_cards
from kcs_cli.text.display import unix
from kcs_cli.text.privacy import find_personal, suspects

HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
FENCE = re.compile(r"[ \t]*(```+|~~~+)")
LEADS = re.compile(
    r"(?<=\]\()[ \t]*<?([^()\s<>]+)|(?:href|src)=[\"']([^\"']+)"
    r"|^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(\S+)|\[\[([^\]|\n]+)",
    re.MULTILINE | re.IGNORECASE,
)
MARKDOWN_LEADS = re.compile(r"(?<=\]\()[^()\n]+|^ {0,3}\[(?!\^)[^\]\n]+\]:[^\n]*", re.MULTILINE)
INCLUDES = re.compile(r"\{[%{<!].*?[%}>!]\}|--8<--[^\n]*|^include::[^\n]*|!\[\[[^\]\n]*", re.MULTILINE)
HIDDEN = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
FILE_OF = re.compile(r"[^/]*\.[A-Za-z0-9]{1,5}")
SECTION, COMMENT, MARKED = "a line of an internal section", "a comment", "a line of an internal part"
INNER = (SECTION, COMMENT, MARKED)  # of an article that the readers may see
NARROWER, NAME, FILE = "a line of an article for {}", "a name of an article for {}", "a file that only internal parts show"
NAMES = frozenset(NAME.format(f"{audience} readers") for audience in Audience)
FIELD, PERSON, PERSONAL, NEVER = (
    "the internal field {}",
    "a person",
    "personal data of an internal part",
    "a word of [channel] never",
)


class TextParts(NamedTuple):
    """An article's file for readers outside: lines that they may not see, by number with why; the text that they may."""

    inner: Sequence[tuple[int, str, str]]
    open: str


def secrets_of(kb: KnowledgeBase, audience: Audience) -> SecretWords:
    """Return what an audience may not see of a base, each with its file and line. Raise KcsError."""
    source = _Source(kb, audience)
    for card in kb.progress(all_cards(kb), f"Reading what {audience} readers may not see"):
        with suppress(OSError):
            source.take_in(card, unix(read_source(kb.root, card.path)))
    return source.secrets_alone()


class _Source:
    """What is gathered of all articles: secrets, texts and files that the readers may see, files that they may not."""

    def __init__(self, kb: KnowledgeBase, audience: Audience) -> None:
        self.kb, self.config, self.audience = kb, kb.config, audience
        self.secrets = SecretWords()
        self.texts: list[str] = []
        self.files: set[str] = set()
        self.hidden_files: dict[str, Secret] = {}
        self.hidden: list[Card] = []
        self.open_names: list[str] = []

    def take_in(self, card: Card, text: str) -> None:
        """Take an article in."""
        is_hidden = is_narrower(card.audience, self.audience) or card.fault is not None
        parts = _all_inner(text, card) if is_hidden else parts_of(text, self.config)
        if not is_hidden and any(never_words(f"{card.title}\n{parts.open}", self.config)):
            is_hidden, parts = True, _all_inner(text, card)
        for number, line, what in parts.inner:
            self._hide(line, Secret(what, card.path, number))
        if is_hidden:
            self.hidden.append(card)
        elif card.confidence != Confidence.archived:
            self.texts.append(_without_leads(parts.open))
            self.open_names += _open_values(card, self.config)
            self.files.update(_files(parts.open))
        _add_fields(self.secrets, card, self.config)

    def _hide(self, line: str, secret: Secret) -> None:
        """Take in a line that the readers may not see, what is personal in it, and the files that it shows."""
        self.secrets.add(line.replace("<!--", " ").replace("-->", " "), secret)
        if suspects(line):
            for one in find_personal(line, self.config.privacy.patterns, is_checked=False):
                self.secrets.add(one.text, secret._replace(what=PERSONAL))
        for name in _files(line):
            self.hidden_files.setdefault(name, secret._replace(what=FILE))

    def secrets_alone(self) -> SecretWords:
        """Return the secrets without what the readers may see somewhere."""
        for name, secret in self.hidden_files.items():
            if name not in self.files:
                self.secrets.add(name, secret)
        for word in self.config.channel.never:
            self.secrets.add(word, Secret(NEVER, FILE_NAME, 0), for_good=True)
        _add_people(self.secrets, self.kb)
        for card in self.hidden:
            _add_names(self.secrets, card)
        for text in (*self.texts, *self.open_names, *_words_of_kcs(self.config)):
            self.secrets.allow(text)
        for card in self.hidden:  # a file that a text names is no less secret
            _add_places(self.secrets, card)
        for text in self.open_names:
            self.secrets.allow(text)
        return self.secrets


def find_named(kb: KnowledgeBase, cards: Iterable[Card], secrets: SecretWords) -> Iterator[tuple[Secret, Secret]]:
    """Yield the names of articles for fewer readers that stand in some articles, each with its place there."""
    for card in cards:
        with suppress(OSError):
            text = MARKDOWN_LEADS.sub("", without_includes(unix(read_source(kb.root, card.path))))  # no channel has these
            for number, line in enumerate(text.split("\n"), 1):
                for secret in secrets.found_in(line):
                    if secret.what in NAMES:
                        yield secret, Secret(f"{secret.what}: {secret.path}", card.path, number)


def parts_of(source: str, config: Config) -> TextParts:
    """Return what of a file readers outside may see, and what not."""
    try:
        parts = split(source)
    except UnclosedFrontMatterError:
        return TextParts([(n, line, SECTION) for n, line in enumerate(source.split("\n"), 1)], "")
    lines = parts.body.split("\n")
    found = dict[int, str](_section_lines(lines, config.channel))
    marked, blotted = list[tuple[int, str, str]](), parts.body
    for pattern, what in ((_marks(config.channel), MARKED), (HIDDEN, COMMENT)):
        visible = blotted if what == MARKED else visible_text(blotted, 0)  # in code a comment is shown
        for part in reversed(list(pattern.finditer(visible))):
            begin, text = parts.body_line + blotted.count("\n", 0, part.start(1)), blotted[part.start(1) : part.end(1)]
            marked += [(begin + number, line, what) for number, line in enumerate(text.split("\n"))]
            blotted = blotted[: part.start()] + "\n" * part[0].count("\n") + blotted[part.end() :]
    left = {line.rstrip() for line in without_internal(parts.body, config.channel).split("\n")}
    both = enumerate(zip(lines, blotted.split("\n"), strict=True))
    # Of a line with a mark in it, the rest is no secret
    found |= {number: MARKED for number, of in both if number not in found and left.isdisjoint(map(str.rstrip, of))}
    inner = [(parts.body_line + number, lines[number], what) for number, what in sorted(found.items())] + marked
    open_lines = (line for number, line in enumerate(blotted.split("\n")) if number not in found)
    return TextParts(inner, "\n".join(open_lines))


def _section_lines(lines: Sequence[str], channel: ChannelConfig) -> Iterator[tuple[int, str]]:
    """Yield the numbers of lines in sections that are called as internal ones are, as a plain reader sees them."""
    names = {name.casefold() for name in channel.internal_sections}
    fence, depth = "", 0
    for number, line in enumerate(lines):
        heading = None if fence else HEADING.match(line)
        if found := FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        if heading and depth and len(heading[1]) <= depth:
            depth = 0
        if heading and len(heading[1]) > 1 and not depth and heading[2].casefold() in names:
            depth = len(heading[1])
        elif depth:
            yield number, SECTION


def _marks(channel: ChannelConfig) -> re.Pattern[str]:
    """Return what finds a part between two marks as they are written mostly."""
    names = "|".join(map(re.escape, channel.internal_marks)) or "(?!)"
    return re.compile(rf"<!--\s*(?:{names})\s*-->(.*?)(?:<!--\s*/\s*(?:{names})\s*-->|\Z)", re.DOTALL | re.IGNORECASE)


def _all_inner(source: str, card: Card) -> TextParts:
    """Return a file that the readers may see nothing of."""
    what = NARROWER.format(f"{card.audience} readers" if card.fault is None else "nobody outside: its fields are broken")
    try:
        parts = split(source)
        body, first = parts.body, parts.body_line
    except UnclosedFrontMatterError:
        body, first = source, 1
    return TextParts([(first + number, line, what) for number, line in enumerate(body.split("\n"))], "")


def _files(text: str) -> Iterator[str]:
    """Yield the names of the files that a text shows or links to in the base."""
    for found in LEADS.finditer(text):
        address = next(filter(None, found.groups()))
        if not OPENED.match(address) and (name := FILE_OF.fullmatch(address.partition("#")[0].rpartition("/")[2])):
            yield name[0]


def _without_leads(text: str) -> str:
    """Return a text without what its links and includes name in the base: to link to a secret does not make it known."""
    open_leads = LEADS.sub(lambda lead: lead[0] if OPENED.match(next(filter(None, lead.groups()))) else " ", text)
    return INCLUDES.sub(" ", open_leads)


def _add_names(secrets: SecretWords, card: Card) -> None:
    """Take in all that names an article for fewer readers."""
    names = (card.id, card.title, *card.aliases, *card.tags, *card.said, card.path.rpartition("/")[2].rpartition(".")[0])
    for name in names:
        secrets.add(name, _named(card))


def _add_places(secrets: SecretWords, card: Card) -> None:
    """Take in where an article for fewer readers lies, and an id that is no word."""
    bare = card.path.rpartition(".")[0]
    for name in (card.path, card.path.rpartition("/")[2], *((bare,) if "/" in bare else ())):
        secrets.add(name, _named(card))
    if any(letter.isdecimal() for letter in card.id):
        secrets.add(card.id, _named(card))


def _named(card: Card) -> Secret:
    """Return what it is to name an article for fewer readers."""
    return Secret(NAME.format(f"{card.audience} readers"), card.path, 1)


def _add_fields(secrets: SecretWords, card: Card, config: Config) -> None:
    """Take in the fields of an article that only internal readers see."""
    for name in config.channel.internal_fields:
        value = getattr(card, name, None)
        for text in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
            if text and isinstance(text, str):
                secrets.add(text, Secret(FIELD.format(name), card.path, 1))


def _add_people(secrets: SecretWords, kb: KnowledgeBase) -> None:
    """Take in who works on the base."""
    try:
        known = people(kb).persons.values()
    except KcsError:
        return
    for person in known:
        for name in (person.address, person.name, *person.also):
            secrets.add(name, Secret(PERSON, "people.toml", 0))


def _open_values(card: Card, config: Config) -> Iterable[str]:
    """Return the fields of an article that readers outside may see."""
    fields = {"title": (card.title,), "tags": card.tags, "aliases": card.aliases, "id": (card.id,), "owner": (card.owner,),
              "said": card.said, "language": (card.language,)}  # fmt: skip
    shown = outward_fields(fields, Audience.public, config)
    return (*(text for texts in shown.values() for text in texts), card.path)


def _words_of_kcs(config: Config) -> Iterable[str]:
    """Return what kcs says itself of any base, and what a base says of itself to its readers."""
    return (*WIDTH, *Confidence, *Kind, *Governance, config.site.name, config.site.feedback, config.site.url)
