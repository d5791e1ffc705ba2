"""Every case of git's history, in real repositories: who changed an article what when, and of what kind it was."""

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcs_cli.errors import KcsError
from kcs_cli.git.log import read_log
from kcs_cli.history.history import History
from kcs_cli.history.kind import compare_texts
from kcs_cli.history.lineage import Rules, moment
from kcs_cli.history.past import ChangeKind, Past
from kcs_cli.history.store import HistoryFile, history_cache
from kcs_cli.knowledge_base.config import Config
from tests import make
from tests.make import commit, git

CONFIG = Config()
BEN = "Ben <ben@example.org>"


def text(*lines: str, title: str = "Printer") -> str:
    """Return an article with these lines as its resolution."""
    head = f"---\nid: kb-1\ntitle: {title}\n---\n\n## Issue\n\nThe printer on the second floor is dead.\n\n## Resolution\n\n"
    return head + ("\n".join(lines) or "Switch it on.") + "\n"


def history(root: Path, file: Path | None = None, **rules) -> History:
    known = {"mass_edit": 20, "bots": CONFIG.history.bots, "key": "1", **rules}
    return History(root, file, Rules(**known), lambda before, after: compare_texts(before, after, CONFIG))


def past(root: Path, path: str = "a.md", **rules) -> Past:
    known = history(root, **rules)
    return known.pasts([path], choose=lambda past: past.changes)[path]


def story(root: Path, path: str = "a.md", **rules) -> list[str]:
    """Return an article's changes, the newest first, as `kind on path`."""
    return [f"{change.kind.value} {change.on} {change.path}" for change in past(root, path, **rules).changes]


@pytest.fixture
def root(tmp_path):
    """A repository with one article, created on 1 January 2024."""
    return make.copied(tmp_path, one_article)


def one_article(root: Path) -> None:
    commit(make.repository(root), {"a.md": text()}, "2024-01-01")


def test_an_article_is_created_and_changed_by_somebody_on_a_day(root):
    commit(root, {"a.md": text("Plug it in.")}, "2024-02-01", BEN)
    assert story(root) == ["substantive 2024-02-01 a.md", "created 2024-01-01 a.md"]
    assert [change.commit.by for change in past(root).changes] == [("ben@example.org",), ("ana@example.org",)]


def test_a_change_keeps_the_day_of_the_place_where_it_was_made(root):
    commit(root, {"a.md": text("Plug it in.")}, "2024-02-01T23:30:00-0700")
    assert past(root).changes[0].on == date(2024, 2, 1)


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (text("Switch it on.  ", ""), "white space"),
        (text().replace("\n", "\r\n"), "white space"),
        (text().replace("id: kb-1", "id: kb-1\ntags: [a]"), "front matter"),
        (text().replace("id: kb-1", "id: kb-1\nsaid: [is dead]"), "phrase"),
        (text().replace("id: kb-1", "id: kb-1\nsaid: [is dead]\ntags: [a]"), "front matter"),
        (text(title="Fax"), "substantive"),
        (text().replace("id: kb-1", "id: kb-1\nversions: [2]"), "substantive"),
        (text().replace("title: Printer", "title: 'Printer'"), "front matter"),
        (text().replace("id: kb-1", "id: [kb-1"), "substantive"),
        (b"\xff\xfe", "substantive"),
    ],
)
def test_a_change_is_of_the_kind_its_texts_say(root, after, kind):
    commit(root, {"a.md": after}, "2024-02-01")
    assert story(root)[0] == f"{kind} 2024-02-01 a.md"


def test_a_mass_edit_is_no_work_on_an_article(root):
    others = {f"{n}.md": text(str(n)) for n in range(3)}
    commit(root, {"a.md": text("new"), **others}, "2024-02-01")
    assert story(root, mass_edit=4)[0] == "mass edit 2024-02-01 a.md"
    assert story(root, mass_edit=5)[0] == "substantive 2024-02-01 a.md"


def test_a_mass_edit_that_is_listed_as_work_counts(root):
    name = commit(root, {"a.md": text("new"), "b.md": text("b")}, "2024-02-01")
    assert story(root, mass_edit=2, counted=(name[:10],))[0] == "substantive 2024-02-01 a.md"


def test_an_article_that_begins_in_a_mass_import_is_created_then(root):
    commit(root, {f"{n}.md": text(str(n)) for n in range(30)}, "2024-02-01")
    assert story(root, "7.md") == ["created 2024-02-01 7.md"]


@pytest.mark.parametrize(
    "author", ["dependabot[bot] <1+dependabot[bot]@users.noreply.github.com>", "X <release-bot@example.org>"]
)
def test_a_bots_commit_is_no_work(root, author):
    commit(root, {"a.md": text("new")}, "2024-02-01", author)
    assert story(root)[0] == "bot 2024-02-01 a.md"


