import json
import re
from collections import Counter
from pathlib import Path

import pytest

from kcs_cli.article.model import Article
from kcs_cli.article.reader import read_article
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.library import Library
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance, Kind
from tests import make

ROOT = Path(__file__).parents[1]
PATHS = sorted(Library(ROOT, Config()).listing())
ARTICLES = [article for path in PATHS if isinstance(article := read_article(ROOT, path, Config()), Article)]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ID = re.compile(r"\bkb-[0-9a-z]{6}\b")
CJK = re.compile(r"[\u3040-\u9fff]")


@pytest.fixture
def sample(tmp_path):
    """The sample knowledge base in a repository of its own."""
    return make.base(tmp_path / "kb", {path: (ROOT / path).read_bytes() for path in PATHS})


def without_code(article: Article) -> str:
    return re.sub(r"(?s)```.*?```|`[^`]*`", "", article.body)


def test_every_file_is_a_sound_article():
    assert [a.path for a in ARTICLES] == PATHS


def test_there_are_at_least_40_articles():
    assert len(ARTICLES) >= 40


def test_ids_and_former_ids_are_unique():
    names = Counter(name for a in ARTICLES for name in (a.id, *a.aliases))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.path)
def test_every_article_says_what_it_is(article):
    head = (ROOT / article.path).read_text("utf-8").split("\n---\n")[0]
    told = {line.partition(":")[0] for line in head.splitlines()}
    assert {"id", "title", "kind", "confidence", "audience", "owner", "tags", "language"} - told == set()


@pytest.mark.parametrize("name", ["kind", "confidence", "audience", "governance"])
def test_every_word_of_a_vocabulary_that_is_written_is_in_it(name):
    known = {"kind": Kind, "confidence": Confidence, "audience": Audience, "governance": Governance}[name]
    written = [re.search(rf"(?m)^{name}: *(\S+)", (ROOT / a.path).read_text("utf-8")) for a in ARTICLES]
    assert {found[1] for found in written if found} - set(known) == set()


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.path)
def test_every_article_has_an_issue(article):
    assert article.section("issue")


def test_every_article_that_is_finished_has_a_resolution():
    assert [a.path for a in ARTICLES if a.confidence != "wip" and not a.section("resolution")] == []


def test_all_kinds_and_all_states_are_there():
    assert ({a.kind for a in ARTICLES}, {a.confidence for a in ARTICLES}) == (set(Kind), set(Confidence))


def test_a_few_articles_are_chinese_and_a_few_lithuanian():
    languages = Counter(a.language for a in ARTICLES)
    assert (set(languages), languages["zh"] >= 3, languages["lt"] >= 3) == ({"en", "zh", "lt"}, True, True)


def test_an_article_is_in_chinese_where_it_says_so():
    assert {a.path for a in ARTICLES if 3 * len(CJK.findall(a.body)) > len(a.body)} == {
        a.path for a in ARTICLES if a.language == "zh"
    }


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.path)
def test_every_link_leads_to_a_file(article):
    targets = [link.partition("#")[0] for link in LINK.findall(without_code(article)) if "://" not in link]
    assert [t for t in targets if t and not (ROOT / article.path).parent.joinpath(t).is_file()] == []


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.path)
def test_every_id_that_is_named_is_that_of_an_article(article):
    known = {name for a in ARTICLES for name in (a.id, *a.aliases)}
    assert set(ID.findall(without_code(article))) - known == set()


def test_every_expected_article_is_there_and_every_active_article_is_expected():
    rows = [line.split("\t")[1:] for line in (ROOT / "tests/knowledge.tsv").read_text("utf-8").splitlines()]
    names = {name for row in rows for name in row}
    stems = {Path(a.path).stem: a.confidence for a in ARTICLES}
    assert (names - set(stems), {s for s, state in stems.items() if state != "archived"} - names) == (set(), set())


def test_the_search_finds_what_it_should(sample):
    measures = json.loads(make.run(sample, "test", str(ROOT / "tests/knowledge.tsv"), "--format", "json").out)
    assert (measures["unknown"], measures["without_hits"]) == ([], 0)
    assert (measures["ndcg_10"] >= 0.95, measures["hit_5"] >= 0.98) == (True, True)


def test_nothing_is_set_aside(sample):
    report = json.loads(make.run(sample, "index", "--format", "json").out)
    assert (report["articles"], report["unreadable"]) == (len(PATHS), [])
