"""Tests of `link-outside`."""

import pytest

from kcs_cli.lint.rules.image_missing import RULE as IMAGE
from kcs_cli.lint.rules.link_broken import RULE as BROKEN
from kcs_cli.lint.rules.link_outside import RULE
from tests.lint.make import messages


@pytest.fixture
def base(tmp_path):
    """A knowledge base in a folder of a repository."""
    for file in (".git/HEAD", "docs/kcs.toml", "README.md", "img/a.png"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("")
    return tmp_path / "docs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](../no.md)", "1:5 ../no.md leads out of the repository; only what is in it comes with the article"),
        ("![a](../no.png)", "1:6 ../no.png leads out of the repository; only what is in it comes with the article"),
        ("[a](/../no.md)", "1:5 /../no.md leads out of the repository; only what is in it comes with the article"),
        ("[a](file:///home/ana/a.pdf)", "1:5 file:///home/ana/a.pdf is on one machine only"),
        (r"[a](C:\Users\ana\a.pdf)", r"1:5 C:\Users\ana\a.pdf is on one machine only"),
        ("[a](c:/a.pdf)", "1:5 c:/a.pdf is on one machine only"),
        (r"[a](\\\\server\a.pdf)", r"1:5 \\\\server\a.pdf is on one machine only"),
    ],
)
def test_what_leads_out_is_found_where_it_stands(text, expected, tmp_path):
    assert messages(RULE, tmp_path, text) == [expected]
    assert messages(BROKEN, tmp_path, text) == []


@pytest.mark.parametrize("text", ["[a](..)", "[a](../README.md) [b](/README.md) ![c](../img/a.png) ![d](/img/a.png)"])
def test_what_is_elsewhere_in_the_repository_is_there(text, base):
    assert [message for rule in (RULE, BROKEN, IMAGE) for message in messages(rule, base, text)] == []


def test_what_is_missing_elsewhere_in_the_repository_is_broken(base):
    assert messages(BROKEN, base, "[a](../no.md)") == ["1:5 There is no ../no.md"]
    assert messages(RULE, base, "[a](../no.md)") == []
    assert messages(RULE, base, "[a](../../docs/no.md)") != []