def test_a_commit_that_blame_ignores_is_no_work(root):
    first = commit(root, {"a.md": text("one")}, "2024-02-01")
    second = commit(root, {"a.md": text("two")}, "2024-03-01")
    make.files(root, {".git-blame-ignore-revs": f"# reformatted\n{first}\n", "more": f"{second} # too\n"})
    git(root, "config", "blame.ignoreRevsFile", "more")
    assert story(root) == ["ignored 2024-03-01 a.md", "ignored 2024-02-01 a.md", "created 2024-01-01 a.md"]


def test_co_authors_are_authors(root):
    commit(
        root,
        {"a.md": text("new")},
        "2024-02-01",
        message="x\n\nCo-authored-by: Cy <CY@example.org>\nCo-authored-by: Ben <ben@example.org>",
    )
    assert past(root).changes[0].commit.by == ("ana@example.org", "cy@example.org", "ben@example.org")


def test_authors_are_those_of_the_mailmap_also_when_it_comes_later(root, tmp_path_factory):
    file = tmp_path_factory.mktemp("own") / "history.sqlite"
    assert history(root, file).pasts(["a.md"])["a.md"].changes[0].commit.by == ("ana@example.org",)
    make.files(root, {".mailmap": "Ana Kovač <ana@new.example> <ana@example.org>\n"})
    known = history(root, file)
    assert known.pasts(["a.md"])["a.md"].changes[0].commit.by == ("ana@new.example",)
    assert known.lineage.commits.mailmap.names == {"ana@new.example": "Ana Kovač"}


def test_when_somebody_was_last_there_is_the_time_of_their_last_commit(root):
    commit(root, {"b.md": text("b")}, "2024-03-01", BEN, "x\n\nCo-authored-by: Cy <CY@example.org>")
    commit(root, {"a.md": text("new")}, "2024-02-01", BEN)
    commit(root, {"a.md": text("newer")}, "2030-01-01", "Dan <dan@example.org>")
    last = history(root).lineage.commits.last_seen(datetime(2024, 12, 31, tzinfo=UTC))
    assert {person: str(at.date()) for person, at in last.items()} == {
        "ana@example.org": "2024-01-01", "ben@example.org": "2024-03-01", "cy@example.org": "2024-03-01",
    }  # fmt: skip


@pytest.mark.parametrize("days", [("2024-02-01", "2024-03-01"), ("2024-03-01", "2024-02-01")])
def test_somebody_of_two_addresses_was_last_there_under_the_later_one(root, days):
    commit(root, {"a.md": text("one")}, days[0], BEN)
    commit(root, {"a.md": text("two")}, days[1], "Ben <ben@old.example>")
    make.files(root, {".mailmap": "Ben <ben@example.org> <ben@old.example>\n"})
    last = history(root).lineage.commits.last_seen(datetime(2024, 12, 31, tzinfo=UTC))
    assert str(last["ben@example.org"].date()) == "2024-03-01"


def test_what_happened_since_the_last_work_is_passed_over(root):
    commit(root, {"a.md": text("new")}, "2024-02-01")
    commit(root, {"a.md": text("new ")}, "2024-03-01")
    commit(root, {"a.md": None, "b.md": text("new ")}, "2024-04-01")
    found = past(root, "b.md")
    assert [change.kind.value for change in found.passed_over] == ["moved", "white space"]
    assert (found.substantive, found.worked) == (found.changes[2], found.changes[2])


def test_a_past_without_work_is_passed_over_as_a_whole():
    assert (Past().passed_over, Past().worked, Past().substantive, Past().created) == ((), None, None, None)


def test_a_moved_article_keeps_its_past(root):
    commit(root, {"a.md": None, "printing/b.md": text()}, "2024-02-01")
    commit(root, {"printing/b.md": text("new")}, "2024-03-01")
    assert story(root, "printing/b.md") == [
        "substantive 2024-03-01 printing/b.md", "moved 2024-02-01 printing/b.md", "created 2024-01-01 a.md",
    ]  # fmt: skip


def test_an_article_that_was_moved_and_changed_at_once_keeps_its_past(root):
    commit(root, {"a.md": None, "b.md": text("Switch it on.", "Wait.")}, "2024-02-01")
    assert story(root, "b.md") == ["substantive 2024-02-01 b.md", "created 2024-01-01 a.md"]


def test_a_renamed_folder_moves_all_its_articles(root):
    commit(root, {f"old/{n}.md": text(f"way {n}") for n in range(30)}, "2024-02-01")
    git(root, "mv", "old", "new")
    commit(root, {}, "2024-03-01")
    assert story(root, "new/7.md") == ["moved 2024-03-01 new/7.md", "created 2024-02-01 old/7.md"]


def test_two_articles_that_swap_names_keep_their_pasts(root):
    commit(root, {"b.md": text("b")}, "2024-01-02")
    commit(root, {"a.md": text("b"), "b.md": text()}, "2024-02-01")
    assert story(root) == ["moved 2024-02-01 a.md", "created 2024-01-02 b.md"]
    assert story(root, "b.md") == ["moved 2024-02-01 b.md", "created 2024-01-01 a.md"]


