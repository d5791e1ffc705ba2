"""A copy of a base in which words are planted wherever readers outside may not look: none of them may come out."""

import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import NamedTuple

from kcs_cli.article.audience import is_narrower
from kcs_cli.article.front_matter import UnclosedFrontMatterError, split
from kcs_cli.article.reader import read_source
from kcs_cli.channel.leak_canary import Canaries, absent_word
from kcs_cli.git.process import git
from kcs_cli.journal.record import record_of
from kcs_cli.journal.vocabulary import EventKind, Use, Vote
from kcs_cli.knowledge_base.config import FILE_NAME, Config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import PEOPLE_FILE
from kcs_cli.knowledge_base.progress import silent
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.search.index.opener import all_cards
from kcs_cli.text.display import unix

LEAST_FIGURE = 1_101  # cases of a planted article: fewer could be any number
MOST_PLANTED = 500  # articles in which words are planted
LEFT_OUT = (".git", "node_modules", "__pycache__")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"><desc>{}</desc></svg>'
NAMES = ("id", "title", "tag", "alias", "file name", "folder", "text", "picture")
FIELDS = {"owner": "{}@example.org", "said": "[{} said so]"}
Names = Mapping[str, str]


class BaseCopy(NamedTuple):
    """A copy with planted words.

    `names` are those of the planted articles, one for each audience, by what they are; `shared` is a tag that all of them
    have, `figure` the number of their cases and votes.
    """

    root: Path
    canaries: Canaries
    figure: int
    shared: str
    names: Mapping[Audience, Names]

    def narrower(self, audience: Audience) -> Sequence[Names]:
        """Return the names of the planted articles that an audience may not see."""
        return [names for one, names in self.names.items() if is_narrower(one, audience)]

    def seen(self, audience: Audience) -> Sequence[Names]:
        """Return the names of those that it may see."""
        return [names for one, names in self.names.items() if not is_narrower(one, audience)]


