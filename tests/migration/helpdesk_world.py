"""The made-up company whose articles lie in the samples of exports: nothing of it is from anywhere."""

import json
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.desk.texts import CAUSES, SEEN, STEPS
from tests.desk.words import FIRST_NAMES, LAST_NAMES, SUBJECTS, SYMPTOMS

PAGE = 100  # articles of a page
PEOPLE = 12
BEGINNING = datetime(2022, 3, 1, 8, 0, tzinfo=UTC)
STATES = ("published",) * 8 + ("draft", "retired")
READERS = ("public",) * 6 + ("customer", "customer", "partner", "internal")
GERMAN = "Zuerst das Gerät vom Netz trennen, zehn Sekunden warten und über Größe und Öffnungszeiten nachdenken."


class Sample(NamedTuple):
    """An article of the made-up company, whatever system it is in; `texts` are its versions, the oldest first."""

    number: int
    title: str
    german: str
    texts: tuple[str, ...]
    section: int
    author: int
    state: str
    readers: str
    tags: tuple[str, ...]
    created: datetime
    views: int
    helpful: int
    unhelpful: int
    is_edited: bool

    @property
    def updated(self) -> datetime:
        """When it was changed last."""
        return self.created + timedelta(days=30 + self.number % 300 + 400 * self.is_edited, minutes=self.number % 60)

    @property
    def slug(self) -> str:
        """Its title as addresses have it."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.title).split())

    @property
    def has_image(self) -> bool:
        """Whether its text shows a picture."""
        return self.number % 4 == 0


class Person(NamedTuple):
    """Somebody who writes articles."""

    number: int
    name: str
    email: str


SECTIONS = tuple((index + 1, domain) for index, domain in enumerate(SUBJECTS))  # in two categories


def people() -> list[Person]:
    """Return who writes."""
    names = ((FIRST_NAMES[n].title(), LAST_NAMES[n % len(LAST_NAMES)].title()) for n in range(PEOPLE))
    return [Person(700 + n, f"{first} {last}", f"{first.lower()}@example.org") for n, (first, last) in enumerate(names)]


def samples(articles: int, seed: int = 1, is_changed: bool = False, long: int = 1) -> list[Sample]:
    """Return the articles; later they are edited, gone and more."""
    made = [_sample(number, Random(f"{seed}-{number}"), long) for number in range(1001, 1001 + articles)]
    if not is_changed:
        return made
    left = [_edited(one, Random(f"{seed}-{one.number}-later")) for one in made if one.number % 25]
    new = range(1001 + articles, 1001 + articles + max(1, articles // 20))
    return [*left, *(_sample(number, Random(f"{seed}-{number}"), long) for number in new)]


def _sample(number: int, chance: Random, long: int) -> Sample:
    section = chance.randrange(len(SECTIONS))
    subject, symptom = chance.choice(SUBJECTS[SECTIONS[section][1]]), chance.choice(SYMPTOMS)
    title = f"{subject[0]} {symptom[0]} (case {number})"
    texts = tuple(_text(title, chance, long) for _ in range(2 if number % 3 == 0 else 1))
    return Sample(
        number=number, title=title, german=f"{subject[1]} {symptom[1]} (Fall {number})" if number % 5 == 0 else "",
        texts=texts, section=section, author=chance.randrange(PEOPLE), state=chance.choice(STATES),
        readers=chance.choice(READERS), tags=tuple(sorted(chance.sample(("console", "office", "van", "shop"), 2))),
        created=BEGINNING + timedelta(hours=chance.randrange(12_000)), views=chance.randrange(5000),
        helpful=chance.randrange(60), unhelpful=chance.randrange(30), is_edited=False,
    )  # fmt: skip


def _edited(one: Sample, chance: Random) -> Sample:
    """Return an article as it is later: one of ten has another text, and all were read more."""
    read = one._replace(views=one.views + chance.randrange(200), helpful=one.helpful + chance.randrange(5))
    if one.number % 10 != 1:
        return read
    texts = (*one.texts[:-1], one.texts[-1].replace("</ol>", f"<li>{chance.choice(STEPS)}</li></ol>", 1))
    return read._replace(texts=texts, is_edited=True)


def _text(title: str, chance: Random, long: int) -> str:
    """Return a text as such systems have them; {link N}, {image} are made what the system writes."""
    steps = "".join(f"<li>{escape(step)}</li>" for step in chance.sample(STEPS, 5))
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{chance.randrange(90)}</td></tr>" for name in chance.sample(FIRST_NAMES, 3)
    )
    seen = "".join(f"<p>{escape(one)}.</p>\n" for _ in range(long) for one in chance.sample(SEEN, 3))
    return (
        f'<h2 id="issue">Issue</h2>\n<p>{escape(title)}.</p>\n{seen}{{image}}'
        f'<div class="callout callout--warning"><p><strong>Warning:</strong> save first &amp; tell the shop.</p></div>\n'
        f'<h2>Environment</h2>\n<p><span style="color: #333">Desk console 7, all offices.</span></p>\n'
        f'<h2 id="h_fix">Resolution</h2>\n<ol>{steps}</ol>\n'
        f"<pre><code>console --reset {chance.randrange(900)} &gt; log.txt</code></pre>\n"
        f"<table><thead><tr><th>Desk</th><th>Limit</th></tr></thead><tbody>{rows}</tbody></table>\n"
        f'<p>See {{link {1001 + chance.randrange(150)}}} and <a href="#issue">above</a>.</p>\n'
        f"<h2>Cause</h2>\n<p>{escape(chance.choice(CAUSES))}</p>\n"
        f'<script>track("{chance.randrange(10**6)}")</script>'
        '<img src="https://pixel.example.net/t.gif" width="1" height="1">\n'
    )


def filled(text: str, one: Sample, link: Callable[[int], str], image: str) -> str:
    """Return a text with the links and the picture of a system."""
    shown = f'<p><img src="{image}" alt="Screen"></p>\n' if one.has_image else ""
    before, _, rest = text.replace("{image}", shown).partition("{link ")
    number, _, after = rest.partition("}")
    return f'{before}<a href="{link(int(number))}">article {number}</a>{after}'


def german_text(one: Sample) -> str:
    """Return the text of a translation."""
    return f"<h2>Problem</h2>\n<p>{one.german}.</p>\n<h2>Lösung</h2>\n<p>{GERMAN}</p>\n"


def zulu(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def save_json(file: Path, value: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


def save_images(folder: Path, made: Sequence[Sample], name: str = "screen-{0}.png") -> None:
    for one in (one for one in made if one.has_image):
        file = folder / "attachments" / name.format(one.number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_picture(one.number))


def pages_of(made: Sequence[Any]) -> list[Sequence[Any]]:
    return [made[start : start + PAGE] for start in range(0, len(made), PAGE)]


def _picture(number: int) -> bytes:
    """Return a picture of one dot, of a colour of its own."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    head = chunk(b"IHDR", bytes((0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0)))
    dot = chunk(b"IDAT", zlib.compress(b"\0" + (number % 2**24).to_bytes(3)))
    return b"\x89PNG\r\n\x1a\n" + head + dot + chunk(b"IEND", b"")
