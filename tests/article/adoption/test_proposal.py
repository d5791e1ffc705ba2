import subprocess
import sys

import pytest

from kcs_cli.article.adoption.heading import role_of
from kcs_cli.article.adoption.proposal import propose
from kcs_cli.article.adoption.role import fits
from kcs_cli.article.adoption.sighting import Sighting
from kcs_cli.article.adoption.text import adopted_text
from kcs_cli.knowledge_base.config_file import read_config
from kcs_cli.render.report import Table
from kcs_cli.text.display import fold
from tests import make


def seen(front_matter: dict[str, object] | None = None, *headings: str, language="en", folder="docs") -> Sighting:
    return Sighting(front_matter or {}, headings, language, folder)


def fields(*articles: Sighting) -> dict[str, tuple[tuple[str, int], ...]]:
    return {choice.role: choice.values for choice in propose(articles).fields}


def sections(*articles: Sighting) -> dict[str, tuple[tuple[str, int], ...]]:
    return {choice.role: choice.values for choice in propose(articles).sections}


def test_front_matter_names_play_the_roles_they_are_known_for():
    article = {
        "headline": "H",
        "labels": ["a"],
        "ms.author": "ana",
        "visibility": "public",
        "lastmod": "2024-01-01",
        "locale": "en",
    }
    assert fields(seen(article), seen(article)) == {
        "title": (("headline", 2),),
        "tags": (("labels", 2),),
        "owner": (("ms.author", 2),),
        "audience": (("visibility", 2),),
        "updated": (("lastmod", 2),),
        "language": (("locale", 2),),
    }


def test_several_names_of_a_role_come_the_most_telling_first():
    assert fields(seen({"author": "a"}), seen({"author": "b", "owner": "c"}))["owner"] == (("owner", 1), ("author", 2))


def test_a_date_with_a_day_after_the_12th_tells_what_comes_first():
    articles = [seen({"created": "30.1.2024", "note": "5.6.2024"}), seen({"date": "31/12/2023 10:00", "x": ["1/30/2024"]})]
    assert propose(articles).dates == {"day-first": 2}
    assert propose([*articles, seen({"date": "1/30/2024"})]).dates == {"day-first": 2, "month-first": 1}
    assert propose([seen({"date": "5.6.2024"}), seen({"date": "2024-01-30"}), seen({"date": "Jan 30, 2024"})]).dates == {}


def test_a_name_in_few_articles_is_not_proposed():
    articles = [seen({"title": "x"}) for _ in range(99)] + [seen({"headline": "y"})]
    assert fields(*articles) == {"title": (("title", 99),)}


def test_a_name_without_values_is_not_proposed():
    assert fields(seen({"owner": None}), seen({"owner": ""})) == {}


def test_an_id_that_two_articles_share_is_no_id():
    assert fields(seen({"id": "a"}), seen({"id": "a"})) == {}


def test_an_id_is_the_first_name_whose_values_differ():
    articles = (seen({"id": "1", "uuid": "a", "guid": "x"}), seen({"id": "1", "uuid": "b", "guid": "y"}))
    assert fields(*articles)["id"] == (("uuid", 2),)


def test_a_status_of_words_that_kcs_does_not_know_is_no_confidence():
    assert fields(seen({"status": "published"}), seen({"status": "draft"})) == {}


def test_a_status_of_words_that_kcs_knows_is_the_confidence():
    assert fields(seen({"status": "Not Validated"}), seen({"status": "WIP"}))["confidence"] == (("status", 2),)


def test_headings_play_the_roles_their_words_tell():
    article = seen({}, "Symptoms", "Applies to", "Workaround", "Root cause", "See also")
    assert sections(article, article) == {
        "issue": (("Symptoms", 2),),
        "environment": (("Applies to", 2),),
        "resolution": (("Workaround", 2),),
        "cause": (("Root cause", 2),),
    }


def test_headings_are_kept_as_the_base_writes_them_the_commonest_first():
    articles = [seen({}, "Problem"), seen({}, "SYMPTOMS:"), seen({}, "Symptoms"), seen({}, "SYMPTOMS:"), seen({}, "Problem")]
    assert sections(*articles) == {"issue": (("SYMPTOMS", 3), ("Problem", 2))}


def test_a_heading_of_one_article_is_not_proposed():
    assert sections(seen({}, "Cause", "Issue"), seen({}, "Issue")) == {"issue": (("Issue", 2),)}


def test_a_heading_counts_once_an_article():
    assert sections(seen({}, "Issue", "Issue"), seen({}, "Issue")) == {"issue": (("Issue", 2),)}


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Issue", "issue"),
        ("Steps to reproduce", "issue"),
        ("Symptom", "issue"),
        ("Problembeschreibung", "issue"),
        ("症状", "issue"),
        ("Klausimas", "issue"),
        ("Affected products and versions", "environment"),
        ("Umgebung", "environment"),
        ("Solution", "resolution"),
        ("1. Solution", "resolution"),
        ("Possible solutions", "resolution"),
        ("Steps", "resolution"),
        ("解决方法", ""),
        ("解决", "resolution"),
        ("Sprendimas", "resolution"),
        ("Cause", "cause"),
        ("Why this happens", "cause"),
        ("Priežastis", "cause"),
        ("Solution for customers who have lost their password", ""),
        ("Issued invoices", ""),
        ("Fixed costs", ""),
        ("See also", ""),
        ("", ""),
    ],
)
def test_the_role_of_a_heading_is_told_by_how_it_begins(heading, role):
    assert role_of(fold(heading)) == role


