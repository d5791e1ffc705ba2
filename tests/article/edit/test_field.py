import re
from datetime import date
from itertools import cycle
from typing import NamedTuple

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcs_cli.article.edit.field import EditError, add_to_list, field_names, set_field
from kcs_cli.article.front_matter import take_apart

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORDS = st.sampled_from(
    ["no", "3.10", "null", "a: b", "a #b", "- a", "", "a\nb", "\x85", "a\u2028b", "2026-01-02", "'", "😀"]
)
VALUES = TEXTS | WORDS
ODD_FIELDS = (
    "title: plain # why\n", "title: 'it''s' # why\n", 'title: "a \\u263a # b"   # why\n', "title:\n  below # why\n",
    "title: two\n  lines # why\n", "title: | # why\n  a\n   b\n\n", "title: >-\n  a\n  b\n\n# after\n", "title: |+\n  a\n\n",
    "title:\n", "title:   # why\n", "title: &t a\n", "title: !!str 12 # why\n", "'title': a\n", '"title" : a\n',
    "title: *u\n",
    "title: [a, 'b' , c] # why\n", "title: [\n  a, # one\n  b # two\n]\n", "title: [a,\n  b,\n ]\n", "title: []\n",
    "title:\n- a\n- b\n", "title: # head\n  # first\n  -   a # one\n  # between\n  -   b # two\n  # after\n",
    "title:\n  - # empty\n", "title:\n  - |\n    a\n\n  - >+\n    b\n\n", "title: &l # why\n  - a\n", "title: {a: b}\n",
    "title:\n  a:\n    - b\n  c: |\n    d\n", "title: 😀 a\u3000b\n", "title: |\n    # a\n\n  # b\n",
)  # fmt: skip
OTHER_FIELDS = (
    "# a comment\n", "\n", "o: [a, 'b', {c: d}] # o\n", "p: |\n  text\n\n", "q: >\n  text\n\n",
    "r:\n  s:\n    - t\n    - &v w\n", "x: *u\n", "'y': \"\\U0001f600 #\"\n", "z:\n- a\n# b\n- c\n",
    "dup: 1\ndup: 2\n", "<<: *u\n",
    "w: 😀 𝒳 # 🎉\n", "n: two\n  lines\n", "e:\n", "k: !odd tag\n",
)  # fmt: skip
PYTHON = {field: yaml.safe_load("u: &u 1\n" + field)["title"] for field in ODD_FIELDS}
ADDABLE = [field for field, value in PYTHON.items() if not isinstance(value, dict)]
LISTS = [field for field, value in PYTHON.items() if isinstance(value, list) and "a" in value]
LINE_ENDS = st.sampled_from([["\n"], ["\r\n"], ["\r"]]) | st.lists(st.sampled_from(["\n", "\r\n"]), min_size=1, max_size=9)
TOML_FIELDS = (
    'title = "a # b" # why\n', "title = 'a'\n", 'title = """\na\n"b""""" # why\n', "title = '''a\n]'''\n",
    '"title" = "\\u263a"\n',
    'title = ["a", "b"] # why\n', 'title = [\n  "a", # one, [\n  "b" # two\n]\n', 'title = [\n  "a",\n]\n', "title = []\n",
    "title = 2026-01-02 # why\n", "title = 1_000\n", "title=[1, [2]]\n", 'title = {a = "}"}\n', "",
)  # fmt: skip
TOML_OTHERS = ("# c\n", "\n", "a.b = 1\n", 'c = """\n[x]\n"""\n', "d = nan\n", "e = [\n  1, # ]\n]\n", "'f g' = '😀'\n")


class Case(NamedTuple):
    """A file's text, cut around the lines of its field `title` or the place for it."""

    head: str
    field: str
    tail: str

    @property
    def text(self):
        return self.head + self.field + self.tail


KEPT_TEXT = Case("---\nu: &u anchored\n", "title: |+\n  a\n\n\r\n", "---")


