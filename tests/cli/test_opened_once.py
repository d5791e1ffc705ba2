"""What is dear is opened once a run, whoever asks for it."""

import os
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from kcs_cli.article.edit import field, yaml
from kcs_cli.git.folder import find_git
from kcs_cli.git.object import files_at
from kcs_cli.knowledge_base.codeowners import parse_codeowners
from kcs_cli.knowledge_base.people import read_people
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.log import SearchLog
from tests import make

DEAR = (files_at, find_git, read_people, parse_codeowners, TantivyEngine.all_cards, SearchLog.last)


@pytest.fixture
def opened() -> Iterator[Counter[str]]:
    """Count how often functions are called, by their names, wherever they were imported to."""
    counts: Counter[str] = Counter()
    names = {one.__code__: one.__name__ for one in (*DEAR, field.read_front_matter)}

    def count(frame, event, _):
        if event == "call" and frame.f_code in names:
            counts[names[frame.f_code]] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    yield counts
    sys.setprofile(before)


@pytest.fixture
def busy(kb):
    """A base with people, CODEOWNERS, searches in vain and links."""
    make.commit(kb, {
        "people.toml": '[people."ana@example.org"]\nname = "Ana"\n[teams]\nfirst = ["ana@example.org", "@org/first"]\n',
        "CODEOWNERS": "/knowledge/ @org/first\n",
        "knowledge/half.md": make.article("Half", id="kb-half01", confidence="wip"),
    }, "2024-02-01")  # fmt: skip
    for path in kb.rglob("*"):
        os.utime(path, (1e9, 1e9))  # what was just written is read again
    make.run(kb, "search", "the telefax hums loudly")
    make.run(kb, "search", "printer does not print")
    for number in range(3):
        make.run(kb, "link", "1", "--case", str(number))
    make.run(kb, "search", "badge lost")
    make.run(kb, "review-stale")
    return kb


def test_gaps_reads_the_articles_and_finds_the_repository_once(busy, opened):
    assert make.run(busy, "gaps", "--all").status == 0
    assert opened == {"all_cards": 1, "find_git": 1}


@pytest.mark.parametrize("options", [(), ("--mine",), ("--team", "first")])
def test_review_stale_opens_each_thing_once(busy, opened, options):
    assert make.run(busy, "review-stale", "--all", *options).status == 0
    assert opened - Counter(read_front_matter=1000) == {
        "all_cards": 1,
        "files_at": 1,
        "find_git": 1,
        "parse_codeowners": 1,
        "read_people": 1,
    }


def test_owners_opens_each_thing_once(busy, opened):
    assert make.run(busy, "owners").status == 0
    assert opened == {"all_cards": 1, "files_at": 1, "find_git": 1, "parse_codeowners": 1, "read_people": 1}


def test_a_rank_is_looked_up_in_the_log_once(busy, opened):
    make.run(busy, "search", "printer")
    opened.clear()
    assert make.run(busy, "link", "1", "--case", "7").status == 0
    assert opened == {"find_git": 1, "last": 1}


def test_new_reads_front_matter_a_few_times_however_much_is_set(busy, opened):
    for cache in (field.opened, yaml.read_pairs):
        cache.cache_clear()
    given = ("--said", "it hums", "--said", "it squeaks", "--tag", "fax,noise", "--env", "Telefax 3")
    assert make.run(busy, "new", "Telefax hums", "--no-edit", "--yes", *given).status == 0
    assert opened == {"find_git": 1, "last": 1, "read_front_matter": 6}
    assert yaml.read_pairs.cache_info().misses == 2
