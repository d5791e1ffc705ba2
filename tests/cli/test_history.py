import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests import make
from tests.make import clone, commit, git

BEN = "Ben <ben@example.org>"


def text(title: str = "Printer", step: str = "Switch it on.", **fields: object) -> str:
    """Return an article kb-1 of Ana's with one step as its resolution."""
    return make.article(title, f"## Resolution\n\n1. {step}\n", **{"id": "kb-1", "owner": "ana@example.org", **fields})


@pytest.fixture
def root(tmp_path):
    """A repository with one article, created on 1 January 2024."""
    return make.copied(tmp_path, one)


def one(root: Path) -> None:
    commit(make.repository(root), {"a.md": text()}, "2024-01-01", message="printer")
    make.index(root)


@pytest.fixture
def two(tmp_path):
    """The same, handed over to Ben a month later; the names of both commits are those of `short`."""
    return make.copied(tmp_path, handed_over)


def handed_over(root: Path) -> None:
    make.copied(root, one)
    commit(root, {"a.md": text(owner="ben@example.org", audience="internal")}, "2024-02-01", BEN, "hand over | <b>")
    make.index(root)


def short(root: Path, revision: str) -> str:
    return git(root, "rev-parse", revision).strip()[:10]


def entries(root: Path, *options: str):
    return make.answer(root, "history", "kb-1", *options)["entries"]


def kinds(root: Path) -> list[str]:
    return [entry["kind"] for entry in entries(root)]


def whole(root: Path, revision: str) -> str:
    """Return a commit's full name."""
    return git(root, "rev-parse", revision).strip()


def in_fields(details: str) -> str:
    """Return what is said of a change as CSV: what it did to the fields apart from its message."""
    fields, _, subject = details.rpartition("; ")
    return f"{fields},{subject}"


def values(root: Path, field: str) -> list[tuple[str, str, str]]:
    """Return on what day a field went from which value to which, the newest first."""
    found = entries(root, "--field", field)
    return [(entry["at"][:10], one["before"], one["after"]) for entry in found for one in entry["transitions"]]


def gone(root: Path) -> list[tuple[str, list[str]]]:
    """Return for each change its kind and the fields it changed, as `field: value`."""
    return [(e["kind"], [f"{one['field']}: {one['after']}" for one in e["transitions"]]) for e in entries(root)]


FIRST = "confidence: – → validated; audience: – → public; owner: – → ana@example.org; printer"
SECOND = "audience: public → internal; owner: ana@example.org → ben@example.org; hand over | <b>"


def test_every_change_is_a_line_with_who_when_and_what(two):
    assert make.run(two, "history", "kb-1") == (
        0,
        "kb-1: created 2024-01-01 by Ana\n\n"
        "on          by   kind          commit      what\n"
        f"2024-02-01  Ben  front matter  {short(two, 'HEAD')}  {SECOND}\n"
        f"2024-01-01  Ana  created       {short(two, 'HEAD~1')}  {FIRST}\n",
        "",
    )


def test_changes_can_be_had_as_csv(two):
    assert make.run(two, "history", "kb-1", "--format", "csv").out == (
        "at,authors,kind,commit,transitions,subject,path,moved_from\n"
        f"2024-02-01T12:00:00+00:00,Ben,front matter,{whole(two, 'HEAD')},{in_fields(SECOND)},a.md,\n"
        f"2024-01-01T12:00:00+00:00,Ana,created,{whole(two, 'HEAD~1')},{in_fields(FIRST)},a.md,\n"
    )


def test_changes_can_be_had_as_markdown(two):
    second = SECOND.replace("|", "\\|").replace("<b>", "\\<b\\>")
    assert make.run(two, "history", "kb-1", "--format", "markdown").out == (
        "**kb-1: created 2024-01-01 by Ana**\n\n| on | by | kind | commit | what |\n|---|---|---|---|---|\n"
        f"| 2024-02-01 | Ben | front matter | {short(two, 'HEAD')} | {second} |\n"
        f"| 2024-01-01 | Ana | created | {short(two, 'HEAD~1')} | {FIRST} |\n"
    )


