from datetime import UTC, date, datetime, timedelta

import pytest

from kcs_cli.article.model import OwnerSource
from kcs_cli.knowledge_base.codeowners import parse_codeowners
from kcs_cli.knowledge_base.people import People, Person
from kcs_cli.owners.codeowners import BEGIN, END, SectionReport, codeowners_section
from kcs_cli.owners.heir import Heir, HeirReport, find_heirs
from kcs_cli.owners.owner_report import (
    ArticleOwnersReport,
    OwnedArticle,
    OwnedReport,
    OwnerLoad,
    OwnersReport,
    owned_article,
    report_owners,
)
from kcs_cli.owners.ownership import Activity, Claim, Expert, Ownership
from kcs_cli.owners.risk import RiskReport, at_risk
from kcs_cli.render.report import Table
from tests import make

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY, MAY = NOW.date(), date(2026, 5, 1)
ANA, BEN, EVA = "ana@example.org", "ben@example.org", "eva@example.org"
PEOPLE = People(
    {ANA: Person(ANA, "Ana", ("@ana",)), EVA: Person(EVA, left_on=MAY)},
    {"printing": frozenset({ANA, BEN})},
    {ANA: ANA, "@ana": ANA, EVA: EVA},
)
ACTIVITY = Activity({ANA: NOW, BEN: NOW - timedelta(days=300)})


def expert(person: str, weight: float = 1.0, is_active: bool = True, last_on: date = TODAY) -> Expert:
    return Expert(person, weight, 1, 0, 0, last_on, is_active)


def article(id_: str, *owners: str, source=OwnerSource.front_matter, experts=(), disagreements=(), **fields) -> OwnedArticle:
    """Make an article of some owners; one of nobody has no source."""
    source = source if owners else OwnerSource.nobody
    known = {"title": id_.upper(), "path": f"{id_}.md", "governance": "experience", "cases": 0, "links": 0}
    return OwnedArticle(id_, ownership=Ownership(owners, source, "why", experts, False, disagreements), **known | fields)


def report(*articles: OwnedArticle, people: People = PEOPLE) -> OwnersReport:
    return report_owners(articles, people, ACTIVITY, NOW, lambda owner: {ANA: "Ana"}.get(owner, ""))


# Who answers for how much


def test_articles_are_counted_for_each_owner_by_where_it_is_known_from():
    articles = (
        article("a", ANA), article("b", BEN, source=OwnerSource.codeowners), article("c", BEN, source=OwnerSource.guess),
        article("d"), article("e", "@ana", EVA),
    )  # fmt: skip
    assert report(*articles) == OwnersReport(
        (
            OwnerLoad(ANA, "Ana", 2, 0, 0, TODAY, True, False),
            OwnerLoad(BEN, "", 0, 1, 1, date(2026, 1, 28), False, False),
            OwnerLoad(EVA, "", 1, 0, 0, None, False, True),
        ),
        (), 5, 2, (), "",
    )  # fmt: skip


def test_who_is_named_most_comes_first_then_who_is_guessed_most():
    guessed = [article(name, owner, source=OwnerSource.guess) for name, owner in (("a", EVA), ("b", BEN), ("c", BEN))]
    assert [one.owner for one in report(*guessed, article("d", "@x")).shares] == ["@x", BEN, EVA]


def test_a_team_is_active_when_one_of_its_members_is():
    assert report(article("a", "Printing")).shares == (OwnerLoad("printing", "", 1, 0, 0, TODAY, True, False),)


def test_a_team_has_left_when_all_of_its_members_have():
    people = PEOPLE._replace(teams={"law": frozenset({EVA}), "all": frozenset({ANA, EVA})})
    found = {one.owner: one.state for one in report(article("a", "law", "all"), people=people).shares}
    assert found == {"law": "left", "all": "active"}


def test_an_article_that_names_a_person_twice_is_one_article():
    assert report(article("a", ANA, "@ana")).shares == (OwnerLoad(ANA, "Ana", 1, 0, 0, TODAY, True, False),)


