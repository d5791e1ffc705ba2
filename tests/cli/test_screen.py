import asyncio
import sys
import threading

import pytest
from textual.events import Key, Paste

from kcs_cli.cli.screen import app as screen
from kcs_cli.cli.screen import conversation, typed_question
from kcs_cli.cli.screen.action import make_screen
from kcs_cli.cli.screen.look import HELP
from kcs_cli.cli.screen.question import Choice, Help, TextQuestion, YesOrNo
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.log import search_log
from tests import make

CHINESE = make.article(
    "打印机无法打印，显示脱机",
    "## Issue\n\n打印机显示脱机。\n\n## Resolution\n\n1. 重新启动打印服务。\n",
    id="kb-zh0001",
    language="zh",
)
GERMAN = make.article(
    "Drucker druckt nach dem Update nicht", "## Issue\n\nDer Drucker zeigt „offline“.\n", id="kb-de0001", language="de"
)
ADDRESS = "https://example.org/mail"


def played(root, play, size=(80, 24), **options):
    """Open the screen without a terminal, let a pilot play, and leave it."""

    async def run():
        app = make_screen(KnowledgeBase.open(str(root)), **options)
        async with app.run_test(size=size) as pilot:
            await play(app, pilot)
        app.worker.shutdown(wait=True)
        return app

    return asyncio.run(run())


async def typed(app, pilot, *keys):
    """Press keys, the letters of a text at once, and wait until all is done that they began.

    The pilot waits for the 20th part of a second after each key that it presses.
    """
    for key in keys:
        *letters, last = [key] if key in NAMED else ["space" if letter == " " else letter for letter in key]
        for letter in letters:
            app.post_message(Key(letter, " " if letter == "space" else letter))
        await pilot.press(last)
    await done(app, pilot)


NAMED = ("enter", "down", "up", "escape", "slash", "question_mark", "ctrl+c", "f1", "tab", "space")


async def done(app, pilot):
    """Wait until nothing is being done but what waits for the person, and the screen shows it."""
    for _ in range(200):
        await app.typed.is_answered.wait()
        await pilot.pause(0.02)
        idle = all(worker.is_finished for worker in app.workers) or len(app.screen_stack) > 1
        if idle and app.preview is None:
            return
    raise AssertionError("something is still being done")