def test_json_has_all_that_is_known_of_each_change(two):
    answer = make.answer(two, "history", "kb-1")
    assert answer["entries"].pop()["commit"] == git(two, "rev-parse", "HEAD~1").strip()
    changed = [
        {"field": "audience", "before": "public", "after": "internal"},
        {"field": "owner", "before": "ana@example.org", "after": "ben@example.org"},
    ]
    assert answer == {
        "kcs": 2, "id": "kb-1", "title": "Printer", "path": "a.md", "is_complete": True, "field": None,
        "created_at": "2024-01-01T12:00:00+00:00", "created_by": ["Ana"],
        "entries": [{
            "at": "2024-02-01T12:00:00+00:00", "emails": ["ben@example.org"], "authors": ["Ben"], "kind": "front matter",
            "commit": git(two, "rev-parse", "HEAD").strip(), "subject": "hand over | <b>", "path": "a.md",
            "moved_from": None, "transitions": changed, "is_readable": True, "is_here": True,
        }],
        "known_since_on": "2024-01-01",
    }  # fmt: skip


def test_what_an_article_begins_with_is_not_told_where_it_is_the_usual(root):
    usual = make.article("Fax", id="kb-2", confidence="not-validated", audience="internal", governance="experience")
    commit(root, {"b.md": usual}, "2024-02-01", message="fax")
    assert make.run(root, "history", "kb-2").out.endswith(f"created  {short(root, 'HEAD')}  fax\n")
    assert make.run(root, "history", "kb-2", "--field", "audience").out.endswith(f"internal  {short(root, 'HEAD')}\n")


# Fields


def test_a_field_is_a_line_for_each_value_it_had(two):
    assert make.run(two, "history", "kb-1", "--field", "audience").out == (
        "kb-1: created 2024-01-01 by Ana\n\n"
        "on          by   from    to        commit\n"
        f"2024-02-01  Ben  public  internal  {short(two, 'HEAD')}\n"
        f"2024-01-01  Ana          public    {short(two, 'HEAD~1')}\n"
    )


def test_a_field_can_be_had_as_csv(two):
    assert make.run(two, "history", "kb-1", "--field", "owner", "--format", "csv").out == (
        "at,authors,before,after,commit\n"
        f"2024-02-01T12:00:00+00:00,Ben,ana@example.org,ben@example.org,{whole(two, 'HEAD')}\n"
        f"2024-01-01T12:00:00+00:00,Ana,,ana@example.org,{whole(two, 'HEAD~1')}\n"
    )


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("confidence", "not-validated", "validated"),
        ("governance", "experience", "compliance"),
        ("title", "Printer", "Fax"),
        ("tags", "[a, b]", "[b]"),
        ("product", "Laser 1", "Laser 2"),
    ],
)
def test_any_field_can_be_asked_for(root, field, before, after):
    lines = text(title=None).replace("---\nid", f"---\n{field}: {{}}\nid", 1) if field == "title" else text(**{field: "{}"})
    commit(root, {"a.md": lines.format(before)}, "2024-02-01")
    commit(root, {"a.md": lines.format(after)}, "2024-03-01")
    assert values(root, field)[0] == ("2024-03-01", before.strip("[]"), after.strip("[]"))


def test_a_default_is_the_value_of_an_article_that_says_none(root):
    commit(root, {"a.md": text(governance="compliance")}, "2024-02-01")
    assert values(root, "governance") == [("2024-02-01", "experience", "compliance"), ("2024-01-01", None, "experience")]


def test_a_list_that_is_only_written_in_another_way_stays(root):
    commit(root, {"a.md": text(tags="a, b")}, "2024-02-01")
    commit(root, {"a.md": text(tags="[a, b]")}, "2024-03-01")
    assert values(root, "tags") == [("2024-02-01", None, "a, b")]


def test_a_field_that_is_taken_away_goes_to_nothing(root):
    commit(root, {"a.md": text(tags="[a]")}, "2024-02-01")
    commit(root, {"a.md": text()}, "2024-03-01")
    assert values(root, "tags") == [("2024-03-01", "a", None), ("2024-02-01", None, "a")]


@pytest.mark.parametrize(("field", "name"), [("Audience", "audience"), ("state", "confidence"), ("lang", "language")])
def test_a_field_goes_by_the_names_that_set_knows(root, field, name):
    commit(root, {"a.md": text(audience="internal", confidence="archived", language="de")}, "2024-02-01")
    assert values(root, field) == values(root, name) != []


def test_a_field_goes_by_its_name_in_the_file_too(root):
    commit(root, {"a.md": text(keywords="[a]")}, "2024-02-01")
    assert values(root, "tags") == [("2024-02-01", None, "a")]


def test_a_field_that_is_misspelt_names_the_nearest(root):
    run = make.run(root, "history", "kb-1", "--field", "audiance")
    assert (run.status, run.err) == (2, "Error: kb-1 never had a field audiance\nHint: Did you mean audience?\n")


# What an article went through


