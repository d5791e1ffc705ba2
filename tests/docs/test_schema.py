"""What every command writes is as its JSON Schema says, and CSV has the same names."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kcs_cli.cli.command import COMMANDS
from kcs_cli.migration import registry
from tests import make
from tests.cli.test_gaps import YESTERDAY, search
from tests.docs import schema
from tests.docs.answer import ANSWERS, answers, commands_of, report_class
from tests.docs.field import MEANINGS
from tests.docs.reference import command_of
from tests.migration import export
from tests.search.semantic.test_model import archive

ARTICLES = make.THREE | {
    "CODEOWNERS": "*.md @west\nbroken[\n",
    "people.toml": '[teams]\nwest = ["ben@example.org"]\n',
    "matrix.toml": '[topic."vpn"]\nquadrant = "simplify"\nquery = ["vpn certificate"]\ntags = ["vpn"]\n',
    "knowledge/none.md": "---\ntitle: [\n---\n\nNothing.\n",
}
ODD = {"attachments": [["/1", "gone.png", "no.png"]], "votes": [9, 2, 1]}
FILES = {
    "cases.csv": "id,opened_at,closed_at,issue\n"
    + "".join(
        f"c{n},2026-01-0{n}T10:00:00Z,2026-01-0{n}T11:00:00Z,The fax machine stays silent all day\n" for n in range(1, 6)
    ),
    "searches.csv": "query,at\nprinter does not print,2026-11-01T10:00:00Z\n",
    "votes.csv": "article,vote\nkb-vpn001,yes\nnosuch,perhaps\n",
    "all.desk": json.dumps(export.one("1", "Badge", '<p>Call +44 20 7183 8750, <a href="x">x</a></p>', **ODD)) + "\n{\n",
    "queries.tsv": "vpn\tkb-vpn001\nfax\tkb-print1\n",
}
CALLS = {  # on a base in use, in which `{name}` is a file or a folder
    "search, more": "search vpn --explain --facets --full",
    "show": "show vpn",
    "show --case": "show --case 1",
    "new": "new {format} --no-search",
    "link, unlink": "link vpn https://example.org/a --case 2 --as reference",
    "flag, unflag, verify, rate": "flag vpn -m gone",
    "undo": "undo --dry-run",
    "fix": "fix vpn --no-edit",
    "rate --import": "rate --import {votes.csv}",
    "thanks": "thanks vpn -m fine",
    "news": "news --all",
    "quiz": "quiz -n 1",
    "quiz --results": "quiz --results",
    "quiz --share": "quiz --share",
    "path": "path",
    "path NAME": "path vpn",
    "share": "share --dry-run",
    "sync": "sync --dry-run",
    "review-stale": "review-stale --all",
    "review-stale --explain": "review-stale --explain vpn",
    "flags": "flags",
    "set, state": "set vpn tags+=office",
    "merge": "merge printer --into vpn --dry-run",
    "history": "history vpn",
    "owners": "owners",
    "owners --of, --unowned": "owners --of ana@example.org",
    "owners ID": "owners vpn",
    "owners --at-risk": "owners --at-risk",
    "owners --left": "owners --left ana@example.org",
    "owners --codeowners": "owners --codeowners",
    "vocabulary": "vocabulary vpn",
    "vocabulary --mine, --accept": "vocabulary --mine",
    "recall": "recall vpn --bad HEAD",
    "gaps": "gaps --all",
    "gaps --replay": "gaps --replay --all",
    "gaps --cases": "gaps --cases {cases.csv}",
    "gaps --import": "gaps --import {searches.csv}",
    "gaps --accept": "gaps --accept 2",
    "matrix": "matrix",
    "matrix --propose": "matrix --propose",
    "report": "report",
    "report NAME": "report created --by month",
    "report NAME --explain": "report created --explain",
    "report health": "report health --cases {cases.csv}",
    "report reuse": "report reuse",
    "report value": "report value --cases {cases.csv}",
    "digest": "digest",
    "publish": "publish --when links>=1",
    "notify": "notify review --to slack",
    "init": "init {kb}",
    "init --adopt": "init {kb} --adopt",
    "export": "export",
    "export --check": "export --check --audience customer",
    "import": "import {all.desk}",
    "lint": "lint",
    "lint --statistics": "lint --statistics",
    "standard": "standard",
    "test": "test {queries.tsv}",
    "test without files": "test",
    "test --compare": "test {queries.tsv} --compare HEAD",
    "test --bisect": "test --bisect vpn --expect kb-vpn001",
    "index": "index",
    "index --check": "index --check",
    "index --explain": "index --explain vpn.md",
    "semantic show": "semantic",
    "semantic fetch": "semantic fetch --from {model.tar.gz} --sha256 {checksum} --name mine",
    "events": "events",
    "events --unreadable": "events --unreadable",
}
ON_CLUSTER = ("cluster sync", "cluster status", "cluster check")  # tests/cluster/test_feed.py calls them
BEFORE = {"gaps --accept": "gaps --all"}
ON_FOLDER = ("init",)  # takes no --root


def in_use(folder: Path) -> None:
    """Make a base that has been used: searched, linked, flagged, played, shared, with files that are no articles."""
    kb = make.base(folder / "kb", ARTICLES)
    make.files(folder, FILES)
    checksum = archive(folder / "model.tar.gz", model__onnx=b"", **{"x__model.onnx": b"m", "x__tokenizer.json": b"{}"})
    make.files(folder, {"checksum": checksum})
    make.git(folder, "init", "--quiet", "--bare", "hub.git")
    make.git(kb, "remote", "add", "origin", "../hub.git")
    path = kb / "knowledge/vpn.md"
    make.commit(kb, {"knowledge/vpn.md": path.read_text() + "\nThen connect again.\n"}, by="Ben <ben@example.org>")
    for number, terminal in enumerate(("tty1", "tty2"), 1):
        search(kb, terminal, "telefax hums loudly", "the telefax hums loudly, squeaks")
        at = YESTERDAY + timedelta(hours=number)
        search(kb, terminal, "netz tunnel kaputt", "tunnel kaputt vpn", opened="kb-vpn001", at=at)
        search(kb, terminal, "badge lost again", at=at)
    make.note(kb, "link", "kb-vpn001", "2026-03-01", case="7", use="resolution", words="tunnel kaputt vpn", rank=1)
    for call in ("link vpn --case 1 --said nope", "link mail --case 3", "unlink mail --case 3", "flag mail -m old",
                 "set printer owner="):  # fmt: skip
        assert make.run(kb, *call.split()).err == ""
    make.run(kb, "quiz", "-n", "2", stdin="vpn\n1\ns\n")


@pytest.fixture(autouse=True)
def _desk(monkeypatch):
    """The format of tests is known."""
    monkeypatch.setattr(registry, "IMPORTERS", (export.DESK,))


@pytest.fixture
def used():
    """A base in use: the same one for all tests, for the log of searches is that of a place."""
    return make.template(in_use, (), ())


def call(folder: Path, called: str, format: str) -> make.Run:
    """Call a command on a base in use."""
    known = {"{checksum}": (folder / "checksum").read_text(), "{format}": f"In {format}"}
    words = [
        known.get(word) or (str(folder / word[1:-1]) if word.startswith("{") else word) for word in CALLS[called].split()
    ]
    if called in BEFORE:
        assert make.run(folder / "kb", *BEFORE[called].split()).err == ""
    if words[0] in ON_FOLDER:
        return make.kcs(*words, "--format", format)
    return make.run(folder / "kb", *words, "--format", format, stdin="vpn\n1\n")


def validator(called: str) -> Draft202012Validator:
    """Return what checks the one answer, and no other one of its command."""
    whole = schema.schemas()[commands_of(called)[0]]
    (one,) = (part for part in whole["anyOf"] if part["title"] == f"kcs {called}")
    return Draft202012Validator({**one, "$defs": whole["$defs"]}, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("called", CALLS)
def test_an_answer_is_as_its_schema_says(used, called):
    answer = json.loads(call(used, called, "json").out)
    faults = [(*error.absolute_path, error.message) for error in validator(called).iter_errors(answer)]
    assert (faults, list(answer)) == ([], ["kcs", *report_class(ANSWERS[called])._fields])


@pytest.mark.parametrize("called", CALLS)
def test_csv_is_headed_by_names_of_json_and_has_its_values(used, called):
    rows = list(csv.reader(io.StringIO(call(used, called, "csv").out)))
    names = rows[0] if rows else []
    assert (set(names) - NAMES, len(set(names))) == (set(), len(names))
    if called in TOLD_TWICE:
        told = set(said(json.loads(call(used, called, "json").out)))
        known = {cell for row in rows[1:] for name, cell in zip(names, row, strict=True) if name in WHOLE and cell}
        assert known <= told


NAMES = set(MEANINGS)
ENVELOPE = ("kcs", "error", "hint")
WHOLE = ("id", "event", "title", "path", "query", "score", "cases", "flags", "at", "commit", "line", "links")
TOLD_TWICE = ("search, more", "flags", "history", "lint", "gaps", "events", "news", "owners --of, --unowned")


def said(value: Any) -> Iterator[str]:
    """Yield all values of an answer as text."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from said(one)
    else:
        yield str(value)


