"""An article whose file ends in .mdx, .markdown or .MD is one like all: found, changed, moved, linted, in the history."""

import json

import pytest

from tests import make


@pytest.fixture(params=["mdx", "markdown", "MD"])
def ending(request):
    return request.param


@pytest.fixture
def root(tmp_path, ending):
    printer = make.article("Printer is silent", "Switch it on.", id="kb-print1")
    return make.base(tmp_path / "kb", {f"docs/printer.{ending}": printer, f"docs/vpn.{ending}": "# VPN is down\n\nWait.\n"})


def test_it_is_found_named_and_shown(root, ending):
    assert make.run(root, "search", "printer", "--format", "paths").out == f"docs/printer.{ending}\n"
    for name in ("kb-print1", "docs/printer", f"docs/printer.{ending}", f"printer.{ending}:3"):
        assert "Switch it on." in make.run(root, "show", name).out


def test_its_fields_are_set_and_it_keeps_its_ending(root, ending):
    assert make.run(root, "set", "kb-print1", "confidence=validated").status == 0
    assert "confidence: validated" in (root / f"docs/printer.{ending}").read_text()


def test_its_history_is_told(root, ending):
    make.commit(root, {f"docs/printer.{ending}": make.article("Printer is silent", "Pull the plug.", id="kb-print1")})
    told = json.loads(make.run(root, "history", "kb-print1", "--format", "json").out)
    assert len(told["entries"]) == 2


def test_what_was_noted_follows_it_when_it_moves_and_when_its_ending_changes(root, ending):
    make.run(root, "link", "docs/vpn", "--case", "4711")
    (root / "net").mkdir()
    make.git(root, "mv", f"docs/vpn.{ending}", f"net/tunnel.{ending}")
    make.commit(root, {})
    assert [one["id"] for one in make.answer(root, "show", "--case", "4711")["linked"]] == ["net/tunnel"]
    make.git(root, "mv", f"net/tunnel.{ending}", "net/tunnel-2.md")
    make.commit(root, {})
    assert [one["id"] for one in make.answer(root, "show", "--case", "4711")["linked"]] == ["net/tunnel-2"]


def test_lint_looks_at_it_and_at_what_a_change_touches(root, ending):
    text = make.article("Printer is silent", "[gone](no.md)\n", id="kb-print1")
    make.commit(root, {f"docs/printer.{ending}": text})
    for arguments in ((), ("--changed-from", "HEAD~1"), (f"docs/printer.{ending}",)):
        found = json.loads(make.run(root, "lint", *arguments, "--format", "json").out)["findings"]
        assert [one["path"] for one in found if one["rule"] == "link-broken"] == [f"docs/printer.{ending}"]