def test_revisions_that_cannot_be_read_are_passed_over(two):
    commit(two, {"a.md": "---\nid: [kb-1\n---\n"}, "2024-03-01", message="broken")
    commit(two, {"a.md": b"\xff\xfe"}, "2024-03-02", message="worse")
    commit(two, {"a.md": text(owner="ben@example.org")}, "2024-04-01")
    assert values(two, "audience")[0] == ("2024-04-01", "internal", "public")
    assert [entry["is_readable"] for entry in entries(two)] == [True, False, False, True, True]
    assert "  unreadable from here on; broken\n" in make.run(two, "history", "kb-1").out


def test_a_renamed_article_says_where_it_was(root):
    commit(root, {"a.md": None, "printing/b.md": text()}, "2024-02-01", message="sort")
    assert "  moved    " + short(root, "HEAD") + "  a.md → printing/b.md; sort\n" in make.run(root, "history", "kb-1").out


def test_an_article_that_was_deleted_and_restored_has_its_whole_past(root):
    commit(root, {"a.md": None}, "2024-02-01")
    commit(root, {"a.md": text(audience="internal")}, "2024-03-01")
    commit(root, {"a.md": None}, "2024-04-01")
    commit(root, {"a.md": text(audience="internal")}, "2024-05-01")
    assert kinds(root) == ["restored", "deleted", "front matter", "deleted", "created"]
    assert values(root, "audience") == [("2024-03-01", "public", "internal"), ("2024-01-01", None, "public")]


def test_a_change_on_a_branch_is_its_authors_and_nobody_elses(root):
    git(root, "checkout", "-q", "-b", "side")
    commit(root, {"a.md": text(audience="internal")}, "2024-02-01", BEN)
    git(root, "checkout", "-q", "main")
    commit(root, {"a.md": text(step="Plug it in.")}, "2024-03-01")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert gone(root)[:3] == [("merged", []), ("substantive", []), ("front matter", ["audience: internal"])]


def test_an_edit_beside_a_move_on_another_branch_is_no_move(root):
    git(root, "checkout", "-q", "-b", "side")
    git(root, "mv", "a.md", "b.md")
    commit(root, {}, "2024-02-01")
    git(root, "checkout", "-q", "main")
    commit(root, {"a.md": text(step="Plug it in.")}, "2024-03-01")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert [(e["kind"], e["moved_from"]) for e in entries(root)][1:3] == [("substantive", None), ("moved", "a.md")]


def test_clocks_that_go_backwards_do_not_turn_the_history_around(root):
    commit(root, {"a.md": text(step="Plug it in.")}, "2020-01-01")
    commit(root, {"a.md": text(step="Wait.")}, "2019-01-01")
    assert [entry["at"][:4] for entry in entries(root)] == ["2019", "2020", "2024"]


def test_a_confirmation_is_told_with_its_evidence(two):
    assert make.run(two, "verify", "kb-1", "--tested", "tried it", "--case", "4711").status == 0
    newest = entries(two)[0]
    assert {name: newest[name] for name in ("kind", "emails", "authors", "commit", "subject", "path")} == {
        "kind": "confirmed",
        "emails": ["ana@example.org"],
        "authors": ["Ana"],
        "commit": None,
        "subject": "tried it; case 4711",
        "path": None,
    }


def test_a_confirmation_is_no_value_of_a_field(two):
    before = entries(two, "--field", "owner")
    make.run(two, "verify", "kb-1", "--tested", "tried it")
    assert entries(two, "--field", "owner") == before


# People


def test_people_go_by_the_mailmap(two):
    commit(two, {".mailmap": "Benjamin Q <ben@new.example> <ben@example.org>\n"}, "2024-03-01")
    newest = entries(two)[0]
    assert (newest["emails"], newest["authors"]) == (["ben@new.example"], ["Benjamin Q"])


def test_people_go_by_the_name_that_people_toml_gives_them(two):
    make.files(two, {"people.toml": '[people."b.q@example.org"]\nname = "Benjamin"\nalso = "ben@example.org"\n'})
    assert entries(two)[0]["authors"] == ["Benjamin"]


def test_co_authors_are_authors_and_somebody_without_a_name_is_an_address(root):
    commit(root, {"a.md": text(step="Wait.")}, "2024-02-01", BEN, "x\n\nCo-authored-by: <CY@example.org>")
    newest = entries(root)[0]
    assert (newest["emails"], newest["authors"]) == (["ben@example.org", "cy@example.org"], ["Ben", "cy@example.org"])


# What commits say


