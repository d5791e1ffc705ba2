"""A real cluster answers a question with all that may be asked of it as the index of a clone does; see `engine_contract`."""

import pytest

from kcs_cli.article.model import BrokenArticle, FaintPhrase
from kcs_cli.search.cluster import shelf
from kcs_cli.search.engine.answer import Answer, Match, SearchOptions, Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.synonym import Synonym
from tests import make
from tests.search.cluster.live import index_of, needs_cluster, parsed
from tests.search.engine_contract.world import DESK

pytestmark = needs_cluster

MORE = {
    **DESK,
    "a/print.md": make.article(
        "How do I print labels?", "The label printer needs Wi-Fi and IPv6.", id="labels", tags="[a/b]"
    ),
    "a/calendar.md": make.article(
        "Share a calendar", "Permission denied? Log in to Outlook again: error E-102, see install.log.", id="calendar",
        owner="eva@example.org", updated="2026-02-03",
    ),
    "a/log.md": make.article(
        "Login fails", "Office365 and NotReady nodes: use KubeNode 2.3.1.", id="login", environment="Linux"
    ),
}  # fmt: skip
QUESTIONS = (
    "print labels", "calender permision", "login", "log in", "wifi ipv 6", "office 365", "not ready node", "kube", "E102",
    "install.log", "Outlok", "shared calendars", "jsgfkfy", "how do i share", "label printer needs -calendar", "tag:a print",
    '"log in to" outlook', "title:calendar cause:x", "cannot open the door", "zz tops", "a", "the of", "-x", "path:a", "ka*",
    "打印 calendar", "environment:linux", "2.3", "taught words here", "faintly known words", "letter", "ticket zebra",
    "x" * 3_000, "word " * 900, "calendar\x00\x1b[31m", "(((", "C:\\Temp\\*.log", "https://example.org/?q=1&b=calendar",
)  # fmt: skip


@pytest.fixture(scope="module")
def both():
    articles = [
        one._replace(faint=(FaintPhrase("faintly known words", 3),), asked=("taught words here",))
        if one.id == "labels"
        else one
        for one in parsed(MORE)
    ]
    articles.append(BrokenArticle("a/broken.md", 3, "no title", "lost"))
    own = TantivyEngine.create(None)
    own.apply(articles, ())
    with index_of(articles) as engine:
        own.synonyms = engine.synonyms = (Synonym("ticket", "calendar"),)
        yield own, engine


def known(answer: Answer) -> tuple[object, ...]:
    """Return an answer but for scores and what hangs on them, which differ in the third place in so small a base."""
    scoreless = sorted(one._replace(score=0, evidence=None, parts=()) for one in answer.matches)
    return scoreless, answer._replace(matches=(), near=(), needles=answer.needles._replace(beginnings={}))


def sure(answer: Answer) -> dict[str, float]:
    """Return how surely the first articles answer; of some as good as one another only the first ones are judged."""
    return {one.card.path: one.evidence for one in answer.matches if one.evidence is not None}


def comparable(matches: tuple[Match, ...]) -> dict[str, float]:
    """Return the scores without what Lucene counts otherwise.

    Words that stand apart count less there; and where few articles have a field at all, its usual length is another one.
    """
    others = ("near", "environment", "field")
    return {one.card.path: sum(part.score for part in one.parts if part.kind not in others) for one in matches}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "where", [Where(), Where(environment="Windows 11, Linux 2.3.1"), Where({"lang": ("en", "zh")}, True)]
)
def test_a_cluster_answers_as_the_index_of_a_clone_does(both, question, where):
    own, cluster = (
        engine.search(
            parse(question), where, 20, SearchOptions(explain=True, judge=True, facets=True, near=("fax.md", "a/log.md"))
        )
        for engine in both
    )
    assert known(cluster) == known(own)
    assert comparable(cluster.matches) == pytest.approx(comparable(own.matches), rel=0.01)
    assert comparable(cluster.near) == pytest.approx(comparable(own.near), rel=0.01)
    for path in sure(own).keys() & sure(cluster).keys():
        assert sure(cluster)[path] == pytest.approx(sure(own)[path], abs=0.1)
    for match in (*cluster.matches, *cluster.near):
        assert sum(part.score for part in match.parts) == pytest.approx(match.score, rel=1e-4)


ASKS = {
    "by name": lambda one: one.cards("name", "kb-4711"),
    "by path": lambda one: one.cards("path", "a/log.md"),
    "by nobody's id": lambda one: one.cards("id", "nobody"),
    "all cards": lambda one: one.all_cards(),
    "bodies": lambda one: sorted(one.bodies()),
    "names": lambda one: sorted(one.names()),
    "some names": lambda one: one.names("kb"),
    "titled": lambda one: one.titled("share a CALENDAR"),
    "languages": lambda one: one.languages(),
    "usual": lambda one: one.usual(),
    "broken": lambda one: one.broken(),
    "faulty": lambda one: one.faulty(),
    "unread": lambda one: one.unread(),
    "count": lambda one: (one.count(), one.count_broken()),
    "known words": lambda one: one.known_words(["calendars", "zzz"]),
    "language of": lambda one: one.language_of("Drucker druckt nicht"),
    "versions": lambda one: one.versions(one.cards("id", "vpn")),
    "sharing words": lambda one: one.sharing_words("label printer calendar", 5),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
def test_a_cluster_has_the_same_articles(both, ask):
    own, cluster = both
    assert ask(cluster) == ask(own)


@pytest.mark.parametrize("page", [1, 2, 7, 10_000])
@pytest.mark.parametrize("beginning", ["", "k", "kb-", "a/", "zzz", "ž", "\u0101"])
def test_all_names_are_listed_whatever_one_answer_holds(both, monkeypatch, page, beginning):
    monkeypatch.setattr(shelf, "MOST_VALUES", page)
    own, cluster = both
    assert cluster.names(beginning) == sorted(own.names(beginning))
