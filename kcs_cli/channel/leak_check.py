"""The proof that nothing leaks: all that goes out of a copy of the base is searched for what its readers may not see."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from kcs_cli.article.card import Card
from kcs_cli.channel.leak_copy import BaseCopy, empty_copy, plant
from kcs_cli.channel.leak_look import AudienceLook
from kcs_cli.channel.leak_output import LeakChannel, LeakQuestion, is_for, spread
from kcs_cli.channel.leak_personal import personal_data_in
from kcs_cli.channel.leak_report import SHOWN, Leak, LeakReport, UncheckedChannel
from kcs_cli.channel.leak_source import NAMES, find_named, secrets_of
from kcs_cli.channel.leak_words import Secret, SecretWords
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.search.index.opener import all_cards

IN_TEXT = "every channel that has the article"
FEW = 3  # words that are anybody's: of a button, of a heading
SOME = 100  # articles that are looked at for readers who may see the same as others


class LeakCheck:
    """A check of a base, in a folder that has room for copies of it."""

    def __init__(self, kb: KnowledgeBase, channels: Sequence[LeakChannel], folder: Path) -> None:
        self.kb = kb
        self.folder = folder
        self.channels = [one for one in channels if all(map(find_spec, one.needs))]
        self.found: dict[Secret, dict[str, list[str]]] = {}  # outputs, by what got out and to whom
        self.failed: list[UncheckedChannel] = []  # what answered nothing that could be looked at
        self.outputs = self.secrets = 0
        self.of_kcs = self._said_of_any_base()
        self.seen_by_others: set[frozenset[str]] = set()
        self.whole: BaseCopy | None = None
        self.some: BaseCopy | None = None

    def _said_of_any_base(self) -> Sequence[str]:
        """Return what every channel says of any base: a word of it is no secret."""
        question = LeakQuestion(empty_copy(self.kb, self.folder), Audience.public)
        said = dict.fromkeys(output.text for channel in self.channels for output in channel.outputs(question))
        question.kb.forget()
        return list(said)

    def look(self, audience: Audience) -> None:
        """Look at all that an audience gets. Raise KcsError, OSError."""
        cards = [card for card in all_cards(self.kb) if is_for(card, audience)]
        look = AudienceLook(self._copy(cards), audience, self._secrets(audience))
        self.secrets += look.size
        for channel in self.kb.progress(self.channels, f"Looking at what {audience} readers get"):
            for output in channel.outputs(look.question):
                self.outputs += 1
                if output.failed:
                    self.failed.append(UncheckedChannel(channel.name, f"{output.name} ended in an error"))
                for secret, line in look.at(output):
                    self._note(audience, secret, f"{output.name}, line {line}" if line else output.name)
        look.question.kb.forget()
        self._lead_to_texts(audience, cards, look.secrets)
        for secret in personal_data_in(self.kb, cards):
            self._note(audience, secret, IN_TEXT)

    def _secrets(self, audience: Audience) -> SecretWords:
        """Return what an audience may not see: no word of kcs itself, none of a few that stand on every page."""
        secrets = secrets_of(self.kb, audience)
        for text in self.of_kcs:
            secrets.allow(text)
        for text in _texts_of_look(self.kb.root / self.kb.config.site.templates) if self.kb.config.site.templates else ():
            secrets.allow(text, FEW)
        return secrets

    def _note(self, audience: Audience, secret: Secret, where: str) -> None:
        """Note a leak."""
        self.found.setdefault(secret, {}).setdefault(audience.value, []).append(where)

    def _lead_to_texts(self, audience: Audience, cards: Sequence[Card], secrets: SecretWords) -> None:
        """Have the names of articles for fewer readers told where a text names them: there it is to be mended."""
        named = {secret for secret, readers in self.found.items() if secret.what in NAMES and audience.value in readers}
        places = [one for one in find_named(self.kb, cards, secrets) if one[0] in named] if named else []
        for secret, place in places:
            self.found.setdefault(place, {})[audience.value] = self.found[secret][audience.value]
        for secret in {secret for secret, _ in places}:
            del self.found[secret][audience.value]

    def _copy(self, cards: Sequence[Card]) -> BaseCopy:
        """Return the copy to look at: for readers who see the same articles as others did, one with some of them."""
        paths = frozenset(card.path for card in cards)
        if paths not in self.seen_by_others or len(paths) <= SOME:
            self.seen_by_others.add(paths)
            self.whole = self.whole or plant(self.kb, self.folder)
            return self.whole
        self.some = self.some or plant(self.kb, self.folder, {card.path for card in spread(all_cards(self.kb), SOME)})
        return self.some

    def leaks(self) -> Sequence[Leak]:
        """Return what was found, by file and line."""
        return [_leak(secret, self.found[secret]) for secret in sorted(self.found, key=_place_of) if self.found[secret]]


def _texts_of_look(folder: Path) -> Iterator[str]:
    """Yield the texts of a base's own templates."""
    yield from (file.read_text("utf-8", "replace") for file in sorted(folder.rglob("*")) if file.is_file())


def _leak(secret: Secret, readers: Mapping[str, Sequence[str]]) -> Leak:
    """Return a leak to some readers."""
    outputs = [output for places in readers.values() for output in places]
    return Leak(
        path=secret.path, line=secret.line or None, what=secret.what, audiences=tuple(readers),
        outputs=tuple(dict.fromkeys(outputs))[:SHOWN], sightings=len(outputs),
    )  # fmt: skip


def _place_of(secret: Secret) -> tuple[str, int, str]:
    """Return what leaks are sorted by."""
    return secret.path, secret.line, secret.what


def check_leaks(kb: KnowledgeBase, audiences: Sequence[Audience], channels: Sequence[LeakChannel]) -> LeakReport:
    """Look through all that goes out to some audiences by some channels. Raise KcsError, OSError."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="kcs-", ignore_cleanup_errors=True) as folder:
        check = LeakCheck(kb, channels, Path(folder))
        for audience in audiences:
            check.look(audience)
    return LeakReport(
        leaks=tuple(check.leaks()),
        audiences=tuple(audience.value for audience in audiences),
        checked_channels=tuple(one.name for one in check.channels),
        not_checked=(*map(_missing, (one for one in channels if one not in check.channels)), *check.failed),
        checked_outputs=check.outputs,
        secrets=check.secrets,
    )


def _missing(channel: LeakChannel) -> UncheckedChannel:
    """Say what a channel needs."""
    return UncheckedChannel(channel.name, f"it needs an extra: pip install 'kcs-cli[{channel.extra}]'")
