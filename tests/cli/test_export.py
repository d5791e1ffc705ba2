import csv
import io
import json
import os
import re

import pytest

from tests import make

IMAGE = b"\x89PNG\r\n"


@pytest.fixture
def root(tmp_path):
    """Three articles, one of them for internal readers; one shows an image and links to another."""
    mail = make.THREE["knowledge/mail.md"] + "\nSee [the printer](printer.md#issue) and ![it](../img/it.png).\n"
    return make.base(tmp_path / "kb", {**make.THREE, "knowledge/mail.md": mail, "img/it.png": IMAGE})


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_without_a_place_json_goes_to_stdout_an_article_a_line(root):
    done = make.run(root, "export")
    lines = [json.loads(line.rstrip(",").removesuffix("]}")) for line in done.out.splitlines()[1:]]
    assert [(one["id"], one["title"]) for one in lines] == [
        ("kb-mail01", "Mail waits in the outbox"),
        ("kb-print1", "Printer does not print"),
        ("kb-vpn001", "VPN does not connect"),
    ]
    assert done.err == "kcs: 3 articles for internal readers were written\n"
    assert [one["id"] for one in json.loads(done.out)["exported_articles"]] == ["kb-mail01", "kb-print1", "kb-vpn001"]


def test_json_has_what_file_git_and_journal_know(root):
    make.note(root, "link", "kb-print1", "2026-03-01", case="7", use="resolution")
    make.note(root, "rate", "kb-print1", "2026-03-01", vote="helpful")
    make.note(root, "rate", "kb-print1", "2026-03-02", vote="unhelpful")
    make.note(root, "flag", "kb-print1", "2026-03-02", text="old", why="outdated")
    one = make.answer(root, "export")["exported_articles"][1]
    at = make.git(root, "log", "-1", "--format=%aI").strip()
    assert one == {
        "id": "kb-print1", "title": "Printer does not print", "path": "knowledge/printer.md", "folders": [],
        "kind": "problem", "confidence": "validated", "audience": "public", "governance": "experience",
        "owner": "ana@example.org", "tags": ["printing"], "language": "en", "translation_of": None, "said": [],
        "aliases": [], "other_fields": {}, "updated_on": None, "created_at": at, "updated_at": at,
        "authors": one["authors"],
        "body": "## Issue\n\nThe printer does nothing.\n\n## Resolution\n\n1. Switch it on.",
        "html": "<h2>Issue</h2>\n<p>The printer does nothing.</p>\n<h2>Resolution</h2>\n<ol>\n<li>Switch it on.</li>\n</ol>",
        "sections": one["sections"], "attachments": [], "cases": 1, "used_on": "2026-03-01", "helpful": 1, "unhelpful": 1,
        "flags": 1,
    }  # fmt: skip
    assert [section["role"] for section in one["sections"]] == ["issue", "resolution"]


def test_fields_of_json_may_be_chosen(root):
    done = make.run(root, "export", "--json", "id,attachments", "--audience", "public")
    assert json.loads(done.out) == [
        {"id": "kb-mail01", "attachments": ["img/it.png"]},
        {"id": "kb-print1", "attachments": []},
    ]


def test_csv_quotes_lines_and_runs_nothing_in_a_spreadsheet(root):
    make.commit(root, {"knowledge/sum.md": make.article('"=SUM(A1)"', "- a\n- b\n", id="kb-sum")})
    rows = list(csv.DictReader(io.StringIO(make.run(root, "export", "--format", "csv").out, newline="")))
    assert [(row["id"], row["title"], row["body"]) for row in rows if row["id"] == "kb-sum"] == [
        ("kb-sum", "'=SUM(A1)", "'- a\n- b")
    ]


def test_a_file_is_written_and_written_again(root, tmp_path):
    for _ in range(2):
        done = make.run(root, "export", "--output", str(tmp_path / "out/base.json"))
    assert (done.status, done.out) == (0, "")
    assert done.err == f"kcs: 3 articles for internal readers were written to {tmp_path / 'out/base.json'}\n"
    assert names(tmp_path / "out") == ["base.json"]


