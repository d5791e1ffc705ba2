import gc
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kcs_cli.files.atomic import lock
from kcs_cli.migration import registry
from tests import make
from tests.migration import export
from tests.migration.export import one

BASE = {"knowledge/own.md": make.article("Our own", id="kb-own001"), "kcs.toml": ""}
PEOPLE = '[people."ana@example.org"]\nname = "Ana Silva"\nalso = ["a.silva@old.example.org"]\n'


@pytest.fixture
def kb(tmp_path, monkeypatch):
    """A base with an article of its own; the format of tests is the one that is known."""
    monkeypatch.setattr(registry, "IMPORTERS", (export.DESK,))
    return make.base(tmp_path / "kb", BASE)


def take(kb: Path, *records, **changed):
    """Import an export of some records; return the answer."""
    file = export.write(kb.parent / "all.desk", *records)
    return make.answer(kb, "import", str(file), *changed.get("words", ()))


def counts(answer) -> dict[str, int]:
    """Return the counts that are not zero."""
    names = ("new", "updated", "merged", "unchanged", "removed", "conflicts", "held_back", "gone_records", "not_taken")
    found = {name: answer[name] for name in names}
    return {name: n for name, v in found.items() if (n := len(v) if isinstance(v, list) else v)}


def text(kb: Path, name: str) -> str:
    return (kb / "knowledge" / name).read_text()


def commits(kb: Path, *options: str) -> list[str]:
    return make.git(kb, "log", "--format=%an <%ae> %as %s", *options).splitlines()


def change(kb: Path, name: str, old: str, new: str) -> None:
    """Change an article here, and commit it."""
    assert old in text(kb, name)
    make.commit(kb, {f"knowledge/{name}": text(kb, name).replace(old, new)})


def test_a_record_becomes_an_article_with_its_history(kb):
    record = one(
        "1001", "Printer does not print", "<h2>Cause</h2><p>It is <b>off</b>.</p>", created="2020-05-01T08:00:00Z",
        folders=["Hard ware", "Printers"], tags=["printing"], audience="public", confidence="validated", language="en",
    )  # fmt: skip
    answer = take(kb, record)
    assert counts(answer) == {"new": 1}
    assert text(kb, "hard-ware/printers/printer-does-not-print.md") == (
        "---\nid: kb-w1jadg\ntitle: Printer does not print\nconfidence: validated\naudience: public\nlanguage: en\n"
        'tags: [printing]\naliases: ["1001", "https://help.example.org/articles/1001-Printer-does-not-print"]\n---\n\n'
        "## Cause\n\nIt is **off**.\n"
    )
    assert commits(kb)[:3] == [
        f"Ana <ana@example.org> {commits(kb)[0].split()[2]} Import from Made-up Desk: 1 new",
        "Ana Silva <ana@example.org> 2024-03-01 Update Printer does not print",
        "Ana Silva <ana@example.org> 2020-05-01 Import Printer does not print",
    ]
    assert make.git(kb, "status", "--porcelain") == ""
    assert make.answer(kb, "search", "printer does not print")["hits"][0]["id"] == "kb-w1jadg"


def test_each_revision_is_a_commit_of_its_author_and_day_the_oldest_of_all_first(kb):
    eve = {"name": "Eve\n<x>", "email": "eve@exa\nmple.org"}
    revisions = [
        {"title": "Mail", "html": "<p>Old</p>", "at": "2021-01-01T00:00:00Z", "author": eve},
        {"title": "Mail waits", "html": "<p>New</p>", "at": "2023-01-01T00:00:00Z"},
    ]
    take(kb, one("1", "Mail waits", revisions=revisions), one("2", "Fax", updated="2022-01-01T00:00:00Z"))
    assert commits(kb)[1:4] == [
        "Ana Silva <ana@example.org> 2023-01-01 Update Mail waits",
        "Ana Silva <ana@example.org> 2022-01-01 Import Fax",
        "Eve x <eve@example.org> 2021-01-01 Import Mail",
    ]