def test_disagreements_are_listed_with_their_articles():
    articles = article("a", ANA, disagreements=("one", "two")), article("b", BEN, disagreements=("three",))
    assert report(*articles).disputed == (("a", "one"), ("a", "two"), ("b", "three"))


def test_a_report_of_owners_shows_all_it_has():
    shares = (
        OwnerLoad(ANA, "Ana", 2, 0, 0, TODAY, True, False), OwnerLoad("@a", "Ana", 0, 1, 0, None, False, False),
        OwnerLoad("@b", "", 0, 0, 1, MAY, False, True), OwnerLoad("@c", "", 0, 0, 1, MAY, False, True),
    )  # fmt: skip
    found = OwnersReport(shares, (("kb-1", "they differ"),), 2461, 1, ((3, "a section"),), "docs/CODEOWNERS")
    assert make.tables(found) == (
        Table("", ("owner", "name", "front matter", "CODEOWNERS", "guess", "last", "state"), (
            (ANA, "Ana", 2, 0, 0, TODAY, "active"), ("@a", "Ana", 0, 1, 0, None, "not active"),
            ("@b", "", 0, 0, 1, MAY, "left"), ("@c", "", 0, 0, 1, MAY, "left"),
        )),
        Table("Disagreements:", ("article", "what"), (("kb-1", "they differ"),)),
        Table("docs/CODEOWNERS, line 3 is passed over: a section"),
        Table(f"Ana goes by {ANA} and @a: a line in .mailmap, or `also` in [people], makes them one"),
        Table("1 article of 2,461 named nobody’s: kcs owners --unowned"),
    )  # fmt: skip


def test_a_report_of_owners_says_nothing_of_what_is_in_order():
    assert len(make.tables(OwnersReport((), (), 3, 0, (), ""))) == 1


# Single articles


def test_a_claim_and_its_ownership_are_joined():
    claim = Claim("kb-1", "a.md", "Printer", ANA, "compliance", None, (), 7, 8)
    known = Ownership((ANA, BEN), OwnerSource.front_matter, "", (), False, ())
    assert owned_article(claim, known) == OwnedArticle("kb-1", "Printer", "a.md", "compliance", known, 7, 8)
    assert owned_article(claim, known).owner == f"{ANA}, {BEN}"


def test_an_article_is_shown_with_its_disagreements_and_experts():
    one = article("kb-1", ANA, experts=(expert(BEN, 2.5), expert(EVA, is_active=False)), disagreements=("x", "y"))
    assert make.tables(ArticleOwnersReport(one)) == (
        Table("", ("fact", "value"), (
            ("article", "kb-1"), ("title", "KB-1"), ("owner", ANA), ("by", "front matter"), ("evidence", "why"),
            ("disagreement", "x"), ("disagreement", "y"),
        )),
        Table("", ("who knows it", "weight", "edits", "confirmations", "resolutions", "last", "state"), (
            (BEN, 2.5, 1, 0, 0, TODAY, "active"), (EVA, 1.0, 1, 0, 0, TODAY, "not active"),
        )),
    )  # fmt: skip


def test_an_article_of_nobody_is_said_to_be():
    (facts,) = make.tables(ArticleOwnersReport(article("kb-1")))
    assert facts.rows == (("article", "kb-1"), ("title", "KB-1"), ("owner", "nobody"), ("by", ""), ("evidence", "why"))


def test_an_owner_who_left_is_marked():
    one = article("kb-1", ANA)
    gone = one._replace(ownership=one.ownership._replace(has_left=True))
    assert make.tables(OwnedReport((gone,)))[0].rows == (("kb-1", "KB-1", ANA, "front matter, left", "why"),)


def test_that_there_are_no_articles_is_said():
    assert make.tables(OwnedReport(())) == (Table("There are no such articles."),)


# Knowledge at risk


def risky(*articles: OwnedArticle) -> list[str]:
    return [one.id for one in at_risk(articles, list).owned]


