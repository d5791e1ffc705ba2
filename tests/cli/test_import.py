import pytest

from kcs_cli.migration import registry
from tests import make
from tests.migration import export
from tests.migration.export import one


@pytest.fixture(autouse=True)
def _desk(monkeypatch):
    """Two formats are known, of which one is that of the tests."""
    other = export.DESK._replace(name="other", title="Other", is_source=lambda source: source.suffix == ".both")
    both = export.DESK._replace(is_source=lambda source: source.suffix in (".desk", ".both"))
    monkeypatch.setattr(registry, "IMPORTERS", (both, other))


@pytest.fixture
def source(tmp_path):
    """An export with a record of every kind."""
    return export.write(
        tmp_path / "all.desk",
        one("1", "Fax is silent", '<p>Call +44 20 7183 8750, or see <a href="/articles/9">more</a>.</p>', votes=[9, 2, 0]),
        one("2", "Mail waits", attachments=[["/1", "shot.png", "no.png"]]),
        "{",
    )


FIRST = """\
Made-up Desk: 2 articles
articles   number
new             2
updated         0
unchanged       0
votes           2
commits         3

Needs a person (all of it: --format json):
what                  number  which
not taken                  1  all.desk 3: Expecting property name enclosed in d…
personal data              1  kb-qrq34x (phone)
not in people.toml         1  Ana Silva (2)
links lead nowhere         1  kb-qrq34x
attachments not kept       1  shot.png: it cannot be read ([Errno 2] No such fi…

Next:
kcs lint --rule personal-data shows what is personal, with its line
Describe them in people.toml, then import again: their articles get an owner
kcs search, and kcs lint
"""


def test_the_answer_says_what_came_and_what_is_left_to_a_person(kb, source):
    done = make.run(kb, "import", str(source))
    assert (done.status, done.err) == (0, f"kcs: Reading {source} (Made-up Desk)\n")
    assert done.out == FIRST
    assert max(map(len, done.out.splitlines())) <= 80
    assert done.out.count("\n") <= 24


def test_a_dry_run_says_that_nothing_is_written(kb, source):
    done = make.run(kb, "import", str(source), "--dry-run")
    assert done.out.startswith("Made-up Desk: 2 articles (nothing is written)\n")
    assert "\nwould be new           2\n" in done.out
    assert "commits" not in done.out


REFUSED = {
    ("gone.desk",): ("There is no gone.desk", "Name an export: desk, other"),
    ("x.txt",): ("x.txt is in no format that kcs knows", "Say which it is: --from desk, other"),
    ("x.both",): ("x.both may be from desk or other", "Say which: --from desk"),
    ("x.txt", "--from", "zendesk"): ("kcs knows no format zendesk", "--from one of: desk, other"),
    ("x.desk", "--folder", "../out"): ("../out is no folder for articles", "Name one below knowledge/"),
    ("x.desk", "--folder", "/tmp"): ("/tmp is no folder for articles", "Name one below knowledge/"),
    ("x.desk", "--folder", "templates"): ("templates is no folder for articles", "Name one below knowledge/"),
    ("x.desk", "--name", "../x"): (
        "A source cannot be called ../x",
        "Small letters, digits and hyphens: --name help-center",
    ),
}


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_cannot_be_imported_is_said_in_two_lines(kb, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("x.txt", "x.both", "x.desk"):
        export.write(tmp_path / name, one("1", "A"))
    done = make.run(kb, "import", *words)
    message, hint = REFUSED[words]
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines()[-2:] == [f"Error: {message}", f"Hint: {hint}"]


def test_a_format_may_be_named_in_capitals(kb, tmp_path):
    source = export.write(tmp_path / "x.txt", one("1", "A one"))
    assert make.answer(kb, "import", str(source), "--from", "Desk")["new"] == 1


def test_new_articles_go_where_they_are_wanted(kb, tmp_path):
    source = export.write(tmp_path / "x.desk", one("1", "A one", folders=["B"]))
    make.answer(kb, "import", str(source), "--folder", "./knowledge/desk/")
    assert (kb / "knowledge/desk/b/a-one.md").is_file()


def test_notes_of_a_source_that_cannot_be_read_are_told(kb, source):
    make.answer(kb, "import", str(source))
    out = '{"key": "1", "id": "kb-000000", "digest": "", "blob": "", "files": {"/1": ["a/../../x", ""]}}'
    faults = {
        "{": "cannot be read",
        '{"kcs-import": 9}': "was written by another kcs (version 9)",
        '{"kcs-import": 1}\n{"key": "1"}': "cannot be read",
        f'{{"kcs-import": 1}}\n{out}': "what it says of '1' leads out of the base",
        f'{{"kcs-import": 1}}\n{out.replace("kb-000000", "../x")}': "leads out of the base",
    }
    for text, reason in faults.items():
        (kb / ".kcs/import/desk.jsonl").write_text(text)
        done = make.run(kb, "import", str(source))
        assert (done.status, reason in done.err) == (2, True), done.err


def test_undo_says_how_an_import_is_taken_back(kb, source):
    before = make.head(kb)
    make.answer(kb, "import", str(source))
    done = make.run(kb, "undo")
    assert (done.status, f"git reset --keep {before[:12]}" in done.err) == (2, True)
    make.git(kb, "reset", "-q", "--keep", before)
    assert make.git(kb, "status", "--porcelain") == ""
    assert make.answer(kb, "import", str(source))["new"] == 2
