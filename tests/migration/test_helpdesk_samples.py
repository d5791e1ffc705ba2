"""Exports of a realistic size, and the same later: every article is there, by whom, for whom, with what it links to."""

import json
from random import Random

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.registry import IMPORTERS
from kcs_cli.migration.source.record import BrokenRecord, SourceRecord
from tests.migration.helpdesk_samples import WRITERS
from tests.migration.helpdesk_world import people, samples

ARTICLES = 200
NUMBERS = {  # the number of an article in each system
    "zendesk": lambda number: str(360_000 + number), "freshdesk": lambda number: str(51_000 + number),
    "intercom": lambda number: str(8000 + number), "helpscout": lambda number: f"5f{number:06x}",
    "servicenow": lambda number: f"KB{number:07}",
}  # fmt: skip

WRONG = (None, 7, -1.5, "", [], {}, True, ["a", {"b": 1}], {"id": {}}, "\ud800", 10**400, float("inf"), "\0")


def damaged(value, chance):
    """Return a value of JSON in which some values are others, or gone."""
    if chance.random() < 0.04:
        return chance.choice(WRONG)
    if isinstance(value, dict):
        return {name: damaged(one, chance) for name, one in value.items() if chance.random() > 0.02}
    return [damaged(one, chance) for one in value] if isinstance(value, list) else value


def damage(file, chance):
    """Write other values into a file of JSON, other bytes into any other, and cut some off."""
    if file.suffix == ".json" and chance.random() < 0.8:
        file.write_text(json.dumps(damaged(json.loads(file.read_text()), chance)))
        return
    content = bytearray(file.read_bytes())
    for _ in range(chance.randrange(4)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    file.write_bytes(content[: chance.randrange(len(content))] if chance.random() < 0.4 else content)


def read(folder, format, is_changed=False):
    made = samples(ARTICLES, is_changed=is_changed)
    WRITERS[format](made, folder)
    (importer,) = (one for one in IMPORTERS if one.is_source(folder))
    return made, importer, list(importer.read(folder))


@pytest.mark.parametrize("format", WRITERS)
def test_every_article_of_an_export_is_read(tmp_path, format):
    made, importer, records = read(tmp_path / "first", format)
    assert importer.name == format.partition("-")[0]
    assert all(isinstance(one, SourceRecord) for one in records)
    number_of = NUMBERS[importer.name]
    originals = {one.key: one for one in records if not one.translation_of}
    assert set(originals) == {number_of(one.number) for one in made}
    names = [one.name for one in people()]
    for one in made:
        record = originals[number_of(one.number)]
        assert record.revisions[-1].title == one.title
        assert record.created == one.created
        assert record.updated == one.updated
        assert record.votes.views == (0 if importer.name == "zendesk" else one.views)
        assert (record.confidence is Confidence.wip) == (one.state == "draft")
        assert record.owner.name == (names[one.author] if format != "freshdesk-xml" else "")
        assert record.audience is not Audience.public or one.state != "draft"
    if importer.name not in ("freshdesk", "helpscout"):
        assert sum(bool(one.translation_of) for one in records) == sum(bool(one.german) for one in made)
    if importer.name == "servicenow":
        assert sum(len(one.revisions) for one in originals.values()) == sum(len(one.texts) for one in made)
    elif format != "freshdesk-xml":
        assert sum(len(one.attachments) for one in records) == sum(one.has_image for one in made)


@pytest.mark.parametrize("format", WRITERS)
def test_later_the_same_articles_have_the_same_keys(tmp_path, format):
    _, _, first = read(tmp_path / "first", format)
    made, _, second = read(tmp_path / "second", format, is_changed=True)
    before = {one.key: one.revisions[-1].html for one in first if not one.translation_of}
    after = {one.key: one.revisions[-1].html for one in second if not one.translation_of}
    assert len(before.keys() - after.keys()) == ARTICLES // 25
    assert len(after.keys() - before.keys()) == ARTICLES // 20
    edited = sum(before[key] != after[key] for key in before.keys() & after.keys())
    assert edited == sum(one.is_edited for one in made)
    assert edited > ARTICLES // 20


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("format", WRITERS)
def test_whatever_is_wrong_with_an_export_is_told_and_its_sound_articles_can_be_written(tmp_path, format, seed):
    chance = Random(f"{format}-{seed}")
    WRITERS[format](samples(8, seed), tmp_path)
    (importer,) = (one for one in IMPORTERS if one.is_source(tmp_path))
    for file in sorted(tmp_path.rglob("*.*")):
        damage(file, chance)
    try:
        records = list(importer.read(tmp_path))
    except KcsError:  # nothing of it is sound
        records = []
    for one in records:
        texts = [one.reason] if isinstance(one, BrokenRecord) else [f"{text.title}\n{text.html}" for text in one.revisions]
        assert all(text.encode("utf-8", "replace").decode() == text for text in texts)
        assert all(texts)