def test_much_reused_articles_that_one_active_person_knows_or_nobody_are_at_risk():
    one = article("one", cases=9, experts=(expert(ANA), expert(BEN, is_active=False)))
    two = article("two", cases=9, experts=(expert(ANA), expert(BEN)))
    assert at_risk([one, two, nobody := article("nobody", cases=10)], list) == RiskReport("reuses", 3, (nobody, one))


def test_who_did_little_does_not_know_it():
    assert risky(article("a", cases=9, experts=(expert(ANA, 0.5), expert(BEN, 0.49)))) == ["a"]
    assert risky(article("a", cases=9, experts=(expert(ANA, 0.5), expert(BEN, 0.5)))) == []


def test_much_reused_are_those_that_make_up_four_fifths_of_all_reuse():
    articles = [article(f"a{number}", cases=reuses) for number, reuses in enumerate((5, 60, 20, 5, 5, 5))]
    assert risky(*articles) == ["a1", "a2"]


def test_an_article_of_less_than_three_cases_is_not_much_reused():
    assert risky(*[article(f"a{number}", cases=2) for number in range(9)]) == []
    assert risky(*[article(f"a{number}", cases=3) for number in (2, 1)]) == ["a1", "a2"]


def test_links_count_where_no_reuse_is_noted():
    linked = article("a", links=9)
    assert at_risk([linked], list) == RiskReport("links", 1, (linked,))
    assert risky(linked, article("b", cases=3)) == ["b"]


def test_without_articles_nothing_is_at_risk():
    assert at_risk([], list) == RiskReport("links", 0, ())


def test_a_report_of_risks_says_who_knows_each_article():
    gone, earlier = expert(BEN, is_active=False, last_on=MAY), expert(EVA, is_active=False, last_on=date(2020, 1, 1))
    articles = (
        article("a", ANA, cases=1234, experts=(gone, expert(ANA))), article("b", cases=7, experts=(earlier, gone)),
        article("c", ANA, source=OwnerSource.guess, cases=6),
    )  # fmt: skip
    assert make.tables(RiskReport("reuses", 1000, articles)) == (
        Table("", ("article", "title", "reuses", "knows it", "owner"), (
            ("a", "A", 1234, ANA, ANA), ("b", "B", 7, f"nobody; last {BEN}, 2026-05-01", ""),
            ("c", "C", 6, "nobody", f"{ANA} (guess)"),
        )),
        Table("3 of the 1,000 much used articles: one active person knows it, or nobody."),
    )  # fmt: skip


def test_a_report_of_risks_by_links_says_so():
    assert make.tables(RiskReport("links", 1, (article("a", ANA, links=4),))) == (
        Table("", ("article", "title", "links", "knows it", "owner"), (("a", "A", 4, "nobody", ANA),)),
        Table("1 of the 1 much used article: one active person knows it, or nobody."),
        Table("No reuse is noted yet (kcs link): these are articles that others link to."),
    )


# Heirs


def heirs(*articles: OwnedArticle, person: str = ANA, people: People = PEOPLE) -> list[tuple[str, str]]:
    return [(one.id, one.heir) for one in find_heirs(articles, person, people, NOW).heirs]


def test_who_knows_an_article_best_of_the_others_is_proposed():
    one = article("a", ANA, experts=(expert(ANA, 9), expert(EVA, 5), expert(BEN, 2), expert("@x")))
    found = find_heirs([one, article("b", BEN)], "@ana", PEOPLE, NOW)
    heir = Heir("a", "A", "front matter", "experience", BEN, f"1 edit, last {TODAY}")
    assert found == HeirReport("@ana", (heir,))


def test_nobody_is_proposed_where_nobody_else_knows_it():
    one = article("a", ANA, experts=(expert(ANA), expert(BEN, is_active=False)))
    (heir,) = find_heirs([one], ANA, PEOPLE, NOW).heirs
    assert (heir.heir, heir.evidence) == ("", "nobody else who is active knows it")