@st.composite
def yaml_cases(draw, fields=ODD_FIELDS):
    parts = draw(st.lists(st.sampled_from(OTHER_FIELDS), max_size=5, unique=True))
    cut = draw(st.integers(0, len(parts)))
    head, tail, field = "---\nu: &u anchored\n" + "".join(parts[:cut]), "".join(parts[cut:]), draw(st.sampled_from(fields))
    if "+\n" in field and tail.startswith("\n"):  # `|+` keeps every blank line below it: that one is the value's, too
        field, tail = field + "\n", tail[1:]
    fence = draw(st.sampled_from(["---", "...", "--- "]))
    body = draw(st.sampled_from(["", "\n", "\n\n# Body\ntitle: not this\n", "\nno end"]))
    case = Case(head, field, tail + fence + body) if field else Case(head + tail, "", fence + body)
    return draw(dressed(case))


@st.composite
def toml_cases(draw):
    parts = draw(st.lists(st.sampled_from(TOML_OTHERS), unique=True))
    tables = draw(st.sampled_from(["", "# t\n[t]\ntitle = 1\n", "[[t]]\n[t.u]\n"]))
    head, field = "+++\n" + "".join(parts) + "z = 1\n", draw(st.sampled_from(TOML_FIELDS))
    return draw(dressed(Case(head, field, tables + "+++\nbody\n")))


@st.composite
def dressed(draw, case):
    """Give a case line ends and, or not, a byte order mark."""
    ends = cycle(draw(LINE_ENDS))
    head, field, tail = (re.sub("\n", lambda _: next(ends), part) for part in case)
    return Case(draw(st.sampled_from(["", "\ufeff"])) + head, field, tail)


def is_around(case, text):
    return text.startswith(case.head) and text.endswith(case.tail)


def read(text):
    return take_apart(text.encode())[1]


def others(text):
    # the last field's `|` text gets its line feed only once another field stands below it
    return {name: repr(value).replace("\\n", "") for name, value in read(text).items() if name != "title"}


def entries(value):
    return [str(entry).rstrip("\n") for entry in (value if isinstance(value, list) else [] if value is None else [value])]


def is_in_order(part, whole):
    characters = iter(whole)
    return all(character in characters for character in part)


def front(source, body="body\n"):
    return f"---\n{source}---\n{body}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: old # why\nb: 1\n", "title: N m # why\nb: 1\n"),
        ("title:   'old'   # why\n", "title:   'N m'   # why\n"),
        ('title: "old"\n', 'title: "N m"\n'),
        ("title: # why\n  old # too\n", "title: # why\n  N m # too\n"),
        ("title:   # why\nb: 1\n", "title: N m   # why\nb: 1\n"),
        ("title: | # why\n  x\n  y  \n\n# c\nb: 1\n", "title: N m # why\n\n# c\nb: 1\n"),
        ("title: |+\n  x\n\nb: 1\n", "title: N m\nb: 1\n"),
        ("title: |+\n  x\n\n\n", "title: N m\n"),
        ("title: # l\n  # f\n  - a\n  - b # d\n# e\nb: 1\n", "title: N m # l\n  # f\n   # d\n# e\nb: 1\n"),
        ("title:\n- a\n- b\nb: 1\n", "title: N m\nb: 1\n"),
        ("title: [a,\n  b] # x\n", "title: N m # x\n"),
        ("title:\n  m: 1\n  n: {a: b}\n\nz: 1\n", "title: N m\n\nz: 1\n"),
        ("b: &q x\ntitle: *q\n", "b: &q x\ntitle: N m\n"),
        ("  b: 1\n", "  b: 1\n  title: N m\n"),
        ("b: 1\n\n# end\n", "b: 1\n\n# end\ntitle: N m\n"),
        ("", "title: N m\n"),
    ],
)
def test_a_text_is_set_on_its_own_lines(old, new):
    assert set_field(front(old), "title", "N m") == front(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: old # why\nb: 1\n", "title: # why\n  - x\n  - y z\nb: 1\n"),
        ("title: [a,\n  b] # x\n", "title: [x, y z] # x\n"),
        ("title:\n-   a # one\n# two\n-   b # three\n", "title:\n-   x\n-   y z # three\n"),
        ("title:\n    - |\n      a\n\nb: 1\n", "title:\n    - x\n    - y z\n\nb: 1\n"),
        ("title: >\n  a\n\nb: 1\n", "title:\n  - x\n  - y z\n\nb: 1\n"),
        ("  b: 1\n", "  b: 1\n  title:\n    - x\n    - y z\n"),
    ],
)
def test_a_list_is_set_in_the_style_the_field_has(old, new):
    assert set_field(front(old), "title", ["x", "y z"]) == front(new)


