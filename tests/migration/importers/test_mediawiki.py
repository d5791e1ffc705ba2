import bz2
import gzip
from datetime import UTC, datetime

import pytest

from kcs_cli.migration.importers.mediawiki import IMPORTER
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourcePerson, SourceRecord, SourceRevision
from tests.migration.importers.reading import read

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="de">
<siteinfo><sitename>Hilfe</sitename><base>https://wiki.example.org/w/Hauptseite</base><namespaces>
<namespace key="0" case="first-letter" /><namespace key="1">Diskussion</namespace><namespace key="6">Datei</namespace>
<namespace key="14">Kategorie</namespace></namespaces></siteinfo>
"""
PAGES = """<page><title>Papierstau</title><ns>0</ns><id>7</id>
<revision><id>70</id><timestamp>2023-01-02T03:04:05Z</timestamp><contributor><username>Ana</username><id>3</id></contributor>
<model>wikitext</model><text bytes="9" xml:space="preserve">Ziehen.</text></revision>
<revision><id>71</id><timestamp>2023-02-03T04:05:06Z</timestamp><contributor><ip>192.0.2.7</ip></contributor>
<model>wikitext</model><text xml:space="preserve">Den [[toner|Deckel]] '''öffnen'''. {{Vorlage:Stand|2023}}
[[Datei:Deckel auf.png|mini|Der Deckel]]
[[Kategorie:Drucker]]</text></revision></page>
<page><title>Papier klemmt</title><ns>0</ns><id>8</id><redirect title="Papierstau" />
<revision><text>#WEITERLEITUNG [[Papierstau]]</text></revision></page>
<page><title>Papierstau/en</title><ns>0</ns><id>9</id><revision><timestamp>2023-03-04T05:06:07Z</timestamp>
<text>Open the lid.</text></revision></page>
<page><title>Diskussion:Papierstau</title><ns>1</ns><id>10</id><revision><text>Hm.</text></revision></page>
<page><title>Gelöscht</title><ns>0</ns><id>11</id><revision><text deleted="deleted" /></revision></page>
"""
JAM = SourceRecord(
    key="7",
    revisions=(
        SourceRevision(
            title="Papierstau",
            html="<p>Ziehen.</p>",
            author=SourcePerson(name="Ana", number="3"),
            at=datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC),
        ),
        SourceRevision(
            title="Papierstau",
            html='<p>Den <a href="https://wiki.example.org/w/Toner">Deckel</a> <b>öffnen</b>. \n'
            '<img src="Deckel_auf.png" alt="Der Deckel">\n</p>',
            at=datetime(2023, 2, 3, 4, 5, 6, tzinfo=UTC),
        ),
    ),
    created=datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC),
    updated=datetime(2023, 2, 3, 4, 5, 6, tzinfo=UTC),
    language="de",
    tags=("Drucker",),
    owner=SourcePerson(name="Ana", number="3"),
    old_names=("7", "Papier klemmt"),
    addresses=("https://wiki.example.org/w/Papierstau", "https://wiki.example.org/w/Papier_klemmt"),
    fields={},
)
ENGLISH = SourceRecord(
    key="9",
    revisions=(
        SourceRevision(title="Papierstau/en", html="<p>Open the lid.</p>", at=datetime(2023, 3, 4, 5, 6, 7, tzinfo=UTC)),
    ),
    created=datetime(2023, 3, 4, 5, 6, 7, tzinfo=UTC),
    updated=datetime(2023, 3, 4, 5, 6, 7, tzinfo=UTC),
    language="en",
    translation_of="7",
    old_names=("9",),
    addresses=("https://wiki.example.org/w/Papierstau/en",),
    fields={},
)
REMARKS = [
    BrokenRecord(number=5, file="dump.xml, Gelöscht", reason="it has no text"),
    BrokenRecord(number=0, file="dump.xml", reason="1 page is left out, of other namespaces: Diskussion 1"),
    BrokenRecord(number=0, file="dump.xml", reason="1 use of a template is left out: Vorlage 1"),
]


def test_all_revisions_are_kept_redirects_are_former_names_and_the_rest_is_counted(tmp_path):
    dump = tmp_path / "dump.xml"
    dump.write_text(f"{HEAD}{PAGES}</mediawiki>", "utf-8")

    assert IMPORTER.is_source(dump)
    assert read(IMPORTER, dump) == [JAM, ENGLISH, *REMARKS]


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_a_packed_dump_is_read_as_it_is(tmp_path, ending, pack):
    dump = tmp_path / f"dump.xml{ending}"
    dump.write_bytes(pack(f"{HEAD}{PAGES}</mediawiki>".encode()))

    assert IMPORTER.is_source(dump)
    assert read(IMPORTER, dump)[:2] == [JAM._replace(language=""), ENGLISH]


def test_pictures_in_a_folder_beside_the_dump_are_kept(tmp_path):
    (tmp_path / "dump.xml").write_text(f"{HEAD}{PAGES}</mediawiki>", "utf-8")
    for name in ("images/a/ab/Deckel_auf.png", "images/thumb/a/ab/Deckel_auf.png/120px-Deckel_auf.png"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(name.encode())

    kept = SourceAttachment("Deckel_auf.png", "Deckel_auf.png", b"images/a/ab/Deckel_auf.png")
    assert read(IMPORTER, tmp_path)[0].attachments == (kept,)


def test_a_dump_of_old_says_in_the_text_what_leads_elsewhere_and_in_the_title_what_is_no_article(tmp_path):
    dump = tmp_path / "dump.xml"
    old = PAGES.replace("<ns>0</ns>", "").replace("<ns>1</ns>", "").replace('<redirect title="Papierstau" />', "")
    dump.write_text(f"{HEAD}{old}</mediawiki>", "utf-8")

    assert read(IMPORTER, dump) == [JAM, ENGLISH, *REMARKS]


def test_of_a_dump_that_breaks_off_the_pages_before_are_taken(tmp_path):
    dump = tmp_path / "dump.xml"
    dump.write_text(HEAD + PAGES[: PAGES.index("<page><title>Diskussion")] + "<page><title>Dis", "utf-8")
    records = read(IMPORTER, dump)

    assert records[:2] == [JAM, ENGLISH]
    assert (records[2].number, records[2].reason.partition(": ")[0]) == (4, "no XML from here on")
