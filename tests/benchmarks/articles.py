"""Makes a knowledge base of any size: seeded, words by Zipf's law, the shape of real support articles."""

import random
from itertools import accumulate
from pathlib import Path

SYLLABLES = [
    "ba",
    "con",
    "der",
    "el",
    "fi",
    "gra",
    "hi",
    "in",
    "jo",
    "ka",
    "lo",
    "mun",
    "ne",
    "or",
    "pro",
    "qui",
    "ran",
    "ser",
    "ti",
    "ur",
    "ver",
    "wex",
    "yo",
    "zan",
    "per",
    "tion",
    "al",
    "ment",
]
TAGS = ["printing", "network", "mail", "login", "billing", "mobile", "update", "backup", "vpn", "browser"]
PEOPLE = [f"{name}@example.org" for name in ["ana", "ben", "chen", "rasa", "mei", "tomas"]]
WORDS = 30_000


def vocabulary(rng: random.Random) -> tuple[list[str], list[float]]:
    """Return words and the running totals of their weights."""
    words = list({"".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(2 * WORDS)})
    words.sort()
    rng.shuffle(words)
    words = words[:WORDS]
    return words, list(accumulate(1 / (rank + 2) for rank in range(len(words))))


def write_articles(folder: Path, count: int, seed: int = 1) -> list[str]:
    """Write `count` articles of about 2.5 KB and return their titles."""
    rng = random.Random(seed)
    words, weights = vocabulary(rng)

    def text(length: int) -> str:
        return " ".join(rng.choices(words, cum_weights=weights, k=length))

    titles = []
    for number in range(count):
        title = text(rng.randint(4, 9)).capitalize()
        titles.append(title)
        place = folder / f"area-{number % 100:02}"
        place.mkdir(parents=True, exist_ok=True)
        lines = "\n".join(f"{n}. {text(12).capitalize()}." for n in range(1, 9))
        (place / f"article-{number:05}.md").write_text(
            f"---\nid: kb-{number:06}\ntitle: {title}\nkind: problem\nconfidence: validated\naudience: public\n"
            f"owner: {rng.choice(PEOPLE)}\ntags: [{rng.choice(TAGS)}]\nlanguage: en\nsaid:\n  - {text(6)}\n---\n\n"
            f"## Issue\n\n{text(40).capitalize()}.\n\n```\nError 0x{rng.getrandbits(32):08X}: {text(5)}\n```\n\n"
            f"## Environment\n\n{text(15).capitalize()} {rng.randint(1, 9)}.{rng.randint(0, 20)}.\n\n"
            f"## Resolution\n\n{lines}\n\n{text(60).capitalize()}.\n\n## Cause\n\n{text(40).capitalize()}.\n",
            encoding="utf-8",
        )
    return titles