def test_two_articles_that_swap_names_one_after_the_other_keep_their_pasts(root):
    commit(root, {"b.md": text("b")}, "2024-01-02")
    for day, (old, new) in enumerate([("a.md", "c.md"), ("b.md", "a.md"), ("c.md", "b.md")], 1):
        git(root, "mv", old, new)
        commit(root, {}, f"2024-02-0{day}")
    assert story(root) == ["moved 2024-02-02 a.md", "created 2024-01-02 b.md"]
    assert story(root, "b.md") == ["moved 2024-02-03 b.md", "moved 2024-02-01 c.md", "created 2024-01-01 a.md"]


def test_three_articles_that_change_places_keep_their_pasts(root):
    commit(root, {"b.md": text("b"), "c.md": text("c")}, "2024-01-02")
    commit(root, {"a.md": text("b"), "b.md": text("c"), "c.md": text()}, "2024-02-01")
    assert story(root, "c.md") == ["moved 2024-02-01 c.md", "created 2024-01-01 a.md"]


def test_an_article_that_moves_into_the_place_of_one_that_moves_on_keeps_its_past(root):
    commit(root, {"b.md": text("b")}, "2024-01-02")
    commit(root, {"a.md": None, "b.md": text(), "c.md": text("b")}, "2024-02-01")
    assert story(root, "b.md") == ["moved 2024-02-01 b.md", "created 2024-01-01 a.md"]
    assert story(root, "c.md") == ["moved 2024-02-01 c.md", "created 2024-01-02 b.md"]


def test_a_file_that_disappeared_and_came_back_is_the_same_article(root):
    commit(root, {"a.md": None}, "2024-02-01")
    commit(root, {"a.md": text()}, "2024-03-01")
    assert story(root) == ["restored 2024-03-01 a.md", "deleted 2024-02-01 a.md", "created 2024-01-01 a.md"]


def test_a_file_that_came_back_with_another_text_was_worked_on(root):
    commit(root, {"a.md": None}, "2024-02-01")
    commit(root, {"a.md": text("new")}, "2024-03-01")
    assert story(root)[0] == "substantive 2024-03-01 a.md"


def test_a_name_that_only_changes_its_capitals_is_a_move(root):
    git(root, "mv", "a.md", "A.md")
    commit(root, {}, "2024-02-01")
    assert story(root, "A.md") == ["moved 2024-02-01 A.md", "created 2024-01-01 a.md"]


@pytest.mark.parametrize(
    "name", ["drucker/größe.md", "打印机.md", 'a "b" c.md', "tab\there.md", "line\nend.md", " .md", ":x.md"]
)
def test_any_name_a_file_can_have_is_followed(root, name):
    commit(root, {"a.md": None, name: text()}, "2024-02-01")
    assert story(root, name) == [f"moved 2024-02-01 {name}", "created 2024-01-01 a.md"]


def test_a_name_that_is_not_utf_8_is_followed(root):
    name = os.fsdecode(b"gr\xfc\xdfe.md")
    commit(root, {"a.md": None, name: text()}, "2024-02-01")
    assert [change.kind.value for change in past(root, name).changes] == ["moved", "created"]


def branch(root: Path, name: str, changes, on: str, **fields) -> None:
    """Make a branch off the first commit, with one commit; the main branch is the current one afterwards."""
    first = git(root, "rev-list", "--max-parents=0", "HEAD").split()[0]
    git(root, "checkout", "-q", "-b", name, first)
    commit(root, changes, on, **fields)
    git(root, "checkout", "-q", "main")


