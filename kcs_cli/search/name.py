"""Which article a person means by what they type."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from kcs_cli.article.card import Card
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.files.markdown_file import is_markdown, without_ending
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.engine.seam import Engine
from kcs_cli.search.index.opener import engine
from kcs_cli.search.log import last_list, last_search
from kcs_cli.search.log_line import TerminalList
from kcs_cli.search.read_log import note_read
from kcs_cli.text.display import in_shell, quantity
from kcs_cli.text.gram import normal

LONGEST_RANK = 4  # digits
SHORTEST_BEGINNING = 3  # digits that are short for a name: fewer are a number of a list, even where ids begin so
SHORTEST_FLAG_NAME = 4  # characters of a flag's id that name it


def names(kb: KnowledgeBase) -> "Names":
    """Return what articles go by."""
    return names_in(kb, engine(kb))


def names_in(kb: KnowledgeBase, engine: Engine) -> "Names":
    """Return what articles go by in an index, as that of another time."""
    return Names(kb.root, engine, partial(last_list, kb), partial(_name_now, kb), partial(_noted_name_now, kb))


def _name_now(kb: KnowledgeBase, name: str) -> str:
    """Return what an article goes by that went by a path, or had an id."""
    from kcs_cli.journal.record import record  # loads much, and most names are known

    return record(kb).name_now(name)


def _noted_name_now(kb: KnowledgeBase, name: str) -> str:
    """Return what an article goes by of which something was noted under a former name."""
    from kcs_cli.journal.record import record  # as above

    return record(kb).noted_name_now(name)


def find_card(kb: KnowledgeBase, name: str) -> Card:
    """Return the article a person means: a number in this terminal's last list, or a name. Raise NotFoundError."""
    card = names(kb).card(name)
    if name.strip().isdecimal() and may_be_of_search(kb, name):  # whatever it is used for, that search was of use
        note_read(kb, card)
    return card


def may_be_of_search(kb: KnowledgeBase, name: str) -> bool:
    """Tell whether an article that is called so may come from the last search: not by a number in another list."""
    last = last_list(kb) if name.strip().isdecimal() else None
    return last is None or last.is_of_search


def flag_at(kb: KnowledgeBase, name: str) -> str:
    """Return the flag that a number means where the last list of this terminal was one of flags; else what is given."""
    last = last_list(kb) if name.strip().isdecimal() and len(name.strip()) < SHORTEST_FLAG_NAME else None
    if last is None:
        return name
    if not last.flags:
        raise NotFoundError(f"The last list here (kcs {last.kind}) is none of flags", "kcs flags lists them")
    if not 1 <= int(name) <= len(last.flags):
        raise NotFoundError(_missing_number(last, name), "kcs flags lists them")
    return last.flags[int(name) - 1]


def title_of(kb: KnowledgeBase, id_: str) -> str:
    """Return the title of the article of an id; nothing for an address outside, and for one that is gone."""
    return next((card.title for card in engine(kb).cards("name", id_.lower())), "")


def ids(kb: KnowledgeBase, name: str) -> list[str]:
    """Return the ids of the articles that go by a name."""
    return [card.id for card in names(kb).cards(name)]


def ids_of(kb: KnowledgeBase, name: str) -> tuple[str, ...]:
    """Return the ids of the article of a name, which is named whole; of one that is gone, the name."""
    if name.isdecimal():
        meant = listed(kb, name)
        return (meant,) if is_address(meant) else find_card(kb, name).ids
    exact = names(kb).written_so(names(kb).exact(name), name) or names(kb).moved(name)
    return exact[0].ids if len(exact) == 1 else (name,)


def listed(kb: KnowledgeBase, name: str) -> str:
    """Return the id or the address outside that a number means in this terminal's last list; else what is given."""
    return names(kb).listed(name) if name.strip().isdecimal() else name


def is_address(name: str) -> bool:
    """Tell whether a name is meant as an address outside of the knowledge base."""
    return bool(re.match("https?:", name, re.IGNORECASE))


def line_of(kb: KnowledgeBase, card: Card) -> int:
    """Return the line to open an article at: that of the last search's passage, else of its text."""
    last = last_search(kb)
    return (last and last.lines.get(card.id)) or card.body_line


