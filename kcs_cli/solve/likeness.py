"""How like an article is to a draft."""

from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.article.section import find_sections
from kcs_cli.knowledge_base.config import Config, heading_roles
from kcs_cli.search.engine.query import LONGEST
from kcs_cli.solve.draft import Draft
from kcs_cli.text.display import fold
from kcs_cli.text.gram import COMPARED, jaccard, normal, signature

FAR = 0.1  # what is less like a draft is not shown


class Similar(NamedTuple):
    """An article like a draft; `likeness` from 0 to 1, see `likeness`."""

    rank: int
    id: str
    title: str
    confidence: str
    path: str
    likeness: float


def likeness(draft: Draft, card: Card, config: Config) -> float:
    """Return how like an article is to a draft, from 0 to 1: from `NEAR` on it is a near-duplicate.

    Both are the set of their 4-grams (of two characters where words have no spaces); the measure is Jaccard's, what they
    share out of what either has. Compared are title, phrases and issue as a whole, and each phrase or title with each; the
    highest counts. The same title, whatever its capitals and its last punctuation, is 1.
    """
    if fold(draft.title) == fold(card.title):
        return 1.0
    sections = find_sections(card.body[:COMPARED], card.body_line, heading_roles(config))
    issue = "\n".join(section.text for section in sections if section.role == "issue")
    ours, theirs = (draft.title, *draft.said[:20]), (card.title, *card.said[:20])
    whole = jaccard(signature("\n".join((*ours, draft.issue))), signature("\n".join((*theirs, issue))))
    ours_cut, theirs_cut = list(map(signature, ours)), list(map(signature, theirs))
    return max(whole, *(jaccard(our, their) for our in ours_cut for their in theirs_cut))


def question(draft: Draft) -> str:
    """Return what a draft asks: its title, phrases and issue; the search takes their rarest words."""
    return normal("\n".join((draft.title, *draft.said, draft.issue or draft.body))[:LONGEST])