def test_an_author_of_whom_no_address_is_known_gets_one_that_no_mail_reaches(kb):
    answer = take(kb, one("1", "Mail waits", author={"name": "Bo Lind"}), one("2", "Fax", author={}))
    assert [line.partition(" 20")[0] for line in commits(kb)[1:3]] == [
        "unknown <unknown@desk.invalid>", "Bo Lind <bo-lind@desk.invalid>"
    ]  # fmt: skip
    assert answer["unknown_people"] == [{"name": "Bo Lind", "articles": 1}]


def test_an_author_of_people_toml_owns_the_articles(kb):
    make.commit(kb, {"people.toml": PEOPLE})
    answer = take(
        kb, one("1", "A one", author={"email": "A.Silva@old.example.org"}), one("2", "B two", author={"name": "ana silva"})
    )
    assert answer["unknown_people"] == []
    assert ["owner: ana@example.org" in text(kb, name) for name in ("a-one.md", "b-two.md")] == [True, True]


def test_an_author_who_is_described_later_owns_them_with_the_next_import(kb):
    take(kb, one("1", "A one"))
    make.commit(kb, {"people.toml": PEOPLE})
    assert counts(take(kb, one("1", "A one"))) == {"updated": 1}
    assert "owner: ana@example.org" in text(kb, "a-one.md")


def test_a_source_that_has_not_changed_changes_nothing(kb):
    records = one("1", "A one", votes=[9, 2, 1], folders=["X"]), one("2", "A one"), one("3", "Eins", translation_of="1")
    take(kb, *records)
    before = make.head(kb)
    assert (counts(take(kb, *records)), make.head(kb)) == ({"unchanged": 3}, before)


def test_what_changed_at_the_source_is_updated_and_new_revisions_are_commits(kb):
    revisions = [{"title": "A one", "html": f"<p>{n}</p>", "at": f"202{n}-01-01T00:00:00Z"} for n in range(4)]
    take(kb, one("1", "A one", revisions=revisions[:2]))
    assert counts(take(kb, one("1", "A one", revisions=revisions))) == {"updated": 1}
    assert [line[-20:] for line in commits(kb)[1:3]] == ["2023-01-01 Update A one"[-20:], "2022-01-01 Update A one"[-20:]]
    assert text(kb, "a-one.md").endswith("\n\n3\n")


def test_what_was_changed_here_stays_and_what_changed_there_comes(kb):
    take(kb, one("1", "A one", "<p>First.</p><p>Second.</p>", tags=["a", "b"]))
    change(kb, "a-one.md", "First.", "Ours.")
    change(kb, "a-one.md", "tags: [a, b]", "tags: [b, ours]\nconfidence: validated")
    answer = take(kb, one("1", "A one", "<p>First.</p><p>Theirs.</p>", tags=["a", "b", "theirs"]))
    assert counts(answer) == {"merged": 1}
    assert text(kb, "a-one.md").endswith("---\n\nOurs.\n\nTheirs.\n")
    assert "tags: [b, ours, theirs]\nconfidence: validated\n" in text(kb, "a-one.md")


def test_what_was_changed_here_and_there_stays_ours_and_theirs_lies_beside(kb):
    take(kb, one("1", "A one", "<p>First.</p>"))
    change(kb, "a-one.md", "First.", "Ours.")
    answer = take(kb, one("1", "A one", "<p>Theirs.</p>"))
    [conflict] = answer["conflicts"]
    assert (conflict["clashes"], conflict["source_text"]) == (["text"], "knowledge/a-one.md.source")
    assert text(kb, "a-one.md").endswith("\nOurs.\n")
    assert text(kb, "a-one.md.source").endswith("\nTheirs.\n")
    assert len(make.answer(kb, "search", "ours theirs")["hits"]) <= 2
    assert counts(take(kb, one("1", "A one", "<p>Theirs.</p>"))) == {"conflicts": 1}  # until somebody settles it
    make.git(kb, "rm", "-q", "knowledge/a-one.md.source")
    make.git(kb, "commit", "-q", "-m", "settled")
    assert counts(take(kb, one("1", "A one", "<p>Theirs.</p>"))) == {"unchanged": 1}
    assert text(kb, "a-one.md").endswith("\nOurs.\n")


