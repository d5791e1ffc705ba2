"""Whether questions ask for the same; how it is told depends on how many there are, and on what a mistake costs.

- Two that one person asked within minutes (`is_same_question`): they are likely to, and nothing else is known of their
  words. It is enough that they share pieces of words.
- Those of many people (`group`): whatever their spelling, inflection and order. The commonest question leads a group;
  another joins the group it has most in common with, by the rarity of the words (`kcs_cli.search.question_word`), but at
  least two of them. All is decided in an order of the questions' own, not of the input.
- The issues of a million cases, each read once (`words_number`): the same words in any order, of which a number is kept.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log

from kcs_cli.search.question_word import Features, QuestionWords
from kcs_cli.text.display import fold
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import gram_text, normal, pairs

PIECES = 0.4  # of those of the shorter of two questions
LETTERS = 4  # of a piece
ALIKE = 0.7  # Dice's coefficient of the words, by their rarity: two of three are, two of four are not
ENOUGH = 1_000  # questions: of fewer nobody can tell which words are rare
FEWEST = 2  # words in common
LONGEST_TITLE = 80  # characters of a question that is shown for others like it


def is_same_question(one: str, other: str, share: float = PIECES) -> bool:
    """Tell whether two questions are probably about the same: they share pieces of words; short ones are the same words."""
    ours, theirs = _pieces(one), _pieces(other)
    if not ours or not theirs:
        return fold(one) == fold(other)
    return len(ours & theirs) >= max(1, share * min(len(ours), len(theirs)))


@lru_cache(10_000)  # of a million searches few are different
def _pieces(text: str) -> frozenset[str]:
    """Return a question's words cut into four letters each, and its pairs of Chinese, Japanese and Korean characters."""
    text = normal(text)
    words = (word for word in gram_text(text).split() if len(word) > 2)
    cut = (word[place : place + LETTERS] for word in words for place in range(max(1, len(word) - LETTERS + 1)))
    return frozenset((*cut, *pairs(folded(text))))


@lru_cache(50_000)  # issues repeat
def words_number(text: str) -> int:
    """Return a number for the words of a text, whatever their order; 0 for none."""
    words = frozenset(re.findall(r"[^\W_]+", text.lower()))
    return hash(words) if words else 0


def group(counts: Mapping[str, int], words: QuestionWords) -> dict[str, str]:
    """Return for each question the one that leads its group; `counts` says how often each was asked."""
    asked: dict[Features, list[str]] = {}
    for question in counts:
        asked.setdefault(words.features(question), []).append(question)
    times = {key: sum(counts[question] for question in same) for key, same in asked.items()}
    leaders = _lead(times)
    heads: dict[Features, list[str]] = {}
    for key, leader in leaders.items():
        heads.setdefault(leader, []).extend(asked[key])
    led = ((_commonest(counts, same), same) for same in heads.values())
    return {question: head for head, same in led for question in same}


def _commonest(counts: Mapping[str, int], questions: Iterable[str]) -> str:
    """Return the question that stands for several."""
    return min(questions, key=lambda question: order(question, counts[question]))


def order(question: str, times: int) -> tuple[int, bool, int, str]:
    """Return what questions are sorted by: the commonest first, then the one that says most.

    Those come last that were pasted, or have something personal in them, which was replaced: `<e-mail>`.
    """
    return (-times, "<" in question, -len(question) if len(question) <= LONGEST_TITLE else 0, question)


def _lead(times: Mapping[Features, int]) -> dict[Features, Features]:
    """Return for each set of words the one that leads its group."""
    spread = Counter(word for words in times for word in words)
    rarity = {word: log(1 + max(ENOUGH, len(times)) / n) for word, n in spread.items()}
    leaders: dict[Features, Features] = {}
    having: defaultdict[str, list[Features]] = defaultdict(list)  # word → the leaders that have it
    sizes: dict[Features, float] = {}
    for words in sorted(times, key=lambda words: (-times[words], -len(words), sorted(words))):
        rare = sorted(words, key=lambda word: (-rarity[word], word))
        sizes[words] = sum(rarity[word] for word in rare)
        best = _nearest(words, _telling(rare, rarity), having, rarity, sizes)
        leaders[words] = best or words
        if best is None:
            for word in rare:
                having[word].append(words)
    return leaders


def _telling(rare: Sequence[str], rarity: Mapping[str, float]) -> Sequence[str]:
    """Return the rarest words of a question, of which whoever is like it must have one: the others are too light."""
    needed = sum(rarity[word] for word in rare) * (1 - ALIKE / (2 - ALIKE))
    kept, weight = 0, 0.0
    while kept < len(rare) and weight <= needed:
        weight += rarity[rare[kept]]
        kept += 1
    return rare[: min(kept, max(1, len(rare) - FEWEST + 1))]


def _nearest(
    words: Features,
    telling: Iterable[str],
    having: Mapping[str, Sequence[Features]],
    rarity: Mapping[str, float],
    sizes: Mapping[Features, float],
) -> Features | None:
    """Return the leader that has most in common with a set of words; the earlier of two; None where none has enough."""
    best, most = None, ALIKE
    for other in dict.fromkeys(other for word in telling for other in having.get(word, ())):
        shared = words & other
        if len(shared) >= FEWEST:
            likeness = 2 * sum(rarity[word] for word in shared) / (sizes[words] + sizes[other])
            # A set's order, and with it a sum's last digit, differs by process: of two as alike the earlier is to stay
            if likeness > most + 1e-9:
                best, most = other, likeness
    return best