def test_a_new_list_of_words_is_written_in_brackets():
    assert set_field(front("b: 1\n"), "tags", ["vpn", "2fa"]) == front("b: 1\ntags: [vpn, 2fa]\n")


def test_an_empty_list_replaces_a_block_list():
    assert set_field(front("title: # c\n  - a\nb: 1\n"), "title", []) == front("title: [] # c\nb: 1\n")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("no", '"no"'), ("3.10", '"3.10"'), ("null", '"null"'), ("", '""'), ("a: b", '"a: b"'), ("a #b", '"a #b"'),
        ("- a", '"- a"'), ("a\nb", '"a\\nb"'), ("a\u2028b", '"a\\u2028b"'), ("a\x07b", '"a\\u0007b"'), ("12:30", '"12:30"'),
        ("4711", '"4711"'), ("<<", '"<<"'), ("0x1f", '"0x1f"'), ("1e3", '"1e3"'), (" a", '" a"'), ("a:", '"a:"'),
        ("2026-01-02", "2026-01-02"), ("it's [1], a#b", "it's [1], a#b"), ("https://x.org/a", "https://x.org/a"),
        ("😀 ž", '😀 ž'),
    ],
)  # fmt: skip
def test_a_text_is_quoted_where_a_reader_could_see_another(value, written):
    assert set_field(front("title: old # c\n"), "title", value) == front(f"title: {written} # c\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("b: 1\n\ntitle: a # c\n# d\nc: 2\n", "b: 1\n\n# d\nc: 2\n"),
        ("title:\n  - a\n\n  # c\n  - b # d\n# e\nc: 2\n", "# e\nc: 2\n"),
        ("b: |\n  text\n\ntitle: [a]\n  # of title\n\n# c\nc: 2\n", "b: |\n  text\n\n\n# c\nc: 2\n"),
        ("title: |\n  a\n\nc: 2\n", "\nc: 2\n"),
        ("title:\n# e\n", "# e\n"),
        ("b: 1\n", "b: 1\n"),
    ],
)
def test_a_removed_field_takes_its_lines_along(old, new):
    assert set_field(front(old), "title", None) == front(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "said:\n  - I, a\n"),
        ("said:\nb: 1\n", "said:\n  - I, a\nb: 1\n"),
        ("said: [] # c\n", 'said: ["I, a"] # c\n'),
        ("said: ~\n", "said:\n  - I, a\n"),
        ("said:\n  - # e\n  # f\n", "said:\n  - I, a # e\n  # f\n"),
        ("said: old # c\n", "said: # c\n  - old\n  - I, a\n"),
        ("said: [a, b ] # c\n", 'said: [a, b, "I, a" ] # c\n'),
        ("said: [a, b,]\n", 'said: [a, b, "I, a"]\n'),
        ("said: [a,\n  b\n  ] # x\n", 'said: [a,\n  b,\n  "I, a"\n  ] # x\n'),
        ("said: [\n  a, # x\n  b # y\n]\n", 'said: [\n  a, # x\n  b, # y\n  "I, a"\n]\n'),
        (f"said: [\n  a {'#' * 99}\n]\n", f"said: [\n  a, {'#' * 99}\n  \"I, a\"\n]\n"),
        ("said: [\n  a,\n  b, # y\n]\n", 'said: [\n  a,\n  b, # y\n  "I, a",\n]\n'),
        ("said:\n-   a\n# i\n-   b # c\n\n# t\nz: 1\n", "said:\n-   a\n# i\n-   b # c\n-   I, a\n\n# t\nz: 1\n"),
        ("said:\n  - |\n    x\n\nb: 1\n", "said:\n  - |\n    x\n  - I, a\n\nb: 1\n"),
        ("said:\n  - |+\n    x\n\nb: 1\n", "said:\n  - |+\n    x\n\n  - I, a\nb: 1\n"),
        ("u: &u [a]\nsaid: *u\n", 'u: &u [a]\nsaid:\n  - a\n  - I, a\n'),
        ("said:\n  - 'I, a'\n", "said:\n  - 'I, a'\n"),
        ("said: I, a\n", "said: I, a\n"),
    ],
)  # fmt: skip
def test_an_entry_is_added_after_the_last_one(old, new):
    assert add_to_list(front(old), "said", "I, a") == front(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\ufeffbody\r\nmore\r\n", '\ufeff---\r\ntitle: N m\r\n---\r\nbody\r\nmore\r\n'),
        ("", "---\ntitle: N m\n---\n"),
        ("---\n\ntext below a rule\n", "---\ntitle: N m\n---\n---\n\ntext below a rule\n"),
        ("\ufeff---\r\na: 1\r---\n", "\ufeff---\r\na: 1\rtitle: N m\r---\n"),
        ("---\r\n---", "---\r\ntitle: N m\r\n---"),
        ("---\ntitle: a\r\nb: 1\r...\nx", "---\ntitle: N m\r\nb: 1\r...\nx"),
    ],
)  # fmt: skip
def test_line_ends_and_byte_order_mark_stay(old, new):
    assert set_field(old, "title", "N m") == new


