import json
from datetime import UTC, datetime

import pytest

from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.name import find_card
from tests import make

TEXTS = {
    "knowledge/old.md": make.article("Cannot print", "## Resolution\n\n1. Pray.\n", id="kb-old", said="[no ink]"),
    "knowledge/new.md": make.article(id="kb-new"),
    "knowledge/from.md": make.article("From", "See [it](old.md).\n", id="kb-from"),
}
DIFF = (
    "--- knowledge/from.md\n+++ knowledge/from.md\n@@ -6,4 +6,4 @@\n audience: public\n ---\n \n"
    "-See [it](old.md).\n+See [it](new.md)."
)


@pytest.fixture
def root(tmp_path):
    return make.base(tmp_path / "kb", TEXTS)


def merge(root, *options):
    return make.run(root, "merge", "kb-old", "--into", "kb-new", *options)


def state(root):
    return make.git(root, "status", "--porcelain")


def test_a_merge_says_what_it_did_and_how_to_commit_it(root, monkeypatch):
    monkeypatch.chdir(root)
    files = "knowledge/new.md knowledge/from.md knowledge/old.md"
    assert merge(root, "--yes") == make.Run(
        0,
        "path               change\n"
        "knowledge/new.md   said, aliases\n"
        "knowledge/from.md  1 link\n"
        "knowledge/old.md   removed\n"
        "\n"
        "kb-new gets:\n"
        "field    value\n"
        "said     no ink\n"
        "said     Cannot print\n"
        "aliases  kb-old\n"
        "\n"
        "One commit of it all:\n"
        f"git add -A -- {files} && git commit -m 'Merge kb-old into kb-new' -- {files}\n",
        "",
    )


def test_the_json_has_the_differences_and_the_dropped_text(root):
    answer = json.loads(merge(root, "--yes", "--format", "json").out)
    assert (answer["id"], answer["merged_id"], answer["dropped_text"]) == ("kb-new", "kb-old", "## Resolution\n\n1. Pray.")
    assert answer["changed"][1] == {"path": "knowledge/from.md", "change": "1 link", "links": 1, "difference": DIFF}


@pytest.mark.parametrize("format", ["table", "markdown", "csv"])
def test_a_merge_can_be_had_in_every_format(root, format):
    assert "knowledge/from.md" in merge(root, "--yes", "--format", format).out


def test_a_dry_run_shows_what_is_dropped_and_writes_nothing(root):
    shown = merge(root, "--dry-run")
    assert shown.status == 0
    assert "-1. Pray." in shown.out.splitlines()
    assert "+See [it](new.md)." in shown.out.splitlines()
    assert state(root) == ""


def test_without_a_terminal_nothing_is_dropped_unless_told(root):
    error = "Error: The text of kb-old would be dropped\nHint: Look at it with --dry-run, then do it with --yes\n"
    assert merge(root) == make.Run(2, "", error)
    assert state(root) == ""


MERGED = " M knowledge/from.md\n M knowledge/new.md\n D knowledge/old.md\n"
QUESTION = "Merge kb-old (Cannot print) into kb-new (Printer does not print), dropping 3 lines? [y/N]:"


@pytest.mark.parametrize(("answer", "after"), [("y\n", MERGED), ("n\n", ""), ("\n", "")])
def test_a_person_sees_the_dropped_text_and_is_asked(root, answer, after):
    shown = make.terminal(root, "kcs merge kb-old --into kb-new", typed=answer, NO_COLOR="1")
    assert shown.index("\n-1. Pray.\n") < shown.index(QUESTION)
    assert state(root) == after


def test_a_no_is_said_to_have_changed_nothing(root):
    shown = make.terminal(root, "kcs merge kb-old --into kb-new", typed="n\n", NO_COLOR="1")
    assert shown.endswith("Error: Nothing was merged\nHint: kcs show kb-old and kcs show kb-new tell them apart\n")


def test_flags_links_and_ratings_follow_the_old_id(root):
    make.run(root, "flag", "kb-old", "-m", "step 1 is gone")
    make.run(root, "link", "kb-old", "--case", "1")
    make.run(root, "link", "kb-new", "--case", "2")
    merge(root, "--yes")
    kb = KnowledgeBase.open(str(root))
    reuse = record(kb).reuse(find_card(kb, "kb-old").ids)
    assert reuse == (2, datetime.now(UTC).astimezone().date(), 1)
    assert [
        (flag["id"], flag["title"]) for flag in json.loads(make.run(root, "flags", "--format", "json").out)["open_flags"]
    ] == [("kb-new", "Printer does not print")]
    linked = json.loads(make.run(root, "show", "--case", "1", "--format", "json").out)["linked"]
    assert [(one["id"], one["change"]) for one in linked] == [("kb-new", "changed")]