@pytest.mark.parametrize("words", [("show", "nosuch"), ("search",), ("index", "--nosuch")], ids=" ".join)
def test_an_error_is_as_its_schema_says(kb, words):
    error = json.loads(make.run(kb, *words, "--format", "json").err)
    Draft202012Validator(schema.schemas()[schema.ERROR]).validate(error)


def test_a_hit_of_json_lines_is_one_of_json(used):
    whole = schema.schemas()["search"]
    hit = Draft202012Validator({"$ref": "#/$defs/Hit", "$defs": whole["$defs"]})
    for line in make.run(used / "kb", "search", "vpn", "--format", "jsonl").out.splitlines():
        hit.validate(json.loads(line))


def test_the_next_hits_of_a_search_are_as_those_before(used):
    make.run(used / "kb", "search", "vpn printer mail", "-n", "1")
    for _ in range(2):  # there are more, and there are none
        answer = json.loads(make.run(used / "kb", "more", "--format", "json").out)
        validator("search, more").validate(answer)
    assert answer["hits"] == []


def test_every_command_that_writes_json_has_a_schema_and_a_call():
    formats = {name: [p for p in command_of(name).params if p.name == "format"] for name in COMMANDS}
    writes = {name for name, found in formats.items() if any("json" in map(str, p.type.choices) for p in found)}
    assert ({*schema.schemas()} - {schema.ERROR}, {*CALLS, *ON_CLUSTER}) == (writes, set(ANSWERS))


