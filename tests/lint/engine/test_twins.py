"""Tests of `near-identical`, `same-issue` and `issue-already-answered`, and of what they find candidates with."""

import pytest

from kcs_cli.article.card import Card
from kcs_cli.lint.engine.rule import Example
from kcs_cli.lint.engine.twins import MOST, Twins
from kcs_cli.lint.engine.world import Authorship
from kcs_cli.lint.rules import issue_already_answered, near_identical, same_issue
from tests.lint.make import CONFIG, messages, page_of, world_of

ISSUE = "## Issue\n\nThe fax does not ring since the office moved to the new building.\n"
ANSWER = "\n## Resolution\n\nChoose Tone in place of Pulse.\n"
STEPS = "\n".join(f"{n}. Press button number {n} of the machine, and wait until lamp {n} is green again." for n in range(9))
MACHINE = f"{ISSUE}\n## Resolution\n\n{STEPS}\n"


def article(title: str, body: str, more: str = "") -> str:
    return f"---\nid: kb-{abs(len(title) * 7919) % 899 + 100}\ntitle: {title}\n{more}---\n\n{body}"


def near(tmp_path, text, others, **more):
    return messages(near_identical.RULE, tmp_path, text, others=others, **{"path": "m.md", **more})


def same(tmp_path, text, others, **more):
    return messages(same_issue.RULE, tmp_path, text, others=others, **{"path": "m.md", **more})


def answered(tmp_path, text, others, **more):
    return messages(issue_already_answered.RULE, tmp_path, text, others=others, **{"path": "m.md", "before": "", **more})


def test_a_pair_is_named_once_on_the_later_one(tmp_path):
    ours, theirs = article("Fax", MACHINE), article("Old fax", MACHINE)
    expected = ["3:1 100 % of the text is the same as in kb-694 (a.md); merge the two, or say what sets them apart"]
    assert near(tmp_path, ours, {"a.md": theirs}) == expected
    assert near(tmp_path, ours, {"z.md": theirs}) == []


def test_a_pair_is_named_on_the_one_that_a_change_touches(tmp_path):
    ours = article("Fax", MACHINE)
    expected = ["3:1 100 % of the text is the same as in kb-694 (z.md); merge the two, or say what sets them apart"]
    assert near(tmp_path, ours, {"z.md": article("Old fax", MACHINE)}, before=ours) == expected


def test_the_share_is_that_of_the_runs_of_three_words(tmp_path):
    half = STEPS.replace("button", "knob").replace("lamp", "light")
    text = article("Fax", f"{ISSUE}\n## Resolution\n\n{half}\n")
    assert near(tmp_path, text, {"a.md": article("Old fax", MACHINE)}) == []
    found = near(tmp_path, text, {"a.md": article("Old fax", MACHINE)}, options={"share": 20})
    assert [one.split(" is ")[0] for one in found] == ["3:1 45 % of the text"]


@pytest.mark.parametrize(
    "more", ["language: de\n", "confidence: archived\n", "kind: procedure\n", "translation_of: kb-694\n"]
)
def test_translations_the_archive_and_procedures_are_no_twins(more, tmp_path):
    others = {"a.md": article("Old fax", MACHINE, "language: en\n")}
    assert near(tmp_path, article("Fax", MACHINE, more), others) == []
    assert same(tmp_path, article("Fax", ISSUE, more), others) == []


@pytest.mark.parametrize(("ours", "theirs"), [("de/m.md", "en/m.md"), ("m.de.md", "m.en.md"), ("m.de.md", "m.md")])
def test_translations_by_their_paths_are_no_twins(ours, theirs, tmp_path):
    assert near(tmp_path, article("Fax", MACHINE), {theirs: article("Old fax", MACHINE)}, path=ours) == []
    assert same(tmp_path, article("Fax", ISSUE), {theirs: article("Old fax", ISSUE)}, path=ours) == []


def test_an_original_is_no_twin_of_its_translations_nor_are_those_of_each_other(tmp_path):
    others = {"a.md": article("Old fax", MACHINE, "translation_of: kb-592\n")}
    assert near(tmp_path, article("Fax", MACHINE).replace("kb-", "kb-592\naliases: kb-"), others) == []
    assert near(tmp_path, article("Fax", MACHINE, "translation_of: kb-592\n"), others) == []


def test_how_many_articles_begin_is_no_issue(tmp_path):
    begin = "This article explains what to do when a machine of yours does not answer any more after it was moved: {}."
    names = ("printer", "scanner", "router", "phone", "badge reader", "screen", "camera")
    others = {f"{n}.md": article(name, f"## Issue\n\n{begin.format(name)}\n") for n, name in enumerate(names)}
    assert same(tmp_path, article("Fax", f"## Issue\n\n{begin.format('fax')}\n"), others) == []
    two = {"0.md": others["0.md"]}
    assert len(same(tmp_path / "b", article("Fax", f"## Issue\n\n{begin.format('fax')}\n"), two)) == 1