def test_lines_that_a_list_gains_end_as_the_line_above():
    text = "---\na: 1\nsaid:\r\n  - a\r\n---\n"
    assert add_to_list(text, "said", "b") == "---\na: 1\nsaid:\r\n  - a\r\n  - b\r\n---\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "a" # c\nb = 1\n\n# t\n[x]\na=1\n', 'title = "N" # c\nb = 1\n\n# t\n[x]\na=1\n'),
        ("b = 1\n\n# t\n[x]\ntitle=1\n", 'b = 1\ntitle = "N"\n\n# t\n[x]\ntitle=1\n'),
        ("# t\n[x]\n", 'title = "N"\n# t\n[x]\n'),
        ("b = true # c\n\na.b = 1\n[x]\n", 'b = true # c\ntitle = "N"\n\na.b = 1\n[x]\n'),
        ("b = nan\n# end\n", 'b = nan\n# end\ntitle = "N"\n'),
        ('title = [\n  "]", # ]\n] # c\n', 'title = "N" # c\n'),
        ("'title' = '''a\n'b''''' # x\n", "'title' = \"N\" # x\n"),
        ("", 'title = "N"\n'),
    ],
)
def test_a_toml_field_is_set_before_the_tables(old, new):
    assert set_field(f"+++\n{old}+++\n", "title", "N") == f"+++\n{new}+++\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('said = ["a"] # c\n', 'said = ["a", "\\"\\u007f"] # c\n'),
        ('said = [\n  "a", # x\n  "b" # y\n]\n', 'said = [\n  "a", # x\n  "b", # y\n  "\\"\\u007f"\n]\n'),
        ('said = [\n  "a,",\n]\n', 'said = [\n  "a,",\n  "\\"\\u007f",\n]\n'),
        ('said = "a"\n', 'said = ["a", "\\"\\u007f"]\n'),
        ("said = 2026-01-02\n", 'said = ["2026-01-02", "\\"\\u007f"]\n'),
        ("[t]\n", 'said = ["\\"\\u007f"]\n[t]\n'),
    ],
)
def test_an_entry_is_added_to_a_toml_list(old, new):
    assert add_to_list(f"+++\n{old}+++\n", "said", '"\x7f') == f"+++\n{new}+++\n"


