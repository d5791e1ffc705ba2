from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.article.card import Card, cards_by_name, ids_by_name

NAMES = st.sampled_from(["a", "b", "c", "knowledge/a", "knowledge/b", "gone"])


def card(id_: str, path: str, alias: str) -> Card:
    return Card(id_, f"{path}.md", "", "problem", "draft", "public", "", (), "en", (), None, "", 1, (), (alias,))


@given(st.lists(st.tuples(NAMES, NAMES, NAMES), unique_by=lambda names: names[0]), st.sets(NAMES))
def test_some_names_lead_where_they_lead_among_all_names(names, wanted):
    cards = [card(*one) for one in names]
    every = {name: one.id for name, one in cards_by_name(cards).items()}
    assert ids_by_name(cards, wanted) == {name: id_ for name, id_ in every.items() if name in wanted}