def test_the_old_id_shows_the_article_and_its_words_find_it(root):
    merge(root, "--yes")
    assert make.run(root, "show", "kb-old").out == make.run(root, "show", "kb-new").out
    hits = json.loads(make.run(root, "search", "no ink", "--format", "json").out)["hits"]
    assert [hit["id"] for hit in hits] == ["kb-new"]


def test_a_second_merge_takes_the_ids_of_the_first_along(root):
    merge(root, "--yes")
    make.run(root, "merge", "kb-new", "--into", "kb-from", "--yes")
    assert find_card(KnowledgeBase.open(str(root)), "kb-old").ids == ("kb-from", "kb-new", "kb-old", "knowledge/from")


def test_a_merge_done_twice_says_so(root):
    merge(root, "--yes")
    assert merge(root) == make.Run(0, "", "kcs: kb-old is kb-new already\n")


@pytest.mark.parametrize(
    ("old", "error"),
    [
        ("kb-new", "Error: kb-new cannot be merged into itself\nHint: kcs merge ID --into ANOTHER\n"),
        ("new.md", "Error: kb-new cannot be merged into itself\nHint: kcs merge ID --into ANOTHER\n"),
        ("nobody", "Error: No article goes by nobody\nHint: Search for it: kcs search nobody\n"),
        ("\x1b[31m\0../..", "Error: No article goes by �[31m�../..\nHint: Search for it: kcs search '�[31m�../..'\n"),
    ],
)
def test_what_cannot_be_merged_is_said_in_two_lines(root, old, error):
    assert make.run(root, "merge", old, "--into", "kb-new", "--yes") == make.Run(2, "", error)


def test_an_article_under_compliance_is_not_merged(root):
    make.run(root, "set", "kb-old", "governance=compliance")
    assert merge(root, "--yes").err.startswith("Error: kb-old is under compliance: only its owner may let it go\n")
    assert (root / "knowledge/old.md").exists()


SITE = {
    "content/_index.md": "---\ntitle: Help\n---\n\n[x]: /how/old/#a\n",
    "content/how/old.md": "---\nid: kb-old\ntitle: Cannot print\naliases: [/print/]\n---\n\n## Resolution\n\n1. Pray.\n",
    "content/how/new.md": "---\nid: kb-new\ntitle: The printer prints nothing\n---\n\n## Resolution\n\n1. Wait.\n",
    "content/how/from.md": "---\nid: kb-from\ntitle: From\n---\n\n"
    "See [it](../old/), <a href='/how/old.html'>it</a>, [x](/how/older/).\n"
    '{{< ref "old.md#a" >}} {{% relref "/how/old" %}} {{< ref "other" >}}\n',
    "content/other.md": "---\nid: kb-other\ntitle: Other\n---\n\n[its former address](/print/)\n",
}


def test_links_by_the_addresses_of_a_site_are_led_to_the_article_that_stays(tmp_path):
    root = make.base(tmp_path / "kb", SITE)
    make.files(root, {"kcs.toml": '[articles]\nfolder = "content"\n\n[site]\nkind = "hugo"\n'})
    assert merge(root, "--yes").status == 0
    after = {path: (root / path).read_text().partition("\n---\n\n")[2] for path in SITE if path != "content/how/old.md"}
    assert after == {
        "content/_index.md": "[x]: /how/new/#a\n",
        "content/how/new.md": "## Resolution\n\n1. Wait.\n",
        "content/how/from.md": "See [it](../new/), <a href='/how/new.html'>it</a>, [x](/how/older/).\n"
        '{{< ref "new.md#a" >}} {{% relref "/how/new" %}} {{< ref "other" >}}\n',
        "content/other.md": "[its former address](/how/new/)\n",
    }


def test_names_of_files_in_double_brackets_are_led_to_the_article_that_stays(tmp_path):
    texts = {
        "notes/old.md": "# Cannot print\n",
        "notes/new.md": "# Prints nothing\n",
        "notes/from.md": "# From\n\n[[old|it]] ![[notes/old]]\n",
    }
    root = make.base(tmp_path / "kb", texts)
    assert make.run(root, "merge", "notes/old.md", "--into", "notes/new.md", "--yes").status == 0
    assert (root / "notes/from.md").read_text() == "# From\n\n[[new|it]] ![[notes/new]]\n"
