"""How much of what is personal is found, and how much of what is found is personal: `python -m tests.benchmarks.personal`.

Of `tests/text/personal.tsv`, which was written before the patterns were. Each third text was kept aside while they were
tuned; the figures are for all texts and for those alone. With `--misses` each mistake is printed, but those kept aside.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kcs_cli.text.privacy import KINDS, PersonalData, find_personal

LIST = Path(__file__).parent.parent / "text" / "personal.tsv"
WRITTEN_FIRST = 504  # texts; those after them were tried once the patterns were there, and the patterns mended by them
LONGEST_LABEL = 60  # characters before what is personal that may be taken with it: `password: `


class PersonalText(NamedTuple):
    """A text that a customer wrote, and what is personal in it."""

    kind: str
    language: str
    text: str
    personal: str
    is_aside: bool

    def is_found(self, found: Iterable[PersonalData]) -> bool:
        """Tell whether all that is personal is found, by its kind."""
        return any(self.is_right(one) and self.personal in one.text for one in found)

    def is_right(self, one: PersonalData) -> bool:
        """Tell whether what was found is, or is in, what is personal, and is of its kind."""
        start = self.text.find(self.personal)
        end = start + len(self.personal)
        inside = start - LONGEST_LABEL <= one.start < end and start < one.start + len(one.text) <= end + 2
        return bool(self.personal) and one.kind == self.kind and inside


class KindFigures(NamedTuple):
    """How well one kind is found."""

    kind: str
    texts: int
    found: int
    right: int
    wrong: int

    @property
    def recall(self) -> float:
        """The share of what is personal that is found."""
        return self.found / self.texts

    @property
    def precision(self) -> float:
        """The share of what is found that is personal."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


def read_texts() -> Iterator[PersonalText]:
    """Yield the texts of the list."""
    lines = [line for line in LIST.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    for number, line in enumerate(lines):
        kind, language, *cells = line.replace("¦", "").replace("\\n", "\n").split("\t")
        yield PersonalText(kind, language, cells[0], cells[1], number < WRITTEN_FIRST and number % 3 == 2)


def measure(texts: Iterable[PersonalText]) -> list[KindFigures]:
    """Return the figures of each kind."""
    judged = [(text, find_personal(text.text)) for text in texts]
    return [
        KindFigures(
            kind=kind,
            texts=sum(text.kind == kind for text, _ in judged),
            found=sum(text.kind == kind and text.is_found(found) for text, found in judged),
            right=sum(text.is_right(one) for text, found in judged for one in found if one.kind == kind),
            wrong=sum(not text.is_right(one) for text, found in judged for one in found if one.kind == kind),
        )
        for kind in KINDS
    ]


def main() -> None:
    """Print the figures."""
    texts = list(read_texts())
    for name, some in (("all", texts), ("kept aside", [text for text in texts if text.is_aside])):
        harmless = [text for text in some if not text.personal]
        taken = sum(bool(find_personal(text.text)) for text in harmless)
        print(f"{name}: {len(some)} texts, {taken} of {len(harmless)} harmless ones taken")
        for one in measure(some):
            print(f"  {one.kind:12} {one.found:3} of {one.texts:3}  recall {one.recall:.3f}  precision {one.precision:.3f}")
    if "--misses" in sys.argv:
        for text in texts:
            found = find_personal(text.text)
            if not text.is_aside and (
                (text.personal and not text.is_found(found)) or any(not text.is_right(o) for o in found)
            ):
                print(f"{text.kind}: {text.text!r} {[(one.kind, one.text) for one in found]}")


if __name__ == "__main__":
    main()