def merge(root: Path, *branches: str, on: str = "2024-05-01", resolved: str | None = None) -> None:
    """Merge branches; a conflict is resolved by a text for a.md."""
    when = f"{on}T12:00:00+00:00"
    environment = {**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    command = ["git", "-C", str(root), "merge", "-q", "--no-ff", "--no-commit", "--allow-unrelated-histories", *branches]
    subprocess.run(command, capture_output=True, env=environment, check=resolved is None)
    make.files(root, {"a.md": resolved} if resolved else {})
    git(root, "add", "-A")
    subprocess.run(["git", "-C", str(root), "commit", "-q", "-m", "merge"], check=True, env=environment)


TOP, END = "The printer on the second floor is dead.", "Switch it on."


def test_edits_on_two_branches_are_both_in_the_past_and_the_merge_is_no_work(root):
    branch(root, "side", {"a.md": text().replace(TOP, "The printer is dead.")}, "2024-02-01", by=BEN)
    commit(root, {"a.md": text("Plug it in.")}, "2024-03-01")
    merge(root, "side")
    assert story(root) == [
        "merged 2024-05-01 a.md", "substantive 2024-03-01 a.md", "substantive 2024-02-01 a.md", "created 2024-01-01 a.md",
    ]  # fmt: skip


def test_a_conflict_resolved_with_new_words_is_work(root):
    branch(root, "side", {"a.md": text("Pull the plug.")}, "2024-02-01")
    commit(root, {"a.md": text("Plug it in.")}, "2024-03-01")
    merge(root, "side", resolved=text("Pull the plug and plug it in."))
    assert story(root)[0] == "substantive 2024-05-01 a.md"


def test_a_merge_that_takes_one_side_is_no_change(root):
    branch(root, "side", {"a.md": text("Pull the plug.")}, "2024-02-01", by=BEN)
    commit(root, {"b.md": text("b")}, "2024-03-01")
    merge(root, "side")
    assert story(root) == ["substantive 2024-02-01 a.md", "created 2024-01-01 a.md"]


def test_an_edit_that_no_merge_kept_is_not_in_the_past(root):
    branch(root, "side", {"a.md": text("Pull the plug.")}, "2024-02-01")
    commit(root, {"a.md": text("Plug it in.")}, "2024-03-01")
    git(root, "merge", "-q", "-s", "ours", "-m", "ours", "side")
    assert story(root) == ["substantive 2024-03-01 a.md", "created 2024-01-01 a.md"]


def test_an_article_renamed_on_one_branch_and_edited_on_the_other_keeps_both(root):
    branch(root, "side", {"a.md": text("Pull the plug.")}, "2024-02-01", by=BEN)
    git(root, "mv", "a.md", "b.md")
    commit(root, {}, "2024-03-01")
    merge(root, "side")
    assert story(root, "b.md") == [
        "merged 2024-05-01 b.md", "moved 2024-03-01 b.md", "substantive 2024-02-01 a.md", "created 2024-01-01 a.md",
    ]  # fmt: skip


def test_the_same_edit_picked_on_two_branches_is_one(root):
    branch(root, "side", {"a.md": text("new")}, "2024-02-01", by=BEN)
    git(root, "cherry-pick", "side")
    git(root, "commit", "-q", "--amend", "--allow-empty", "-m", "picked")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert story(root) == ["substantive 2024-02-01 a.md", "created 2024-01-01 a.md"]


def test_a_merge_of_many_branches_joins_all_of_them(root):
    lines = [f"line {n}" for n in range(30)]
    commit(root, {"b.md": "\n".join(lines)}, "2024-01-02")
    for number in (1, 12, 25):
        git(root, "checkout", "-q", "-b", f"side{number}", "main")
        changed = [f"new {n}" if n == number else line for n, line in enumerate(lines)]
        commit(root, {"b.md": "\n".join(changed)}, f"2024-02-{number:02}")
        git(root, "checkout", "-q", "main")
    merge(root, "side1", "side12", "side25")
    assert story(root, "b.md") == [
        "merged 2024-05-01 b.md",
        "substantive 2024-02-25 b.md", "substantive 2024-02-12 b.md", "substantive 2024-02-01 b.md",
        "created 2024-01-02 b.md",
    ]  # fmt: skip


def test_a_history_of_its_own_that_is_merged_brings_its_past(root):
    git(root, "checkout", "-q", "--orphan", "other")
    git(root, "rm", "-q", "-rf", ".")
    commit(root, {"b.md": text("b")}, "2023-01-01")
    git(root, "checkout", "-q", "main")
    merge(root, "other")
    assert (story(root, "b.md"), story(root)) == (["created 2023-01-01 b.md"], ["created 2024-01-01 a.md"])


def test_clocks_that_go_backwards_do_not_turn_the_past_around(root):
    commit(root, {"a.md": text("one")}, "2020-01-01")
    commit(root, {"a.md": text("two")}, "2019-01-01")
    assert story(root) == ["substantive 2019-01-01 a.md", "substantive 2020-01-01 a.md", "created 2024-01-01 a.md"]


@pytest.mark.parametrize(
    ("seconds", "zone", "text_"),
    [(-5, "+0000", "1970-01-01T00:00:00+00:00"), (10**15, "junk", "9999-01-01"), (0, "+9999", "1970-01-01")],
)
def test_any_time_a_commit_claims_can_be_read(seconds, zone, text_):
    assert moment(seconds, zone).astimezone(UTC).isoformat().startswith(text_)


def test_symbolic_links_submodules_and_other_files_are_no_articles(root):
    (root / "link.md").symlink_to("a.md")
    make.files(root, {"b.txt": "x", "c.mdown": "x"})
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{git(root, 'rev-parse', 'HEAD').strip()},module.md")
    commit(root, {}, "2024-02-01")
    assert [entry.path for logged in read_log(root, "HEAD", has_all_texts=True) for entry in logged.entries] == ["a.md"]


def test_what_a_person_configured_changes_nothing(root):
    commit(root, {"a.md": None, "größe.md": text()}, "2024-02-01")
    settings = {
        "diff.renames": "false", "core.quotePath": "true", "log.follow": "true",
        "color.ui": "always", "diff.noprefix": "true",
        "log.date": "relative", "format.pretty": "oneline", "log.showSignature": "true", "log.showRoot": "false",
        "log.mailmap": "false", "diff.renameLimit": "1", "log.diffMerges": "off", "diff.ignoreSubmodules": "all",
    }  # fmt: skip
    for name, value in settings.items():
        git(root, "config", name, value)
    assert story(root, "größe.md") == ["moved 2024-02-01 größe.md", "created 2024-01-01 a.md"]


def test_a_file_that_was_never_committed_has_no_past(root):
    make.files(root, {"new.md": text()})
    assert past(root, "new.md") == Past()


def test_a_repository_without_commits_has_no_past(tmp_path):
    git(tmp_path, "init", "-q")
    assert (history(tmp_path).head, history(tmp_path).pasts(["a.md"])) == ("", {"a.md": Past()})


# What is remembered


@pytest.fixture
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("own") / "history.sqlite"


def known(root: Path, file: Path, path: str = "a.md", **rules) -> list[str]:
    """Return an article's story as it is remembered; it must be the one that reading all anew tells."""
    found = history(root, file, **rules)
    pasts = found.pasts([path], choose=lambda past: past.changes)[path]
    remembered = [f"{change.kind.value} {change.on} {change.path}" for change in pasts.changes]
    assert remembered == story(root, path, **rules)
    return remembered


def seen(file: Path) -> int:
    """Count the commits that are remembered."""
    connection = sqlite3.connect(file)
    (number,) = connection.execute("select count(*) from commits").fetchone()
    connection.close()
    return number


def test_the_next_time_only_new_commits_are_read(root, file, monkeypatch):
    known(root, file)
    commit(root, {"a.md": text("new")}, "2024-02-01")
    asked = []
    found = history(root, file)
    monkeypatch.setattr(found, "read", lambda revisions: asked.append(revisions) or History.read(found, revisions))
    assert len(found.pasts(["a.md"])["a.md"].changes) == 2
    assert asked == [f"{git(root, 'rev-parse', 'HEAD~1').strip()}..{found.head}"]


def test_kinds_that_are_known_are_not_looked_up_again(root, file):
    commit(root, {"a.md": text("Switch it on. ")}, "2024-02-01")
    known(root, file)
    again = history(root, file)
    again.compare = lambda before, after: pytest.fail("texts were compared again")
    assert again.recent(["a.md"])["a.md"].changes[0].kind is ChangeKind.white_space


def test_other_rules_for_texts_forget_the_kinds(root, file):
    commit(root, {"a.md": text("Switch it on. ")}, "2024-02-01")
    known(root, file)
    other = history(root, file, key="2")
    other.compare = lambda before, after: ChangeKind.fields
    assert other.recent(["a.md"])["a.md"].changes[0].kind is ChangeKind.fields


def test_only_the_candidates_for_the_last_work_are_compared(root):
    for day in ("02", "03", "04"):
        commit(root, {"a.md": text(day)}, f"2024-01-{day}")
    commit(root, {"a.md": text("04 ")}, "2024-01-05")
    found = history(root)
    assert [change.kind.value for change in found.recent(["a.md"])["a.md"].changes] == ["white space", "substantive"]
    kinds = [change.kind.value for change in found.pasts(["a.md"])["a.md"].changes]
    assert kinds == ["white space", "substantive", "unread", "unread", "created"]


def test_after_a_switch_of_branches_and_back_each_has_its_own_past(root, file):
    branch(root, "side", {"a.md": text("side")}, "2024-02-01")
    commit(root, {"a.md": text("main")}, "2024-03-01")
    assert known(root, file)[0] == "substantive 2024-03-01 a.md"
    git(root, "checkout", "-q", "side")
    assert known(root, file) == ["substantive 2024-02-01 a.md", "created 2024-01-01 a.md"]
    git(root, "checkout", "-q", "main")
    assert known(root, file) == ["substantive 2024-03-01 a.md", "created 2024-01-01 a.md"]


def test_a_rebased_and_an_amended_branch_are_read_anew(root, file):
    branch(root, "side", {"b.md": text("b")}, "2024-02-01")
    commit(root, {"a.md": text("main")}, "2024-03-01")
    git(root, "checkout", "-q", "side")
    known(root, file, "b.md")
    git(root, "rebase", "-q", "main")
    assert known(root, file, "b.md") == ["created 2024-02-01 b.md"]
    git(root, "commit", "-q", "--amend", "-m", "other", "--date", "2024-04-01T12:00:00+00:00")
    assert (known(root, file, "b.md"), seen(file)) == (["created 2024-04-01 b.md"], 3)


def test_a_branch_that_is_merged_later_is_taken_in(root, file):
    commit(root, {"a.md": text("Plug it in.")}, "2024-03-01")
    known(root, file)
    branch(root, "side", {"a.md": text().replace(TOP, "The printer is dead.")}, "2024-02-01", by=BEN)
    merge(root, "side")
    assert len(known(root, file)) == 4


def test_a_detached_head_has_the_past_until_there(root, file):
    commit(root, {"a.md": text("new")}, "2024-02-01")
    known(root, file)
    git(root, "checkout", "-q", "--detach", "HEAD~1")
    assert known(root, file) == ["created 2024-01-01 a.md"]


def test_articles_that_come_back_after_the_history_was_read_are_known(root, file):
    commit(root, {"a.md": None}, "2024-02-01")
    known(root, file)
    commit(root, {"a.md": text()}, "2024-03-01")
    assert known(root, file)[0] == "restored 2024-03-01 a.md"


@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000, b"SQLite format 3\0 and no more"])
def test_a_damaged_store_is_made_again(root, file, damage):
    known(root, file)
    for other in file.parent.glob("history.sqlite-*"):
        other.unlink()
    file.write_bytes(damage)
    assert known(root, file) == ["created 2024-01-01 a.md"]
    assert seen(file) == 1