def raw_commit(root: Path, step: str, author: bytes, message: bytes = b"x") -> None:
    """Commit an article with an author and a message that git itself would not write."""
    make.files(root, {"a.md": text(step=step)})
    git(root, "add", "-A")
    head = f"tree {git(root, 'write-tree')}parent {git(root, 'rev-parse', 'HEAD')}".encode()
    content = head + b"author " + author + b"\ncommitter C <c@x> 1704110400 +0000\n\n" + message + b"\n"
    command = ["git", "-C", str(root), "hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
    name = subprocess.run(command, input=content, check=True, capture_output=True).stdout
    git(root, "update-ref", "HEAD", name.decode().strip())


HOSTILE = "=1+1 \x1b[2J\x9b31m\x07 \u202eabc"


def test_a_commits_words_are_harmless_on_a_terminal(root):
    commit(root, {"a.md": text(step="Wait.")}, "2024-02-01", "\x1b]0;owned\x07 <ben@example.org>", HOSTILE)
    shown = make.terminal(root, "kcs history kb-1", columns=200, NO_COLOR="1")
    assert not re.search("[\x07\x1b\x9b\u202e]", shown)
    assert "=1+1 �[2J�31m� �abc" in shown


def test_a_commits_words_are_no_formula_in_csv(root):
    commit(root, {"a.md": text(step="Wait.")}, "2024-02-01", "=2+2 <ben@example.org>", '=cmd|"x"')
    line = make.run(root, "history", "kb-1", "--format", "csv").out.splitlines()[1]
    assert line == f'2024-02-01T12:00:00+00:00,\'=2+2,substantive,{whole(root, "HEAD")},,"\'=cmd|""x""",a.md,'


@pytest.mark.parametrize("format", ["table", "csv", "markdown", "json"])
def test_a_commits_words_that_are_no_utf_8_have_marks(root, format):
    raw_commit(root, "Wait.", b"J\xfcrgen <j@x> 1704110400 +0000", b"gr\xfc\xdfe")
    run = make.process(root, "history", "kb-1", "--format", format)
    assert (run.status, run.err) == (0, "")
    assert re.search(r"gr(?:[?�]{2}|\\udcfc\\udcdf)e", run.out)  # in JSON as Python reads it again


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0c", "\x1e"])
def test_a_commits_words_are_whole_whatever_signs_are_in_them(root, sign):
    commit(root, {"a.md": text(step="Wait.")}, "2024-02-01", message=f"one{sign}two")
    assert entries(root)[0]["subject"] == f"one{sign}two"


def test_a_commit_says_nothing_in_the_name_of_another(root):
    git(root, "checkout", "-q", "-b", "side")
    commit(root, {"a.md": text(tags="[a]")}, "2024-02-01", message=f"x\u2028{git(root, 'rev-parse', 'main').strip()} forged")
    git(root, "checkout", "-q", "main")
    other = commit(root, {"a.md": text(step="Wait.")}, "2024-03-01", message="mine")
    git(root, "checkout", "-q", "side")
    git(root, "commit", "-q", "--amend", "-m", f"x\u2028{other} forged")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert {entry["subject"] for entry in entries(root) if entry["commit"] == other} == {"mine"}


@pytest.mark.parametrize("setting", ["i18n.logOutputEncoding", "i18n.commitEncoding"])
def test_names_and_words_are_readable_whatever_encoding_a_person_has_configured(root, setting):
    commit(root, {"a.md": text(step="Wait.")}, "2024-02-01", "Jürgen <j@example.org>", "größer")
    git(root, "config", setting, "ISO-8859-1")
    newest = entries(root)[0]
    assert (newest["authors"], newest["subject"]) == (["Jürgen"], "größer")


def test_a_persons_configuration_adds_nothing_to_what_commits_say(two):
    settings = {"log.showSignature": "true", "color.ui": "always", "log.decorate": "full", "format.pretty": "oneline"}
    for name, value in settings.items():
        git(two, "config", name, value)
    assert [entry["subject"] for entry in entries(two)] == ["hand over | <b>", "printer"]


AUTHORS = [
    b"A <a@x> 99999999999999999999999 +0000", b"A <a@x> 9223372036854775807 +0000", b"A <a@x> -5 +0000", b"A <a@x>",
    b"A a@x 1704110400 +0000", b"<> 1704110400 +9999", b"J\xfcrgen <j\xfc@x> 1704110400 -0000",
    b"\x1b[31m\x02x\x03\x01 <\x02=1@x> 1704110400 junk", b"",
]  # fmt: skip


@pytest.mark.parametrize("format", ["table", "csv", "markdown", "json"])
def test_any_author_line_can_be_told(root, format):
    for number, author in enumerate(AUTHORS):
        raw_commit(root, str(number), author)
    assert make.run(root, "history", "kb-1", "--format", format).status == 0
    assert len(kinds(root)) == len(AUTHORS) + 1


# Where there is no history, or not all of it


def test_an_article_that_was_never_committed_has_no_history(root):
    make.files(root, {"new.md": make.article("New", id="kb-2")})
    error = "Error: new.md was never committed: it has no history yet\nHint: git add new.md && git commit\n"
    assert make.run(root, "history", "kb-2") == (2, "", error)


def test_where_nothing_was_committed_that_is_said(tmp_path):
    git(tmp_path, "init", "-q")
    make.files(tmp_path, {"a.md": text()})
    error = f"Error: Nothing is committed yet in {tmp_path}: there is no history to look at\nHint: Commit the articles\n"
    assert make.run(tmp_path, "history", "kb-1") == (2, "", error)


def test_without_git_there_is_no_history(tmp_path):
    make.files(tmp_path, {"a.md": text(), "kcs.toml": ""})
    error = f"Error: {tmp_path} is in no git repository: there is no history to look at\nHint: Begin one: git init\n"
    assert make.run(tmp_path, "history", "kb-1") == (2, "", error)


@pytest.mark.parametrize("words", [("nosuch",), ("kb-1", "--format", "xml"), ("\x1b[31m",), ("kb-1", "--field", "\0\x1b")])
def test_every_error_is_two_lines(root, words):
    run = make.run(root, "history", *words)
    assert (run.status, run.out, [line.split(":")[0] for line in run.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert "\x1b" not in run.err


def test_an_error_is_json_where_json_was_asked_for(root):
    run = make.run(root, "history", "nosuch", "--format", "json")
    assert list(json.loads(run.err)) == ["kcs", "error", "hint"]


@pytest.fixture
def shallow(two, tmp_path_factory):
    """A clone that begins with the second of three commits."""
    commit(two, {"a.md": text(owner="ben@example.org", audience="partner", tags="[a]")}, "2024-03-01", message="tag")
    return clone(two, tmp_path_factory.mktemp("clone") / "shallow", "--depth=2")


def told_command(run: make.Run) -> list[str]:
    """Return the git command that stderr tells to run."""
    return re.search(r"git (fetch .*)", run.err)[1].split()


def test_a_shallow_clone_says_what_is_missing_and_how_to_get_it(shallow):
    run = make.run(shallow, "history", "kb-1", "--field", "tags")
    assert (run.status, run.err.startswith("kcs: This clone is shallow: what was before is not known")) == (0, True)
    assert told_command(run)[:2] == ["fetch", "--unshallow"]


def test_a_shallow_clone_knows_no_day_of_creation(shallow):
    answer = make.answer(shallow, "history", "kb-1")
    known = (answer["created_at"], answer["created_by"], answer["is_complete"], [e["kind"] for e in answer["entries"]])
    assert known == (None, [], False, ["front matter", "boundary"])


@pytest.mark.parametrize("options", [(), ("--field", "tags"), ("--field", "audience"), ("--field", "product")])
def test_of_a_shallow_clone_an_article_is_at_least_so_old(shallow, options):
    out = make.run(shallow, "history", "kb-1", *options).out
    assert out.startswith("kb-1: at least since 2024-02-01; what was before is not in this clone\n")


def test_a_shallow_clone_does_not_say_that_its_first_commit_set_the_fields(shallow):
    assert [value for value in values(shallow, "owner") if value[1] == ""] == []


def test_what_a_shallow_clone_says_to_do_gives_the_whole_history(two, shallow):
    git(shallow, *told_command(make.run(shallow, "history", "kb-1")))
    assert entries(shallow) == entries(two)


def test_in_a_partial_clone_a_text_that_is_not_here_is_not_called_unreadable(two, tmp_path_factory):
    partial = clone(two, tmp_path_factory.mktemp("clone") / "partial", "--filter=blob:none")
    run = make.run(partial, "history", "kb-1")
    assert ("unreadable" in run.out, "not in this" in run.out) == (False, True)


def test_a_partial_clone_stays_as_it_is(two, tmp_path_factory):
    partial = clone(two, tmp_path_factory.mktemp("clone") / "partial", "--filter=blob:none")
    here = git(partial, "count-objects", "-v")
    assert make.run(partial, "history", "kb-1").status == 0
    assert git(partial, "count-objects", "-v") == here


def test_a_history_is_the_same_where_nothing_can_be_remembered(two):
    remembered = entries(two)
    store = Path(git(two, "rev-parse", "--git-path", "kcs/history.sqlite").strip())
    (two / store).unlink()
    (two / store).mkdir()
    assert entries(two) == remembered
    assert os.listdir(two / store) == []
