"""Each importer on exports of the size that teams have, and on what is none."""

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.migration.registry import IMPORTERS
from kcs_cli.migration.source.record import SourceRecord
from tests.migration.wiki_formats import WRITERS
from tests.migration.wiki_samples import changed, wiki_articles

FIRST = wiki_articles(200)
SECOND = changed(FIRST)
HISTORY = ("confluence", "mediawiki", "salesforce")  # formats with all versions
PICTURES = ("confluence", "confluence-html", "notion", "html")
GARBAGE = {
    "confluence": "x.zip", "notion": "x.zip", "mediawiki": "x.xml", "salesforce": "x.csv", "docx": "x.docx",
    "html": "x.txt", "table": "x.csv",
}  # fmt: skip
OURS = [one for one in IMPORTERS if one.name in GARBAGE]


def _read(form, articles, folder):
    """Return the records of an export, by title, and the names of the importers that take it for theirs."""
    folder.mkdir()
    source = WRITERS[form](articles, folder)
    fitting = [one for one in IMPORTERS if one.is_source(source)]
    records = [one for one in fitting[0].read(source) if isinstance(one, SourceRecord)]
    return {one.revisions[-1].title: one for one in records if one.revisions[-1].title != "Home"}, [
        one.name for one in fitting
    ]


@pytest.mark.parametrize("form", WRITERS)
def test_an_export_of_200_articles_is_read_and_once_more_after_changes(tmp_path, form):
    before, importers = _read(form, FIRST, tmp_path / "first")
    after, _ = _read(form, SECOND, tmp_path / "second")

    assert importers == [form.removesuffix("-html")]
    assert list(map(len, (before, after))) == [200, len(SECOND)]
    assert set(before) == {one.title for one in FIRST}
    assert set(after) == {one.title for one in SECOND}
    edited = {one.title for one in SECOND if one.number % 10 == 3 and one.number <= 200}
    more = {title for title, one in after.items() if title in before and one.revisions != before[title].revisions}
    assert edited <= more
    assert {before[title].key for title in set(before) & set(after)} == {
        after[title].key for title in set(before) & set(after)
    }


@pytest.mark.parametrize("form", WRITERS)
def test_versions_and_pictures_come_where_the_format_has_them(tmp_path, form):
    records, _ = _read(form, FIRST, tmp_path / "first")

    versions = {one.title: one.versions if form in HISTORY else 1 for one in FIRST}
    assert {title: len(one.revisions) for title, one in records.items()} == versions
    pictures = {one.title: int(one.has_image and form in PICTURES) for one in FIRST}
    assert {title: len(one.attachments) for title, one in records.items()} == pictures


@pytest.mark.parametrize("importer", OURS, ids=lambda one: one.name)
def test_what_is_no_export_at_all_is_refused_in_two_lines(tmp_path, importer):
    garbage = tmp_path / GARBAGE[importer.name]
    garbage.write_bytes(bytes(range(256)) * 40)

    with pytest.raises(KcsError) as refused:
        list(importer.read(garbage))
    assert str(garbage) in refused.value.message
    assert "\n" not in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize("importer", OURS, ids=lambda one: one.name)
def test_an_empty_folder_is_nobodys(tmp_path, importer):
    assert not importer.is_source(tmp_path)
    with pytest.raises(KcsError):
        list(importer.read(tmp_path))


def test_what_is_lost_is_said_of_every_format():
    assert [one.name for one in IMPORTERS if not one.lost] == []
