import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importers.confluence import IMPORTER
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourcePerson, SourceRecord, SourceRevision
from tests.migration.importers.reading import read

PAGE = 'class="Page" package="com.atlassian.confluence.pages"'
ANA = SourcePerson(name="ana", number="u1")
BO = SourcePerson(name="Bo Lindqvist", email="bo@example.org", number="u2")
ENTITIES = f"""<?xml version="1.0" encoding="UTF-8"?>
<hibernate-generic datetime="2024-05-01 10:00:00">
<object class="Space" package="com.atlassian.confluence.spaces"><id name="id">1</id>
<property name="name"><![CDATA[Support]]></property><property name="key"><![CDATA[SUP]]></property>
<property name="homePage" {PAGE}><id name="id">10</id></property></object>
<object class="ConfluenceUserImpl" package="com.atlassian.confluence.user"><id name="key"><![CDATA[u1]]></id>
<property name="name"><![CDATA[ana]]></property></object>
<object class="ConfluenceUserImpl" package="com.atlassian.confluence.user"><id name="key"><![CDATA[u2]]></id>
<property name="name"><![CDATA[bo]]></property></object>
<object class="InternalUser" package="com.atlassian.crowd.model.user"><id name="id">7</id>
<property name="name">bo</property><property name="displayName">Bo Lindqvist</property>
<property name="emailAddress">bo@example.org</property></object>
<object {PAGE}><id name="id">10</id><property name="title"><![CDATA[Home]]></property>
<property name="space" class="Space"><id name="id">1</id></property><property name="version">1</property>
<property name="contentStatus"><![CDATA[current]]></property></object>
<object class="BodyContent"><id name="id">11</id><property name="body"><![CDATA[<p>Welcome</p>]]></property>
<property name="content" {PAGE}><id name="id">10</id></property><property name="bodyType">2</property></object>
<object {PAGE}><id name="id">20</id><property name="title"><![CDATA[Printers]]></property>
<property name="parent" {PAGE}><id name="id">10</id></property>
<property name="space" class="Space"><id name="id">1</id></property>
<property name="contentStatus">current</property></object>
<object class="BodyContent"><id name="id">21</id><property name="content" {PAGE}><id name="id">20</id></property>
<property name="body"><![CDATA[<p>All printers</p>]]></property></object>
<object {PAGE}><id name="id">30</id><property name="title"><![CDATA[Paper jam]]></property>
<property name="parent" {PAGE}><id name="id">20</id></property>
<property name="space" class="Space"><id name="id">1</id></property><property name="version">2</property>
<property name="creator" class="ConfluenceUserImpl"><id name="key"><![CDATA[u1]]></id></property>
<property name="creationDate">2023-01-02 03:04:05.000</property>
<property name="lastModifier" class="ConfluenceUserImpl"><id name="key"><![CDATA[u2]]></id></property>
<property name="lastModificationDate">2023-06-07 08:09:10.000</property>
<property name="contentStatus">current</property></object>
<object class="BodyContent"><id name="id">31</id><property name="content" {PAGE}><id name="id">30</id></property>
<property name="body"><![CDATA[<p>Open the lid, see <ac:link><ri:page ri:content-title="Printers" /></ac:link>.</p>\
<ac:image><ri:attachment ri:filename="lid open.png" /></ac:image>]]></property>
<property name="bodyType">2</property></object>
<object {PAGE}><id name="id">29</id><property name="title"><![CDATA[Jam]]></property><property name="version">1</property>
<property name="originalVersion" {PAGE}><id name="id">30</id></property>
<property name="lastModifier" class="ConfluenceUserImpl"><id name="key"><![CDATA[u1]]></id></property>
<property name="lastModificationDate">2023-01-02 03:04:05.000</property>
<property name="contentStatus">current</property></object>
<object class="BodyContent"><id name="id">28</id><property name="content" {PAGE}><id name="id">29</id></property>
<property name="body"><![CDATA[<p>Pull.</p>]]></property></object>
<object class="Attachment"><id name="id">32</id><property name="title"><![CDATA[lid open.png]]></property>
<property name="containerContent" {PAGE}><id name="id">30</id></property><property name="version">2</property>
<property name="contentStatus">current</property></object>
<object class="Label"><id name="id">40</id><property name="name">hardware</property>
<property name="namespace">global</property></object>
<object class="Label"><id name="id">41</id><property name="name">favourite</property>
<property name="namespace">my</property></object>
<object class="Labelling"><id name="id">42</id><property name="label" class="Label"><id name="id">40</id></property>
<property name="content" {PAGE}><id name="id">30</id></property></object>
<object class="Labelling"><id name="id">43</id><property name="label" class="Label"><id name="id">41</id></property>
<property name="content" {PAGE}><id name="id">30</id></property></object>
<object class="ContentPermissionSet"><id name="id">50</id><property name="type"><![CDATA[View]]></property>
<property name="owningContent" {PAGE}><id name="id">20</id></property></object>
<object {PAGE}><id name="id">60</id><property name="title">Half a thought</property>
<property name="contentStatus">draft</property></object>
</hibernate-generic>
"""
JAM = SourceRecord(
    key="30",
    revisions=(
        SourceRevision(title="Jam", html="<p>Pull.</p>", author=ANA, at=datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC)),
        SourceRevision(
            title="Paper jam",
            html='<p>Open the lid, see <a href="/spaces/SUP/pages/20">Printers</a>.</p>'
            '<img src="/download/attachments/30/lid%20open.png" alt="lid open.png">',
            author=BO,
            at=datetime(2023, 6, 7, 8, 9, 10, tzinfo=UTC),
        ),
    ),
    created=datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC),
    updated=datetime(2023, 6, 7, 8, 9, 10, tzinfo=UTC),
    audience=Audience.internal,
    folders=("Printers",),
    tags=("hardware",),
    owner=ANA,
    old_names=("30",),
    addresses=(
        "/display/SUP/Paper+jam", "/spaces/SUP/pages/30", "/wiki/spaces/SUP/pages/30", "/spaces/SUP/pages/30/Paper+jam",
        "/wiki/spaces/SUP/pages/30/Paper+jam",
    ),
    attachments=(SourceAttachment("/download/attachments/30/lid%20open.png", "lid open.png", b"second"),),
    fields={},
)  # fmt: skip
DRAFTS = BrokenRecord(number=0, file="entities.xml", reason="1 page is left out: 1 draft")