def test_who_owns_it_besides_goes_before_who_knows_it():
    one = article("a", "@Ana", "Ben <ben@example.org>", "@x", experts=(expert("@y"),))
    (heir,) = find_heirs([one], ANA, PEOPLE, NOW).heirs
    assert (heir.heir, heir.evidence) == ("Ben <ben@example.org>, @x", "owns it already")


def test_an_owner_besides_who_has_left_is_no_heir():
    assert heirs(article("a", ANA, EVA, experts=(expert(BEN),))) == [("a", BEN)]


def test_articles_of_a_team_need_no_heir_while_somebody_else_is_in_it():
    alone = PEOPLE._replace(teams={"printing": frozenset({ANA})})
    one = article("a", "printing", experts=(expert(BEN),))
    assert (heirs(one), heirs(one, people=alone)) == ([], [("a", BEN)])


def test_a_team_may_leave_as_one():
    assert heirs(article("a", ANA), article("b", BEN), article("c", "@x"), person="printing") == [("a", ""), ("b", "")]


def test_heirs_are_shown_with_what_was_done():
    found = HeirReport(ANA, (
        Heir("a", "A", "front matter", "compliance", BEN, "2 edits", was_set=True),
        Heir("b", "B", "CODEOWNERS", "experience", "", "nobody"), Heir("c", "C", "guess", "experience", BEN, "1 edit"),
    ))  # fmt: skip
    assert make.tables(found) == (
        Table("", ("article", "title", "held by", "heir", "evidence", "done"), (
            ("a", "A", "front matter (compliance)", BEN, "2 edits", "set"),
            ("b", "B", "CODEOWNERS", "nobody", "nobody", ""), ("c", "C", "guess", BEN, "1 edit", ""),
        )),
        Table("1 guess among them: a guess moves by itself, nothing is written for it."),
    )  # fmt: skip


def test_without_guesses_there_is_no_word_of_them():
    assert len(make.tables(HeirReport(ANA, (Heir("a", "A", "front matter", "experience", BEN, ""),)))) == 1


def test_who_holds_nothing_leaves_nothing():
    assert make.tables(HeirReport("@ana", ())) == (Table("@ana holds no article."),)


# The section of CODEOWNERS


def law(path: str, *owners: str, **fields: object) -> OwnedArticle:
    return article("law", *owners, path=path, governance="compliance", **fields)


def section(*articles: OwnedArticle) -> tuple[str, ...]:
    begin, *lines, end = codeowners_section(articles, lambda path: f"kb/{path}").lines
    assert (begin, end) == (BEGIN, END)
    return tuple(lines)


def test_the_owners_of_compliance_articles_become_lines():
    found = section(law("a.md", "@ana", BEN), article("b", ANA), law("my c.md", "@x/y", source=OwnerSource.codeowners))
    assert found == (f"/kb/a.md @ana {BEN}", r"/kb/my\ c.md @x/y")


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (law("a.md"), "# /kb/a.md: nobody is named"),
        (law("a.md", ANA, source=OwnerSource.guess), "# /kb/a.md: nobody is named"),
        (law("a.md", "@ana", "Eva\n* @x"), "# /kb/a.md: @ana, Eva * @x is no user, team or e-mail address"),
        (law("a[1].md", ANA), "# kb/a[1].md: CODEOWNERS has no pattern for this name"),
        (law("a\n* @x", ANA), "# kb/a * @x: CODEOWNERS has no pattern for this name"),
    ],
)
def test_what_github_could_not_read_becomes_a_comment(one, line):
    assert section(one) == (line,)


def test_kcs_reads_the_section_that_it_writes():
    lines = codeowners_section([law("my [c].md", ANA), law("#a b?.md", "@ana")], lambda path: path).lines
    read = parse_codeowners("\n".join(("* @eva", *lines)), "CODEOWNERS")
    assert [read.of(path).owners for path in ("#a b?.md", "#a bc.md")] == [("@ana",), ("@eva",)]
    assert read.skipped == ()


def test_a_section_is_shown_as_it_is():
    assert make.tables(SectionReport(("one", "two"))) == (Table("", lines=("one", "two")),)
