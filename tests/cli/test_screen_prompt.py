import os

import pytest

from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.log import search_log
from tests import make

BEGIN = "Type what the customer says; ? says what else there is, q ends it.\n"


def said(kb, *lines: str) -> str:
    """Return what the plain prompt says to some lines."""
    done = make.kcs("search", "--root", str(kb), "--plain", stdin="".join(f"{line}\n" for line in lines))
    assert (done.status, done.out[: len(BEGIN)]) == (0, BEGIN), done.err
    return done.out[len(BEGIN) :]


def searches(kb):
    return [(one.words, list(one.lines), one.shown) for one in search_log(KnowledgeBase.open(str(kb))).searches(1)]


def events(kb):
    return [(one.kind, one.article, one.case, one.text) for one in record(KnowledgeBase.open(str(kb))).all()]


def test_a_question_is_answered_as_by_the_command(kb):
    out = said(kb, "outbox", "q")
    assert out == f"search > outbox\n{make.run(kb, 'search', 'outbox').out}search > q\n"
    assert searches(kb) == [("outbox", ["kb-mail01"], ()), ("outbox", ["kb-mail01"], ())]


def test_a_number_reads_a_hit_and_letters_with_it_do_the_rest(kb):
    out = said(kb, "outbox", "1", "l1", "4711", "f 1", "step 2 is gone", "l1")
    assert "Shrink the attachment below 20 MB." in out
    assert "case > 4711\nCase 4711\nLinked to case 4711: Mail waits in the outbox (kb-mail01)\n" in out
    assert "Was linked before to case 4711" in out
    assert events(kb) == [("link", "kb-mail01", "4711", ""), ("flag", "kb-mail01", "4711", "step 2 is gone")]
    assert searches(kb) == [("outbox", ["kb-mail01"], ("kb-mail01",))]


def test_a_number_that_no_hit_has_is_a_question(kb):
    assert "VPN does not connect" in said(kb, "0x80070005", "80070005")
    assert [words for words, _, _ in searches(kb)] == ["0x80070005", "80070005"]


def test_letters_without_a_hit_are_a_question(kb):
    said(kb, "l1", "y 2", "n8n", "c++")
    assert [words for words, _, _ in searches(kb)] == ["l1", "y 2", "n8n", "c++"]


def test_the_case_is_set_and_shown(kb):
    assert said(kb, "c", "c 4711", "c") == "search > c\nNo case\nsearch > c 4711\nCase 4711\nsearch > c\nCase 4711\n"


def test_a_case_that_is_set_beside_the_variable_says_what_the_commands_go_by(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE", "9")
    out = said(kb, "c", "c 4711")
    assert out == "search > c\nCase 9\nsearch > c 4711\nCase 4711 here; commands go by KCS_CASE, which says 9\n"


def test_a_folder_that_is_no_knowledge_base_says_how_to_begin_one(tmp_path):
    done = make.kcs("search", "--root", str(tmp_path), "--plain")
    assert (done.status, done.err.splitlines()) == (2, [
        f"Error: There is no article in {tmp_path}",
        "Hint: kcs --help says how to begin; kcs init makes a knowledge base",
    ])  # fmt: skip


def test_help_names_every_letter(kb):
    out = said(kb, "?")
    assert all(f"\n{name}" in out for name in ("1 ", "l1 ", "f1 ", "e1 ", "y1 ", "o1 ", "n ", "/ ", "c 4711 ", "q "))


def test_what_kcs_cannot_is_told_and_the_next_line_is_read(kb, monkeypatch):
    monkeypatch.setenv("KCS_EDITOR", "no-such-editor")
    out = said(kb, "outbox", "e1", "o1", "vpn")
    assert "The editor no-such-editor cannot be started (No such file or directory). Set KCS_EDITOR" in out
    assert "kb-mail01 names no page of its own" in out
    assert "VPN does not connect" in out


def test_a_filter_is_chosen_by_its_number_and_taken_off(kb):
    out = said(kb, "does not", "/", "1", "/", "1")
    counts = [text.count("\n 1  ") + text.count("\n 2  ") for text in out.split("search > /")]
    assert (counts, "  1  tag: " in out, "(on)" in out) == ([2, 1, 2], True, True)


def test_a_new_article_has_the_words(kb):
    assert "kb-" in said(kb, "fax rings at night", "n")
    (name,) = (path.stem for path in (kb / "knowledge").glob("fax*"))
    assert make.answer(kb, "show", name)["said"] == ["fax rings at night"]


def test_words_with_plain_are_answered_first(kb):
    done = make.kcs("search", "--root", str(kb), "--plain", "outbox", stdin="")
    assert "Mail waits in the outbox" in done.out


def test_a_copy_says_what_was_copied_and_how(kb, tmp_path, monkeypatch):
    make.files(tmp_path, {"bin/pbcopy": f'#!/bin/sh\ncat > "{tmp_path}/copied"\n'})
    (tmp_path / "bin/pbcopy").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    out = said(kb, "outbox", "y1")
    assert "of Mail waits in the outbox by pbcopy" in out
    copied = (tmp_path / "copied").read_text()
    assert copied + "\n" == make.run(kb, "answer", "kb-mail01").out


@pytest.mark.parametrize("command", ["kcs", "kcs search", "kcs --plain", "kcs search --plain"])
def test_a_terminal_that_shows_no_screen_gets_the_prompt(kb, command):
    plain = {} if "--plain" in command else {"TERM": "dumb"}
    out = make.terminal(kb, command, typed="outbox\nq\n", **plain)
    assert BEGIN in out
    assert "Mail waits in the outbox" in out
    assert "\x1b[?1049h" not in out


def test_without_textual_there_is_the_prompt(kb, tmp_path):
    make.files(tmp_path / "no", {"textual/__init__.py": "raise ImportError('not here')\n"})
    out = make.terminal(
        kb, "kcs", typed="outbox\nq\n", PYTHONPATH=f"{tmp_path / 'no'}:{make.__file__[: -len('tests/make.py')]}"
    )
    assert "kcs: The screen cannot be loaded (not here); this is the plain prompt" in out
    assert "Mail waits in the outbox" in out


def test_a_pipe_gets_help_without_a_command_and_an_error_for_a_search_without_words(kb):
    assert "Usage: kcs" in make.process(kb).out + make.process(kb).err
    assert (
        make.process(kb, "search").err == "Error: There is nothing to search for\nHint: kcs search what the customer says\n"
    )
