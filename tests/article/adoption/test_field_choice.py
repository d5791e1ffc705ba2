import re
from datetime import date

import pytest

from kcs_cli.article.adoption.field_choice import choose_fields
from kcs_cli.article.adoption.proposal import propose
from kcs_cli.article.adoption.sighting import Sighting
from kcs_cli.article.adoption.site import Site
from kcs_cli.article.adoption.text import adopted_text
from kcs_cli.article.reader import read_article
from kcs_cli.article.review_calendar import calendar_of
from kcs_cli.knowledge_base.config import SiteKind
from kcs_cli.knowledge_base.config_file import parse_config, read_config
from tests import make


def seen(*front_matters: dict[str, object]) -> list[Sighting]:
    return [Sighting(fields, (), "en", "docs") for fields in front_matters]


def config_for(*front_matters: dict[str, object]):
    return parse_config(adopted_text(propose(seen(*front_matters))), "kcs.toml", {}).fields


KNOWN = {  # what bases in the wild call a field: a value, and the role that it plays
    "appliesto": (["Exchange Server 2019", "Exchange Online"], "environment"),
    "product": ("Cloud Servers", "environment"),
    "ms.service": ("azure-monitor", "environment"),
    "ms.date": ("07/30/2024", "updated"),
    "last_reviewed_on": ("2024-01-30", "updated"),
    "last_modified_at": ("2024-01-30 10:00", "updated"),
    "review_in": ("6 months", "review_every"),
    "next_review": ("2027-01-30", "review_every"),
    "owner_slack": ("#team-search", "owner"),
    "responsible": ("ana", "owner"),
    "article_type": ("how_to", "kind"),
    "visibility": ("internal", "audience"),
    "ms.locale": ("en-us", "language"),
    "redirect_from": (["/old/"], "aliases"),
    "articleId": ("KB1", "id"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_name_means_what_bases_mean_by_it(name):
    value, role = KNOWN[name]
    fields = config_for({name: value}, {"title": "x"})
    assert (fields.names(role)[0], choose_fields(seen({name: value})).misfits) == (name, ())


MISFITS = {  # a name that kcs knows, values of another meaning, and the role it is not taken for
    "type": ("article", "kind"),
    "kind": ("Deployment", "kind"),
    "state": ("Texas", "confidence"),
    "audience": ("developers", "audience"),
    "language": ("python", "language"),
    "date": ("soon", "updated"),
    "review_every": ("often", "review_every"),
    "owner": (["a", "b"], "owner"),
    "id": ("intro", "id"),
}


@pytest.mark.parametrize("name", MISFITS)
def test_a_name_of_another_meaning_is_taken_from_its_role_and_said(name):
    value, role = MISFITS[name]
    articles = ({name: value}, {name: value}, {"title": "x"})
    misfits = choose_fields(seen(*articles)).misfits
    assert [(one.role, one.name, one.articles) for one in misfits] == [(role, name, 2)]
    assert (name in config_for(*articles).names(role), len(config_for(*articles).names(role)) > 0) == (False, True)


def test_a_name_that_is_left_to_no_role_gives_it_one_of_kcs():
    assert config_for({"id": "intro"}, {"id": "intro"}).id == ("kcs-id",)
    assert config_for({"kind": "Pod", "type": "x"}, {"kind": "Job"}).kind == ("kcs-kind",)


def test_an_id_that_is_unique_but_for_one_pair_says_which():
    articles = [{"id": f"a{n}"} for n in range(40)] + [{"id": "intro"}, {"id": "intro"}]
    assert [one.reason for one in choose_fields(seen(*articles)).misfits] == ["2 share theirs, as intro (2)"]


def test_a_field_that_many_articles_leave_empty_is_not_used_there():
    articles = [{"audit_date": "2024-01-30"}] * 7 + [{"audit_date": ""}] * 3
    assert [one.reason for one in choose_fields(seen(*articles)).misfits] == ["3 of 10 are empty"]
    assert config_for(*articles).updated == config_for({"title": "x"}).updated


def test_two_in_a_hundred_are_enough_for_a_proposal_and_one_is_not():
    many = [{"title": "x"}] * 98
    assert roles(*many, {"product": "a"}, {"product": "b"}) == ["title", "environment"]
    assert roles(*many, {"title": "x"}, {"product": "b"}) == ["title"]


def roles(*front_matters: dict[str, object]) -> list[str]:
    return [one.role for one in choose_fields(seen(*front_matters)).fields]


@pytest.mark.parametrize("name", ["Last-Reviewed", "lastReviewed", "Last Reviewed", "LAST_REVIEWED"])
def test_capitals_and_the_signs_between_words_do_not_matter(name):
    assert config_for({name: "2024-01-30"}).updated[0] == name


REVIEWED = """---
AppliesTo: [Exchange Online]
last_reviewed_on: 2024-01-30
review_in: 6 months
---
# Mail

It is slow.
"""


def test_what_was_adopted_is_searched_and_reviewed_by(tmp_path):
    root = make.base(tmp_path, {"a.md": REVIEWED, "b.md": "# Post\n\nExchange Online is slow.\n"})
    assert make.kcs("init", "--adopt", str(root)).status == 0
    assert make.run(root, "search", "environment:exchange", "--format", "paths").out == "a.md\n"
    article = read_article(root, "a.md", read_config(root, {}))
    assert (article.environment, article.updated_on) == (("Exchange Online",), date(2024, 1, 30))
    assert calendar_of(article.review).due_on(article.updated_on) == date(2024, 7, 30)


def test_a_name_without_anything_in_its_lists_is_not_used():
    assert roles(*[{"categories": [], "keywords": ["vpn"]}] * 5) == ["tags"]
    assert roles(*[{"categories": []}] * 5) == []


RESERVED = {"hugo": ("aliases", "kcs-aliases"), "docusaurus": ("id", "kcs-id"), "jekyll": ("redirect_from", "kcs-aliases")}


@pytest.mark.parametrize("kind", RESERVED)
def test_a_field_by_which_a_site_does_something_is_read_and_not_written(kind):
    name, own = RESERVED[kind]
    report = propose(seen({name: "one"}, {name: "two"}), Site(SiteKind(kind)))
    fields = parse_config(adopted_text(report), "kcs.toml", {}).fields
    assert fields.names("id" if name == "id" else "aliases")[:2] == (own, name)


def test_an_article_without_an_id_gets_none_that_a_site_goes_by(tmp_path):
    texts = {f"docs/{n}.md": f"# Printer {n}\n\nIt is silent, and nobody knows why.\n" for n in range(3)}
    root = make.base(tmp_path, {"docusaurus.config.js": "", **texts})
    make.kcs("init", "--adopt", str(root))
    make.run(root, "lint", "--fix", "id-missing")
    first = (root / "docs/1.md").read_text().split("\n")[1]
    assert first.startswith("kcs-id: kb-")
    assert make.run(root, "search", "printer 1", "-n", "1", "--format", "ids").out == first.removeprefix("kcs-id: ") + "\n"


@pytest.fixture
def hugo(tmp_path):
    """An adopted site of Hugo, whose articles have redirects and kinds that are the site's."""
    pages = {
        f"content/{n}.md": f"---\ntitle: Printer {n}\nkind: how-to\naliases: [/old/{n}/]\n---\n\nSilent, number {n}.\n"
        for n in range(3)
    }
    root = make.base(tmp_path, {"hugo.toml": "", **pages})
    make.kcs("init", "--adopt", str(root))
    names = parse_config((root / "kcs.toml").read_text(), "kcs.toml", {}).fields.names
    assert (names("aliases"), names("kind")[:2]) == (("kcs-aliases", "aliases"), ("kcs-kind", "kind"))
    return root


def changed_lines(root):
    """Return the lines of an article that are gone, and those that are new; an id counts as `ID`."""
    lines = make.git(root, "diff", "-U0", "--", "content/1.md").split("\n")[4:]
    return [re.sub("kb-.*", "ID", line) for line in lines if line[:1] in ("+", "-")]


@pytest.mark.parametrize(
    ("command", "changed"),
    [
        ("lint --fix id-missing", ["+kcs-aliases: [content/1]", "+id: ID"]),
        ("set content/1 aliases+=fax", ["+kcs-aliases: [fax]"]),
        ("set content/1 kind=question", ["+kcs-kind: question"]),
    ],
)
def test_what_a_site_goes_by_stays_and_what_kcs_adds_is_written_beside_it(hugo, command, changed):
    make.run(hugo, *command.split())
    assert sorted(changed_lines(hugo)) == sorted(changed)


def test_an_article_goes_by_the_aliases_of_its_site_and_by_those_that_kcs_wrote(hugo):
    make.run(hugo, "set", "content/1", "aliases+=fax")
    assert make.answer(hugo, "show", "content/1")["aliases"] == ["/old/1/", "fax"]
    assert [make.answer(hugo, "show", name)["title"] for name in ("fax", "/old/1/")] == ["Printer 1"] * 2


def test_an_article_of_a_site_gets_the_aliases_of_one_that_is_merged_into_it(hugo):
    make.run(hugo, "lint", "--fix", "id-missing")
    make.git(hugo, "commit", "-qam", "Ids")
    old, new = (make.answer(hugo, "show", f"content/{n}")["id"] for n in (0, 1))
    assert make.run(hugo, "merge", old, "--into", new, "--yes").status == 0
    assert make.answer(hugo, "show", new)["aliases"] == ["/old/1/", "content/1", old, "/old/0/", "content/0"]
    assert "\naliases: [/old/1/]\n" in (hugo / "content/1.md").read_text()