def test_a_store_damaged_within_is_made_again(root, file):
    commit(root, {f"{n}.md": text(str(n)) for n in range(200)}, "2024-02-01")
    known(root, file)
    sqlite3.connect(file).execute("pragma wal_checkpoint(truncate)").connection.close()
    content = bytearray(file.read_bytes())
    content[4096:-4096] = b"\xa5" * (len(content) - 8192)
    file.write_bytes(content)
    assert known(root, file) == ["created 2024-01-01 a.md"]


def test_a_store_of_another_version_begins_anew(root, file):
    known(root, file)
    connection = sqlite3.connect(file)
    connection.execute("pragma user_version = 99")
    connection.close()
    assert (known(root, file), seen(file)) == (["created 2024-01-01 a.md"], 1)


def test_what_is_half_taken_in_is_not_there(root, file):
    known(root, file)
    commit(root, {"a.md": text("new")}, "2024-02-01")
    broken = history(root, file)
    broken.read = lambda _: iter([next(read_log(root, "HEAD", has_all_texts=True)), 1 / 0])
    with pytest.raises(ZeroDivisionError):
        broken.pasts(["a.md"])
    assert (seen(file), len(known(root, file))) == (1, 2)


def test_a_store_whose_changes_are_damaged_is_made_again(root, file):
    commit(root, {"a.md": text("new")}, "2024-02-01")
    known(root, file)
    connection = sqlite3.connect(file)
    (page,) = connection.execute("select rootpage from sqlite_master where name = 'changes'").fetchone()
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    content = bytearray(file.read_bytes())
    content[4096 * (page - 1) : 4096 * page] = b"\xa5" * 4096
    file.write_bytes(content)
    assert (len(known(root, file)), seen(file)) == (2, 2)


