"""`--json id,title`: the rows of what a command lists, with these fields alone."""

import json

import pytest

from kcs_cli.cli.command import COMMANDS
from kcs_cli.cli.fields import FOLDER
from tests import make


def rows(kb, *line: str) -> list[dict[str, object]]:
    done = make.run(kb, *line)
    assert (done.status, done.err) == (0, "")
    return json.loads(done.out)


def test_hits_have_the_fields_asked_for_in_that_order(kb):
    [hit] = rows(kb, "search", "vpn", "--json", "title,id")
    assert list(hit.items()) == [("title", "VPN does not connect"), ("id", "kb-vpn001")]
    assert rows(kb, "search", "zebra", "--json", "id") == []


def test_the_values_are_those_of_the_whole_answer(kb):
    whole = make.answer(kb, "search", "vpn")["hits"]
    assert rows(kb, "search", "vpn", "--json", ",".join(whole[0])) == whole


def test_what_is_listed_in_several_groups_is_one_list(kb):
    whole = make.answer(kb, "review-stale", "--all")
    ids = [one["id"] for name in ("due", "stale", "unfinished", "unused") for one in whole[name]]
    assert [one["id"] for one in rows(kb, "review-stale", "--all", "--json=id")] == ids


def test_an_answer_about_one_article_is_one_row_and_what_it_lists_its_rows(kb):
    assert rows(kb, "show", "kb-vpn001", "--json", "id, owner") == [{"id": "kb-vpn001", "owner": "ben@example.org"}]
    assert rows(kb, "history", "kb-vpn001", "--json", "kind") == [{"kind": "created"}]


def test_a_field_that_is_not_there_is_answered_with_those_there_are_and_nothing_is_done(kb):
    done = make.run(kb, "flags", "--json", "id,txt")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("Error: There is no field txt to show\nHint: Did you mean text? There are event, ")
    assert make.run(kb, "link", "kb-vpn001", "--case", "4711", "--json", "nosuch").status == 2
    assert make.answer(kb, "events")["events"] == []


def test_without_fields_those_there_are_are_named(kb):
    assert make.run(kb, "search", "vpn", "--json", " ,").err.splitlines()[0] == "Error: Which fields?"


def test_another_format_has_no_fields(kb):
    done = make.run(kb, "search", "vpn", "--json", "id", "--format", "csv")
    assert (done.status, done.err.splitlines()[0]) == (2, "Error: --json chooses fields of JSON, and this is none")


@pytest.mark.parametrize("name", [name for name in COMMANDS if (FOLDER / f"{name}.json").exists()])
def test_every_command_that_answers_in_json_takes_fields(name):
    assert "--json FIELDS" in make.kcs(name, "--help").out
