"""Which articles a page names as related: by the links of their texts, and by the cases that both helped in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kcs_cli.channel.site.plan import SitePlan
from kcs_cli.journal.ledger.measures import LedgerMeasures
from kcs_cli.journal.record import record

MOST = 6  # articles that a page names
CROWD = 12  # articles of one case, from which on it says nothing of any two
Related = Mapping[str, Sequence[str]]


def related_articles(plan: SitePlan, targets: Mapping[str, Iterable[str]]) -> Related:
    """Return the related articles of each one in its language, best first.

    `targets` are the articles that each links to. First come these, then those that were linked to the same cases, then
    those that link to it.
    """
    linking = defaultdict[str, list[str]](list)
    for path, those in targets.items():
        for target in those:
            linking[target].append(path)
    together = _together(plan)
    found = {}
    for path in targets:
        order = [*targets[path], *(one for one, _ in together.get(path, Counter()).most_common()), *linking[path]]
        found[path] = _in_its_language(plan, path, [one for one in order if one in targets])
    return found


def _in_its_language(plan: SitePlan, path: str, order: Sequence[str]) -> Sequence[str]:
    """Return the versions of articles that the readers of a page can read, without itself."""
    versions = dict.fromkeys(plan.version(one, plan.language(path)) for one in order)
    return [one for one in versions if one and one != path][:MOST]


def _together(plan: SitePlan) -> Mapping[str, Counter[str]]:
    """Return for each article the others that helped in the same cases, in how many of them."""
    kb = plan.kb
    by_name = {name: path for path, card in plan.cards.items() for name in reversed(card.ids)}
    measures = record(kb).ask(lambda ledger: LedgerMeasures(ledger, kb.base))
    paths = {subject: by_name[name] for subject, name in measures.subjects().items() if name in by_name}
    cases = defaultdict[str, set[str]](set)
    for case, subject, _ in measures.links():
        if case and subject in paths:
            cases[case].add(paths[subject])
    found = defaultdict[str, Counter[str]](Counter)
    for articles in cases.values():
        if 1 < len(articles) <= CROWD:
            for one in articles:
                found[one].update(sorted(articles - {one}))
    return found
