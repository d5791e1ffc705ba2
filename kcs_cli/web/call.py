"""One call of a caller: the base as it is served now, as they may see it, with what they note in their name."""

import re
from collections.abc import Callable
from functools import cached_property
from secrets import token_hex

from kcs_cli.article.card import Card
from kcs_cli.errors import NotFoundError
from kcs_cli.files.atomic import digest_of
from kcs_cli.journal.record import record, record_of
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import find_shared_folder, label
from kcs_cli.knowledge_base.progress import Tell
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.search.index.opener import engine
from kcs_cli.search.log import SearchLog, search_log
from kcs_cli.search.name import names_in
from kcs_cli.text.display import on_one_line, shorten
from kcs_cli.text.gram import normal
from kcs_cli.web.caller import Caller
from kcs_cli.web.served import SeenBase, ServedBase

HINT = "/api/v1/search finds the ids of articles"
LONGEST_NAME = 100  # columns of what was asked, in an error
SESSION = r"[A-Za-z0-9_-]{1,64}"


class WebCall:
    """A call, in one thread: `kb` knows everything, `seen` what the caller may."""

    def __init__(self, served: ServedBase, caller: Caller, session: str, tell: Tell, changed: Callable[[], None]) -> None:
        self.served = served
        self.caller = caller
        self.session = session
        self.tell = tell
        self.changed = changed  # to be called where files were written: they are taken in at once

    @property
    def is_internal(self) -> bool:
        """Tell whether everything may be seen."""
        return self.caller.is_internal

    @property
    def seen_base(self) -> SeenBase:
        """Return what is served for these readers."""
        return self.served.seen[self.caller.audience]

    @cached_property
    def seen(self) -> KnowledgeBase:
        """Return the base as these readers know it."""
        return self._opened(self.seen_base)

    @cached_property
    def kb(self) -> KnowledgeBase:
        """Return the base as internal readers know it."""
        return self.seen if self.is_internal else self._opened(self.served.seen[Audience.internal])

    def _opened(self, base: SeenBase) -> KnowledgeBase:
        """Return a base for this call alone."""
        kb = base.call(self.tell)
        kb.keep(search_log, self._log(kb))
        kb.keep(record, record_of(kb, self.caller.person))
        return kb

    def _log(self, kb: KnowledgeBase) -> SearchLog:
        """Return the log of searches as this conversation has it: what was searched in one teaches no link of another."""
        own = self.session if re.fullmatch(SESSION, self.session) else token_hex(8)
        terminal = f"serve-{digest_of(f'{self.caller.name} {own}'.encode())[:16]}"
        folder, audience = find_shared_folder(kb.root, kb.git), "" if self.is_internal else self.caller.audience.value
        return SearchLog(folder, terminal, label(kb.root), kb.config.privacy.patterns, audience)

    @property
    def state(self) -> str:
        """Return what changes when answers do."""
        return self.served.state(self.caller.audience)

    def close(self) -> None:
        """Let go of what was opened in this thread: a ledger is a file."""
        for kb in (vars(self).get("kb"), vars(self).get("seen")):
            if kb:
                kb.forget()

    def card(self, name: str) -> Card:
        """Return the article that a caller means: by id, alias or path; no list's number. Raise NotFoundError."""
        names = names_in(self.seen, engine(self.seen))
        try:
            return names.only(names.cards(normal(name)), normal(name))
        except NotFoundError as error:
            # Readers outside are told no names that are like it, and no paths; what they may not know is not there
            if not self.is_internal:
                raise unknown(name) from error
            raise NotFoundError(error.message, HINT if error.hint.startswith("Search") else error.hint) from error


def unknown(name: str) -> NotFoundError:
    """Return what is said of an article that is not there, or not for these readers."""
    return NotFoundError(f"No article goes by {shorten(on_one_line(name), LONGEST_NAME)}", HINT)
