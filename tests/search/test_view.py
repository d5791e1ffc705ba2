from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kcs_cli.search.engine.answer import ClauseScore, Translation
from kcs_cli.search.report import Hit, SearchReport
from kcs_cli.search.terminal_view import HitScreen, render_screen
from kcs_cli.search.view import age_text, render_hits, render_jsonl, render_list, shorten_path, wrap

HIT = Hit(
    rank=1, id="kb-1", title="VPN", path="knowledge/vpn.md", line=7, section="Issue", passage="The VPN is down.",
    marks=((4, 7),), kind="problem", confidence="validated", audience="public", owner="", owner_source="", tags=(),
    language="en", updated_on=None, age_days=None, score=2.0,
)  # fmt: skip
WORDS = st.one_of(
    st.text(alphabet="abc ", max_size=60),
    st.text(alphabet="无法连接服务器，。", max_size=60),
    st.text(alphabet="ab 无ė\u0301😀👍🏽\x1b\x07\x00\x9b\r\n\t\u202e\ufeff-/._", max_size=60),
    st.text(alphabet="x", min_size=90, max_size=400),
    st.text(alphabet="😀", min_size=30, max_size=99),
    st.text(alphabet="a\u0301", max_size=200),
)
PASSAGES = st.lists(WORDS, max_size=8).map(" ".join).map(lambda text: " ".join(text.split()))


@st.composite
def hits(draw) -> Hit:
    passage = draw(PASSAGES)
    places = sorted(draw(st.lists(st.integers(0, len(passage)), unique=True, max_size=8)))
    marks = tuple(zip(places[::2], places[1::2], strict=False))
    words = {name: draw(WORDS) for name in ("id", "title", "section")}
    path = "/".join(draw(st.lists(WORDS, min_size=1, max_size=5)))
    rank, line, age = draw(st.integers(1, 1000)), draw(st.integers(1, 99999)), draw(st.none() | st.integers(-9, 99999))
    states = draw(st.sampled_from(("not-validated", "archived"))), draw(st.sampled_from(("customer", "public")))
    kind = draw(st.sampled_from(("known-error", "path")))
    return HIT._replace(
        **words, passage=passage, marks=marks, path=path, rank=rank, line=line, age_days=age, confidence=states[0],
        audience=states[1], kind=kind,
    )  # fmt: skip


def painted(text: str, style: str) -> str:
    return f"«{text}»" if style == "mark" else text


def counted(text: str, _: str) -> str:
    return text


def report(*found: Hit, **fields: object) -> SearchReport:
    return SearchReport(**{"query": "vpn", "hits": found, "found": len(found), **fields})


def passage(hit: Hit) -> list[str]:
    hit = hit._replace(section="")
    return [line[4:] for line in render_hits(report(hit), 80, painted).split("\n")[2:-1]]


def too_wide(text: str, columns: int) -> list[str]:
    return [line for line in text.split("\n") if cell_len(line) > columns]


def harmful(text: str) -> set[str]:
    return {c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202e\u2066\ufeff"}


def test_a_hit_is_a_few_lines():
    assert render_hits(report(HIT)) == (
        " 1  VPN\n    kb-1 · validated · problem · public\n    Issue: The VPN is down.\n    knowledge/vpn.md:7"
    )


def test_the_section_stands_before_the_passage_and_moves_no_mark():
    line = render_hits(report(HIT._replace(section="A **long** heading " * 4)), 80, painted).split("\n")[2]
    assert line.endswith("…: The «VPN» is down.")


def test_a_section_that_is_but_the_title_is_left_out():
    assert render_hits(report(HIT._replace(section="VPN"))).split("\n")[2] == "    The VPN is down."


def test_the_words_are_marked():
    assert passage(HIT) == ["The «VPN» is down."]


def test_a_passage_without_marks_is_plain():
    assert passage(HIT._replace(marks=())) == ["The VPN is down."]


def test_a_mark_at_the_break_of_a_line_is_closed_and_opened_again():
    hit = HIT._replace(passage="a" * 70 + " long phrase", marks=((71, 82),))
    assert passage(hit) == ["a" * 70 + " «long»", "«phrase»"]


def test_a_mark_over_a_whole_long_word_is_on_each_line():
    hit = HIT._replace(passage="a" * 100, marks=((0, 100),))
    assert passage(hit) == ["«" + "a" * 76 + "»", "«" + "a" * 24 + "»"]


def test_a_passage_is_three_lines_at_most():
    assert len(passage(HIT._replace(passage="word " * 100, marks=()))) == 3


def test_quotation_marks_of_the_text_stay():
    assert passage(HIT._replace(passage="Press «OK» now", marks=())) == ["Press «OK» now"]


@pytest.mark.parametrize("state", ["archived", "wip"])
def test_a_state_to_beware_of_is_painted(state):
    shown = render_hits(report(HIT._replace(confidence=state)), 80, lambda text, style: f"<{style}:{text}>")
    assert f"<warn:{state}>" in shown


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (-1, "dated in the future"),
        (0, "0 days old"),
        (1, "1 day old"),
        (29, "29 days old"),
        (30, "1 month old"),
        (364, "12 months old"),
        (365, "1 year old"),
        (800, "2 years old"),
    ],
)
def test_the_age_is_said_in_the_largest_unit(days, text):
    assert age_text(days) == text


