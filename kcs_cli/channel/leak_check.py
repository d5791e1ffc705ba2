"""The proof that nothing leaks: all that goes out of a copy of the base is searched for what its readers may not see."""

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from kcs_cli.article.audience import is_narrower
from kcs_cli.article.card import Card
from kcs_cli.article.reader import read_source
from kcs_cli.channel.leak_canary import WORD
from kcs_cli.channel.leak_copy import BaseCopy, empty_copy, plant
from kcs_cli.channel.leak_output import LeakChannel, LeakOutput, LeakQuestion
from kcs_cli.channel.leak_report import SHOWN, Leak, LeakReport, UncheckedChannel
from kcs_cli.channel.leak_source import parts_of, secrets_of
from kcs_cli.channel.leak_words import Secret, line_of
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.lint.engine.articles import Articles
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.run import lint
from kcs_cli.lint.engine.settings import read_settings
from kcs_cli.lint.engine.world import Authorship, Surroundings, World
from kcs_cli.lint.registry import RULES
from kcs_cli.search.index.opener import all_cards
from kcs_cli.text.display import unix

PERSONAL = "personal-data"
TOLD = "that it is there: what is not is answered otherwise"
FIGURE = "a figure of the journal: the {:,} cases and votes of a planted article"


def check_leaks(kb: KnowledgeBase, audiences: Sequence[Audience], channels: Sequence[LeakChannel]) -> LeakReport:
    """Look through all that goes out to some audiences by some channels. Raise KcsError, OSError."""
    open_channels = [one for one in channels if all(map(find_spec, one.needs))]
    found, outputs, secrets = dict[tuple[str, Secret], list[str]](), 0, 0
    with TemporaryDirectory(prefix="kcs-", ignore_cleanup_errors=True) as folder:
        copy, of_kcs = plant(kb, Path(folder)), _said_by_kcs(empty_copy(kb, Path(folder)), open_channels)
        for audience in audiences:
            look = AudienceLook(kb, copy, audience)
            look.allow(of_kcs)
            secrets += look.size
            for channel in kb.progress(open_channels, f"Looking at what {audience} readers get"):
                for output in channel.outputs(look.question):
                    outputs += 1
                    for secret, line in look.at(output):
                        where = f"{output.name}, line {line}" if line else output.name
                        found.setdefault((audience.value, secret), []).append(where)
            look.question.kb.forget()
            for secret in _personal(kb, audience):
                found.setdefault((audience.value, secret), []).append("the text of the article")
    return LeakReport(
        leaks=tuple(
            Leak(secret.path, secret.line, secret.what, audience, tuple(places[:SHOWN]), len(places))
            for (audience, secret), places in sorted(found.items(), key=lambda one: (one[0][1].path, one[0][1].line, one[0]))
        ),
        audiences=tuple(audience.value for audience in audiences),
        checked_channels=tuple(one.name for one in open_channels),
        not_checked=tuple(_unchecked(one) for one in channels if one not in open_channels),
        outputs=outputs,
        secrets=secrets,
    )


def _said_by_kcs(empty: BaseCopy, channels: Sequence[LeakChannel]) -> Sequence[str]:
    """Return what every channel says of any base: a word of it is no secret."""
    question = LeakQuestion(empty, Audience.public)
    said = dict.fromkeys(output.text for channel in channels for output in channel.outputs(question))
    question.kb.forget()
    return list(said)


def _unchecked(channel: LeakChannel) -> UncheckedChannel:
    """Say why a channel was not looked at."""
    return UncheckedChannel(channel.name, f"it needs an extra: pip install 'kcs-cli[{channel.extra}]'")


class AudienceLook:
    """What an audience may not see, and how the outputs for it are searched for that."""

    def __init__(self, kb: KnowledgeBase, copy: BaseCopy, audience: Audience) -> None:
        self.copy = copy
        self.audience = audience
        self.secrets = secrets_of(kb, audience)
        self.question = LeakQuestion(copy, audience, frozenset(secret.path for secret in self.secrets.runs.values()))
        self.figure = re.compile(rf"(?<!\w){copy.figure // 1000}[,. ]?{copy.figure % 1000:03}(?!\w)")
        self.counts = {"": len(self.question.seen), copy.shared: len(copy.seen(audience))}

    def allow(self, texts: Iterable[str]) -> None:
        """Take out what is no secret."""
        for text in texts:
            self.secrets.allow(text)

    @property
    def size(self) -> int:
        """How many things are looked for."""
        return len(self.secrets.runs) + len(self.copy.canaries.known)

    def at(self, output: LeakOutput) -> Iterator[tuple[Secret, int]]:
        """Yield what stands in an output and should not, each with the line of it, 0 where that is not known."""
        text = without_echo(output)
        for secret in self.copy.canaries.found_in(text, self.audience):
            yield secret, 0
        for secret in dict.fromkeys(self.secrets.found_in(text)):
            yield secret, line_of(text, secret, self.secrets) if text.count("\n") > 1 else 0
        if self.figure.search(text):
            yield Secret(FIGURE.format(self.copy.figure), "", 0), 0
        if output.twin and _alike(without_echo(output.twin)) != _alike(text):
            yield Secret(TOLD, "", 0), 0
        for name, number in output.counts.items():
            if number > self.counts.get(name, number):
                yield (
                    Secret(f"a count of {number:,} articles where there are {self.counts[name]:,} for these readers", "", 0),
                    0,
                )


def without_echo(output: LeakOutput) -> str:
    """Return what an output says without what was said to it."""
    text = output.text
    for said in sorted(
        {one for words in output.echo for one in (words, *WORD.findall(words)) if one}, key=len, reverse=True
    ):
        text = re.sub(re.escape(said), "…", text, flags=re.IGNORECASE)
    return text


def _alike(text: str) -> Sequence[str]:
    """Return the words of an answer that depend on what is there: no digest, no length, in any order."""
    return sorted(re.sub(r"content-length: \d+|\b\d*\.?[0-9a-f]{8,}\b", "", text).split())


def _personal(kb: KnowledgeBase, audience: Audience) -> Iterator[Secret]:
    """Yield the personal data in what an audience may see, as the content standard finds it. Raise KcsError."""
    cards = [
        card for card in all_cards(kb)
        if not (is_narrower(card.audience, audience) or card.fault or card.confidence == Confidence.archived)
    ]  # fmt: skip
    settings = read_settings(kb.root, RULES)
    around = Surroundings(people(kb), kb.now().date(), Authorship(), top=kb.git_top)
    world = World(kb.root, kb.config, Articles(lambda: cards), around)
    report = lint(_pages(kb, cards), world, settings, {PERSONAL: RULES[PERSONAL]})
    for one in report.findings:
        if one.rule == PERSONAL and one.line not in _inner_lines(kb, one.path):
            yield Secret("personal data", one.path, one.line)


def _pages(kb: KnowledgeBase, cards: Iterable[Card]) -> Iterator[Page]:
    """Yield the files of articles for the rules."""
    for card in kb.progress(list(cards), "Looking for personal data"):
        try:
            yield Page(card.path, (kb.root / card.path).read_bytes(), kb.config)
        except OSError:
            continue


def _inner_lines(kb: KnowledgeBase, path: str) -> set[int]:
    """Return the lines of an article that readers outside may not see."""
    try:
        source = unix(read_source(kb.root, path))
    except (OSError, KcsError):
        return set()
    return {number for number, _, _ in parts_of(source, kb.config).inner}
