"""What a cluster's index was made from is asked again only where it may be otherwise."""

import json

import pytest

from kcs_cli.search.cluster import known_mapping
from kcs_cli.search.cluster.known_mapping import SETTLED, KnownMapping

MAPPING = {"mappings": {"_meta": {"kcs": {"commit": "a" * 40}}}}


def aged(file, seconds):
    """Have a file say that the articles were first seen so long before."""
    kept = json.loads(file.read_bytes())
    file.write_text(json.dumps({**kept, "seen_at": kept["seen_at"] - seconds}))


def test_a_mapping_holds_where_it_was_told_a_while_after_the_articles_were_seen(tmp_path):
    file = tmp_path / "cluster/mapping"
    KnownMapping(file).keep("kcs-1", 7, MAPPING)
    assert KnownMapping(file).of("kcs-1", 7) is None  # its feeder may not have noted the commit yet
    aged(file, SETTLED)
    assert KnownMapping(file).of("kcs-1", 7) == MAPPING
    assert KnownMapping(file).of("kcs-1", 8) is None
    assert KnownMapping(file).of("kcs-2", 7) is None


def test_a_mapping_that_is_told_again_counts_from_when_the_articles_were_seen(tmp_path):
    file = tmp_path / "mapping"
    KnownMapping(file).keep("kcs-1", 7, {})
    aged(file, SETTLED)
    KnownMapping(file).keep("kcs-1", 7, MAPPING)
    assert KnownMapping(file).of("kcs-1", 7) == MAPPING
    KnownMapping(file).keep("kcs-1", 8, MAPPING)
    assert KnownMapping(file).of("kcs-1", 8) is None


@pytest.mark.parametrize("content", ["", "[]", "7", "{}", "{", "[" * 50_000, '{"index": 1}', "\udcff"])
def test_a_file_that_is_none_is_as_no_file(tmp_path, content):
    file = tmp_path / "mapping"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert KnownMapping(file).kept == {}


def test_a_file_of_any_length_is_read_up_to_a_limit(tmp_path, monkeypatch):
    file = tmp_path / "mapping"
    KnownMapping(file).keep("kcs-1", 7, MAPPING)
    monkeypatch.setattr(known_mapping, "LARGEST", 20)
    assert KnownMapping(file).kept == {}


def test_where_nothing_can_be_written_it_is_asked_each_time(tmp_path):
    (tmp_path / "cluster").write_text("a file")
    for file in (None, tmp_path / "cluster/mapping"):
        KnownMapping(file).keep("kcs-1", 7, MAPPING)
        assert KnownMapping(file).of("kcs-1", 7) is None