@given(hits(), st.integers(80, 100))
@settings(deadline=None, max_examples=150)
def test_no_line_is_wider_than_the_terminal_whatever_the_texts_are(hit, columns):
    assert too_wide(render_hits(report(hit), columns, counted), columns) == []


@given(hits())
@settings(deadline=None, max_examples=100)
def test_nothing_of_a_hit_is_a_control_character(hit):
    assert (
        harmful(render_hits(report(hit._replace(body=hit.passage, parts=(ClauseScore("word", hit.id, "text", 1.0),)))))
        == set()
    )


@given(hits())
@settings(deadline=None, max_examples=100)
def test_a_hit_is_six_lines_at_most(hit):
    assert len(render_hits(report(hit), 80, counted).split("\n")) <= 6


@given(hits())
@settings(deadline=None, max_examples=100)
def test_marks_take_nothing_from_the_passage_and_add_nothing(hit):
    plain = render_hits(report(hit._replace(marks=())), 80, counted)
    assert render_hits(report(hit), 80, counted) == plain


@given(PASSAGES, st.integers(2, 100))
@settings(deadline=None, max_examples=150)
def test_lines_lose_nothing_but_the_space_they_break_at(text, room):
    lines = [text[start:end] for start, end in wrap(text, room)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(WORDS, st.sampled_from(("nearest", "relaxed", "archived", "facets", "related")))
@settings(deadline=None, max_examples=60)
def test_what_stands_around_the_hits_fits_80_columns_and_is_harmless(words, field):
    values = {"nearest": {words: (words, words)}, "facets": {"tag": ((words, 3), ("x", 1))}, "related": (words, words)}
    shown = render_hits(report(query=words, **{field: values.get(field, True)}))
    assert (too_wide(shown, 80), harmful(shown)) == ([], set())


def test_an_explanation_fits_80_columns():
    parts = tuple(ClauseScore("word", "long" * 20, "text", 1.0) for _ in range(9))
    assert too_wide(render_hits(report(HIT._replace(parts=parts)), 80), 80) == []


def test_an_explanation_has_a_line_for_each_kind_and_field_the_strongest_first():
    parts = (
        ClauseScore("word", "a", "title", 0.5),
        ClauseScore("word", "b", "text", 0.4),
        ClauseScore("word", "c", "text", 0.3),
    )
    shown = render_hits(report(HIT._replace(parts=parts, score=1.2))).split("\n")[-3:]
    assert shown == [
        "    It scores 1.20, because",
        "        0.70  its text has the word: b 0.40, c 0.30",
        "        0.50  its title or a phrase has the word: a",
    ]


def test_a_path_is_whole_in_a_pipe():
    path = "knowledge/" + "folder/" * 20 + "vpn.md"
    assert render_hits(report(HIT._replace(path=path))).split("\n")[-1].strip() == f"{path}:7"


@pytest.mark.parametrize(
    ("path", "columns", "short"),
    [
        ("knowledge/vpn.md", 20, "knowledge/vpn.md"),
        ("knowledge/network/remote/vpn.md", 20, "knowledge/…/vpn.md"),
        ("knowledge/network/" + "x" * 30 + ".md", 20, "…" + "x" * 16 + ".md"),
        ("x" * 30 + ".md", 20, "…" + "x" * 16 + ".md"),
    ],
)
def test_a_path_keeps_its_file_name_longest(path, columns, short):
    assert shorten_path(path, columns) == short


def test_nothing_found_says_so_and_how_to_capture_it():
    lines = render_hits(report(query="fax")).split("\n")
    assert (lines[0], "Capture it" in lines[1]) == ("Nothing found for fax.", True)


def test_nothing_found_names_the_nearest_words():
    shown = render_hits(report(query="vpm", nearest={"vpm": ("vpn", "rpm")})).split("\n")
    assert shown[1] == "No article has “vpm”; some have vpn, rpm."


def test_no_hits_are_said_of_the_filters():
    filters = {"tag": ("a", "b"), "lang": ("de",)}
    assert render_hits(report(query="", filters=filters)) == "Nothing found that passes tag:a tag:b lang:de."
    assert render_hits(report(query="fax", filters=filters)) == "Nothing found for fax that passes tag:a tag:b lang:de."
    typed = report(query="fax tag:a lang:de", filters=filters)
    assert render_hits(typed) == "Nothing found for fax that passes tag:a tag:b lang:de."


def test_more_values_of_a_facet_than_fit_are_counted():
    values = tuple((f"t{n}", 1) for n in range(50))
    assert render_hits(report(HIT, facets={"tag": values})).endswith("38 more")


def test_values_of_a_facet_in_wide_characters_are_all_there():
    values = tuple((f"企业邮箱登录问题{n}", 1) for n in range(10, 17))
    shown = render_hits(report(HIT, facets={"tag": values}), 60).split("\n\n")[-1].split("\n")
    assert shown == [
        "1 article with at least one of the words:",
        "--tag       企业邮箱登录问题10 (1), 企业邮箱登录问题11 (1),",
        "            企业邮箱登录问题12 (1), 企业邮箱登录问题13 (1),",
        "            企业邮箱登录问题14 (1), 企业邮箱登录问题15 (1),",
        "            企业邮箱登录问题16 (1)",
    ]


@given(hits())
@settings(deadline=None, max_examples=60)
def test_jsonl_of_a_hit_is_one_line(hit):
    assert len(render_jsonl(report(hit, hit)).split("\n")) == 2


def test_jsonl_has_dates_as_iso_8601():
    assert '"updated_on": "2026-01-31"' in render_jsonl(report(HIT._replace(updated_on=date(2026, 1, 31))))


def test_a_markdown_list_escapes_what_is_mark_up():
    hit = HIT._replace(title="[a](b) *c* <d>", passage="`e` _f_ |")
    expected = r"1. [\[a\](b) \*c\* \<d\>](<knowledge/vpn.md>) (validated, public): \`e\` \_f\_ \|"
    assert render_list(report(hit)) == expected


def test_a_path_cannot_end_its_link():
    shown = render_list(report(HIT._replace(path="a>) ![x](http:/evil/x.md")))
    assert shown.count(">)") == 1


@pytest.mark.parametrize("columns", [72, 80, 100])
def test_a_flagged_article_keeps_its_number_of_cases(columns):
    one = HIT._replace(id="kb-abcdef12345678", cases=12, used_on=date(2026, 3, 4), flags=1, age_days=400)
    facts = render_hits(report(one._replace(confidence="not-validated")), columns).split("\n")[1]
    assert (" · 1 flag · " in facts, "12 cases, last 2026-03-04" in facts) == (True, True)


def test_the_other_languages_of_a_hit_stand_before_its_kind_owner_and_age():
    one = HIT._replace(cases=12, used_on=date(2026, 3, 4), owner="ana@example.org", age_days=400, kind="known-error")
    one = one._replace(translations=(Translation(id="kb-2", language="de", path="knowledge/vpn.de.md"),))
    piped = render_hits(report(one), 72).split("\n")[1]
    on_screen = render_screen(report(one), HitScreen(columns=72))[0].split("\n")[1]
    assert (piped, on_screen) == (
        "    kb-1 · validated · public · 12 cases, last 2026-03-04 · also in de",
        "    kb-1 · validated · public · 12 cases, last 2026-03-04 · also in de",
    )


def test_a_hit_keeps_its_id_on_a_narrow_terminal():
    one = HIT._replace(id="kb-vpn001", cases=12, used_on=date(2026, 3, 4), flags=1, confidence="not-validated")
    facts = ["    kb-vpn001", "    not-validated · 1 flag · 12 cases,", "    last 2026-03-04"]
    assert render_hits(report(one), 40).split("\n")[1:4] == facts


def test_a_wide_character_after_a_break_at_a_space_fits_too():
    text = "\u0301 " + "👍" * 39
    assert [cell_len(text[start:end]) <= 77 for start, end in wrap(text, 77)] == [True, True, True]
    assert "".join(text[start:end] for start, end in wrap(text, 77)) == text.replace(" ", "")