def _unpacked(folder: Path, entities: str = ENTITIES) -> Path:
    (folder / "attachments/30/32").mkdir(parents=True)
    (folder / "attachments/30/32/1").write_bytes(b"first")
    (folder / "attachments/30/32/2").write_bytes(b"second")
    (folder / "entities.xml").write_text(entities, "utf-8")
    return folder


def _packed(folder: Path) -> Path:
    file = folder / "space.zip"
    inside = _unpacked(folder / "inside")
    with zipfile.ZipFile(file, "w") as packed:
        for name in ("entities.xml", "attachments/30/32/1", "attachments/30/32/2"):
            packed.write(inside / name, name)
    return file


@pytest.mark.parametrize("make", [_unpacked, _packed])
def test_a_page_comes_with_its_versions_people_labels_files_and_the_pages_above_it(tmp_path, make):
    home, printers, jam, drafts = read(IMPORTER, make(tmp_path / "export" if make is _unpacked else tmp_path))

    assert (home.key, home.folders, home.audience, home.revisions[0].title) == ("10", (), None, "Home")
    assert (printers.folders, printers.audience) == ((), Audience.internal)  # by itself; the page below it by it
    assert jam == JAM
    assert drafts == DRAFTS


@pytest.mark.parametrize(("group", "expected"), [("", Audience.public), ("support", Audience.internal)])
def test_a_space_that_anybody_may_see_is_public_and_one_that_some_may_see_is_not(tmp_path, group, expected):
    anyone = '<object class="SpacePermission"><id name="id">70</id><property name="space" class="Space"><id name="id">1</id>'
    anyone += f'</property><property name="type">VIEWSPACE</property><property name="group">{group}</property></object>'
    source = _unpacked(tmp_path / "export", ENTITIES.replace("</hibernate-generic>", f"{anyone}</hibernate-generic>"))

    assert [one.audience for one in read(IMPORTER, source)[:3]] == [expected, Audience.internal, Audience.internal]


def test_a_damaged_zip_is_told_and_says_what_to_do(tmp_path):
    file = tmp_path / "space.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("entities.xml", ENTITIES)
    content = bytearray(file.read_bytes())
    content[200:220] = b"\xff" * 20
    file.write_bytes(content)

    with pytest.raises(KcsError) as refused:
        read(IMPORTER, file)
    assert refused.value.message.startswith(f"{file} cannot be read: it is damaged: ")
    assert refused.value.hint == "Export it again, as XML"


def test_a_page_that_says_nothing_of_itself_is_read(tmp_path):
    bare = (
        PAGE_HTML.replace("on Jan 02, 2023,", "").replace("on Jun 07, 2023", "").replace("\nlast modified by", ", edited by")
    )
    (tmp_path / "Paper-jam_30.html").write_text(bare, "utf-8")
    (jam,) = read(IMPORTER, tmp_path)

    assert (jam.created, jam.updated, jam.owner.name) == (None, None, "Ana Silva")


def test_a_person_whom_the_export_does_not_name_is_not_mentioned_by_a_key(tmp_path):
    body = "".join(f'<ac:link><ri:user ri:{name}="{key}" /></ac:link> ' for name, key in (
        ("userkey", "u2"), ("account-id", "5d3eaa4376cb3e0d9d31cf8e"), ("username", "chidi"),
    ))  # fmt: skip
    home = read(IMPORTER, _unpacked(tmp_path / "export", ENTITIES.replace("<p>Welcome</p>", f"<p>{body}</p>")))[0]

    assert home.revisions[0].html == "<p>Bo Lindqvist  chidi </p>"


def test_an_archived_page_is_an_archived_article(tmp_path):
    source = _unpacked(tmp_path / "export", ENTITIES.replace("[current]", "[archived]"))

    assert read(IMPORTER, source)[0].confidence is Confidence.archived


