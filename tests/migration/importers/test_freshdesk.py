from datetime import UTC, datetime
from pathlib import Path

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importers.freshdesk import IMPORTER
from kcs_cli.migration.source.record import (
    BrokenRecord,
    SourceAttachment,
    SourcePerson,
    SourceRecord,
    SourceRevision,
    SourceVotes,
)
from tests.migration.importers.export import read, save, sound

HIERARCHY = [
    {"level": 0, "type": "category", "data": {"id": 3, "name": "Hardware", "language": "en"}},
    {"level": 1, "type": "folder", "data": {"id": 4, "name": "Fax", "language": "en"}},
]
ARTICLE = {
    "id": 51, "type": 1, "category_id": 3, "folder_id": 4, "hierarchy": HIERARCHY, "thumbs_up": 9, "thumbs_down": 2,
    "hits": 140, "tags": ["fax", "office"], "seo_data": {"meta_title": "x", "meta_keywords": "dial, fax"}, "agent_id": 7,
    "title": "Fax stays silent", "description_text": "Dial 9.", "status": 2, "suggested": 3,
    "description": '<p>Dial 9: <a href="https://acme.example/en/support/solutions/articles/51-fax">here</a>.</p>',
    "created_at": "2023-01-02T03:04:05Z", "updated_at": "2023-02-03T04:05:06Z",
    "attachments": [{"id": 5, "name": "dial.pdf", "attachment_url": "https://cdn.example/5"}, {"name": "gone.pdf"}],
}  # fmt: skip
ANA = SourcePerson(name="Ana Berg", email="ana@example.org", number="7")
AGENTS = [{"id": 7, "available": True, "contact": {"name": "Ana Berg", "email": "ana@example.org"}}]
FOLDERS = [{"id": 4, "name": "Fax", "visibility": 2, "category_id": 3}]
XML = """<?xml version="1.0" encoding="UTF-8"?>
<solution-categories type="array"><solution-category>
 <created-at type="datetime">2012-01-01T00:00:00+00:00</created-at><id type="integer">3</id><name>Hardware</name>
 <folders type="array"><solution-folder>
  <category-id type="integer">3</category-id><id type="integer">4</id><name>Fax</name>
  <visibility type="integer">1</visibility>
  <articles type="array"><solution-article>
   <art-type type="integer">1</art-type><created-at type="datetime">2013-01-02T03:04:05+05:30</created-at>
   <desc-un-html>Dial 9.</desc-un-html><description>&lt;p&gt;Dial 9.&lt;/p&gt;</description>
   <folder-id type="integer">4</folder-id><hits type="integer">14</hits><id type="integer">51</id>
   <seo-data nil="true"/><status type="integer">2</status><thumbs-down type="integer">0</thumbs-down>
   <thumbs-up type="integer">3</thumbs-up><title>Fax stays silent</title>
   <updated-at type="datetime">2013-02-03T04:05:06Z</updated-at><user-id type="integer">7</user-id>
   <tags type="array"><tag><name>fax</name></tag></tags>
  </solution-article><solution-article><id type="integer">52</id><title/></solution-article>
  <solution-article><id type="integer">53</id><title>Ink</title><desc-un-html>Shake &amp; wait.</desc-un-html>
   <folder-id type="integer">4</folder-id><status type="integer">1</status></solution-article></articles>
 </solution-folder></folders>
</solution-category></solution-categories>"""


def test_an_article_of_the_api(tmp_path):
    source = save(tmp_path, articles=[ARTICLE], folders=FOLDERS, agents=AGENTS)
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "dial.pdf").write_bytes(b"pdf")
    assert IMPORTER.is_source(source)
    updated = datetime(2023, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert read(IMPORTER, source) == [
        SourceRecord(
            key="51",
            revisions=(SourceRevision(title="Fax stays silent", html=ARTICLE["description"], author=ANA, at=updated),),
            created=datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC),
            updated=updated,
            audience=Audience.customer,
            confidence=Confidence.validated,
            language="en",
            folders=("Hardware", "Fax"),
            tags=("fax", "office", "dial"),
            owner=ANA,
            old_names=("51",),
            addresses=(
                "https://acme.example/support/solutions/articles/51", "/support/solutions/articles/51",
                "/a/solutions/articles/51", "/solution/articles/51",
            ),
            attachments=(SourceAttachment("https://cdn.example/5", "dial.pdf", bytes),),
            votes=SourceVotes(views=140, helpful=9, unhelpful=2),
        )
    ]  # fmt: skip


