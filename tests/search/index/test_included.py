"""What an article includes is found under it, and is taken in anew when its file changes: the article's own does not."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests import make

LONG_AGO = 1_000_000_000  # seconds: a file as old as this is at rest


@pytest.fixture
def site(tmp_path):
    """A base of a site generator: two articles show one text, one of them a value too."""
    root = make.base(tmp_path / "kb", {
        "docs/fax.md": "---\nid: kb-fax001\ntitle: Fax\n---\n\n## Resolution\n\nFirst:\n\n{% include reset.md %}\n\nLast.\n",
        "docs/scan.md": "---\nid: kb-scan01\ntitle: Scanner\n---\n\n{% include reset.md %} Call {{ site.phone }}.\n",
        "docs/other.md": "---\nid: kb-other1\ntitle: Other\n---\n\nNothing.\n",
        "docs/_includes/reset.md": "- Hold the lever\n- Wait for the buzzer.\n",
        "_config.yml": "phone: 112\n",
    })  # fmt: skip
    settle(root)
    return root


def settle(root: Path) -> None:
    for path in root.rglob("*"):
        if ".git" not in path.relative_to(root).parts:
            os.utime(path, (LONG_AGO, LONG_AGO))


def ids(root: Path, words: str) -> list[str]:
    return sorted(make.run(root, "search", words, "--format", "ids").out.split())


def read(root: Path) -> int:
    """How many files an index takes in again."""
    return int(json.loads(make.run(root, "index", "--format", "json").out)["read"])


def test_included_text_is_found_under_the_articles_that_show_it_at_their_line(site):
    assert (ids(site, "lever"), ids(site, "112")) == (["kb-fax001", "kb-scan01"], ["kb-scan01"])
    hit = json.loads(make.run(site, "search", "fax buzzer", "--format", "json").out)["hits"][0]
    assert (hit["id"], hit["line"], hit["section"]) == ("kb-fax001", 10, "Resolution")
    assert hit["passage"] == "Hold the lever Wait for the buzzer."
    full = json.loads(make.run(site, "search", "fax buzzer", "--full", "--format", "json").out)["hits"][0]["body"]
    assert "First:\n\n\n- Hold the lever\n- Wait for the buzzer.\n\n\nLast." in full


def test_an_edit_of_what_is_included_is_found_at_once_and_only_its_articles_are_read(site):
    assert read(site) == 3
    assert read(site) == 0
    make.files(site, {"docs/_includes/reset.md": "Press the button.\n"})
    assert read(site) == 2
    settle(site)
    assert (ids(site, "lever"), ids(site, "button")) == ([], ["kb-fax001", "kb-scan01"])
    make.files(site, {"_config.yml": "phone: 911\n"})
    assert (ids(site, "112"), ids(site, "911")) == ([], ["kb-scan01"])


def test_what_is_included_may_go_and_come(site):
    assert len(ids(site, "lever")) == 2
    (site / "docs/_includes/reset.md").unlink()
    assert ids(site, "lever") == []
    make.files(site, {"docs/_includes/reset.md": "Turn the wheel.\n"})
    assert ids(site, "wheel") == ["kb-fax001", "kb-scan01"]


def test_a_file_that_is_not_there_yet_is_waited_for(site):
    make.files(
        site, {"docs/_includes/x.md": "", "docs/new.md": "---\nid: kb-new001\ntitle: New\n---\n{% include late.md %}\n"}
    )
    assert ids(site, "kettle") == []
    make.files(site, {"docs/_includes/late.md": "Empty the kettle.\n"})
    assert ids(site, "kettle") == ["kb-new001"]


def test_an_embedded_note_is_found_wherever_it_comes_to_lie(site):
    make.files(site, {"docs/new.md": "---\nid: kb-new001\ntitle: New\n---\n![[Kettle care]]\n"})
    assert ids(site, "descale") == []
    make.files(site, {"docs/deep/Kettle care.md": "---\nid: kb-note01\ntitle: Care\n---\nDescale it.\n"})
    assert ids(site, "descale") == ["kb-new001", "kb-note01"]
    shutil.move(site / "docs/deep", site / "docs/deeper")
    assert ids(site, "descale") == ["kb-new001", "kb-note01"]
    make.files(site, {"docs/deeper/Kettle care.md": "---\nid: kb-note01\ntitle: Care\n---\nRinse it.\n"})
    assert (ids(site, "descale"), ids(site, "rinse")) == ([], ["kb-new001", "kb-note01"])


def test_check_tells_that_an_article_shows_another_text(site):
    read(site)
    assert make.run(site, "index", "--check").status == 0
    make.files(site, {"docs/_includes/reset.md": "Press the button.\n"})
    run = make.run(site, "index", "--check", "--format", "json")
    assert (run.status, json.loads(run.out)["paths"]) == (1, ["docs/fax.md", "docs/scan.md"])


def test_lint_speaks_of_the_articles_own_text_alone(site):
    part = "Write to jane.doe@customer-mail.com.\n\n[gone](gone.md)\n\n" + "The same words in both. " * 40
    make.files(site, {"docs/_includes/reset.md": part})
    assert len(ids(site, "words")) == 2
    for paths in ((), ("docs/fax.md",)):
        findings = json.loads(make.run(site, "lint", *paths, "--format", "json").out)["findings"]
        rules = {one["rule"] for one in findings}
        assert rules.isdisjoint({"personal-data", "link-broken", "near-identical", "same-issue"}), rules


def test_show_leaves_the_directive_where_it_stands(site):
    assert "lever" not in make.run(site, "show", "kb-fax001").out
