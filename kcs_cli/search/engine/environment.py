"""Which articles name an environment: the product, the version and the platform of who asks."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kcs_cli.search.engine import analysis, schema
from kcs_cli.search.engine.asked import All, AllOf, AnyOf, Asked, Constant, Term, any_of
from kcs_cli.search.engine.clause import Clause
from kcs_cli.search.engine.word import Word, is_short_number
from kcs_cli.text.folding import folded

if TYPE_CHECKING:
    from kcs_cli.search.engine.questioner import Questioner

SAYS_NOTHING = frozenset(("version", "versions", "release", "build", "ver", "v"))


def environment_names(environment: str) -> list[str]:
    """Return what an environment names: `Windows 11, version v2.4.4` is Windows 11 and 2.4.4."""
    found: list[str] = []
    for piece in re.findall(r"[^\s,;|()]+", environment):
        name = re.sub(r"^[vV](?=\d)", "", piece.strip(".:/\"'“”"))
        if found and is_short_number(name) and found[-1].isalpha():
            found[-1] += f" {name}"
        elif any(map(str.isalnum, name)) and name.lower() not in SAYS_NOTHING:
            found.append(name)
    return list(dict.fromkeys(found))


def naming_clauses(questioner: "Questioner", environment: str, words: Sequence[Word], score: float) -> Iterator[Clause]:
    """Give a score to articles that answer and name all of an environment, of each name its part.

    An article that has half of the question's words answers: with the whole score it comes before all that have less to say
    of the environment.
    """
    names = [name for name in environment_names(environment) if not _is_little(questioner.words(name))]
    answering = _answering(questioner, words)
    for name in names:
        both = AllOf((answering, _naming(questioner, name, names)))
        yield Clause("environment", name, schema.TEXT, Constant(both, score / len(names)))


def _is_little(words: Sequence[Word]) -> bool:
    """Tell whether a name says nothing: `on`, `the`."""
    return all(word.says_little for word in words)


def _answering(questioner: "Questioner", words: Sequence[Word]) -> Asked:
    """Ask for articles with at least half of the words that the base has."""
    content = {word.stems: word for word in words if word.is_content and questioner.frequencies.of(word)}
    if not content:
        return All()
    each = [AnyOf(tuple(Term(schema.TEXT, term) for term in word.terms)) for word in content.values()]
    return AnyOf(tuple(each), least=(len(each) + 1) // 2)


def _naming(questioner: "Questioner", name: str, names: Sequence[str]) -> Asked:
    """Ask for a name, as it is written or in one word with the next one, or in two words."""
    joined = [one + other for one, other in pairwise(names) if name in (one, other) and (one + other).isalpha()]
    parted = [" ".join(parts) for parts in questioner.spelling.parted(name)]
    versions = [f"v{name}"] if name[0].isdigit() else []
    ways = (name, name.replace(" ", ""), *joined, *parted, *versions, *analysis.compounds(folded(name)))
    return any_of([questioner.exact(way) for way in ways])