def shown(app) -> str:
    """Return what the screen shows, as text."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in app.screen._compositor.render_strips())


def searches(root):
    return [(one.words, list(one.lines), one.shown) for one in search_log(KnowledgeBase.open(str(root))).searches(1)]


def events(root, kind):
    return [event for event in record(KnowledgeBase.open(str(root))).all() if event.kind == EventKind(kind)]


def test_hits_follow_the_keys(kb):
    async def play(app, pilot):
        found = []
        for part in ("vpn", " does not", " connect"):
            await typed(app, pilot, part)
            found.append(app.hits[0].id)
        assert found == ["kb-vpn001"] * 3
        assert "1 VPN does not connect" in shown(app)

    played(kb, play)


def test_the_chosen_article_stands_below_the_hits_or_beside_them_whole(kb):
    async def play(app, pilot):
        await typed(app, pilot, "outbox")
        narrow = shown(app).splitlines()
        assert next(n for n, line in enumerate(narrow) if "Shrink the attachment" in line) > 4
        await pilot.resize_terminal(120, 40)
        await done(app, pilot)
        wide = shown(app).splitlines()
        assert any("1 Mail waits in the outbox" in line and "│" in line for line in wide)
        assert any("Shrink the attachment below 20 MB." in line for line in wide)

    played(kb, play)


def test_the_words_are_marked_in_the_article(kb):
    async def play(app, pilot):
        await typed(app, pilot, "outbox")
        styled = {
            segment.text: segment.style
            for line in app.screen._compositor.render_strips()
            for segment in line
            if segment.style
        }
        assert styled["outbox"].underline
        assert not styled["A message stays in the "].underline

    played(kb, play)


def test_the_words_are_marked_in_a_title_that_has_mark_up(kb):
    make.files(kb, {"knowledge/cron.md": make.article('"**Cron** stops for `OpCache`"', id="kb-cron01")})

    async def play(app, pilot):
        await typed(app, pilot, "opcache")
        styled = [one for line in app.screen._compositor.render_strips()[:3] for one in line if one.style]
        assert [one.text for one in styled if one.style.underline] == ["OpCache"]
        assert "1 Cron stops for OpCache" in shown(app)

    played(kb, play)


@pytest.mark.parametrize(("words", "id_"), [("打印机脱机", "kb-zh0001"), ("drucker geht nicht", "kb-de0001")])
def test_words_of_any_script_find(kb, words, id_):
    make.files(kb, {"knowledge/zh.md": CHINESE, "knowledge/de.md": GERMAN})

    async def play(app, pilot):
        await typed(app, pilot, words)
        assert (app.hits[0].id, app.line.value) == (id_, words)
        assert words in shown(app)

    played(kb, play)


def test_of_a_hundred_keys_at_once_the_first_and_all_are_asked_and_what_is_stale_is_not_shown(kb):
    words = ("printer does not print and nothing happens at all " * 2)[:100]

    async def play(app, pilot):
        asked, reports, is_typed = [], [], threading.Event()
        search, show = app.conversation.search, app.show
        app.conversation.search = lambda text, quick: (asked.append(text), is_typed.wait(20), search(text, quick))[-1]
        app.show = lambda report, chosen: (reports.append(report), show(report, chosen))
        for letter in words:
            app.line.post_message(Key(letter, letter))
        while app.typed.words != words:
            await asyncio.sleep(0)
        is_typed.set()
        await done(app, pilot)
        assert (len(asked) <= 2, asked[-1], [report.query for report in reports]) == (True, words, [words])
        assert (app.line.value, app.hits[0].id) == (words, "kb-print1")

    played(kb, play)


def test_what_is_typed_and_left_is_not_logged(kb):
    async def play(app, pilot):
        await typed(app, pilot, "vpn")
        await pilot.press("ctrl+c")

    played(kb, play)
    assert searches(kb) == []


def test_words_that_stand_for_a_while_are_logged_once(kb, monkeypatch):
    async def play(app, pilot):
        await typed(app, pilot, "outbo")
        monkeypatch.setattr(screen, "PAUSE", 0.01)
        await typed(app, pilot, "x")
        while not searches(kb):
            await pilot.pause(0.02)
        await typed(app, pilot, "down", "enter")

    played(kb, play)
    assert searches(kb) == [("outbox", ["kb-mail01"], ("kb-mail01",))]


def test_reading_is_logged_as_by_the_commands(kb):
    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter")
        assert app.focused is app.pane

    played(kb, play)
    on_screen = searches(kb)
    make.run(kb, "search", "outbox")
    make.run(kb, "show", "1")
    assert on_screen == [("outbox", ["kb-mail01"], ("kb-mail01",))]
    assert searches(kb)[1:] == on_screen


def test_the_same_words_for_another_customer_are_another_search(kb):
    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter", "escape", "escape", "escape", "outbox", "enter")

    played(kb, play)
    assert [words for words, _, _ in searches(kb)] == ["outbox", "outbox"]


def test_the_case_is_asked_for_once_and_a_link_is_that_of_the_command(kb):
    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter", "l")
        assert isinstance(app.screen, TextQuestion)
        await typed(app, pilot, "4711", "enter")
        assert "Linked to case 4711: Mail waits in the outbox (kb-mail01)" in shown(app)
        await typed(app, pilot, "l")
        assert "Was linked before to case 4711" in shown(app)

    played(kb, play)
    (event,) = events(kb, "link")
    assert (event.article, event.case, event.use, event.words, event.rank) == (
        "kb-mail01",
        "4711",
        "resolution",
        "outbox",
        1,
    )
    assert make.run(kb, "case").out == "4711\n"


def test_what_is_typed_ahead_reaches_the_article_that_it_is_for(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE", "4711")

    async def play(app, pilot):
        await typed(app, pilot, "vpn", "escape", "outbox", "enter", "l")

    played(kb, play)
    assert [event.article for event in events(kb, "link")] == ["kb-mail01"]


@pytest.mark.parametrize(("answer", "articles"), [("y", ["kb-vpn001", "kb-mail01"]), ("n", ["kb-vpn001"])])
def test_a_resolution_is_replaced_only_where_the_person_says_so(kb, monkeypatch, answer, articles):
    monkeypatch.setenv("KCS_CASE", "4711")
    make.run(kb, "link", "vpn")

    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter", "l")
        assert isinstance(app.screen, YesOrNo)
        await typed(app, pilot, answer)

    played(kb, play)
    assert [event.article for event in events(kb, "link")] == articles


def test_a_flag_asks_what_is_wrong(kb):
    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter", "f", "step 2 is gone", "enter")
        assert "Flagged, flag " in shown(app)
        await typed(app, pilot, "f", "escape")

    played(kb, play)
    (event,) = events(kb, "flag")
    assert (event.article, event.text) == ("kb-mail01", "step 2 is gone")


def test_what_was_noted_stands_with_the_article_and_its_hit_at_once_and_the_page_stays_where_it_is_read(kb):
    steps = "\n".join(f"{n}. Look at the outbox." for n in range(1, 60))
    make.files(kb, {"knowledge/mail.md": make.article("Mail waits", f"## Resolution\n\n{steps}\n", id="kb-mail01")})

    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter", "down", "down", "down", "down", "down")
        place = app.pane.scroll_y
        await typed(app, pilot, "f", "step 2 is gone", "enter")
        assert (place, app.pane.scroll_y) == (5, 5)
        assert [(hit.id, hit.flags, hit.cases) for hit in app.hits] == [("kb-mail01", 1, 0)]
        await typed(app, pilot, "l", "4711", "enter")
        assert [(hit.id, hit.flags, hit.cases) for hit in app.hits] == [("kb-mail01", 1, 1)]
        assert app.pane.scroll_y == 5
        await typed(app, pilot, "escape")
        assert "step 2 is gone" in shown(app)

    played(kb, play)


def test_a_flag_with_personal_data_is_asked_about(kb):
    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter", "f", "write to eva@example.com", "enter")
        assert "personal data" in shown(app)
        await typed(app, pilot, "n")
        assert "Nothing was written" in shown(app)

    played(kb, play)
    assert events(kb, "flag") == []


def test_the_answer_is_copied(kb):
    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter", "y")

    app = played(kb, play)
    assert app.clipboard + "\n" == make.run(kb, "answer", "kb-mail01").out


def test_the_answer_that_is_copied_has_no_internal_part(kb):
    mail = make.article(
        "Mail waits", "## Resolution\n\nShrink it. <!-- internal -->Ask Ben.<!-- /internal -->\n", id="kb-mail01"
    )
    make.files(kb, {"knowledge/mail.md": mail})

    async def play(app, pilot):
        await typed(app, pilot, "mail", "enter", "y")

    assert played(kb, play).clipboard == "Shrink it."


def test_the_page_is_opened_or_its_address_said(kb, monkeypatch):
    make.files(kb, {"knowledge/mail.md": make.article("Mail waits", id="kb-mail01", url=ADDRESS)})
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    async def play(app, pilot):
        await typed(app, pilot, "mail", "enter", "o")
        assert (app.clipboard, ADDRESS in shown(app)) == (ADDRESS, True)
        await typed(app, pilot, "escape", "escape", "escape", "vpn", "enter", "o")
        assert "kb-vpn001 names no page of its own" in shown(app)

    played(kb, play)


def test_a_filter_is_put_on_and_taken_off(kb):
    async def play(app, pilot):
        await typed(app, pilot, "does not", "down")
        before = len(app.hits)
        await typed(app, pilot, "slash")
        assert isinstance(app.screen, Choice)
        assert "[ ] tag: printing (1)" in shown(app)
        place = [(one.name, one.value) for one in app.screen.values].index(("tag", "printing"))
        await typed(app, pilot, *["down"] * place, "enter")
        assert ([hit.id for hit in app.hits], "tag:printing" in shown(app)) == (["kb-print1"], True)
        await typed(app, pilot, "slash", "enter")
        assert len(app.hits) == before

    played(kb, play)


def test_an_article_is_edited_and_what_it_says_then_is_shown(kb, tmp_path, monkeypatch):
    script = tmp_path / "editor"
    code = "import pathlib, sys; p = pathlib.Path(sys.argv[-1]); p.write_text(p.read_text().replace('20 MB', '5 MB'))"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("KCS_EDITOR", str(script))

    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter", "e")
        assert "below 5 MB" in shown(app)

    played(kb, play)


def test_an_editor_that_is_not_there_is_told(kb, monkeypatch):
    monkeypatch.setenv("KCS_EDITOR", "no-such-editor")

    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter", "e")
        assert "no-such-editor cannot be started" in shown(app)

    played(kb, play)


@pytest.mark.parametrize("keys", [("enter",), ("enter", "down", "escape", "enter")])
def test_a_new_article_begins_with_the_words_and_is_linked_to_the_case(kb, monkeypatch, keys):
    monkeypatch.setenv("KCS_CASE", "4711")

    async def play(app, pilot):
        await typed(app, pilot, "fax rings at night", *keys, "n")
        assert app.hits[0].title == "fax rings at night"

    played(kb, play)
    (event,) = events(kb, "link")
    article = make.answer(kb, "show", event.article)
    assert (article["said"], event.case) == (["fax rings at night"], "4711")


def test_files_that_change_underneath_are_found_after_a_pause(kb, monkeypatch):
    async def play(app, pilot):
        await typed(app, pilot, "fax")
        assert app.hits == ()
        make.files(kb, {"knowledge/fax.md": make.article("Fax does not ring", id="kb-fax001")})
        make.run(kb, "index", "--rebuild")
        monkeypatch.setattr(screen, "PAUSE", 0.01)
        await typed(app, pilot, " ring")
        while not app.hits:
            await pilot.pause(0.02)
        assert app.hits[0].id == "kb-fax001"

    played(kb, play)


def test_the_article_that_is_read_stays_when_the_order_of_the_hits_changes(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE", "4711")

    async def play(app, pilot):
        await typed(app, pilot, "does not", "down")
        first, second = (hit.id for hit in app.hits[:2])
        await typed(app, pilot, "down", "enter")
        for case in range(9):
            make.run(kb, "link", first, "--case", str(case))
        (kb / app.hits[0].path).write_text(make.article("Something else", id=first))
        make.files(kb, {"knowledge/new.md": make.article("It does not, does not", id="kb-new001")})
        await app.refreshed()
        await done(app, pilot)
        assert ([hit.id for hit in app.hits] != [first, second], app.hit.id) == (True, second)
        await typed(app, pilot, "l")
        assert f"({second})" in shown(app)

    played(kb, play)


def test_an_article_that_is_gone_meanwhile_is_told(kb):
    async def play(app, pilot):
        await typed(app, pilot, "outbox")
        (kb / "knowledge/mail.md").unlink()
        await typed(app, pilot, "down", "y")
        assert "knowledge/mail.md" in shown(app)
        await typed(app, pilot, "escape", "escape", "vpn")
        assert app.hits[0].id == "kb-vpn001"

    played(kb, play)


def test_ctrl_c_lets_what_is_being_noted_come_to_its_end(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE", "4711")

    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter")
        app.action_do("l")
        await asyncio.sleep(0)
        app.exit()

    played(kb, play)
    assert [event.case for event in events(kb, "link")] in ([], ["4711"])
    assert make.run(kb, "link", "mail").status == 0
    assert len(events(kb, "link")) == 1


def test_leaving_while_a_question_is_open_does_nothing(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE", "4711")
    make.run(kb, "link", "vpn")

    async def play(app, pilot):
        await typed(app, pilot, "outbox", "enter", "l")
        assert isinstance(app.screen, YesOrNo)
        await pilot.press("ctrl+c")

    played(kb, play)
    assert [event.article for event in events(kb, "link")] == ["kb-vpn001"]


def test_the_foot_says_which_keys_there_are_now(kb):
    async def play(app, pilot):
        await done(app, pilot)
        assert "Enter read  ↓ hits" in shown(app)
        await typed(app, pilot, "outbox", "down")
        assert "/ filters  c case" in shown(app)
        await typed(app, pilot, "question_mark")
        assert isinstance(app.screen, Help)
        assert "link it to the case" in shown(app)
        await typed(app, pilot, "escape", "up", "x")
        assert app.line.value == "outboxx"

    played(kb, play)


def test_a_letter_without_an_article_says_so(kb):
    async def play(app, pilot):
        await typed(app, pilot, "zzzzqqqq", "enter", "l")
        assert "There is no article to do that with" in shown(app)
        assert "Nothing found; n captures it with these words" in shown(app)

    played(kb, play)


def test_several_lines_are_pasted_as_one(kb):
    async def play(app, pilot):
        app.line.post_message(Paste("the vpn\nerror: 0x80070005\n"))
        await typed(app, pilot, " ")
        assert (app.line.value, app.hits[0].id) == ("the vpn error: 0x80070005 ", "kb-vpn001")

    played(kb, play)


def test_without_colours_the_chosen_hit_and_the_words_are_still_told_apart(kb):
    async def play(app, pilot):
        await typed(app, pilot, "outbox", "down")
        styles = [one.style for line in app.screen._compositor.render_strips() for one in line if one.style]
        assert {(style.color, style.bgcolor) for style in styles} == {(None, None)}
        assert any(style.reverse for style in styles)
        assert any(style.underline for style in styles)

    played(kb, play, is_coloured=False)


def test_words_that_are_given_are_answered_at_once(kb):
    async def play(app, pilot):
        await done(app, pilot)
        assert app.hits[0].id == "kb-mail01"

    played(kb, play, words="outbox")


@pytest.fixture
def large(monkeypatch):
    """Take each knowledge base for a large one."""
    monkeypatch.setattr(conversation, "LARGE", 0)


def asked(app) -> list[tuple[str, bool]]:
    """Return the list of what the index is asked from now on, and whether that is by words alone."""
    found, search = [], app.conversation.search
    app.conversation.search = lambda text, quick=False: (found.append((text, quick)), search(text, quick))[-1]
    return found


def test_in_a_large_base_a_key_asks_by_words_and_the_whole_answer_follows_when_the_typing_rests(kb, large):
    async def play(app, pilot):
        questions = asked(app)
        await typed(app, pilot, "outbox")
        assert (questions[0], questions[-1]) == (("o", True), ("outbox", False))
        assert [text for text, quick in questions if not quick] == ["outbox"]
        found = make.answer(kb, "search", "outbox")
        assert [(hit.id, hit.score) for hit in app.hits] == [(hit["id"], hit["score"]) for hit in found["hits"]]

    played(kb, play)


def test_in_a_large_base_what_words_do_not_find_is_answered_wholly_at_once(kb, large):
    car = make.article("Car repair", "The car is broken. Bring it to a garage.", id="kb-car001")
    make.files(kb, {"knowledge/car.md": car})

    async def play(app, pilot):
        questions = asked(app)
        app.line.post_message(Paste("vehicle mechanic"))
        await typed(app, pilot)
        assert (questions, app.hits[0].id) == ([("vehicle mechanic", True)], "kb-car001")

    played(kb, play)


def test_in_a_large_base_what_is_read_and_logged_is_of_the_whole_answer(kb, large, monkeypatch):
    monkeypatch.setattr(typed_question, "REST", 60.0)

    async def play(app, pilot):
        await pilot.press(*"does")
        await typed(app, pilot, "enter")

    played(kb, play)
    found = [hit["id"] for hit in make.answer(kb, "search", "does")["hits"]]
    assert searches(kb)[:1] == [("does", found, (found[0],))]


def test_in_a_large_base_the_hit_that_a_person_has_gone_to_stays_chosen(kb, large, monkeypatch):
    monkeypatch.setattr(typed_question, "REST", 60.0)

    async def play(app, pilot):
        await pilot.press(*"does")
        while len(app.hits) < 2:
            await pilot.pause(0.02)
        second = app.hits[1].id
        await typed(app, pilot, "down", "down")
        assert (app.hit.id, app.conversation.is_whole) == (second, True)

    played(kb, play)


def test_no_line_of_the_help_breaks_on_a_screen_of_eighty_columns():
    assert [line for line in HELP.split("\n") if len(line) > 72] == []