def test_a_toml_field_is_removed_with_its_comment():
    assert set_field("+++\na = 1\ntitle = [\n1] # c\n[t]\n+++\n", "title", None) == "+++\na = 1\n[t]\n+++\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (front("a: 1\ntitle: [\n"), 3, "bad YAML"),
        (front("title: a\nb: 1\ntitle: b\n"), 4, "the field title is there 2 times"),
        (front("a: 1\ntitle: &x a\nb: *x\n"), 3, "another field refers to it (*x)"),
        (front("title:\n  - a\n  - &x b\nb: [*x]\n"), 4, "another field refers to it (*x)"),
        (front("{title: a}\n"), 2, "the front matter is written in braces"),
        (front("a: 1\n? title\n: b\n"), 3, "the field title is not written as `name: value`"),
        (front("a: &k title\n*k : b\n"), 3, "a field's name is written as an alias"),
        (front("a: 1\n--- # end\n"), 3, "bad YAML"),
        (front("a: 1\n... # end\n"), 2, "the field title cannot be set"),
        (front("- title\n"), 2, "the front matter is no list of `name: value` lines"),
        ("---\ntitle: a\n", 1, "the front matter has no closing ---"),
        ("+++\ntitle.a = 1\n+++\n", 2, "the field title is a table"),
        ("+++\n[title]\n+++\n", 2, "the field title is a table"),
        ("+++\n[[title]]\n+++\n", 2, "the field title is a table"),
        (f"+++\na = {'[' * 450}{']' * 450}\n+++\n", 1, "the front matter can be read, and not be taken apart"),
        ('{\n"title": "a"\n}\n', 1, "the front matter is JSON, which kcs reads and does not change"),
        ("\udc80", 1, "not Unicode"),
    ],
)
def test_an_edit_in_doubt_is_refused(text, line, reason):
    with pytest.raises(EditError, match=re.escape(reason)) as error:
        set_field(text, "title", "new")
    assert error.value.line == line


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("said: {a: b}\n", "the field said is a table, not a list"),
        ("said: [{a: b}]\n", "the field said is not a list of texts"),
        ("said: &x [a]\nb: *x\n", r"another field refers to it \(\*x\)"),
        ("said: [a]\nsaid: [b]\n", "the field said is there 2 times"),
    ],
)
def test_an_entry_is_not_added_to_what_is_no_list_of_its_own(source, reason):
    with pytest.raises(EditError, match=reason):
        add_to_list(front(source), "said", "new")


def test_a_blank_line_that_would_join_the_text_above_is_no_edit():
    with pytest.raises(EditError, match="without harm to the rest"):
        set_field(front("a: |+\n  text\ntitle: b\n\n"), "title", None)


def test_a_last_text_in_lines_keeps_its_line_feed_when_an_entry_follows():
    assert add_to_list(front("said:\n  - |\n    a\n"), "said", "b") == front("said:\n  - |\n    a\n  - b\n")


def test_a_value_that_is_not_unicode_is_refused():
    with pytest.raises(EditError, match="the field title cannot be set: bad YAML"):
        set_field(front("a: 1\n"), "title", "\udc80")


def test_a_value_that_toml_cannot_hold_is_refused():
    with pytest.raises(EditError, match="the value cannot be written in TOML"):
        set_field("+++\na = 1\n+++\n", "title", "\udc80")


def test_an_edit_that_makes_the_front_matter_too_large_is_refused():
    with pytest.raises(EditError, match="too large"):
        set_field(front("a: 1\n"), "title", "a" * 50_000)


def test_a_bomb_of_aliases_is_edited_like_any_other_front_matter():
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert set_field(front(bomb), "title", "N m") == front(bomb + "title: N m\n")


def test_field_names_come_in_their_order():
    assert field_names(front("b: 1\n# c\n'a d': [x]\n")) == ("b", "a d")


def test_a_text_without_front_matter_has_no_field_names():
    assert field_names("# Title\n") == ()


@settings(max_examples=100, deadline=None)
@given(yaml_cases(["", *ODD_FIELDS]), VALUES | st.lists(VALUES, max_size=3) | st.none())
@example(KEPT_TEXT, "")
@example(KEPT_TEXT, None)
def test_a_set_value_reads_back_and_all_else_stays(case, value):
    new = set_field(case.text, "title", value)
    assert read(new).get("title") == value
    assert others(new) == others(case.text)
    assert is_around(case, new)


