"""The words of a file's name are searched, and weigh less than those of a title."""

import pytest

from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from tests import make

BODY = "Open the settings and choose what is to be seen there.\n"


def found(files, words):
    answer = make.engine(files).search(parse(words), Where(), 10)
    return [match.card.path for match in answer.matches]


@pytest.mark.parametrize("words", ["daily notes", "daily-notes", "dayly notes", "dail*", "notes daily"])
def test_an_article_is_found_by_the_name_of_its_file(words):
    files = {
        "a/daily-notes.md": make.article("Journal", BODY, id="kb-1", language="en"),
        "a/other.md": make.article("Other", BODY, id="kb-2", language="en"),
    }
    assert found(files, words)[:1] == ["a/daily-notes.md"]


def test_a_title_counts_more_than_a_file_name_and_that_more_than_the_text():
    files = {
        "a/title.md": make.article("Graph view", BODY, id="kb-1", language="en"),
        "a/graph-view.md": make.article("Seen there", BODY, id="kb-2", language="en"),
        "a/text.md": make.article("Other thing", f"{BODY} Graph view.\n", id="kb-3", language="en"),
    }
    assert found(files, "graph view") == ["a/title.md", "a/graph-view.md", "a/text.md"]


def test_a_language_in_the_file_name_is_no_word_of_it():
    files = {
        "a/fax.de.md": make.article("Fax", BODY, id="kb-1"),
        "a/install.en.md": make.article("Install", BODY, id="kb-2"),
    }
    assert found(files, "de") == []


def test_a_file_that_stands_for_its_folder_is_found_by_that():
    files = {"a/vpn-client/index.md": make.article("Overview", BODY, id="kb-1", language="en")}
    assert (found(files, "vpn client"), found(files, "index")) == (["a/vpn-client/index.md"], [])
