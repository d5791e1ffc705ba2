"""Tests of the way through a domain."""

import pytest

from kcs_cli.errors import NotFoundError
from kcs_cli.learn.path_report import (
    Domain,
    DomainsReport,
    PathReport,
    Step,
    find_domains,
    in_domain,
    way_through,
)
from tests import make

CARDS = make.engine({
    "help/print/jam.md": make.article("Jam", id="kb-jam", tags="[Printing, paper]"),
    "help/print/old.md": make.article("Old", id="kb-old", tags="[printing]", confidence="archived"),
    "help/vpn.md": make.article("VPN", id="kb-vpn", tags="[network]"),
}).all_cards()  # fmt: skip


def step(id_: str, cases: int = 0, links: int = 0, confidence: str = "validated", **fields) -> Step:
    return Step(id_, f"Title {id_}", f"{id_}.md", fields.pop("kind", "problem"), confidence, cases, links, **fields)


def order(*steps: Step) -> list[str]:
    return [one.id for one in way_through("x", steps).steps]


# Which articles


@pytest.mark.parametrize(
    ("domain", "ids"),
    [
        ("printing", {"kb-jam"}), (" PRINTING ", {"kb-jam"}), ("print", {"kb-jam"}), ("help/print/", {"kb-jam"}),
        ("help", {"kb-jam", "kb-vpn"}), ("network", {"kb-vpn"}),
    ],
)  # fmt: skip
def test_a_domain_is_a_tag_or_a_folder(domain, ids):
    assert {card.id for card in in_domain(CARDS, domain)} == ids


@pytest.mark.parametrize(("domain", "hint"), [("pritning", "Did you mean printing, print?"), ("", "kcs path"), ("/", "kcs")])
def test_a_domain_that_there_is_not_is_an_error_with_the_nearest(domain, hint):
    with pytest.raises(NotFoundError) as raised:
        in_domain(CARDS, domain)
    assert raised.value.hint.startswith(hint)


def test_domains_are_tags_those_of_most_cases_first():
    report = find_domains(CARDS, {"kb-vpn": {"1", "2"}, "kb-jam": {"1"}, "kb-old": {"9"}})
    assert report == DomainsReport((Domain("network", 1, 2), Domain("Printing", 1, 1), Domain("paper", 1, 1)), "tag")


def test_domains_are_folders_where_nothing_has_a_tag():
    cards = [card._replace(tags=()) for card in CARDS]
    assert find_domains(cards, {}) == DomainsReport((Domain("help", 2, 0), Domain("help/print", 1, 0)), "folder")


def test_the_list_counts_for_each_domain_the_articles_that_its_way_has():
    cards = make.engine({
        "git/pull.md": make.article("Pull", id="kb-pull", tags="[Git, a/b]"),
        "git/push.md": make.article("Push", id="kb-push"),
        "vpn.md": make.article("VPN", id="kb-vpn", tags="[git, VPN]"),
        "x/vpn/a.md": make.article("Key", id="kb-key", tags="[key]"),
    }).all_cards()  # fmt: skip
    domains = find_domains(cards, {"kb-push": {"1"}}).domains
    assert domains == (Domain("Git", 3, 1), Domain("VPN", 2, 0), Domain("a/b", 1, 0), Domain("key", 1, 0))
    assert [len(in_domain(cards, one.domain)) for one in domains] == [one.articles for one in domains]


def test_domains_of_one_article_are_counted_not_listed():
    report = DomainsReport((Domain("a b", 3, 1), Domain("c", 1, 1), Domain("d", 1, 0)), "tag")
    table, rest, hint = make.tables(report)
    assert (table.rows, rest.title) == ((("a b", 3, 1),), "2 tags more with one article")
    assert hint.title == "The way through one: kcs path 'a b'"
    assert len(make.tables(DomainsReport(report.domains[1:], "tag"))[0].rows) == 2


def test_no_domain_is_said():
    assert make.tables(find_domains([], {}))[0].title == "No article has a tag or a folder: there is no domain"


# In which order


def test_a_written_path_comes_first_then_what_is_validated_each_by_reuse():
    assert order(
        step("a", 9, 0, "not-validated"), step("b", 1, 5), step("c", 4), step("d", 1, 7), step("e", 0, 0, "wip", kind="path")
    ) == ["e", "c", "d", "b", "a"]  # fmt: skip


def test_of_many_articles_the_most_reused_are_kept():
    much = step("much", 50, 0, "not-validated")
    report = way_through("x", [*(step(f"{n:02}") for n in range(30)), much])
    assert (report.articles, len(report.steps), report.steps[-1]) == (31, 20, much)
    assert report.summary == "x: the 20 most used of 31 articles; 0 read, 0 found in a quiz"


# What next


@pytest.mark.parametrize(
    ("steps", "lines"),
    [
        ([step("a", is_read=True), step("b", question="q q")], ("Next: kcs show b", "Then: kcs quiz --domain 'my tag'")),
        ([step("a")], ("Next: kcs show a",)),
        ([step("a", is_read=True, question="q")], ("All of them are read.", "Next: kcs quiz --domain 'my tag'")),
        ([step("a", is_read=True, question="q", is_found=True)], ("You have read all of them, and found what is asked.",)),
    ],
)  # fmt: skip
def test_the_next_step_is_to_read_then_to_find(steps, lines):
    assert PathReport("my tag", len(steps), tuple(steps)).next_steps == lines