def test_an_address_with_the_number_of_a_page_leads_to_it(tmp_path):
    link = '<p><a href="https://wiki.example.org/pages/viewpage.action?pageId=30#x">jam</a></p>'
    home = read(IMPORTER, _unpacked(tmp_path / "export", ENTITIES.replace("<p>Welcome</p>", link)))[0]

    assert home.revisions[0].html == '<p><a href="/spaces/SUP/pages/30">jam</a></p>'


def test_of_an_export_that_breaks_off_what_is_there_is_taken_and_the_rest_is_told(tmp_path):
    cut = ENTITIES[: ENTITIES.index('<object class="Label">')]
    records = read(IMPORTER, _unpacked(tmp_path / "export", cut))

    assert [one.key for one in records[:3]] == ["10", "20", "30"]
    assert records[3].number == 14
    assert records[3].reason.startswith("no XML from here on: no element found")


def test_a_page_without_a_text_is_told_and_the_others_are_taken(tmp_path):
    records = read(IMPORTER, _unpacked(tmp_path / "export", ENTITIES.replace("<p>All printers</p>", " ")))

    assert [one.key for one in records if isinstance(one, SourceRecord)] == ["10", "30"]
    assert records[1] == BrokenRecord(number=2, file="entities.xml, Printers", reason="it has no text")


def test_characters_that_no_xml_may_hold_do_not_end_the_reading(tmp_path):
    home = read(IMPORTER, _unpacked(tmp_path / "export", ENTITIES.replace("Welcome", "Wel\x0bcome")))[0]

    assert home.revisions[0].html == "<p>Wel\tcome</p>"


def test_an_export_with_a_document_type_is_refused(tmp_path):
    bomb = ENTITIES.replace("<hibernate", '<!DOCTYPE x [<!ENTITY a "aaaa">]><hibernate', 1)
    with pytest.raises(KcsError) as refused:
        read(IMPORTER, _unpacked(tmp_path / "export", bomb))

    assert refused.value.message.endswith("it declares a document type, which kcs does not read")


PAGE_HTML = """<!DOCTYPE html><html><head><title>Support : Paper jam</title></head>
<body class="theme-default aui-theme-default"><div id="page"><div id="main-header"><div id="breadcrumb-section">
<ol id="breadcrumbs"><li class="first"><span><a href="index.html">Support</a></span></li>
<li><span><a href="Printers_20.html">Printers</a></span></li></ol></div>
<h1 id="title-heading"><span id="title-text"> Support : Paper jam </span></h1></div>
<div id="content" class="view"><div class="page-metadata">Created by <span class='author'> Ana Silva</span> on Jan 02, 2023,
last modified by <span class='editor'> Bo Lindqvist</span> on Jun 07, 2023</div>
<div id="main-content" class="wiki-content group"><p>Open the lid <img class="emoticon" alt="(tick)" src="images/e.svg"></p>
<div class="toc-macro"><ul><li>Contents</li></ul></div>
<pre class="syntaxhighlighter-pre" data-syntaxhighlighter-params="brush: bash; gutter: false">lpr &lt;x&gt;</pre>
<p><img src="attachments/30/32.png" data-linked-resource-default-alias="lid open.png"> <a href="Printers_20.html">all</a></p>
</div></div></div></body></html>
"""


def test_pages_of_the_html_export_are_read_with_the_way_to_them(tmp_path):
    (tmp_path / "attachments/30").mkdir(parents=True)
    (tmp_path / "attachments/30/32.png").write_bytes(b"png")
    (tmp_path / "index.html").write_text("<html><body>Space</body></html>", "utf-8")
    (tmp_path / "Paper-jam_30.html").write_text(PAGE_HTML, "utf-8")
    (tmp_path / "Printers_20.html").write_text('<div class="page-metadata"></div><p>nothing</p>', "utf-8")

    assert IMPORTER.is_source(tmp_path)
    assert read(IMPORTER, tmp_path) == [
        SourceRecord(
            key="30",
            revisions=(
                SourceRevision(
                    title="Paper jam",
                    html='<p>Open the lid (tick)</p>\n\n<pre class="language-bash" '
                    'data-syntaxhighlighter-params="brush: bash; gutter: false">lpr &lt;x&gt;</pre>\n'
                    '<p><img data-linked-resource-default-alias="lid open.png" src="/attachments/30/32.png"/> '
                    '<a href="/Printers_20.html">all</a></p>',
                    author=SourcePerson(name="Bo Lindqvist"),
                    at=datetime(2023, 6, 7, tzinfo=UTC),
                ),
            ),
            created=datetime(2023, 1, 2, tzinfo=UTC),
            updated=datetime(2023, 6, 7, tzinfo=UTC),
            folders=("Printers",),
            owner=SourcePerson(name="Ana Silva"),
            old_names=("30",),
            addresses=("/Paper-jam_30.html",),
            attachments=(SourceAttachment("/attachments/30/32.png", "lid open.png", b"png"),),
            fields={},
        ),
        BrokenRecord(number=2, file="Printers_20.html", reason="it is no page of Confluence"),
    ]