@pytest.mark.parametrize("table", ["state", "commits", "changes"])
def test_a_store_that_lacks_a_table_is_made_again(root, file, table):
    known(root, file)
    connection = sqlite3.connect(file)
    connection.execute(f"drop table {table}")
    connection.close()
    commit(root, {"a.md": text("new")}, "2024-02-01")
    assert len(known(root, file)) == 2
    assert seen(file) == 2


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let no file become larger than so many bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_where_the_disk_is_full_the_history_is_read_anew_and_that_is_said(root, file):
    known(root, file)
    commit(root, {f"{n}.md": text(str(n)) for n in range(300)}, "2024-02-01")
    found, said = history(root, file), []
    found.tell = said.append
    with full_disk(file.stat().st_size):
        pasts = found.pasts(["a.md", "7.md"])
    assert {path: past.created.on for path, past in pasts.items()} == {"a.md": date(2024, 1, 1), "7.md": date(2024, 2, 1)}
    assert [one.partition(" (")[0] for one in said] == ["The history cannot be remembered"]
    assert (seen(file), len(known(root, file, "7.md")), seen(file)) == (1, 1, 2)


def test_where_nothing_can_be_written_the_history_is_read_each_time(root):
    assert history(root, Path("/nosuch/history.sqlite")).pasts(["a.md"])["a.md"].created.on == date(2024, 1, 1)


def test_many_at_once_find_the_same(root, file):
    commit(root, {f"{n}.md": text(str(n)) for n in range(50)}, "2024-02-01")
    code = (
        "import sys; from pathlib import Path; from tests.history.test_history import history\n"
        "print(len(history(Path(sys.argv[1]), Path(sys.argv[2])).lineage.rows))"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, root, file], stdout=subprocess.PIPE, cwd=Path.cwd()) for _ in range(4)
    ]
    assert [run.communicate()[0] for run in runs] == [b"51\n"] * 4
    assert seen(file) == 2