def test_a_merge_after_a_merge_begins_with_what_was_imported_last(kb):
    take(kb, one("1", "A one", "<p>First.</p><p>Second.</p>"))
    change(kb, "a-one.md", "First.", "Ours.")
    take(kb, one("1", "A one", "<p>First.</p><p>Second, once.</p>"))
    assert counts(take(kb, one("1", "A one", "<p>First.</p><p>Second, twice.</p>"))) == {"merged": 1}
    assert text(kb, "a-one.md").endswith("---\n\nOurs.\n\nSecond, twice.\n")


def test_what_is_not_committed_here_is_not_touched(kb):
    take(kb, one("1", "A one", "<p>First.</p>"), one("2", "B two"))
    file = kb / "knowledge/a-one.md"
    file.write_text(file.read_text().replace("First.", "In the middle of it."))
    (kb / "staged.txt").write_text("staged")
    make.git(kb, "add", "staged.txt")
    answer = take(kb, one("1", "A one", "<p>Theirs.</p>"), one("2", "B two", "<p>New.</p>"))
    assert counts(answer) == {"updated": 1, "held_back": 1}
    assert make.git(kb, "status", "--porcelain").splitlines() == [" M knowledge/a-one.md", "A  staged.txt"]
    assert file.read_text().endswith("In the middle of it.\n")
    make.git(kb, "checkout", "-q", "--", "knowledge/a-one.md")
    assert counts(take(kb, one("1", "A one", "<p>Theirs.</p>"), one("2", "B two", "<p>New.</p>"))) == {
        "updated": 1, "unchanged": 1
    }  # fmt: skip


def test_an_article_removed_or_moved_here_stays_so(kb):
    records = one("1", "A one"), one("2", "B two", '<p><a href="/articles/1">one</a></p>')
    take(kb, *records)
    make.git(kb, "rm", "-q", "knowledge/a-one.md")
    (kb / "knowledge/sub").mkdir()
    make.git(kb, "mv", "knowledge/b-two.md", "knowledge/sub/other.md")
    make.git(kb, "commit", "-q", "-m", "moved")
    assert counts(take(kb, one("1", "A one", "<p>New.</p>"), one("2", "B two", "<p>New.</p>"))) == {
        "updated": 1, "removed": 1
    }  # fmt: skip
    assert text(kb, "sub/other.md").endswith("\nNew.\n")
    assert sorted(path.name for path in (kb / "knowledge").rglob("*.md")) == ["other.md", "own.md"]


def test_what_is_gone_at_the_source_is_listed_and_stays(kb):
    take(kb, one("1", "A one"), one("2", "B two"))
    answer = take(kb, one("1", "A one"))
    assert counts(answer) == {"unchanged": 1, "gone_records": 1}
    assert answer["gone_records"][0]["path"] == "knowledge/b-two.md"
    assert text(kb, "b-two.md")


def test_a_broken_record_is_told_by_its_number_and_the_others_are_taken(kb):
    answer = take(kb, one("1", "A one"), "{", one("1", "A again"), one("2", "Deep", "<div>" * 500 + "x"), one("3", "C"))
    assert counts(answer) == {"new": 2, "not_taken": 3}
    assert [(one["number"], one["file"]) for one in answer["not_taken"]] == [(2, "all.desk"), (3, None), (2, "2")]


def test_a_source_of_which_nothing_can_be_read_is_an_error(kb):
    file = export.write(kb.parent / "all.desk", "{", "")
    done = make.run(kb, "import", str(file))
    assert done.status == 2
    assert done.err.splitlines()[-2].startswith(f"Error: {file} has no article that can be read: ")


