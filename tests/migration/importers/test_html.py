from datetime import UTC, datetime

from kcs_cli.migration.importers.html import IMPORTER
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourcePerson, SourceRecord, SourceRevision
from tests.migration.importers.reading import read

PAGE = """<!DOCTYPE html><html lang="de-DE"><head><meta charset="utf-8"><title>Papierstau – Hilfe</title>
<meta property="og:site_name" content="Hilfe"><meta name="author" content="Ana Silva">
<meta name="keywords" content="Drucker, Papier"><meta name="date" content="2023-01-02">
<meta property="article:modified_time" content="2023-02-03T04:05:06+01:00">
<link rel="canonical" href="https://hilfe.example.org/papierstau"><style>p {color: red}</style></head>
<body><nav><a href="../index.html">Start</a></nav><main><p>Den <a href="../toner.html#wo">Deckel</a> öffnen.</p>
<p><img src="bilder/deckel%20auf.png"> <a href="/anleitung.pdf">PDF</a> <a href="https://example.org/x.html">x</a></p>
<script>count()</script></main><footer>Impressum</footer></body></html>"""


def test_a_page_comes_with_its_head_its_main_part_and_the_files_it_shows(tmp_path):
    (tmp_path / "drucker/bilder").mkdir(parents=True)
    (tmp_path / "drucker/papierstau.html").write_text(PAGE, "utf-8")
    (tmp_path / "drucker/bilder/deckel auf.png").write_bytes(b"png")
    (tmp_path / "anleitung.pdf").write_bytes(b"pdf")
    (tmp_path / "leer.html").write_text("<html><body><nav>Start</nav></body></html>", "utf-8")
    (tmp_path / "toner.html").write_bytes("<body><h1>Tonér</h1><p>Rot</p></body>".encode("windows-1252"))

    assert IMPORTER.is_source(tmp_path)
    assert read(IMPORTER, tmp_path) == [
        SourceRecord(
            key="drucker/papierstau.html",
            revisions=(
                SourceRevision(
                    title="Papierstau",
                    html='<p>Den <a href="/toner.html#wo">Deckel</a> öffnen.</p>\n'
                    '<p><img src="/drucker/bilder/deckel%20auf.png"/> <a href="/anleitung.pdf">PDF</a> '
                    '<a href="https://example.org/x.html">x</a></p>',
                    author=SourcePerson(name="Ana Silva"),
                    at=datetime(2023, 2, 3, 3, 5, 6, tzinfo=UTC),
                ),
            ),
            created=datetime(2023, 1, 2, tzinfo=UTC),
            updated=datetime(2023, 2, 3, 3, 5, 6, tzinfo=UTC),
            language="de-DE",
            folders=("drucker",),
            tags=("Drucker", "Papier"),
            owner=SourcePerson(name="Ana Silva"),
            addresses=("/drucker/papierstau.html", "https://hilfe.example.org/papierstau"),
            attachments=(
                SourceAttachment("/anleitung.pdf", "anleitung.pdf", b"pdf"),
                SourceAttachment("/drucker/bilder/deckel%20auf.png", "deckel auf.png", b"png"),
            ),
            fields={},
        ),
        BrokenRecord(number=2, file="leer.html", reason="it has no text"),
        SourceRecord(
            key="toner.html",
            revisions=(SourceRevision(title="Tonér", html="<p>Rot</p>"),),
            addresses=("/toner.html",),
            fields={},
        ),
    ]


def test_a_page_that_is_no_html_is_told_and_the_others_are_taken(tmp_path):
    (tmp_path / "a.html").write_text("<p>x</p><![foo[ bar", "utf-8")
    (tmp_path / "b.html").write_text("<p>Fine</p>", "utf-8")
    wrong, fine = read(IMPORTER, tmp_path)

    assert wrong == BrokenRecord(number=1, file="a.html", reason="it is no HTML that can be read")
    assert fine.revisions == (SourceRevision(title="b", html="<p>Fine</p>"),)


def test_links_do_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/link.png").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "site/a.html").write_text('<p>x <img src="../secret.txt"> <img src="link.png"></p>', "utf-8")

    assert read(IMPORTER, tmp_path / "site")[0].attachments == ()


def test_an_author_with_an_address_is_known_by_it(tmp_path):
    page = '<html><head><title>Mail</title><meta name="author" content="Ana Silva &lt;ana@example.org&gt;"></head>'
    (tmp_path / "mail.html").write_text(f"{page}<body><p>Text</p></body></html>", "utf-8")
    (record,) = read(IMPORTER, tmp_path)
    assert record.owner == SourcePerson(name="Ana Silva", email="ana@example.org")
