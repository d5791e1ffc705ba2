import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.text.difference import DifferenceLine, Transition, differences, rewording, transitions, unified, words

TEXT = st.text(alphabet="ab \n.)](连接", max_size=60)


def shown(before: str, after: str) -> list[str]:
    return [str(line) for line in differences(before, after)]


def test_a_line_that_is_gone_and_one_that_is_new():
    assert shown("Open the lid.\nWait.\n", "Wait.\nCall the technician again tomorrow.\n") == [
        "- Open the lid.",
        "+ Call the technician again tomorrow.",
    ]


def test_a_line_that_changed_slightly_shows_its_words():
    assert shown("1. Renew the old certificate.", "1. Renew the new certificate.") == [
        "~ 1. Renew the [-old-] {+new+} certificate."
    ]


def test_a_line_that_changed_wholly_is_gone_and_new():
    assert shown("Switch it on.", "Ask for another printer.") == ["- Switch it on.", "+ Ask for another printer."]


def test_lines_are_shown_where_they_stand_the_old_ones_first():
    before = "A cable is missing.\nRestart the print spooler now.\nThen wait.\n"
    after = "The cable came loose, push it in.\nRestart the print spooler.\nDone, said she.\n"
    assert [line.mark for line in differences(before, after)] == ["-", "+", "~", "-", "+"]


def test_white_space_and_lines_without_words_are_no_difference():
    assert shown("a  b\n\n---\nc\n", "a b\n***\n\n  c") == []


def test_of_a_long_line_only_what_is_beside_the_change_is_shown():
    line = " ".join(f"w{n}" for n in range(30))
    assert rewording(line, line.replace("w15", "new")) == "… w10 w11 w12 w13 w14 [-w15-] {+new+} w16 w17 w18 w19 w20 …"


def test_a_link_that_leads_elsewhere_keeps_its_words():
    assert (
        rewording("see [the guide](/a/b) first", "see [the guide](/c) first") == "see [the guide[-](/a/b)-] {+](/c)+} first"
    )


def test_characters_of_chinese_are_compared_one_by_one():
    assert rewording("无法连接服务器", "无法连接打印机") == "无法连接[-服务器-] {+打印机+}"


def test_fields_that_got_another_value_in_the_order_of_the_newer_text():
    assert transitions({"a": "1", "b": "2", "gone": "x"}, {"c": "3", "b": "4", "a": "1"}) == (
        Transition("c", "", "3"),
        Transition("b", "2", "4"),
        Transition("gone", "x", ""),
    )


def test_a_unified_difference_names_the_file_as_it_was_and_as_it_is():
    lines = unified("a\nb\n", "a\nc\n", "k/a.md as delivered", "k/a.md as it is now").split("\n")
    assert lines == ["--- k/a.md as delivered", "+++ k/a.md as it is now", "@@ -1,2 +1,2 @@", " a", "-b", "+c"]


@pytest.mark.parametrize(("old", "new"), [("", ""), ("a\n", "a\n"), ("a\r\nb\r\n", "a\nb\n"), ("a", "a\n")])
def test_texts_that_differ_in_line_ends_alone_are_the_same(old, new):
    assert unified(old, new, "a.md", "a.md") == ""


def test_of_some_fields_one_that_is_gone_went_to_nothing():
    found = transitions({"owner": "ana", "kind": "problem"}, {}, ("owner", "audience"))
    assert [str(one) for one in found] == ["owner: ana → –"]


@given(TEXT)
def test_a_text_differs_in_nothing_from_itself(text):
    assert differences(text, text) == ()


@given(st.lists(TEXT, max_size=6), st.lists(TEXT, max_size=6))
@settings(deadline=None)
def test_every_line_that_is_only_in_one_text_is_shown(before, after):
    marks = [line.mark for line in differences("\n".join(before), "\n".join(after))]
    assert set(marks) <= {"-", "+", "~"}
    assert differences("", "\n".join(after)) == tuple(
        DifferenceLine("+", line.text) for line in differences("", "\n".join(after))
    )


@given(TEXT)
def test_the_words_of_a_line_are_all_of_it(text):
    line = " ".join(text.split())
    assert "".join(word + space for word, space in words(line)) == line


@pytest.mark.parametrize("number", [1, 200])
def test_many_lines_are_compared_as_well(number):
    before = "".join(f"line {n} says this and that\n" for n in range(number))
    assert len(differences(before, before.replace("this", "nothing"))) in (1, 400)
