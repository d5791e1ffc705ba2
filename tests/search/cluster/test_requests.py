"""How often a cluster is asked: all that a question needs is foreseen."""

import pytest

from kcs_cli.search.cluster.client import Client
from kcs_cli.search.cluster.engine import ClusterEngine
from kcs_cli.search.cluster.shelf import Shelf
from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.query import parse
from tests import make
from tests.search.cluster.live import SECONDS, index_of, needs_cluster, parsed

pytestmark = needs_cluster

CONTENTS = {
    **make.THREE,
    "knowledge/wifi.md": make.article("Log in to the Wi-Fi", "The printer needs IPv6, a password and a certificate."),
    "knowledge/mail.md": make.article("Mail waits in the outbox", "A large attachment: error 0x80070005."),
}
STAMP_AND_COUNTS = 2


class CountingClient(Client):
    """Counts what it asks."""

    asked = 0

    def send(self, *arguments, **named):
        self.asked += 1
        return super().send(*arguments, **named)


@pytest.fixture(scope="module")
def index():
    with index_of(parsed(CONTENTS)) as engine:
        yield engine


@pytest.mark.parametrize(
    ("question", "most"),
    [
        ("certificate", 2), ("print a certificate", 2), ("error 0x80070005 large attachment", 2), ("log in wifi ipv 6", 3),
        ("certifcate pasword", 3), ("outbx atachment prnter wiffi", 3), ("certificate -printer", 2),
        ('"log in" printer', 3), ("kzzzq", 5), ("certificate " * 300, 2), ("", 2),
    ],
)  # fmt: skip
def test_a_question_is_few_requests(index, question, most):
    client = CountingClient(index.shelf.client.access, SECONDS)
    engine = ClusterEngine(Shelf(client))
    first = engine.search(parse(question), Where(), 10, SearchOptions(judge=True))
    assert client.asked <= STAMP_AND_COUNTS + most
    client.asked = 0
    assert engine.search(parse(question), Where(), 10, SearchOptions(judge=True)) == first
    assert client.asked <= most


def test_what_the_articles_are_explained_by_is_one_request_more(index):
    client = CountingClient(index.shelf.client.access, SECONDS)
    engine = ClusterEngine(Shelf(client))
    engine.search(parse("certificate"), Where(), 10, SearchOptions(explain=True, judge=True))
    assert client.asked <= STAMP_AND_COUNTS + 3


def test_the_language_of_a_question_is_told_by_the_request_that_counts_its_words():
    german = {"knowledge/de.md": make.article("Drucker druckt nicht", "Die Warteschlange ist voll.", language="de")}
    english = {"knowledge/en.md": make.article("Printer is offline", "Restart the queue.", language="en")}
    with index_of(parsed({**german, **english})) as made:
        client = CountingClient(made.shelf.client.access, SECONDS)
        engine = ClusterEngine(Shelf(client))
        assert engine.language_of("der Drucker druckt nicht") == "de"
        assert engine.search(parse("der Drucker druckt nicht"), Where(), 10).matches[0].card.language == "de"
        assert client.asked <= STAMP_AND_COUNTS + 2


def test_another_question_is_answered_by_itself(index):
    engine = ClusterEngine(Shelf(index.shelf.client))
    texts = ("certificate", "certifcate", "printer", "certificate printer", "printer")
    again = [engine.search(parse(text), Where(), 10, SearchOptions(judge=True)) for text in texts]
    fresh = (ClusterEngine(Shelf(index.shelf.client)) for _ in texts)
    assert again == [
        one.search(parse(text), Where(), 10, SearchOptions(judge=True)) for one, text in zip(fresh, texts, strict=True)
    ]


@pytest.mark.parametrize("where", [Where(filters={"path": ("nowhere",)}), Where(archived=True), Where(environment="Linux")])
def test_the_same_words_with_other_filters_are_another_question(index, where):
    engine = ClusterEngine(Shelf(index.shelf.client))
    engine.search(parse("certificate printer"), Where(), 10, SearchOptions(judge=True))
    second = engine.search(parse("certificate printer"), where, 10, SearchOptions(judge=True))
    assert second == ClusterEngine(Shelf(index.shelf.client)).search(
        parse("certificate printer"), where, 10, SearchOptions(judge=True)
    )