def test_another_source_of_the_same_format_needs_another_name(kb):
    take(kb, one("1", "A one"))
    file = export.write(kb.parent / "b.desk", one("x", "Other"))
    done = make.run(kb, "import", str(file))
    assert (done.status, "--name desk-2" in done.err) == (2, True)
    assert make.answer(kb, "import", str(file), "--name", "desk-2")["new"] == 1


def test_a_dry_run_counts_and_writes_nothing(kb):
    before = make.git(kb, "count-objects", "-v"), make.git(kb, "for-each-ref"), sorted(kb.rglob("*.md"))
    answer = take(kb, one("1", "A one", votes=[0, 2, 0]), "{", words=("--dry-run",))
    assert (counts(answer), answer["votes"], answer["dry_run"]) == ({"new": 1, "not_taken": 1}, 2, True)
    assert (make.git(kb, "count-objects", "-v"), make.git(kb, "for-each-ref"), sorted(kb.rglob("*.md"))) == before
    assert make.answer(kb, "events")["events"] == []


def test_links_between_articles_lead_from_file_to_file(kb):
    html = (
        '<p><a href="https://help.example.org/articles/2-Old-title#how">a</a> <a href="/articles/2">b</a> '
        '<a href="2-B-two?x=1">c</a> <a href="#here">d</a> <a href="javascript:x()">e</a> '
        '<a href="https://example.com/a(b)">f</a></p><h2 id="here">Here</h2>'
    )
    answer = take(kb, one("1", "A one", html, folders=["X"]), one("2", "B two", '<h3 id="how">How to</h3>', folders=["Y z"]))
    assert text(kb, "x/a-one.md").partition("---\n\n")[2] == (
        "[a](../y-z/b-two.md#how) [b](../y-z/b-two.md) [c](../y-z/b-two.md) [d](#here) e "
        "[f](https://example.com/a%28b%29)\n\n## Here\n"
    )
    assert '<a id="how"></a>' in text(kb, "y-z/b-two.md")
    assert answer["lost_links"] == []


def test_a_link_to_an_article_that_comes_later_leads_there_then(kb):
    link = one("1", "A one", '<p><a href="/articles/2">b</a></p>')
    answer = take(kb, link)
    assert [(lost["path"], lost["address"]) for lost in answer["lost_links"]] == [("knowledge/a-one.md", "/articles/2")]
    assert "[b](https://help.example.org/articles/2)" in text(kb, "a-one.md")
    assert counts(take(kb, link, one("2", "B two"))) == {"new": 1, "updated": 1}
    assert "[b](b-two.md)" in text(kb, "a-one.md")


def test_attachments_lie_beside_the_article_under_safe_names(kb):
    make.files(kb.parent, {"a.bin": b"\0A", "b.bin": b"B"})
    attached = [["/img/1", "../../../../etc/Shot 1.PNG", "a.bin"], ["/img/2", "x.md", "b.bin"], ["/img/3", "gone", "no.bin"]]
    html = '<p><img src="/img/1" alt="Shot"> <a href="/img/2">x</a> <img src="https://t.example/pixel.gif"></p>'
    answer = take(kb, one("1", "A one", html, attachments=attached))
    assert answer["attached"] == 2
    assert (answer["lost_attachments"][0]["name"], len(answer["lost_attachments"])) == ("gone", 1)
    assert text(kb, "a-one.md").endswith("\n\n![Shot](a-one/shot-1.png) [x](a-one/x.md.txt)\n")
    assert (kb / "knowledge/a-one/shot-1.png").read_bytes() == b"\0A"
    assert len(list(kb.parent.rglob("*.png"))) == 1
    make.files(kb.parent, {"a.bin": b"new"})
    assert counts(take(kb, one("1", "A one", html, attachments=attached))) == {"updated": 1}
    assert (kb / "knowledge/a-one/shot-1.png").read_bytes() == b"new"
    assert make.git(kb, "status", "--porcelain") == ""