def test_the_folder_with_nearly_all_articles_is_proposed():
    report = propose([seen(folder="docs")] * 97 + [seen(folder="blog")] * 3)
    assert (report.folder, report.in_folder) == ("docs", 97)


def test_a_folder_that_would_leave_articles_out_is_not_proposed():
    assert propose([seen(folder="docs")] * 7 + [seen(folder="blog")] * 3).folder == ""


@pytest.mark.parametrize("folders", [["docs", "blog"], ["", "", "docs"], []])
def test_without_such_a_folder_the_root_stays(folders):
    assert propose([seen(folder=folder) for folder in folders]).folder == ""


def test_the_language_of_all_that_are_sure_is_the_default():
    assert propose([seen(language="de")] * 19 + [seen(language="")] * 9).language == "de"


def test_where_one_article_is_in_another_language_there_is_no_default():
    assert propose([seen(language="de")] * 19 + [seen(language="en")]).language == ""


def test_of_several_languages_none_is_the_default():
    report = propose([seen(language="de"), seen(language="en"), seen(language="en")])
    assert (report.language, report.languages) == ("", {"en": 2, "de": 1})


def test_names_without_a_role_are_told():
    assert propose([seen({"title": "x", "weight": 5}), seen({"weight": 6, "draft": True})]).without_role == (
        ("weight", 2),
        ("draft", 1),
    )


def test_the_report_shows_what_was_chosen_and_its_counts():
    article = seen({"title": "x", "weight": 1}, "Issue")
    shown = make.tables(propose([article, article, article._replace(front_matter={"type": "tour"})]))
    assert shown[:2] == (
        Table(
            "Of 3 articles:",
            ("setting", "seen, in how many"),
            (
                ("site.kind", "plain: no file and no words of a make"),
                ("articles.folder", "docs 3"),
                ("fields.title", "title 2"),
                ("sections.issue", "Issue 3"),
                ("languages", "en 3"),
                ("without a role", "weight 2, type 1"),
            ),
        ),
        Table("Not taken over:", ("name", "is no", "why"), (("type (1)", "kind", "most values are no word of kcs's"),)),
    )


def test_nothing_seen_is_nothing_proposed():
    assert propose([])[:6] == (0, "", 0, (), (), "")


@pytest.mark.parametrize(
    "value", [["a"], {"a": "b"}, 5, 1.5, True, b"x", int("f" * 5000, 16)], ids=lambda value: type(value).__name__
)
def test_values_of_any_type_are_looked_at(value):
    assert fits("tags", [value, None]) is True


def test_a_role_takes_at_most_three_names():
    article = seen(dict.fromkeys(("tags", "tag", "keywords", "labels"), "x"))
    assert fields(article) == {"tags": (("tags", 1), ("tag", 1), ("keywords", 1))}


def test_an_adopted_repository_is_searched_by_its_own_conventions(tmp_path):
    front_matter = "---\nheadline: Cannot print {}\nms.author: ana\nms.topic: [printing]\n---\n"
    text = front_matter + "\n## Symptoms\n\nIt is dead {}.\n\n## Workaround\n\nWait.\n"
    root = make.base(tmp_path / "kb", {f"docs/{n}.md": text.format(n, n) for n in range(3)})
    assert make.kcs("init", "--adopt", str(root)).status == 0
    config = read_config(root, {})
    chosen = (config.fields.title, config.fields.owner, config.sections.issue)
    assert [names[0] for names in chosen] == ["headline", "ms.author", "Symptoms"]
    found = make.run(root, "search", "issue:dead", "tag:printing", "--owner", "ana", "--format", "ids").out
    assert sorted(found.split()) == ["docs/0", "docs/1", "docs/2"]


def test_an_adoption_leaves_a_kcs_toml_as_it_is(kb):
    make.files(kb, {"kcs.toml": "# mine\n"})
    done = make.kcs("init", "--adopt", str(kb))
    assert (done.status, (kb / "kcs.toml").read_text(), "# Proposed by" in done.err) == (0, "# mine\n", True)


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
BOMBS = {
    "a billion laughs as tags": f"---\n{LAUGHS}tags: *a9\n---\n",
    "a billion laughs as a title": f"---\n{LAUGHS}title: *a9\n---\n",
    "a huge number": f"---\nauthor: 0x{'f' * 5000}\n---\n",
    "a deep TOML key": f"+++\nauthor.{'.'.join('a' * 2000)} = 1\n+++\n",
    "a list that holds itself": "---\ntags: &a [*a]\n---\n",
}
ADOPT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (4, 4))
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.argv[1:] = ["init", "--adopt", sys.argv[1]]
from kcs_cli.__main__ import main
main()
"""


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_does_not_stop_an_adoption(kb, text):
    make.files(kb, {"knowledge/bomb.md": text})
    done = subprocess.run([sys.executable, "-c", ADOPT, str(kb)], capture_output=True, text=True, check=False)
    assert (done.returncode, (kb / "kcs.toml").is_file()) == (0, True), done.stderr[-300:]


def test_tags_in_the_text_are_proposed_where_articles_share_them():
    used = [seen()._replace(hashtags=("vpn", f"t{n}")) for n in range(3)]
    assert propose([*used, seen()]).inline_tags == 3
    assert "inline_tags = true" in adopted_text(propose([*used, seen()]))
    assert propose([seen()._replace(hashtags=(f"t{n}",)) for n in range(3)]).inline_tags == 0