def test_pages_link_to_each_other_and_have_their_images(root, tmp_path):
    done = make.run(root, "export", "--format", "html", "--output", str(tmp_path / "out"))
    assert done.status == 0
    assert names(tmp_path / "out") == [
        ".kcs-export", "files/img/it.png", "index.html", "mail.html", "printer.html", "vpn.html",
    ]  # fmt: skip
    page = (tmp_path / "out/mail.html").read_text("utf-8")
    assert 'See <a href="printer.html#issue">the printer</a> and <img src="files/img/it.png" alt="it">.' in page
    assert '<h2 id="issue">Issue</h2>' in (tmp_path / "out/printer.html").read_text("utf-8")
    assert (tmp_path / "out/files/img/it.png").read_bytes() == IMAGE


def test_pages_of_an_audience_tell_how_many_were_left_out(root, tmp_path):
    make.commit(root, {"knowledge/printer.md": make.article(id="kb-print1", confidence="archived")})
    done = make.run(root, "export", "--format", "html", "--output", str(tmp_path / "out"), "--audience", "customer")
    assert names(tmp_path / "out") == [".kcs-export", "files/img/it.png", "index.html", "mail.html"]
    assert done.err.splitlines() == [
        f"kcs: 1 article for customer readers was written to {tmp_path / 'out'}",
        "kcs: 2 articles left out: 1 archived, 1 for fewer readers",
    ]
    assert "See the printer and" in (tmp_path / "out/mail.html").read_text("utf-8")


@pytest.mark.parametrize("command", [("export", "--output"), ("site", "build")])
def test_where_no_article_is_for_the_readers_it_is_said_how_one_comes_to_be(tmp_path, command):
    root = make.base(tmp_path / "inside", {"knowledge/printer.md": make.article(id="kb-print1", audience="internal")})
    done = make.run(root, *command, str(tmp_path / "out"), "--audience", "customer")
    assert done.status == 0
    assert done.err.splitlines()[-2:] == [
        "kcs: 1 article left out: 1 for fewer readers",
        "kcs: No article is for customer readers: kcs set ID audience=customer, or kcs help publishing",
    ]
    make.run(root, "set", "kb-print1", "audience=customer")
    assert "No article" not in make.run(root, *command, str(tmp_path / "there"), "--audience", "customer").err


def test_an_empty_base_is_no_fault_of_its_readers(tmp_path):
    root = make.base(tmp_path / "empty", {})
    assert "for internal readers:" not in make.run(root, "export", "--output", str(tmp_path / "out")).err


def test_the_next_export_takes_the_place_of_the_one_before(root, tmp_path):
    run = ("export", "--format", "html", "--output", str(tmp_path / "out"))
    make.run(root, *run)
    make.commit(root, {"knowledge/vpn.md": None, "knowledge/fax.md": make.article("Fax", id="kb-fax")})
    make.run(root, *run)
    assert "fax.html" in names(tmp_path / "out")
    assert "vpn.html" not in names(tmp_path / "out")
    assert sorted(os.listdir(tmp_path)) == ["kb", "out"]


def test_a_folder_with_other_files_is_not_touched(root, tmp_path):
    make.files(tmp_path / "out", {"mine.txt": "mine"})
    done = make.run(root, "export", "--format", "html", "--output", str(tmp_path / "out"))
    assert (done.status, names(tmp_path / "out")) == (2, ["mine.txt"])
    assert done.err == (
        f"Error: {tmp_path / 'out'} has files that are not of an earlier run\n"
        "Hint: Name an empty folder, or one that is not there\n"
    )


@pytest.mark.parametrize(
    ("words", "told", "hint"),
    [
        ("--format zendesk", "zendesk is a folder of files", "Say where: kcs export --format zendesk --output DIR"),
        ("--format html --output {root}", "{root} is the knowledge base itself, or around it", "Name another folder"),
        ("--format html --output {root}/..", "{root}/.. is the knowledge base itself, or around it", "Name another folder"),
        ("--output {root}/knowledge/vpn.md", "{root}/knowledge/vpn.md is an article", "Name another file"),
        ("--format html --output {root}/kcs.toml", "{root}/kcs.toml is no folder", "Name one that is not there yet"),
    ],
)
def test_a_place_that_must_not_be_written_to_is_refused(root, words, told, hint):
    make.files(root, {"kcs.toml": ""})
    done = make.run(root, "export", *words.format(root=root).split())
    assert (done.status, done.err) == (2, f"Error: {told}\nHint: {hint}\n".format(root=root))