def test_an_attachment_changed_or_removed_here_stays_so(kb):
    make.files(kb.parent, {"a.bin": b"A", "b.bin": b"B"})
    attached = [["/1", "a.png", "a.bin"], ["/2", "b.png", "b.bin"]]
    take(kb, one("1", "A one", attachments=attached))
    make.git(kb, "rm", "-q", "knowledge/a-one/b.png")
    make.commit(kb, {"knowledge/a-one/a.png": "ours"})
    make.files(kb.parent, {"a.bin": b"A2", "b.bin": b"B2"})
    [conflict] = take(kb, one("1", "A one", attachments=attached))["conflicts"]
    assert (conflict["clashes"], conflict["source_text"]) == (["attachments"], "knowledge/a-one/a.png.source")
    found = {path.name: path.read_bytes() for path in (kb / "knowledge/a-one").iterdir()}
    assert found == {"a.png": b"ours", "a.png.source": b"A2"}


def test_a_translation_lies_beside_what_it_translates(kb):
    german = one("1/de", "Drucker", language="de", translation_of="1", old_names=["1"])
    take(kb, german, one("1", "Printer", language="en-us"))
    assert f"translation_of: {text(kb, 'printer.md')[8:17]}" in text(kb, "printer.de.md")
    assert 'aliases: ["1",' in text(kb, "printer.de.md")


def test_names_of_files_are_safe_and_free_and_those_of_articles(kb):
    titles = ["README", "../../etc", "CON", "Same", "same", "Templates", "<b>\x07\n---\nid: evil", "null"]
    take(kb, *(one(str(number), title, folders=["templates", ".."]) for number, title in enumerate(titles)))
    found = sorted(path.relative_to(kb / "knowledge").as_posix() for path in (kb / "knowledge").rglob("*.md"))
    assert len(found) == 9
    assert {path.rpartition("/")[0] for path in found if path != "own.md"} == {"templates-2/article"}
    assert make.answer(kb, "index")["articles"] == 9


def test_votes_are_events_once_and_new_ones_later(kb):
    take(kb, one("1", "A one", votes=[100, 3, 1]))
    take(kb, one("1", "A one", votes=[100, 3, 1], updated="2025-01-01T00:00:00Z"))
    answer = take(kb, one("1", "A one", votes=[100, 5, 1], updated="2025-02-01T00:00:00Z"))
    events = make.answer(kb, "events")["events"]
    assert answer["votes"] == 2
    assert sorted(event["vote"] for event in events) == ["helpful"] * 5 + ["unhelpful"]
    assert {event["id"] for event in events} == {text(kb, "a-one.md")[8:17]}


def test_personal_data_is_told_and_stays(kb):
    answer = take(kb, one("1", "A one", "<p>Call Ruth on +44 20 7183 8750 or r.miller@fax-friends.net</p>"))
    assert sorted((one["kind"], one["number"]) for one in answer["personal"]) == [("e-mail", 1), ("phone", 1)]
    assert "r.miller@fax-friends.net" in text(kb, "a-one.md")


def test_what_is_committed_meanwhile_stays_and_the_import_is_done_again(kb, monkeypatch):
    readings = []

    def read(source):
        readings.append(source)
        yield from export.read(source)
        if len(readings) == 2:
            make.commit(kb, {"other.txt": "other"})

    monkeypatch.setattr(registry, "IMPORTERS", (export.DESK._replace(read=read),))
    file = export.write(kb.parent / "all.desk", one("1", "A one", votes=[0, 1, 0]))
    done = make.run(kb, "import", str(file))
    assert (done.status, "Something was committed while this was imported" in done.err) == (2, True)
    assert (make.git(kb, "status", "--porcelain"), len(commits(kb)), make.answer(kb, "events")["events"]) == ("", 2, [])
    assert counts(make.answer(kb, "import", str(file))) == {"new": 1}
    assert (kb / "other.txt").exists()


