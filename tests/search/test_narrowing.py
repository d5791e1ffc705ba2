"""Tests of what a vague search is told."""

import pytest

from kcs_cli.search.report import Narrowing, entropy, find_narrowing
from tests import make


def test_the_filter_with_the_highest_information_is_named():
    facets = {"kind": (("problem", 90), ("how-to", 10)), "tag": (("fax", 40), ("mail", 30), ("vpn", 30))}
    assert find_narrowing(facets, 100) == Narrowing("tag", (("fax", 40), ("mail", 30), ("vpn", 30)))


@pytest.mark.parametrize(
    "facets",
    [{}, {"lang": (("en", 100),)}, {"state": (("wip", 100), ("validated", 20))}, {"tag": (("fax", 10), ("mail", 10))}],
)
def test_what_all_have_and_what_few_have_narrows_nothing(facets):
    assert find_narrowing(facets, 100) is None


@pytest.mark.parametrize("most", [100, 94, 67])
def test_a_value_that_nearly_all_have_is_not_among_those_that_narrow(most):
    facets = {"tag": (("adobe commerce", most), ("fax", 40), ("mail", 30))}
    assert find_narrowing(facets, 100) == Narrowing("tag", (("fax", 40), ("mail", 30)))


def test_two_halves_narrow():
    assert find_narrowing({"kind": (("problem", 51), ("how-to", 49))}, 100).values == (("problem", 51), ("how-to", 49))


def test_the_information_of_a_choice_is_in_bits():
    assert entropy([5, 5]) == 1.0
    assert entropy([1, 1, 1, 1]) == 2.0


@pytest.fixture
def many(tmp_path):
    """A base of 60 articles about printers, in two tags, one of which is about a wedged one."""
    texts = {
        f"{n}.md": make.article(
            f"Printer number {n} does not print", id=f"kb-p{n:05}", tags=f"[{'office' if n % 2 else 'home'}]"
        )
        for n in range(60)
    }
    return make.base(tmp_path / "kb", {**texts, "x.md": make.article("Printer is wedged", id="kb-wedged")})


def test_a_vague_search_says_what_would_narrow_it(many):
    out = make.run(many, "search", "printer", "does", "not", "print", "-n", "5").out
    assert out.endswith(
        "\n61 articles have these words, many about as well; --tag would narrow it most:\nhome (30), office (30)\n"
    )
    report = make.answer(many, "search", "printer", "does", "not", "print", "-n", "5")
    values = [{"name": "home", "articles": 30}, {"name": "office", "articles": 30}]
    assert report["narrow"] == {"filter": "tag", "values": values}


def test_a_search_whose_answer_stands_out_says_nothing(many):
    assert make.answer(many, "search", "wedged", "printer", "-n", "5")["narrow"] is None
