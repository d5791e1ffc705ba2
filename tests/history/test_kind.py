import pytest

from kcs_cli.history.kind import compare_texts
from kcs_cli.history.past import ChangeKind
from kcs_cli.knowledge_base.config import Config
from tests import make

HEAD = "---\ntitle: Printer\ntags: [a]\n---\n"
BODY = "\nThe printer is dead.\n\nSwitch it on.\n"


def kind(before: str | bytes | list[str], after: str | bytes, config: Config | None = None) -> str:
    """Return what was done to a text, or to the texts that a merge joins."""
    texts = [one.encode() if isinstance(one, str) else one for one in (before if isinstance(before, list) else [before])]
    return compare_texts(texts, after.encode() if isinstance(after, str) else after, config or Config()).value


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (HEAD + BODY, HEAD + BODY.replace("\n", "\r\n"), "white space"),
        (HEAD + BODY, "\ufeff" + HEAD + BODY, "front matter"),
        (HEAD + BODY, HEAD + BODY.replace("dead", "off"), "substantive"),
        (HEAD + BODY, HEAD.replace("[a]", "[b]") + BODY, "front matter"),
        (HEAD + BODY, HEAD.replace("tags: [a]", "tags: [a] # why") + BODY, "front matter"),
        (HEAD + BODY, HEAD.replace("Printer", "Fax") + BODY, "substantive"),
        (HEAD + BODY, HEAD.replace("tags", "kind: question\ntags") + BODY, "substantive"),
        (HEAD + BODY, HEAD.replace("tags", "said: [it is dead]\ntags") + BODY, "phrase"),
        (HEAD + BODY, HEAD.replace("tags: [a]", "said: [it is dead]") + BODY, "front matter"),
        (HEAD + BODY, BODY, "substantive"),
        (BODY, "+++\ntags = ['a']\n+++\n" + BODY, "front matter"),
        (BODY, "+++\ntags = [\n+++\n" + BODY, "substantive"),
        (HEAD + BODY, "---\ntitle: Printer\n" + BODY, "substantive"),
        (b"\xff", b"\xff\xfe", "substantive"),
        (b"---\nx: \xff\n---\n", b"---\nx: \xfe\n---\n", "substantive"),
        ("", BODY, "substantive"),
    ],
)
def test_a_change_is_told_by_the_two_texts(before, after, expected):
    assert kind(before, after) == expected


def test_front_matter_without_an_end_is_words_like_any_others():
    begun = "---\ntitle: Printer\n" + BODY
    assert (kind(begun, begun + " \n"), kind(begun, begun + "\nWait.\n")) == ("white space", "substantive")


def test_which_fields_readers_rely_on_is_configured():
    changed = HEAD.replace("[a]", "[b]") + BODY
    assert kind(HEAD + BODY, changed, make.config(history_fields=("tags",))) == "substantive"


def test_the_names_of_fields_are_those_of_the_configuration():
    before, after = "---\nheadline: A\n---\n", "---\nheadline: B\n---\n"
    config = make.config(fields_title=("headline",))
    assert (kind(before, after), kind(before, after, config)) == ("front matter", "substantive")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("a\nb\nc", "merged"),
        ("a\nc", "merged"),
        ("  a \nb\n", "merged"),
        ("a\nb\nd", "substantive"),
        ("b\nc", "substantive"),
    ],
)
def test_a_merge_is_work_where_it_says_something_new_or_drops_what_all_said(after, expected):
    assert kind(["a\nb", "a\nc"], after) == expected


def test_a_text_that_was_not_there_before_is_work():
    assert compare_texts([], b"Words.", Config()) is ChangeKind.substantive