def test_of_two_imports_at_once_one_is_told_of_the_other(kb):
    file = export.write(kb.parent / "all.desk", one("1", "A one"))
    make.answer(kb, "import", str(file))
    with lock(kb / ".git/kcs/import.lock", 1, lambda: None):
        done = make.run(kb, "import", str(file))
        assert (done.status, "Another import runs" in done.err) == (2, True)
        assert make.run(kb, "import", str(file), "--dry-run").status == 0


def test_in_the_middle_of_a_merge_nothing_is_imported(kb):
    (kb / ".git/MERGE_HEAD").write_text(make.head(kb))
    done = make.run(kb, "import", str(export.write(kb.parent / "a.desk", one("1", "A one"))))
    assert (done.status, "in the middle of a merge" in done.err) == (2, True)


def test_without_git_there_are_files_and_no_history(tmp_path, kb):
    root = make.files(tmp_path / "plain", BASE)
    file = export.write(tmp_path / "a.desk", one("1", "A one"))
    answer = make.answer(root, "import", str(file))
    assert (answer["new"], answer["commits"], answer["has_git"]) == (1, 0, False)
    article = root / "knowledge/a-one.md"
    assert make.answer(root, "import", str(file))["unchanged"] == 1
    article.write_text(article.read_text() + "\nOurs.\n")
    export.write(file, one("1", "A one", "<p>Theirs.</p>"))
    assert make.answer(root, "import", str(file))["conflicts"][0]["source_text"] == "knowledge/a-one.md.source"
    assert article.read_text().endswith("\nOurs.\n")


def test_without_git_the_last_revision_is_written_and_a_killed_import_doubles_nothing(tmp_path, kb):
    root = make.files(tmp_path / "plain", BASE)
    make.files(tmp_path, {"a.bin": b"A"})
    revisions = [{"title": "A one", "html": f"<p>{n} <img src='/1'></p>", "at": f"202{n}-01-01T00:00:00Z"} for n in range(3)]
    attached = [["/1", "shot.png", "a.bin"]]
    file = export.write(tmp_path / "a.desk", one("1", "A one", revisions=revisions, attachments=attached))
    assert make.answer(root, "import", str(file))["new"] == 1
    assert text(root, "a-one.md").endswith("\n2 ![](a-one/shot.png)\n")
    (root / ".kcs/import/desk.jsonl").unlink()  # it is written last
    assert make.answer(root, "import", str(file))["unchanged"] == 1
    assert sorted(path.name for path in (root / "knowledge").rglob("*")) == ["a-one", "a-one.md", "own.md", "shot.png"]


@pytest.mark.parametrize("build", [make.base, make.files])
def test_nothing_is_written_through_a_link_out_of_the_base(tmp_path, kb, build):
    root = build(tmp_path / "linked", BASE)
    (tmp_path / "out").mkdir()
    (root / "knowledge/b").symlink_to(tmp_path / "out")
    file = export.write(tmp_path / "a.desk", one("1", "A one", folders=["B"]))
    assert make.answer(root, "import", str(file))["new"] == 1
    assert make.run(root, "import", str(file), "--name", "x", "--folder", "knowledge/b").status == 2
    assert (list((tmp_path / "out").iterdir()), (root / "knowledge/b").is_symlink()) == ([], True)
    assert (root / "knowledge/b-2/a-one.md").is_file()


def test_notes_that_are_lost_double_nothing(kb):
    take(kb, one("1", "A one"), one("2", "B two"))
    make.git(kb, "rm", "-q", "-r", ".kcs")
    make.git(kb, "commit", "-q", "-m", "lost")
    change(kb, "a-one.md", "Switch it on.", "Ours.")
    answer = take(kb, one("1", "A one"), one("2", "B two"))
    assert counts(answer) == {"unchanged": 1, "conflicts": 1}
    assert text(kb, "a-one.md").endswith("\nOurs.\n")


