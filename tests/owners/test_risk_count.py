"""Knowledge at risk counted without a look at each piece of work is what is found when each is looked at."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kcs_cli.journal.event import iso
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.owners.owner import Owners
from kcs_cli.owners.risk import at_risk
from tests import make

PERSONS = [f"p{number}@example.org" for number in range(9)]
PATHS = {f"knowledge/{number}.md": f"kb-risk{number:02}" for number in range(24)}
ONE_HAS_TWO_ADDRESSES = '[people."p0@example.org"]\nalso = ["p1@example.org"]\n'
ONE_HAS_LEFT = '[people."p2@example.org"]\nleft = true\n'
NOW = datetime.now(UTC)


def edited(root: Path, rng: random.Random) -> None:
    """Commit articles and some steps in them, by some people at some times."""
    articles = {path: make.article(id_, id=id_) for path, id_ in PATHS.items()}
    make.base(root, {"kcs.toml": "", "people.toml": ONE_HAS_TWO_ADDRESSES + ONE_HAS_LEFT, **articles})
    for number in range(6):
        by, on = rng.choice(PERSONS), (NOW - timedelta(days=rng.randrange(900))).date().isoformat()
        some = rng.sample(list(PATHS.items()), 10)
        steps = {path: make.article(id_, f"1. Step {number}.\n", id=id_) for path, id_ in some}
        make.commit(root, {**steps, "notes.txt": str(number)}, on, f"{by} <{by}>")


def noted(kb: KnowledgeBase, rng: random.Random) -> None:
    """Note that some people confirmed the articles, or solved cases with them, at some times."""
    events = []
    for number in range(200):
        at = NOW - timedelta(days=rng.choice((3, 190, 210, 400, 700)), seconds=number)
        known = {"article": rng.choice(list(PATHS.values())), "by": rng.choice(PERSONS), "at": iso(at)}
        case = {"case": f"c{number}", "use": rng.choice(("resolution", "resolution", "reference", "tried"))}
        events.append(make.event(number, **known, **case) if rng.random() < 0.9 else make.event(number, "verify", **known))
    record(kb).append(NOW, *events)


@pytest.mark.parametrize("seed", [0, 1, 3, 5, 7, 11])
def test_knowledge_at_risk_is_counted_as_it_is_found_by_a_look_at_each_article(tmp_path, seed):
    rng = random.Random(seed)
    edited(tmp_path, rng)
    noted(KnowledgeBase.open(str(tmp_path)), rng)
    owners = Owners(KnowledgeBase.open(str(tmp_path)))
    listed = at_risk(owners.uses(), lambda used: list(owners.owned(owners.cards(used), owners.links))).owned
    assert [one.id for one in owners.at_risk().owned] == [one.id for one in listed]
    assert owners.count_at_risk() == len(listed)
