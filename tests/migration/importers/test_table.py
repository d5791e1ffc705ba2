from datetime import UTC, datetime

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import ImportConfig
from kcs_cli.knowledge_base.config_file import parse_config
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importers.table import IMPORTER, table_importer
from kcs_cli.migration.registry import importers_for
from kcs_cli.migration.source.record import BrokenRecord, SourcePerson, SourceRecord, SourceRevision, SourceVotes
from tests.migration.importers.reading import read

ANA = SourcePerson(name="Ana", email="ana@example.org")
JAM = SourceRecord(
    key="7",
    revisions=(
        SourceRevision(title="Paper jam", html="<p>Open it.</p>", author=ANA, at=datetime(2023, 2, 3, 4, 5, tzinfo=UTC)),
    ),
    created=datetime(2023, 1, 2, tzinfo=UTC),
    updated=datetime(2023, 2, 3, 4, 5, tzinfo=UTC),
    audience=Audience.internal,
    confidence=Confidence.wip,
    language="en-GB",
    folders=("Printers", "Paper"),
    tags=("paper", "jam"),
    owner=ANA,
    old_names=("7",),
    addresses=("https://help.example.org/7",),
    votes=SourceVotes(views=1234, helpful=5, unhelpful=1),
    fields={"product_line": "P9"},
)
CSV = (
    "ID;Title;Body;Language;Tags;Author;Email;Created;Updated;Visibility;Status;Section;URL;Views;Helpful;Unhelpful;"
    "Product line\n"
    "7;Paper jam;<p>Open it.</p>;en_GB;paper, jam;Ana;ana@example.org;2023-01-02;2023-02-03T04:05:00Z;Internal;Draft;"
    "Printers > Paper;https://help.example.org/7;1,234;5;1;P9\n"
    "8;No text;;;;;;;;;;;;;;;\n"
    "9;Toner;It is *red*.;;;;;;;;;;;;;;\n"
    "torn;row\n"
    "7;Again;Text;;;;;;;;;;;;;;\n"
)


def test_a_row_is_an_article_and_a_row_that_is_none_is_told_with_its_line(tmp_path):
    file = tmp_path / "articles.csv"
    file.write_text(CSV, "utf-8")

    assert IMPORTER.is_source(file)
    jam, empty, toner, torn, twice = read(IMPORTER, file)
    assert jam == JAM
    assert empty == BrokenRecord(number=2, file="articles.csv", reason="line 3: it has no body")
    assert toner.revisions == (SourceRevision(title="Toner", markdown="It is *red*."),)
    assert torn == BrokenRecord(number=4, file="articles.csv", reason="line 5: 2 cells, and the first line has 17")
    assert twice == BrokenRecord(number=5, file="Again", reason="another article has its number, 7")


def test_json_lines_are_read_by_the_columns_of_the_configuration(tmp_path):
    file = tmp_path / "faq.jsonl"
    file.write_text('{"frage": "Papierstau?", "antwort": "Öffnen.", "nr": 7}\n{"frage": "x"}\n{"frage":\n', "utf-8")
    config = parse_config('[import]\ntitle = ["Frage"]\nbody = ["Antwort"]\nid = ["Nr"]\n', "kcs.toml", {})
    importer = importers_for(config.import_)[-1]

    assert not IMPORTER.is_source(file)
    assert importer.is_source(file)
    jam, empty, torn = read(importer, file)
    assert (jam.key, jam.revisions[0].markdown) == ("7", "Öffnen.")
    assert empty.reason == "line 2: it has no body"
    assert torn.reason.startswith("line 3: no JSON")


def test_a_table_without_titles_says_how_to_name_them(tmp_path):
    file = tmp_path / "cases.csv"
    file.write_text("case,opened_at\n1,2023-01-02\n", "utf-8")

    with pytest.raises(KcsError) as refused:
        list(table_importer(ImportConfig()).read(file))
    assert refused.value.message == f"{file} has no column title or name or subject; it has case, opened_at"
    assert refused.value.hint == 'Name its columns in kcs.toml: [import] title = ["Headline"], body = ["Text"]'


@pytest.mark.parametrize(
    ("status", "visibility", "audience", "confidence", "fields"),
    [
        ("published", "public", Audience.public, Confidence.validated, {}),
        ("draft", "public", Audience.internal, Confidence.wip, {}),
        ("published", "", None, Confidence.validated, {}),
        ("published", "Managers only", Audience.internal, Confidence.validated, {"readers": "Managers only"}),
        ("On hold", "", None, None, {"status": "On hold"}),
    ],
)
def test_readers_of_whom_nothing_is_known_are_internal_and_words_of_a_source_are_kept(
    tmp_path, status, visibility, audience, confidence, fields
):
    file = tmp_path / "articles.csv"
    file.write_text(f"title,body,status,visibility\nReset,Do it.,{status},{visibility}\n", "utf-8")
    (one,) = read(IMPORTER, file)
    assert (one.audience, one.confidence, one.fields) == (audience, confidence, fields)


@pytest.mark.parametrize(
    ("author", "email", "expected"),
    [
        ("chen@example.org", "", SourcePerson(email="chen@example.org")),
        ("Chen <chen@example.org>", "", SourcePerson(name="Chen", email="chen@example.org")),
        ("Chen", "chen@example.org", SourcePerson(name="Chen", email="chen@example.org")),
        ("Chen", "", SourcePerson(name="Chen")),
    ],
)
def test_an_author_is_known_by_an_address_wherever_it_stands(tmp_path, author, email, expected):
    file = tmp_path / "articles.csv"
    file.write_text(f"title,body,author,email\nReset,Do it.,{author},{email}\n", "utf-8")
    (one,) = read(IMPORTER, file)
    assert (one.owner, one.revisions[0].author) == (expected, expected)