def test_the_old_export_in_xml(tmp_path):
    source = tmp_path / "Solutions.xml"
    source.write_text(XML)
    assert IMPORTER.is_source(source)
    first, broken, draft = read(IMPORTER, source)
    author, updated = SourcePerson(number="7"), datetime(2013, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert first == SourceRecord(
        key="51",
        revisions=(SourceRevision(title="Fax stays silent", html="<p>Dial 9.</p>", author=author, at=updated),),
        created=datetime(2013, 1, 1, 21, 34, 5, tzinfo=UTC),
        updated=updated,
        audience=Audience.public,
        confidence=Confidence.validated,
        folders=("Hardware", "Fax"),
        tags=("fax",),
        owner=author,
        old_names=("51",),
        addresses=("/support/solutions/articles/51", "/a/solutions/articles/51", "/solution/articles/51"),
        votes=SourceVotes(views=14, helpful=3),
    )
    assert broken == BrokenRecord(2, "Solutions.xml", "it has no title")
    assert isinstance(draft, SourceRecord)
    assert draft.revisions[0].html == "<p>Shake &amp; wait.</p>"
    assert (draft.audience, draft.confidence) == (Audience.internal, Confidence.wip)


def test_authors_of_the_old_export_have_the_names_of_its_users(tmp_path):
    (tmp_path / "Solutions0.xml").write_text(XML)
    user = "<user><email>ana@example.org</email><id type='integer'>7</id><name>Ana Berg</name></user>"
    (tmp_path / "Users0.xml").write_text(f"<users type='array'>{user}</users>")
    assert sound(IMPORTER, tmp_path)[0].owner == ANA


def test_a_tree_of_categories_says_the_same_as_lists(tmp_path):
    bare = {name: value for name, value in ARTICLE.items() if name not in ("folder_id", "hierarchy", "category_id")}
    inner = {"id": 4, "name": "Fax", "visibility": 3, "articles": [bare]}
    tree = [{"id": 3, "name": "Hardware", "folders": [{"id": 8, "name": "Office", "visibility": 1, "sub_folders": [inner]}]}]
    (found,) = sound(IMPORTER, save(tmp_path, solutions=tree, agents=AGENTS))
    assert (found.folders, found.audience, found.owner) == (("Hardware", "Office", "Fax"), Audience.internal, ANA)
    (found,) = sound(IMPORTER, save(tmp_path / "one", category=tree[0]))
    assert found.folders == ("Hardware", "Office", "Fax")


def test_groups_and_companies_are_no_categories(tmp_path):
    bare = {**ARTICLE, "hierarchy": None}
    categories = [{"id": 3, "name": "Hardware", "visible_in_portals": [1]}]
    source = save(tmp_path, articles=[bare], a=categories, folders=FOLDERS, groups=[{"id": 3, "name": "Second line"}])
    assert sound(IMPORTER, source)[0].folders == ("Hardware", "Fax")


def test_another_language_of_a_number_is_a_translation(tmp_path):
    german = [{**level, "data": {**level["data"], "language": "de"}} for level in HIERARCHY]
    translation = {**ARTICLE, "title": "Fax bleibt stumm", "hierarchy": german}
    found = sound(IMPORTER, save(tmp_path, articles=[ARTICLE], articles_de=[translation]))
    assert [(one.key, one.translation_of, one.language, one.old_names) for one in found] == [
        ("51", "", "en", ("51",)),
        ("51/de", "51", "de", ()),
    ]


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        (1, Audience.public), (2, Audience.customer), (3, Audience.internal), (4, Audience.partner), (5, Audience.internal),
        (6, Audience.partner), (7, Audience.partner), (99, Audience.internal), (None, None),
    ],
)  # fmt: skip
def test_the_folder_tells_who_may_read(tmp_path, visibility, expected):
    folders = [{"id": 4, "name": "Fax", "visibility": visibility, "category_id": 3}]
    assert sound(IMPORTER, save(tmp_path, articles=[ARTICLE], folders=folders))[0].audience == expected


def test_a_draft_is_for_agents_and_an_article_that_did_not_help_is_not_validated(tmp_path):
    articles = [{**ARTICLE, "status": 1}, {**ARTICLE, "id": 52, "thumbs_up": 1, "thumbs_down": 7}]
    assert [
        (one.audience, one.confidence) for one in sound(IMPORTER, save(tmp_path, articles=articles, folders=FOLDERS))
    ] == [
        (Audience.internal, Confidence.wip),
        (Audience.customer, Confidence.not_validated),
    ]


def test_a_broken_article_is_told_with_its_number_and_the_others_are_taken(tmp_path):
    articles = [
        {**ARTICLE, "id": None}, {**ARTICLE, "title": 7}, {**ARTICLE, "updated_at": "soon"}, {**ARTICLE, "title": " "}, 5,
        ARTICLE,
    ]  # fmt: skip
    found = read(IMPORTER, save(tmp_path, articles=articles))
    assert [one if isinstance(one, BrokenRecord) else one.key for one in found] == [
        BrokenRecord(1, "articles.json", "id: Expected `int | str`, got `null`"),
        BrokenRecord(2, "articles.json", "title: Expected `str | null`, got `int`"),
        BrokenRecord(3, "articles.json", "updated_at is no time: soon"),
        BrokenRecord(4, "articles.json", "it has no title"),
        BrokenRecord(5, "articles.json", "Expected `object`, got `int`"),
        "51",
    ]


def test_what_breaks_off_keeps_what_came_before(tmp_path):
    source = tmp_path / "a.xml"
    source.write_text(XML[: XML.index("<solution-article><id")])
    first, broken = read(IMPORTER, source)
    assert isinstance(first, SourceRecord)
    assert isinstance(broken, BrokenRecord)
    assert (broken.number, broken.reason[:20]) == (2, "no XML from here on:")


def test_entities_of_a_document_type_are_refused(tmp_path):
    source = tmp_path / "a.xml"
    source.write_text(XML.replace("<solution-categories", '<!DOCTYPE a [<!ENTITY a "b">]><solution-categories', 1))
    with pytest.raises(KcsError, match="has a document type"):
        read(IMPORTER, source)


@pytest.mark.parametrize(("name", "text"), [("a.json", "nothing"), ("a.xml", "<a/>"), ("a.xml", ""), ("a.json", "[]")])
def test_what_is_no_export_is_refused_in_two_lines(tmp_path: Path, name, text):
    (tmp_path / name).write_text(text)
    for source in (tmp_path, tmp_path / name):
        assert not IMPORTER.is_source(source)
        with pytest.raises(KcsError, match="has no article of Freshdesk that can be read") as told:
            read(IMPORTER, source)
        assert told.value.hint
