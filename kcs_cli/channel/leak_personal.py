"""Personal data in what readers outside may see, as the content standard finds it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from kcs_cli.article.card import Card
from kcs_cli.article.reader import read_source
from kcs_cli.channel.leak_source import parts_of
from kcs_cli.channel.leak_words import Secret
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.lint.engine.articles import Articles
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.run import lint
from kcs_cli.lint.engine.settings import read_settings
from kcs_cli.lint.engine.world import Authorship, Surroundings, World
from kcs_cli.lint.registry import RULES
from kcs_cli.text.display import unix

RULE = "personal-data"


def personal_data_in(kb: KnowledgeBase, cards: Iterable[Card]) -> Iterator[Secret]:
    """Yield the personal data that readers outside may see in some articles. Raise KcsError."""
    known = list(cards)
    around = Surroundings(people(kb), kb.now().date(), Authorship(), top=kb.git_top)
    world = World(kb.root, kb.config, Articles(lambda: known), around)
    report = lint(_pages(kb, known), world, read_settings(kb.root, RULES), {RULE: RULES[RULE]})
    for one in report.findings:
        if one.rule == RULE and one.line not in _inner_lines(kb, one.path):
            yield Secret("personal data", one.path, one.line)


def _pages(kb: KnowledgeBase, cards: list[Card]) -> Iterator[Page]:
    """Yield the files of articles for the rules."""
    for card in kb.progress(cards, "Looking for personal data"):
        with suppress(OSError):
            yield Page(card.path, (kb.root / card.path).read_bytes(), kb.config)


def _inner_lines(kb: KnowledgeBase, path: str) -> set[int]:
    """Return the lines of an article that readers outside may not see."""
    with suppress(OSError):
        return {number for number, _, _ in parts_of(unix(read_source(kb.root, path)), kb.config).inner}
    return set()