def test_a_base_below_the_top_of_its_repository_takes_articles(tmp_path, kb):
    top = make.base(tmp_path / "top", {f"support/{name}": content for name, content in BASE.items()})
    file = export.write(tmp_path / "a.desk", one("1", "A one"))
    assert make.answer(top / "support", "import", str(file), "--folder", "knowledge/desk")["new"] == 1
    assert (top / "support/knowledge/desk/a-one.md").exists()
    assert (make.git(top, "status", "--porcelain"), make.git(top, "ls-files", ".kcs")) == ("", "")


def test_a_repository_without_a_commit_takes_articles(tmp_path, kb):
    root = make.files(make.repository(tmp_path / "new"), {"knowledge/.keep": ""})
    answer = make.answer(root, "import", str(export.write(tmp_path / "a.desk", one("1", "A one"))))
    assert (answer["new"], len(commits(root))) == (1, 2)
    assert make.git(root, "status", "--porcelain") == "?? knowledge/.keep\n"


KILLED = """
import os, signal, sys
from kcs_cli.git import landing
from kcs_cli.migration.intake import desk, half_done
from kcs_cli.migration import registry
from tests import make
from tests.migration import export
registry.IMPORTERS, half_done.TOGETHER = (export.DESK,), 1
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
places = {"landing": (desk, "land"), "index": (landing, "_untouched"), "end": (desk.RepositoryDesk, "finish")}
setattr(*places[sys.argv[1]], die)
make.run(__import__("pathlib").Path(sys.argv[2]), "import", sys.argv[3])
"""


@pytest.mark.parametrize("place", ["landing", "index", "end"])
def test_a_killed_import_goes_on_and_doubles_nothing(kb, place):
    file = export.write(kb.parent / "all.desk", *(one(str(n), f"Article {n}", votes=[0, 1, 0]) for n in range(5)))
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run([sys.executable, "-c", KILLED, place, kb, file], env=here, check=False)
    assert done.returncode == -signal.SIGKILL
    assert commits(kb) == commits(kb, "main^{/first}")
    answer = make.answer(kb, "import", str(file))
    assert counts(answer) == ({"new": 5} if place == "end" else {"unchanged": 5})
    assert (len(commits(kb)), make.git(kb, "status", "--porcelain")) == (7, "")
    assert len(make.answer(kb, "events")["events"]) == 5
    assert make.git(kb, "for-each-ref", "refs/kcs/import") == ""


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
PIECES = st.one_of(TEXTS, st.sampled_from(["<p>", "</p>", "<h2 id=a>", "<a href='/articles/1'>"]))
PEOPLE_OF_RECORDS = st.fixed_dictionaries({"name": TEXTS, "email": TEXTS})
RECORD = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "html": st.lists(PIECES, max_size=5).map("".join),
        "tags": st.lists(TEXTS, max_size=2),
        "folders": st.lists(TEXTS, max_size=3),
        "old_names": st.lists(TEXTS, max_size=2),
        "author": PEOPLE_OF_RECORDS,
        "fields": st.dictionaries(TEXTS, TEXTS, max_size=2),
    }
)
RECORDS = st.lists(RECORD, min_size=1, max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RECORDS)
def test_whatever_a_source_says_it_is_taken_once(kb, records):
    with tempfile.TemporaryDirectory() as folder:
        root = make.base(Path(folder) / "kb", BASE)
        lines = [one(str(number), **record) for number, record in enumerate(records)]
        first = take(root, *lines)
        before = make.head(root), sorted(root.rglob("*.md"))
        assert first["new"] + len(first["not_taken"]) == len(records)
        assert counts(take(root, *lines)).get("unchanged", 0) == first["new"]
        assert (make.head(root), sorted(root.rglob("*.md"))) == before
        assert make.git(root, "status", "--porcelain") == ""
        index = make.answer(root, "index")
        assert (index["articles"], index["faulty"], index["unreadable"]) == (1 + first["new"], [], [])


def test_what_an_import_has_done_with_is_not_kept_in_memory(kb):
    gc.disable()  # as every command begins
    take(kb, one("1001", "Printer does not print"))
    assert gc.isenabled()