# Clones that lack something


def clone(root: Path, to: Path, *options: str) -> Path:
    git(root, "config", "uploadpack.allowFilter", "true")
    subprocess.run(["git", "clone", "-q", *options, root.as_uri(), to], check=True, capture_output=True)
    return to


def test_a_shallow_clone_knows_only_that_articles_are_at_least_so_old(root, tmp_path_factory):
    commit(root, {"b.md": text("b")}, "2024-02-01")
    commit(root, {"a.md": text("new"), "c.md": text("c")}, "2024-03-01")
    shallow = clone(root, tmp_path_factory.mktemp("x") / "shallow", "--depth=2")
    assert story(shallow, "b.md") == ["boundary 2024-02-01 b.md"]
    assert story(shallow) == ["substantive 2024-03-01 a.md", "boundary 2024-02-01 a.md"]
    assert story(shallow, "c.md") == ["created 2024-03-01 c.md"]
    old = past(shallow, "b.md")
    assert history(shallow).first(["b.md"]) == {"b.md": None}
    assert (old.is_complete, old.created, old.substantive, old.worked.on) == (False, None, None, date(2024, 2, 1))


def test_a_clone_that_is_shallow_no_more_is_read_anew(root, tmp_path_factory, file):
    commit(root, {"b.md": text("b")}, "2024-02-01")
    shallow = clone(root, tmp_path_factory.mktemp("x") / "shallow", "--depth=1")
    assert known(shallow, file) == ["boundary 2024-02-01 a.md"]
    git(shallow, "fetch", "-q", "--unshallow")
    assert known(shallow, file) == ["created 2024-01-01 a.md"]


def test_a_partial_clone_does_without_the_network(root, tmp_path_factory):
    commit(root, {"a.md": text("Switch it on. ")}, "2024-02-01")
    commit(root, {"b.md": text("b")}, "2024-03-01")
    git(root, "mv", "a.md", "c.md")
    commit(root, {}, "2024-04-01")
    partial = clone(root, tmp_path_factory.mktemp("x") / "partial", "--filter=blob:none")
    said: list[str] = []
    found = history(partial)
    found.tell = said.append
    changes = found.pasts(["c.md"], choose=lambda past: past.changes)["c.md"].changes
    assert [change.kind.value for change in changes] == ["moved", "substantive", "created"]
    assert said == ["1 earlier text not in this partial clone: taken for substantive"]
    missing = git(partial, "rev-list", "--objects", "--missing=print", "HEAD")
    assert sum(line.startswith("?") for line in missing.splitlines()) == 1


def test_a_clone_without_trees_is_said_to_lack_them(root, tmp_path_factory):
    commit(root, {"a.md": text("new")}, "2024-02-01")
    treeless = clone(root, tmp_path_factory.mktemp("x") / "treeless", "--filter=tree:0")
    with pytest.raises(KcsError, match="git cannot read the history"):
        history(treeless).pasts(["a.md"])


# Work trees and submodules


def test_each_work_tree_has_the_history_of_its_own_branch(root, tmp_path_factory):
    branch(root, "side", {"knowledge/a.md": make.article(id="kb-side")}, "2024-02-01")
    linked = tmp_path_factory.mktemp("x") / "linked"
    git(root, "worktree", "add", "-q", str(linked), "side")
    assert make.answer(linked, "history", "kb-side")["created_at"] == "2024-02-01T12:00:00+00:00"
    assert make.answer(root, "history", "kb-1")["created_at"] == "2024-01-01T12:00:00+00:00"
    assert make.run(root, "history", "kb-side").status == 2
    assert sorted(path.parent.parent.name for path in root.rglob("history.sqlite")) == [".git", "linked"]


def test_a_knowledge_base_in_a_submodule_has_the_submodules_history(root, tmp_path_factory):
    outer = make.base(tmp_path_factory.mktemp("outer"), {})
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(root), "kb")
    assert make.answer(outer / "kb", "history", "a")["created_at"] == "2024-01-01T12:00:00+00:00"


def test_a_knowledge_base_in_a_folder_follows_articles_that_came_from_outside(root):
    make.files(root, {"support/kcs.toml": ""})
    git(root, "mv", "a.md", "support/a.md")
    commit(root, {}, "2024-02-01")
    answer = make.answer(root / "support", "history", "a")
    assert [(entry["kind"], entry["moved_from"]) for entry in answer["entries"]] == [("moved", "a.md"), ("created", None)]


def test_the_commit_of_a_day_is_the_one_the_branch_had_then(root):
    second = commit(root, {"a.md": text("new")}, "2024-02-01")
    found = history(root)
    assert found.commit_at(datetime(2024, 2, 1, 23, 59, tzinfo=UTC)) == second
    assert found.commit_at(datetime(2023, 12, 31, tzinfo=UTC)) == ""


