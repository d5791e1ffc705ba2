import json
from datetime import UTC, datetime

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importers.kcs import IMPORTER
from kcs_cli.migration.source.record import BrokenRecord, SourcePerson, SourceRecord, SourceRevision, SourceVotes
from tests import make

HEAD = '{"kcs": 2, "audience": "internal", "exported_articles": [\n'


FAX = """---
id: kb-1
title: Fax
kind: question
confidence: wip
audience: partner
governance: compliance
said: [silent, no]
tags: [fax]
aliases: ['4711']
owner: ana@example.org
product: [A, B]
role: Admin
empty: []
none:
---

- Plug it in.
"""


def exported(tmp_path, *lines: str):
    file = tmp_path / "base.json"
    file.write_text(HEAD + ",\n".join(lines) + "]}\n", "utf-8")
    return file


def test_an_article_is_read_with_all_its_fields(tmp_path):
    root = make.base(tmp_path / "kb", {"knowledge/office/fax.de.md": FAX})
    make.note(root, "rate", "kb-1", "2026-03-01", vote="helpful")
    make.run(root, "export", "--output", str(tmp_path / "base.json"))
    at = datetime.fromisoformat(make.git(root, "log", "-1", "--format=%aI").strip()).astimezone(UTC)
    name, email = make.git(root, "log", "-1", "--format=%an%n%ae").split("\n")[:2]
    assert list(IMPORTER.read(tmp_path / "base.json")) == [
        SourceRecord(
            key="kb-1",
            revisions=(
                SourceRevision("Fax", markdown="- Plug it in.", author=SourcePerson(name=name, email=email), at=at),
            ),
            created=at,
            updated=at,
            audience=Audience.partner,
            confidence=Confidence.wip,
            language="de",
            folders=("office",),
            tags=("fax",),
            owner=SourcePerson(email="ana@example.org"),
            old_names=("kb-1", "4711"),
            addresses=("knowledge/office/fax.de.md", "kb-1"),
            votes=SourceVotes(helpful=1),
            fields={
                "kind": "question", "governance": "compliance", "said": ("silent", "no"), "product": ("A", "B"),
                "role": "Admin",
            },
        )
    ]  # fmt: skip


def test_a_line_that_is_no_article_is_told_and_the_others_are_read(tmp_path):
    file = exported(tmp_path, '{"id": "a"}', '{"id": ', '{"id": 5}', '["b"]', json.dumps({"id": "c"}))
    read = list(IMPORTER.read(file))
    assert [one.key if isinstance(one, SourceRecord) else (one.number, one.file) for one in read] == [
        "a", (2, "base.json"), (3, "base.json"), (4, "base.json"), "c",
    ]  # fmt: skip
    assert all(one.reason for one in read if isinstance(one, BrokenRecord))


def test_an_export_without_articles_has_none(tmp_path):
    file = exported(tmp_path)
    assert (IMPORTER.is_source(file), list(IMPORTER.read(file))) == (True, [])


def test_what_is_no_export_is_none(tmp_path):
    (tmp_path / "x.json").write_text('{"articles": []}')
    assert [IMPORTER.is_source(tmp_path / name) for name in ("x.json", ".")] == [False, False]
    with pytest.raises(KcsError, match="no export of kcs"):
        list(IMPORTER.read(tmp_path / "x.json"))
    with pytest.raises(KcsError, match="cannot be read"):
        list(IMPORTER.read(tmp_path))