def test_nothing_hidden_and_no_other_file_of_the_base_is_copied(root, tmp_path):
    links = "[a](../.env) [b](../kcs.toml) [c](../../outside.txt) [d](../link.txt) [e](../people.toml) [f](../.git/config)\n"
    make.files(tmp_path, {"outside.txt": "outside"})
    make.files(root, {".env": "secret", "kcs.toml": "", "people.toml": "", "knowledge/fax.md": make.article("Fax", links)})
    (root / "link.txt").symlink_to(tmp_path / "outside.txt")
    make.run(root, "export", "--format", "html", "--output", str(tmp_path / "out"))
    assert [name for name in names(tmp_path / "out") if not name.endswith(".html")] == [".kcs-export", "files/img/it.png"]


def test_an_article_that_no_commit_has_and_a_base_without_git_have_no_dates(tmp_path):
    root = make.files(tmp_path / "kb", {"kcs.toml": "", **make.THREE})
    assert {one["created_at"] for one in make.answer(root, "export")["exported_articles"]} == {None}
    make.first_commit(root, {})
    make.files(root, {"knowledge/fax.md": make.article("Fax", id="kb-fax")})
    dates = {one["id"]: bool(one["created_at"]) for one in make.answer(root, "export")["exported_articles"]}
    assert dates == {"kb-fax": False, "kb-mail01": True, "kb-print1": True, "kb-vpn001": True}


def test_drafts_and_archived_articles_are_given_back_with_their_state(root):
    states = ("wip", "archived", "not-validated", "validated")
    make.commit(root, {f"knowledge/s{n}.md": make.article(f"S{n}", id=f"s{n}", confidence=s) for n, s in enumerate(states)})
    found = {one["id"]: one["confidence"] for one in make.answer(root, "export")["exported_articles"]}
    assert [found[f"s{number}"] for number in range(4)] == list(states)


def test_what_cannot_be_read_is_told(root):
    make.files(root, {"knowledge/x.md": b"\xff"})
    done = make.run(root, "export", "--format", "csv")
    assert done.err.splitlines() == [
        "kcs: 3 articles for internal readers were written",
        "kcs: 1 file is set aside and not judged; `kcs index` says which and why",
    ]


@pytest.mark.parametrize("format", ["json", "csv", "html", "zendesk"])
def test_half_a_character_stops_no_export(root, tmp_path, format):
    half = '{\n"id": "kb-half", "title": "Half", "audience": "public", "x": "\\ud800"\n}\n\nSo.\n'
    make.commit(root, {"knowledge/half.md": half})
    done = make.run(root, "export", "--format", format, "--output", str(tmp_path / "out"))
    written = f"kcs: 4 articles for internal readers were written to {tmp_path / 'out'}\n"
    broken = "kcs: 1 article has broken front matter, which does not count: see `kcs index`\n"
    assert (done.status, done.err) == (0, written + broken)


def test_a_check_that_finds_nothing_says_what_it_looked_at(root):
    done = make.run(root, "export", "--check", "--audience", "customer")
    assert (done.status, done.out) == (0, "")
    assert re.fullmatch(
        r"kcs: nothing leaks: [\d,]+ outputs of export, search index, site, answer, mcp, web for customer readers, "
        r"[\d,]+ things that they may not see\n",
        done.err,
    )


def test_a_check_names_file_and_line_and_ends_with_1(root):
    text = make.article("Fax", "## Issue\n\nSee knowledge/vpn.md.\n", id="kb-fax001", audience="partner")
    make.commit(root, {"knowledge/fax.md": text})
    done = make.run(root, "export", "--check", "--audience", "partner")
    first, second = done.out.splitlines()
    what = "a name of an article for internal readers: knowledge/vpn.md"
    assert (done.status, first) == (1, f"knowledge/fax.md:11: partner readers can read {what}")
    assert second.startswith("  in export --format json, line 2; ")
    assert done.err.startswith("kcs: 1 leak: ")
    answer = json.loads(make.run(root, "export", "--check", "--audience", "partner", "--format", "json").out)
    (leak,) = answer["leaks"]
    assert (leak["path"], leak["line"], leak["what"], leak["audiences"]) == ("knowledge/fax.md", 11, what, ["partner"])
    assert (answer["audiences"], answer["not_checked"]) == (["partner"], [])


@pytest.mark.parametrize(
    "options", [("--format", "csv"), ("--output", "x.json"), ("--format", "html"), ("--audience", "internal")]
)
def test_a_check_writes_no_export(root, options):
    done = make.run(root, "export", "--check", *options)
    assert (done.status, done.out, len(done.err.splitlines())) == (2, "", 2)