def test_the_store_that_is_opened_twice_is_begun_once(file):
    first, second = (HistoryFile(history_cache(file).open()) for _ in range(2))
    first.note(head="x")
    assert second.state() == {"head": "x"}


# Any sequence of operations

NAMES = ("a.md", "b.md", "c.md")
OPERATIONS = ("edit", "edit", "move", "swap", "copy", "delete", "restore", "branch", "merge", "read")


class Walk:
    """A repository that is changed step by step, in which the history is read now and then and remembered."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "kb"
        self.root.mkdir()
        self.file = folder / "history.sqlite"
        git(self.root, "init", "-q", "-b", "main")
        self.texts = [text(str(number)) for number in range(3)]
        self.steps = 0
        self.commit({"a.md": self.texts[0], "b.md": self.texts[1]})

    def commit(self, changes: dict[str, str | None]) -> None:
        """Commit some files; those to delete may not be there. Every commit has a time of its own."""
        self.steps += 1
        there = {name: new for name, new in changes.items() if new is not None or (self.root / name).exists()}
        commit(self.root, there, f"2024-01-01T12:{self.steps:02}:00+00:00")

    def content(self, name: str) -> str | None:
        return (self.root / name).read_text() if (self.root / name).exists() else None

    def edit(self, one: str, other: str) -> None:
        self.texts.append(text("Switch it on.", str(self.steps)))
        self.commit({one: self.texts[-1]})

    def move(self, one: str, other: str) -> None:
        self.commit({other: self.content(one), one: None} if one != other else {})

    def swap(self, one: str, other: str) -> None:
        self.commit({one: self.content(other), other: self.content(one)})

    def copy(self, one: str, other: str) -> None:
        self.commit({other: self.content(one)})

    def delete(self, one: str, other: str) -> None:
        self.commit({one: None})

    def restore(self, one: str, other: str) -> None:
        there = {self.content(one), self.content(other)}
        self.commit({one: next(text for text in self.texts if text not in there)})

    def branch(self, *_: str) -> None:
        """Go to the other branch; it begins where one is."""
        current = git(self.root, "branch", "--show-current").strip()
        there = git(self.root, "branch", "--list", "side")
        git(self.root, "checkout", "-q", *([] if there else ["-b"]), "main" if current == "side" else "side")

    def merge(self, *_: str) -> None:
        """Merge the other branch; what is in conflict stays as git leaves it."""
        self.branch()
        other = git(self.root, "rev-parse", "HEAD").strip()
        self.branch()
        command = ["git", "-C", str(self.root), "merge", "--no-ff", "--no-commit", other]
        subprocess.run(command, capture_output=True, check=False)
        self.commit({})

    def read(self, *_: str) -> None:
        self.pasts(self.file)

    def pasts(self, file: Path | None) -> dict[str, Past]:
        """Return the past of each file, without the numbers, which differ."""
        found = history(self.root, file).pasts(NAMES, choose=lambda past: past.changes)
        return {
            name: past._replace(changes=tuple(change._replace(number=0) for change in past.changes))
            for name, past in found.items()
        }


def on_a(*operations: str) -> list[tuple[str, str, str]]:
    """Return steps that all concern one file."""
    return [(operation, "a.md", "a.md") for operation in operations]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(OPERATIONS), st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=10))
@example(on_a("branch", "edit", "restore", "read", "branch", "edit", "merge"))
@example(on_a("branch", "edit", "restore", "branch", "edit", "read", "merge"))
def test_whatever_is_done_the_remembered_history_is_the_one_that_is_read_anew(steps):
    with TemporaryDirectory() as folder:
        walk = Walk(Path(folder))
        for operation, one, other in (("read", "", ""), *steps):
            getattr(walk, operation)(one, other)
        assert walk.pasts(walk.file) == walk.pasts(None)


def test_the_first_change_is_where_the_whole_past_begins(root):
    commit(root, {"b.md": text("Another one.")}, "2024-01-02")
    git(root, "mv", "a.md", "c.md")
    commit(root, {"c.md": text("Switch it on.", "Wait.")}, "2024-02-01")
    paths = ["b.md", "c.md", "nosuch.md"]
    found = history(root).first(paths)
    assert found == {path: past.created for path, past in history(root).pasts(paths).items()}
    assert {path: change and str(change.on) for path, change in found.items()} == {
        "b.md": "2024-01-02", "c.md": "2024-01-01", "nosuch.md": None
    }  # fmt: skip


def test_commits_are_counted_only_for_who_shows_how_many_there_are(root):
    commit(root, {"notes.txt": "No article."}, "2024-01-02")
    seen: list[int] = []
    counting = history(root)
    counting.watch = lambda numbers, _: seen.extend(range(len(numbers))) or iter(numbers)
    silent = history(root)
    silent.watch = lambda numbers, _: iter(numbers)
    assert counting.lineage.rows == silent.lineage.rows
    assert seen == [0, 1]