class Names:
    """The names of one knowledge base's articles (see `Article.names`), and the numbers of this terminal's last list."""

    def __init__(
        self,
        root: Path,
        engine: Engine,
        last: Callable[[], TerminalList | None],
        name_now: Callable[[str], str],
        noted_name_now: Callable[[str], str],
    ) -> None:
        self.root = root
        self.engine = engine
        self.last = last
        self.name_now = name_now
        self.noted_name_now = noted_name_now

    def card(self, name: str) -> Card:
        """Return the article a person means: a number in this terminal's last list, or a name (see `Article.names`).

        Raise NotFoundError, with the nearest names.
        """
        meant = self.listed(name)
        return self.only(self.written_so(self.cards(meant), name), meant)

    def listed(self, name: str) -> str:
        """Return what a number stands for in this terminal's last list, an id or an address outside; else the name."""
        name = normal(name)
        return (name.isdecimal() and len(name) <= LONGEST_RANK and self.id_at_rank(name)) or name

    def cards(self, name: str) -> list[Card]:
        """Return the articles that go or went by a name, else those whose name begins so, else those of that title."""
        wanted = self.plain_name(name)
        exact = self.exact(name)
        if exact or not wanted:
            return exact
        names = self.engine.names(wanted.lower())[:50]
        cards = {card.path: card for n in names for card in self.engine.cards("name", n)}
        # A former id may be the beginning of another article's: pr-1 of pr-10
        former = self.exact(now) if cards and (now := self.noted_name_now(wanted)) else []
        return former or sorted(cards.values(), key=lambda card: card.path) or self.engine.titled(name)

    def exact(self, name: str) -> list[Card]:
        """Return the articles that go by a name."""
        wanted = self.plain_name(name)
        return self.engine.cards("id", wanted) or self.engine.cards("name", wanted.lower())

    def written_so(self, cards: list[Card], name: str) -> list[Card]:
        """Return of several articles that go by a name the one whose path is that very name; else all of them.

        Paths may differ only in case, or in how an accent is composed.
        """
        wanted = self.plain_name(name) if len(cards) > 1 else ""
        return [card for card in cards if wanted in {card.path, without_ending(card.path)}] or cards

    def moved(self, name: str) -> list[Card]:
        """Return the article that went by a path before its file moved, or had an id before that was changed."""
        now = self.name_now(self.plain_name(name))
        return self.exact(now) if now else []

    def plain_name(self, name: str) -> str:
        """Return a name without what a shell puts around it; a path from elsewhere as one in the knowledge base."""
        wanted = re.sub(r"(?i)(\.(?:md|mdx|markdown)):\d+$", r"\1", name.strip().removeprefix("./"))
        if not wanted.startswith(("/", "../")) or "\0" in wanted:
            return wanted
        absolute = Path(wanted).resolve()
        return absolute.relative_to(self.root).as_posix() if absolute.is_relative_to(self.root) else wanted

    def only(self, cards: Sequence[Card], name: str) -> Card:
        """Return the one article, or say that there is none or more than one of that name."""
        if len(cards) == 1:
            return cards[0]
        if cards:
            paths = ", ".join(card.path for card in cards[:3]) + (", …" if len(cards) > 3 else "")
            raise NotFoundError(f"{len(cards)} articles go by {name}", f"Name one of them: {paths}")
        wanted = self.plain_name(name)
        broken = next((b for b in self.engine.broken() if wanted and wanted in b.names), None)
        if broken:
            raise NotFoundError(f"{broken.path}, line {broken.line}: {broken.reason}", "Correct the file")
        if moved := self.moved(name):
            return moved[0]
        from difflib import get_close_matches

        near = get_close_matches(name.lower(), [n for n in self.engine.names() if not is_markdown(n)], 3, 0.6)
        hint = f"Did you mean {', '.join(near)}?" if near else f"Search for it: kcs search {in_shell(name)}"
        raise NotFoundError(f"No article goes by {name}", hint)

    def id_at_rank(self, rank: str) -> str:
        """Return the id at a number in this terminal's last list; nothing where a name is meant.

        Raise NotFoundError where neither an article nor the last list knows the number.
        """
        if self.engine.cards("name", rank):
            return ""
        last = self.last()
        ids = last.ids if last else ()
        if 1 <= int(rank) <= len(ids):
            return ids[int(rank) - 1]
        if len(rank) >= SHORTEST_BEGINNING and self.cards(rank):
            return ""
        raise _not_in_list(last, rank)

    def folder(self, path: str) -> str:
        """Return a folder or file as the index knows it: named from where a person stands, else from the root."""
        for start in (Path.cwd(), self.root):
            with suppress(OSError, ValueError):
                found = (start / path).resolve()
                if found.is_relative_to(self.root):
                    relative = found.relative_to(self.root).as_posix()
                    if found.exists() or self.engine.cards("folder", relative):  # named in other bytes (NFC, NFD)
                        return relative
        raise KcsError(
            f"There is no folder {path} in {self.root}", "kcs search WORDS --facets counts the articles by folder"
        )


def _not_in_list(last: TerminalList | None, number: str) -> NotFoundError:
    """Say what the last list was, in which a number is no article."""
    if last is None:
        return NotFoundError(f"There is no list in this terminal whose number {number} could be meant", "kcs search WORDS")
    if last.is_of_search:
        has = f"has {quantity(len(last.ids), 'article')}, no rank {number}"
        return NotFoundError(f"The last search ({last.words}) {has}", "kcs search WORDS")
    if 1 <= int(number) <= len(last.things):
        what, way_out = last.things[int(number) - 1]
        return NotFoundError(f"Number {number} of the last list here (kcs {last.kind}) is no article: {what}", way_out)
    return NotFoundError(_missing_number(last, number), "Print the list you mean again, or name the article by its id")


def _missing_number(last: TerminalList, number: str) -> str:
    """Say that the last list has no such number."""
    rows = quantity(len(last.things), "row") if last.things else quantity(len(last.ids), "article")
    has = f"has {rows}, no number {number}" if last.things or last.ids else f"is empty: it has no number {number}"
    return f"The last list here (kcs {last.kind}) {has}"
