"""How what goes out to an audience is searched for what it may not see."""

import re
from collections.abc import Iterator, Sequence

from kcs_cli.channel.leak_canary import WORD
from kcs_cli.channel.leak_copy import BaseCopy
from kcs_cli.channel.leak_output import LeakOutput, LeakQuestion
from kcs_cli.channel.leak_source import INNER
from kcs_cli.channel.leak_words import Secret, SecretWords, line_of
from kcs_cli.knowledge_base.vocabulary import Audience

TOLD = "that something is there which they may not see: of what is not there it is answered otherwise"
FIGURE = "a figure of the journal: a planted article has so many cases and votes"
COUNT = "a count of more articles than there are for them"
CHANGES = re.compile(r"\b\d*\.?[0-9a-f]{8,}\b")  # from answer to answer: digests, cursors


class AudienceLook:
    """What an audience may not see of a base, and the copy of it that is looked at with its eyes."""

    def __init__(self, copy: BaseCopy, audience: Audience, secrets: SecretWords) -> None:
        self.copy = copy
        self.audience = audience
        self.secrets = secrets
        hiding = frozenset(secret.path for secret in secrets.runs.values() if secret.what in INNER)
        self.question = LeakQuestion(copy, audience, hiding)
        self.figure = re.compile(rf"(?<!\w){copy.figure // 1000}[,. ]?{copy.figure % 1000:03}(?!\w)")
        self.counts = {"": len(self.question.seen), copy.shared: len(copy.seen(audience))}

    @property
    def size(self) -> int:
        """How many things are looked for."""
        return len(self.secrets.runs) + len(self.copy.canaries.known)

    def at(self, output: LeakOutput) -> Iterator[tuple[Secret, int]]:
        """Yield what stands in an output and should not, each with its line there, 0 where that is not known."""
        text = without_echo(output)
        yield from ((secret, 0) for secret in self.copy.canaries.found_in(text, self.audience))
        for secret in dict.fromkeys(self.secrets.found_in(text)):
            yield secret, line_of(text, secret, self.secrets) if text.count("\n") > 1 else 0
        yield from ((Secret(what, "", 0), 0) for what in self._signs(output, text))

    def _signs(self, output: LeakOutput, text: str) -> Iterator[str]:
        """Yield what an output gives away without a word of it."""
        if self.figure.search(text):
            yield FIGURE
        if output.twin and _alike(without_echo(output.twin)) != _alike(text):
            yield TOLD
        if any(number > self.counts.get(name, number) for name, number in output.counts.items()):
            yield COUNT


def without_echo(output: LeakOutput) -> str:
    """Return what an output says without what was said to it."""
    said = {one for words in output.echo for one in (words, *WORD.findall(words)) if one}
    text = output.text
    for one in sorted(said, key=len, reverse=True):
        text = re.sub(re.escape(one), "…", text, flags=re.IGNORECASE)
    return text


def _alike(text: str) -> Sequence[str]:
    """Return the words of an answer that depend on what is there, in any order."""
    return sorted(CHANGES.sub("", text).split())
