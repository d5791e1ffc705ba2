"""Made-up articles of a wiki in each format that `kcs import` reads, from a seed: `python -m tests.migration.wiki_samples`.

`… confluence 200 OUT` writes an export of 200 articles to OUT/first and, after a while in which people went on writing, one
to OUT/second: there some are changed, some are new, some are gone.
"""

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

PRODUCTS = (
    "Aurora printer", "Borea router", "Cirrus backup", "Delta gateway", "Echo headset", "Fjord scanner", "Garnet firewall",
    "Helios mail", "Iris camera", "Juniper VPN", "Krypton vault", "Lumen display",
)  # fmt: skip
PROBLEMS = (
    ("does not start after an update", "a driver of the old version is still loaded", "Remove the old driver"),
    ("loses its connection every hour", "the lease of its address ends", "Give it a fixed address"),
    ("asks for the password again and again", "the clock of the computer is wrong", "Set the clock by the network"),
    ("shows error 0x80070005", "the service account may not write to its folder", "Give the account the right to write"),
    ("is slow in the morning", "all computers update at the same time", "Spread the updates over the night"),
    ("does not find the server", "its name is not in the domain name system", "Add the name on the name server"),
    ("stops in the middle of a job", "the disk of the queue is full", "Empty the queue"),
    ("writes unreadable characters", "the font is missing", "Install the font on the server"),
    ("cannot be installed", "an older installer runs", "Wait for the older installer, or end it"),
    ("refuses the certificate", "the intermediate certificate is missing", "Install the chain of certificates"),
    ("sends everything twice", "two rules match", "Remove one of the rules"),
    ("forgets its settings", "the profile is read-only", "Repair the profile"),
)  # fmt: skip
PEOPLE = (("Ana Silva", "ana@example.org"), ("Bo Lindqvist", "bo@example.org"), ("Chidi Okafor", "chidi@example.org"))
BEGINNING = datetime(2021, 3, 1, 8, 30, tzinfo=UTC)
LATER = timedelta(days=400)  # between the first export and the second


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


class WikiArticle(NamedTuple):
    """One article: what each format writes in its own way."""

    number: int
    title: str
    product: str
    symptom: str
    cause: str
    steps: tuple[str, ...]
    command: str
    note: str
    link: int  # the number of another one
    has_image: bool
    is_internal: bool
    tags: tuple[str, ...]
    person: int
    created: datetime
    updated: datetime
    versions: int

    @property
    def author(self) -> tuple[str, str]:
        """Return the name and the address of who wrote it."""
        return PEOPLE[self.person]

    @property
    def image(self) -> str:
        """Return the name of its picture."""
        return f"screen {self.number}.png"


def wiki_articles(count: int, seed: int = 20) -> list[WikiArticle]:
    """Return so many articles."""
    dice = random.Random(seed)
    return [_sample(number, count, dice) for number in range(1, count + 1)]


def _sample(number: int, count: int, dice: random.Random) -> WikiArticle:
    product = PRODUCTS[number % len(PRODUCTS)]
    problem, cause, cure = PROBLEMS[number // len(PRODUCTS) % len(PROBLEMS)]
    model = 100 * (1 + number // (len(PRODUCTS) * len(PROBLEMS))) + number % 97
    created = BEGINNING + timedelta(hours=number * 7, minutes=dice.randrange(60))
    versions = 1 + dice.randrange(3)
    return WikiArticle(
        number=number,
        title=f"{product} {model} {problem}",
        product=product,
        symptom=f"The {product} {model} {problem}. It is seen {dice.choice(('at once', 'after some minutes', 'at times'))}.",
        cause=f"It happens because {cause}.",
        steps=(
            f"Open the settings of the {product}.",
            f"{cure}, and save.",
            f"Restart it, and wait for {dice.randrange(2, 9)} minutes.",
        ),
        command=f"{product.split()[1]}ctl --reset --model {model} && echo <done> > /tmp/{number}.log",
        note=f"Do not switch the {product} off while its lamp is on.",
        link=1 + dice.randrange(count),
        has_image=number % 5 == 0,
        is_internal=number % 11 == 0,
        tags=(product.split()[1], dice.choice(("network", "hardware", "account"))),
        person=dice.randrange(len(PEOPLE)),
        created=created,
        updated=created + timedelta(days=10 * (versions - 1)),
        versions=versions,
    )


def changed(before: list[WikiArticle], seed: int = 21) -> list[WikiArticle]:
    """Return what the articles have become: each tenth is changed, each 25th gone, and a twentieth more are new."""
    kept = [_edited(one) if one.number % 10 == 3 else one for one in before if one.number % 25]
    dice, count = random.Random(seed), len(before)
    return kept + [_sample(count + 1 + number, count, dice) for number in range(max(1, count // 20))]


def _edited(one: WikiArticle) -> WikiArticle:
    steps = (*one.steps, "Tell the customer that it works again.")
    return one._replace(steps=steps, updated=one.updated + LATER, versions=one.versions + 1)


def times_of(one: WikiArticle) -> list[datetime]:
    """Return when each version was written."""
    span = (one.updated - one.created) / max(1, one.versions - 1)
    return [one.created + span * number for number in range(one.versions)]


def steps_of(one: WikiArticle, version: int) -> tuple[str, ...]:
    """Return the steps of a version: each has one more, the last one all."""
    return one.steps[: len(one.steps) - (one.versions - version)]


def main(form: str, count: str, out: str) -> None:
    """Write both exports."""
    from tests.migration.wiki_formats import WRITERS

    first = wiki_articles(int(count))
    for name, articles in (("first", first), ("second", changed(first))):
        folder = Path(out, name)
        folder.mkdir(parents=True, exist_ok=True)
        sys.stdout.write(f"{WRITERS[form](articles, folder)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
