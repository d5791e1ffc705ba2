import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.article.front_matter import FileParts, UnclosedFrontMatterError, split

LINES = st.lists(
    st.sampled_from(["---", "+++", "...", "--- ", "{", "}", '"a": 1', "title: x", "a = 1", "", " ---", "# H", "text", "\t"]),
    max_size=12,
)


def test_yaml_front_matter_is_cut_from_the_body():
    assert split("---\ntitle: x\nid: y\n---\nbody\n") == FileParts("yaml", "title: x\nid: y", 2, "body\n", 5)


def test_toml_front_matter_is_cut_from_the_body():
    assert split('+++\ntitle = "x"\n+++\nbody\n') == FileParts("toml", 'title = "x"', 2, "body\n", 4)


def test_json_front_matter_is_cut_from_the_body_and_keeps_its_braces():
    assert split('{\n  "a": 1\n}\nbody\n') == FileParts("json", '{\n  "a": 1\n}', 1, "body\n", 4)


@pytest.mark.parametrize("text", ["{\n  print();\n}\n", '{"a": 1}\n', "{\n", "{% if x %}\n}\n"])
def test_a_brace_that_no_name_follows_is_body(text):
    assert split(text) == FileParts("", "", 1, text, 1)


def test_without_front_matter_all_is_body():
    assert split("# Title\n\ntext\n") == FileParts("", "", 1, "# Title\n\ntext\n", 1)


def test_an_empty_text_is_an_empty_body():
    assert split("") == FileParts("", "", 1, "", 1)


def test_empty_front_matter_is_front_matter():
    assert split("---\n---\nbody") == FileParts("yaml", "", 2, "body", 3)


def test_front_matter_that_is_the_whole_file_leaves_an_empty_body():
    assert split("---\ntitle: x\n---") == FileParts("yaml", "title: x", 2, "", 4)


def test_three_dots_end_yaml_front_matter():
    assert split("---\ntitle: x\n...\nbody") == FileParts("yaml", "title: x", 2, "body", 4)


def test_three_dots_do_not_end_toml_front_matter():
    assert split("+++\na = 1\n...\n+++\nbody") == FileParts("toml", "a = 1\n...", 2, "body", 5)


def test_spaces_after_a_fence_do_not_matter():
    assert split("---  \ntitle: x\n--- \nbody") == FileParts("yaml", "title: x", 2, "body", 4)


def test_an_indented_fence_is_part_of_a_value():
    assert split("---\nsaid: |\n  ---\n---\nbody") == FileParts("yaml", "said: |\n  ---", 2, "body", 5)


def test_a_second_rule_in_the_body_stays_there():
    assert split("---\ntitle: x\n---\na\n---\nb").body == "a\n---\nb"


def test_front_matter_after_the_first_line_is_body():
    assert split("\n---\ntitle: x\n---\n") == FileParts("", "", 1, "\n---\ntitle: x\n---\n", 1)


@pytest.mark.parametrize(
    "text", ["---\ntitle: x\nbody\n", '---\n"title": x\n', "---\ntitle : x\n", "+++\ntitle = 1\n---\n", '{\n "a": 1\n']
)
def test_front_matter_that_never_ends_is_an_error(text):
    with pytest.raises(UnclosedFrontMatterError, match="no closing"):
        split(text)


@pytest.mark.parametrize("text", ["---\n", "---", "---\n\nA text below a rule.\n", "---\n# Heading\n"])
def test_a_rule_on_the_first_line_is_no_front_matter(text):
    assert split(text) == FileParts("", "", 1, text, 1)


@pytest.mark.parametrize("text", ["---\n# a comment\ntitle: x\n\nbody\n", "---\nms.author: ana\n", "---\n\ntitle: x\n"])
def test_unclosed_front_matter_is_recognised_whatever_its_first_line_is(text):
    with pytest.raises(UnclosedFrontMatterError):
        split(text)


@settings(max_examples=200, deadline=None)
@given(LINES.map("\n".join))
def test_body_and_source_are_where_their_lines_say(text):
    try:
        parts = split(text)
    except UnclosedFrontMatterError:
        return
    lines = text.split("\n")
    assert "\n".join(lines[parts.body_line - 1 :]) == parts.body
    assert not parts.source or lines[parts.line - 1 :][: parts.source.count("\n") + 1] == parts.source.split("\n")


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_is_split_or_unclosed(text):
    try:
        parts = split(text)
    except UnclosedFrontMatterError:
        assert text.startswith(("---", "+++", "{"))
    else:
        assert text.endswith(parts.body)
