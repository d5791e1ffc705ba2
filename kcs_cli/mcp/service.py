"""One knowledge base, served for long to readers of one audience: each call opens it anew and sees the files as they are."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import NamedTuple
from urllib.parse import quote, unquote

from kcs_cli.article.card import Card, Known
from kcs_cli.channel.address import public_address
from kcs_cli.channel.outward import outward_base
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.files.atomic import digest_of
from kcs_cli.git.process import GitError
from kcs_cli.git.revision import blob_names
from kcs_cli.history.shelf import remember_days
from kcs_cli.journal.note import revision_now
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import find_shared_folder, label, this_terminal
from kcs_cli.knowledge_base.progress import Progress, Tell, plain_progress, silent
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.knowledge_base.walk import Walk
from kcs_cli.search.index.folder import OpenIndex
from kcs_cli.search.index.opener import all_cards, engine, open_index
from kcs_cli.search.log import SearchLog, search_log
from kcs_cli.search.name import names_in
from kcs_cli.solve.case_at_hand import case_at_hand
from kcs_cli.text.gram import normal

SCHEME = "kcs://article/"
HINT = "search finds the ids of articles"
MOST_REVISIONS = 10_000  # that are remembered: where there are more, they are asked for again
LARGE = 5_000  # articles: to look at more files takes longer than to search
LOOKED = 2.0  # seconds that the files of a large base are taken to be as they were
FileLook = tuple[str, int, int]  # path, time of the content in nanoseconds, size


class LookedIndex(NamedTuple):
    """The index of a large base, when its files were looked at, by which settings, and how (links that were followed)."""

    at: float
    config: Config
    opened: OpenIndex
    walk: Walk


class ToolService:
    """Where a base is, for whom it answers, the case of calls that name none, and whether anything may be noted.

    A service that is shared serves several clients that do not know each other: only a case tells their conversations apart.
    `hashed` and `kept` are revisions by how the files looked; those that are kept in the repository stay there.
    """

    def __init__(
        self,
        root: Path,
        audience: Audience = Audience.internal,
        case: str = "",
        *,
        can_write: bool = False,
        is_shared: bool = False,
    ) -> None:
        self.root = root
        self.audience = audience
        self.case = case.strip()
        self.can_write = can_write
        self.is_shared = is_shared
        self.hashed: dict[FileLook, str] = {}
        self.kept: dict[FileLook, str] = {}
        self.looked: LookedIndex | None = None

    def open(
        self, case: str = "", tell: Tell = silent, progress: Progress = plain_progress, *, writes: bool = False
    ) -> "ToolCall":
        """Open the base for one call; one that writes looks at all files, as does the next one. Raise KcsError."""
        kb = KnowledgeBase.open(str(self.root), tell, progress)
        self._look_again(kb, writes)
        seen = outward_base(kb, self.audience)
        kept = "" if self.is_shared else case_at_hand(kb, os.environ)
        call = ToolCall(self, kb, seen, case.strip() or self.case or kept)
        for one in {id(kb): kb, id(seen): seen}.values():
            one.keep(search_log, call.own_log())
        return call

    def _look_again(self, kb: KnowledgeBase, writes: bool) -> None:
        """Open the index as fresh as the files; that of a large base lasts for some calls, which are quick then."""
        looked, now = self.looked, monotonic()
        if looked and not writes and now - looked.at < LOOKED and looked.config == kb.config:
            kb.keep(open_index, looked.opened)
            kb.library.walk = looked.walk
            return
        opened = open_index(kb)
        is_large = opened.engine.count() > LARGE
        self.looked = LookedIndex(now, kb.config, opened, kb.library.walk) if is_large and not writes else None

    def remember_days(self) -> None:
        """Note when the articles were last worked on, so that hits have an age; it reads the history the first time."""
        with suppress(KcsError):  # there is none
            kb = KnowledgeBase.open(str(self.root))
            remember_days(kb, [card.path for card in all_cards(kb)])


class ToolCall(NamedTuple):
    """What one call works on: the base, the base as its readers know it, the case if one is known."""

    service: ToolService
    kb: KnowledgeBase
    seen: KnowledgeBase
    case: str

    @property
    def is_internal(self) -> bool:
        """Tell whether everything may be seen."""
        return self.service.audience is Audience.internal

    def close(self) -> None:
        """Let go of what was opened now, and not when garbage is collected: an index has files open."""
        self.kb.forget()
        self.seen.forget()

    def own_log(self) -> SearchLog:
        """Return the log of searches as this conversation has it: what was searched in one teaches no link of another."""
        name = this_terminal()
        terminal = name if name.startswith("named-") else f"mcp-{os.getpid()}"
        if self.service.is_shared:
            own = digest_of(self.case.encode("utf-8", "replace"))[:16] if self.case else token_hex(8)
            terminal = f"{terminal}-{own}"
        folder = find_shared_folder(self.kb.root, self.kb.git)
        audience = "" if self.is_internal else self.service.audience.value
        return SearchLog(folder, terminal, label(self.kb.root), self.kb.config.privacy.patterns, audience)

    def card(self, name: str) -> Card:
        """Return the article that a client means: by id, alias, path or address, no list's number. Raise NotFoundError."""
        wanted = normal(unquote(name[len(SCHEME) :]) if name.startswith(SCHEME) else name)
        names = names_in(self.seen, engine(self.seen))
        try:
            return names.only(names.cards(wanted), wanted)
        except NotFoundError as error:
            # Readers outside are told no names that are like it, and no paths; what they may not know is not there
            if not self.is_internal:
                raise NotFoundError(f"No article goes by {wanted}", HINT) from error
            raise NotFoundError(error.message, HINT if error.hint.startswith("Search") else error.hint) from error

    def url(self, article: Known) -> str | None:
        """Return the address of an article's page, if it has one."""
        return public_address(article, self.kb.config) or None

    def revisions(self, cards: Sequence[Card]) -> list[str | None]:
        """Return the revisions that articles have now; None where git does not know."""
        looks = [self._look(card) for card in cards]
        unknown = [look for look in looks if look and look not in self.service.hashed]
        top = self.kb.git_top
        if top and unknown:
            if len(self.service.hashed) > MOST_REVISIONS:
                self.service.hashed.clear()
            try:
                names = blob_names(top, [self.kb.root / path for path, _, _ in unknown])
                self.service.hashed.update(zip(unknown, names, strict=False))
            except GitError as error:
                self.kb.tell(error.message)
        return [self.service.hashed.get(look) if look else None for look in looks]

    def kept_revision(self, card: Card) -> str | None:
        """Return the revision an article has now, kept in the repository: its text is handed over."""
        look = self._look(card)
        if look in self.service.kept:
            return self.service.kept[look]
        blob = revision_now(self.kb, card).blob
        if look and blob:
            if len(self.service.kept) > MOST_REVISIONS:
                self.service.kept.clear()
            self.service.kept[look] = self.service.hashed[look] = blob
        return blob or None

    def _look(self, card: Card) -> FileLook | None:
        """Return how an article's file looks; None for one that is gone, or whose name git cannot be told on a line."""
        try:
            look = (self.kb.root / card.path).lstat()
        except OSError:
            return None
        return None if "\n" in card.path else (card.path, look.st_mtime_ns, look.st_size)


def uri_of(id_: str) -> str:
    """Return an article's address for clients of this protocol."""
    return SCHEME + quote(id_, safe="/")