def plant(kb: KnowledgeBase, folder: Path, kept: Collection[str] | None = None) -> BaseCopy:
    """Copy a base into a folder, of its articles only those `kept`, plant words there and commit it.

    Raise KcsError, OSError.
    """
    canaries, random, cards, longest = Canaries(), Random(0), all_cards(kb), 0
    root = folder / canaries.new("the folder in which the base lies", "") / (kb.root.name or "base")
    shutil.copytree(kb.root, root, symlinks=True, ignore=_left_out)
    every = -(-len(cards) // MOST_PLANTED)
    for number, card in enumerate(kb.progress(cards, "Planting words")):
        file = root / card.path
        if kept is not None and card.path not in kept:
            file.unlink()
        elif number % max(1, every) == 0 and file.is_file() and not file.is_symlink():
            text = unix(read_source(root, card.path))
            longest = max(longest, text.count("\n"))
            file.write_text(_planted(text, card.path, canaries, kb.config, random), "utf-8", newline="")
    names = {one: _names(canaries, one, kb.library.folder) for one in Audience}
    figure = max(LEAST_FIGURE, len(cards) + 7, longest + 7)
    copy = BaseCopy(root, canaries, figure, f"shared-{absent_word()}", names)
    for audience in Audience:
        _write_article(copy, audience, kb.config)
    _commit(copy)
    _note_events(copy)
    return copy


def _left_out(folder: str, names: list[str]) -> set[str]:
    """Return what of a folder is no part of a base: repositories, programs, what cannot be read or is no file."""
    places = {name: Path(folder, name) for name in names}
    return {
        name
        for name, place in places.items()
        if name in LEFT_OUT
        or (place / "pyvenv.cfg").is_file()
        or not (place.is_symlink() or ((place.is_file() or place.is_dir()) and os.access(place, os.R_OK)))
    }


def empty_copy(kb: KnowledgeBase, folder: Path) -> BaseCopy:
    """Make a base with the settings of another one and one article: what comes of it is of kcs itself."""
    root = folder / "empty"
    (root / kb.config.site.templates).mkdir(parents=True)  # in which there are none
    if (kb.root / FILE_NAME).is_file():
        shutil.copyfile(kb.root / FILE_NAME, root / FILE_NAME)
    file = root / kb.library.folder / "one.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    fields = kb.config.fields
    file.write_text(f"---\n{fields.names('audience')[0]}: public\n---\n\n# One\n", "utf-8")
    git(root, "init", "-q", "--template=")
    return BaseCopy(root, Canaries(), 0, "", {})


def _planted(text: str, path: str, canaries: Canaries, config: Config, random: Random) -> str:
    """Return the text of an article with words in fields, between marks, in a comment, and in a last section."""
    try:
        parts = split(text)
    except UnclosedFrontMatterError:
        return text
    head = text[: len(text) - len(parts.body)]
    if parts.syntax == "yaml" and parts.source.strip() and not parts.source.lstrip().startswith("{"):
        cut = head.rindex("---")
        head = head[:cut] + "".join(_fields(parts.source, path, canaries, config)) + head[cut:]
    lines = parts.body.split("\n")
    gaps = [number for number, line in enumerate(lines) if not line.strip()] or [len(lines)]
    place, last = random.choice(gaps), parts.body_line + len(lines)
    for mark in config.channel.internal_marks[:1]:
        word = canaries.new("an internal part", path, parts.body_line + place)
        lines.insert(place, f"\n<!-- {mark} -->\nOnly {word} knows.\n<!-- /{mark} -->\n")
    for name in config.channel.internal_sections[:1]:
        words = canaries.new("an internal section", path, last), canaries.new("a comment", path, last)
        lines.append("\n\n## {}\n\nOnly {} knows.\n\n<!-- {} -->\n".format(name, *words))
    return head + "\n".join(lines)


def _fields(source: str, path: str, canaries: Canaries, config: Config) -> Iterator[str]:
    """Yield internal fields that front matter does not have, and one that kcs does not know."""
    yield f"kcs_planted: {canaries.new('a field that kcs does not know', path, 1)}\n"
    for name, text in FIELDS.items():
        known = config.fields.names(name)
        has_it = any(re.search(rf"(?m)^[\"']?{re.escape(one)}[\"']?\s*:", source) for one in known)
        if name in config.channel.internal_fields and not has_it:
            yield f"{known[0]}: {text.format(canaries.new(f'the internal field {name}', path, 1))}\n"


def _names(canaries: Canaries, audience: Audience, above: str) -> Names:
    """Return what the planted article for an audience is called; it lies below a folder."""
    names = {what: canaries.new(f"the {what} of an article for {audience} readers", "", 0, audience) for what in NAMES}
    return {**names, "path": f"{above}/{names['folder']}/{names['file name']}.md".lstrip("/")}


def _write_article(copy: BaseCopy, audience: Audience, config: Config) -> None:
    """Write an article for an audience, with links to all others and pictures, one of them in an internal part."""
    names, fields, new = copy.names[audience], config.fields, copy.canaries.new
    inner = new("a picture of an internal part", "")
    others = [other for other in copy.names.values() if other is not names]
    ways = [f"[one](../{one['folder']}/{one['file name']}.md#{one['text']}) or [it]({one['id']})" for one in others]
    values = {
        "id": names["id"], "title": f"The {names['title']} stopped", "audience": audience, "confidence": "validated",
        "tags": f"[{names['tag']}, {copy.shared}]", "aliases": f"[{names['alias']}]", "language": "en",
        "owner": f"{new('the internal field owner', '')}@example.org",
        "said": f"[{new('the internal field said', '')} stopped]",
    }  # fmt: skip
    section = next(iter(config.channel.internal_sections), "")
    hidden = f"\n\n## {section}\n\n![it]({inner}.svg) {new('an internal section', '')}\n" if section else ""
    lines = "\n".join(f"{fields.names(name)[0]}: {value}" for name, value in values.items())
    steps = f"1. Start {', '.join(ways)}.\n2. ![]({names['picture']}.svg)\n"
    body = f"## Issue\n\nThe {names['text']} stopped.\n\n## Resolution\n\n{steps}"
    file = copy.root / names["path"]
    file.parent.mkdir(parents=True)
    file.write_text(f"---\n{lines}\n---\n\n{body}{hidden}", "utf-8")
    for picture in (names["picture"], *([inner] if section else [])):
        (file.parent / f"{picture}.svg").write_text(PICTURE.format(picture), "utf-8")


def _commit(copy: BaseCopy) -> None:
    """Make a repository of the copy, by an author whom nobody may hear of. Raise GitError."""
    name, address = (copy.canaries.new(f"the {what} of who committed", "") for what in ("name", "address"))
    person = copy.canaries.new("a person of people.toml", "")
    with (copy.root / PEOPLE_FILE).open("a", encoding="utf-8") as file:
        file.write(f'\n[people."{person}@example.org"]\nname = "{person}"\n')
    git(copy.root, "init", "-q", "--template=")
    git(copy.root, "config", "user.name", name)
    git(copy.root, "config", "user.email", f"{address}@example.org")
    git(copy.root, "config", "commit.gpgsign", "false")
    git(copy.root, "add", "-A")
    git(copy.root, "commit", "-q", "-m", copy.canaries.new("the message of a commit", ""))


def _note_events(copy: BaseCopy) -> None:
    """Note cases, votes and flags of the planted articles. Raise KcsError."""
    kb, now = KnowledgeBase.open(str(copy.root), silent), datetime.now(UTC)
    events = record_of(kb, f"{copy.canaries.new('who noted an event', '')}@example.org")
    case, words, text = (copy.canaries.new(f"the {what} of an event", "") for what in ("case", "search", "text"))
    noted = []
    for names in copy.names.values():
        for number in range(copy.figure):
            known = {"article": names["id"], "case": f"{case}-{number}"}
            noted.append(events.new(now, EventKind.link, **known, use=Use.reference, words=f"{words} stopped"))
            noted.append(events.new(now, EventKind.rate, article=names["id"], vote=Vote.helpful, text=text))
        noted.append(events.new(now, EventKind.flag, article=names["id"], text=f"{text} is wrong"))
    events.append(now, *noted)