def test_the_files_of_the_package_are_as_the_reports_are():
    there = {path: path.read_text("utf-8") for path in schema.FOLDER.iterdir()}
    assert there == schema.files()


def test_a_name_is_of_one_type_in_all_commands():
    assert {name: kinds for name, kinds in schema.types_by_name().items() if len(kinds) > 1} == {}


def test_every_name_has_a_meaning_and_no_meaning_is_left_over():
    assert {name for name in schema.types_by_name() if name not in ENVELOPE} == NAMES


@pytest.mark.parametrize("name", sorted(schema.schemas()))
def test_a_schema_is_one_and_leaves_nothing_open(name):
    one = schema.schemas()[name]
    Draft202012Validator.check_schema(one)
    objects = [part for part in parts(one) if "properties" in part]
    assert all(part["required"] == [*part["properties"]] and part["additionalProperties"] is False for part in objects)
    assert [part for part in parts(one) if part.get("type") == "object" and not part.get("additionalProperties", True)] == [
        *objects
    ]


def parts(one: Any) -> Iterator[Mapping[str, Any]]:
    """Yield all objects in a schema."""
    if isinstance(one, Mapping):
        yield one
    for part in one.values() if isinstance(one, Mapping) else one if isinstance(one, list) else ():
        yield from parts(part)


def test_the_reference_has_every_answer():
    assert [line.removeprefix("## kcs ") for line in answers().splitlines() if line.startswith("## ")] == list(ANSWERS)
