from datetime import UTC, datetime

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importers.servicenow import IMPORTER
from kcs_cli.migration.source.record import (
    BrokenRecord,
    SourceAttachment,
    SourcePerson,
    SourceRecord,
    SourceRevision,
    SourceVotes,
)
from tests.migration.importers.export import read, save, sound

ANA_ID, BASE_ID, VPN_ID, OLD_ID, NEW_ID = (letter * 32 for letter in "abcde")
ANA = SourcePerson(name="Ana Berg", email="ana@example.org", number=ANA_ID)
ROW = {
    "number": "KB0010001", "sys_id": NEW_ID, "short_description": "VPN drops at noon", "text": "<p>Renew it.</p>",
    "wiki": "", "article_type": "text", "workflow_state": "published", "valid_to": "2100-01-01", "published": "2024-03-05",
    "kb_knowledge_base": {"value": BASE_ID, "display_value": "IT"}, "kb_category": {"value": VPN_ID, "display_value": "VPN"},
    "can_read_user_criteria": "", "roles": "", "version": {"value": "f" * 32, "display_value": "2.0"}, "language": "en",
    "parent": "", "meta": "vpn, tunnel", "author": {"value": ANA_ID, "display_value": "Ana Berg"},
    "author.email": "ana@example.org", "sys_created_on": "2024-03-04 10:00:00", "sys_updated_on": "2024-03-06 11:00:00",
    "sys_view_count": "120", "helpful_count": "8", "rating": "4.5",
}  # fmt: skip
OLD = {
    **ROW, "sys_id": OLD_ID, "short_description": "VPN drops", "text": "<p>Restart it.</p>", "workflow_state": "outdated",
    "version": {"value": "f" * 32, "display_value": "1.0"}, "published": "2024-01-09",
    "sys_created_on": "2024-01-08 10:00:00", "sys_updated_on": "2024-03-05 12:00:00",
}  # fmt: skip
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<unload unload_date="2024-06-01 08:00:00">
<kb_knowledge action="INSERT_OR_UPDATE"><active>true</active><author display_value="Ana Berg">{ANA_ID}</author>
<kb_category display_value="VPN">{VPN_ID}</kb_category><number>KB0010001</number><roles/>
<short_description>VPN drops at noon</short_description><sys_updated_on>2024-03-06 11:00:00</sys_updated_on>
<text><![CDATA[<p>Renew it.</p>]]></text><workflow_state>published</workflow_state></kb_knowledge>
<kb_category action="INSERT_OR_UPDATE"><label>VPN</label><sys_id>{VPN_ID}</sys_id></kb_category>
</unload>"""


def test_the_versions_of_an_article_are_its_revisions(tmp_path):
    draft = {
        **ROW,
        "sys_id": "9" * 32,
        "workflow_state": "draft",
        "version": {"value": "", "display_value": "2.01"},
        "text": "?",
    }
    source = save(tmp_path, kb_knowledge={"result": [draft, ROW, OLD]})
    assert IMPORTER.is_source(source)
    updated = datetime(2024, 3, 6, 11, 0, tzinfo=UTC)
    assert read(IMPORTER, source) == [
        SourceRecord(
            key="KB0010001",
            revisions=(
                SourceRevision("VPN drops", "<p>Restart it.</p>", author=ANA, at=datetime(2024, 1, 9, tzinfo=UTC)),
                SourceRevision("VPN drops at noon", "<p>Renew it.</p>", author=ANA, at=updated),
            ),
            created=datetime(2024, 1, 8, 10, 0, tzinfo=UTC),
            updated=updated,
            audience=None,
            confidence=Confidence.validated,
            language="en",
            folders=("IT", "VPN"),
            tags=("vpn", "tunnel"),
            owner=ANA,
            old_names=("KB0010001",),
            addresses=("/kb_view.do?sysparm_article=KB0010001",),
            votes=SourceVotes(views=120, helpful=8),
            fields={},
        )
    ]


def test_versions_far_apart_are_one_article_and_others_do_not_wait_for_it(tmp_path):
    other = {**ROW, "number": "KB0010002", "sys_id": "7" * 32}
    found = sound(IMPORTER, save(tmp_path, a={"records": [OLD, other]}, b={"records": [ROW]}))
    assert [(one.key, len(one.revisions)) for one in found] == [("KB0010002", 1), ("KB0010001", 2)]


def test_without_version_numbers_times_tell_the_order(tmp_path):
    bare = [{name: value for name, value in row.items() if name != "version"} for row in (ROW, OLD)]
    (found,) = sound(IMPORTER, save(tmp_path, a={"result": bare}))
    assert [one.title for one in found.revisions] == ["VPN drops", "VPN drops at noon"]


def test_version_numbers_are_numbers(tmp_path):
    rows = [
        {**row, "short_description": number, "version": "", "display_number": f"KB0010001 v{number}"}
        for row, number in ((ROW, "11.0"), (OLD, "10.0"), (OLD, "9.01"))
    ]
    (found,) = sound(IMPORTER, save(tmp_path, a={"result": rows}))
    assert [one.title for one in found.revisions] == ["9.01", "10.0", "11.0"]


def test_xml_of_the_unload_format(tmp_path):
    source = tmp_path / "kb.xml"
    source.write_text(XML)
    assert IMPORTER.is_source(source)
    (found,) = read(IMPORTER, source)
    author, updated = SourcePerson(name="Ana Berg", number=ANA_ID), datetime(2024, 3, 6, 11, 0, tzinfo=UTC)
    assert found == SourceRecord(
        key="KB0010001",
        revisions=(SourceRevision("VPN drops at noon", "<p>Renew it.</p>", author=author, at=updated),),
        updated=updated,
        confidence=Confidence.validated,
        folders=("VPN",),
        owner=author,
        old_names=("KB0010001",),
        addresses=("/kb_view.do?sysparm_article=KB0010001",),
    )


def test_xml_of_the_table_api(tmp_path):
    source = tmp_path / "kb.xml"
    author = f"<author><display_value>Ana Berg</display_value><value>{ANA_ID}</value></author>"
    text = "<text>&lt;p&gt;Renew it.&lt;/p&gt;</text><short_description>VPN</short_description>"
    source.write_text(f"<response><result><number>KB1</number>{author}{text}</result></response>")
    assert IMPORTER.is_source(source)
    (found,) = sound(IMPORTER, source)
    assert (found.key, found.owner.name, found.revisions[0].html) == ("KB1", "Ana Berg", "<p>Renew it.</p>")


@pytest.mark.parametrize("head", ["number,short_description,text,workflow_state,sys_updated_on",
                                  '"Number";"Short description";"Article body";"Workflow";"Updated"'])  # fmt: skip
def test_csv_with_names_or_labels_of_columns(tmp_path, head):
    mark = ";" if ";" in head else ","
    row = ["KB0010001", "VPN drops at noon", '"<p>Renew\nit.</p>"', "Published", "2024-03-06 11:00:00"]
    source = tmp_path / "kb.csv"
    source.write_text(f"{head}\n{mark.join(row)}\n{mark.join(['', *row[1:]])}\n")
    assert IMPORTER.is_source(source)
    updated = datetime(2024, 3, 6, 11, 0, tzinfo=UTC)
    first = SourceRecord(
        key="KB0010001",
        revisions=(SourceRevision("VPN drops at noon", "<p>Renew\nit.</p>", at=updated),),
        updated=updated,
        confidence=Confidence.validated,
        old_names=("KB0010001",),
        addresses=("/kb_view.do?sysparm_article=KB0010001",),
    )
    assert read(IMPORTER, source) == [first, BrokenRecord(2, "kb.csv", "it has no number")]


def test_names_come_from_other_tables_where_an_article_has_numbers_only(tmp_path):
    row = {
        **ROW,
        "kb_category": {"link": "https://x", "value": VPN_ID},
        "author": {"value": ANA_ID},
        "kb_knowledge_base": BASE_ID,
    }
    names = [{"sys_id": VPN_ID, "label": "VPN"}, {"sys_id": ANA_ID, "name": "Ana Berg"}]
    (found,) = sound(IMPORTER, save(tmp_path, kb_knowledge={"result": [row]}, names={"result": names}))
    assert (found.folders, found.owner) == (("VPN",), ANA)


def test_a_translation_has_its_own_number_and_names_the_original(tmp_path):
    german = {**ROW, "number": "KB0010009", "sys_id": "9" * 32, "language": "de", "parent": {"value": OLD_ID}}
    found = sound(IMPORTER, save(tmp_path, a={"result": [german, OLD, ROW]}))
    assert [(one.key, one.translation_of, one.language) for one in found] == [
        ("KB0010009", "KB0010001", "de"),
        ("KB0010001", "", "en"),
    ]


@pytest.mark.parametrize(
    ("fields", "audience", "confidence"),
    [
        ({"workflow_state": "draft"}, Audience.internal, Confidence.wip),
        ({"workflow_state": "review"}, Audience.internal, Confidence.not_validated),
        ({"workflow_state": "Pending retirement", "roles": "public"}, Audience.public, Confidence.validated),
        ({"workflow_state": "retired", "roles": "itil,admin"}, Audience.internal, Confidence.archived),
        ({"workflow_state": ""}, None, None),
        ({"rating": "1.5"}, None, Confidence.not_validated),
        ({"can_read_user_criteria": {"value": BASE_ID, "display_value": "Dealers, Customers"}}, Audience.customer,
            Confidence.validated),
        ({"can_read_user_criteria": {"value": BASE_ID, "display_value": "Partner portal"}}, Audience.partner,
            Confidence.validated),
        ({"can_read_user_criteria": BASE_ID}, Audience.internal, Confidence.validated),
    ],
)  # fmt: skip
def test_state_criteria_and_stars_tell_who_may_read_and_how_far_it_is_trusted(tmp_path, fields, audience, confidence):
    (found,) = sound(IMPORTER, save(tmp_path, a={"result": [{**ROW, **fields}]}))
    assert (found.audience, found.confidence) == (audience, confidence)


def test_what_ends_has_its_last_day_and_what_is_valid_for_ever_has_none(tmp_path):
    (found,) = sound(IMPORTER, save(tmp_path, a={"result": [{**ROW, "valid_to": "2030-06-30"}]}))
    assert found.fields == {"expires": "2030-06-30"}


def test_a_wiki_article_keeps_its_mark_up_and_a_kcs_article_its_parts(tmp_path):
    wiki = {**ROW, "article_type": "wiki", "text": "", "wiki": "= VPN =\n\n* <renew>"}
    kcs = {**ROW, "number": "KB2", "text": "", "kb_issue": "<p>I</p>", "kb_resolution": "<p>R</p>", "kb_cause": "C"}
    found = sound(IMPORTER, save(tmp_path, a={"result": [wiki, kcs]}))
    assert [one.revisions[0].html for one in found] == [
        "<p>= VPN =</p>\n<p>* &lt;renew&gt;</p>",
        "<h2>Issue</h2>\n<p>I</p>\n<h2>Resolution</h2>\n<p>R</p>\n<h2>Cause</h2>\nC",
    ]


def test_a_broken_row_is_told_with_its_number_and_the_others_are_taken(tmp_path):
    rows = [{**ROW, "text": ["x"]}, {**ROW, "short_description": ""}, 5, {**ROW, "valid_to": "soon"},
            {**ROW, "sys_updated_on": "now"}, {"text": "x"}, ROW]  # fmt: skip
    found = read(IMPORTER, save(tmp_path, a={"result": rows}))
    assert [one for one in found if isinstance(one, BrokenRecord)] == [
        BrokenRecord(1, "a.json", "text is a list"),
        BrokenRecord(3, "a.json", "it is no object"),
        BrokenRecord(6, "a.json", "it has no number"),
        BrokenRecord(2, "a.json", "it has no title"),
        BrokenRecord(4, "a.json", "valid_to is no day: soon"),
        BrokenRecord(5, "a.json", "sys_updated_on is no time: now"),
    ]
    assert [(one.key, len(one.revisions)) for one in found if isinstance(one, SourceRecord)] == [("KB0010001", 1)]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("kb_view.do?sysparm_article=KB0010001", "/kb_view.do?sysparm_article=KB0010001"),
        (f"/kb_view.do?sys_kb_id={OLD_ID}&amp;sysparm_x=1", "/kb_view.do?sysparm_article=KB0010001"),
        ("https://acme.example/kb?id=kb_article_view&sysparm_article=KB0010001", "/kb_view.do?sysparm_article=KB0010001"),
        ("/kb_view.do?sysparm_article=KB0999999", "/kb_view.do?sysparm_article=KB0999999"),
        ("https://acme.example/kb_view.do?sysparm_article=KB0999999", None),
        ("https://support.servicenow.com/kb?id=kb_article_view&sysparm_article=KB0010001", None),
        ("https://acme.example/incident.do?sys_id=" + NEW_ID, None),
        ("#top", None),
    ],
)
def test_a_link_to_an_article_names_it_alone(tmp_path, address, expected):
    row = {**ROW, "text": f"<a href='{address}'>a</a>"}
    (found,) = sound(IMPORTER, save(tmp_path, a={"result": [OLD, row]}))
    expected_html = f'<a href="{expected}">a</a>' if expected else row["text"]
    assert found.revisions[-1].html == expected_html


def test_pictures_are_found_by_their_number(tmp_path):
    row = {
        **ROW,
        "text": f'<img src="/sys_attachment.do?sys_id={VPN_ID}&amp;x=1"><img src="sys_attachment.do?sys_id={OLD_ID}">',
    }
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / f"{VPN_ID}.png").write_bytes(b"png")
    (found,) = sound(IMPORTER, save(tmp_path, a={"result": [row]}))
    name = f"{VPN_ID}.png"
    assert found.attachments == (SourceAttachment(f"/sys_attachment.do?sys_id={VPN_ID}&x=1", name, bytes),)


def test_entities_of_a_document_type_are_refused(tmp_path):
    (tmp_path / "kb.xml").write_text(XML.replace("<unload", '<!DOCTYPE a [<!ENTITY a "b">]><unload', 1))
    with pytest.raises(KcsError, match="has a document type"):
        read(IMPORTER, tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"error": {"message": "User Not Authenticated"}}'),
        ("a.xml", "<a"),
        ("a.csv", "a,b\n1,2\n"),
        ("a.csv", ""),
    ],
)
def test_what_is_no_export_is_refused_in_two_lines(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    for source in (tmp_path, tmp_path / name):
        assert not IMPORTER.is_source(source)
        with pytest.raises(KcsError, match="has no article of ServiceNow that can be read") as told:
            read(IMPORTER, source)
        assert told.value.hint