@settings(max_examples=100, deadline=None)
@given(yaml_cases(["", *ODD_FIELDS]), VALUES | st.lists(VALUES, max_size=3) | st.none())
def test_setting_twice_is_setting_once(case, value):
    new = set_field(case.text, "title", value)
    assert set_field(new, "title", value) == new


@settings(max_examples=100, deadline=None)
@given(yaml_cases(["", *ADDABLE]), VALUES)
@example(KEPT_TEXT, "")
def test_an_added_entry_reads_back_and_all_else_stays(case, value):
    old = read(case.text).get("title")
    new = add_to_list(case.text, "title", value)
    assert entries(read(new)["title"]) in (entries([*entries(old), value]), entries([value]), entries(old))
    assert value.rstrip("\n") in entries(read(new)["title"])
    assert others(new) == others(case.text)
    assert is_around(case, new)


@settings(max_examples=100, deadline=None)
@given(yaml_cases(["", *ADDABLE]), VALUES)
def test_adding_twice_is_adding_once(case, value):
    new = add_to_list(case.text, "title", value)
    assert add_to_list(new, "title", value) == new


@settings(max_examples=100, deadline=None)
@given(yaml_cases(LISTS), VALUES)
def test_adding_to_a_list_takes_no_character_away(case, value):
    assert is_in_order(case.text, add_to_list(case.text, "title", value))


@settings(max_examples=100, deadline=None)
@given(yaml_cases(["title: plain # why\n", "'title':  a b #\n", "title:\n  below\n"]), TEXTS | st.just("no"))
def test_a_plain_value_set_and_set_back_gives_the_same_bytes(case, value):
    assert set_field(set_field(case.text, "title", value), "title", read(case.text)["title"]) == case.text


@settings(max_examples=100, deadline=None)
@given(toml_cases(), VALUES | st.lists(VALUES, max_size=3) | st.none())
def test_a_set_value_reads_back_from_toml_and_all_else_stays(case, value):
    new = set_field(case.text, "title", value)
    assert read(new).get("title") == value
    assert others(new) == others(case.text)
    assert is_around(case, new)


@settings(max_examples=100, deadline=None)
@given(toml_cases().filter(lambda case: not re.search(r"title\s*=\s*({|\[1)", case.field)), VALUES)
def test_an_entry_added_in_toml_reads_back_and_all_else_stays(case, value):
    old = entries(read(case.text).get("title"))
    new = add_to_list(case.text, "title", value)
    assert entries(read(new)["title"]) in (entries([*old, value]), old)
    assert others(new) == others(case.text)
    assert is_around(case, new)


@settings(max_examples=200, deadline=None)
@given(TEXTS | st.text("0123456789._:eExob+-~nulyesNOtrufa, <=", max_size=8))
def test_another_reader_of_yaml_sees_the_same_text_or_a_date(value):
    parts = set_field(front("a: 1\n"), "title", value).split("\n")
    found = yaml.safe_load("\n".join(parts[1:-3]))["title"]
    assert found == value or isinstance(found, date)


def test_the_reader_written_in_python_finds_the_same_places(monkeypatch):
    sources = [front("u: &u a\n" + field + "z: 1\n") for field in ODD_FIELDS]
    edits = [set_field(source, "title", "N m") for source in sources]
    monkeypatch.delattr(yaml, "CBaseLoader")
    assert [set_field(source, "title", "N m") for source in sources] == edits


@pytest.mark.parametrize("body", ["Run it: then wait: so\n", "'\n", "\t- x: [\n", "# Title\n\n\x00\n"])
def test_a_text_without_front_matter_gets_some_whatever_it_says(body):
    assert set_field(body, "id", "kb-7h3k9m") == f"---\nid: kb-7h3k9m\n---\n{body}"


def test_a_byte_order_mark_below_the_fence_is_an_edit_in_doubt():
    with pytest.raises(EditError) as raised:
        set_field("---\n\ufefftitle: x\n---\n", "id", "kb-7h3k9m")
    assert raised.value.line in (1, 2)