def test_numbers_in_another_order_ask_another_question(tmp_path):
    ours, theirs = (f"Set up Outlook {a} for mail on Exchange {b}" for a, b in ((2010, 2007), (2007, 2010)))
    assert same(tmp_path, article(ours, ""), {"a.md": article(theirs, "")}) == []


def test_drafts_of_one_template_are_no_twins(tmp_path):
    template = f"## Issue\n\n<!-- {STEPS} -->\n\n## Resolution\n\n<!-- {STEPS} -->\n"
    assert near(tmp_path, article("Fax", template), {"a.md": article("Mail", template)}) == []


def test_chinese_texts_are_compared_by_their_characters(tmp_path):
    text = (
        "## 问题\n\n"
        + "搬到新办公楼以后传真机不再响铃，客户发送订单时也不打印任何内容。把电缆从墙上拔下来，等一分钟，然后插回去。" * 2
    )
    found = near(tmp_path, article("传真", text), {"a.md": article("传真机", text)})
    assert [one.split(" is ")[0] for one in found] == ["3:1 100 % of the text"]


def test_a_phrase_that_is_the_title_of_another_is_the_same_issue(tmp_path):
    text = article("Silent", "", "said: [the fax is silent after a move]\n")
    found = same(tmp_path, text, {"a.md": article("Fax is silent after the move!", ANSWER)})
    expected = "100 % of the issue is the same as in kb-506 (a.md); merge the two, or say what sets them apart"
    assert [one.partition(" ")[2] for one in found] == [expected]


def test_issues_that_are_much_alike_are_the_same(tmp_path):
    text = article("Fax does not ring", ISSUE + "\nWe have two of them.\n")
    found = same(tmp_path, text, {"a.md": article("Fax is dead", ISSUE)})
    assert [one.split(" is ")[0] for one in found] == ["3:1 65 % of the issue"]


def test_two_errors_or_versions_are_two_issues(tmp_path):
    for ours, theirs in (("Fax says “busy line”", "Fax says “paper jam”"), ("Fax 2.4.5 fails", "Fax 2.4.6 fails")):
        assert same(tmp_path, article(ours, ISSUE), {"a.md": article(theirs, ISSUE)}) == []


def test_titles_that_differ_in_one_word_are_two_issues(tmp_path):
    assert same(tmp_path, article("Enable the fax module", ""), {"a.md": article("Disable the fax module", "")}) == []


def test_the_same_issue_in_a_copy_is_told_as_a_copy(tmp_path):
    assert same(tmp_path, article("Fax", MACHINE), {"a.md": article("Old fax", MACHINE)}) == []


def test_a_new_article_for_an_answered_issue_is_told_of_the_answer(tmp_path):
    ours, theirs = article("Fax is silent after a move", ISSUE), article("After a move the fax is silent", ISSUE + ANSWER)
    expected = ["3:1 kb-334 (z.md) answers this (100 % of the issue is the same); improve that one"]
    assert answered(tmp_path, ours, {"z.md": theirs}) == expected
    assert same(tmp_path, ours, {"z.md": theirs}, before="") == []


def test_an_issue_is_not_answered_by_what_has_no_resolution_or_comes_with_it(tmp_path):
    ours, theirs = article("Fax is silent after a move", ISSUE), article("After a move the fax is silent", ISSUE)
    assert answered(tmp_path, ours, {"z.md": theirs}) == []
    assert answered(tmp_path, ours, {"z.md": theirs + ANSWER}, change=Authorship(touched=frozenset({"z.md"}))) == []
    assert answered(tmp_path, ours, {"z.md": theirs + ANSWER}, before=ours) == []


def test_cards_of_the_index_are_found_as_articles_are(tmp_path):
    example = Example(article("Fax", MACHINE), {"a.md": article("Old fax", MACHINE)}, path="m.md")
    ours, theirs = page_of(example).article, world_of(tmp_path, example).articles[0]
    states = theirs.kind.value, theirs.confidence.value, theirs.audience.value
    card = Card(theirs.id, theirs.path, theirs.title, *states, "", (), "", (), None, theirs.body, theirs.body_line, ())
    twins = Twins([card, ours])
    assert twins.sharing(ours, ours.body, 0.5) == [card]
    assert twins.answering(ours, CONFIG) == [(94, card)]


def test_of_many_copies_each_names_the_first(tmp_path):
    others = {f"{n:03}.md": article("Old fax", MACHINE) for n in range(MOST + 9)}
    found = near(tmp_path, article("Fax", MACHINE), others)
    assert [one.partition("as in ")[2].partition(";")[0] for one in found] == ["kb-694 (000.md)"]
